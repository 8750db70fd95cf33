"""Names that are just a quotation: “三进三帮”, 行政执法“三项制度”, and slogans kept out."""

import re
from collections.abc import Iterator

from kg.matcher.base import Context, Mention, skip_adverbs, triggers
from kg.matcher.phrases import left_edge
from kg.model import Span
from kg.segment import Bracket

_SENTENCE_MARKS = re.compile("[，,。；;！!？?：:]")
_MAX_NAME = 16
_NOTION = re.compile(".{1,4}[化型性力度感]$")


def find(ctx: Context, taken: list[Span], stops: frozenset[int]) -> Iterator[Mention]:
    """Find quotations that name a reform: those that a verb of launching or establishing governs."""
    verbs = ctx.cached(
        "quoted.verbs", lambda rb: triggers(rb, ("launched", "established", "piloted", "implements"))
    )
    for quote in ctx.passage.brackets:
        if quote.opener == "“" and not any(t.overlaps(quote.outer) for t in taken) and _is_name(ctx, quote):
            yield from _mention(ctx, quote, stops, verbs)


def _is_name(ctx: Context, quote: Bracket) -> bool:
    inner = quote.inner.of(ctx.text)
    too_long = len(inner) > _MAX_NAME or _SENTENCE_MARKS.search(inner)
    return len(inner) >= 2 and not too_long and not _NOTION.match(inner) and not inner.isascii()


def _mention(ctx: Context, quote: Bracket, stops: frozenset[int], verbs: frozenset[str]) -> Iterator[Mention]:
    tokens = ctx.passage.tokens
    if quote.outer.start not in ctx.starts:
        return
    index = ctx.starts[quote.outer.start]
    first, _ = left_edge(ctx, index, stops, quote.outer.end)
    while first < index and tokens[first].text in verbs:
        first += 1
    while first < index and tokens[first].text in ctx.rulebook.words["name_modifiers"]:
        first += 1
    before = skip_adverbs(ctx, first - 1)
    governed = (before >= 0 and tokens[before].text in verbs) or tokens[max(first - 1, 0)].text in verbs
    if governed or _verb_after(ctx, quote.outer.end):
        span = Span(tokens[first].start, quote.outer.end)
        attrs = (("core", quote.inner.of(ctx.text)),)
        yield Mention(span, "Reform", "reform.quoted", span.of(ctx.text), attrs)


def _verb_after(ctx: Context, end: int) -> bool:
    index = ctx.starts.get(end)
    tokens = ctx.passage.tokens
    while (
        index is not None
        and index < len(tokens) - 1
        and tokens[index].text in ctx.rulebook.words["name_tails"]
    ):
        index += 1
    return (
        index is not None
        and index < len(tokens)
        and tokens[index].text in ctx.rulebook.words["quoted_cues_after"]
    )
