"""The terms of RDF that the data is made of: names of the vocabularies, concepts, texts, numbers, dates."""

import re
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg import namespaces, rulebook

Term = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Term]

_YEAR = re.compile(r"[12]\d{3}")
_DATES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "xsd:date"),
    (re.compile(r"\d{4}-\d\d"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}"), "xsd:gYear"),
)


@cache
def term(curie: str) -> NamedNode:
    """Give the term of a short form such as `dcterms:title`."""
    prefix, _, local = curie.partition(":")
    return NamedNode(namespaces.PREFIXES[prefix] + local)


@cache
def concept(scheme: str, local: str) -> NamedNode:
    """Give a concept of a scheme of the ontology."""
    return NamedNode(namespaces.concept(scheme, local))


@cache
def units() -> dict[str, str]:
    """Give the concept of every unit that the vocabulary has, by all its names; the own name counts most."""
    concepts = rulebook.load().scheme("unit")
    by_label = {label: c.local for c in reversed(concepts) for label in c.labels}
    return by_label | {c.local: c.local for c in concepts}


def division(base: str, code: str) -> NamedNode:
    """Give the node of an administrative division by its code."""
    return NamedNode(namespaces.entity(base, f"Division/{code}"))


def zh(text: str) -> Literal:
    """Give a text in Chinese."""
    return Literal(text, language="zh")


def integer(number: int) -> Literal:
    """Give a whole number."""
    return Literal(str(number), datatype=term("xsd:integer"))


def decimal(value: Decimal) -> Literal:
    """Give a number in plain digits."""
    return Literal(plain(value), datatype=term("xsd:decimal"))


def period(printed: str) -> Literal:
    """Give one year as xsd:gYear, anything else as text."""
    return Literal(printed, datatype=term("xsd:gYear")) if _YEAR.fullmatch(printed) else Literal(printed)


def date(printed: str) -> Literal:
    """Give a day, month or year as what it is, anything else as text."""
    kind = next((kind for pattern, kind in _DATES if pattern.fullmatch(printed)), None)
    return Literal(printed, datatype=term(kind)) if kind else Literal(printed)


def plain(value: Decimal) -> str:
    """Give a number in plain digits, without idle zeros.

    >>> [plain(Decimal(number)) for number in ("2E+4", "92.40", "3.00")]
    ['20000', '92.4', '3']
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


A = term("rdf:type")
