"""How far headings reach: the words that name a section, and the sentences that are nothing but heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Span
from kg.reader.lines import Line, trim
from kg.sections.marks import LONGEST_HEADING, MARKER, PLAIN_HEADING, TITLE, Mark
from kg.sections.outline import LONGEST_ADJACENT, Heading
from kg.sections.sentences import SENTENCE_END

_COLON = re.compile(rf"{TITLE}|“[^”\n]{{0,60}}”|(?P<end>[:：])")
_COMMA = re.compile(r"[，,]")


@dataclass(frozen=True, slots=True)
class Extent:
    """The words of a heading, and up to where sentences are nothing but heading (`start` when none is)."""

    span: Span
    until: int


def extents(text: str, rows: Sequence[Line], headings: Sequence[Heading]) -> list[Extent]:
    """Measure every heading."""
    marks = [heading.mark for heading in headings]
    around = zip([None, *marks], marks, [*marks[1:], None], strict=False)
    return [_extent(text, rows, before, mark, following) for before, mark, following in around if mark]


def _extent(
    text: str, rows: Sequence[Line], before: Mark | None, mark: Mark, following: Mark | None
) -> Extent:
    """Measure a heading: to the line's end or the next heading, else to the end of its sentence."""
    end = rows[mark.line].span.end
    if following is not None and following.line == mark.line:
        end = following.start
    stop = next((m for m in SENTENCE_END.finditer(text, mark.after, end) if m["end"] is not None), None)
    if stop is None:
        return _alone(text, rows, mark, end, following)
    cut = _cut(text, mark.start, stop.start(), LONGEST_HEADING)
    ends_line = stop.end() == rows[mark.line].span.end
    is_item = ends_line and (_is_neighbour(before, mark) or _is_neighbour(following, mark))
    whole = cut.end == stop.start() and text[stop.start()] not in "；;" and not is_item
    return Extent(cut, stop.end() if whole else mark.start)


def _alone(text: str, rows: Sequence[Line], mark: Mark, end: int, following: Mark | None) -> Extent:
    """Measure a heading without a stop; printed on two lines it goes on in the second."""
    following_line = following.line if following is not None else None
    if end == rows[mark.line].span.end and mark.line + 1 != following_line and _goes_on(rows, mark.line + 1):
        end = rows[mark.line + 1].span.end
    span = trim(text, mark.start, end) or Span(mark.start, end)
    if span.end - span.start <= LONGEST_ADJACENT:
        colon = span.end - 1 > span.start and text[span.end - 1] in ":："
        return Extent(Span(span.start, span.end - colon), end)
    return Extent(_cut(text, mark.start, span.end, LONGEST_HEADING), mark.start)


def _goes_on(rows: Sequence[Line], index: int) -> bool:
    """Tell whether the line after a heading is its second half: short, without stop, and before text or a number."""
    if (
        index + 1 >= len(rows)
        or not PLAIN_HEADING.fullmatch(rows[index].text)
        or MARKER.match(rows[index].text)
    ):
        return False
    return "。" in rows[index + 1].text or bool(MARKER.match(rows[index + 1].text))


def _is_neighbour(other: Mark | None, mark: Mark) -> bool:
    """Tell whether two marks are items of one list, line by line."""
    return other is not None and other.style == mark.style and abs(other.line - mark.line) == 1


def _cut(text: str, start: int, end: int, longest: int) -> Span:
    """Give the part of a sentence that names it: up to its colon, else the whole if short, else up to a comma."""
    colon = next((m.start("end") for m in _COLON.finditer(text, start, end) if m["end"]), None)
    if colon is not None and colon > start:
        end = colon
    if end - start <= longest:
        return trim(text, start, end) or Span(start, end)
    comma = _COMMA.search(text, start + 1, start + longest)
    return Span(start, comma.start() if comma else start + longest)
