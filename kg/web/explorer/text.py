"""The text of a report as blocks: headings and paragraphs of sentences, each cut at the marks over it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.web.explorer import marks
from kg.web.explorer.marks import Mark
from kg.web.texts import Piece

CLOSING = "。；;.:：!！?？,，、"
"""A run of only these belongs to the heading that it follows."""

WHOLE = frozenset({"Problem", "Plan"})
"""Marks on whole clauses."""


@dataclass(frozen=True, slots=True)
class Run:
    """A heading or a sentence: where it stands, and its pieces."""

    start: int
    end: int
    pieces: tuple[marks.Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`depth` 1 or more) or a paragraph (`depth` 0)."""

    depth: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Give the plain text."""
        return "".join(piece.text for run in self.runs for piece in run.pieces)


def blocks(pieces: Iterable[Piece], over: Sequence[Mark], depths: dict[int, int]) -> tuple[Block, ...]:
    """Put pieces of the text together; a gap between two is a new paragraph.  `depths` is that of a heading by its start."""
    found: list[tuple[int, list[Piece]]] = []
    last = -1
    for piece in pieces:
        depth = depths.get(piece.start, 1) if piece.is_heading else 0
        if _continues(found, depth, piece, last):
            found[-1][1].append(piece)
        else:
            found.append((depth, [piece]))
        last = piece.end
    return tuple(Block(depth, _runs(group, over)) for depth, group in found)


def _continues(found: list[tuple[int, list[Piece]]], depth: int, piece: Piece, last: int) -> bool:
    if not found or depth or piece.start != last:
        return False
    return not found[-1][0] or not piece.text.strip(CLOSING)


def _runs(group: Iterable[Piece], over: Sequence[Mark]) -> tuple[Run, ...]:
    found = []
    for piece in group:
        near = [n for n, mark in enumerate(over) if mark.start < piece.end and mark.end > piece.start]
        near.sort(key=lambda n: _weight(over[n]))
        cut = marks.cut(piece.text, piece.start, [over[n] for n in near])
        found.append(Run(piece.start, piece.end, tuple(_renumbered(one, near) for one in cut)))
    return tuple(found)


def _weight(mark: Mark) -> tuple[bool, int, int]:
    """Put what a run of text looks like first: the longest thing or figure; remarks on whole clauses come last."""
    return mark.cls in WHOLE, mark.start - mark.end, mark.start


def _renumbered(piece: marks.Piece, near: Sequence[int]) -> marks.Piece:
    return marks.Piece(
        piece.start, piece.text, tuple(near[n] for n in piece.marks), tuple(near[n] for n in piece.begins)
    )
