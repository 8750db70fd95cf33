"""Automatic numbers of a Word file: the 一、 or (一) that Word shows and that no text holds."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_PLACE = re.compile(r"%([1-9])")


def chinese(number: int) -> str:
    """Write a number under 10,000 in Chinese.

    >>> [chinese(n) for n in (0, 10, 12, 20, 105)]
    ['零', '十', '十二', '二十', '一百零五']
    """
    places = [(int(digit), _UNITS[i]) for i, digit in enumerate(reversed(str(number % 10_000)))]
    written = "".join(_DIGITS[digit] + (unit if digit else "") for digit, unit in reversed(places))
    written = re.sub("零+", "零", written).rstrip("零") or "零"
    return written.removeprefix("一") if written.startswith("一十") else written


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    signs = zip((100, 90, 50, 40, 10, 9, 5, 4, 1), "c xc l xl x ix v iv i".split(), strict=True)
    written = ""
    for value, sign in signs:
        written, number = written + sign * (number // value), number % value
    return written


_CHINESE = (
    "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting taiwaneseCountingThousand "
    "ideographTraditional koreanCounting"
).split()
_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE, chinese),
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _wide,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    style: str | None

    def write(self, number: int) -> str:
        return _FORMATS.get(self.format, str)(number)


@dataclass(slots=True)
class Numbering:
    """Counts through a document, paragraph after paragraph; ask for each once, in order."""

    lists: dict[str, str]  # number id -> definition id
    restarts: dict[str, dict[int, int]]  # number id -> level -> where its count begins anew
    levels: dict[str, dict[int, _Level]]  # definition id -> level -> how it is written
    styles: dict[str, Any]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> "Numbering":
        """Read the definitions of an opened document, empty when it has none."""
        styles = {style.get(W + "styleId"): style for style in document.styles.element.iterfind(W + "style")}
        root = _numbering_root(document)
        if root is None:
            return cls({}, {}, {}, styles)
        numbers = {num.get(W + "numId"): num for num in root.iterfind(W + "num")}
        lists = {key: _value(num, "abstractNumId") or "" for key, num in numbers.items()}
        restarts = {key: dict(_restarts(num)) for key, num in numbers.items()}
        definitions = {d.get(W + "abstractNumId"): d for d in root.iterfind(W + "abstractNum")}
        return cls(lists, restarts, {key: dict(_levels(d)) for key, d in definitions.items()}, styles)

    def label(self, paragraph: Any) -> str:
        """Give the number that Word shows before the paragraph, "" when it shows none; counts on."""
        number_id, depth = self._numbered(paragraph)
        definition = self.lists.get(number_id, "")
        level = self.levels.get(definition, {}).get(depth)
        if level is None or level.format in ("bullet", "none"):
            return ""
        self._count(number_id, definition, depth, level.start)
        written = _PLACE.sub(lambda m: self._write(definition, int(m[1]) - 1), level.text)
        return f"{written} " if written[-1:].isalnum() else written

    def _count(self, number_id: str, definition: str, depth: int, start: int) -> None:
        counts = self.counts.setdefault(definition, {})
        counts.update({d: first - 1 for d, first in self.restarts.pop(number_id, {}).items()})
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]

    def _write(self, definition: str, depth: int) -> str:
        level = self.levels[definition].get(depth)
        return level.write(self.counts[definition].get(depth, level.start)) if level else ""

    def is_contents(self, paragraph: Any) -> bool:
        """Tell whether a paragraph is an entry of a table of contents, by its style."""
        style = self.styles.get(_value(paragraph, "pPr", "pStyle") or "")
        return style is not None and (_value(style, "name") or "").lower().startswith("toc ")

    def _numbered(self, paragraph: Any) -> tuple[str, int]:
        """Give the list and the level of a paragraph, from itself or its style and what that is based on."""
        for holder in self._holders(paragraph):
            number_id = _value(holder, "pPr", "numPr", "numId")
            if number_id is not None:
                depth = _value(holder, "pPr", "numPr", "ilvl")
                return number_id, self._depth_of(number_id, holder) if depth is None else _number(depth, 0)
        return "", 0

    def _depth_of(self, number_id: str, style: Any) -> int:
        """Give the level that a definition ties to a style (heading 2 -> the second), else the first."""
        levels = self.levels.get(self.lists.get(number_id, ""), {})
        return next((d for d, level in levels.items() if level.style == style.get(W + "styleId")), 0)

    def _holders(self, paragraph: Any) -> Iterator[Any]:
        yield paragraph
        seen: set[str | None] = set()
        name = _value(paragraph, "pPr", "pStyle")
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = _value(self.styles[name], "basedOn")


def _numbering_root(document: Any) -> Any:
    from docx.opc.constants import RELATIONSHIP_TYPE

    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except (KeyError, AttributeError):
        return None


def _levels(definition: Any) -> Iterator[tuple[int, _Level]]:
    for level in definition.iterfind(W + "lvl"):
        start = _number(_value(level, "start"), 1)
        written = _value(level, "numFmt") or "decimal", _value(level, "lvlText") or ""
        yield _number(level.get(W + "ilvl"), 0), _Level(start, *written, _value(level, "pStyle"))


def _restarts(number: Any) -> Iterator[tuple[int, int]]:
    for override in number.iterfind(W + "lvlOverride"):
        start = _value(override, "startOverride")
        if start is not None:
            yield _number(override.get(W + "ilvl"), 0), _number(start, 1)


def _number(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.isdecimal() else default


def _value(element: Any, *path: str) -> str | None:
    found = element.find("/".join(W + step for step in path))
    value = None if found is None else found.get(W + "val")
    return None if value is None else str(value)
