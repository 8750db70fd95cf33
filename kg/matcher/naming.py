"""What a rule of head words takes for a name: long enough, cued by a verb, ended, and naming something in particular."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.matcher.base import Context, Mention, skip_adverbs, verb_in
from kg.matcher.heads import WIDE, Heads, Phrase, widened
from kg.model import Span
from kg.rulebook import Rule
from kg.segment import Token

_GOES_ON = re.compile(
    "(?:创新)?(?:试验区|示范区|先行区|实验区|试点区|先导区|试验田|示范点|示范县|示范市|集聚区|联盟|推进会|推进会议|现场会|动员会|座谈会|培训班)"
)
_IN_GENERAL = re.compile(
    "^(?:重大|重点|大型|骨干|高水平|高质量|高能级|多层次|一体化|全方位|全链条|全过程|现代化?|国产|本土|地方|综合性|专业化|专业性|常态化).{0,8}(?:工程|项目|体系|模式|平台|系统)$|^(?:重点|重大).{0,4}改革$|新(?:模式|机制|体系|格局|体制|路径)$"
)
_COUNTED_AFTER = re.compile("\\d+(?:个|家|座)")
_OF_TRADE = re.compile("(?:产业|企业|开放|合作|创新创业|发展|招商)")
_APART = 2
_ROUTINE = re.compile(
    "(?:常务会议?|党组会议?|党委会议?|办公会议?|常委会议?|全会|班子会议|中心组学习会议?|[局厅]务会议?|例会|民主生活会|主任会议|联席会议|领导小组会议?)$"
)
_NUMBERED = re.compile("[一二三四五六七八九十百\\d]+[届次]|扩大")
_MAX_QUOTED = 22
_NO_OPENING = frozenset(
    "其中 以及 或者 有关 相关 全省 全市 进一步 分别 多个 一批 一系列 一些 其他 各类 首次 主持召开 组织召开 实现 形成".split()
)
_SAYING = re.compile("[，,。；;！!？?：:]")
_SKIP = frozenset(
    "全面 已 已经 均 深入 扎实 稳步 有序 加快 持续 不断 初步 基本 正式 全部 进一步 逐步 顺利 成功 纵深 有效 正在 得到 得以".split()
)


def mentions(ctx: Context, head: str, phrase: Phrase, heads: Heads) -> Iterator[Mention]:
    """Give the mention that the first fitting rule of a head makes of a phrase, if any."""
    for rule, head_length in heads.rules[head]:
        phrase = _opened(ctx, rule, phrase, heads)
        if not _accepts(ctx, rule, phrase, phrase.span.end - phrase.span.start - head_length, heads):
            continue
        span = _owned(ctx, rule, phrase)
        if _generic(ctx, rule, phrase, span):
            continue
        attrs = [("cue", phrase.cue)] if phrase.cue else []
        attrs += [("core", q.inner.of(ctx.text)) for q in phrase.quotes[:1]]
        if phrase.full.start < span.start <= phrase.span.start:
            attrs.append(("full", phrase.full.of(ctx.text)))
        letter = ctx.text[span.start - 1 : span.start]
        if letter in ("省", "市", "县") and ctx.text[span.start - 2 : span.start - 1] not in "全我本":
            attrs.append(("letter", letter))
        if phrase.owner and span.start < phrase.span.start:
            attrs.append(("short", phrase.span.of(ctx.text)))
        yield Mention(span, rule.cls, rule.id, span.of(ctx.text), tuple(attrs))
        return


def _opened(ctx: Context, rule: Rule, phrase: Phrase, heads: Heads) -> Phrase:
    """Take in a verb that opens the name after the verb that governs it: 召开|深化…工作推进会, 开展|严厉打击…行动."""
    opening = ctx.starts.get(phrase.span.start, 0) - 1
    if rule.cls == "Event" and opening > 0 and ctx.passage.tokens[opening].text == "暨":
        return _with_other_half(ctx, rule, phrase, heads)
    if not rule.body.get("opens") or phrase.cue in heads.cues[rule.id] or opening < 1:
        return phrase
    tokens = ctx.passage.tokens
    verb, before = tokens[opening], skip_adverbs(ctx, opening - 1)
    while before >= 0 and (tokens[before].text in WIDE or tokens[before].text == "了"):
        before -= 1
    if before < 0 or len(verb.text) < 2 or verb.text in heads.cues[rule.id] or not _opens(ctx, verb, heads):
        return phrase
    cue = verb_in(tokens[before].text, heads.cues[rule.id], ctx.rulebook)
    if cue is None:
        return phrase
    span, wide = Span(verb.start, phrase.span.end), tokens[widened(ctx, opening)].start
    return replace(phrase, span=span, full=Span(wide, span.end), cue=cue, owner=None)


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
    return replace(phrase, span=span, full=full, cue=cue, owner=None)


def _opens(ctx: Context, token: Token, heads: Heads) -> bool:
    verb = ctx.is_boundary(token) and "\u4e00" <= token.text[0] <= "\u9fff" and token.text not in WIDE
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
    if rule.body.get("closed") and rule.body.get("owned") and (place := _last_place(ctx, phrase.span)):
        return Span(place, phrase.span.end)
    if owner and (rule.body.get("owned") or (rule.cls == "System" and _is_place(ctx, owner))):
        return Span(owner.start, phrase.span.end)
    return phrase.span


def _last_place(ctx: Context, span: Span) -> int | None:
    """Give where the last place named inside a phrase begins, words of other kinds being before it: 单位|陕西|博硕律师事务所."""
    first, last = ctx.starts[span.start], ctx.ends[span.end]
    places = (
        t.start for t in ctx.passage.tokens[last:first:-1] if len(t.text) > 1 and ctx.gazetteer.find(t.text)
    )
    return next(places, None)


def _is_place(ctx: Context, span: Span) -> bool:
    return any(place.end == span.end for place, _ in ctx.divisions)


def _accepts(ctx: Context, rule: Rule, phrase: Phrase, core: int, heads: Heads) -> bool:
    body = rule.body
    if phrase.counted and not body.get("counted", True):
        return False
    if not phrase.quotes and not _needed(ctx, rule, phrase):
        return False
    if phrase.cue in body.get("without", ()):
        return False
    if rule.cls == "System" and _COUNTED_AFTER.match(ctx.text, phrase.span.end):
        return False
    if (
        rule.cls == "System"
        and phrase.quotes
        and _told_apart(ctx, phrase, core)
        and not _needed(ctx, rule, phrase)
    ):
        return False
    if rule.cls == "System" and phrase.quotes and _OF_TRADE.match(ctx.text, phrase.quotes[-1].outer.end):
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


def _needed(ctx: Context, rule: Rule, phrase: Phrase) -> bool:
    """Tell whether a name holds one of the words that its kind must have."""
    needs = rule.body.get("needs")
    return not needs or re.search(needs, phrase.span.of(ctx.text)) is not None


def _told_apart(ctx: Context, phrase: Phrase, core: int) -> bool:
    """Tell whether words stand between the quotation and the head: “甘肃造”|第五套治疗|系统."""
    return phrase.span.start + core - phrase.quotes[0].outer.end >= _APART


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
        or token.text in ("上", "期间", "暨")
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
