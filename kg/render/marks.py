"""A text cut into pieces where marks begin and end, so that names within names and figures can be shown together."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to show: `kind` is a class of entity, Figure, Unread, Problem or Plan.

    `note` says what it is; `target` names what it leads to.
    """

    span: Span
    kind: str
    note: str
    target: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters under the same marks, the narrowest last."""

    span: Span
    marks: tuple[Mark, ...]


def pieces(whole: Span, marks: Iterable[Mark]) -> Iterator[Piece]:
    """Cut a stretch of text at the ends of the marks that overlap it; the pieces are the stretch again."""
    over = sorted(
        (mark for mark in marks if mark.span.overlaps(whole)),
        key=lambda mark: (mark.span.start - mark.span.end, mark.span.start, mark.kind, mark.target),
    )
    for start, end, numbers in runs(whole.start, whole.end, [(m.span.start, m.span.end) for m in over]):
        yield Piece(Span(start, end), tuple(over[n] for n in numbers))


def runs(
    start: int, end: int, spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Cut a stretch where spans begin and end; give each run's start and end and the numbers of the spans over it.

    >>> list(runs(10, 16, [(10, 16), (10, 13), (2, 5)]))
    [(10, 13, (0, 1)), (13, 16, (0,))]
    """
    inside = [(n, a, b) for n, (a, b) in enumerate(spans) if a < end and b > start]
    edges = {start, end} | {edge for _, a, b in inside for edge in (max(a, start), min(b, end))}
    for left, right in itertools.pairwise(sorted(edges)):
        yield left, right, tuple(n for n, a, b in inside if a <= left and b >= right)
