"""Noun phrases that end in a head word: reforms, systems, events, bodies being set up, documents being issued.

Chinese noun phrases end in their head, so the head is found first; the left edge is the nearest token that
cannot stand inside a name.  A verb of action at the left edge (or after the phrase) is the cue that the phrase
names something in particular and not a notion.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.matcher.base import Context, EndIndex, Mention, skip_adverbs, triggers, verb_in
from kg.model import Span
from kg.rulebook import Rule, Rulebook
from kg.segment import Bracket, Token

_CONJUNCTIONS = frozenset("和 与 及 、 以及".split())
_WIDE = frozenset("全市 全省 全县 全区 我市 我省 我县 我区 全国 本市 全州 本年度 本省 全".split())
_NOMINAL_AFTER_VERB = frozenset(
    "情况 工作 方案 办法 细则 意见 计划 机制 制度 责任 能力 过程 体系 规定 条例 纲要 标准 效果 环节 主体 部门 单位 平台 会 部 办 组 长".split()
)
_CUTTING = frozenset(
    "落实 执行 推进 实施 开展 参与 推动 严格落实 严格执行 认真落实 全面落实 组织开展 开展了".split()
)
_EDGE_VERBS = frozenset("建设 组织 委托 修订 研究 讨论 审议 参加 使用 升级 改造 维护".split())
_COMPOUNDS = frozenset(
    "项目 工程 单位 干部 机构 用地 学习 人员 系统 材料 领域 行业 市场 管理 服务 程序 生活 关系".split()
)
_MEASURES = frozenset("个 家 项 处 条 批 名 件 座 类 所 户 对 套 位 亿元 万元 元 万 亿 余 多".split())
_GOES_ON = re.compile(
    "(?:创新)?(?:试验区|示范区|先行区|实验区|试点区|先导区|试验田|示范点|示范县|示范市|集聚区|联盟)"
)
_IN_GENERAL = re.compile(
    "^(?:重大|重点|大型|骨干|高水平|高质量|高能级|多层次|一体化|全方位|全链条|全过程|现代化?|国产|本土|地方).{0,8}(?:工程|项目|体系|模式|平台|系统)$|新(?:模式|机制|体系|格局|体制|路径)$"
)
_ROUTINE = re.compile(
    "(?:常务会议?|党组会议?|党委会议?|办公会议?|常委会议?|全会|班子会议|中心组学习会议?|[局厅]务会议?|例会|民主生活会|主任会议|联席会议|领导小组会议?)$"
)
_NUMBERED = re.compile("[一二三四五六七八九十百\\d]+[届次]|扩大")
_MAX_CHARS = 32
_MAX_COORDINATE = 9
_MAX_QUOTED = 22
_NO_OPENING = frozenset(
    "其中 以及 或者 有关 相关 全省 全市 进一步 分别 多个 一批 一系列 一些 其他 各类 首次 主持召开 组织召开 实现 形成".split()
)
_SAYING = re.compile("[，,。；;！!？?：:]")


@dataclass(frozen=True, slots=True)
class Heads:
    """The compiled `heads` rules: an index of all heads, rules by head, cue words by rule."""

    index: EndIndex
    rules: Mapping[str, tuple[tuple[Rule, int], ...]]
    cues: Mapping[str, frozenset[str]]
    verbs: frozenset[str]
    lasts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate: its span, the same with modifiers (全市…), the verb before it, quotations inside, a number before."""

    span: Span
    full: Span
    cue: str | None
    quotes: tuple[Bracket, ...]
    counted: bool
    owner: Span | None


def compile_heads(rulebook: Rulebook) -> Heads:
    """Compile every rule of kind `heads`; a longer head also serves the rules of the heads it ends in."""
    rules = [r for r in rulebook.rules if r.kind == "heads"]
    heads = {h for r in rules for h in r.body["heads"]}
    by_head = {head: tuple(_serving(head, rules)) for head in heads}
    cues = {r.id: triggers(rulebook, r.body.get("cues", ())) for r in rules}
    verbs = triggers(rulebook, rulebook.relations) - rulebook.words["nominal_triggers"]
    return Heads(EndIndex(heads), by_head, cues, verbs, frozenset(h[-1] for h in heads))


def _serving(head: str, rules: list[Rule]) -> Iterator[tuple[Rule, int]]:
    for rule in rules:
        fitting = [h for h in rule.body["heads"] if head.endswith(h)]
        if fitting:
            yield rule, min(map(len, fitting))


def find(ctx: Context, stops: Mapping[int, Span]) -> Iterator[Mention]:
    """Find head-final names in a passage; `stops` gives names of bodies and places by the offset where they end."""
    heads: Heads = ctx.cached("heads", compile_heads)
    previous: dict[int, str | None] = {}
    text, start, lasts = ctx.document.text, ctx.passage.span.start, heads.lasts
    for index, end in [(i, end) for i, (_, end, word) in enumerate(ctx.passage.tokens) if word[-1] in lasts]:
        head = heads.index.ending_at(text, start, end)
        phrase = _phrase(ctx, index, end - len(head), heads, stops, previous) if head else None
        if head and phrase:
            previous[phrase.span.end] = phrase.cue
            yield from _mentions(ctx, head, phrase, heads)


