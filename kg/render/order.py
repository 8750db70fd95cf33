"""The order in which the readable formats of RDF show a graph: subjects by class and place, types and names first."""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.errors import StoreError
from kg.namespaces import FZ, PREFIXES

Graph = NamedNode | DefaultGraph
Term = NamedNode | Literal
Properties = list[tuple[str, list[Term]]]
"""Predicates with their objects, in order."""
Arranged = tuple[Graph, list[tuple[NamedNode, Properties]]]
"""A graph with its subjects, in order."""

TYPE = PREFIXES["rdf"] + "type"
_FIRST = (
    TYPE,
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["rdfs"] + "label",
    PREFIXES["dcterms"] + "title",
    FZ + "heading",
    PREFIXES["oa"] + "exact",
    PREFIXES["rdf"] + "subject",
    PREFIXES["rdf"] + "predicate",
    PREFIXES["rdf"] + "object",
)
_CLASSES = [
    *(
        FZ + name
        for name in ("Report", "Section", "Agency", "Division", "Person", "Post", "Policy", "Reform")
    ),
    *(FZ + name for name in ("System", "Honor", "Event", "Statement", "Observation", "Indicator")),
    *(FZ + name for name in ("Problem", "Plan", "UnreadNumeral", "UnresolvedMention", "Span")),
]
_RANKS = {name: rank for rank, name in enumerate(_CLASSES)}
_ORDER = {name: rank for rank, name in enumerate(_FIRST)}
_PLACE = re.compile(r"(\d+)(?:[-,](\d+))?(?:-(\d+))?$")


def arrange(quads: Iterable[Quad]) -> list[Arranged]:
    """Give the graphs by name, each with its subjects in reading order.

    Our data have no blank nodes; StoreError when the data of others do.
    """
    graphs = _by_graph(quads)
    return [(graph, list(_by_subject(graphs[graph]))) for graph in sorted(graphs, key=str)]


def _by_graph(quads: Iterable[Quad]) -> dict[Graph, list[Quad]]:
    graphs: dict[Graph, list[Quad]] = {}
    for quad in quads:
        graph = quad.graph_name
        if isinstance(graph, BlankNode):
            raise StoreError("a graph without a name cannot be written: name it by an IRI")
        graphs.setdefault(graph, []).append(quad)
    return graphs


def _by_subject(quads: Iterable[Quad]) -> Iterator[tuple[NamedNode, Properties]]:
    subjects: dict[NamedNode, dict[str, list[Term]]] = {}
    for quad in quads:
        subject, term = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or isinstance(term, BlankNode | Triple):
            raise StoreError(f"only IRIs and literals can be written, not {subject} … {term}")
        subjects.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(term)
    for subject in sorted(subjects, key=lambda s: _rank(s.value, subjects[s])):
        yield subject, _properties(subjects[subject])


def _rank(iri: str, properties: dict[str, list[Term]]) -> tuple[int, int, int, int, str]:
    classes = [_RANKS.get(value.value, len(_RANKS)) for value in properties.get(TYPE, ())]
    return min(classes, default=len(_RANKS)), *_place(iri)


def _place(iri: str) -> tuple[int, int, int, str]:
    """Order spans and what is named after them as in the text, the outer of two before the inner."""
    place = _PLACE.search(iri)
    start, end, number = (int(n or 0) for n in place.groups()) if place else (0, 0, 0)
    return start, -end, number, iri


def _properties(objects: dict[str, list[Term]]) -> Properties:
    names = sorted(objects, key=lambda name: (_ORDER.get(name, len(_ORDER)), name))
    return [(name, _sorted(objects[name])) for name in names]


def _sorted(terms: list[Term]) -> list[Term]:
    return sorted(terms, key=_object) if len(terms) > 1 else terms


def _object(term: Term) -> tuple[int, int, int, int, str]:
    """Order our own classes first, spans as in the text, literals by value."""
    rank = _RANKS.get(term.value, len(_RANKS))
    return rank, *(_place(term.value) if isinstance(term, NamedNode) else (0, 0, 0, str(term)))
