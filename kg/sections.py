"""Cut a document into headed sections and sentences.

Headings are numbered (第一章, 一、, （一）, 1., （1）, ①, and 一是 on a line of its own) or stand alone on a short line.
A number must be plausible in its sequence, so that 1.5亿元 or 三、四线城市 is no heading.  Headings are also found where
they run into a paragraph, and where all line breaks are lost.

Sentences end at 。！？；, half-width or full-width, with the closing quotes after them, and at line ends; not inside 《》.
Every character that is not blank lies in exactly one sentence.  Page furniture (is_boilerplate) stays as sentences.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Document, Section, Sentence, Span
from kg.reader.dates import number as read_number
from kg.reader.lines import BLANK, Line, lines, trim
from kg.reader.lines import is_furniture as is_boilerplate

__all__ = ["is_boilerplate", "split"]

_CN, _ARABIC, _SPACE = "[一二三四五六七八九十]", r"[\d０-９]", rf"[{BLANK}]*"
# The styles of numbers from the outermost to the innermost; the order is that of official documents.
_STYLES: tuple[tuple[str, str], ...] = (
    ("part", rf"第(?:{_CN}{{1,3}}|{_ARABIC}{{1,2}})(?:编|部分)"),
    ("chapter", rf"第(?:{_CN}{{1,3}}|{_ARABIC}{{1,2}})章"),
    ("article", rf"第(?:{_CN}{{1,3}}|{_ARABIC}{{1,2}})节"),
    ("chinese", rf"{_CN}{{1,3}}{_SPACE}(?:[、､．]|\.(?!\d))"),
    ("bracketed", rf"[（(]{_SPACE}{_CN}{{1,3}}{_SPACE}[）)]、?"),
    ("item", rf"{_CN}{{1,3}}是"),
    ("arabic", rf"{_ARABIC}{{1,2}}{_SPACE}[、､．.]"),
    ("small", rf"[（(]?{_ARABIC}{{1,2}}[）)]"),
    ("circled", "[①-⑳]"),
)
_RANK = {style: rank for rank, (style, _) in enumerate(_STYLES)}
_PLAIN = "plain"  # a heading without a number
_MARKER = re.compile("|".join(f"(?P<{style}>{pattern})" for style, pattern in _STYLES))
_NUMBER = re.compile(rf"{_CN}+|{_ARABIC}+|[①-⑳]")
_INLINE = frozenset(("chapter", "chinese", "bracketed", "arabic"))
_NEED_A_SECOND = frozenset(("part", "chapter", "article", "arabic", "small", "circled", "item"))

_HAN = r"\u4e00-\u9fff"
_TITLE = r"《[^《》\n]{0,100}》"
# Both begin with one character of a set: re then skips all others fast (three times as fast as alternatives).
_SENTENCE_END = re.compile(
    r"[《。！？；｡!?;.．](?:(?<=《)[^《》\n]{0,100}》|(?P<end>"
    r"(?:(?<=[。！？；｡])|(?<=[!?;])(?![A-Za-z0-9=&])"
    rf"|(?<=[{_HAN}”》）)][.．])(?<!{_CN}[.．])(?=[ \u3000]*(?:[{_HAN}“《（(]|$)))"
    r"[。！？；｡!?]*[”’」』）)】》〉]*))"
)
_MAY_RUN_IN = re.compile(
    rf"[。！？!?｡（(](?:(?<=[。！？!?｡])[”’」』）)】]*{_SPACE}(?P<mark>(?=[第一二三四五六七八九十\d０-９（(]))"
    rf"|(?<=[（(]){_SPACE}一{_SPACE}[）)])"
)
_AFTER_STOP = re.compile(rf"[。！？!?｡][”’」』）)】]*{_SPACE}$")
_AFTER_COLON = re.compile(rf"[：:]{_SPACE}$")
_COLON = re.compile(rf"{_TITLE}|“[^”\n]{{0,60}}”|(?P<end>[:：])")
_COMMA = re.compile(r"[，,]")
_ANY_STOP = re.compile(r"[。；;！!？?]")
_PLAIN_HEADING = re.compile(rf"(?=.*[{_HAN}]{{2}})[^。；;：:！!？?，,…\t—－]{{2,25}}(?<![、.．]) *")
_ANNEX = re.compile(rf"附{_SPACE}[件录表]{_SPACE}(?:{_CN}|{_ARABIC}+)?{_SPACE}[:：]?")
_ANNEX_LINE = re.compile(rf"{_ANNEX.pattern}[^。；;！!？?，,]{{0,30}}|名词解释|名词注释")
_NO_HEADING = re.compile(r"[\d０-９〇○零一二三四五六七八九十]{4}年.{1,3}月.{1,3}日")
_LONGEST_HEADING = 60
_LONGEST_ADJACENT = 100
_LONGEST_BLANK = 20


@dataclass(frozen=True, slots=True)
class _Mark:
    """What may be a heading: where it starts and where its number ends, its style and number; `line` is an index."""

    start: int
    after: int
    style: str
    number: int
    line: int
    opens_line: bool


@dataclass(frozen=True, slots=True)
class _Heading:
    mark: _Mark
    depth: int


class _Sequel:
    """Look ahead from a mark to the next one of a style."""

    def __init__(self, marks: Sequence[_Mark]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._numbers: dict[str, list[int]] = {}
        for mark in marks:
            for style in (mark.style, *(["numbered"] if mark.opens_line and mark.style != _PLAIN else [])):
                self._starts.setdefault(style, []).append(mark.start)
                self._numbers.setdefault(style, []).append(mark.number)
        self._marks = {mark.start: mark for mark in marks if mark.style != _PLAIN}

    def goes_on(self, mark: _Mark, style: str, number: int) -> bool:
        """Tell whether the next mark of the style, after this one, has the number."""
        at = bisect_right(self._starts.get(style, ()), mark.start)
        return self._numbers.get(style, [])[at : at + 1] == [number]

    def numbered(self, mark: _Mark) -> _Mark | None:
        """Give the next mark with a number that opens a line."""
        starts = self._starts.get("numbered", [])
        at = bisect_right(starts, mark.start)
        return self._marks[starts[at]] if at < len(starts) else None


def split(document: Document) -> tuple[tuple[Section, ...], tuple[Sentence, ...]]:
    """Give the sections and the sentences of a document, both in text order."""
    text = document.text
    rows = list(lines(text))
    headings = _outline(text, rows)
    extents = _extents(text, rows, headings)
    return tuple(_sections(text, headings, extents)), tuple(_sentences(text, rows, headings, extents))


# --- which marks are headings


def _outline(text: str, rows: Sequence[Line]) -> list[_Heading]:
    """Choose the headings among the marks, each by what stands open before it and what comes after it."""
    marks = _marks(text, rows)
    sequel = _Sequel(marks)
    headings: list[_Heading] = []
    open_: list[_Mark] = []  # the headings around the current place, the outermost first
    for mark in marks:
        depth = _depth_of(text, mark, open_, sequel, headings)
        if depth is not None:
            open_[depth - 1 :] = [mark]
            headings.append(_Heading(mark, depth))
    return headings


def _depth_of(
    text: str, mark: _Mark, open_: list[_Mark], later: _Sequel, headings: Sequence[_Heading]
) -> int | None:
    """Give the depth that a mark has as a heading, None when it is none."""
    if mark.style == _PLAIN:
        return _plain_depth(mark, open_, later)
    if not mark.opens_line and not _may_run_in(text, mark, headings):
        return None
    same = next((i for i, other in enumerate(open_) if other.style == mark.style), None)
    if same is not None:
        return same + 1 if _follows(text, mark, open_[same], later) else None
    if not _begins(text, mark, later):
        return None
    return _nested_depth(mark, open_, later)


def _follows(text: str, mark: _Mark, before: _Mark, later: _Sequel) -> bool:
    """Tell whether a mark goes on in the sequence of one before, or begins it anew."""
    if mark.number == before.number + 1:
        return not _is_compound(text, mark) or _is_sole(mark, later)
    if not mark.opens_line or _is_compound(text, mark):
        return False
    if mark.number == 1:
        return later.goes_on(mark, mark.style, 2)
    # A number used twice or left out happens in print; a wider gap is no heading.
    return mark.style != "arabic" and mark.number in (before.number, before.number + 2)


def _is_sole(mark: _Mark, later: _Sequel) -> bool:
    """Tell whether what looks like 三、四线城市 is the only third heading there can be."""
    if mark.opens_line:
        return not later.goes_on(mark, mark.style, mark.number)
    return later.goes_on(mark, mark.style, mark.number + 1)


def _begins(text: str, mark: _Mark, later: _Sequel) -> bool:
    if _is_compound(text, mark):
        return False
    if mark.number == 1:
        return (mark.opens_line and mark.style not in _NEED_A_SECOND) or later.goes_on(mark, mark.style, 2)
    # 二、 may be the first number where the first heading has none.
    return mark.opens_line and mark.style == "chinese" and mark.number == 2 and _stands_alone(text, mark)


def _stands_alone(text: str, mark: _Mark) -> bool:
    """Tell whether the rest of the mark's line is short and has no stop."""
    rest = next(lines(text[mark.after : mark.after + _LONGEST_HEADING + 1]), None)
    return rest is not None and len(rest.text) <= _LONGEST_HEADING and not _ANY_STOP.search(rest.text)


