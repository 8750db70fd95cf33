"""Prefixes that a query uses without declaring them."""

import re

from kg.catalog.files import TOKEN
from kg.namespaces import PREFIXES

_DECLARED = re.compile(r"^\s*PREFIX\s+([\w-]+):", re.IGNORECASE | re.MULTILINE)


def with_prefixes(text: str) -> str:
    """Declare the project's prefixes that a query uses but does not declare.

    Lines keep their numbers, which error messages count.

    >>> with_prefixes("ASK { ?s fz:issued ?o }")
    'PREFIX fz: <https://w3id.org/fazhi/ontology#> ASK { ?s fz:issued ?o }'
    """
    used = {m["prefix"] for m in TOKEN.finditer(text) if m["prefix"]}
    missing = sorted(used & PREFIXES.keys() - set(_DECLARED.findall(text)))
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in missing) + text
