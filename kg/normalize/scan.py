"""Find the numerals of a text by the rules of `kg/rules/figures.yaml`, read as one lexer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.errors import DataError
from kg.model import Span
from kg.normalize.units import latin_units, unit_pattern
from kg.rulebook import Rule, Rulebook

_MACROS: Mapping[str, str] = {
    "d": r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|(?<=[\u4e00-\u9fff])(?<![第前])\d{1,3}(?:[ \u00a0\u2009，]\d{3})+(?=\.\d|[\u4e00-\u9fff])(?:\.\d+)?|\d+(?:\.\d+)?)",
    "c": r"[零一二两三四五六七八九十百千万亿]+",
    "n": r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百千万亿]+)",
    "y": r"(?:19|20)\d{2}",
    "s": r"万亿|[十百千]?[万亿]|[百千](?![瓦克米伏卡赫帕方]|分[点比])",
    "more": r"余|多(?![样媒功维方层式边党类]|元(?:[化主参投共解纠发评文格结复调]))",
    "range": r" ?[-—–－~～至到]{1,2} ?",
    "end": r"[，,。；;、:!?：！？）)”\]】》\s]|$",
}
_FAMILIES = ("0123456789", "一二两三四五六七八九十")
"""Characters that share most of their rules, which are quicker asked as one; to compile their pattern takes a while."""
_GROUP = re.compile(r"\(\?P<\w+>")
_MACRO = re.compile(r"\{(d|c|n|y|s|more|range|end|latin|unit)\}")
# Every character that a numeral of some rule may start with; a rule's `starts` picks from them.
_STARTS = (
    '0123456789零一二两三四五六七八九十百千万亿半第头前首翻倍过数几成上下近未今这后最其榜魁令〔[［(（【“"'
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
)


Pattern = tuple[re.Pattern[str], Rule]
"""A rule with its pattern."""


class Hit(NamedTuple):
    """A stretch of text that a rule reads: `parts` holds the rule's own groups."""

    start: int
    end: int
    rule: Rule
    parts: Mapping[str, str]

    @property
    def span(self) -> Span:
        """Give the span of the stretch."""
        return Span(self.start, self.end)

    def attr(self, name: str) -> str | None:
        """Give what the rule fixes: `use` and facts about the figure."""
        value = self.rule.body["attrs"].get(name)
        return None if value is None else str(value)


class Joined(NamedTuple):
    """The rules of characters that share most of them, also as one pattern with a group for each rule."""

    pattern: re.Pattern[str]
    rules: Sequence[Pattern]

    def first(self, folded: str, start: int) -> Sequence[Pattern]:
        """Give the first rule that fits, as a sequence of one, or none."""
        found = self.pattern.match(folded, start)
        return self.rules[found.lastindex - 1 : found.lastindex] if found and found.lastindex else ()


@dataclass(frozen=True, slots=True)
class Scanner:
    """The rules by the character that a numeral starts with, in the order of the file.

    The many rules of digits stand in one pattern too, each in a group of its own, which tells the first that fits.
    """

    starts: re.Pattern[str]
    joined: Mapping[str, Joined]
    rules: Mapping[str, tuple[Pattern, ...]]

    def scan(self, folded: str) -> Iterator[Hit]:
        """Read a folded text from left to right; stretches do not overlap."""
        at = 0
        while found := self.starts.search(folded, at):
            hit = self._hit(folded, found.start())
            at = hit.end if hit else found.end()
            if hit:
                yield hit

    def _hit(self, folded: str, start: int) -> Hit | None:
        char = folded[start]
        rules = self.joined[char].first(folded, start) if char in self.joined else self.rules[char]
        for pattern, rule in rules:
            if (found := pattern.match(folded, start)) and found.end() > start:
                return Hit(start, found.end(), rule, found.groupdict(""))
        return None


def compile_scanner(rulebook: Rulebook) -> Scanner:
    """Sort the rules under the characters that they may start with."""
    macros = {**_MACROS, "latin": latin_units(rulebook), "unit": unit_pattern(rulebook)}
    found: list[tuple[Pattern, list[str]]] = []
    for rule in rulebook.rules_of("Observation"):
        pattern = re.compile(_MACRO.sub(lambda m: macros[m[1]], rule.body["pattern"]))
        if pattern.groups != len(pattern.groupindex):
            raise DataError(f"figures.yaml: rule {rule.id}: a group that is kept needs a name")
        found.append(((pattern, rule), _starts(rule)))
    rules: dict[str, list[Pattern]] = {}
    for entry, chars in found:
        for char in chars:
            rules.setdefault(char, []).append(entry)
    starts = re.compile(f"[{''.join(map(re.escape, sorted(rules)))}]")
    joined = {char: made for family in _FAMILIES for made in (_join(family, found),) for char in family}
    return Scanner(starts, joined, {char: tuple(entries) for char, entries in rules.items()})


def _join(family: str, found: Iterable[tuple[Pattern, list[str]]]) -> Joined:
    """Join the rules of a family of characters, each held to those that it may start with."""
    held = [(entry, "".join(c for c in family if c in chars)) for entry, chars in found]
    held = [(entry, chars) for entry, chars in held if chars]
    groups = (
        f"{'' if chars == family else f'(?=[{chars}])'}(?:{_GROUP.sub('(?:', pattern.pattern)})()"
        for (pattern, _), chars in held
    )
    return Joined(re.compile("|".join(groups)), [entry for entry, _ in held])


def _starts(rule: Rule) -> list[str]:
    wanted = re.compile(_MACRO.sub(lambda m: _MACROS[m[1]], str(rule.body.get("starts", r"\d"))))
    found = [char for char in _STARTS if wanted.fullmatch(char)]
    if not found:
        raise DataError(f"figures.yaml: rule {rule.id}: no numeral starts with {wanted.pattern}")
    return found
