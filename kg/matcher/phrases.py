"""Noun phrases that end in a head word: reforms, systems, events, bodies being set up, documents being issued.

Chinese noun phrases end in their head, so the head is found first; the left edge is the nearest token that
cannot stand inside a name.  A verb of action at the left edge (or after the phrase) is the cue that the phrase
names something in particular and not a notion.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress

from kg.matcher.base import Context, Mention, skip_adverbs, verb_in
from kg.matcher.heads import WIDE, Heads, Phrase, compile_heads, widened
from kg.matcher.naming import mentions
from kg.model import Span
from kg.rulebook import Rulebook
from kg.segment import Bracket

_CONJUNCTIONS = frozenset("和 与 及 、 以及".split())
_NOMINAL_AFTER_VERB = frozenset(
    "情况 工作 方案 办法 细则 意见 计划 机制 制度 责任 能力 过程 体系 规定 条例 纲要 标准 效果 环节 主体 部门 单位 平台 会 部 办 组 长".split()
)
_CUTTING = frozenset(
    "落实 执行 推进 实施 开展 参与 推动 推广 严格落实 严格执行 认真落实 全面落实 组织开展 开展了".split()
)
_EDGE_VERBS = frozenset("建设 组织 委托 修订 研究 讨论 审议 参加 使用 升级 改造 维护".split())
_COMPOUNDS = frozenset(
    "项目 工程 单位 干部 机构 用地 学习 人员 系统 材料 领域 行业 市场 管理 服务 程序 生活 关系".split()
)
_MEASURES = frozenset(
    "个 家 项 处 条 批 名 件 座 类 所 户 对 套 位 次 场 期 起 宗 份 篇 部 亿元 万元 元 万 亿 余 多".split()
)
_PLURAL = frozenset("一批 一系列 更多 各类 各级 各种 各 多个 若干 一些 众多 部分 多种 多类 各个".split())
_LASTING = re.compile("为期[^，,。；;]{1,8}的$")  # 开展|为期三个月的|专项治理行动
_DASHES = frozenset(("—", "－", "-", "–"))
_MAX_CHARS = 32
_MAX_COORDINATE = 9


Headed = tuple[str, Phrase]
"""A phrase with the head word that ends it."""


def find(contexts: Sequence[Context], stops: Sequence[Mapping[int, Span]]) -> list[list[Mention]]:
    """Find the head-final names of passages; `stops` gives names of bodies and places by the offset where they end."""
    headed = [list(_headed(ctx, ends)) for ctx, ends in zip(contexts, stops, strict=True)]
    return [list(_names(ctx, found)) for ctx, found in zip(contexts, headed, strict=True)]


def _names(ctx: Context, headed: Sequence[Headed]) -> Iterator[Mention]:
    heads: Heads = ctx.cached("heads", compile_heads)
    for head, phrase in headed:
        yield from mentions(ctx, head, phrase, heads)


def _headed(ctx: Context, stops: Mapping[int, Span]) -> Iterator[Headed]:
    heads: Heads = ctx.cached("heads", compile_heads)
    previous: dict[int, str | None] = {}
    text, start = ctx.document.text, ctx.passage.span.start
    headed = ctx.rulebook.told("head endings", _may_end_a_name)
    for index, (_, end, _) in compress(enumerate(ctx.passage.tokens), ctx.passage.told(headed)):
        head = heads.index.ending_at(text, start, end)
        if head is None or (head in heads.quoted and not _may_be_quoted(ctx, index)):
            continue
        if phrase := _phrase(ctx, index, head, heads, stops, previous):
            previous[phrase.span.end] = phrase.cue
            yield head, phrase


def _may_end_a_name(word: str, rulebook: Rulebook) -> bool:
    """Tell by its last two characters whether a head word may end where a word does; most fail here."""
    heads: Heads = rulebook.compiled("heads", compile_heads)
    return heads.index.may_end(word)


def _may_be_quoted(ctx: Context, index: int) -> bool:
    """Tell whether a phrase can hold a quotation, or hands its verb on to the one joined to it."""
    tokens = ctx.passage.tokens
    joined = index + 1 < len(tokens) and tokens[index + 1].text in _CONJUNCTIONS
    return joined or bool(ctx.once(_quotes_by_end))


def _phrase(
    ctx: Context,
    last: int,
    head: str,
    heads: Heads,
    stops: Mapping[int, Span],
    previous: Mapping[int, str | None],
) -> Phrase | None:
    tokens = ctx.passage.tokens
    end = tokens[last].end
    head_start = end - len(head)
    edge, quotes = left_edge(ctx, ctx.starts.get(head_start, last), stops, end)
    first, cue = _cue(ctx, edge, last, heads, previous)
    bare, counted = _without_modifiers(ctx, first, last)
    counted = counted or (first > 0 and (_counts(ctx, first - 1) or tokens[first - 1].text in _PLURAL))
    start = tokens[bare].start
    owner = stops.get(start)
    if start >= head_start and owner is None and not quotes and head not in heads.opening:
        return None
    inside = tuple(q for q in quotes if q.outer.start >= start)
    while first < bare and tokens[first].text in ctx.rulebook.words["leading_verbs"]:
        first += 1
    wide = widened(ctx, first)
    return Phrase(Span(start, end), Span(tokens[wide].start, end), cue, inside, counted, owner)


def left_edge(
    ctx: Context, last: int, stops: Mapping[int, Span], end: int, most_quotes: int = 1
) -> tuple[int, tuple[Bracket, ...]]:
    """Walk left from a token, the first of the head; give the first token of the phrase and the quotations inside it."""
    tokens, first, boundaries = ctx.passage.tokens, last, ctx.boundaries
    quotes: list[Bracket] = []
    ending = ctx.once(_quotes_by_end)
    while first > 0 and (at := tokens[first].start) not in stops:
        quote = ending.get(at) if len(quotes) < most_quotes else None
        if quote and end - quote.outer.start <= _MAX_CHARS and quote.outer.start in ctx.starts:
            quotes.append(quote)
            first = ctx.starts[quote.outer.start]
            continue
        start, _, word = tokens[first - 1]
        if word in _DASHES and first > 1 and tokens[first - 2].text == "中国":
            first -= 2
            continue
        if boundaries[word] or end - start > _MAX_CHARS or (word in _MEASURES and _counts(ctx, first - 1)):
            break
        first -= 1
    return first, tuple(quotes)


def _counts(ctx: Context, index: int) -> bool:
    """Tell whether a token is the measure of a number inside a list: 稀有金属2|个|集群."""
    tokens = ctx.passage.tokens
    if tokens[index].text not in _MEASURES or index < 2 or not tokens[index - 1].text[0].isdecimal():
        return False
    return tokens[index - 2].text != "第"


def _quotes_by_end(ctx: Context) -> dict[int, Bracket]:
    return {b.outer.end: b for b in ctx.passage.brackets if b.opener == "“"}


def _cue(
    ctx: Context, first: int, last: int, heads: Heads, previous: Mapping[int, str | None]
) -> tuple[int, str | None]:
    """Find the verb that governs the phrase; give the first token after it and the verb."""
    tokens, book = ctx.passage.tokens, ctx.rulebook
    start, cue = _cut(ctx, first, last), None
    if (
        start == first
        and tokens[first].text in _EDGE_VERBS
        and first < last
        and _governs(tokens[first + 1].text)
    ):
        return first + 1, tokens[first].text
    if start > first:
        return start, tokens[start - 1].text
    while (
        start < last
        and (verb := verb_in(tokens[start].text, heads.verbs, book))
        and tokens[start + 1].text not in _NOMINAL_AFTER_VERB
    ):
        cue = verb
        start += 1
    if cue:
        return start, cue
    before = skip_adverbs(ctx, first - 1)
    while before >= 0 and (tokens[before].text in (*WIDE, "了", "本") or _is_year(ctx, before)):
        before = skip_adverbs(ctx, before - 1)
    if verb := _verb_at(ctx, before, heads):
        return first, verb
    lasting = _LASTING.search(ctx.text, max(0, tokens[first].start - 12), tokens[first].start)
    if lasting and (verb := _verb_at(ctx, ctx.starts.get(lasting.start(), 0) - 1, heads)):
        return first, verb
    if before >= 0 and tokens[before].text == "的":
        return first, _clause_verb(ctx, before, heads)
    if before >= 0 and tokens[before].text in _CONJUNCTIONS:
        return _coordinated(ctx, first, before, heads, previous)
    return first, None


def _verb_at(ctx: Context, index: int, heads: Heads) -> str | None:
    """Give the verb that a token is, adverbs and 了 after it aside."""
    at = skip_adverbs(ctx, index)
    return verb_in(ctx.passage.tokens[at].text, heads.verbs, ctx.rulebook) if at >= 0 else None


def _governs(following: str) -> bool:
    """Tell whether what follows an ambiguous verb shows that it is one: 建设|执法平台, not 建设|项目."""
    return following not in _NOMINAL_AFTER_VERB and following not in _COMPOUNDS


def _clause_verb(ctx: Context, index: int, heads: Heads) -> str | None:
    """Give the verb at the head of the clause: 建立完善|以…为主要内容的|市场综合监管体系."""
    tokens = ctx.passage.tokens
    clause = ctx.passage.clause_at(tokens[index].start)
    opening = [t.text for t in tokens[:index] if t.start >= clause.start][:3]
    return next((v for t in opening if (v := verb_in(t, heads.verbs, ctx.rulebook))), None)


def _cut(ctx: Context, first: int, last: int) -> int:
    """Give the token after the last verb inside the phrase that is surely no noun: 执法部门落实|“谁执法谁普法”责任制."""
    tokens = ctx.passage.tokens
    for index in range(last - 1, first, -1):
        if tokens[index].text in _CUTTING and tokens[index + 1].text not in _NOMINAL_AFTER_VERB:
            return index + 1
        if tokens[index].text == "建设" and _built_there(ctx, index):
            return index + 1
    return first


def _built_there(ctx: Context, index: int) -> bool:
    """Tell whether a place stands before 建设 and something of the nation's behind it: 云浮|建设|国家资源库."""
    tokens = ctx.passage.tokens
    place = len(tokens[index - 1].text) > 1 and bool(ctx.gazetteer.find(tokens[index - 1].text))
    return place and tokens[index + 1].text.startswith(("国家", "全国", "中国"))


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


def _without_modifiers(ctx: Context, first: int, last: int) -> tuple[int, bool]:
    """Drop numbers, levels and other words that do not belong to a name from its left end; tell if it was counted."""
    tokens = ctx.passage.tokens
    dropped = ctx.cached("dropped", lambda rb: rb.words["name_modifiers"] | rb.words["leading_verbs"])
    counted = False
    while first < last and (tokens[first].text in dropped or _is_count(ctx, first) or _is_year(ctx, first)):
        counted = (
            counted or tokens[first].text in _PLURAL or (_is_count(ctx, first) and not _is_year(ctx, first))
        )
        first += 1
    return first, counted


def _is_count(ctx: Context, index: int) -> bool:
    text = ctx.passage.tokens[index].text
    return text[0] in "0123456789０１２３４５６７８９" or text.isnumeric()


def _is_year(ctx: Context, index: int) -> bool:
    """Tell whether a token is part of 2017年 (年 may stick to the next word)."""
    tokens = ctx.passage.tokens
    word = tokens[index].text
    if word[0] == "年":
        return index > 0 and tokens[index - 1].text.isdigit()
    return word.isdigit() and index + 1 < len(tokens) and tokens[index + 1].text[0] == "年"