def _phrase(
    ctx: Context,
    last: int,
    head_start: int,
    heads: Heads,
    stops: Mapping[int, Span],
    previous: Mapping[int, str | None],
) -> Phrase | None:
    tokens = ctx.passage.tokens
    end = tokens[last].end
    edge, quotes = left_edge(ctx, last, stops, end)
    first, cue = _cue(ctx, edge, last, heads, previous)
    bare, counted = _without_modifiers(ctx, first, last)
    counted = counted or (first > 0 and _counts(ctx, first - 1))
    start = tokens[bare].start
    owner = stops.get(start)
    if start >= head_start and owner is None and not quotes:
        return None
    inside = tuple(q for q in quotes if q.outer.start >= start)
    wide = _widened(ctx, first)
    return Phrase(Span(start, end), Span(tokens[wide].start, end), cue, inside, counted, owner)


def left_edge(
    ctx: Context, last: int, stops: Mapping[int, Span], end: int, most_quotes: int = 1
) -> tuple[int, tuple[Bracket, ...]]:
    """Walk left from token `last`; give the first token of the phrase and the quotations inside it."""
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
    while before >= 0 and (tokens[before].text in _WIDE or tokens[before].text in ("了", "本")):
        before = skip_adverbs(ctx, before - 1)
    if before >= 0 and (verb := verb_in(tokens[before].text, heads.verbs, book)):
        return first, verb
    if before >= 0 and tokens[before].text == "的":
        return first, _clause_verb(ctx, before, heads)
    if before >= 0 and tokens[before].text in _CONJUNCTIONS:
        return _coordinated(ctx, first, before, heads, previous)
    return first, None


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
    return first


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
        counted = counted or (_is_count(ctx, first) and not _is_year(ctx, first))
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


def _widened(ctx: Context, first: int) -> int:
    """Step left over 全市, 全省 and the like, which may be printed as part of a name."""
    tokens = ctx.passage.tokens
    return first - 1 if first > 0 and tokens[first - 1].text in _WIDE else first


def _mentions(ctx: Context, head: str, phrase: Phrase, heads: Heads) -> Iterator[Mention]:
    for rule, head_length in heads.rules[head]:
        phrase = _opened(ctx, rule, phrase, heads)
        name = phrase.span.of(ctx.text)
        if not _accepts(ctx, rule, phrase, len(phrase.span.of(ctx.text)) - head_length, heads):
            continue
        span = _owned(ctx, rule, phrase)
        if _generic(ctx, rule, phrase, span):
            continue
        attrs = [("cue", phrase.cue)] if phrase.cue else []
        attrs += [("core", q.inner.of(ctx.text)) for q in phrase.quotes[:1]]
        if phrase.full.start < span.start:
            attrs.append(("full", phrase.full.of(ctx.text)))
        letter = ctx.text[span.start - 1 : span.start]
        if letter in ("省", "市", "县") and ctx.text[span.start - 2 : span.start - 1] not in "全我本":
            attrs.append(("letter", letter))
        if phrase.owner and span.start < phrase.span.start:
            attrs.append(("short", name))
        yield Mention(span, rule.cls, rule.id, span.of(ctx.text), tuple(attrs))
        return


def _opened(ctx: Context, rule: Rule, phrase: Phrase, heads: Heads) -> Phrase:
    """Take in a verb that opens the name after the verb that governs it: 召开|深化…工作推进会, 开展|严厉打击…行动."""
    opening = ctx.starts.get(phrase.span.start, 0) - 1
    if not rule.body.get("opens") or phrase.cue in heads.cues[rule.id] or opening < 1:
        return phrase
    tokens = ctx.passage.tokens
    verb, before = tokens[opening], skip_adverbs(ctx, opening - 1)
    while before >= 0 and (tokens[before].text in _WIDE or tokens[before].text == "了"):
        before -= 1
    if before < 0 or len(verb.text) < 2 or verb.text in heads.cues[rule.id] or not _opens(ctx, verb, heads):
        return phrase
    cue = verb_in(tokens[before].text, heads.cues[rule.id], ctx.rulebook)
    if cue is None:
        return phrase
    span, wide = Span(verb.start, phrase.span.end), tokens[_widened(ctx, opening)].start
    return replace(phrase, span=span, full=Span(wide, span.end), cue=cue, owner=None)


def _opens(ctx: Context, token: Token, heads: Heads) -> bool:
    verb = ctx.is_boundary(token) and "\u4e00" <= token.text[0] <= "\u9fff" and token.text not in _WIDE
    return verb and token.text not in _NO_OPENING


def _generic(ctx: Context, rule: Rule, phrase: Phrase, span: Span) -> bool:
    """Tell whether a phrase names nothing in particular, or is a mechanism that only a heading's slogan speaks of."""
    generic = ctx.rulebook.words["generic_names"]
    if rule.cls == "Event" and _ROUTINE.search(span.of(ctx.text)) and not _NUMBERED.search(span.of(ctx.text)):
        return True
    if not phrase.quotes and _IN_GENERAL.search(phrase.span.of(ctx.text)):
        return True
    if span.of(ctx.text) in generic or (rule.cls == "Event" and phrase.span.of(ctx.text) in generic):
        return True
    return ctx.passage.sentence.heading and not phrase.quotes and "established" in rule.body.get("cues", ())


