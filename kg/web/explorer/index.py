"""Names by what people type: a part of the name or of a short form, its pinyin, or the initials of its pinyin."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

SPACES = str.maketrans("", "", " \u3000'-·“”\"《》〈〉")
"""What is typed or left out at will."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing: its names as printed and folded, pinyin and initials of the first, and how much is known of it."""

    key: str
    names: tuple[str, ...]
    folded: tuple[str, ...]
    pinyin: str
    starts: tuple[int, ...]
    initials: str
    weight: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One find: which name, where in it (None for pinyin), the rank (less is better)."""

    key: str
    name: str
    at: tuple[int, int] | None
    rank: int


@dataclass(frozen=True, slots=True)
class Index:
    """All entries, the best known first, so that equals come in that order."""

    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, things: Iterable[tuple[str, tuple[str, ...], int]]) -> "Index":
        """Make an index of keys with names (the first is the main one) and weights."""
        entries = (_entry(*thing) for thing in things)
        return cls(tuple(sorted(entries, key=lambda e: (-e.weight, len(e.names[0]), e.names[0], e.key))))

    def find(self, text: str, limit: int) -> tuple[int, tuple[Hit, ...]]:
        """Give how many entries match and the best of them."""
        wanted = fold(text)
        if not wanted:
            return 0, ()
        by_sound = wanted.isascii() and wanted.isalnum() and not wanted.isdecimal()
        hits = [hit for entry in self.entries if (hit := _match(entry, text, wanted, by_sound))]
        hits.sort(key=lambda hit: hit.rank)  # stable: equals stay in the order of the entries
        return len(hits), tuple(hits[:limit])


def fold(text: str) -> str:
    """Make equal what people type in different ways.

    >>> fold("“放管服” 改革"), fold("ＡＢｃ")
    ('放管服改革', 'abc')
    """
    return unicodedata.normalize("NFKC", text).casefold().translate(SPACES)


def _entry(key: str, names: tuple[str, ...], weight: int) -> Entry:
    from pypinyin import Style, lazy_pinyin

    folded = tuple(fold(name) for name in names)
    syllables = lazy_pinyin(folded[0], style=Style.NORMAL, errors=_letters)
    starts, length = [], 0
    for syllable in syllables:
        starts.append(length)
        length += len(syllable)
    initials = "".join(syllable[:1] for syllable in syllables)
    return Entry(key, names, folded, "".join(syllables), tuple(starts), initials, weight)


def _letters(run: str) -> str:
    """Take what is not Chinese apart into characters; pypinyin takes a list here, its annotation says text."""
    return cast("str", list(run))


def _match(entry: Entry, text: str, wanted: str, by_sound: bool) -> Hit | None:
    for number, folded in enumerate(entry.folded):
        place = folded.find(wanted)
        if place >= 0:
            name = entry.names[number]
            rank = (-20 if folded == wanted else 1 if place == 0 else 3) + (1 if number else 0)
            return Hit(entry.key, name, _at(name, text), _known(entry, rank))
    rank = _sound(entry, wanted) if by_sound else 0
    return Hit(entry.key, entry.names[0], None, _known(entry, rank)) if rank else None


def _known(entry: Entry, rank: int) -> int:
    """Let what much is known of come before a slightly better match."""
    return 2 * rank - min(entry.weight.bit_length(), 8)


def _sound(entry: Entry, wanted: str) -> int:
    """Give the rank of a match by pinyin, 0 for none; full pinyin has to begin with a syllable."""
    if entry.initials.startswith(wanted):
        return 5
    if entry.pinyin.startswith(wanted):
        return 6
    if wanted in entry.initials and len(wanted) > 1:
        return 7
    place = entry.pinyin.find(wanted)
    while place >= 0:
        if place in entry.starts:
            return 8
        place = entry.pinyin.find(wanted, place + 1)
    return 0


def _at(name: str, text: str) -> tuple[int, int] | None:
    place = name.find(text)
    return (place, place + len(text)) if place >= 0 else None


def places(text: str, wanted: str) -> Sequence[tuple[int, int]]:
    """Give where a text holds a word, from left to right.

    >>> places("公开公正", "公")
    [(0, 1), (2, 3)]
    """
    found, place = [], text.find(wanted) if wanted else -1
    while place >= 0:
        found.append((place, place + len(wanted)))
        place = text.find(wanted, place + len(wanted))
    return found
