"""The W3C's SPARQL 1.1 tests, sent through HTTP.

They are not part of this project: KG_W3C names the folder `sparql/sparql11` of a copy of w3c/rdf-tests.
"""

import csv
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)
from rdflib.collection import Collection

from kg.web.settings import Settings
from tests.web.conftest import client_of

FOLDER = os.environ.get("KG_W3C")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
# entailment needs a reasoner, service needs servers elsewhere; http-rdf-update is prose, done again in
# graph-store-protocol
SKIPPED = {"entailment", "service", "http-rdf-update"}
EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
SYNTAX = ("PositiveSyntaxTest11", "NegativeSyntaxTest11", "PositiveSyntaxTest", "NegativeSyntaxTest")
_PATHS = "the engine gives no zero-length path for a constant that is not in the data"
_EMPTY = "the engine does not bind ?g in GRAPH ?g where the pattern inside has no triple or is empty"
KNOWN: dict[str, str] = {
    "aggregates/agg-groupconcat-04": "the engine's GROUP_CONCAT keeps a language tag that all values share",
    "aggregates/agg-groupconcat-06": "the engine's GROUP_CONCAT keeps a language tag that all values share",
    "aggregates/agg-empty-group-count-graph": _EMPTY,
    "bindings/graph": _EMPTY,
    "negation/graph-minus": _EMPTY,
    "csv-tsv-res/tsv03": "the engine writes an xsd:negativeInteger as a plain integer",
    "functions/bnode01": "the engine's BNODE(label) keeps a node from row to row",
    "property-path/zero_or_more_set_start": _PATHS,
    "property-path/zero_or_more_set_end": _PATHS,
    "property-path/zero_or_one_set_start": _PATHS,
    "property-path/zero_or_one_set_end": _PATHS,
}
"""Tests that the engine does not pass, with the reason; each is asked of the engine without HTTP as well."""


@dataclass(frozen=True)
class Case:
    """One test of a manifest."""

    name: str
    kind: str
    node: rdflib.term.Node
    manifest: rdflib.Graph


def cases(*kinds: str) -> Iterator[Any]:
    if FOLDER is None:
        return
    for path in sorted(Path(FOLDER).glob("*/manifest*.ttl")):
        if path.parent.name not in SKIPPED:
            manifest = rdflib.Graph().parse(path, format="turtle", publicID=path.resolve().as_uri())
            for head in manifest.objects(None, MF.entries):
                for node in Collection(manifest, head):
                    kind = str(manifest.value(node, rdflib.RDF.type)).rsplit("#", 1)[-1]
                    if kind in kinds:
                        name = f"{path.parent.name}/{str(node).rsplit('#', 1)[-1]}"
                        yield pytest.param(Case(name, kind, node, manifest), id=name)


def test_the_tests_are_there() -> None:
    if FOLDER is None:
        warnings.warn("NOT TESTED against the W3C's suite: KG_W3C names no folder", stacklevel=1)
        pytest.skip("KG_W3C names no folder")
    assert len(list(cases(*EVALUATION))) > 200


def path_of(node: Any) -> Path:
    return Path(str(node).removeprefix("file://"))


def read(path: Path, graph: NamedNode | None = None) -> list[Quad]:
    form = RdfFormat.from_extension(path.suffix[1:]) or RdfFormat.TURTLE
    quads = parse(path=str(path), format=form, base_iri=path.as_uri())
    return [Quad(q.subject, q.predicate, q.object, graph) for q in quads] if graph else list(quads)


