"""Decisions of a human reader, applied to what was extracted: they survive rebuilds and changes of the rules.

Entities are named by their id (`Agency/淮安市人民政府`).  Relations are named by the names of their ends
(`姚晓东 held 市委七届二十九次常委会`), figures by their report and the characters they stand at, so that neither a new
rule nor a wider span makes a decision miss.  A decision that matches nothing is reported, never dropped in silence.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from kg.errors import DataError
from kg.model import Entity, Extraction, Observation, Span, Statement, Status

_ENTITY_KEYS = {"same-as", "not-same-as", "rename", "drop", "retype"}
_FACT_KEYS = {"accept", "reject", "edit"}
_CLASSES = {"Agency", "Division", "Person", "Policy", "Reform", "System", "Honor", "Event", "Post"}
_EDITABLE = {
    "value",
    "unit",
    "qualifier",
    "kind",
    "indicator",
    "about",
    "period",
    "status",
    "concept",
    "direction",
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """The content of a decisions file; `used` collects the decisions that matched something."""

    same_as: tuple[tuple[str, str], ...] = ()
    not_same_as: tuple[tuple[str, str], ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    retype: Mapping[str, str] = field(default_factory=dict)
    accept: tuple[Mapping[str, Any], ...] = ()
    reject: tuple[Mapping[str, Any], ...] = ()
    edit: tuple[Mapping[str, Any], ...] = ()


def read(path: Path) -> Decisions:
    """Read a decisions file (YAML); unknown keys are an error that names them."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{path.name}: cannot be read as a decisions file: {error}") from error
    _known_keys(path.name, content, {"entities", "facts"})
    entities, facts = content.get("entities") or {}, content.get("facts") or {}
    _known_keys(path.name, entities, _ENTITY_KEYS)
    _known_keys(path.name, facts, _FACT_KEYS)
    return Decisions(
        same_as=_pairs(path.name, entities, "same-as"),
        not_same_as=_pairs(path.name, entities, "not-same-as"),
        rename=dict(entities.get("rename") or {}),
        drop=frozenset(entities.get("drop") or ()),
        retype=_retypes(path.name, entities.get("retype") or {}),
        **{key: tuple(_fact(path.name, f) for f in facts.get(key) or ()) for key in sorted(_FACT_KEYS)},
    )


def _known_keys(file: str, mapping: object, known: set[str]) -> None:
    if not isinstance(mapping, dict):
        raise DataError(f"{file}: expected the keys {sorted(known)}")
    if unknown := sorted(set(map(str, mapping)) - known):
        raise DataError(f"{file}: unknown keys {unknown}; known are {sorted(known)}")


