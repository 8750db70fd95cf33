"""Sentences to mentions: every finder proposes, one overlap policy decides, losers are kept for debugging."""

from collections.abc import Iterable
from typing import NamedTuple

from kg.gazetteer import Gazetteer
from kg.matcher import agencies, honors, lexical, patterns, people, phrases, places, quoted, titles
from kg.matcher.base import Context, Mention, context
from kg.model import Document
from kg.rulebook import Rulebook
from kg.segment import Passage

__all__ = ["Matches", "Mention", "match"]

# Who wins where names overlap without one lying wholly inside the other in an allowed way.
_RANK = {
    "Policy": 0,
    "Person": 1,
    "Post": 1,
    "Honor": 2,
    "Event": 3,
    "Agency": 4,
    "System": 5,
    "Reform": 6,
    "Division": 7,
}
# What may stand inside what and still be a mention of its own.
_NESTS = {
    "Division": {"Agency", "Event", "Honor", "System", "Reform", "Division", "Post"},
    "Agency": {"Event", "System", "Honor", "Post", "Policy"},
    "Reform": {"Event", "Honor", "Policy"},
    "System": {"Event"},
    "Policy": set(),
    "Person": set(),
    "Post": {"Honor"},
    "Honor": set(),
    "Event": {"Policy"},
}


class Matches(NamedTuple):
    """What was found in one passage: the mentions that hold, in text order, and those that lost."""

    mentions: tuple[Mention, ...]
    losers: tuple[Mention, ...]


def match(
    document: Document, passages: Iterable[Passage], rulebook: Rulebook, gazetteer: Gazetteer
) -> tuple[Matches, ...]:
    """Find the names in every passage."""
    return tuple(_match(context(document, p, rulebook, gazetteer)) for p in passages)


def _match(ctx: Context) -> Matches:
    bodies = tuple(agencies.find(ctx))
    first = [*titles.find(ctx), *lexical.find(ctx), *bodies, *places.find(ctx)]
    first += [*people.find(ctx, (b.span for b in bodies)), *honors.find(ctx), *patterns.find(ctx)]
    stops = {m.span.end: m.span for m in first if m.cls in ("Agency", "Person")}
    stops |= {m.span.end: m.span for m in first if _stops(m)}
    first += phrases.find(ctx, stops)
    held, _ = settle(first)
    taken = [m.span for m in held if m.cls not in ("Division", "Agency")]
    return Matches(*settle([*first, *quoted.find(ctx, taken, stops)]))


def _stops(mention: Mention) -> bool:
    """Tell whether a place ends what can be a name: 洪泽区|…; a short name or a bare 开发区 may be part of one."""
    whole = mention.rule in ("division.name", "division.town", "division.town-bare")
    return whole or (mention.rule == "division.zone" and mention.name != "开发区")


def settle(candidates: Iterable[Mention]) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Decide overlaps: longer over shorter inside one class, then by rank; allowed nesting stays."""
    order = sorted(
        candidates,
        key=lambda m: (
            _title_first(m),
            m.span.start - m.span.end,
            not m.rule.startswith("known."),
            _RANK[m.cls],
            m.span.start,
            m.rule,
        ),
    )
    held: list[Mention] = []
    lost: list[Mention] = []
    for mention in order:
        (held if _fits(mention, held) else lost).append(mention)
    return tuple(sorted(held, key=lambda m: m.span)), tuple(sorted(lost, key=lambda m: m.span))


def _title_first(mention: Mention) -> bool:
    return mention.rule != "policy.title"


def _fits(mention: Mention, held: Iterable[Mention]) -> bool:
    """Tell whether a mention overlaps none of those held, or may stand inside those that it does."""
    start, end = mention.span
    return all(_nests(mention, h) for h in held if start < h.span[1] and h.span[0] < end)


def _nests(mention: Mention, held: Mention) -> bool:
    inside = held.span.covers(mention.span) and held.span != mention.span
    return inside and held.cls in _NESTS[mention.cls] and held.rule != "policy.title"
