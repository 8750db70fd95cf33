"""A text cut into pieces where marks begin and end, so that names within names and figures can be shown together."""

import itertools
from collections.abc import Iterable, Iterator
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
    over = [mark for mark in marks if mark.span.overlaps(whole)]
    over.sort(key=lambda mark: (mark.span.start - mark.span.end, mark.span.start, mark.kind, mark.target))
    ends = {whole.start, whole.end}
    for mark in over:
        ends |= {max(mark.span.start, whole.start), min(mark.span.end, whole.end)}
    borders = sorted(ends)
    for start, end in itertools.pairwise(borders):
        span = Span(start, end)
        yield Piece(span, tuple(mark for mark in over if mark.span.covers(span)))
