"""The text of a report, put together from its spans: every sentence stands at its place."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kg.web.terms import node


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text from `start` to `end`; `is_heading` says how it looks, `is_gap` that it is only space."""

    start: int
    end: int
    text: str
    is_heading: bool = False


def pieces(store: Store, report: str) -> tuple[Piece, ...]:
    """Give headings and sentences of a report in their order, without overlap; offsets are characters."""
    graph = NamedNode(report)
    headings = _targets(store, graph, node("fz:Section"))
    spans = headings | _sentences(store, graph)
    found = sorted((_piece(store, graph, span, span in headings) for span in spans), key=_order)
    return tuple(_without_overlap([piece for piece in found if piece.end > piece.start]))


def depths(store: Store, report: str) -> dict[int, int]:
    """Give the depth of each heading by where it starts."""
    graph, found = NamedNode(report), {}
    for quad in store.quads_for_pattern(None, node("rdf:type"), node("fz:Section"), graph):
        if isinstance(quad.subject, NamedNode):
            for place in store.quads_for_pattern(quad.subject, node("prov:wasDerivedFrom"), None, graph):
                if isinstance(place.object, NamedNode):
                    start = _number(store, graph, place.object, "oa:start")
                    found[start] = _number(store, graph, quad.subject, "fz:depth") or 1
    return found


def _order(piece: Piece) -> tuple[int, bool, int]:
    return piece.start, not piece.is_heading, -piece.end


def _without_overlap(found: list[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in found:
        start = max(piece.start, kept[-1].end if kept else 0)
        if start < piece.end:
            kept.append(Piece(start, piece.end, piece.text[start - piece.start :], piece.is_heading))
    return kept


def _targets(store: Store, graph: NamedNode, cls: NamedNode) -> set[NamedNode]:
    """Give the spans of the headings."""
    sections = [q.subject for q in store.quads_for_pattern(None, node("rdf:type"), cls, graph)]
    quads = (
        q for s in sections for q in store.quads_for_pattern(s, node("prov:wasDerivedFrom"), None, graph)
    )
    return {q.object for q in quads if isinstance(q.object, NamedNode)}


def _sentences(store: Store, graph: NamedNode) -> set[NamedNode]:
    predicates = (node("fz:inSentence"), node("dcterms:hasPart"))
    quads = (q for p in predicates for q in store.quads_for_pattern(None, p, None, graph))
    return {q.object for q in quads if isinstance(q.object, NamedNode) and "#char=" in q.object.value}


def _piece(store: Store, graph: NamedNode, span: NamedNode, is_heading: bool) -> Piece:
    start, end = (_number(store, graph, span, p) for p in ("oa:start", "oa:end"))
    texts = [
        q.object.value
        for q in store.quads_for_pattern(span, node("oa:exact"), None, graph)
        if isinstance(q.object, Literal)
    ]
    text = texts[0] if texts else ""
    return Piece(start, end if len(text) == end - start else start, text, is_heading)


def _number(store: Store, graph: NamedNode, span: NamedNode, curie: str) -> int:
    for quad in store.quads_for_pattern(span, node(curie), None, graph):
        if isinstance(quad.object, Literal) and quad.object.value.isdecimal():
            return int(quad.object.value)
    return 0
