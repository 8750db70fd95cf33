"""The SPARQL 1.1 Protocol, as a client sees it."""

import gzip
import json
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse
from starlette.testclient import TestClient

from kg.web import protocol
from kg.web.problems import Problem
from kg.web.settings import Settings
from tests.web.conftest import BASE, REPORTS, client_of

ASK = "ASK { ?s ?p ?o }"
LABELS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?l { ?s skos:prefLabel ?l } ORDER BY ?l"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
RESULTS = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"


def count(client: TestClient, query: str, **graphs: Any) -> int:
    answer = client.get("/sparql", params={"query": query, **graphs})
    assert answer.status_code == 200, answer.text
    (row,) = answer.json()["results"]["bindings"]
    return int(row["n"]["value"])


# --- three ways to send a query


def test_get(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": ASK})
    assert answer.headers["content-type"] == RESULTS
    assert answer.json()["boolean"] is True


def test_post_form(client: TestClient) -> None:
    assert client.post("/sparql", data={"query": ASK}).json()["boolean"] is True


def test_post_direct(client: TestClient) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=utf-8"}
    query = "ASK { ?s ?p '某市信访办法'@zh }"
    assert client.post("/sparql", content=query.encode(), headers=headers).json()["boolean"] is True


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=5), st.binary(max_size=20))
def test_fields_are_read_as_everywhere(pairs: list[tuple[str, str]], junk: bytes) -> None:
    for data in (
        urlencode(pairs).encode(),
        quote_plus("x=" + "&".join(k + "=" + v for k, v in pairs)).encode(),
    ):
        for broken in (data, data + b"&a=%" + junk.hex().encode() + b"&=_=\r\n%0"):
            try:
                wanted = parse_qsl(broken.decode("ascii"), keep_blank_values=True, errors="strict")
            except UnicodeDecodeError:
                with pytest.raises(Problem):
                    protocol.read_fields(broken)
            else:
                found = [
                    (name, value) for name, values in protocol.read_fields(broken).items() for value in values
                ]
                assert sorted(found) == sorted(wanted)


def test_head_gives_the_headers_of_get(client: TestClient) -> None:
    answer = client.head("/sparql", params={"query": ASK})
    assert (answer.status_code, answer.headers["content-type"]) == (200, RESULTS)


# --- which graphs a query sees


def test_the_default_graph_is_the_union(client: TestClient) -> None:
    assert count(client, "SELECT (COUNT(?s) AS ?n) { ?s a <https://w3id.org/fazhi/ontology#Report> }") == 2


def test_graph_selects_one(client: TestClient) -> None:
    query = f"SELECT (COUNT(?s) AS ?n) {{ GRAPH <{REPORTS[0]}> {{ ?s a <https://w3id.org/fazhi/ontology#Report> }} }}"
    assert count(client, query) == 1


REPORTS_SEEN = "SELECT (COUNT(?s) AS ?n) %s { ?s a <https://w3id.org/fazhi/ontology#Report> }"


def test_from_chooses_the_default_graph(client: TestClient) -> None:
    assert count(client, REPORTS_SEEN % f"FROM <{REPORTS[0]}>") == 1
    assert count(client, REPORTS_SEEN % f"FROM <{REPORTS[0]}> FROM <{REPORTS[1]}>") == 2


def test_from_named_leaves_the_default_graph_empty(client: TestClient) -> None:
    assert count(client, REPORTS_SEEN % f"FROM NAMED <{REPORTS[0]}>") == 0


@pytest.mark.parametrize("kind", ["address", "form", "direct"])
def test_graphs_named_by_the_protocol_come_before_from(client: TestClient, kind: str) -> None:
    query = REPORTS_SEEN % f"FROM <{REPORTS[0]}> FROM <{REPORTS[1]}>"
    graphs = {"default-graph-uri": REPORTS[1]}
    if kind == "address":
        answer = client.get("/sparql", params={"query": query, **graphs})
    elif kind == "form":
        answer = client.post("/sparql", data={"query": query, **graphs})
    else:
        headers = {"Content-Type": "application/sparql-query"}
        answer = client.post("/sparql", params=graphs, content=query.encode(), headers=headers)
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "1"


def test_named_graphs_of_the_protocol(client: TestClient) -> None:
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(client, query) == 2
    assert count(client, query, **{"named-graph-uri": [REPORTS[0], "http://example.org/none"]}) == 1
    assert count(client, query, **{"default-graph-uri": REPORTS[0]}) == 0


