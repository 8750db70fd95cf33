"""Types of parameters: each turns what a person typed into one SPARQL term."""

import re
from collections.abc import Callable

from kg.namespaces import PREFIXES, term

UNSET = "-"
UNDEF = "UNDEF"
CLASSES = ("Agency", "Division", "Event", "Honor", "Person", "Policy", "Post", "Reform", "System")

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_CURIE = re.compile(r"([A-Za-z][\w-]*):([^\s/\x00-\x20<>\"{}|^`\\]+)")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def to_term(kind: str, value: str) -> str:
    """Give a value as a SPARQL term of a parameter type; raises ValueError when it is none.

    >>> to_term("string", 'a "b"')
    '"a \\\\"b\\\\""'
    >>> to_term("year", "2017")
    '"2017"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    """
    return UNDEF if value == UNSET else TYPES[kind](value)


def _iri(value: str) -> str:
    curie = _CURIE.fullmatch(value)
    if curie and curie[1] in PREFIXES:
        return f"<{PREFIXES[curie[1]]}{curie[2]}>"
    if not _IRI.fullmatch(value):
        raise ValueError("an IRI, such as https://… or fz:issued")
    return f"<{value}>"


def _string(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'


def _label(value: str) -> str:
    return f"{_string(value)}@zh"


def _integer(value: str) -> str:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise ValueError("a whole number, such as 20")
    return value


def _year(value: str) -> str:
    if not re.fullmatch(r"[12]\d{3}", value, re.ASCII):
        raise ValueError("a year of four digits, such as 2017")
    return f'"{value}"^^<{PREFIXES["xsd"]}gYear>'


def _class(value: str) -> str:
    if value not in CLASSES:
        raise ValueError(f"one of {', '.join(CLASSES)}")
    return f"<{term(value)}>"


TYPES: dict[str, Callable[[str], str]] = {
    "iri": _iri,
    "string": _string,
    "label": _label,
    "integer": _integer,
    "year": _year,
    "class": _class,
}
