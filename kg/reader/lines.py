"""Lines of a text with their places, and which of them are page furniture."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Span
from kg.reader import words

# Every control character but the tab ends a line, and so do the separators of Unicode: a control character
# inside a quoted passage could not be written as XML.
_LINE = re.compile("[^\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
BLANK = (
    " \t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its text without the spaces around it, and where that stands."""

    span: Span
    text: str


def trim(text: str, start: int, end: int) -> Span | None:
    """Give the span without the blanks at both ends, None when nothing is left."""
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    return Span(start, end) if start < end else None


def lines(text: str) -> Iterator[Line]:
    """Yield the lines that are not blank, trimmed, in order.

    >>> [(line.text, line.span.start) for line in lines("　甲\\r\\n\\r\\n乙 ")]
    [('甲', 1), ('乙', 6)]
    """
    for found in _LINE.finditer(text):
        span = trim(text, *found.span())
        if span is not None:
            yield Line(span, span.of(text))


def is_furniture(line: str) -> bool:
    """Tell whether a line is no part of the report: page number, menu, imprint, particulars such as 浏览次数.

    >>> [is_furniture(s) for s in ("- 3 -", "打印本页 关闭窗口", "时间:2018-05-03  浏览次数:", "一、总体情况")]
    [True, True, True, False]
    """
    return bool(words.furniture().search(line)) or bool(words.label().match(line))
