"""Names that hold verbs: they begin after the verb that governs them, however far to the left it stands."""

from itertools import takewhile

from kg.matcher.base import Context, verb_in
from kg.matcher.heads import WIDE, Heads, Phrase, widened
from kg.model import Span
from kg.rulebook import Rule

_MAX_OPENED = 26
_NEAR = 8
_CONJUNCTIONS = frozenset("和 与 及".split())
_ENABLING = frozenset("支持 促进 规范 鼓励 引导 扶持".split())
_BEFORE_NAME = frozenset("好 了 新一轮".split())
_NO_OPENING = frozenset(
    "其中 以及 或者 有关 相关 分别 多个 一批 一系列 一些 其他 各类 首次 主持召开 组织召开 实现 形成 "
    "及其 完成 列入 纳入 写入 更多 若干 各级 各地 同步 探索 组织 通过 按照 围绕 聚焦 根据 依托 为了 如期 我们".split()
)


def opened(ctx: Context, rule: Rule, phrase: Phrase, heads: Heads) -> Phrase:
    """Take in a verb that opens the name after the verb that governs it: 召开|深化…工作推进会, 开展|严厉打击…行动."""
    opening = ctx.starts.get(phrase.span.start, 0) - 1
    if rule.cls == "Event" and opening > 0 and ctx.passage.tokens[opening].text == "暨":
        return _with_other_half(ctx, rule, phrase, heads)
    if rule.cls == "Policy" and opening >= 0 and ctx.passage.tokens[opening].text in _ENABLING:
        span = Span(ctx.passage.tokens[opening].start, phrase.span.end)
        return phrase._replace(span=span, full=span, owner=None)
    if not rule.body.get("opens") or phrase.cue in heads.cues[rule.id] or opening < 1:
        return phrase
    return _from_governing_verb(ctx, rule, phrase, opening, heads) or phrase


def _from_governing_verb(
    ctx: Context, rule: Rule, phrase: Phrase, opening: int, heads: Heads
) -> Phrase | None:
    """Begin a name after the verb that governs it, whatever verbs the name itself holds: 实施|空气质量持续改善行动."""
    tokens, cues, at = ctx.passage.tokens, heads.cues[rule.id], opening
    cue = None
    while at >= 0 and phrase.span.end - tokens[at].start <= _MAX_OPENED:
        cue = verb_in(tokens[at].text, cues, ctx.rulebook) if _governing(ctx, at) else None
        if cue or not _inside(ctx, at, heads):
            break
        at -= 1
    if cue is None and at >= 0 and _after_a_name(ctx, at, heads):
        cue = _cue_of_clause(ctx, at, heads.cues[rule.id])
    if cue is None:
        return None
    first, last = at + 1, ctx.passage.token_at(phrase.span.end - 1)
    while first < last and (tokens[first].text in WIDE or tokens[first].text in _BEFORE_NAME):
        first += 1
    span, wide = Span(tokens[first].start, phrase.span.end), tokens[widened(ctx, first)].start
    return phrase._replace(span=span, full=Span(wide, span.end), cue=cue, owner=None)


def _governing(ctx: Context, index: int) -> bool:
    """Tell whether a verb governs what follows it and is no part of a name: 决策部署|落实|机制."""
    tokens = ctx.passage.tokens
    if tokens[index].text not in ctx.rulebook.words["inner_verbs"] or index == 0:
        return True
    return ctx.is_boundary(tokens[index - 1])


def _inside(ctx: Context, index: int, heads: Heads) -> bool:
    """Tell whether a token may stand inside a name that holds verbs: no sign, number or small word, 和 before no second name."""
    word = ctx.passage.tokens[index].text
    if word in _CONJUNCTIONS:
        return not _after_a_name(ctx, index, heads)
    if word in _NO_OPENING or _is_sign(word):
        return False
    return len(word) > 1 or not ctx.boundaries[word]


def _is_sign(word: str) -> bool:
    return not "\u4e00" <= word[0] <= "\u9fff"


def _after_a_name(ctx: Context, index: int, heads: Heads) -> bool:
    """Tell whether a token joins a name to the one before it: 提升行动|和|培训行动."""
    token = ctx.passage.tokens[index]
    if token.text not in _CONJUNCTIONS and token.text != "、":
        return False
    near = 1 if token.text == "、" else _NEAR
    before = ctx.passage.tokens[max(0, index - near) : index]
    words = takewhile(lambda t: not _is_sign(t.text), reversed(before))
    return any(heads.index.ending_at(ctx.text, t.start, t.end) for t in words)


def _cue_of_clause(ctx: Context, index: int, cues: frozenset[str]) -> str | None:
    """Give the last verb before a token that governs what its clause lists."""
    tokens = ctx.passage.tokens
    start = ctx.passage.clause_at(tokens[index].start).start
    while index >= 0 and tokens[index].start >= start:
        if cue := verb_in(tokens[index].text, cues, ctx.rulebook):
            return cue
        index -= 1
    return None


def _with_other_half(ctx: Context, rule: Rule, phrase: Phrase, heads: Heads) -> Phrase:
    """Take in what 暨 joins to the front of an event's name: 法治建设工作会议|暨|执法推进会."""
    tokens = ctx.passage.tokens
    first = ctx.starts[phrase.span.start] - 1
    while first > 0 and not ctx.is_boundary(tokens[first - 1]):
        first -= 1
    before = first - 1
    while before >= 0 and tokens[before].text in WIDE:
        before -= 1
    cue = verb_in(tokens[before].text, heads.cues[rule.id], ctx.rulebook) if before >= 0 else None
    span = Span(tokens[first].start, phrase.span.end)
    full = Span(tokens[widened(ctx, first)].start, span.end)
    return phrase._replace(span=span, full=full, cue=cue, owner=None)
