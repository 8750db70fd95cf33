"""Decisions about entities: join two, split a form off, rename, give another class, leave out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from kg.decisions.file import CLASSES, Decisions
from kg.model import Entity, Extraction, Observation, Span, Statement

Step = Callable[[Extraction, Decisions, list[str]], Extraction]


def find(extraction: Extraction, reference: str) -> Entity | None:
    """Give the one entity that a reference means: by id, else by name, else by a form of the name; None when unsure."""
    cls, _, name = reference.partition("/")
    wanted = name if cls in CLASSES and name else reference
    pool = [e for e in extraction.entities if cls not in CLASSES or not name or e.cls == cls]
    for rank in (lambda e: e.id == reference, lambda e: e.name == wanted, lambda e: wanted in e.aliases):
        found = [e for e in pool if rank(e)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _drop(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    gone = _meant(extraction, sorted(decisions.drop), "drop", used)
    return _without(extraction, frozenset(e.id for e in gone.values()))


def _meant(
    extraction: Extraction, references: Iterable[str], what: str, used: list[str]
) -> dict[str, Entity]:
    """Give the entities that references mean; those that mean one are noted as used."""
    found = {r: e for r in references if (e := find(extraction, r)) is not None}
    used += [f"{what} {reference}" for reference in found]
    return found


def _without(extraction: Extraction, gone: frozenset[str]) -> Extraction:
    if not gone:
        return extraction
    kept = (e for e in extraction.entities if e.id not in gone)
    return replace(
        extraction,
        entities=tuple(replace(e, attrs=tuple(a for a in e.attrs if a[1] not in gone)) for e in kept),
        statements=tuple(s for s in extraction.statements if not {s.subject, s.object} & gone),
        observations=tuple(replace(o, about=None) if o.about in gone else o for o in extraction.observations),
    )


def _pointed(extraction: Extraction, ids: Mapping[str, str]) -> Extraction:
    """Point all facts and attributes from old ids to others."""

    def new(entity_id: str) -> str:
        return ids.get(entity_id, entity_id)

    entities = (replace(e, attrs=tuple((k, new(v)) for k, v in e.attrs)) for e in extraction.entities)
    statements = (replace(s, subject=new(s.subject), object=new(s.object)) for s in extraction.statements)
    observations = (replace(o, about=new(o.about)) if o.about else o for o in extraction.observations)
    return replace(
        extraction,
        entities=tuple(entities),
        statements=tuple(dict.fromkeys(s for s in statements if s.subject != s.object)),
        observations=tuple(observations),
    )


def _same_as(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    for first, second in decisions.same_as:
        kept, other = find(extraction, first), find(extraction, second)
        if kept and other and kept is not other:
            used.append(f"same-as {first} {second}")
            extraction = _merged(extraction, kept, other)
    return extraction


def _merged(extraction: Extraction, kept: Entity, other: Entity) -> Extraction:
    entities = (_joined(kept, other) if e is kept else e for e in extraction.entities if e is not other)
    return _pointed(replace(extraction, entities=tuple(entities)), {other.id: kept.id})


def _joined(kept: Entity, other: Entity) -> Entity:
    aliases = dict.fromkeys([*kept.aliases, other.name, *other.aliases])
    aliases.pop(kept.name, None)
    return replace(kept, aliases=tuple(aliases), spans=tuple(sorted({*kept.spans, *other.spans})))


def _not_same_as(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    """Split a form of the name off an entity: `[entity, form]` makes a node of its own of it."""
    for reference, form in decisions.not_same_as:
        entity = find(extraction, reference)
        if entity and form in entity.aliases:
            used.append(f"not-same-as {reference} {form}")
            extraction = _split(extraction, entity, form)
    return extraction


def _split(extraction: Extraction, entity: Entity, form: str) -> Extraction:
    text = extraction.document.text
    own = tuple(s for s in entity.spans if s.of(text) == form)
    others = tuple(s for s in entity.spans if s not in own)
    rest = replace(entity, aliases=tuple(a for a in entity.aliases if a != form), spans=others)
    apart = Entity(entity.cls, f"{entity.key}~{form}", form, (), own)
    kept = [e for e in (rest, apart) if e.spans]
    entities = tuple(n for e in extraction.entities for n in (kept if e is entity else [e]))

    def belongs(evidence: Span) -> bool:
        return any(evidence.covers(s) for s in own) and not any(evidence.covers(s) for s in others)

    return replace(
        extraction,
        entities=entities,
        statements=tuple(_told_of(s, entity.id, apart.id, belongs) for s in extraction.statements),
        observations=tuple(_said_of(o, entity.id, apart.id, belongs) for o in extraction.observations),
    )


def _told_of(statement: Statement, old: str, new: str, belongs: Callable[[Span], bool]) -> Statement:
    if old not in (statement.subject, statement.object) or not belongs(statement.evidence):
        return statement
    ends = [new if end == old else end for end in (statement.subject, statement.object)]
    return replace(statement, subject=ends[0], object=ends[1])


def _said_of(figure: Observation, old: str, new: str, belongs: Callable[[Span], bool]) -> Observation:
    return replace(figure, about=new) if figure.about == old and belongs(figure.evidence) else figure


def _retype(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    for reference, entity in _meant(extraction, decisions.retype, "retype", used).items():
        new = replace(entity, cls=decisions.retype[reference])
        there = next((e for e in extraction.entities if e.id == new.id and e is not entity), None)
        if there:
            extraction = _merged(extraction, there, entity)
            continue
        entities = tuple(new if e is entity else e for e in extraction.entities)
        extraction = _pointed(replace(extraction, entities=entities), {entity.id: new.id})
    return extraction


def _rename(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    found = _meant(extraction, decisions.rename, "rename", used)
    names = {entity.id: decisions.rename[reference] for reference, entity in found.items()}
    entities = (_renamed(e, names[e.id]) if e.id in names else e for e in extraction.entities)
    return replace(extraction, entities=tuple(entities))


def _renamed(entity: Entity, name: str) -> Entity:
    aliases = dict.fromkeys([entity.name, *entity.aliases])
    aliases.pop(name, None)
    return replace(entity, name=name, aliases=tuple(aliases))


STEPS: tuple[Step, ...] = (_drop, _same_as, _not_same_as, _retype, _rename)
