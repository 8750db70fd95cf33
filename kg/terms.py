"""The labels of the ontology's own terms, Chinese and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.config import data_path
from kg.namespaces import FZ, PREFIXES, VOCABULARY

_VOCABULARIES = (
    "statuses",
    "qualifiers",
    "directions",
    "kinds",
    "levels",
    "agency-types",
    "policy-types",
    "policy-statuses",
)


@dataclass(frozen=True, slots=True)
class Term:
    """The two labels of a term of the ontology."""

    zh: str
    en: str


@cache
def terms() -> Mapping[str, Term]:
    """Read the Chinese and English labels of the ontology's terms (`issued`) and concepts (`status/done`)."""
    import pyoxigraph as ox

    found: dict[str, dict[str, str]] = {}
    wanted = {PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel"}
    for path in _label_files():
        for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            if triple.predicate.value in wanted and isinstance(triple.subject, ox.NamedNode):
                local = triple.subject.value.removeprefix(FZ).removeprefix(VOCABULARY)
                found.setdefault(local, {}).setdefault(triple.object.language or "zh", triple.object.value)
    return {name: Term(by.get("zh", name), by.get("en", name)) for name, by in found.items()}


def _label_files() -> list[Any]:
    folder = data_path("ontology")
    modules = sorted((folder / "modules").glob("*.ttl"))
    return modules + [p for v in _VOCABULARIES if (p := folder / "vocabularies" / f"{v}.ttl").exists()]
