"""Descriptions of the whole: service description, VoID and DCAT."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kg.namespaces import FZ
from kg.web import answers
from kg.web.settings import Settings
from kg.web.terms import node

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "N-Quads",
    "TriG",
    "RDF_XML",
    "JSON-LD",
)
_A = node("rdf:type")
_LICENCE = NamedNode("https://www.apache.org/licenses/LICENSE-2.0")
_TOTALS = {
    "void:triples": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "void:distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "void:properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
}
_CLASSES = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"


def service(root: str, settings: Settings, store: Store) -> list[Triple]:
    """Give the SPARQL 1.1 service description; `root` is the server's address with a slash at its end."""
    endpoint, dataset, default = NamedNode(f"{root}sparql"), BlankNode("dataset"), BlankNode("default")
    triples = [
        Triple(endpoint, _A, _sd("Service")),
        Triple(endpoint, _sd("endpoint"), endpoint),
        Triple(endpoint, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(endpoint, _sd("feature"), _sd("UnionDefaultGraph")),
        Triple(endpoint, _sd("defaultDataset"), dataset),
        Triple(dataset, _A, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), default),
        Triple(default, _A, _sd("Graph")),
        *(Triple(endpoint, _sd("resultFormat"), NamedNode(_FORMATS + f)) for f in _RESULT_FORMATS),
        *_abilities(endpoint, settings),
    ]
    for number, graph in enumerate(sorted(store.named_graphs(), key=str)):
        triples += _named_graph(dataset, BlankNode(f"g{number}"), graph)
    return triples


def _abilities(endpoint: NamedNode, settings: Settings) -> Iterator[Triple]:
    if settings.writable:
        yield Triple(endpoint, _sd("supportedLanguage"), _sd("SPARQL11Update"))
    if settings.services:
        yield Triple(endpoint, _sd("feature"), _sd("BasicFederatedQuery"))


def _named_graph(dataset: BlankNode, entry: BlankNode, graph: NamedNode | BlankNode) -> list[Triple]:
    return [
        Triple(dataset, _sd("namedGraph"), entry),
        Triple(entry, _A, _sd("NamedGraph")),
        Triple(entry, _sd("name"), graph),
    ]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is: totals by property of VoID, entities by class, triples by property."""

    totals: tuple[tuple[str, Any], ...]
    classes: tuple[tuple[Any, Any], ...]
    properties: tuple[tuple[Any, Any], ...]


def count(store: Store) -> Counts:
    """Count what is in a store; it takes seconds where there is much."""
    return Counts(
        tuple((curie, row[0]) for curie, text in _TOTALS.items() for row in answers.select(store, text)),
        tuple((row[0], row[1]) for row in answers.select(store, _CLASSES)),
        tuple((row[0], row[1]) for row in answers.select(store, _PROPERTIES)),
    )


def dataset(root: str, settings: Settings, counts: Counts, store: Store) -> list[Triple]:
    """Give the VoID and DCAT description of what is served, with counts."""
    whole = NamedNode(f"{root}.well-known/void#data")
    triples = [
        Triple(whole, _A, node("void:Dataset")),
        Triple(whole, _A, node("dcat:Dataset")),
        Triple(whole, node("dcterms:title"), Literal("法治政府建设报告知识图谱", language="zh")),
        Triple(
            whole,
            node("dcterms:title"),
            Literal("Knowledge graph of law-based-government reports", language="en"),
        ),
        Triple(whole, node("dcterms:license"), _LICENCE),
        Triple(whole, node("void:sparqlEndpoint"), NamedNode(f"{root}sparql")),
        Triple(whole, node("void:uriSpace"), Literal(settings.base)),
        Triple(whole, node("void:vocabulary"), NamedNode(FZ)),
        Triple(whole, node("void:dataDump"), NamedNode(f"{root}data.nq")),
    ]
    triples += _distributions(root, whole)
    triples += [Triple(whole, node(curie), number) for curie, number in counts.totals]
    triples += _partitions(whole, root, "classPartition", "class", "entities", counts.classes)
    triples += _partitions(whole, root, "propertyPartition", "property", "triples", counts.properties)
    triples += _reports(root, settings, store, whole)
    return triples


def _distributions(root: str, whole: NamedNode) -> list[Triple]:
    service_, dump = NamedNode(f"{root}.well-known/void#sparql"), NamedNode(f"{root}.well-known/void#dump")
    media = NamedNode("https://www.iana.org/assignments/media-types/application/n-quads")
    return [
        Triple(service_, _A, node("dcat:DataService")),
        Triple(service_, node("dcat:endpointURL"), NamedNode(f"{root}sparql")),
        Triple(service_, node("dcat:servesDataset"), whole),
        Triple(service_, node("dcterms:conformsTo"), NamedNode("https://www.w3.org/TR/sparql11-protocol/")),
        Triple(whole, node("dcat:distribution"), dump),
        Triple(dump, _A, node("dcat:Distribution")),
        Triple(dump, node("dcat:downloadURL"), NamedNode(f"{root}data.nq")),
        Triple(dump, node("dcat:mediaType"), media),
    ]


def _partitions(
    whole: NamedNode, root: str, link: str, key: str, count: str, parts: tuple[tuple[Any, Any], ...]
) -> list[Triple]:
    triples: list[Triple] = []
    for number, (of, size) in enumerate(parts, start=1):
        part = NamedNode(f"{root}.well-known/void#{key}-{number}")
        triples.append(Triple(whole, node(f"void:{link}"), part))
        triples.append(Triple(part, node(f"void:{key}"), of))
        triples.append(Triple(part, node(f"void:{count}"), size))
    return triples


def _reports(root: str, settings: Settings, store: Store, whole: NamedNode) -> list[Triple]:
    triples: list[Triple] = []
    for graph in sorted(store.named_graphs(), key=str):
        path = settings.path_of(graph.value) if isinstance(graph, NamedNode) else None
        if path and path.startswith("/id/"):
            dump = NamedNode(f"{root}data/{path.removeprefix('/id/')}.ttl")
            triples.append(Triple(whole, node("void:subset"), graph))
            triples.append(Triple(graph, _A, node("void:Dataset")))
            triples.append(Triple(graph, node("void:dataDump"), dump))
            titles = store.quads_for_pattern(graph, node("dcterms:title"), None, None)
            triples += [Triple(graph, node("dcterms:title"), q.object) for q in titles]
    return triples


def _sd(local: str) -> NamedNode:
    return NamedNode(_SD + local)