def _is_compound(text: str, mark: _Mark) -> bool:
    """Tell 三、四线城市 and 1.5亿元 from headings: the next number or a decimal follows."""
    following = text[mark.after : mark.after + 1]
    if mark.style == "chinese":
        return (
            following in "二三四五六七八九十"
            and following != ""
            and read_number(following) == mark.number + 1
        )
    return mark.style == "arabic" and text[mark.after - 1] == "." and following.isdigit()


def _nested_depth(mark: _Mark, open_: list[_Mark], later: _Sequel) -> int:
    """Give the depth of the first heading of a style: below what is of higher rank, or goes on later."""
    depth = len(open_)
    while depth and open_[depth - 1].style != _PLAIN:
        above = open_[depth - 1]
        if _RANK[above.style] < _RANK[mark.style] or later.goes_on(mark, above.style, above.number + 1):
            break
        depth -= 1
    return depth + 1


def _plain_depth(mark: _Mark, open_: list[_Mark], later: _Sequel) -> int:
    """Give the depth of a heading without number: below the sequence that goes on after it, else the first."""
    following = later.numbered(mark)
    if following is None:
        return 1
    goes_on = (
        i for i, m in enumerate(open_) if (m.style, m.number + 1) == (following.style, following.number)
    )
    return next(goes_on, -1) + 2


