"""Units and qualifiers as the ontology names them, told at a place of the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.rulebook import Concept, Rulebook

_CJK = re.compile("[\u4e00-\u9fff]")
_PER = re.compile(
    "(?:每(?:名|个|位|户|万|亩|平方米|立方米|平方公里|吨|公里|度|次|件|人|月|年|天|日|小时|学期|套|头|台|辆|床)?"
    "(?:人|人口|职工|学生|村|社区|户|家|企业|项目)?)+$"
)
_PER_PART = re.compile("每([^每]+)")
_PERIOD_ORDER = ("小时", "天", "日", "月", "学期", "年")


class Unit(NamedTuple):
    """A unit at a place of the text: `text` as a person writes it, `kind` what it measures, `end` where it ends."""

    text: str
    kind: str
    end: int


@dataclass(frozen=True, slots=True)
class Units:
    """All unit words with their concept, and how long they are by their first character, the longest first."""

    forms: Mapping[str, tuple[Concept, str]]
    lengths: Mapping[str, tuple[int, ...]]

    def at(self, text: str, start: int) -> Unit | None:
        """Give the longest unit that stands at an offset."""
        for length in self.lengths.get(text[start : start + 1], ()):
            found = self.forms.get(text[start : start + length])
            if found and start + length <= len(text):
                return Unit(written(*found, text[start : start + length]), found[1], start + length)
        return None


def compile_units(rulebook: Rulebook) -> Units:
    """Collect the units; compounds such as 个乡镇 are left out, since their measure word is 个.

    Measures that the ontology does not name come from `figure_measures.csv`.
    """
    forms: dict[str, tuple[Concept, str]] = {}
    excluded = rulebook.words.get("figure_not_units", frozenset())
    for concept in rulebook.scheme("unit"):
        kind = (concept.extra.get("unitKind") or ("count",))[0].rpartition("/")[2]
        for label in concept.labels:
            if label not in excluded and not (kind == "count" and label.startswith("个") and label != "个"):
                forms.setdefault(label, (concept, kind))
    for row in rulebook.tables.get("figure_measures", ()):
        concept = Concept("unit", row["unit"], row["unit"], (), (), {})
        forms.setdefault(row["unit"], (concept, row["kind"]))
    lengths: dict[str, set[int]] = {}
    for form in forms:
        lengths.setdefault(form[0], set()).add(len(form))
    return Units(forms, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})


def latin_units(rulebook: Rulebook) -> str:
    """Give an alternation of the units in Latin letters, longest first."""
    labels = {label for c in rulebook.scheme("unit") for label in c.labels if label[:1].isascii()}
    labels |= {row["unit"] for row in rulebook.tables.get("figure_measures", ()) if row["unit"].isascii()}
    latin = sorted((x for x in labels if x[0].isalpha()), key=lambda x: (-len(x), x))
    return "|".join(map(re.escape, latin))


def unit_pattern(rulebook: Rulebook) -> str:
    """Give an alternation of all units, longest first, at whose place no longer word stands (套|套餐)."""
    words = sorted(rulebook.words.get("figure_unit_words", frozenset()))
    return f"(?!{'|'.join(map(re.escape, words))})(?:{_alternatives(list(compile_units(rulebook).forms))})"


def written(concept: Concept, kind: str, printed: str) -> str:
    """Give a unit as a person writes it: counts and amounts as printed, percentages and times in one form."""
    if kind in ("ratio", "change", "duration", "area") or not _CJK.match(printed):
        return concept.label if printed not in ("成", "倍") else printed
    return printed


def per(before: str) -> tuple[str, int] | None:
    """Read denominators that stand right before a figure: 每人每月 gives `人·月` and its length.

    >>> per("标准提高至每人每月")
    ('人·月', 4)
    """
    found = _PER.search(before)
    if not found or found.group() == "每":
        return None
    parts = [p.strip("名个位") or p for p in _PER_PART.findall(found.group())]
    parts.sort(key=lambda p: _PERIOD_ORDER.index(p) if p in _PERIOD_ORDER else -1)
    return "·".join(parts), len(found.group())


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """Patterns of the words that bound a figure, before and after it, and what each means."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    meaning: Mapping[str, str]


def compile_qualifiers(rulebook: Rulebook) -> Qualifiers:
    """Collect the qualifiers; a word list says which stand behind a figure."""
    behind = rulebook.words.get("figure_qualifiers_after", frozenset())
    meaning = {
        label: c.local for c in rulebook.scheme("qualifier") for label in c.labels if c.local != "between"
    }
    meaning |= {"超过了": "over", "突破了": "over", "破": "over", "过": "over", "上": "over"}
    before = [w for w in meaning if w not in behind and w not in ("余", "多", "精确")]
    return Qualifiers(
        re.compile(f"(?:{_alternatives(before)})$"), re.compile(_alternatives(list(behind))), meaning
    )


def _alternatives(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))
