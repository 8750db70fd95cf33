"""Sentences to mentions: every finder proposes, one overlap policy decides, losers are kept for debugging."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from kg.gazetteer import Gazetteer
from kg.matcher import agencies, fields, honors, lexical, patterns, people, phrases, places, quoted, titles
from kg.matcher.base import Context, Mention, context
from kg.model import Document, Span
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
    """Find the names in every passage.

    Each finder goes through all passages before the next one does: its code and words then stay in the processor's
    caches, which takes a seventh off the time.
    """
    contexts = [context(document, p, rulebook, gazetteer) for p in passages]
    found = _first(contexts)
    stops = [_stops(mentions) for mentions in found]
    _add(found, phrases.find(contexts, stops))
    taken = [
        _taken(mentions) if ctx.passage.brackets else []
        for ctx, mentions in zip(contexts, found, strict=True)
    ]
    known = [{m.span.end: m for m in mentions if m.rule == "known.reform"} for mentions in found]
    quotes = zip(contexts, taken, stops, known, strict=True)
    _add(found, [list(quoted.find(ctx, t, at, by_end)) for ctx, t, at, by_end in quotes])
    return tuple(Matches(*settle(mentions)) for mentions in found)


def _first(contexts: Sequence[Context]) -> list[list[Mention]]:
    """Give for each passage what is found without regard to other names, and the people after bodies."""
    bodies = [list(agencies.find(ctx)) for ctx in contexts]
    columns = (
        _all(titles.find, contexts),
        _all(lexical.find, contexts),
        bodies,
        _all(places.find, contexts),
        [
            list(people.find(ctx, (b.span for b in before)))
            for ctx, before in zip(contexts, bodies, strict=True)
        ],
        _all(honors.find, contexts),
        people.signed(contexts),
        fields.find(contexts),
        patterns.find(contexts),
    )
    return [list(chain.from_iterable(row)) for row in zip(*columns, strict=True)]


def _all(find: Callable[[Context], Iterable[Mention]], contexts: Iterable[Context]) -> list[list[Mention]]:
    return [list(find(ctx)) for ctx in contexts]


def _add(found: Iterable[list[Mention]], more: Iterable[list[Mention]]) -> None:
    for mentions, others in zip(found, more, strict=True):
        mentions += others


def _stops(mentions: Sequence[Mention]) -> dict[int, Span]:
    """Give the names that end what can be a name, by the offsets where they end."""
    stops = {m.span.end: m.span for m in mentions if m.cls in ("Agency", "Person")}
    return stops | {m.span.end: m.span for m in mentions if _ends_names(m)}


def _ends_names(mention: Mention) -> bool:
    """Tell whether a place ends what can be a name: 洪泽区|…; a short name or a bare 开发区 may be part of one."""
    whole = mention.rule in ("division.name", "division.town", "division.town-bare")
    return whole or (mention.rule == "division.zone" and mention.name != "开发区")


def _taken(mentions: Sequence[Mention]) -> list[Span]:
    """Give where names stand that a bare quotation cannot be part of."""
    held, _ = settle(mentions)
    return [m.span for m in held if m.cls not in ("Division", "Agency")]


def settle(candidates: Sequence[Mention]) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Decide overlaps: longer over shorter inside one class, then by rank; allowed nesting stays."""
    if len(candidates) < 2:
        return tuple(candidates), ()
    order = sorted(
        candidates,
        key=lambda m: (
            m.rule != "policy.title",
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


def _fits(mention: Mention, held: Iterable[Mention]) -> bool:
    """Tell whether a mention overlaps none of those held, or may stand inside those that it does."""
    start, end = mention.span
    for other in held:
        low, high = other.span
        if start < high and low < end and not _nests(mention, other):
            return False
    return True


def _nests(mention: Mention, held: Mention) -> bool:
    inside = held.span.covers(mention.span) and held.span != mention.span
    return inside and held.cls in _NESTS[mention.cls] and held.rule != "policy.title"
