"""Text cut at the ends of the marks over it, however they nest or overlap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text: `start` and `end` are characters of the report; `cls` says how it looks, `iri` what it is."""

    start: int
    end: int
    cls: str
    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks: their numbers in the order given; `begins` tells which begin here."""

    start: int
    text: str
    marks: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


def cut(text: str, start: int, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """Cut a text that stands at `start` of its report.

    >>> [(p.text, p.marks) for p in cut("市政府法制办", 10, [Mark(10, 16, "a", "", ""), Mark(10, 13, "b", "", "")])]
    [('市政府', (0, 1)), ('法制办', (0,))]
    """
    end = start + len(text)
    inside = [n for n, mark in enumerate(marks) if mark.start < end and mark.end > start]
    edges = sorted({start, end, *(e for n in inside for e in _edges(marks[n], start, end))})
    return tuple(_piece(text, start, a, b, inside, marks) for a, b in pairwise(edges) if a < b)


def _edges(mark: Mark, start: int, end: int) -> Iterable[int]:
    return max(mark.start, start), min(mark.end, end)


def _piece(text: str, start: int, a: int, b: int, inside: Sequence[int], marks: Sequence[Mark]) -> Piece:
    over = [n for n in inside if marks[n].start <= a and marks[n].end >= b]
    begins = tuple(n for n in over if max(marks[n].start, start) == a)
    return Piece(a, text[a - start : b - start], tuple(over), begins)
