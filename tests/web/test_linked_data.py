"""Every IRI answers: to people with a page, to programs with data in the form that they like."""

import re
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, parse
from starlette.testclient import TestClient

from kg import catalog
from kg.config import data_path
from kg.web import describe
from kg.web.settings import Settings
from tests.web.conftest import BASE, REPORTS, TEXT, client_of

FORMS = [
    ("text/turtle", "ttl", RdfFormat.TURTLE),
    ("application/ld+json", "jsonld", RdfFormat.JSON_LD),
    ("application/n-triples", "nt", RdfFormat.N_TRIPLES),
    ("application/rdf+xml", "rdf", RdfFormat.RDF_XML),
]
AGENCY = f"{BASE}agency/某市人民政府"
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def path(iri: str) -> str:
    found = Settings().path_of(iri)
    assert found
    return found.partition("#")[0]


def test_every_iri_of_the_data_answers(client: TestClient, store: Store) -> None:
    terms = {
        term.value for quad in store for term in (quad.subject, quad.object) if isinstance(term, NamedNode)
    }
    own = {iri for iri in terms if iri.startswith(BASE)}
    assert len(own) > 10
    for iri in sorted(own):
        answer = client.get(path(iri), headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert answer.status_code == 200, iri
        assert [r.status_code for r in answer.history] == [303]
        assert NamedNode(iri) in {
            x for q in parse(answer.content, RdfFormat.TURTLE) for x in (q.subject, q.object)
        }


@pytest.mark.parametrize(("media_type", "suffix", "form"), FORMS)
def test_a_thing_in_every_form(client: TestClient, media_type: str, suffix: str, form: RdfFormat) -> None:
    sent = client.get(path(AGENCY), headers={"Accept": media_type})
    assert sent.status_code == 303
    assert sent.headers["location"].endswith(f".{suffix}")
    answer = client.get(sent.headers["location"])
    assert answer.headers["content-type"].split(";")[0] == media_type
    said = {(q.subject, q.predicate.value.rsplit("#")[-1], q.object) for q in parse(answer.content, form)}
    assert (NamedNode(AGENCY), "prefLabel", Literal("某市人民政府", language="zh")) in said
    assert any(local == "subject" and o == NamedNode(AGENCY) for _, local, o in said), "facts about it, too"
    assert any(local == "exact" for _, local, o in said), "with their evidence"


def test_a_page_shows_facts_in_both_directions_with_their_sentences(client: TestClient) -> None:
    page = client.get(path(AGENCY), headers=HTML, follow_redirects=True).text
    sentence = TEXT[7:22]
    assert "某市信访办法" in page
    assert re.sub("<[^>]*>", "", page).count(sentence) >= 2
    assert "120" in page
    policy = client.get(f"/page/policy/{quote('某市信访办法')}").text
    assert "某市人民政府" in policy
    assert f"{quote('/page/report/某市/2017')}#char=7,21" in policy


def test_a_report_shows_its_text_with_places(client: TestClient) -> None:
    page = client.get(path(REPORTS[0]), headers=HTML, follow_redirects=True).text
    places = re.findall(r'id="char=(\d+),(\d+)" data-start="\d+">(.*?)</span>', page)
    assert [(int(a), int(b)) for a, b, _ in places] == [(0, 6), (7, 22), (22, 33)]
    assert all(TEXT[int(a) : int(b)] == re.sub("<[^>]*>", "", text) for a, b, text in places)
    assert "/static/report.js" in page


def test_the_data_of_a_report_are_its_graph(client: TestClient, store: Store) -> None:
    answer = client.get(f"/data/{quote('report/某市/2017')}.nt")
    own = {q.triple for q in store.quads_for_pattern(None, None, None, NamedNode(REPORTS[0]))}
    assert {q.triple for q in parse(answer.content, RdfFormat.N_TRIPLES)} == own


@pytest.mark.parametrize(
    "address", ["/id/agency/none", "/page/agency/none", "/data/agency/none.ttl", "/data/x", "/id/<>"]
)
def test_what_is_not_known_is_not_there(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


# --- the ontology


def test_every_term_of_the_ontology_answers(client: TestClient) -> None:
    terms = Store()
    for file in sorted(data_path("ontology").glob("[mv]*/*.ttl")):
        terms.load(path=str(file), format=RdfFormat.TURTLE)
    own = {
        q.subject.value
        for q in terms
        if isinstance(q.subject, NamedNode) and "w3id.org/fazhi/" in q.subject.value
    }
    assert len(own) > 100
    addresses = {path(iri) for iri in own}
    for address in sorted(addresses)[:: max(1, len(addresses) // 150)]:
        answer = client.get(quote(address, safe="/%"), headers={"Accept": "application/n-triples"})
        assert answer.status_code == 200, address


def test_the_ontology_for_people(client: TestClient) -> None:
    page = client.get("/ontology", headers=HTML).text
    assert '<section id="issued"' in page
    assert '<section id="Agency"' in page
    assert "<h1>" in client.get("/vocabulary/kind", headers=HTML).text
    assert "计数" in client.get("/vocabulary/kind/count", headers=HTML).text


@pytest.mark.parametrize(
    "address", ["/ontology", "/ontology/evidence", "/vocabulary/kind", "/vocabulary/kind/count"]
)
@pytest.mark.parametrize(("media_type", "suffix", "form"), FORMS)
def test_the_ontology_for_machines(
    client: TestClient, address: str, media_type: str, suffix: str, form: RdfFormat
) -> None:
    answer = client.get(address, headers={"Accept": media_type})
    assert answer.headers["content-location"] == f"{address}.{suffix}"
    graph = {q.triple for q in parse(answer.content, form)}
    assert graph
    assert graph == {q.triple for q in parse(client.get(f"{address}.{suffix}").content, form)}


# --- descriptions and queries


def test_the_store_is_counted_once_as_long_as_it_is_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    count = describe.count

    def noted(store: Store) -> describe.Counts:
        counted.append(len(store))
        return count(store)

    monkeypatch.setattr(describe, "count", noted)
    with client_of(store, Settings(token="t")) as client:
        first, again = (client.get("/.well-known/void").text for _ in range(2))
        assert first == again
        assert len(counted) == 1
        headers = {"Authorization": "Bearer t"}
        assert client.delete("/graphs", params={"graph": REPORTS[0]}, headers=headers).status_code == 204
        assert client.get("/.well-known/void").text != first
        assert len(counted) == 2


def test_void_counts_what_is_there(client: TestClient, store: Store) -> None:
    described = Store()
    described.load(client.get("/.well-known/void").content, RdfFormat.TURTLE)
    query = """PREFIX void: <http://rdfs.org/ns/void#> SELECT ?n ?e { ?d a void:Dataset ; void:triples ?n ;
      void:sparqlEndpoint ?e }"""
    rows = described.query(query)
    assert isinstance(rows, QuerySolutions)
    ((number, endpoint),) = ((row["n"].value, row["e"].value) for row in rows)
    assert int(number) == len(store)
    assert endpoint == "http://127.0.0.1:7878/sparql"


def test_the_whole_store_can_be_had(client: TestClient, store: Store) -> None:
    assert set(parse(client.get("/data.nq").content, RdfFormat.N_QUADS)) == set(store)


def test_json_ld_context(client: TestClient) -> None:
    assert "@context" in client.get("/context.jsonld").json()


def test_the_catalog_of_queries(client: TestClient) -> None:
    listed = client.get("/queries").json()
    assert [item["name"] for item in listed] == [query.name for query in catalog.load()]
    page = client.get("/queries", headers=HTML).text
    for query in catalog.load():
        assert f'href="/queries/{query.name}"' in page
        assert client.get(f"/queries/{query.name}", headers=HTML).status_code == 200
        required = {p.name: "x" for p in query.parameters if p.default is None}
        answer = client.get(f"/queries/{query.name}/results", params=required)
        assert answer.status_code in ((200, 400) if required else (200,)), (query.name, answer.text)
    assert client.get("/queries/none").status_code == 404
    for language, words in (("zh", "这里没有这一项"), ("en", "There is nothing here by this name")):
        assert words in client.get(f"/queries/none?lang={language}", headers=HTML).text
        told = client.get(f"/queries/evidence?lang={language}", headers=HTML).text
        assert catalog.find("evidence").told(language) in told
    assert client.get("/queries/policies-issued/results?nonsense=1").status_code == 400
