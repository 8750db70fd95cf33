"""Text cut at the ends of the marks over it, however they nest or overlap."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.render.marks import runs


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
    spans = [(mark.start, mark.end) for mark in marks]
    return tuple(
        Piece(a, text[a - start : b - start], over, tuple(n for n in over if max(spans[n][0], start) == a))
        for a, b, over in runs(start, start + len(text), spans)
    )
