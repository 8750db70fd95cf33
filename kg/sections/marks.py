"""Everything in a text that looks like the beginning of a heading: numbers of all styles, and short lines without one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.reader.dates import number as read_number
from kg.reader.lines import BLANK, Line
from kg.reader.lines import is_furniture as is_boilerplate

CN, ARABIC, SPACE = "[一二三四五六七八九十]", r"[\d０-９]", rf"[{BLANK}]*"
# The styles of numbers from the outermost to the innermost; the order is that of official documents.
_STYLES: tuple[tuple[str, str], ...] = (
    ("part", rf"第(?:{CN}{{1,3}}|{ARABIC}{{1,2}})(?:编|部分)"),
    ("chapter", rf"第(?:{CN}{{1,3}}|{ARABIC}{{1,2}})章"),
    ("article", rf"第(?:{CN}{{1,3}}|{ARABIC}{{1,2}})节"),
    ("chinese", rf"{CN}{{1,3}}{SPACE}(?:[、､．]|\.(?!\d))"),
    ("bracketed", rf"[（(]{SPACE}{CN}{{1,3}}{SPACE}[）)]、?"),
    ("item", rf"{CN}{{1,3}}是"),
    ("arabic", rf"{ARABIC}{{1,2}}{SPACE}[、､．.]"),
    ("small", rf"[（(]?{ARABIC}{{1,2}}[）)]"),
    ("circled", "[①-⑳]"),
)
RANK = {style: rank for rank, (style, _) in enumerate(_STYLES)}
PLAIN = "plain"  # a heading without a number
MARKER = re.compile("|".join(f"(?P<{style}>{pattern})" for style, pattern in _STYLES))
NUMBER = re.compile(rf"{CN}+|{ARABIC}+|[①-⑳]")
INLINE = frozenset(("chapter", "chinese", "bracketed", "arabic"))

TITLE = r"《[^《》\n]{0,100}》"
HAN = r"\u4e00-\u9fff"
_MAY_RUN_IN = re.compile(
    rf"[。！？!?｡（(](?:(?<=[。！？!?｡])[”’」』）)】]*{SPACE}(?P<mark>(?=[第一二三四五六七八九十\d０-９（(]))"
    rf"|(?<=[（(]){SPACE}一{SPACE}[）)])"
)
ANY_STOP = re.compile(r"[。；;！!？?]")
PLAIN_HEADING = re.compile(rf"(?=.*[{HAN}]{{2}})[^。；;：:！!？?，,…\t—－]{{2,25}}(?<![、.．]) *")
_ANNEX = re.compile(rf"附{SPACE}[件录表]{SPACE}(?:{CN}|{ARABIC}+)?{SPACE}[:：]?")
_ANNEX_LINE = re.compile(rf"{_ANNEX.pattern}[^。；;！!？?，,]{{0,30}}|名词解释|名词注释")
_NO_HEADING = re.compile(r"[\d０-９〇○零一二三四五六七八九十]{4}年.{1,3}月.{1,3}日")
LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """What may be a heading: where it starts and where its number ends, its style and number; `line` is an index."""

    start: int
    after: int
    style: str
    number: int
    line: int
    opens_line: bool


def marks(text: str, rows: Sequence[Line]) -> list[Mark]:
    """Find everything in the text that looks like the beginning of a heading."""
    found: list[Mark] = []
    begun = False
    for i, row in enumerate(rows):
        numbered = list(_numbered(text, row, i))
        opens = bool(numbered) and numbered[0].opens_line
        if not opens and begun and _is_plain(rows, i, found):
            found.append(Mark(row.span.start, row.span.start, PLAIN, 0, i, True))
        found += numbered
        begun = begun or "。" in row.text
    return found


def _numbered(text: str, row: Line, index: int) -> Iterator[Mark]:
    for start in _starts(text, row):
        match = MARKER.match(text, start, row.span.end)
        opens = start == row.span.start
        if match is not None and (opens or match.lastgroup in INLINE) and not _is_prose(match, row):
            digits = NUMBER.search(match.group())
            assert digits is not None
            yield Mark(start, match.end(), str(match.lastgroup), _value(digits.group()), index, opens)


def _starts(text: str, row: Line) -> Iterator[int]:
    """Yield where a number may stand in a line: at its start, after the end of a sentence, and any (一)."""
    yield row.span.start
    for found in _MAY_RUN_IN.finditer(text, row.span.start + 1, row.span.end):
        yield found.end() if found["mark"] is not None else found.start()


def _is_prose(match: re.Match[str], row: Line) -> bool:
    """Tell 一是 that begins a sentence from one that heads a section."""
    return match.lastgroup == "item" and (len(row.text) > LONGEST_HEADING or bool(ANY_STOP.search(row.text)))


def _value(written: str) -> int:
    return ord(written) - ord("①") + 1 if "①" <= written <= "⑳" else read_number(written)


def _is_plain(rows: Sequence[Line], index: int, found: Sequence[Mark]) -> bool:
    """Tell whether a line is a heading without number: short, alone, after the end of a sentence and before text."""
    row = rows[index].text
    if _ANNEX_LINE.fullmatch(row):
        return True
    if (
        not PLAIN_HEADING.fullmatch(row)
        or _NO_HEADING.search(row)
        or is_boilerplate(row)
        or index + 1 == len(rows)
    ):
        return False
    before, following = rows[index - 1].text, rows[index + 1].text
    goes_on = "。" in following or len(following) > LONGEST_HEADING or bool(MARKER.match(following))
    return goes_on and before[-1] in "。！!？?；;：:”）)"