@pytest.mark.parametrize("case", list(cases(*EVALUATION)))
def test_evaluation(case: Case, tmp_path: Path) -> None:
    action = case.manifest.value(case.node, MF.action)
    query = path_of(case.manifest.value(action, QT.query))
    expected = path_of(case.manifest.value(case.node, MF.result))
    data = [str(n) for n in case.manifest.objects(action, QT.data)]
    named = [str(n) for n in case.manifest.objects(action, QT.graphData)]
    store = Store()
    for iri in {*data, *named}:
        store.extend(read(path_of(iri), NamedNode(iri)))
    text = f"BASE <{query.as_uri()}> {query.read_text(encoding='utf-8')}"
    fields: dict[str, Any] = {"query": text}
    if "FROM" not in text.upper():
        fields["default-graph-uri"] = data or ["urn:none"]
        fields["named-graph-uri"] = named
    answer = send(store, fields, expected.suffix)
    if case.name in KNOWN:
        compare(answer, ask_the_engine(data, named, text, expected.suffix, tmp_path))
        with pytest.raises(AssertionError):
            compare(answer, expected)
        pytest.xfail(KNOWN[case.name])
    compare(answer, expected)


def ask_the_engine(data: list[str], named: list[str], text: str, suffix: str, folder: Path) -> Path:
    """Give the file of what Oxigraph answers when nothing of ours is between."""
    store = Store()
    store.extend([quad for iri in data for quad in read(path_of(iri))])
    store.extend([quad for iri in named for quad in read(path_of(iri), NamedNode(iri))])
    file = folder / f"answer{suffix if suffix in ACCEPT else '.srj'}"
    found = store.query(text)
    assert isinstance(found, QuerySolutions | QueryBoolean)
    found.serialize(file, QueryResultsFormat.from_extension(file.suffix[1:]))
    return file


ACCEPT = {
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".srx": "application/sparql-results+xml",
}


