"""Noun phrases that end in a head word: reforms, systems, events.

Chinese noun phrases end in their head, so the head is found first; the left edge is the nearest token that
cannot stand inside a name.  A verb of action at the left edge (or after the phrase) is the cue that the phrase
names something in particular and not a notion.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.matcher.base import Context, Mention, WordIndex, skip_adverbs, triggers
from kg.model import Span
from kg.rulebook import Rule, Rulebook
from kg.segment import Bracket

_CONJUNCTIONS = frozenset(["和", "与", "及", "、", "以及"])
_MAX_CHARS = 30
_MAX_COORDINATE = 9
_MAX_QUOTED = 20
_SAYING = re.compile("[，,。；;！!？?：:]")


@dataclass(frozen=True, slots=True)
class Heads:
    """The compiled `heads` rules: an index of all heads, rules by head, cue words by rule."""

    index: WordIndex
    rules: Mapping[str, tuple[Rule, ...]]
    cues: Mapping[str, frozenset[str]]
    verbs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate: token range, character span, cue before it, brackets inside it."""

    first: int
    span: Span
    cue: str | None
    quotes: tuple[Bracket, ...]


def compile_heads(rulebook: Rulebook) -> Heads:
    """Compile every rule of kind `heads`."""
    rules = [r for r in rulebook.rules if r.kind == "heads"]
    by_head: dict[str, list[Rule]] = {}
    for rule in rules:
        for head in rule.body["heads"]:
            by_head.setdefault(head, []).append(rule)
    cues = {r.id: triggers(rulebook, r.body.get("cues", ())) for r in rules}
    verbs = triggers(rulebook, rulebook.relations)
    return Heads(WordIndex(by_head), {h: tuple(r) for h, r in by_head.items()}, cues, verbs)


def find(ctx: Context, stops: frozenset[int]) -> Iterator[Mention]:
    """Find head-final names in a passage; `stops` are offsets where another name ends."""
    heads: Heads = ctx.cached("heads", compile_heads)
    previous: dict[int, str | None] = {}
    for head in heads.index.find(ctx.text, ctx.passage.span):
        phrase = _phrase(ctx, head, heads, stops, previous)
        if phrase is None:
            continue
        previous[phrase.span.end] = phrase.cue
        yield from _mentions(ctx, head, phrase, heads)


def _phrase(
    ctx: Context, head: Span, heads: Heads, stops: frozenset[int], previous: Mapping[int, str | None]
) -> Phrase | None:
    if head.end not in ctx.ends:
        return None
    last = ctx.ends[head.end]
    first, quotes = left_edge(ctx, last, stops, head.end)
    first, cue = _cue(ctx, first, last, heads, previous)
    first = _without_modifiers(ctx, first, last)
    start = ctx.passage.tokens[first].start
    if start >= head.start and not any(q.outer.start >= start for q in quotes):
        return None
    return Phrase(first, Span(start, head.end), cue, tuple(q for q in quotes if q.outer.start >= start))


def left_edge(ctx: Context, last: int, stops: frozenset[int], end: int) -> tuple[int, tuple[Bracket, ...]]:
    """Walk left from token `last`; give the first token of the phrase and the quotations inside it."""
    tokens, first, quotes = ctx.passage.tokens, last, []
    while first > 0 and tokens[first].start not in stops:
        quote = _quote_ending(ctx, tokens[first].start)
        if quote and end - quote.outer.start <= _MAX_CHARS and quote.outer.start in ctx.starts:
            quotes.append(quote)
            first = ctx.starts[quote.outer.start]
        elif ctx.is_boundary(tokens[first - 1]) or end - tokens[first - 1].start > _MAX_CHARS:
            break
        else:
            first -= 1
    return first, tuple(quotes)


def _quote_ending(ctx: Context, end: int) -> Bracket | None:
    return next((b for b in ctx.passage.brackets if b.opener == "“" and b.outer.end == end), None)


def _cue(
    ctx: Context, first: int, last: int, heads: Heads, previous: Mapping[int, str | None]
) -> tuple[int, str | None]:
    """Find the verb that governs the phrase; give the first token after it and the verb."""
    tokens = ctx.passage.tokens
    start, cue = first, None
    while start < last and tokens[start].text in heads.verbs:
        cue = tokens[start].text
        start += 1
    if cue:
        return start, cue
    before = skip_adverbs(ctx, first - 1)
    if before >= 0 and tokens[before].text in heads.verbs:
        return first, tokens[before].text
    if before >= 0 and tokens[before].text in _CONJUNCTIONS:
        return _coordinated(ctx, first, before, heads, previous)
    return first, None


