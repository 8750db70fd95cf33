"""What changed between two builds: errors mended and made, facts that came and went."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.evaluate.facts import Facts
from kg.evaluate.score import Evaluation

Told = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """Errors against the gold (`gains` are mended, `losses` made anew) and facts, each as kind and text."""

    gains: tuple[Told, ...]
    losses: tuple[Told, ...]
    came: tuple[Told, ...]
    went: tuple[Told, ...]


def compare(before: Evaluation, after: Evaluation, old: Facts, new: Facts) -> Changes:
    """Compare an earlier build with a later one, both scored against the same gold."""
    return Changes(
        gains=_more(_errors(before), _errors(after)),
        losses=_more(_errors(after), _errors(before)),
        came=_more(_told(new), _told(old)),
        went=_more(_told(old), _told(new)),
    )


def _more(these: Iterable[Told], those: Iterable[Told]) -> tuple[Told, ...]:
    """Give what stands in one list more often than in another."""
    return tuple(sorted((Counter(these) - Counter(those)).elements()))


def _errors(evaluation: Evaluation) -> Iterator[Told]:
    return ((kind, error) for kind, errors in evaluation.errors.items() for error in errors)


def _told(facts: Facts) -> Iterator[Told]:
    for thing in facts.things.values():
        yield "entity", f"{thing.cls}: {thing.name}"
    for f in facts.figures.values():
        said = (f"{f.value:g} {f.unit}", *sorted(f.indicators)[:1], *sorted(f.subjects)[:1], f.period)
        yield "figure", f"{f.start}-{f.end} {', '.join(said)}"
    for subject, predicate, target in facts.relations:
        yield "relation", f"{facts.names[subject]} {predicate} {facts.names[target]}"
