"""The catalog reads headers, and binds parameters so that no value can become part of the query."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import catalog
from kg.catalog import Parameter, Query
from kg.errors import DataError, QueryError

HEADER = "# title: T\n# title-zh: 题\n# description: one\n# description: two\n# description-zh: 一二\n"


def write(folder: Path, text: str, name: str = "q.rq") -> Path:
    path = folder / "group" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def query(text: str, *parameters: Parameter) -> Query:
    return Query("q", "g", "T", "题", "d", parameters, text)


def ask(text: str) -> bool:
    return bool(ox.Store().query(text))


def test_reads_title_description_and_parameters(tmp_path: Path) -> None:
    write(
        tmp_path,
        HEADER
        + '# param name string "a b" Its name\n# param-zh name 名称\n# param n integer 3 How many\n# param-zh n 个数\n'
        + "ASK { BIND($name AS ?x) FILTER($n = 3) }",
    )
    (found,) = catalog.load_from(tmp_path)
    assert (found.name, found.group, found.title, found.title_zh) == ("q", "group", "T", "题")
    assert (found.told("en"), found.told("zh"), found.heading("zh")) == ("one two", "一二", "题")
    assert found.parameters == (
        Parameter("name", "string", "a b", "Its name", "名称"),
        Parameter("n", "integer", "3", "How many", "个数"),
    )
    assert ask(catalog.bind(found, {}))
    assert not ask(catalog.bind(found, {"n": "4"}))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# title: T\n# title-zh: 题\nASK {}", 1, "description"),
        ("# title: T\n# title-zh: 题\n# description: one\nASK {}", 1, "description-zh"),
        (HEADER + "# param n integer 1 x\nASK { FILTER($n = 1) }", 1, "param-zh n"),
        (HEADER + "# param n number 3 x\nASK { FILTER($n = 1) }", 6, "unknown type 'number'"),
        (HEADER + "# param n integer\nASK { FILTER($n = 1) }", 6, "name type default description"),
        (HEADER + "# param n integer many x\nASK { FILTER($n = 1) }", 6, "whole number"),
        (HEADER + "ASK { FILTER($n = 1) }", 6, r"\$n"),
        (HEADER + "# param n integer 1 x\n# param-zh n x\nASK {}", 1, "never used: n"),
        (HEADER + "# expect: many\nASK {}", 6, "none"),
    ],
)
def test_a_wrong_header_is_named_by_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(DataError, match=message) as caught:
        catalog.load_from(tmp_path)
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_no_query_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no query"):
        catalog.load_from(tmp_path)


def test_two_queries_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path, HEADER + "ASK {}")
    other = tmp_path / "other"
    other.mkdir()
    (other / "q.rq").write_text(HEADER + "ASK {}", encoding="utf-8")
    with pytest.raises(DataError, match="taken by group/q"):
        catalog.load_from(tmp_path)


def test_a_file_of_ones_own_needs_no_header(tmp_path: Path) -> None:
    path = write(tmp_path, "SELECT $a { BIND(1 AS $a) }")
    assert catalog.bind(catalog.read(path), {}) == "SELECT $a { BIND(1 AS $a) }"


def test_unknown_name_says_where_to_look() -> None:
    with pytest.raises(QueryError, match="kg queries"):
        catalog.find("nothing-like-this")


def test_finds_by_name_and_by_group() -> None:
    assert catalog.find("honors") is catalog.find("competency/honors") is catalog.find("honors.rq")


STRING = Parameter("v", "string", "required", "a value")


@given(st.text())
def test_a_string_stays_one_string(value: str) -> None:
    bound = catalog.bind(
        query("SELECT ?x { BIND($v AS ?x) }", STRING), {"v": value if value != "-" else "--"}
    )
    (row,) = ox.Store().query(bound)
    assert row["x"] == ox.Literal(value if value != "-" else "--")


def test_binds_only_bare_parameters() -> None:
    text = "SELECT ?v (\"$v\" AS ?a) ('''$v''' AS ?b) (<http://x/#$v> AS ?c) { # $v\n BIND($v AS ?v) }"
    bound = catalog.bind(query(text, STRING), {"v": "w"})
    assert bound == text.replace("BIND($v", 'BIND("w"')


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        (
            "iri",
            "https://w3id.org/fazhi/id/agency/淮安市人民政府",
            "<https://w3id.org/fazhi/id/agency/淮安市人民政府>",
        ),
        ("iri", "fz:issued", "<https://w3id.org/fazhi/ontology#issued>"),
        ("label", "淮安", '"淮安"@zh'),
        ("integer", "20", "20"),
        ("year", "2017", '"2017"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("class", "Agency", "<https://w3id.org/fazhi/ontology#Agency>"),
        ("year", "-", "UNDEF"),
    ],
)
def test_terms(kind: str, value: str, term: str) -> None:
    assert catalog.to_term(kind, value) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "x> <y"),
        ("iri", "https://a/b c"),
        ("iri", "淮安市"),
        ("integer", "1;DROP"),
        ("integer", "²"),
        ("year", "17"),
        ("class", "Thing"),
    ],
)
def test_a_value_of_another_type_is_refused(kind: str, value: str) -> None:
    parameter = Parameter("v", kind, "required", "")
    with pytest.raises(QueryError, match="parameter v must be"):
        catalog.bind(query("ASK { ?s ?p $v }", parameter), {"v": value})


def test_missing_and_unknown_parameters_are_named() -> None:
    needed = query("ASK { ?s ?p $v }", Parameter("v", "string", None, "a value"))
    with pytest.raises(QueryError, match="needs a value: --param v="):
        catalog.bind(needed, {})
    with pytest.raises(QueryError, match="no parameter 'w'; it takes: v"):
        catalog.bind(needed, {"v": "1", "w": "2"})


def test_declares_only_missing_prefixes() -> None:
    text = (
        'PREFIX fz: <http://mine/> SELECT * { ?s fz:a "skos:x" ; oa:exact ?o . '
        "<http://qb:1/> ?p sdmx-measure:obsValue }"
    )
    added = catalog.with_prefixes(text).removesuffix(text)
    assert [word for word in added.split() if word.endswith(":")] == ["oa:", "sdmx-measure:"]
