"""RDF/XML of the union of all graphs.

XML 1.0 cannot hold most control characters at all; where a text has one, U+FFFD stands instead.
Oxigraph's own serializer orders namespaces at random, so it is written here.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal, NamedNode

from kg.errors import StoreError
from kg.namespaces import PREFIXES
from kg.render.order import TYPE, Arranged, Properties, Term

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_STRING = PREFIXES["xsd"] + "string"
_ESCAPES = {"\r": "&#13;"}
"""A bare carriage return would be read as a line feed."""
_attribute = lru_cache(maxsize=1 << 15)(quoteattr)  # a report names most of its IRIs several times


def rdfxml(arranged: Iterable[Arranged]) -> Iterator[str]:
    """Give the union of all graphs as RDF/XML; raises StoreError when a predicate is no XML name."""
    names = _Names()
    # the namespaces come first and are known last
    blocks = [
        _description(names, subject, properties)
        for _, subjects in arranged
        for subject, properties in subjects
    ]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    for prefix, iri in sorted(names.used.items()):
        yield f"\n    xmlns:{prefix}={quoteattr(iri)}"
    yield ">\n"
    yield from blocks
    yield "</rdf:RDF>\n"


def _description(names: "_Names", subject: NamedNode, properties: Properties) -> str:
    tag, rest = _element(names, properties)
    lines = [
        f"    {_property(names.element(predicate), term)}\n" for predicate, terms in rest for term in terms
    ]
    return f"  <{tag} rdf:about={_attribute(subject.value)}>\n{''.join(lines)}  </{tag}>\n"


def _element(names: "_Names", properties: Properties) -> tuple[str, Properties]:
    """Name an element after the subject's only class, so that it reads well."""
    if properties and properties[0][0] == TYPE and len(properties[0][1]) == 1:
        return names.element(properties[0][1][0].value), properties[1:]
    return "rdf:Description", properties


def _property(tag: str, term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<{tag} rdf:resource={_attribute(term.value)}/>"
    text = escape(_ILLEGAL.sub("\ufffd", term.value), _ESCAPES)
    return f"<{tag}{_kind(term)}>{text}</{tag}>"


def _kind(literal: Literal) -> str:
    if literal.language:
        return f' xml:lang="{literal.language}"'
    kind = literal.datatype.value
    return "" if kind == _STRING else f" rdf:datatype={_attribute(kind)}"


class _Names:
    """Qualified names of predicates and classes; the namespaces that were used are remembered."""

    def __init__(self) -> None:
        self.used = {"rdf": PREFIXES["rdf"]}
        self._prefixes = {iri: prefix for prefix, iri in PREFIXES.items()}
        self._known: dict[str, str] = {}

    def element(self, iri: str) -> str:
        if iri not in self._known:
            self._known[iri] = self._qualified(iri)
        return self._known[iri]

    def _qualified(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        space, local = iri[:cut], iri[cut:]
        if not _NAME.fullmatch(local):
            raise StoreError(f"RDF/XML cannot name {iri}: the part after the last / or # must be an XML name")
        prefix = self._prefixes.setdefault(space, f"ns{len(self._prefixes)}")
        self.used[prefix] = space
        return f"{prefix}:{local}"
