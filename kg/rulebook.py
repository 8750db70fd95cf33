"""Load, check and compile the data that drives extraction.

Words come from the ontology (SKOS labels, trigger words of relations) and from `kg/lexicon/`;
patterns from `kg/rules/*.yaml`, where every rule carries examples and counter-examples.
"""

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox

from kg.config import data_path, lexicon_path, read_yaml, rules_path
from kg.errors import DataError
from kg.namespaces import FZ, PREFIXES
from kg.told import Told

T = TypeVar("T")

_SKOS = PREFIXES["skos"]
_COMMON_KEYS = {"id", "kind", "examples", "counterexamples", "note"}
_RULE_KEYS: dict[str, set[str]] = {
    "heads": _COMMON_KEYS
    | set("heads cues min max quoted gap owned placed closed opens needs without counted specific".split()),
    "relation": _COMMON_KEYS | {"relation", "structure", "verbs", "ranges", "ends"},
    "pattern": _COMMON_KEYS | {"pattern", "starts", "attrs", "holds"},
    "cue": _COMMON_KEYS | {"cue"},
}
_MARK = re.compile("⟦(.*?)⟧")


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a SKOS scheme: local name, Chinese labels (preferred first), other literal annotations."""

    scheme: str
    local: str
    label: str
    alts: tuple[str, ...]
    hidden: tuple[str, ...]
    extra: Mapping[str, tuple[str, ...]]

    @property
    def labels(self) -> tuple[str, ...]:
        """Give the preferred and alternative labels."""
        return (self.label, *self.alts)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the ontology: what it joins and the words that express it."""

    local: str
    label: str
    domains: frozenset[str]
    ranges: frozenset[str]
    triggers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a rule file; `body` holds the keys of its kind."""

    id: str
    cls: str
    kind: str
    body: Mapping[str, Any]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that extraction knows; `fingerprint` is the SHA-256 of all files it was read from."""

    concepts: Mapping[str, tuple[Concept, ...]]
    relations: Mapping[str, Relation]
    rules: tuple[Rule, ...]
    words: Mapping[str, frozenset[str]]
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    fingerprint: str
    _cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def scheme(self, name: str) -> tuple[Concept, ...]:
        """Give the concepts of a scheme, in the order of their local names."""
        if name not in self.concepts:
            raise DataError(f"no SKOS scheme '{name}' in ontology/vocabularies")
        return self.concepts[name]

    def rules_of(self, cls: str) -> tuple[Rule, ...]:
        """Give the rules that find a class."""
        return tuple(r for r in self.rules if r.cls == cls)

    def compiled(self, name: str, make: Callable[["Rulebook"], T]) -> T:
        """Give what `make(rulebook)` made the first time."""
        if name not in self._cache:
            self._cache[name] = make(self)
        found: T = self._cache[name]
        return found

    def told(self, name: str, test: "Callable[[str, Rulebook], T]") -> "Mapping[str, T]":
        """Give what a test says of a word, by word: found out once for each that is looked up."""
        return self.compiled(name, lambda rulebook: Told(lambda word: test(word, rulebook)))

    def cue(self, rule_id: str) -> re.Pattern[str]:
        """Give the pattern of a cue rule; compiled the first time."""
        cues: dict[str, re.Pattern[str]] = self._cache.get("cues") or self.compiled("cues", _cues)
        return cues[rule_id]

    def __reduce__(self) -> tuple[Any, tuple[()]]:
        """Pickle by name: another process loads its own copy."""
        return load, ()


def _cues(rulebook: Rulebook) -> dict[str, re.Pattern[str]]:
    return {r.id: re.compile("|".join(r.body["cue"])) for r in rulebook.rules if r.kind == "cue"}


def marked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """Split marked text into plain text and the marked spans.

    >>> marked("建立⟦河长制⟧。")
    ('建立河长制。', [(2, 5)])
    """
    plain, spans, last = "", [], 0
    for found in _MARK.finditer(example):
        plain += example[last : found.start()]
        spans.append((len(plain), len(plain) + len(found.group(1))))
        plain += found.group(1)
        last = found.end()
    return plain + example[last:], spans


