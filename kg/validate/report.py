"""What a check found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

VIOLATION = "Violation"


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One fact that breaks a rule.

    `shape` is the named shape or constraint, `path` the property and `component` the kind of constraint (both empty
    where there is none); `severity` is Violation, Warning or Info.  IRIs are plain, `value` is as in N-Triples.
    """

    focus: str
    path: str
    component: str
    value: str
    shape: str
    severity: str
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Validation:
    """What a check found; `shapes_count` and `focus_count` are never zero, `results` are sorted."""

    conforms: bool
    results: tuple[Result, ...]
    shapes_count: int
    focus_count: int

    def text(self, limit: int = 50) -> str:
        """Give the findings as lines for a person, at most so many."""
        head = f"{self.focus_count:,} nodes checked against {self.shapes_count} shapes: "
        said = "conforms" if self.conforms else f"{len(self.results):,} findings"
        more = len(self.results) - limit
        tail = [f"… and {more:,} more"] if more > 0 else []
        return "\n".join([head + said, *map(_line, self.results[:limit]), *tail])


def validation(results: Iterable[Result], shapes_count: int, focus_count: int) -> Validation:
    """Put findings together; only violations break conformance."""
    ordered = tuple(sorted(set(results)))
    conforms = not any(result.severity == VIOLATION for result in ordered)
    return Validation(conforms, ordered, shapes_count, focus_count)


def merge(validations: Sequence[Validation]) -> Validation:
    """Put the checks of several reports together."""
    results = (result for one in validations for result in one.results)
    return validation(
        results,
        max((one.shapes_count for one in validations), default=0),
        sum(one.focus_count for one in validations),
    )


def _line(result: Result) -> str:
    said = "; ".join(dict.fromkeys(m for m in (result.message_zh, result.message_en) if m))
    where = f" {result.path}" if result.path else ""
    value = f" = {result.value}" if result.value else ""
    return f"{result.severity}: {result.focus}{where}{value}: {said or result.component} [{result.shape}]"