def send(store: Store, fields: dict[str, Any], suffix: str) -> bytes:
    accept = ACCEPT.get(suffix, "application/sparql-results+json, application/n-triples;q=0.9")
    with client_of(store, Settings()) as client:
        answer = client.post("/sparql", data=fields, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    return answer.content


def compare(answer: bytes, expected: Path) -> None:
    if expected.suffix == ".csv":
        assert csv_rows(answer.decode()) == csv_rows(expected.read_text(encoding="utf-8"))
    elif expected.suffix in ACCEPT:
        form = QueryResultsFormat.from_extension(expected.suffix[1:])
        assert rows(parse_query_results(answer, form)) == rows(
            parse_query_results(path=str(expected), format=form)
        )
    else:
        compare_graph(answer, expected)


def csv_rows(text: str) -> list[list[tuple[str, str]]]:
    """Give rows without the order of rows and columns, names of blank nodes and spelling of numbers."""
    head, *rest = csv.reader(text.splitlines())
    return sorted(
        sorted((name, value_of(cell)) for name, cell in zip(head, row, strict=True)) for row in rest
    )


def value_of(cell: str) -> str:
    try:
        return "_:" if cell.startswith("_:") else str(Decimal(cell).normalize())
    except InvalidOperation:
        return cell


def compare_graph(answer: bytes, expected: Path) -> None:
    wanted = read(expected)
    if any(q.predicate.value == RS + "resultVariable" for q in wanted):
        found = rows(parse_query_results(answer, QueryResultsFormat.JSON))
        assert found == canonical(list(described_rows(wanted)))
    else:
        assert canonical([q.triple for q in parse(answer, RdfFormat.N_TRIPLES)]) == canonical(
            [q.triple for q in wanted]
        )


def rows(found: Any) -> Any:
    """Give rows as a graph in canonical form, so that blank nodes may have any name; a truth as it is."""
    if not isinstance(found, QuerySolutions):
        return bool(found)
    triples = []
    for number, row in enumerate(found):
        node = BlankNode(f"row{number}")
        triples.append(Triple(node, NamedNode("urn:row"), NamedNode("urn:row")))
        for variable in found.variables:
            if row[variable] is not None:
                triples.append(Triple(node, NamedNode(f"urn:var:{variable.value}"), row[variable]))
    return canonical(triples)


def described_rows(quads: list[Quad]) -> Iterator[Triple]:
    """Give the same for rows that are written as RDF."""
    store = Store()
    store.extend(quads)
    for solution in store.quads_for_pattern(None, NamedNode(RS + "solution"), None, None):
        node = solution.object
        yield Triple(node, NamedNode("urn:row"), NamedNode("urn:row"))
        for binding in store.quads_for_pattern(node, NamedNode(RS + "binding"), None, None):
            (name,) = (
                q.object
                for q in store.quads_for_pattern(binding.object, NamedNode(RS + "variable"), None, None)
            )
            (value,) = (
                q.object for q in store.quads_for_pattern(binding.object, NamedNode(RS + "value"), None, None)
            )
            yield Triple(node, NamedNode(f"urn:var:{name.value}"), value)


def canonical(triples: list[Triple]) -> set[str]:
    dataset = Dataset(Quad(t.subject, t.predicate, plain(t.object)) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def plain(term: Any) -> Any:
    """Give numbers one spelling: 2.0 and 2 are the same decimal."""
    if isinstance(term, Literal) and term.datatype.value.endswith("#boolean"):
        return Literal({"1": "true", "0": "false"}.get(term.value, term.value), datatype=term.datatype)
    if isinstance(term, Literal) and term.datatype.value.endswith(
        ("#decimal", "#double", "#float", "#integer")
    ):
        try:
            return Literal(str(Decimal(term.value).normalize()), datatype=term.datatype)
        except InvalidOperation:
            return term
    return term


@pytest.mark.parametrize("case", list(cases(*SYNTAX)))
def test_syntax(case: Case) -> None:
    if case.name in KNOWN:
        pytest.xfail(KNOWN[case.name])
    path = path_of(case.manifest.value(case.node, MF.action))
    kind = "update" if path.suffix == ".ru" else "query"
    headers = {"Content-Type": f"application/sparql-{kind}", "Authorization": "Bearer t"}
    settings = Settings(token="t", services=("http://example.org/sparql",))
    with client_of(Store(), settings) as client:
        answer = client.post("/sparql", content=path.read_bytes(), headers=headers)
    refused = answer.status_code == 400 and "not a SPARQL" in answer.text
    assert refused == case.kind.startswith("Negative"), answer.text


@pytest.mark.parametrize("case", list(cases("ProtocolTest")))
def test_protocol(case: Case) -> None:
    if case.name in KNOWN:
        pytest.xfail(KNOWN[case.name])
    m, store = case.manifest, Store()
    for data in m.objects(case.node, UT.graphData):
        store.extend(read(path_of(m.value(data, UT.graph)), NamedNode(str(m.value(data, rdflib.RDFS.label)))))
    with client_of(store, Settings(token="t")) as client:
        for request in Collection(m, m.value(m.value(case.node, MF.action), HT.requests)):
            answer = perform(client, m, request, ("/sparql/", "/sparql"))
            truth = m.value(m.value(request, HT.resp), MF.expectedBoolean)
            if truth is not None:
                assert ("true" in answer.text) == truth.toPython(), answer.text


@pytest.mark.parametrize("case", list(cases("GraphStoreProtocolTest")))
def test_graph_store_protocol(case: Case) -> None:
    m = case.manifest
    connection = m.value(case.node, MF.action)
    place: list[tuple[str, str]] = [("/gsp", "/graphs")]
    with client_of(Store(), Settings(token="t")) as client:
        client.base_url = f"http://{m.value(connection, HT.connectionAuthority)}"
        for request in Collection(m, m.value(connection, HT.requests)):
            wanted = m.value(request, HT.resp)
            answer = perform(client, m, request, *place)
            variable = m.value(wanted, MF.expectedLocation)
            if variable is not None:
                place.append((str(variable), answer.headers["location"]))
            body = m.value(wanted, HT.body)
            if body is not None:
                assert answer.headers["content-type"] == headers_of(m, wanted)["content-type"]
                assert graph_of(answer.content) == graph_of(str(m.value(body, CNT.chars)).encode())


def graph_of(turtle: bytes) -> set[str]:
    return canonical([quad.triple for quad in parse(turtle, RdfFormat.TURTLE)])


def headers_of(m: rdflib.Graph, message: Any) -> dict[str, str]:
    heads = [head for part in m.objects(message, HT.headers) for head in Collection(m, part)]
    return {str(m.value(head, HT.fieldName)): str(m.value(head, HT.fieldValue)) for head in heads}


def filled(template: Any, *places: tuple[str, str]) -> str:
    """Give an address of a test with our own in it."""
    text = str(template)
    for name, value in places:
        text = text.replace(name, value, 1)
    return text


def perform(client: Any, m: rdflib.Graph, request: Any, *places: tuple[str, str]) -> Any:
    """Send a request of a test and hold the status of the answer against what is expected."""
    body = m.value(request, HT.body)
    coding = str(m.value(body, CNT.characterEncoding) or "utf-8") if body else "utf-8"
    answer = client.request(
        str(m.value(request, HT.methodName)),
        filled(m.value(request, HT.absolutePath), *places),
        content=str(m.value(body, CNT.chars)).encode(coding) if body else b"",
        headers={**headers_of(m, request), "Authorization": "Bearer t"},
    )
    wanted = {str(s).rpartition("#")[2] for s in m.objects(m.value(request, HT.resp), MF.expectedStatus)}
    found = {answer.reason_phrase.replace(" ", ""), f"StatusCode{answer.status_code // 100}xx"}
    assert wanted & found, f"{answer.status_code}, not {wanted}: {answer.text}"
    return answer


@pytest.mark.parametrize("case", list(cases("ServiceDescriptionTest")))
def test_service_description(case: Case, store: Store) -> None:
    with client_of(store, Settings()) as client:
        answer = client.get("/sparql", headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200
    found = rdflib.Graph().parse(data=answer.text, format="nt")
    services = list(found.subjects(rdflib.RDF.type, SD.Service))
    if case.name.endswith("returns-rdf"):
        assert len(found)
    elif case.name.endswith("has-endpoint-triple"):
        assert str(found.value(services[0], SD.endpoint)) == "http://127.0.0.1:7878/sparql"
    else:
        for property_, kind in (
            ("defaultDataset", "Dataset"),
            ("defaultGraph", "Graph"),
            ("namedGraph", "NamedGraph"),
        ):
            things = list(found.objects(None, SD[property_]))
            assert things
            assert all((thing, rdflib.RDF.type, SD[kind]) in found for thing in things)
        named = list(found.subjects(rdflib.RDF.type, SD.NamedGraph))
        assert len(services) == 1
        assert all((graph, SD.name, None) in found for graph in named)


@pytest.mark.parametrize("case", list(cases("UpdateEvaluationTest")))
def test_update(case: Case) -> None:
    action = case.manifest.value(case.node, MF.action)
    text = path_of(case.manifest.value(action, UT.request)).read_text(encoding="utf-8")
    store = Store()
    store.extend(dataset(case.manifest, action))
    with client_of(store, Settings(token="t")) as client:
        headers = {"Content-Type": "application/sparql-update", "Authorization": "Bearer t"}
        answer = client.post("/sparql", content=text.encode(), headers=headers)
    if "LOAD" in text:
        assert answer.status_code == 403, "no request leaves this machine"
        return
    assert answer.status_code == 204, answer.text
    wanted = dataset(case.manifest, case.manifest.value(case.node, MF.result))
    assert canonical_quads(list(store)) == canonical_quads(wanted)


def dataset(manifest: rdflib.Graph, node: Any) -> list[Quad]:
    """Give the quads of a description of data: files of the default graph and of named graphs."""
    quads = [quad for file in manifest.objects(node, UT.data) for quad in read(path_of(file))]
    for named in manifest.objects(node, UT.graphData):
        graph = NamedNode(str(manifest.value(named, rdflib.RDFS.label)))
        quads += read(path_of(manifest.value(named, UT.graph)), graph)
    return quads


def canonical_quads(quads: list[Quad]) -> set[str]:
    found = Dataset(quads)
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in found}
