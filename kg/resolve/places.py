"""Divisions: which place a name, a letter or 我市 means in this report."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.gazetteer import Division, Gazetteer
from kg.matcher.parts import CORPS
from kg.model import Document

_BRANCH = re.compile("[局厅委](?P<place>[\u4e00-\u9fff]{2,5})分局$")
_XINJIANG = "650000"
_LETTER_ENDINGS = {
    "省": ("省", "自治区"),
    "市": ("市",),
    "县": ("县", "自治县"),
    "区": ("区",),
    "州": ("州",),
    "盟": ("盟",),
    "旗": ("旗",),
}


def _own(document: Document, gazetteer: Gazetteer) -> str | None:
    """Give the code of the report's place; of a branch the place that it is for: 宿迁市…局|宿城|分局."""
    branch = _BRANCH.search(document.issuer or "")
    if branch is None or document.place is None:
        return document.place
    inside = gazetteer.find(branch["place"], within=document.place, year=document.year)
    return inside[0].code if len(inside) == 1 else document.place


@dataclass(frozen=True, slots=True)
class Places:
    """Resolve places from the report's own place, level and year."""

    gazetteer: Gazetteer
    own: str | None
    year: int | None

    @classmethod
    def of(cls, document: Document, gazetteer: Gazetteer) -> "Places":
        """Make the resolver for one report."""
        return cls(gazetteer, _own(document, gazetteer), document.year)

    def choose(self, codes: Iterable[str], near: str | None = None) -> Division | None:
        """Choose one of several divisions of the same name: in the own place, near the last one named, else the only one."""
        candidates = [d for c in codes if (d := self.gazetteer.by_code(c, self.year))]
        valid = [d for d in candidates if d.valid_in(self.year)] or candidates
        if len(valid) == 1:
            return valid[0]
        for area in self._areas(near):
            inside = [d for d in valid if self.gazetteer.is_within(d.code, area)]
            if len(inside) == 1:
                return inside[0]
        names = {(d.name, d.parent) for d in valid}
        return valid[-1] if len(names) == 1 else None

    def _areas(self, near: str | None) -> list[str]:
        areas = [self.own] if self.own else []
        areas += [a.code for a in self.gazetteer.ancestors(self.own)] if self.own else []
        if near:
            areas += [near, *(a.code for a in self.gazetteer.ancestors(near))]
        return areas

    def line(self) -> list[Division]:
        """Give the own place and what it lies in, the nearest first."""
        if self.own is None:
            return []
        return [d for d in (self.gazetteer.by_code(self.own), *self.gazetteer.ancestors(self.own)) if d]

    def by_short(self, name: str) -> Division | None:
        """Give the place of a short name: what the own place lies in, else a place in it."""
        above = self.gazetteer.ancestors(self.own, self.year) if self.own else ()
        found = [d for d in above if d.short == name]
        if found:
            return found[0]
        inside = self.gazetteer.find(name, within=self.own, year=self.year)
        return inside[0] if len(inside) == 1 else self.choose(d.code for d in inside)

    def by_letter(self, letter: str) -> Division | None:
        """Give the place that 省, 市, 县 or 区 alone means: the own place or what it lies in."""
        if self.own is None:
            return None
        if letter in CORPS:
            return self._corps(letter)
        line = self.line()
        endings = _LETTER_ENDINGS.get(letter, ())
        fitting = [d for d in line if d.name.endswith(endings)] if endings else []
        if letter == "区":
            fitting = [d for d in line if d.name.endswith("自治区")] + [
                d for d in fitting if not d.name.endswith("自治区")
            ]
            own = [d for d in line[:1] if d.name.endswith("区")]
            fitting = own or fitting
        return fitting[0] if fitting else None

    def _corps(self, letter: str) -> Division | None:
        """Give the own place for 师市, 新疆生产建设兵团 for 兵团, in the reports of Xinjiang alone."""
        own, xinjiang = self.gazetteer.by_code(self.own or ""), self.gazetteer.by_code(_XINJIANG)
        if own is None or xinjiang is None or not self.gazetteer.is_within(own.code, _XINJIANG):
            return None
        return own if letter == "师" else replace(xinjiang, name="新疆生产建设兵团", short="兵团")

    def unique_name(self, division: Division) -> str:
        """Give a name that no other place has: the name itself, or with its parents in front."""
        same = [d for d in self.gazetteer.find(division.name) if d.name == division.name]
        ambiguous = len({d.code for d in same}) > 1 and len({d.parent for d in same}) > 1
        return self.gazetteer.qualified_name(division.code) if ambiguous else division.name

    def own_name(self) -> str:
        """Give the unique name of the report's place, or a dash."""
        own = self.gazetteer.by_code(self.own) if self.own else None
        return self.unique_name(own) if own else "-"