def _may_run_in(text: str, mark: _Mark, headings: Sequence[_Heading]) -> bool:
    """Tell whether a mark inside a line may be a heading: after a sentence's end, or (一) after a colon or heading."""
    if mark.style not in _INLINE:
        return False
    before = max(0, mark.start - _LONGEST_BLANK), mark.start
    if _AFTER_STOP.search(text, *before):
        return True
    if mark.style != "bracketed" or mark.number != 1:
        return False
    return bool(_AFTER_COLON.search(text, *before)) or _follows_heading(text, mark, headings)


def _follows_heading(text: str, mark: _Mark, headings: Sequence[_Heading]) -> bool:
    above = headings[-1].mark if headings else None
    if above is None or above.line != mark.line or above.style == mark.style:
        return False
    between = text[above.after : mark.start]
    return len(between) <= _LONGEST_ADJACENT and not _ANY_STOP.search(between)


# --- where marks are


def _marks(text: str, rows: Sequence[Line]) -> list[_Mark]:
    """Find everything in the text that looks like the beginning of a heading."""
    found: list[_Mark] = []
    begun = False
    for i, row in enumerate(rows):
        numbered = list(_numbered(text, row, i))
        opens = bool(numbered) and numbered[0].opens_line
        if not opens and begun and _is_plain(rows, i, found):
            found.append(_Mark(row.span.start, row.span.start, _PLAIN, 0, i, True))
        found += numbered
        begun = begun or "。" in row.text
    return found