def _owned(ctx: Context, rule: Rule, phrase: Phrase) -> Span:
    """Take in the body before the phrase where the kind of name is told apart by it: 市政府|门户网站, 市政府|常务会议."""
    owner = phrase.owner
    if owner and (rule.body.get("owned") or (rule.cls == "System" and _is_place(ctx, owner))):
        return Span(owner.start, phrase.span.end)
    return phrase.span


def _is_place(ctx: Context, span: Span) -> bool:
    return any(place.end == span.end for place, _ in ctx.divisions)


def _accepts(ctx: Context, rule: Rule, phrase: Phrase, core: int, heads: Heads) -> bool:
    body = rule.body
    if phrase.counted and not body.get("counted", True):
        return False
    if not phrase.quotes and not re.search(body.get("needs", ""), phrase.span.of(ctx.text)):
        return False
    if phrase.cue in body.get("without", ()):
        return False
    if body.get("placed") and not _begins_with_place(ctx, phrase.span.start):
        return False
    if phrase.quotes:
        return bool(body.get("quoted", True)) and _quotes_a_name(ctx, rule, phrase)
    if (
        body.get("quoted") == "only"
        or not _long_enough(body, phrase, core)
        or not (body.get("closed") or _ends_name(ctx, phrase.span.end, heads.verbs))
    ):
        return False
    cues = heads.cues[rule.id]
    return (
        not cues
        or phrase.cue in cues
        or bool(body.get("owned") and phrase.owner)
        or _cue_after(ctx, phrase.span.end)
        or (rule.cls == "Event" and _in_session(ctx, phrase))
    )


def _in_session(ctx: Context, phrase: Phrase) -> bool:
    """Tell whether something is said or done at an event: 在全市…推进会上."""
    index = ctx.starts.get(phrase.full.start, 0)
    at = index > 0 and ctx.passage.tokens[index - 1].text in ("在", "于")
    wide = phrase.full.start < phrase.span.start
    if ctx.text.startswith(("上", "期间"), phrase.span.end):
        return at or wide
    return wide and ctx.text.startswith(("精神", "部署", "要求"), phrase.span.end)


def _begins_with_place(ctx: Context, start: int) -> bool:
    """Tell whether a name begins with a place or the nation: 武汉|仲裁委员会, 中国|政法大学."""
    first = ctx.passage.tokens[ctx.starts[start]].text
    return first.startswith(("中国", "中华", "全国")) or bool(ctx.gazetteer.find(first))


def _long_enough(body: Mapping[str, object], phrase: Phrase, core: int) -> bool:
    least = 0 if body.get("owned") and phrase.owner else int(str(body.get("min", 2)))
    return least <= core <= int(str(body.get("max", 22)))


def _quotes_a_name(ctx: Context, rule: Rule, phrase: Phrase) -> bool:
    """Tell whether the quotation inside a phrase is a name and not a saying, and is near enough to the head."""
    quote = phrase.quotes[0]
    inner = quote.inner.of(ctx.text)
    gap = phrase.span.end - quote.outer.end
    return len(inner) <= _MAX_QUOTED and not _SAYING.search(inner) and gap <= int(rule.body.get("gap", 16))


def _ends_name(ctx: Context, end: int, verbs: frozenset[str]) -> bool:
    """Tell whether a name may end here: nothing follows that would make a longer noun of it."""
    index = ctx.starts.get(end)
    if index is None:
        return end == ctx.passage.span.end
    token = ctx.passage.tokens[index]
    if _GOES_ON.match(ctx.text, end, ctx.passage.span.end):
        return False
    if (
        ctx.is_boundary(token)
        or token.text in ("上", "期间")
        or verb_in(token.text, verbs, ctx.rulebook)
        or token.text in ctx.rulebook.words["name_tails"]
        or token.text[0].isdecimal()
        or _cue_after(ctx, end)
    ):
        return True
    return any(span.start == end for span, _ in ctx.divisions)


def _cue_after(ctx: Context, end: int) -> bool:
    """Tell whether a verb follows that says the thing before it was set going: 全面启动, 扎实推进."""
    tokens, index = ctx.passage.tokens, ctx.starts.get(end, len(ctx.passage.tokens))
    tails, cues = ctx.rulebook.words["name_tails"], ctx.rulebook.words["cues_after"]
    while index < len(tokens) and (tokens[index].text in tails or tokens[index].text in _SKIP):
        index += 1
    return index < len(tokens) and verb_in(tokens[index].text, cues, ctx.rulebook) is not None


_SKIP = frozenset(
    "全面 已 已经 均 深入 扎实 稳步 有序 加快 持续 不断 初步 基本 正式 全部 进一步 逐步 顺利 成功 纵深 有效 正在 得到 得以".split()
)
