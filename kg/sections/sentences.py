"""The ends of sentences."""

import re
from collections.abc import Iterator

from kg.model import Span
from kg.reader.lines import trim
from kg.sections.marks import CN, HAN

# Both begin with one character of a set: re then skips all others fast (three times as fast as alternatives).
SENTENCE_END = re.compile(
    r"[《。！？；｡!?;.．](?:(?<=《)[^《》\n]{0,100}》|(?P<end>"
    r"(?:(?<=[。！？；｡])|(?<=[!?;])(?![A-Za-z0-9=&])"
    rf"|(?<=[{HAN}”》）)][.．])(?<!{CN}[.．])(?=[ \u3000]*(?:[{HAN}“《（(]|$)))"
    r"[。！？；｡!?]*[”’」』）)】》〉]*))"
)


def cut(text: str, start: int, after: int, end: int) -> Iterator[Span]:
    """Cut a paragraph at the ends of its sentences; no end is looked for before `after` (the dot of 一.)."""
    begin = start
    for found in SENTENCE_END.finditer(text, after, end):
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
