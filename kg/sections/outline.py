"""Which marks are headings: each by what stands open before it and what comes after it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.reader.dates import number as read_number
from kg.reader.lines import Line, lines
from kg.sections.marks import ANY_STOP, INLINE, LONGEST_HEADING, PLAIN, RANK, SPACE, Mark, marks

LONGEST_ADJACENT = 100
_LONGEST_BLANK = 20
_NEED_A_SECOND = frozenset(("part", "chapter", "article", "arabic", "small", "circled", "item"))

_AFTER_STOP = re.compile(rf"[。！？!?｡][”’」』）)】]*{SPACE}$")
_AFTER_COLON = re.compile(rf"[：:]{SPACE}$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A mark that heads a section, and how deep it lies, the outermost being 1."""

    mark: Mark
    depth: int


class Sequel:
    """Look ahead from a mark to the next one of a style."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._numbers: dict[str, list[int]] = {}
        for mark in marks:
            for style in (mark.style, *(["numbered"] if mark.opens_line and mark.style != PLAIN else [])):
                self._starts.setdefault(style, []).append(mark.start)
                self._numbers.setdefault(style, []).append(mark.number)
        self._marks = {mark.start: mark for mark in marks if mark.style != PLAIN}

    def goes_on(self, mark: Mark, style: str, number: int) -> bool:
        """Tell whether the next mark of the style, after this one, has the number."""
        at = bisect_right(self._starts.get(style, ()), mark.start)
        return self._numbers.get(style, [])[at : at + 1] == [number]

    def numbered(self, mark: Mark) -> Mark | None:
        """Give the next mark with a number that opens a line."""
        starts = self._starts.get("numbered", [])
        at = bisect_right(starts, mark.start)
        return self._marks[starts[at]] if at < len(starts) else None


def outline(text: str, rows: Sequence[Line]) -> list[Heading]:
    """Choose the headings among the marks, each by what stands open before it and what comes after it."""
    found = marks(text, rows)
    sequel = Sequel(found)
    headings: list[Heading] = []
    open_: list[Mark] = []  # the headings around the current place, the outermost first
    for mark in found:
        depth = _depth_of(text, mark, open_, sequel, headings)
        if depth is not None:
            open_[depth - 1 :] = [mark]
            headings.append(Heading(mark, depth))
    return headings


def _depth_of(
    text: str, mark: Mark, open_: list[Mark], later: Sequel, headings: Sequence[Heading]
) -> int | None:
    """Give the depth that a mark has as a heading, None when it is none."""
    if mark.style == PLAIN:
        return _plain_depth(mark, open_, later)
    if not mark.opens_line and not _may_run_in(text, mark, headings):
        return None
    same = next((i for i, other in enumerate(open_) if other.style == mark.style), None)
    if same is not None:
        return same + 1 if _follows(text, mark, open_[same], later) else None
    if not _begins(text, mark, later):
        return None
    return _nested_depth(mark, open_, later)


def _follows(text: str, mark: Mark, before: Mark, later: Sequel) -> bool:
    """Tell whether a mark goes on in the sequence of one before, or begins it anew."""
    if mark.number == before.number + 1:
        return not _is_compound(text, mark) or _is_sole(mark, later)
    if not mark.opens_line or _is_compound(text, mark):
        return False
    if mark.number == 1:
        return later.goes_on(mark, mark.style, 2)
    # A number used twice or left out happens in print; a wider gap is no heading.
    return mark.style != "arabic" and mark.number in (before.number, before.number + 2)


def _is_sole(mark: Mark, later: Sequel) -> bool:
    """Tell whether what looks like 三、四线城市 is the only third heading there can be."""
    if mark.opens_line:
        return not later.goes_on(mark, mark.style, mark.number)
    return later.goes_on(mark, mark.style, mark.number + 1)


def _begins(text: str, mark: Mark, later: Sequel) -> bool:
    if _is_compound(text, mark):
        return False
    if mark.number == 1:
        return (mark.opens_line and mark.style not in _NEED_A_SECOND) or later.goes_on(mark, mark.style, 2)
    # 二、 may be the first number where the first heading has none.
    return mark.opens_line and mark.style == "chinese" and mark.number == 2 and _stands_alone(text, mark)


def _stands_alone(text: str, mark: Mark) -> bool:
    """Tell whether the rest of the mark's line is short and has no stop."""
    rest = next(lines(text[mark.after : mark.after + LONGEST_HEADING + 1]), None)
    return rest is not None and len(rest.text) <= LONGEST_HEADING and not ANY_STOP.search(rest.text)


def _is_compound(text: str, mark: Mark) -> bool:
    """Tell 三、四线城市 and 1.5亿元 from headings: the next number or a decimal follows."""
    following = text[mark.after : mark.after + 1]
    if mark.style == "chinese":
        return (
            following in "二三四五六七八九十"
            and following != ""
            and read_number(following) == mark.number + 1
        )
    return mark.style == "arabic" and text[mark.after - 1] == "." and following.isdigit()


def _nested_depth(mark: Mark, open_: list[Mark], later: Sequel) -> int:
    """Give the depth of the first heading of a style: below what is of higher rank, or goes on later."""
    depth = len(open_)
    while depth and open_[depth - 1].style != PLAIN:
        above = open_[depth - 1]
        if RANK[above.style] < RANK[mark.style] or later.goes_on(mark, above.style, above.number + 1):
            break
        depth -= 1
    return depth + 1


def _plain_depth(mark: Mark, open_: list[Mark], later: Sequel) -> int:
    """Give the depth of a heading without number: below the sequence that goes on after it, else the first."""
    following = later.numbered(mark)
    if following is None:
        return 1
    goes_on = (
        i for i, m in enumerate(open_) if (m.style, m.number + 1) == (following.style, following.number)
    )
    return next(goes_on, -1) + 2


def _may_run_in(text: str, mark: Mark, headings: Sequence[Heading]) -> bool:
    """Tell whether a mark inside a line may be a heading: after a sentence's end, or (一) after a colon or heading."""
    if mark.style not in INLINE:
        return False
    before = max(0, mark.start - _LONGEST_BLANK), mark.start
    if _AFTER_STOP.search(text, *before):
        return True
    if mark.style != "bracketed" or mark.number != 1:
        return False
    return bool(_AFTER_COLON.search(text, *before)) or _follows_heading(text, mark, headings)


def _follows_heading(text: str, mark: Mark, headings: Sequence[Heading]) -> bool:
    above = headings[-1].mark if headings else None
    if above is None or above.line != mark.line or above.style == mark.style:
        return False
    between = text[above.after : mark.start]
    return len(between) <= LONGEST_ADJACENT and not ANY_STOP.search(between)