def _numbered(text: str, row: Line, index: int) -> Iterator[_Mark]:
    for start in _starts(text, row):
        match = _MARKER.match(text, start, row.span.end)
        opens = start == row.span.start
        if match is not None and (opens or match.lastgroup in _INLINE) and not _is_prose(match, row):
            digits = _NUMBER.search(match.group())
            assert digits is not None
            yield _Mark(start, match.end(), str(match.lastgroup), _value(digits.group()), index, opens)


def _starts(text: str, row: Line) -> Iterator[int]:
    """Yield where a number may stand in a line: at its start, after the end of a sentence, and any (一)."""
    yield row.span.start
    for found in _MAY_RUN_IN.finditer(text, row.span.start + 1, row.span.end):
        yield found.end() if found["mark"] is not None else found.start()


def _is_prose(match: re.Match[str], row: Line) -> bool:
    """Tell 一是 that begins a sentence from one that heads a section."""
    return match.lastgroup == "item" and (
        len(row.text) > _LONGEST_HEADING or bool(_ANY_STOP.search(row.text))
    )


def _value(written: str) -> int:
    return ord(written) - ord("①") + 1 if "①" <= written <= "⑳" else read_number(written)


def _is_plain(rows: Sequence[Line], index: int, found: Sequence[_Mark]) -> bool:
    """Tell whether a line is a heading without number: short, alone, after the end of a sentence and before text."""
    row = rows[index].text
    if _ANNEX_LINE.fullmatch(row):
        return True
    if (
        not _PLAIN_HEADING.fullmatch(row)
        or _NO_HEADING.search(row)
        or is_boilerplate(row)
        or index + 1 == len(rows)
    ):
        return False
    before, following = rows[index - 1].text, rows[index + 1].text
    goes_on = "。" in following or len(following) > _LONGEST_HEADING or bool(_MARKER.match(following))
    return goes_on and before[-1] in "。！!？?；;：:”）)"


# --- how far headings reach


@dataclass(frozen=True, slots=True)
class _Extent:
    """The words of a heading, and up to where sentences are nothing but heading (`start` when none is)."""

    span: Span
    until: int


def _extents(text: str, rows: Sequence[Line], headings: Sequence[_Heading]) -> list[_Extent]:
    marks = [heading.mark for heading in headings]
    around = zip([None, *marks], marks, [*marks[1:], None], strict=False)
    return [_extent(text, rows, before, mark, following) for before, mark, following in around if mark]


def _extent(
    text: str, rows: Sequence[Line], before: _Mark | None, mark: _Mark, following: _Mark | None
) -> _Extent:
    """Measure a heading: to the line's end or the next heading, else to the end of its sentence."""
    end = rows[mark.line].span.end
    if following is not None and following.line == mark.line:
        end = following.start
    stop = next((m for m in _SENTENCE_END.finditer(text, mark.after, end) if m["end"] is not None), None)
    if stop is None:
        return _alone(text, rows, mark, end, following)
    cut = _cut(text, mark.start, stop.start(), _LONGEST_HEADING)
    ends_line = stop.end() == rows[mark.line].span.end
    is_item = ends_line and (_is_neighbour(before, mark) or _is_neighbour(following, mark))
    whole = cut.end == stop.start() and text[stop.start()] not in "；;" and not is_item
    return _Extent(cut, stop.end() if whole else mark.start)


