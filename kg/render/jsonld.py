"""JSON-LD: one line per subject, compacted with the project's context, which stands in the file itself."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.config import data_path
from kg.namespaces import PREFIXES
from kg.render.order import TYPE, Arranged, Properties, Term

CONTEXT = "context.jsonld"
DATA = "id"
"""The prefix of data IRIs; it depends on the base, so it is not in the context file."""

_STRING = PREFIXES["xsd"] + "string"
_INTEGER = PREFIXES["xsd"] + "integer"


def jsonld(arranged: Iterable[Arranged], base: str) -> Iterator[str]:
    """Give every graph under its name; `base` is what data IRIs begin with."""
    names = _Names(base)
    # a prefix that does not end in one of these must say that it is one
    prefix = base if base.endswith(("/", "#", ":", "?")) else {"@id": base, "@prefix": True}
    context = _dump([context_terms(), {DATA: prefix}])
    yield f'{{"@context": {context},\n"@graph": ['
    for number, (graph, subjects) in enumerate(arranged):
        nodes = [_dump(names.node(subject, properties)) for subject, properties in subjects]
        yield from _graph(names, graph, nodes, "," if number else "")
    yield "\n]}\n"


def context_text() -> str:
    """Give the context file as it is."""
    return (data_path("ontology") / CONTEXT).read_text(encoding="utf-8")


@cache
def context_terms() -> dict[str, Any]:
    """Give the terms of the context file."""
    terms: dict[str, Any] = json.loads(context_text())["@context"]
    return terms


def _graph(names: "_Names", graph: NamedNode | DefaultGraph, nodes: list[str], comma: str) -> Iterator[str]:
    inside = ",\n".join(nodes)
    if isinstance(graph, DefaultGraph):
        yield f"{comma}\n{inside}"
    else:
        yield f'{comma}\n{{"@id": {_dump(names.iri(graph.value))}, "@graph": [\n{inside}\n]}}'


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Names:
    """Terms and compact IRIs as the context defines them."""

    def __init__(self, base: str) -> None:
        defined = context_terms()
        self._spaces = {
            iri: name for name, iri in defined.items() if isinstance(iri, str) and iri.endswith(("#", "/"))
        }
        prefixes = {name: iri for iri, name in self._spaces.items()}
        self._spaces[base] = DATA
        self._terms = {_expand(value, prefixes): name for name, value in defined.items() if _is_term(value)}
        self._coercions = {name: _coercion(defined[name], prefixes) for name in self._terms.values()}
        self._lengths = sorted({len(space) for space in self._spaces}, reverse=True)
        self._known: dict[str, str] = {}

    def node(self, subject: NamedNode, properties: Properties) -> dict[str, Any]:
        """Give one subject as a JSON object."""
        node: dict[str, Any] = {"@id": self.iri(subject.value)}
        for predicate, objects in properties:
            if predicate == TYPE:
                node["@type"] = _single([self.type(term.value) for term in objects])
                continue
            key = self._terms.get(predicate) or self.iri(predicate)
            node[key] = _single([self.value(key, term) for term in objects])
        return node

    def type(self, iri: str) -> str:
        return self._terms.get(iri) or self.iri(iri)

    def value(self, key: str, term: Term) -> Any:
        """Give an object as the coercion of its term allows: a bare string where that says the same."""
        coercion, by = self._coercions.get(key, ("", ""))
        if isinstance(term, NamedNode):
            return self.iri(term.value) if by == "@id" else {"@id": self.iri(term.value)}
        if coercion == "@language" and term.language == by:
            return term.value
        if coercion == "@type" and term.datatype.value == by:
            return int(term.value) if by == _INTEGER and _is_plain(term.value) else term.value
        return self._literal(term, bare=not coercion)

    def _literal(self, term: Literal, *, bare: bool) -> Any:
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if term.datatype.value == _STRING:
            return term.value if bare else {"@value": term.value}
        return {"@value": term.value, "@type": self.iri(term.datatype.value)}

    def iri(self, iri: str) -> str:
        """Shorten an IRI by the longest prefix that it begins with."""
        if iri not in self._known:
            self._known[iri] = self._short(iri)
        return self._known[iri]

    def _short(self, iri: str) -> str:
        for length in self._lengths:
            prefix = self._spaces.get(iri[:length])
            # a local name with // in front would be read as an address
            if prefix and len(iri) > length and not iri.startswith("//", length):
                return f"{prefix}:{iri[length:]}"
        return iri


def _is_term(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, str) and not value.endswith(("#", "/")))


def _expand(value: Any, prefixes: Mapping[str, str]) -> str:
    compact: str = value["@id"] if isinstance(value, Mapping) else value
    prefix, _, local = compact.partition(":")
    return prefixes[prefix] + local


def _coercion(value: Any, prefixes: Mapping[str, str]) -> tuple[str, str]:
    """Give what a term's bare strings mean: `("@type", IRI)`, `("@type", "@id")`, `("@language", "zh")`."""
    if isinstance(value, str):
        return "", ""
    if "@language" in value:
        return "@language", value["@language"]
    return "@type", "@id" if value["@type"] == "@id" else _expand(value["@type"], prefixes)


def _is_plain(number: str) -> bool:
    return number.isascii() and number.isdigit() and str(int(number)) == number


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
