"""Decisions about facts: relations and figures that a reader accepts, rejects or edits."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kg.decisions.entities import Step, find
from kg.decisions.file import Decisions, Fact
from kg.model import Entity, Extraction, Observation, Span, Statement, Status

_RULE = "decision"
"""What stands as the rule of a fact that a reader has decided."""


def _reject(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    for fact in decisions.reject:
        statements, figures = _named(extraction, fact)
        if statements or figures:
            used.append(f"reject {fact.name}")
        extraction = replace(
            extraction,
            statements=tuple(s for s in extraction.statements if s not in statements),
            observations=tuple(o for o in extraction.observations if o not in figures),
        )
    return extraction


def _named(extraction: Extraction, fact: Fact) -> tuple[list[Statement], list[Observation]]:
    """Give the relations or figures of a report that a decision names."""
    if fact.report is not None and fact.report not in (extraction.document.key, extraction.document.source):
        return [], []
    if fact.relation:
        return _relations(extraction, fact.relation), []
    return [], _figures(extraction, fact.figure)


def _relations(extraction: Extraction, wanted: tuple[str, str, str]) -> list[Statement]:
    subject, predicate, target = wanted
    called = {e.id: {e.id, e.name, *e.aliases} for e in extraction.entities}
    return [
        s
        for s in extraction.statements
        if s.predicate == predicate
        and subject in called.get(s.subject, ())
        and target in called.get(s.object, ())
    ]


def _figures(extraction: Extraction, place: str | Span | None) -> list[Observation]:
    """Give the figures that stand at characters, or the last ones in words of the report."""
    if isinstance(place, Span):
        return [o for o in extraction.observations if o.quantity.span.overlaps(place)]
    return [figure for span in _occurrences(extraction, place or "") for figure in _last(extraction, span)]


def _occurrences(extraction: Extraction, words: str) -> list[Span]:
    text, found, at = extraction.document.text, [], -1
    while words and (at := text.find(words, at + 1)) >= 0:
        found.append(Span(at, at + len(words)))
    return found


def _last(extraction: Extraction, span: Span) -> list[Observation]:
    inside = [o for o in extraction.observations if span.covers(o.quantity.span)]
    end = max((o.quantity.span.end for o in inside), default=0)
    return [o for o in inside if o.quantity.span.end == end]


def _edit(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    for fact in decisions.edit:
        statements, figures = _named(extraction, fact) if _names_known(extraction, fact) else ([], [])
        if statements or figures:
            used.append(f"edit {fact.name}")
        edited = {s: _edited_relation(extraction, s, fact.changes) for s in statements}
        figures_edited = {o: _edited_figure(extraction, o, fact.changes) for o in figures}
        extraction = _changed(extraction, edited, figures_edited)
    return extraction


def _names_known(extraction: Extraction, fact: Fact) -> bool:
    """Tell whether the entities that a change names are in the report."""
    named = (fact.changes.get(key) for key in ("subject", "object", "about"))
    return all(find(extraction, str(name)) for name in named if name is not None)


def _changed(
    extraction: Extraction,
    statements: Mapping[Statement, Statement],
    figures: Mapping[Observation, Observation],
) -> Extraction:
    return replace(
        extraction,
        statements=tuple(dict.fromkeys(statements.get(s, s) for s in extraction.statements)),
        observations=tuple(figures.get(o, o) for o in extraction.observations),
    )


def _edited_relation(extraction: Extraction, statement: Statement, changes: Mapping[str, Any]) -> Statement:
    return replace(
        statement,
        subject=_id(extraction, changes.get("subject"), statement.subject),
        predicate=str(changes.get("predicate", statement.predicate)),
        object=_id(extraction, changes.get("object"), statement.object),
        status=Status(changes.get("status", statement.status)),
        rule=_RULE,
    )


def _id(extraction: Extraction, reference: object, old: str | None) -> Any:
    """Give the id of the entity that a change names; the old one where it names none."""
    found = find(extraction, str(reference)) if reference is not None else None
    return found.id if found else old


def _edited_figure(extraction: Extraction, figure: Observation, changes: Mapping[str, Any]) -> Observation:
    old = figure.quantity
    quantity = replace(
        old,
        value=Decimal(str(changes.get("value", old.value))),
        unit=str(changes.get("unit", old.unit)),
        qualifier=str(changes.get("qualifier", old.qualifier)),
        kind=str(changes.get("kind", old.kind)),
        direction=changes.get("direction", old.direction),
    )
    period = changes.get("period", figure.period)
    return replace(
        figure,
        quantity=quantity,
        indicator=str(changes.get("indicator", figure.indicator)),
        about=_id(extraction, changes.get("about"), figure.about),
        period=None if period is None else str(period),
        concept=changes.get("concept", figure.concept),
        status=Status(changes.get("status", figure.status)),
        rule=_RULE,
    )


def _accept(extraction: Extraction, decisions: Decisions, used: list[str]) -> Extraction:
    """Set the status of facts that a reader confirms (done unless given), add those whose evidence the reader gives."""
    for fact in decisions.accept:
        statements, figures = _named(extraction, fact)
        added = [] if statements or figures else _stated(extraction, fact)
        if statements or figures or added:
            used.append(f"accept {fact.name}")
        status = Status(fact.status or "done")
        confirmed = {s: replace(s, status=status, rule=_RULE) for s in statements}
        extraction = _changed(extraction, confirmed, {})
        extraction = replace(extraction, statements=_in_order([*extraction.statements, *added]))
    return extraction


def _stated(extraction: Extraction, fact: Fact) -> list[Statement]:
    """Give the relation that a reader found, where the report says the words given as evidence and names both ends."""
    if fact.relation is None or fact.evidence is None or fact.report not in (None, extraction.document.key):
        return []
    ends = _both(find(extraction, fact.relation[0]), find(extraction, fact.relation[2]))
    status = Status(fact.status or "done")
    places = _occurrences(extraction, fact.evidence)[:1]
    return [Statement(s, fact.relation[1], o, at, status, _RULE) for s, o in ends for at in places]


def _both(subject: Entity | None, target: Entity | None) -> list[tuple[str, str]]:
    return [(subject.id, target.id)] if subject and target else []


def _in_order(statements: list[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda s: (s.evidence, s.subject, s.predicate, s.object)))


STEPS: tuple[Step, ...] = (_reject, _edit, _accept)
