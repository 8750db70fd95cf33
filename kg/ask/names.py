"""The names of a graph: what a word of a question can stand for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property

from kg.cutter import load_jieba

NAMES = """\
SELECT DISTINCT ?class ?name ?label
WHERE {
  GRAPH ?graph {
    ?thing a ?class ; skos:prefLabel ?name ; skos:prefLabel|skos:altLabel ?label .
    FILTER(?class IN (fz:Agency, fz:Division, fz:Person, fz:Post, fz:Policy, fz:Reform, fz:System, fz:Honor, fz:Event, fz:Indicator))
  }
}
ORDER BY ?class ?name ?label
"""
"""The query that gives a graph's names: class, preferred name, and every name by which it goes."""

SLOTS: Mapping[str, tuple[str, ...]] = {
    "agency": ("Agency", "Division"),
    "person": ("Person",),
    "post": ("Post",),
    "policy": ("Policy",),
    "system": ("System",),
    "indicator": ("Indicator",),
    "thing": ("System", "Reform", "Agency", "Policy", "Event", "Honor"),
}
"""What a slot of a question may stand for, by class; a slot that is not here takes any text."""

WHOLE = ("agency", "person", "post")
"""Slots that take only names as they are, so that several can stand in one question."""

_MARKS = re.compile(r"[“”‘’\"'「」《》\s]+")
_LEAST = 0.6


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """One name of a thing: its class, preferred name, and this name."""

    cls: str
    name: str
    label: str


@dataclass(frozen=True)
class Names:
    """All names of a graph."""

    names: tuple[Name, ...]

    def known(self, slot: str) -> Mapping[str, str]:
        """Give what each bare name of a slot stands for."""
        return self._by_slot.get(slot, {})

    def find(self, slot: str, text: str) -> str | None:
        """Give the value that a text of a question stands for, or None when nothing in the graph is called so.

        A part of a name stays as it is: ready queries take parts.  Else the name that has the most words in common.
        """
        if slot not in SLOTS:
            return text
        bare, known = plain(text), self.known(slot)
        if bare in known:
            return known[bare]
        if len(bare) > 1 and any(bare in plain(name) for name in known.values()):
            return text.strip("“”《》\"' ")
        return self._by_words(bare, known)

    def near(self, text: str, count: int = 3) -> list[str]:
        """Give names that look like a text."""
        every = {bare: name for slot in SLOTS for bare, name in self.known(slot).items()}
        held = sorted(
            (bare for bare in every if len(bare) > 2 and bare in plain(text)), key=len, reverse=True
        )
        return list(
            dict.fromkeys(every[b] for b in [*held, *get_close_matches(plain(text), every, count, 0.5)])
        )[:count]

    @cached_property
    def _by_slot(self) -> Mapping[str, Mapping[str, str]]:
        """Index the bare names; a preferred name goes before a short form that reads the same."""
        found: dict[str, dict[str, str]] = {}
        ordered = sorted(self.names, key=lambda n: (n.label != n.name, n))
        for slot, classes in SLOTS.items():
            of = found.setdefault(slot, {})
            for name in ordered:
                if name.cls in classes:
                    of.setdefault(plain(name.label), name.name)
        return found

    def _by_words(self, text: str, known: Mapping[str, str]) -> str | None:
        wanted = _words(text)
        if not wanted:
            return None
        scored = ((_share(wanted, bare), -len(bare), name) for bare, name in known.items())
        score, _, name = max(scored, default=(0.0, 0, ""))
        return name if score >= _LEAST else None


def from_rows(rows: Iterable[tuple[str, str, str]]) -> Names:
    """Put together the answer of `NAMES`, classes as local names."""
    return Names(tuple(sorted(Name(*row) for row in rows)))


def plain(text: str) -> str:
    """Give a text without quotation marks and spaces, in lower case.

    >>> plain("“放管服”改革 PM2.5")
    '放管服改革pm2.5'
    """
    return _MARKS.sub("", text).lower()


@cache
def _words(text: str) -> frozenset[str]:
    """Cut a text into its words of two characters or more; jieba is loaded only for what names nothing as it stands."""
    return frozenset(word for word in load_jieba().lcut(text) if len(word) > 1)


def _share(wanted: frozenset[str], label: str) -> float:
    """Give how much of the wanted words stands in a label, by characters."""
    return sum(len(word) for word in wanted if word in label) / sum(map(len, wanted))
