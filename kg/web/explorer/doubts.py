"""What a build says of its own doubts: coverage, shapes, arithmetic; read from the files beside the store."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kg.web.terms import node

COVERAGE, VALIDATION = "coverage.json", "validation.ttl"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How numerals and sentences of one report were used; `bare` are sentences without any fact."""

    title: str
    numerals: dict[str, int]
    sentences: dict[str, int]

    @property
    def read(self) -> float:
        """Give the share of numerals that were understood, in percent; 100 where there is none."""
        total = sum(self.numerals.values())
        return 100 * (total - self.numerals.get("unread", 0)) / total if total else 100.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A sum, share or growth of a report that does not add up, by language, with the figures that it is about."""

    texts: dict[str, str]
    kind: str
    spans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubts:
    """All of it; `checked` is empty where the store comes without the files of a build."""

    coverage: tuple[Coverage, ...]
    conforms: dict[str, bool]
    broken: int
    findings: tuple[Finding, ...]

    @property
    def numerals(self) -> Counter[str]:
        """Count the numerals of all reports by use."""
        return sum((Counter(one.numerals) for one in self.coverage), Counter())

    @property
    def sentences(self) -> Counter[str]:
        """Count the sentences of all reports by what was read from them."""
        return sum((Counter(one.sentences) for one in self.coverage), Counter())


@cache
def read(folder: Path) -> Doubts:
    """Give what the files of a build's folder tell; nothing where they are not there."""
    conforms, broken, findings = _validation(folder / VALIDATION)
    return Doubts(_coverage(folder / COVERAGE), conforms, broken, findings)


def _coverage(path: Path) -> tuple[Coverage, ...]:
    if not path.is_file():
        return ()
    reports: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["reports"]
    return tuple(Coverage(one["title"], one["numerals"], one["sentences"]) for one in reports)


def _validation(path: Path) -> tuple[dict[str, bool], int, tuple[Finding, ...]]:
    if not path.is_file():
        return {}, 0, ()
    store = Store()
    store.load(path=str(path), format=RdfFormat.TURTLE)
    conforms = {
        _one(store, q.subject, "dcterms:subject"): isinstance(q.object, Literal) and q.object.value == "true"
        for q in store.quads_for_pattern(None, node("sh:conforms"), None)
        if isinstance(q.subject, NamedNode)
    }
    broken = sum(1 for _ in store.quads_for_pattern(None, node("rdf:type"), node("sh:ValidationResult")))
    return conforms, broken, tuple(_findings(store))


def _findings(store: Store) -> list[Finding]:
    found = store.quads_for_pattern(None, node("rdf:type"), node("oa:Annotation"))
    nodes = sorted((q.subject for q in found if isinstance(q.subject, NamedNode)), key=lambda n: n.value)
    return [_finding(store, one) for one in nodes]


def _finding(store: Store, one: NamedNode) -> Finding:
    texts = {
        q.object.language or "en": q.object.value
        for q in store.quads_for_pattern(one, node("rdfs:comment"), None)
        if isinstance(q.object, Literal)
    }
    targets = store.quads_for_pattern(one, node("oa:hasTarget"), None)
    spans = sorted(q.object.value for q in targets if isinstance(q.object, NamedNode))
    return Finding(texts, _one(store, one, "dcterms:type"), tuple(spans))


def _one(store: Store, subject: NamedNode, predicate: str) -> str:
    for quad in store.quads_for_pattern(subject, node(predicate), None):
        if isinstance(quad.object, NamedNode | Literal):
            return quad.object.value
    return ""
