"""Decisions of a human reader, applied to what was extracted: they survive rebuilds and changes of the rules.

Entities are named by id (`Agency/淮安市人民政府`), by name or by a form of the name.  Relations are named by their ends
(`姚晓东 held 市委七届二十九次常委会`), figures by words of the report that end with them (`行政诉讼案件685件`) or by the
characters where they stand (`2843,2847`), so that neither a new rule nor a wider span makes a decision miss.  A decision
that matches nothing is reported, never dropped in silence.
"""

from collections.abc import Iterator, Sequence

from kg.decisions import entities, facts
from kg.decisions.file import Decisions, read
from kg.model import Extraction

__all__ = ["Decisions", "apply", "read", "unmatched"]

_STEPS = (*entities.STEPS, *facts.STEPS)


def apply(extraction: Extraction, decisions: Decisions) -> tuple[Extraction, tuple[str, ...]]:
    """Apply decisions to one extraction; give it changed, and a name for each decision that matched in it."""
    used: list[str] = []
    for step in _STEPS:
        extraction = step(extraction, decisions, used)
    return extraction, tuple(used)


def unmatched(decisions: Decisions, used: Sequence[str]) -> tuple[str, ...]:
    """Give the decisions that matched in no report."""
    known = set(used)
    return tuple(name for name in _names(decisions) if name not in known)


def _names(decisions: Decisions) -> Iterator[str]:
    yield from (f"same-as {a} {b}" for a, b in decisions.same_as)
    yield from (f"not-same-as {a} {b}" for a, b in decisions.not_same_as)
    yield from (f"rename {a}" for a in decisions.rename)
    yield from (f"drop {a}" for a in sorted(decisions.drop))
    yield from (f"retype {a}" for a in decisions.retype)
    for key in ("accept", "reject", "edit"):
        yield from (f"{key} {fact.name}" for fact in getattr(decisions, key))
