"""What the store says of one thing: as a graph for machines, as facts with their sentences for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.web.terms import LABELS, node

MOST = 2000
"""Facts of one direction that a page or a description gives; the query that a page shows gives them all."""

RELATED = 20_000
"""Triples of neighbours that a description takes along at most."""

_A = node("rdf:type")
_DERIVED = node("prov:wasDerivedFrom")
_SENTENCE = node("fz:inSentence")
_EXACT = node("oa:exact")
_SUBJECT, _PREDICATE, _OBJECT = node("rdf:subject"), node("rdf:predicate"), node("rdf:object")
_STATUS = node("fz:status")
_STATEMENT_PARTS = (_SUBJECT, _PREDICATE, _OBJECT)
_NAMES = tuple(node(curie) for curie in LABELS)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a report and the sentence there."""

    span: str
    exact: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a thing: the other end is an IRI or a value; `node` is the statement or figure that says it."""

    predicate: str
    other: NamedNode | Literal
    label: str
    status: str
    evidence: tuple[Evidence, ...]
    node: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """All that is told of a thing: attributes, facts that it is the subject and the object of, its places."""

    iri: str
    label: str
    classes: tuple[str, ...]
    attributes: tuple[Fact, ...]
    outgoing: tuple[Fact, ...]
    incoming: tuple[Fact, ...]
    mentions: tuple[Evidence, ...]
    is_report: bool


def exists(store: Store, iri: str) -> bool:
    """Tell whether the store says anything of an IRI."""
    named = _node(iri)
    if named is None:
        return False
    patterns = ((named, None, None), (None, None, named))
    return any(True for pattern in patterns for _ in islice(_quads(store, *pattern), 1))


def describe(store: Store, iri: str) -> tuple[Triple, ...]:
    """Give a thing's facts in both directions, with the statements, spans and names that go with them.

    A report is its whole graph, since the spans of the report are parts of the same document.
    """
    named = _node(iri)
    if named is None:
        return ()
    if store.contains_named_graph(named):
        return tuple(sorted({q.triple for q in store.quads_for_pattern(None, None, None, named)}, key=str))
    own = [*_quads(store, named, None, None), *islice(_quads(store, None, None, named), MOST)]
    more = islice(_companions(store, own), RELATED)
    return tuple(sorted({quad.triple for quad in (*own, *more)}, key=str))


def page(store: Store, iri: str) -> Page | None:
    """Give what people see of a thing, None when the store does not know it."""
    named = _node(iri)
    if named is None or not exists(store, iri):
        return None
    outgoing, incoming = (
        _statements(store, named, _SUBJECT, _OBJECT),
        _statements(store, named, _OBJECT, _SUBJECT),
    )
    return Page(
        iri,
        name(store, named),
        tuple(q.object.value for q in _quads(store, named, _A, None) if isinstance(q.object, NamedNode)),
        _attributes(store, named, outgoing),
        outgoing,
        (*incoming, *_others(store, named, incoming)),
        tuple(_evidence(store, named)),
        store.contains_named_graph(named),
    )


def name(store: Store, named: NamedNode) -> str:
    """Give the name of a thing, or the end of its IRI."""
    for predicate in _NAMES:
        for quad in _quads(store, named, predicate, None):
            if isinstance(quad.object, Literal):
                return quad.object.value
    return _figure(store, named) or named.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _figure(store: Store, named: NamedNode) -> str:
    """Give a figure as it is printed."""
    for quad in islice(_quads(store, named, node("fz:figureSpan"), None), 1):
        if isinstance(quad.object, NamedNode):
            return _text(store, quad.object)
    return ""


def _companions(store: Store, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give what statements say, where spans are, and how neighbours are called."""
    for quad in quads:
        if quad.predicate in (_SUBJECT, _OBJECT) and isinstance(quad.subject, NamedNode):
            yield from _quads(store, quad.subject, None, None)
            yield from _spans_of(store, quad.subject)
        elif quad.predicate == _DERIVED and isinstance(quad.object, NamedNode):
            yield from _quads(store, quad.object, None, None)
        for end in (quad.subject, quad.object):
            if isinstance(end, NamedNode):
                yield from (q for p in _NAMES[:3] for q in _quads(store, end, p, None))


