"""Turtle and TriG for people: one block per subject, short names, spans relative to their report.

Oxigraph's own serializer orders prefixes at random and shortens them against the base, so these are written here.
"""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from kg.namespaces import PREFIXES, VOCABULARY
from kg.render.order import TYPE, Arranged, Graph, Properties, Term

# narrower than the grammar: what is certainly safe, and what names of terms and offsets are made of
_LOCAL = re.compile("[A-Za-z0-9_\u4e00-\u9fff](?:[A-Za-z0-9_\u4e00-\u9fff-]*[A-Za-z0-9_\u4e00-\u9fff])?")
_SEGMENT = re.compile("[a-z][a-z-]*")
_INTEGER = re.compile("[0-9]+")
_XSD = PREFIXES["xsd"]


def turtle(arranged: Iterable[Arranged], base: str) -> Iterator[str]:
    """Give the union of all graphs as Turtle, report by report; `base` is what data IRIs begin with."""
    return _document(arranged, base, named=False)


def trig(arranged: Iterable[Arranged], base: str) -> Iterator[str]:
    """Give every graph under its name as TriG; `base` is what data IRIs begin with."""
    return _document(arranged, base, named=True)


def _document(arranged: Iterable[Arranged], base: str, *, named: bool) -> Iterator[str]:
    names = _Names(base)
    # the prefixes come first and are known last
    blocks = [text for one in arranged for text in _graph(names, one, named=named)]
    yield from names.declarations()
    yield from blocks


def _graph(names: "_Names", arranged: Arranged, *, named: bool) -> Iterator[str]:
    graph, subjects = arranged
    own = names.enter(graph)
    wrapped = named and bool(own)
    if own:
        yield f"\n@base {graph} .\n"
        yield from own
    yield "\n<> {\n\n" if wrapped else "\n"
    for subject, properties in subjects:
        yield _subject(names, subject, properties, "    " if wrapped else "")
    yield "}\n" if wrapped else ""


def _subject(names: "_Names", subject: NamedNode, properties: Properties, pad: str) -> str:
    lines = [
        f"{names.predicate(predicate)} {', '.join(map(names.term, objects))}"
        for predicate, objects in properties
    ]
    return f"{pad}{names.iri(subject.value)} " + f" ;\n{pad}    ".join(lines) + " .\n\n"


class _Names:
    """Short names of terms, each made once for a graph; the prefixes that were used are remembered."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._prefixes = {iri: prefix for prefix, iri in PREFIXES.items()}
        self._used: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._graph = ""
        self._parts: dict[str, str] = {}

    def enter(self, graph: Graph) -> list[str]:
        """Begin a graph: its own parts get short names, whose declarations come back; none for the default graph."""
        self._graph = graph.value if isinstance(graph, NamedNode) else ""
        self._known = {}
        if not self._graph:
            return []
        kinds = ("section", "statement", "observation", "problem", "plan", "activity", "dataset")
        self._parts = {f"{self._graph}/{kind}/": kind for kind in kinds}
        return [f"@prefix {kind}: <{iri}> .\n" for iri, kind in self._parts.items()]

    def declarations(self) -> Iterator[str]:
        """Give the declarations of the prefixes that were used."""
        for prefix, iri in sorted(self._used.items()):
            yield f"@prefix {prefix}: <{iri}> .\n"

    def predicate(self, iri: str) -> str:
        return "a" if iri == TYPE else self.iri(iri)

    def term(self, term: Term) -> str:
        return self._literal(term) if isinstance(term, Literal) else self.iri(term.value)

    def iri(self, iri: str) -> str:
        found = self._known.get(iri)
        if found is None:
            own = self._graph and iri.startswith(self._graph)
            found = self._known[iri] = self._part(iri) if own else self._short(iri) or f"<{iri}>"
        return found

    def _part(self, iri: str) -> str:
        """Shorten what belongs to the report at hand: its spans relative to it, its parts by their kind."""
        rest = iri[len(self._graph) :]
        if not rest or rest.startswith("#"):
            return f"<{rest}>"
        space, local = _split(iri)
        prefix = self._parts.get(space)
        return f"{prefix}:{local}" if prefix and _LOCAL.fullmatch(local) else f"<{iri}>"

    def _short(self, iri: str) -> str | None:
        space, local = _split(iri)
        prefix = self._prefixes.get(space) or self._data_prefix(space)
        if not prefix or not _LOCAL.fullmatch(local):
            return None
        self._used[prefix] = space
        return f"{prefix}:{local}"

    def _data_prefix(self, space: str) -> str | None:
        """Name the namespace of a class of entities `agency:`, of a scheme `fzv-kind:`."""
        for start, mark in ((VOCABULARY, "fzv-"), (self._base, "")):
            segment = space.removeprefix(start).removesuffix("/")
            if space.startswith(start) and _SEGMENT.fullmatch(segment):
                return f"{mark}{segment}" if f"{mark}{segment}" not in PREFIXES else None
        return None

    def _literal(self, literal: Literal) -> str:
        kind = literal.datatype.value
        if kind == f"{_XSD}integer" and _INTEGER.fullmatch(literal.value):
            return literal.value
        if literal.language or kind == f"{_XSD}string":
            return str(literal)
        return f"{_quoted(literal.value)}^^{self.iri(kind)}"


def _quoted(text: str) -> str:
    return str(Literal(text))


def _split(iri: str) -> tuple[str, str]:
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:cut], iri[cut:]
