"""Read a decisions file and refuse what is wrong in it, with the place and what is known."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from kg import rulebook
from kg.config import read_yaml
from kg.errors import DataError
from kg.model import Span

_ENTITY_KEYS = frozenset({"same-as", "not-same-as", "rename", "drop", "retype"})
_FACT_KEYS = frozenset({"accept", "reject", "edit"})
_ONE_FACT = frozenset({"relation", "figure", "report", "set", "note", "status", "evidence"})
CLASSES = frozenset("Agency Division Person Policy Reform System Honor Event Post".split())
_OF_FIGURES = frozenset("value unit qualifier kind indicator about period status concept direction".split())
_OF_RELATIONS = frozenset("subject predicate object status".split())
_SCHEMES = {
    "qualifier": "qualifier",
    "kind": "kind",
    "direction": "direction",
    "status": "status",
    "concept": "indicator",
}
_CHARACTERS = re.compile(r"\s*(\d+)\s*,\s*(\d+)\s*")


@dataclass(frozen=True, slots=True)
class Fact:
    """What a decision about one fact says.

    `relation` is subject, predicate, object; `figure` the words that end with a figure, or its characters;
    `changes` the fields to set; `evidence` the words that state a relation which no rule found.
    """

    name: str
    relation: tuple[str, str, str] | None = None
    figure: str | Span | None = None
    report: str | None = None
    status: str | None = None
    evidence: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The content of a decisions file."""

    same_as: tuple[tuple[str, str], ...] = ()
    not_same_as: tuple[tuple[str, str], ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    retype: Mapping[str, str] = field(default_factory=dict)
    accept: tuple[Fact, ...] = ()
    reject: tuple[Fact, ...] = ()
    edit: tuple[Fact, ...] = ()


def read(path: Path) -> Decisions:
    """Read a decisions file (YAML); unknown keys, classes, relations and values are errors that name them."""
    try:
        content = read_yaml(path) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{path.name}: cannot be read as a decisions file: {error}") from error
    _known(path.name, content, {"entities", "facts"})
    entities, facts = content.get("entities") or {}, content.get("facts") or {}
    _known(path.name, entities, _ENTITY_KEYS)
    _known(path.name, facts, _FACT_KEYS)
    return Decisions(
        same_as=_pairs(path.name, entities, "same-as"),
        not_same_as=_pairs(path.name, entities, "not-same-as"),
        rename=_mapping(path.name, entities, "rename"),
        drop=frozenset(map(str, _list(path.name, entities, "drop"))),
        retype=_retypes(path.name, _mapping(path.name, entities, "retype")),
        **{
            key: tuple(_fact(path.name, key, f) for f in _list(path.name, facts, key))
            for key in sorted(_FACT_KEYS)
        },
    )


def _known(file: str, mapping: object, known: Iterable[str], where: str = "") -> None:
    if not isinstance(mapping, dict):
        raise DataError(f"{file}: {where}expected the keys {sorted(known)}")
    if unknown := sorted(set(map(str, mapping)) - set(known)):
        raise DataError(f"{file}: {where}unknown keys {unknown}; known are {sorted(known)}")


def _list(file: str, mapping: Mapping[str, Any], key: str) -> list[Any]:
    found = mapping.get(key) or []
    if not isinstance(found, list):
        raise DataError(f"{file}: {key}: a list is expected")
    return found


def _mapping(file: str, mapping: Mapping[str, Any], key: str) -> dict[str, str]:
    found = mapping.get(key) or {}
    if not isinstance(found, dict):
        raise DataError(f"{file}: {key}: lines of 'entity: value' are expected")
    return {str(k): str(v) for k, v in found.items()}


def _pairs(file: str, entities: Mapping[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    pairs = _list(file, entities, key)
    if not all(isinstance(p, list) and len(p) == 2 for p in pairs):
        raise DataError(f"{file}: {key}: each entry is a list of two entity ids or names")
    return tuple((str(a), str(b)) for a, b in pairs)


def _retypes(file: str, retypes: dict[str, str]) -> dict[str, str]:
    if unknown := sorted(set(retypes.values()) - CLASSES):
        raise DataError(f"{file}: retype: unknown classes {unknown}; known are {sorted(CLASSES)}")
    return retypes


# --- facts


def _fact(file: str, key: str, fact: object) -> Fact:
    if not isinstance(fact, dict) or ("relation" in fact) == ("figure" in fact):
        raise DataError(
            f"{file}: {key}: a fact needs either 'relation: 主体 predicate 客体' or 'figure: 原文'"
        )
    _known(file, fact, _ONE_FACT, f"{key}: a fact has ")
    changes = fact.get("set") or {}
    _known(file, changes, _OF_RELATIONS if "relation" in fact else _OF_FIGURES, f"{key}: set: ")
    for name, value in [*changes.items(), ("status", fact.get("status"))]:
        _check(file, name, value)
    return Fact(
        name=str(fact.get("relation") or fact.get("figure")),
        relation=_ends(file, str(fact["relation"])) if "relation" in fact else None,
        figure=_place(str(fact["figure"])) if "figure" in fact else None,
        report=_text(fact, "report"),
        status=_text(fact, "status"),
        evidence=_text(fact, "evidence"),
        changes=changes,
    )


def _text(fact: Mapping[str, Any], key: str) -> str | None:
    return str(fact[key]) if fact.get(key) is not None else None


def _ends(file: str, relation: str) -> tuple[str, str, str]:
    """Split 主体 predicate 客体 at the predicate; names may have spaces in them."""
    known = "|".join(rulebook.load().relations)
    found = re.fullmatch(f"(.+?) ({known}) (.+)", relation)
    if found is None:
        raise DataError(
            f"{file}: relation: '{relation}' is not '主体 predicate 客体' with one of {known.split('|')}"
        )
    return found[1], found[2], found[3]


def _place(figure: str) -> str | Span:
    found = _CHARACTERS.fullmatch(figure)
    return Span(int(found[1]), int(found[2])) if found and int(found[1]) < int(found[2]) else figure


def _check(file: str, name: str, value: object) -> None:
    """Raise DataError when a value is none that the ontology knows for its field."""
    if name == "value":
        _checked(lambda: Decimal(str(value)), f"{file}: set: value: '{value}' is no number")
    if name == "predicate" and value not in rulebook.load().relations:
        raise DataError(f"{file}: set: predicate: '{value}' is none of {sorted(rulebook.load().relations)}")
    if name in _SCHEMES and value is not None:
        known = [concept.local for concept in rulebook.load().scheme(_SCHEMES[name])]
        if value not in known:
            shown = known if len(known) < 20 else f"the {len(known)} concepts of its scheme"
            raise DataError(f"{file}: {name}: '{value}' is none of {shown}")


def _checked(make: Callable[[], object], message: str) -> None:
    try:
        make()
    except InvalidOperation as error:
        raise DataError(message) from error
