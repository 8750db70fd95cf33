"""Particulars printed around a text: 发布机构：…, 文号：…, 发布日期：…."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.reader import words
from kg.reader.lines import lines

_LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class Particular:
    """A labelled value; `rank` is the place of its label in `page_labels.csv`, the most telling first."""

    field: str
    value: str
    rank: int


def particulars(text: str) -> tuple[Particular, ...]:
    """Give the labelled values of a text, the most telling label first; a value may stand on the next line."""
    return tuple(sorted(_found(text), key=lambda p: p.rank))


def _found(text: str) -> Iterator[Particular]:
    order = {label: i for i, label in enumerate(words.labels())}
    rows = [line.text for line in lines(text)]
    for row, following in zip(rows, [*rows[1:], ""][: len(rows)], strict=True):
        matches = list(words.label().finditer(row))
        ends = [m.start() for m in matches[1:]] + [len(row)]
        for match, end in zip(matches, ends, strict=False):
            value = row[match.end() : end].strip(" \t\u3000|｜丨【】[]") or _alone(following)
            label = "".join(match["label"].split())
            if value and len(value) <= _LONGEST_VALUE:
                yield Particular(words.labels()[label], value, order[label])


def _alone(line: str) -> str:
    """Give a line that can be the value of a label on the line before: one that has no label of its own."""
    return "" if words.label().search(line) else line
