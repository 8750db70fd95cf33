"""The sentence behind a fact, with subject and object marked, and where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, Store

from kg.web.net.network import POST_IN, Fact, Link, Network
from kg.web.terms import node

MOST = 3
"""Places of an entity that are quoted."""

_PLACE = re.compile(r"#char=(\d+),(\d+)$")
_DERIVED, _SENTENCE, _EXACT = node("prov:wasDerivedFrom"), node("fz:inSentence"), node("oa:exact")
_TITLE, _RULE, _PART, _HAS = (
    node("dcterms:title"),
    node("fz:extractedBy"),
    node("dcterms:isPartOf"),
    node("dcterms:hasPart"),
)
_HEADING = node("fz:heading")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a sentence; `role` is subject, object, or empty; `inside` tells the clause that says the fact."""

    text: str
    role: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its marks: `span` is the IRI of the clause, `section` the headings from the outermost in."""

    report: str
    title: str
    section: tuple[str, ...]
    span: str
    pieces: tuple[Piece, ...]
    rule: str
    elided: bool = False


def passages(store: Store, network: Network, link: Link) -> tuple[Passage, ...]:
    """Give every sentence that states a link, in the order of its statements."""
    ends = (network.nodes[link.source].iri, network.nodes[link.target].iri)
    return tuple(found for fact in link.facts if (found := passage(store, fact, ends)))


def clause(store: Store, fact: Fact) -> str:
    """Give the words that say a fact, empty when they are not told."""
    graph = NamedNode(fact.report)
    place = _clause(store, _stated(fact), graph)
    return (
        "" if place is None else _text(store, NamedNode(f"{fact.report}#char={place[0]},{place[1]}"), _EXACT)
    )


def title(store: Store, report: str) -> str:
    """Give the title of a report."""
    return _text(store, NamedNode(report), _TITLE)


def passage(store: Store, fact: Fact, ends: tuple[str, str]) -> Passage | None:
    """Give the sentence of one fact."""
    stated, graph = _stated(fact), NamedNode(fact.report)
    place = _clause(store, stated, graph)
    if place is None:
        return None
    return _cut(store, graph, place, _roles(store, graph, ends), _text(store, stated, _RULE))


def _stated(fact: Fact) -> NamedNode:
    return NamedNode(fact.iri.removesuffix(f"#{POST_IN}"))


def _clause(store: Store, stated: NamedNode, graph: NamedNode) -> "_Place | None":
    return min(_spans(store, stated, graph), default=None)


def mentions(store: Store, iri: str) -> tuple[Passage, ...]:
    """Give the first sentences that name an entity."""
    named = NamedNode(iri)
    quads = store.quads_for_pattern(named, _DERIVED, None, None)
    graphs = sorted({q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode)})
    places = [
        (NamedNode(graph), place)
        for graph in graphs
        for place in sorted(_spans(store, named, NamedNode(graph)))
    ]
    return tuple(_cut(store, graph, place, [(*place, "subject")], "") for graph, place in places[:MOST])


_Place = tuple[int, int]
_Mark = tuple[int, int, str]


def _spans(store: Store, subject: NamedNode, graph: NamedNode) -> Iterator[_Place]:
    for quad in store.quads_for_pattern(subject, _DERIVED, None, graph):
        if found := _PLACE.search(quad.object.value if isinstance(quad.object, NamedNode) else ""):
            yield int(found[1]), int(found[2])


def _roles(store: Store, graph: NamedNode, ends: tuple[str, str]) -> list[_Mark]:
    return [
        (*place, role)
        for iri, role in zip(ends, ("subject", "object"), strict=True)
        for place in _spans(store, NamedNode(iri), graph)
    ]


def _cut(store: Store, graph: NamedNode, place: _Place, roles: list[_Mark], rule: str) -> Passage:
    span = NamedNode(f"{graph.value}#char={place[0]},{place[1]}")
    sentence = next((q.object for q in store.quads_for_pattern(span, _SENTENCE, None, graph)), span)
    around = sentence if isinstance(sentence, NamedNode) and _PLACE.search(sentence.value) else span
    found = _PLACE.search(around.value)
    start = int(found[1]) if found else place[0]
    text = _text(store, around, _EXACT)
    marks = _without_overlap([m for m in roles if m[0] >= start and m[1] <= start + len(text)])
    pieces = tuple(_pieces(text, start, place, marks))
    return Passage(
        graph.value,
        _text(store, graph, _TITLE),
        tuple(_sections(store, graph, around)),
        span.value,
        pieces,
        rule,
        all(role != "subject" for _, _, role in marks),
    )


def _without_overlap(marks: list[_Mark]) -> list[_Mark]:
    """Keep the longest of marks that overlap: the name of a body often holds the name of another."""
    kept: list[_Mark] = []
    for mark in sorted(marks, key=lambda m: (m[0] - m[1], m)):
        if all(mark[1] <= other[0] or mark[0] >= other[1] for other in kept):
            kept.append(mark)
    return sorted(kept)


def _pieces(text: str, start: int, inner: _Place, marks: list[_Mark]) -> Iterator[Piece]:
    places = {*inner, *(mark[0] for mark in marks), *(mark[1] for mark in marks)}
    cuts = {0, len(text), *(place - start for place in places if 0 <= place - start <= len(text))}
    for one, two in pairwise(sorted(cuts)):
        role = next((role for s, e, role in marks if s - start <= one and two <= e - start), "")
        yield Piece(text[one:two], role, inner[0] <= one + start and two + start <= inner[1])


def _sections(store: Store, graph: NamedNode, sentence: NamedNode) -> list[str]:
    """Give the headings over a sentence, the outermost first."""
    found: list[str] = []
    parts = store.quads_for_pattern(None, _HAS, sentence, graph)
    section = next((q.subject for q in parts if isinstance(q.subject, NamedNode)), None)
    while section is not None and len(found) < 9:
        heading = _text(store, section, _HEADING)
        if heading:
            found.insert(0, heading)
        section = _parent(store, graph, section)
    return found


def _parent(store: Store, graph: NamedNode, section: NamedNode) -> NamedNode | None:
    quads = store.quads_for_pattern(section, _PART, None, graph)
    return next((q.object for q in quads if isinstance(q.object, NamedNode) and q.object != graph), None)


def _text(store: Store, subject: NamedNode, predicate: NamedNode) -> str:
    quads = store.quads_for_pattern(subject, predicate, None, None)
    return next((q.object.value for q in quads if isinstance(q.object, Literal)), "")