def _coordinated(
    ctx: Context, first: int, conjunction: int, heads: Heads, previous: Mapping[int, str | None]
) -> tuple[int, str | None]:
    """Join `A和B机制` when A has no head of its own; take over the verb of `A机制和B机制`."""
    tokens = ctx.passage.tokens
    left_end = tokens[conjunction].start
    if left_end in previous:
        return first, previous[left_end]
    start = conjunction
    while start > 0 and not ctx.is_boundary(tokens[start - 1]):
        start -= 1
    while start < conjunction and tokens[start].text in heads.verbs:
        start += 1
    before = skip_adverbs(ctx, start - 1)
    short = 0 < left_end - tokens[start].start <= _MAX_COORDINATE
    if short and before >= 0 and tokens[before].text in heads.verbs and tokens[conjunction].text != "、":
        return start, tokens[before].text
    return first, None


def _without_modifiers(ctx: Context, first: int, last: int) -> int:
    """Drop numbers, levels and other words that do not belong to a name from its left end."""
    tokens, dropped = ctx.passage.tokens, ctx.rulebook.words["name_modifiers"]
    while first < last and (tokens[first].text in dropped or _is_count(ctx, first)):
        first += 1
    return first


def _is_count(ctx: Context, index: int) -> bool:
    text = ctx.passage.tokens[index].text
    return text[0] in "0123456789０１２３４５６７８９" or text.isnumeric()


def _mentions(ctx: Context, head: Span, phrase: Phrase, heads: Heads) -> Iterator[Mention]:
    name = phrase.span.of(ctx.text)
    if name in ctx.rulebook.words["generic_names"]:
        return
    for rule in heads.rules[head.of(ctx.text)]:
        if _accepts(ctx, rule, phrase, head, heads):
            cue = (("cue", phrase.cue),) if phrase.cue else ()
            core = tuple(("core", q.inner.of(ctx.text)) for q in phrase.quotes[:1])
            yield Mention(phrase.span, rule.cls, rule.id, name, cue + core)
            return


def _accepts(ctx: Context, rule: Rule, phrase: Phrase, head: Span, heads: Heads) -> bool:
    body, core = rule.body, head.start - phrase.span.start
    if phrase.quotes:
        return bool(body.get("quoted", True)) and _quotes_a_name(ctx, phrase)
    if body.get("quoted") == "only" or not body.get("min", 2) <= core <= body.get("max", 22):
        return False
    if not _ends_name(ctx, phrase.span.end):
        return False
    cues = heads.cues[rule.id]
    return not cues or phrase.cue in cues or _cue_after(ctx, phrase.span.end)


def _quotes_a_name(ctx: Context, phrase: Phrase) -> bool:
    """Tell whether the quotation inside a phrase is a name and not a whole saying."""
    inner = phrase.quotes[0].inner.of(ctx.text)
    return len(inner) <= _MAX_QUOTED and not _SAYING.search(inner)


def _ends_name(ctx: Context, end: int) -> bool:
    """Tell whether a name may end here: nothing follows that would make a longer noun of it."""
    index = ctx.starts.get(end)
    if index is None:
        return end == ctx.passage.span.end
    token = ctx.passage.tokens[index]
    return ctx.is_boundary(token) or token.text in ctx.rulebook.words["name_tails"] or _cue_after(ctx, end)


def _cue_after(ctx: Context, end: int) -> bool:
    """Tell whether a verb follows that says the thing before it was set going: 全面启动, 扎实推进."""
    tokens, index = ctx.passage.tokens, ctx.starts.get(end, len(ctx.passage.tokens))
    while index < len(tokens) and (
        tokens[index].text in ctx.rulebook.words["name_tails"] or tokens[index].text in _SKIP
    ):
        index += 1
    return index < len(tokens) and tokens[index].text in ctx.rulebook.words["cues_after"]


_SKIP = frozenset(
    "全面 已 已经 均 深入 扎实 稳步 有序 加快 持续 不断 初步 基本 正式 全部 进一步 逐步 顺利 成功 纵深 有效 正在 得到 得以".split()
)