def _pairs(file: str, entities: Mapping[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    pairs = entities.get(key) or []
    if not all(isinstance(p, list) and len(p) == 2 for p in pairs):
        raise DataError(f"{file}: {key}: each entry is a list of two entity ids or names")
    return tuple((str(a), str(b)) for a, b in pairs)


def _retypes(file: str, retypes: Mapping[str, str]) -> dict[str, str]:
    if unknown := sorted(set(retypes.values()) - _CLASSES):
        raise DataError(f"{file}: retype: unknown classes {unknown}; known are {sorted(_CLASSES)}")
    return dict(retypes)


def _fact(file: str, fact: object) -> Mapping[str, Any]:
    if not isinstance(fact, dict) or not ("relation" in fact or "figure" in fact):
        raise DataError(f"{file}: a fact needs 'relation: 主体 predicate 客体' or 'figure: START,END'")
    if unknown := sorted(set(fact) - {"relation", "figure", "report", "set", "note", "status"}):
        raise DataError(f"{file}: a fact has unknown keys {unknown}")
    if wrong := sorted(set(fact.get("set") or {}) - _EDITABLE):
        raise DataError(f"{file}: set: unknown fields {wrong}; known are {sorted(_EDITABLE)}")
    return fact


def apply(extraction: Extraction, decisions: Decisions) -> tuple[Extraction, tuple[str, ...]]:
    """Apply decisions to one extraction; give it changed, and a name for each decision that matched in it."""
    used: list[str] = []
    for step in (_drop, _same_as, _not_same_as, _retype, _rename, _reject, _edit, _accept):
        extraction = step(extraction, decisions, used)
    return extraction, tuple(used)


def unmatched(decisions: Decisions, used: Sequence[str]) -> tuple[str, ...]:
    """Give the decisions that matched in no report."""
    return tuple(name for name in _names(decisions) if name not in set(used))


def _names(decisions: Decisions) -> Iterator[str]:
    yield from (f"same-as {a} {b}" for a, b in decisions.same_as)
    yield from (f"not-same-as {a} {b}" for a, b in decisions.not_same_as)
    yield from (f"rename {a}" for a in decisions.rename)
    yield from (f"drop {a}" for a in sorted(decisions.drop))
    yield from (f"retype {a}" for a in decisions.retype)
    for key in ("accept", "reject", "edit"):
        yield from (f"{key} {_fact_name(f)}" for f in getattr(decisions, key))


def _fact_name(fact: Mapping[str, Any]) -> str:
    return str(fact.get("relation") or fact.get("figure"))


# --- entities


def _drop(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    gone = [e.id for e in extraction.entities if e.id in decisions.drop]
    used += [f"drop {i}" for i in gone]
    return _without(extraction, frozenset(gone))


def _without(extraction: Extraction, gone: frozenset[str]) -> Extraction:
    if not gone:
        return extraction
    return replace(
        extraction,
        entities=tuple(e for e in extraction.entities if e.id not in gone),
        statements=tuple(s for s in extraction.statements if not {s.subject, s.object} & gone),
        observations=tuple(replace(o, about=None) if o.about in gone else o for o in extraction.observations),
    )


def _replaced(extraction: Extraction, ids: Mapping[str, str]) -> Extraction:
    """Point all facts from old ids to new ones."""

    def new(entity_id: str) -> str:
        return ids.get(entity_id, entity_id)

    statements = (replace(s, subject=new(s.subject), object=new(s.object)) for s in extraction.statements)
    observations = (replace(o, about=new(o.about)) if o.about else o for o in extraction.observations)
    return replace(
        extraction,
        statements=tuple(dict.fromkeys(s for s in statements if s.subject != s.object)),
        observations=tuple(observations),
    )


def _same_as(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    for kept_id, other_id in decisions.same_as:
        by_id = {e.id: e for e in extraction.entities}
        kept, other = by_id.get(kept_id), by_id.get(other_id)
        if kept and other and kept is not other:
            used.append(f"same-as {kept_id} {other_id}")
            entities = (
                _joined(kept, other) if e is kept else e for e in extraction.entities if e is not other
            )
            extraction = _replaced(replace(extraction, entities=tuple(entities)), {other_id: kept_id})
    return extraction


def _joined(kept: Entity, other: Entity) -> Entity:
    aliases = dict.fromkeys([*kept.aliases, other.name, *other.aliases])
    aliases.pop(kept.name, None)
    return replace(kept, aliases=tuple(aliases), spans=tuple(sorted({*kept.spans, *other.spans})))


def _not_same_as(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    """Split a surface form off an entity: `[entity id, form]` makes a node of its own of it."""
    for entity_id, form in decisions.not_same_as:
        entity = next((e for e in extraction.entities if e.id == entity_id and form in e.aliases), None)
        if entity is None:
            continue
        used.append(f"not-same-as {entity_id} {form}")
        text = extraction.document.text
        own = tuple(s for s in entity.spans if s.of(text) == form)
        rest = replace(
            entity,
            aliases=tuple(a for a in entity.aliases if a != form),
            spans=tuple(s for s in entity.spans if s not in own),
        )
        split = Entity(entity.cls, f"{entity.key}~{form}", form, (), own)
        kept = [e for e in (rest, split) if e.spans]
        entities = [n for e in extraction.entities for n in (kept if e is entity else [e])]
        extraction = replace(extraction, entities=tuple(entities))
    return extraction


def _retype(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    ids = {e.id: f"{decisions.retype[e.id]}/{e.key}" for e in extraction.entities if e.id in decisions.retype}
    used += [f"retype {i}" for i in ids]
    entities = (replace(e, cls=decisions.retype[e.id]) if e.id in ids else e for e in extraction.entities)
    return _replaced(replace(extraction, entities=tuple(entities)), ids) if ids else extraction


def _rename(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    used += [f"rename {e.id}" for e in extraction.entities if e.id in decisions.rename]
    entities = (
        _renamed(e, decisions.rename[e.id]) if e.id in decisions.rename else e for e in extraction.entities
    )
    return replace(extraction, entities=tuple(entities))


def _renamed(entity: Entity, name: str) -> Entity:
    aliases = dict.fromkeys([entity.name, *entity.aliases])
    aliases.pop(name, None)
    return replace(entity, name=name, aliases=tuple(aliases))


# --- facts


def _reject(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    statements, observations = extraction.statements, extraction.observations
    for fact in decisions.reject:
        stays = _unlike(extraction, fact)
        kept = tuple(s for s in statements if stays(s)), tuple(o for o in observations if stays(o))
        if (len(kept[0]), len(kept[1])) != (len(statements), len(observations)):
            used.append(f"reject {_fact_name(fact)}")
        statements, observations = kept
    return replace(extraction, statements=statements, observations=observations)


def _unlike(extraction: Extraction, fact: Mapping[str, Any]) -> Callable[[Statement | Observation], bool]:
    names = {e.id: e.name for e in extraction.entities}
    foreign = "report" in fact and fact["report"] != extraction.document.key

    def stays(item: Statement | Observation) -> bool:
        if foreign:
            return True
        if isinstance(item, Statement):
            stated = f"{names.get(item.subject)} {item.predicate} {names.get(item.object)}"
            return bool(fact.get("relation") != stated)
        return not ("figure" in fact and item.quantity.span.overlaps(_span(fact["figure"])))

    return stays


def _span(characters: object) -> Span:
    try:
        start, end = (int(c) for c in str(characters).split(","))
        return Span(start, end)
    except ValueError as error:
        raise DataError(f"figure: '{characters}' is not START,END in characters of the report") from error


def _edit(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    observations = list(extraction.observations)
    for fact in decisions.edit:
        stays = _unlike(extraction, fact)
        hit = [i for i, o in enumerate(observations) if not stays(o)]
        for index in hit:
            observations[index] = _edited(observations[index], fact.get("set") or {})
        if hit:
            used.append(f"edit {_fact_name(fact)}")
    return replace(extraction, observations=tuple(observations))


def _edited(observation: Observation, changes: Mapping[str, Any]) -> Observation:
    old = observation.quantity
    quantity = replace(
        old,
        value=_number(changes["value"]) if "value" in changes else old.value,
        unit=str(changes.get("unit", old.unit)),
        qualifier=str(changes.get("qualifier", old.qualifier)),
        kind=str(changes.get("kind", old.kind)),
        direction=changes.get("direction", old.direction),
    )
    return replace(
        observation,
        quantity=quantity,
        indicator=str(changes.get("indicator", observation.indicator)),
        about=changes.get("about", observation.about),
        period=changes.get("period", observation.period),
        concept=changes.get("concept", observation.concept),
        status=Status(changes.get("status", observation.status)),
        rule="decision",
    )


def _number(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        raise DataError(f"set: value: '{value}' is no number") from error


def _accept(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    """Mark facts as done that a reader has confirmed, whatever the wording suggested."""
    statements = list(extraction.statements)
    for fact in decisions.accept:
        stays = _unlike(extraction, fact)
        hit = [i for i, s in enumerate(statements) if not stays(s)]
        for index in hit:
            status = Status(fact.get("status", "done"))
            statements[index] = replace(statements[index], status=status, rule="decision")
        if hit or any(not stays(o) for o in extraction.observations):
            used.append(f"accept {_fact_name(fact)}")
    return replace(extraction, statements=tuple(statements))
