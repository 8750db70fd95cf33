"""Policies: full titles, short titles (《纲要》, 《实施细则》), types by the end of the title."""

import re
from collections.abc import Mapping
from functools import lru_cache

from kg.matcher import Mention
from kg.model import Document
from kg.resolve.places import Places
from kg.resolve.registry import Record, Registry
from kg.rulebook import Concept, Rulebook

_SHORT = 8
_NEAR = 256
"""How many titles are kept as folded: each is asked for several times, those of laws in report after report."""
_DASHES = re.compile("\\s*[-–—－~～─]+\\s*")
_BRACKETS = str.maketrans("（）〈〉", "()〈〉")
_IMPLEMENTING = ("实施细则", "实施办法", "实施意见", "实施方案", "细则", "配套措施")
_JOINED = re.compile("^》?(?:及其|及|和|与|以及)《?$")
_YEARS = re.compile("年(?=\\)$)")
_ASIDE = re.compile("[（(][^（()）]*[）)]$")
_LAST_ASIDE = re.compile("[（(].*?[）)]$")
_LAW = re.compile("[\u4e00-\u9fff]{1,20}(?<![办做说看想用执司立普守宪书手])法")
_STATE = re.compile("^(?:中华人民共和国|国务院|中共中央|中央)|(?:法|法典|宪法)(?:（.*）|\\(.*\\))?$")


@lru_cache(_NEAR)
def _plain(title: str) -> str:
    """Fold a title's brackets, dashes and the 年 of its period, which are printed in many ways.

    >>> _plain("《法治政府建设实施纲要（2021—2025年）》")
    '法治政府建设实施纲要(2021-2025)'
    """
    return _YEARS.sub("", _DASHES.sub("-", title.strip("《》").translate(_BRACKETS)))


def _types(rulebook: Rulebook) -> dict[str, str]:
    """Give the types of policies by the ends of their titles; of two with one end the first."""
    types: dict[str, str] = {}
    for ending, local in sorted(
        (label, c.local) for c in rulebook.concepts.get("policy-type", ()) for label in c.labels
    ):
        types.setdefault(ending, local)
    return types


def _known(rulebook: Rulebook) -> Mapping[str, Concept]:
    return {_plain(label): c for c in rulebook.concepts.get("known-policy", ()) for label in c.labels}


class Policies:
    """Resolve the policies of one report."""

    def __init__(self, document: Document, rulebook: Rulebook, places: Places, registry: Registry) -> None:
        self._text = document.text
        self._places = places
        self._registry = registry
        self._types = rulebook.compiled("policy types", _types)
        self._longest = max(map(len, self._types), default=0)
        self._known = rulebook.compiled("policies known", _known)
        self._last: Record | None = None
        self._last_end = -1

    def start_sentence(self) -> None:
        """Forget the policy before: joining words work inside one sentence only."""
        self._last_end = -1

    def add(self, mention: Mention) -> Record | None:
        """Resolve a policy mention."""
        name = self._full(mention)
        record = self._short_of(mention) if name == mention.name else None
        if record is None:
            record = self._registry.get("Policy", self._key(name))
            record = self._new(name, mention) if record is None else record
            self._take_unplaced(record)
            if (full := mention.attr("full")) and full.startswith(("全市", "全省", "全县", "全区")):
                record.name = full
        record.places.append((mention.span, mention.name))
        if number := mention.attr("number"):
            record.attrs.setdefault("number", number)
        self._last, self._last_end = record, mention.span.end
        return record

    def _full(self, mention: Mention) -> str:
        """Give the label of a known policy, or `X实施细则` for 《实施细则》 joined to X, else the name as printed."""
        known = self._known.get(_plain(mention.name))
        if known:
            return known.label.strip("《》")
        if (
            mention.rule == "policy.title"
            and _LAW.fullmatch(mention.name)
            and not mention.name.startswith("中华")
        ):
            return f"中华人民共和国{mention.name}"
        between = self._text[self._last_end : mention.span.start] if self._last_end >= 0 else ""
        if mention.name in _IMPLEMENTING and self._last and _JOINED.match(between):
            return self._last.name + mention.name
        return mention.name

    def _take_unplaced(self, record: Record) -> None:
        """Take in what the text named before without its place: 制定依法行政条例。《某市依法行政条例》…"""
        own = {n for d in self._places.line() for n in (d.name, d.short) if n}
        for other in self._registry.of("Policy"):
            front = record.name.removesuffix(other.name)
            if other is not record and front != record.name and front in own:
                self._registry.merge(record, other)

    def _short_of(self, mention: Mention) -> Record | None:
        """Give the one policy named before whose title contains the short one as its kind: 《纲要》."""
        name = mention.name
        longer = [
            r
            for r in self._registry.of("Policy")
            if name in r.name and r.name != name and self._alike(name, r.name)
        ]
        if len(name) > _SHORT:  # only the period in brackets may be left out
            longer = [r for r in longer if _LAST_ASIDE.sub("", r.name) == name]
        return longer[0] if len(longer) == 1 else None

    @staticmethod
    def _alike(short: str, full: str) -> bool:
        bare = _LAST_ASIDE.sub("", full)
        return bare.endswith(short)

    def _key(self, name: str) -> str:
        own = self._places.gazetteer.match(name[:12])
        if _plain(name) in self._known or _STATE.search(name) or (own and own[0][0].start <= 2):
            return name
        return f"{self._places.own_name()}/{name}"

    def _new(self, name: str, mention: Mention) -> Record:
        known = self._known.get(_plain(name))
        record = self._registry.add("Policy", self._key(name), name, mention.span, mention.name)
        record.places.clear()
        record.attrs["policyType"] = self.type_of(name)
        if known:
            record.attrs["known"] = known.local
        if "草案" in name or mention.attr("draft"):
            record.attrs["policyStatus"] = "draft"
        return record

    def type_of(self, name: str) -> str:
        """Classify a policy by the end of its title."""
        bare = _ASIDE.sub("", name)
        ends = (bare[at:] for at in range(max(0, len(bare) - self._longest), len(bare)))
        return next((self._types[end] for end in ends if end in self._types), "otherDocument")