@cache
def load() -> Rulebook:
    """Read the project's own ontology, lexicon and rules."""
    vocabularies = sorted((data_path("ontology") / "vocabularies").glob("*.ttl"))
    modules = sorted((data_path("ontology") / "modules").glob("*.ttl"))
    rule_files = sorted(rules_path().glob("*.yaml"))
    tables = sorted(lexicon_path("").glob("*.csv"))
    lists = sorted(lexicon_path("").glob("*.txt"))
    for what, files in (("vocabularies", vocabularies), ("modules", modules), ("rules", rule_files)):
        if not files:
            raise DataError(f"no {what} found: the installation is broken")
    return Rulebook(
        concepts=_concepts(vocabularies),
        relations=_relations(modules),
        rules=tuple(_rules(rule_files)),
        words={p.stem: frozenset(_lines(p)) for p in lists},
        tables={p.stem: tuple(_table(p)) for p in tables if p.stem != "divisions"},
        fingerprint=_fingerprint([*vocabularies, *modules, *rule_files, *tables, *lists]),
    )


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield from line.partition("#")[0].split()


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _triples(path: Path) -> list[ox.Triple]:
    try:
        return [q.triple for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
    except (SyntaxError, ValueError) as error:
        raise DataError(f"{path.name}: not valid Turtle: {error}") from error


def _concepts(files: Iterable[Path]) -> dict[str, tuple[Concept, ...]]:
    schemes: dict[str, list[Concept]] = {}
    for path in files:
        for subject, values in _by_subject(_triples(path)).items():
            scheme, _, local = subject.removeprefix(PREFIXES["fzv"]).partition("/")
            label = values.get(_SKOS + "prefLabel")
            if local and label:
                schemes.setdefault(scheme, []).append(_concept(scheme, local, label[0], values))
    return {k: tuple(sorted(v, key=lambda c: c.local)) for k, v in sorted(schemes.items())}


def _concept(scheme: str, local: str, label: str, values: Mapping[str, list[str]]) -> Concept:
    extra = {k.removeprefix(FZ): tuple(v) for k, v in values.items() if k.startswith(FZ)}
    extra["broader"] = tuple(v.rpartition("/")[2] for v in values.get(_SKOS + "broader", []))
    alts, hidden = values.get(_SKOS + "altLabel", []), values.get(_SKOS + "hiddenLabel", [])
    return Concept(scheme, local, label, tuple(alts), tuple(hidden), extra)


def _by_subject(triples: Iterable[ox.Triple]) -> dict[str, dict[str, list[str]]]:
    """Group IRIs and literals that are Chinese or carry no language, in the order of the file."""
    found: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        value = triple.object
        if isinstance(value, ox.Literal) and value.language not in (None, "zh"):
            continue
        if isinstance(triple.subject, ox.NamedNode) and isinstance(value, ox.Literal | ox.NamedNode):
            values = found.setdefault(triple.subject.value, {})
            values.setdefault(triple.predicate.value, []).append(value.value)
    return found


def _relations(files: Iterable[Path]) -> dict[str, Relation]:
    relations = {}
    for path in files:
        for subject, values in _by_subject(_triples(path)).items():
            if FZ + "rangeIncludes" in values and FZ + "triggerWord" in values:
                local = subject.removeprefix(FZ)
                relations[local] = _relation(local, values)
    if not relations:
        raise DataError("ontology/modules: no relation has trigger words")
    return dict(sorted(relations.items()))


def _relation(local: str, values: Mapping[str, list[str]]) -> Relation:
    names = {
        k: frozenset(v.removeprefix(FZ) for v in values.get(FZ + k, []))
        for k in ("domainIncludes", "rangeIncludes")
    }
    label = values.get(PREFIXES["rdfs"] + "label", [local])[0]
    triggers = tuple(sorted(values[FZ + "triggerWord"], key=lambda w: (-len(w), w)))
    return Relation(local, label, names["domainIncludes"], names["rangeIncludes"], triggers)


def _rules(files: Iterable[Path]) -> Iterator[Rule]:
    seen: set[str] = set()
    for path in files:
        content = read_yaml(path)
        if not isinstance(content, dict) or set(content) != {"class", "rules"}:
            raise DataError(f"{path.name}: a rule file has just the keys 'class' and 'rules'")
        for body in content["rules"]:
            rule = _rule(path.name, content["class"], body)
            if rule.id in seen:
                raise DataError(f"{path.name}: rule {rule.id} stands twice")
            seen.add(rule.id)
            yield rule


def _rule(file: str, cls: str, body: Mapping[str, Any]) -> Rule:
    name, kind = body.get("id", "?"), body.get("kind", "pattern")
    if kind not in _RULE_KEYS:
        raise DataError(f"{file}: rule {name}: unknown kind '{kind}'")
    if unknown := set(body) - _RULE_KEYS[kind]:
        raise DataError(f"{file}: rule {name}: unknown keys {sorted(unknown)}")
    if not body.get("examples") or not body.get("counterexamples"):
        raise DataError(f"{file}: rule {name}: needs examples and counterexamples")
    if kind not in body:
        raise DataError(f"{file}: rule {name}: has no '{kind}'")
    return Rule(name, cls, kind, dict(body), tuple(body["examples"]), tuple(body["counterexamples"]))
