"""Cut a document into headed sections and sentences.

Headings are numbered (第一章, 一、, （一）, 1., （1）, ①, and 一是 on a line of its own) or stand alone on a short line.
A number must be plausible in its sequence, so that 1.5亿元 or 三、四线城市 is no heading.  Headings are also found where
they run into a paragraph, and where all line breaks are lost.

Sentences end at 。！？；, half-width or full-width, with the closing quotes after them, and at line ends; not inside 《》.
Every character that is not blank lies in exactly one sentence.  Page furniture (is_boilerplate) stays as sentences.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.model import Document, Section, Sentence, Span
from kg.reader.lines import Line, lines
from kg.reader.lines import is_furniture as is_boilerplate
from kg.sections.extents import Extent, extents
from kg.sections.marks import NUMBER, Mark
from kg.sections.outline import Heading, outline
from kg.sections.sentences import cut

__all__ = ["is_boilerplate", "split"]


def split(document: Document) -> tuple[tuple[Section, ...], tuple[Sentence, ...]]:
    """Give the sections and the sentences of a document, both in text order."""
    text = document.text
    rows = list(lines(text))
    headings = outline(text, rows)
    reach = extents(text, rows, headings)
    return tuple(_sections(text, headings, reach)), tuple(_sentences(text, rows, headings, reach))


def _sections(text: str, headings: Sequence[Heading], reach: Sequence[Extent]) -> Iterator[Section]:
    ends = _ends(headings, len(text))
    around: list[int] = []
    for i, heading in enumerate(headings):
        del around[heading.depth - 1 :]
        start = heading.mark.start
        span = Span(start, start + len(text[start : ends[i]].rstrip()))
        parent = around[-1] if around else None
        yield Section(i, _printed(text, heading.mark), reach[i].span, span, heading.depth, parent)
        around.append(i)


def _ends(headings: Sequence[Heading], length: int) -> list[int]:
    """Give where each section ends: at the next heading that is not deeper."""
    ends = [length] * len(headings)
    open_: list[int] = []
    for i, heading in enumerate(headings):
        while open_ and headings[open_[-1]].depth >= heading.depth:
            ends[open_.pop()] = heading.mark.start
        open_.append(i)
    return ends


def _printed(text: str, mark: Mark) -> str:
    found = NUMBER.search(text, mark.start, mark.after)
    return found.group() if found else ""


def _sentences(
    text: str, rows: Sequence[Line], headings: Sequence[Heading], reach: Sequence[Extent]
) -> Iterator[Sentence]:
    index, current = 0, -1
    for paragraph, (start, end) in enumerate(_paragraphs(rows, headings)):
        if current + 1 < len(headings) and headings[current + 1].mark.start == start:
            current += 1
        after = headings[current].mark.after if current >= 0 else start
        until = reach[current].until if current >= 0 else 0
        for span in cut(text, start, max(start, after), end):
            yield Sentence(index, span, current if current >= 0 else None, paragraph, span.end <= until)
            index += 1


def _paragraphs(rows: Sequence[Line], headings: Sequence[Heading]) -> Iterator[tuple[int, int]]:
    """Yield start and end of every line, cut before headings that run in."""
    starts: dict[int, list[int]] = {}
    for heading in headings:
        starts.setdefault(heading.mark.line, []).append(heading.mark.start)
    for i, row in enumerate(rows):
        cuts = sorted({row.span.start, *starts.get(i, ())})
        yield from pairwise((*cuts, row.span.end))
