"""Figures with what the sums need: the words in front, and the range that rounding leaves."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kg import rulebook
from kg.model import Extraction, Observation, Span

_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_BREAK = re.compile(r"[，,。；;、：:（）()\s]")
_CASES = frozenset({"件", "起", "宗", "例"})
_ONE = Decimal(1)


@dataclass(frozen=True)
class Figure:
    """One figure in its sentence.

    `lead` are the words between it and what stands before: a mark of punctuation or another figure;
    `low` and `high` bound what the printed digits may stand for.
    """

    observation: Observation
    text: str
    lead: str
    gap: str
    sentence: str
    low: Decimal
    high: Decimal

    @property
    def span(self) -> Span:
        """Give where it stands."""
        return self.observation.quantity.span

    @property
    def value(self) -> Decimal:
        """Give its value."""
        return self.observation.quantity.value

    @property
    def exact(self) -> bool:
        """Tell whether it is stated without about, over and the like."""
        return self.observation.quantity.qualifier == "exact"

    @property
    def kind(self) -> str:
        """Give the kind of quantity."""
        return self.observation.quantity.kind

    @property
    def counted(self) -> bool:
        """Tell whether it is an exact number of things or an exact amount."""
        return self.exact and self.kind in ("count", "amount", "area") and self.value > 0

    @property
    def percentage(self) -> bool:
        """Tell whether it is in percent."""
        return self.observation.quantity.unit == "%"

    @cached_property
    def unit(self) -> str:
        """Give the unit, with the words for cases taken as one."""
        unit = self.observation.quantity.unit
        return "件" if unit in _CASES else unit

    @cached_property
    def verb(self) -> str:
        """Give the words in front without those that change nothing."""
        return strip_fillers(self.lead)


def by_sentence(extraction: Extraction) -> Iterator[list[Figure]]:
    """Give the figures of each sentence that has two or more, and lone ones alone, in text order."""
    spans = sorted({o.quantity.span: o for o in reversed(extraction.observations)}.items())
    starts = [sentence.span.start for sentence in extraction.sentences]
    groups: dict[int, list[Observation]] = {}
    for span, observation in spans:
        groups.setdefault(bisect_right(starts, span.start) - 1, []).append(observation)
    for number, observations in groups.items():
        whole = extraction.sentences[number].span if number >= 0 else observations[0].quantity.span
        yield list(_figures(extraction.document.text, whole, observations))


def _figures(text: str, sentence: Span, observations: list[Observation]) -> Iterator[Figure]:
    end = min(sentence.start, observations[0].quantity.span.start)
    for observation in observations:
        span = observation.quantity.span
        gap = text[end : span.start]
        lead = _BREAK.split(gap)[-1]
        low, high = _range(span.of(text), observation.quantity.value)
        yield Figure(observation, span.of(text), lead, gap, sentence.of(text), low, high)
        end = max(end, span.end)


def _range(printed: str, value: Decimal) -> tuple[Decimal, Decimal]:
    """Give the bounds of what the printed digits may stand for, rounded or cut off; a plain number is exact.

    >>> _range("10.06%", Decimal("10.06"))
    (Decimal('10.05'), Decimal('10.07'))
    >>> _range("685件", Decimal(685))
    (Decimal('685'), Decimal('685'))
    """
    found = _NUMBER.search(printed)
    if not found or not value:
        return value, value
    digits = found.group().replace(",", "").replace("，", "")
    times = value / Decimal(digits) if Decimal(digits) else _ONE
    decimals = len(digits.partition(".")[2])
    if times == 1 and not decimals and "%" not in printed:
        return value, value
    step = times * _ONE.scaleb(-decimals)
    return value - step, value + step


def strip_fillers(lead: str) -> str:
    """Take the words that do not change what is counted off the front of a phrase.

    >>> strip_fillers("其中依法办结")
    '办结'
    """
    fillers = words("fillers")
    while filler := next((word for word in fillers if lead.startswith(word)), ""):
        lead = lead[len(filler) :]
    return lead


def words(name: str) -> tuple[str, ...]:
    """Give one of the word lists of the checks, the longest words first."""
    return _sorted_words(rulebook.load().words, name)


def _sorted_words(lists: Mapping[str, frozenset[str]], name: str) -> tuple[str, ...]:
    return tuple(sorted(lists[f"audit_{name}"], key=lambda word: (-len(word), word)))
