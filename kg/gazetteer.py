"""Find China's administrative divisions by name, code and year, and in running text.

The data is `kg/lexicon/divisions.csv`: one row for each name that a code of GB/T 2260 has had, with the years of
its coming and going; in a year of change the old and the new are both valid.
"""

import csv
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import add

from kg.config import lexicon_path
from kg.errors import DataError
from kg.model import Level, Span

FIELDS = ["code", "name", "level", "parent", "since", "until", "successors"]

_PEOPLES = (
    "蒙古族? 回族 藏族 维吾尔族? 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族? 傣族 黎族 傈僳族 佤族 畲族 "
    "拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族? 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族? 阿昌族 普米族 塔吉克族? "
    "怒族 鄂温克族 保安族 裕固族 独龙族 鄂伦春族? 各族"
)
_KINDS = frozenset("省市县盟州区旗")
_LONG_KINDS = frozenset(("地区", "林区", "新区", "特区"))
_KEPT_WHOLE = frozenset(("矿区", "左旗", "右旗", "前旗", "后旗", "中旗", "合旗"))
_NO_SHORT = frozenset("市东 市南 市西 市北 市中 市郊 城东 城南 城西 城北 城中 城关 新城 新市".split())
_GOVERNING = ("人民", "人大", "政府", "政协", "委", "县委", "区委", "市委", "监委", "监察委")
_NOT_AFTER = {
    "市": frozenset("场圈"),
    "县": frozenset("域"),
    "区": frozenset("域间块位"),
    "旗": frozenset("下舰帜"),
}
_MAY_PRECEDE = frozenset("在到赴对向由与及自于被从给为让请将把等是至、")


@dataclass(frozen=True, slots=True)
class Division:
    """A province, prefecture or county under one name.

    `short` is the name without 省, 市, 自治县 … ("" where one character would be left or a province has that name:
    河北 is never 天津市河北区); `parent` a code; `since` and `until` are years, both inclusive, None when open;
    `successors` are codes (its own after a mere renaming).
    """

    code: str
    name: str
    short: str
    level: Level
    parent: str | None
    since: int | None
    until: int | None
    successors: tuple[str, ...]

    def valid_in(self, year: int | None) -> bool:
        """Tell whether the division existed in the year; None asks whether it exists now."""
        if year is None:
            return self.until is None
        return (self.since or 0) <= year <= (self.until or 9999)

    @property
    def names(self) -> tuple[str, ...]:
        """Give the full name and, for autonomous areas, the usual one without peoples (延边州, 威宁县)."""
        plain = _plain(self.name)
        return (self.name,) if plain == self.name else (self.name, plain)


Match = tuple[Span, tuple[Division, ...]]


