"""No spelling of SERVICE or LOAD slips through, and no innocent word is taken for one."""

import pytest

from kg.web.guard import check_services, check_sources, names_dataset, with_using
from kg.web.problems import Problem

ELSEWHERE = "http://127.0.0.1:9/sparql"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ service silent <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
        "SELECT * { ?s ?p ?e . SERVICE ?e { ?a ?b ?c } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:sparql{ ?s ?p ?o } }",
        "PREFIX a: <http://127.0.0.1:9/> SELECT * { SERVICEa:b{ ?s ?p ?o } }",
        f"SELECT * {{ SERVICE#comment\n<{ELSEWHERE}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ # '\n SERVICE <{ELSEWHERE}> {{ ?s ?p ?o }} # '\n }}",
        f"PREFIX e: <http://e/> SELECT * {{ ?s e:a\\'b ?o SERVICE <{ELSEWHERE}> {{ ?s ?p '' }} }}",
        f"PREFIX e: <http://e/> SELECT * {{ ?s e:a\\# ?o . SERVICE <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p '\\'' SERVICE <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p '''a'b''' SERVICE <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ FILTER(?a<?b)SERVICE<{ELSEWHERE}>{{ ?s ?p ?o FILTER(?c>?d) }} }}",
        f"SELECT * {{ \\u0053ERVICE <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p 1.SERVICE <{ELSEWHERE}> {{ ?s ?p ?o }} }}",
    ],
)
def test_service_is_refused(query: str) -> None:
    with pytest.raises(Problem) as problem:
        check_services(query, ())
    assert problem.value.status == 403


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p 'SERVICE <http://x>' }",
        "PREFIX e: <http://e/> SELECT * { ?s e:service e:load-service }",
        "SELECT * { ?s <http://example.org/service> ?o } # SERVICE <http://x> {}",
        "SELECT * { ?s ?p 'x'@service }",
        'SELECT * { ?s ?p """a " SERVICE <x> """ }',
        "SELECT $service { $service ?p ?o }",
    ],
)
def test_the_word_alone_is_no_request(query: str) -> None:
    check_services(query, ())


def test_servers_on_the_list_may_be_asked() -> None:
    check_services(f"SELECT * {{ SERVICE SILENT <{ELSEWHERE}> {{ ?s ?p ?o }} }}", (ELSEWHERE,))
    with pytest.raises(Problem):
        check_services(f"SELECT * {{ SERVICE <{ELSEWHERE}> {{}} SERVICE <{ELSEWHERE}x> {{}} }}", (ELSEWHERE,))


@pytest.mark.parametrize(
    "update", ["LOAD <http://e/a>", "INSERT DATA {} ; LOAD SILENT <http://e/a> INTO GRAPH <http://g>"]
)
def test_load_is_refused_unless_listed(update: str) -> None:
    with pytest.raises(Problem):
        check_sources(update, ())
    check_sources(update, ("http://e/a",))


def test_from_is_seen_only_as_a_keyword() -> None:
    assert names_dataset("SELECT * FROM NAMED <http://g> { ?s ?p ?o }")
    assert not names_dataset("SELECT ?from { ?from <http://e/from> 'FROM' }")


def test_graphs_of_the_protocol_go_into_an_update() -> None:
    told = with_using(
        "DELETE { ?s ?p 'where' } WHERE { ?s ?p ?o { SELECT * WHERE { } } } ; INSERT {} WHERE {}",
        ("http://g",),
        (),
    )
    assert told.count("USING <http://g> WHERE") == 2
    assert "'where'" in told


@pytest.mark.parametrize(
    "update",
    [
        "WITH <http://a> DELETE {} WHERE {}",
        "INSERT {} USING <http://a> WHERE {}",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_that_names_its_graphs_is_not_told_others(update: str) -> None:
    with pytest.raises(Problem):
        with_using(update, ("http://g",), ())
