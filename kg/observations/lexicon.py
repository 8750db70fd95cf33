"""Word lists that phrases, subjects and periods are told by, compiled once per rulebook."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Verbs and predicates, bare rates, nouns of change, and the cues for issuer and place."""

    verbs: frozenset[str]
    predicates: frozenset[str]
    bare_rates: frozenset[str]
    changes: Mapping[str, tuple[str, str]]
    change: re.Pattern[str]
    acts: re.Pattern[str]
    affairs: re.Pattern[str]
    concepts: Mapping[str, str]


def lexicon_of(rulebook: Rulebook) -> Lexicon:
    """Give the compiled word lists of a rulebook."""
    found: Lexicon | None = rulebook._cache.get("figure lexicon")
    if found is None:
        found = rulebook._cache["figure lexicon"] = _compile(rulebook)
    return found


def _compile(rulebook: Rulebook) -> Lexicon:
    words = rulebook.words
    changes = {r["verb"]: (r["direction"], r["noun"]) for r in rulebook.tables.get("figure_changes", ())}
    return Lexicon(
        verbs=words.get("figure_verbs", frozenset()),
        predicates=words.get("figure_predicates", frozenset()),
        bare_rates=words.get("figure_bare_rates", frozenset()),
        changes=changes,
        change=re.compile(alternatives(changes)),
        acts=re.compile(alternatives(words.get("figure_acts", ["\0"]))),
        affairs=re.compile(alternatives(words.get("figure_affairs", ["\0"]))),
        concepts=_concepts(rulebook),
    )


def alternatives(words: Iterable[str]) -> str:
    """Give a pattern of words, longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))


def _concepts(rulebook: Rulebook) -> dict[str, str]:
    found: dict[str, str] = {}
    for concept in rulebook.concepts.get("indicator", ()):
        for label in concept.labels:
            found.setdefault(normal(label), concept.local)
    return found


_IGNORED = re.compile('[“”"《》（）() 、，]|全[市省县区州]|我[市省县区]|数量$|件数$|个数$|总数$|数$')


def normal(phrase: str) -> str:
    """Strip a phrase of what does not tell indicators apart."""
    return _IGNORED.sub("", phrase)