class Gazetteer:
    """All divisions, indexed, in the order of the file (code, year); get it with `Gazetteer.load()`.

    Names are not unique (鼓楼区 exists in four cities): every method that takes a name gives all candidates.
    """

    def __init__(self, divisions: Iterable[Division], letters: dict[str, str], words: dict[str, str]) -> None:
        self._divisions = tuple(divisions)
        self._letters = letters
        self._words = words
        self._chosen: dict[tuple[str, int | None], tuple[Division, ...]] = {}
        self._held: dict[tuple[str, int | None], Division | None] = {}

    @cached_property
    def _codes(self) -> dict[str, list[Division]]:
        return _grouped((d.code, d) for d in self._divisions)

    @cached_property
    def _names(self) -> dict[str, list[Division]]:
        return _grouped((name, d) for d in self._divisions for name in d.names)

    @cached_property
    def _shorts(self) -> dict[str, list[Division]]:
        return _grouped((d.short, d) for d in self._divisions if d.short)

    @cached_property
    def _below(self) -> dict[str, list[Division]]:
        return _grouped((d.parent, d) for d in self._divisions if d.parent is not None)

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        return _lengths(self._names)

    @cached_property
    def _opening(self) -> re.Pattern[str]:
        return opening(self._lengths)

    @classmethod
    def load(cls) -> "Gazetteer":
        """Load the project's own list; later calls give the same object."""
        return _load()

    def __len__(self) -> int:
        return len(self._divisions)

    def __iter__(self) -> Iterator[Division]:
        """Go through all divisions of all times, by code and year."""
        return iter(self._divisions)

    def by_code(self, code: str, year: int | None = None) -> Division | None:
        """Give the division with the code, in the year if it had another name then, else the latest."""
        key = (code, year)
        if key not in self._held:
            periods = self._codes.get(code, ())
            last = periods[-1] if periods else None
            self._held[key] = next((d for d in reversed(periods) if d.valid_in(year)), last)
        return self._held[key]

    def by_abbreviation(self, letter: str) -> Division | None:
        """Give the province of a one-character abbreviation (苏 of 苏政发)."""
        code = self._letters.get(letter)
        return None if code is None else self.by_code(code)

    def find(self, name: str, within: str | None = None, year: int | None = None) -> tuple[Division, ...]:
        """Give all divisions of a full or short name, sorted by code, empty when there is none.

        Those valid in the year (None: now) are given if there are any, else those of other times.  Of a division
        and what followed it under the same name only the last is given: 洪泽 in 2016 is 洪泽区, not 洪泽县.
        `within` keeps the descendants of a code and the code itself.
        """
        if within is None:
            return self._choose(name, year)
        return self._valid([d for d in self._candidates(name) if self.is_within(d.code, within)], year)

    def _candidates(self, name: str) -> list[Division]:
        full, short = self._names.get(name, []), self._shorts.get(name, [])
        return (
            sorted({*full, *short}, key=lambda d: (d.code, d.since or 0)) if full and short else full or short
        )

    def _choose(self, name: str, year: int | None) -> tuple[Division, ...]:
        key = (name, year)
        if key not in self._chosen:
            self._chosen[key] = self._valid(self._candidates(name), year)
        return self._chosen[key]

    def _valid(self, divisions: list[Division], year: int | None) -> tuple[Division, ...]:
        """Choose those of the year, else all, and leave out what another one of them has replaced."""
        chosen = [d for d in divisions if d.valid_in(year)] or divisions
        if len(chosen) < 2:
            return tuple(chosen)
        return tuple(d for d in chosen if not any(later in chosen for later in self._later(d)))

    def ancestors(self, code: str, year: int | None = None) -> tuple[Division, ...]:
        """Give what the division belongs to, the nearest first, without itself."""
        found = []
        division = self.by_code(code, year)
        while division is not None and division.parent is not None:
            division = self.by_code(division.parent, year)
            if division is not None:
                found.append(division)
        return tuple(found)

    def children(self, code: str, year: int | None = None) -> tuple[Division, ...]:
        """Give the divisions right below, valid in the year (None: now)."""
        return tuple(d for d in self._below.get(code, ()) if d.valid_in(year))

    def province(self, code: str) -> Division | None:
        """Give the province of a division, a province being its own."""
        return self.by_code(f"{code[:2]}0000")

    def qualified_name(self, code: str, year: int | None = None) -> str:
        """Give the name with all that it belongs to (江苏省淮安市金湖县); "" for an unknown code."""
        division = self.by_code(code, year)
        above = [d.name for d in reversed(self.ancestors(code, year))]
        return "" if division is None else "".join([*above, division.name])

    def is_within(self, code: str, ancestor: str) -> bool:
        """Tell whether the division lies in the other or is the same."""
        return code == ancestor or any(d.code == ancestor for d in self.ancestors(code))

    def heirs(self, division: Division) -> tuple[Division, ...]:
        """Give what the division has become now, itself when it still exists; empty when that is unknown."""
        line = [division] if division.until is None else self._later(division)
        return tuple(sorted((d for d in line if d.until is None), key=lambda d: d.code))

    def _later(self, division: Division) -> list[Division]:
        """Give all that followed the division, one after the other."""
        line = [division]
        for current in line:
            following = [d for code in current.successors for d in self._following(code, current)]
            line.extend(d for d in dict.fromkeys(following) if d not in line)
        return line[1:]

    def _following(self, code: str, before: Division) -> list[Division]:
        periods = self._codes.get(code, [])
        return [d for d in periods if d is not before and (d.until or 9999) > (before.until or 0)][:1]

    def match(self, text: str, year: int | None = None, short_of: Iterable[str] = ()) -> list[Match]:
        """Find the divisions that a text names in full, in text order, each with all its candidates.

        The longest name wins and matches do not overlap; 浙江省金华市 are two matches.  `short_of` are codes of
        divisions whose short names count too.  Right after a place that holds it every name counts; elsewhere
        names of another time and names that words may run into (开县 in 召开县委; `place_words.csv`: start) count only
        at the start of a phrase, names that are everyday words (城区; holder) only there and before 人民政府, 法院
        and the like.
        """
        shorts = _grouped((d.short, d) for code in short_of for d in self._codes.get(code, ()) if d.short)
        found: list[Match] = []
        end = 0
        for start, sizes in self._starts(text, _lengths(shorts)):
            span = self._longest(text, start, sizes, shorts) if start >= end else None
            candidates = self._meant(text, span, year, shorts, found) if span is not None else ()
            if span is not None and candidates:
                found.append((span, candidates))
                end = span.end
        return found

    def _starts(self, text: str, shorts: dict[str, tuple[int, ...]]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield where a name may start, with the lengths that it may have."""
        names = self._lengths
        if not shorts:
            for found in self._opening.finditer(text):
                at = found.start()
                if sizes := names.get(text[at : at + 2]):
                    yield at, sizes
            return
        for start, pair in enumerate(map(add, text, text[1:])):
            if pair in names or pair in shorts:
                yield start, tuple(sorted({*names.get(pair, ()), *shorts.get(pair, ())}, reverse=True))

    def _longest(self, text: str, start: int, sizes: Iterable[int], shorts: Container[str]) -> Span | None:
        for end in (start + size for size in sizes if start + size <= len(text)):
            name = text[start:end]
            if name in self._names and text[end : end + 1] not in _NOT_AFTER.get(name[-1], ()):
                return Span(start, end)
            if name in shorts:
                return Span(start, end)
        return None

    def _meant(
        self,
        text: str,
        span: Span,
        year: int | None,
        shorts: dict[str, list[Division]],
        before: Sequence[Match],
    ) -> tuple[Division, ...]:
        """Give the candidates that the context allows, none for what is no name here."""
        name = span.of(text)
        candidates = self._valid(shorts[name], year) if name in shorts else self._choose(name, year)
        outer = before[-1][1] if before and before[-1][0].end == span.start else ()
        if inside := self._inside(candidates, outer):
            return inside
        if self._words.get(name) == "holder" and not text.startswith(_GOVERNING, span.end):
            return ()
        if name not in self._words and (name in shorts or any(d.valid_in(year) for d in candidates)):
            return candidates
        return candidates if _starts_phrase(text, span) else ()

    def _inside(self, candidates: tuple[Division, ...], outer: tuple[Division, ...]) -> tuple[Division, ...]:
        return tuple(d for d in candidates if any(self.is_within(d.code, o.code) for o in outer))


def _grouped(pairs: Iterable[tuple[str, Division]]) -> dict[str, list[Division]]:
    groups: dict[str, list[Division]] = {}
    for key, division in pairs:
        groups.setdefault(key, []).append(division)
    return groups


def _starts_phrase(text: str, span: Span) -> bool:
    before = text[span.start - 1 : span.start]
    return not before or before in _MAY_PRECEDE or not (before.isdigit() or "\u4e00" <= before <= "\u9fff")


def opening(pairs: Iterable[str]) -> re.Pattern[str]:
    """Compile what finds where some pairs of characters may stand: a first of theirs before a second of theirs.

    It lets a few other pairs through, and reads a text several times faster than looking every pair up.
    """
    known = [pair for pair in pairs if len(pair) == 2]
    first, second = (re.escape("".join(sorted({pair[i] for pair in known}))) for i in (0, 1))
    return re.compile(f"[{first}](?=[{second}])" if known else "(?!)")


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Index names by their first two characters: prefix -> lengths, the longest first."""
    sizes: dict[str, tuple[int, ...]] = {}
    for name in names:
        known = sizes.get(name[:2], ())
        if len(name) not in known:
            sizes[name[:2]] = tuple(sorted((*known, len(name)), reverse=True))
    return sizes


@cache
def _autonomous() -> re.Pattern[str]:
    """Compile on first need: place, peoples, kind."""
    return re.compile(rf"(.{{2,}}?)(?:{_PEOPLES.replace(' ', '|')})*(?:自治)?([州县旗区])")


def _plain(name: str) -> str:
    """Take 自治 and the names of peoples out of a name: 延边朝鲜族自治州 -> 延边州."""
    if ("自治" not in name and "族区" not in name) or name.endswith("自治区"):
        return name
    found = _autonomous().fullmatch(name)
    return found[1] + found[2] if found else name


def short_name(name: str) -> str:
    """Take the kind of division off a name, "" where less than two characters would be left.

    >>> [short_name(n) for n in ("淮安市", "湘西土家族苗族自治州", "内蒙古自治区", "城区")]
    ['淮安', '湘西', '内蒙古', '']
    """
    if "自治" in name or "族区" in name:
        found = _autonomous().fullmatch(name)
        stem = found[1] if found else name
        return stem.removesuffix("族") if len(stem) > 2 else stem
    long = name[-2:] in _LONG_KINDS and len(name) > 3
    stem = name.removesuffix("特别行政区") if name.endswith("政区") else name[: -2 if long else -1]
    unusual = len(stem) < 2 or stem in _NO_SHORT or name[-2:] in _KEPT_WHOLE or name[-1] not in _KINDS
    return "" if unusual else stem


@cache
def _load() -> Gazetteer:
    return Gazetteer(_read_divisions(), _read_letters(), _read_words())


def _read_divisions() -> Iterator[Division]:
    levels = {str(level): level for level in Level}
    with lexicon_path("divisions.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    if header != FIELDS:
        raise DataError(f"kg/lexicon/divisions.csv: the columns must be {','.join(FIELDS)}")
    taken = {short_name(name) for _, name, level, *_ in rows if level == Level.PROVINCE}
    for code, name, level, parent, since, until, successors in rows:
        short = short_name(name)
        yield Division(
            code,
            name,
            "" if short in taken and level != Level.PROVINCE and not name.endswith("市") else short,
            levels[level],
            parent or None,
            int(since) if since else None,
            int(until) if until else None,
            tuple(successors.split(";")) if successors else (),
        )


def _read_letters() -> dict[str, str]:
    with lexicon_path("province_letters.csv").open(encoding="utf-8", newline="") as file:
        return {letter: row["code"] for row in csv.DictReader(file) for letter in row["letters"].split(";")}


def _read_words() -> dict[str, str]:
    with lexicon_path("place_words.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["needs"] for row in csv.DictReader(file)}