def _spans_of(store: Store, named: NamedNode) -> Iterator[Quad]:
    for quad in _quads(store, named, _DERIVED, None):
        if isinstance(quad.object, NamedNode):
            yield from _quads(store, quad.object, None, None)


def _statements(store: Store, named: NamedNode, role: NamedNode, other: NamedNode) -> tuple[Fact, ...]:
    statements = (q.subject for q in islice(_quads(store, None, role, named), MOST))
    facts = (_statement(store, s, other) for s in statements if isinstance(s, NamedNode))
    return tuple(sorted((f for f in facts if f), key=lambda f: (f.predicate, f.label, f.node)))


def _statement(store: Store, statement: NamedNode, other: NamedNode) -> Fact | None:
    predicate, end = _one(store, statement, _PREDICATE), _one(store, statement, other)
    if not isinstance(predicate, NamedNode) or not isinstance(end, NamedNode):
        return None
    status = _one(store, statement, _STATUS)
    return Fact(
        predicate.value,
        end,
        name(store, end),
        status.value if status else "",
        tuple(_evidence(store, statement)),
        statement.value,
    )


def _attributes(store: Store, named: NamedNode, told: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Give what is said of a thing other than by statements and by its places."""
    known = {(fact.predicate, fact.other) for fact in told}
    quads = (q for q in _quads(store, named, None, None) if q.predicate not in (_A, _DERIVED))
    facts = {_attribute(store, q) for q in quads if (q.predicate.value, q.object) not in known}
    return tuple(sorted((f for f in facts if f), key=lambda f: (f.predicate, f.label)))


def _attribute(store: Store, quad: Quad) -> Fact | None:
    if isinstance(quad.object, NamedNode):
        return Fact(quad.predicate.value, quad.object, name(store, quad.object), "", ())
    value = quad.object
    return Fact(quad.predicate.value, value, value.value, "", ()) if isinstance(value, Literal) else None


def _others(store: Store, named: NamedNode, told: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Give figures and whatever else points at a thing, each with the sentence that the other end stands in."""
    known = {(fact.predicate, fact.other) for fact in told}
    quads = (q for q in islice(_quads(store, None, None, named), MOST) if q.predicate not in _STATEMENT_PARTS)
    facts = {
        Fact(q.predicate.value, q.subject, name(store, q.subject), "", tuple(_evidence(store, q.subject)))
        for q in quads
        if isinstance(q.subject, NamedNode) and (q.predicate.value, q.subject) not in known
    }
    return tuple(sorted(facts, key=lambda f: (f.predicate, f.label, f.other.value)))


def _evidence(store: Store, named: NamedNode) -> Iterator[Evidence]:
    spans = (q.object for q in _quads(store, named, _DERIVED, None))
    for span in sorted({s for s in spans if isinstance(s, NamedNode)}, key=_place):
        sentence = _one(store, span, _SENTENCE)
        text = _text(store, sentence) if isinstance(sentence, NamedNode) else ""
        yield Evidence(span.value, _text(store, span), text or _text(store, span))


def _place(span: NamedNode) -> tuple[str, int, int]:
    document, _, place = span.value.partition("#char=")
    start, _, end = place.partition(",")
    return document, int(start) if start.isdecimal() else 0, int(end) if end.isdecimal() else 0


def _text(store: Store, span: NamedNode) -> str:
    found = _one(store, span, _EXACT)
    return found.value if found else ""


def _one(store: Store, named: NamedNode, predicate: NamedNode) -> NamedNode | Literal | None:
    for quad in islice(_quads(store, named, predicate, None), 1):
        if isinstance(quad.object, NamedNode | Literal):
            return quad.object
    return None


def _quads(store: Store, s: NamedNode | None, p: NamedNode | None, o: NamedNode | None) -> Iterator[Quad]:
    return iter(store.quads_for_pattern(s, p, o, None))


def _node(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None