def _alone(text: str, rows: Sequence[Line], mark: _Mark, end: int, following: _Mark | None) -> _Extent:
    """Measure a heading without a stop; printed on two lines it goes on in the second."""
    following_line = following.line if following is not None else None
    if end == rows[mark.line].span.end and mark.line + 1 != following_line and _goes_on(rows, mark.line + 1):
        end = rows[mark.line + 1].span.end
    span = trim(text, mark.start, end) or Span(mark.start, end)
    if span.end - span.start <= _LONGEST_ADJACENT:
        colon = span.end - 1 > span.start and text[span.end - 1] in ":："
        return _Extent(Span(span.start, span.end - colon), end)
    return _Extent(_cut(text, mark.start, span.end, _LONGEST_HEADING), mark.start)


def _goes_on(rows: Sequence[Line], index: int) -> bool:
    """Tell whether the line after a heading is its second half: short, without stop, and before text or a number."""
    if (
        index + 1 >= len(rows)
        or not _PLAIN_HEADING.fullmatch(rows[index].text)
        or _MARKER.match(rows[index].text)
    ):
        return False
    return "。" in rows[index + 1].text or bool(_MARKER.match(rows[index + 1].text))


def _is_neighbour(other: _Mark | None, mark: _Mark) -> bool:
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


# --- sections and sentences


def _sections(text: str, headings: Sequence[_Heading], extents: Sequence[_Extent]) -> Iterator[Section]:
    ends = _ends(headings, len(text))
    around: list[int] = []
    for i, heading in enumerate(headings):
        del around[heading.depth - 1 :]
        start = heading.mark.start
        span = Span(start, start + len(text[start : ends[i]].rstrip()))
        parent = around[-1] if around else None
        yield Section(i, _printed(text, heading.mark), extents[i].span, span, heading.depth, parent)
        around.append(i)


def _ends(headings: Sequence[_Heading], length: int) -> list[int]:
    """Give where each section ends: at the next heading that is not deeper."""
    ends = [length] * len(headings)
    open_: list[int] = []
    for i, heading in enumerate(headings):
        while open_ and headings[open_[-1]].depth >= heading.depth:
            ends[open_.pop()] = heading.mark.start
        open_.append(i)
    return ends


def _printed(text: str, mark: _Mark) -> str:
    found = _NUMBER.search(text, mark.start, mark.after)
    return found.group() if found else ""


def _sentences(
    text: str, rows: Sequence[Line], headings: Sequence[_Heading], extents: Sequence[_Extent]
) -> Iterator[Sentence]:
    index, current = 0, -1
    for paragraph, (start, end) in enumerate(_paragraphs(rows, headings)):
        if current + 1 < len(headings) and headings[current + 1].mark.start == start:
            current += 1
        after = headings[current].mark.after if current >= 0 else start
        until = extents[current].until if current >= 0 else 0
        for span in _cut_sentences(text, start, max(start, after), end):
            yield Sentence(index, span, current if current >= 0 else None, paragraph, span.end <= until)
            index += 1


def _paragraphs(rows: Sequence[Line], headings: Sequence[_Heading]) -> Iterator[tuple[int, int]]:
    """Yield start and end of every line, cut before headings that run in."""
    starts: dict[int, list[int]] = {}
    for heading in headings:
        starts.setdefault(heading.mark.line, []).append(heading.mark.start)
    for i, row in enumerate(rows):
        cuts = sorted({row.span.start, *starts.get(i, ())})
        yield from pairwise((*cuts, row.span.end))


def _cut_sentences(text: str, start: int, after: int, end: int) -> Iterator[Span]:
    """Cut a paragraph at the ends of its sentences; no end is looked for before `after` (the dot of 一.)."""
    begin = start
    for found in _SENTENCE_END.finditer(text, after, end):
        if found["end"] is None:
            continue
        stop = found.end() + _closing_quote(text, begin, found.end(), end)
        span = trim(text, begin, stop)
        if span is not None:
            yield span
        begin = stop
    rest = trim(text, begin, end)
    if rest is not None:
        yield rest


def _closing_quote(text: str, begin: int, at: int, end: int) -> int:
    """Give 1 when a straight quotation mark after a stop closes a quotation of the same sentence."""
    return int(at < end and text[at] == '"' and text.count('"', begin, at) % 2 == 1)