# --- forms of the answer


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", RESULTS),
        ("*/*", RESULTS),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.1, */*;q=0.2", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("TEXT/CSV ; Q=1.0", "text/csv; charset=utf-8"),
        ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
    ],
)
def test_rows_in_the_form_that_is_liked_best(client: TestClient, accept: str, given: str) -> None:
    answer = client.get("/sparql", params={"query": LABELS}, headers={"Accept": accept})
    assert answer.headers["content-type"] == given
    assert "某市信访办法" in answer.text
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/n-quads", RdfFormat.N_QUADS),
        ("application/trig", RdfFormat.TRIG),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_graphs_in_every_form(client: TestClient, store: Store, accept: str, form: RdfFormat) -> None:
    answer = client.get("/sparql", params={"query": GRAPH}, headers={"Accept": accept})
    assert answer.headers["content-type"].split(";")[0] == accept
    found = {quad.triple for quad in parse(answer.content, form)}
    assert found == {quad.triple for quad in store}


def test_describe_gives_a_graph(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": f"DESCRIBE <{BASE}policy/某市信访办法>"})
    assert answer.headers["content-type"].startswith("text/turtle")
    assert "某市信访办法" in answer.text


def test_truth_as_xml(client: TestClient) -> None:
    answer = client.get(
        "/sparql", params={"query": ASK}, headers={"Accept": "application/sparql-results+xml"}
    )
    root = ET.fromstring(answer.text)
    assert [child.text for child in root if child.tag.endswith("boolean")] == ["true"]


@pytest.mark.parametrize(
    ("query", "accept"),
    [(LABELS, "image/png"), (LABELS, "text/turtle"), (GRAPH, "text/csv"), (ASK, "text/csv")],
)
def test_no_such_form(client: TestClient, query: str, accept: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert "there are:" in answer.text


def test_the_form_can_stand_in_the_address(client: TestClient) -> None:
    assert client.get("/sparql", params={"query": LABELS, "format": "csv"}).text.startswith("l\r\n")
    assert client.get("/sparql", params={"query": LABELS, "format": "pdf"}).status_code == 406


def test_gzip(client: TestClient) -> None:
    with client.stream(
        "GET", "/sparql", params={"query": GRAPH}, headers={"Accept-Encoding": "gzip"}
    ) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert b"fz:Report" in gzip.decompress(raw)


@pytest.mark.parametrize("coding", ["identity", "gzip;q=0", "br", "gzip;q=0, *;q=0.5"])
def test_not_packed_unless_it_is_liked(client: TestClient, coding: str) -> None:
    answer = client.get("/sparql", params={"query": GRAPH}, headers={"Accept-Encoding": coding})
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_a_large_answer_is_whole(client: TestClient, coding: str) -> None:
    query = "SELECT ?a ?b ?c { ?a ?x ?y . ?b ?z ?w . ?c a ?k } LIMIT 20000"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": coding})
    assert len(json.loads(answer.text)["results"]["bindings"]) == 20000
    assert "content-length" not in answer.headers, "it should come in pieces"


# --- refusals


def test_a_syntax_error_has_its_place(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT * {\n ?s ?p }"})
    assert answer.status_code == 400
    assert "line 2, column 9" in answer.text
    assert " ?s ?p }⟪⟫" in answer.text


def test_an_unknown_prefix_is_told_in_words(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT * { ?某 ?s f:x }"})
    assert "prefix not found" in answer.text
    assert "?某 ?s f:x⟪⟫ }" in answer.text


@pytest.mark.parametrize(
    ("method", "address", "headers", "body", "status"),
    [
        ("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", {}, b"", 400),
        ("GET", "?query=%FF", {}, b"", 400),
        ("GET", "?query=", {}, b"", 400),
        ("GET", "", {"Accept": RESULTS}, b"", 400),
        ("GET", "?" + "&" * 1001, {}, b"", 400),
        ("GET", "?update=CLEAR%20ALL", {}, b"", 400),
        ("GET", "?query=ASK%7B%7D&default-graph-uri=relative", {}, b"", 400),
        ("POST", "", {"Content-Type": FORM}, b"", 400),
        ("POST", "", {"Content-Type": FORM}, b"query=ASK%7B%7D&update=CLEAR%20ALL", 400),
        ("POST", "?query=ASK%7B%7D", {"Content-Type": "application/sparql-query"}, b"ASK{}", 400),
        ("POST", "", {"Content-Type": "application/sparql-query"}, b"ASK { ?s ?p '\xff' }", 400),
        ("POST", "", {"Content-Type": "application/sparql-query; charset=utf-16"}, b"ASK{}", 415),
        ("POST", "", {"Content-Type": "text/plain"}, b"ASK{}", 415),
        ("POST", "", {}, b"ASK{}", 415),
        ("PUT", "", {}, b"", 405),
        ("DELETE", "", {}, b"", 405),
        ("POST", "", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403),
        ("POST", "", {"Content-Type": FORM}, b"update=CLEAR%20ALL", 403),
    ],
)
def test_refusals(
    client: TestClient, method: str, address: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    answer = client.request(method, f"/sparql{address}", headers=headers, content=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith(f"{status} ")
    assert "Traceback" not in answer.text


def test_a_wrong_method_is_told_the_right_ones(client: TestClient) -> None:
    assert client.put("/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"


# --- without a query


def test_service_description(client: TestClient) -> None:
    answer = client.get("/sparql")
    assert answer.headers["content-type"].startswith("text/turtle")
    said = {(str(q.predicate), str(q.object)) for q in parse(answer.content, RdfFormat.TURTLE)}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert (f"<{sd}supportedLanguage>", f"<{sd}SPARQL11Query>") in said
    assert (f"<{sd}feature>", f"<{sd}UnionDefaultGraph>") in said
    assert (f"<{sd}name>", f"<{REPORTS[0]}>") in said
    assert (f"<{sd}supportedLanguage>", f"<{sd}SPARQL11Update>") not in said


def test_a_browser_gets_a_page(client: TestClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html"})
    assert "<textarea" in answer.text


# --- from web pages elsewhere


def test_options_answer_browsers(client: TestClient) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = client.options("/sparql", headers=headers)
    assert answer.status_code == 204
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_other_pages_can_be_kept_out(store: Store) -> None:
    with client_of(store, Settings(origin="")) as client:
        answer = client.get("/sparql", params={"query": ASK}, headers={"Origin": "https://example.org"})
    assert "access-control-allow-origin" not in answer.headers
