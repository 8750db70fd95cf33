"""What a rule of head words takes for a name: long enough, cued by a verb, ended, and naming something in particular."""

import re
from collections.abc import Iterator, Mapping

from kg.matcher.base import Context, Mention, verb_in
from kg.matcher.general import is_general
from kg.matcher.heads import Heads, Phrase
from kg.matcher.opened import opened
from kg.model import Span
from kg.reader.dates import number as read_number
from kg.rulebook import Rule

_GOES_ON = re.compile(
    "(?:创新)?(?:试验区|示范区|先行区|实验区|试点区|先导区|试验田|示范点|示范县|示范市|集聚区|联盟|推进会|推进会议|现场会|动员会|座谈会|培训班)"
)
_COUNTED_AFTER = re.compile("\\d+(?:\\.\\d+)?万?(?:余|多)?(?:个|家|座|台|套|处|所)")
_OF_TRADE = re.compile("(?:产业|企业|开放|合作|创新创业|发展|招商)")
_MEETS = re.compile("(?:顺利|成功|隆重|正式|如期|圆满|在[\u4e00-\u9fff]{1,8})*(?:召开|举行|举办|开班)")
_COUNTS = re.compile("(?P<number>[一二两三四五六七八九十])(?:个|大|项|条|种|位|步|[\u4e00-\u9fff]$)")
_TRIED_BY = re.compile("试点(?:单位|地区|城市|任务|项目|[省市县区镇])(?![\u4e00-\u9fff]*领域)")
_BUILDING_OF = re.compile(
    "”[\u4e00-\u9fff]{0,8}(?:平台|系统|数据库|网站|热线|小程序)建设$"
)  # a system, no reform
_LITTLE = "好了"  # 实施好|“强网”行动
_APART = 2
_MAX_QUOTED = 22
_SHARES_HEAD = re.compile("(?<=[、和及][\u4e00-\u9fff]{2}、)")  # 就业、|社保公共服务平台
_PRODUCT = re.compile("(?:、[^，。；、]{2,24})*等[^，。；、]{0,8}(?:成果|产品|技术|装备)")
_SAYING = re.compile("[，,。；;！!？?：:]")
_SKIP = frozenset(
    "全面 已 已经 均 深入 扎实 稳步 有序 加快 持续 不断 初步 基本 正式 全部 进一步 逐步 顺利 成功 纵深 有效 正在 得到 得以 充分 广泛 普遍".split()
)


_EACH_ITS_OWN = re.compile(
    "(?:均|都|全部|各自|普遍)(?:已|依法)?(?:成立|组建|建立|设立|建成|设置)了?[^，,；;。]{0,20}$"
)


def mentions(ctx: Context, head: str, phrase: Phrase, heads: Heads) -> Iterator[Mention]:
    """Give the mention that the first fitting rule of a head makes of a phrase, if any."""
    found = phrase
    for rule, head_length in heads.rules[head]:
        phrase = opened(ctx, rule, found, heads)
        if rule.cls == "Agency" and _set_up_by_each(ctx, phrase):
            continue
        if not _accepts(ctx, rule, phrase, phrase.span.end - phrase.span.start - head_length, heads):
            continue
        span = _without_what_is_counted(ctx, phrase, _owned(ctx, rule, phrase))
        if is_general(ctx, rule, phrase, span):
            continue
        attrs = [("cue", phrase.cue)] if phrase.cue else []
        attrs += [("core", q.inner.of(ctx.text)) for q in phrase.quotes[:1]]
        if phrase.full.start < span.start <= phrase.span.start and phrase.full.of(ctx.text)[0] not in _LITTLE:
            attrs.append(("full", phrase.full.of(ctx.text)))
        letter = ctx.text[span.start - 1 : span.start]
        if letter in ("省", "市", "县") and ctx.text[span.start - 2 : span.start - 1] not in "全我本":
            attrs.append(("letter", letter))
        if phrase.owner and span.start < phrase.span.start:
            attrs.append(("short", phrase.span.of(ctx.text)))
        yield Mention(span, rule.cls, rule.id, span.of(ctx.text), tuple(attrs))
        return


def _set_up_by_each(ctx: Context, phrase: Phrase) -> bool:
    """Tell bodies of one kind that many set up, each its own: 四县均成立了领导小组, 88个乡镇都组建了执法中心."""
    clause = ctx.passage.clause_at(phrase.full.start)
    return _EACH_ITS_OWN.search(ctx.text, clause.start, phrase.full.start) is not None


def _owned(ctx: Context, rule: Rule, phrase: Phrase) -> Span:
    """Take in the body before the phrase where the kind of name is told apart by it: 市政府|门户网站, 市政府|常务会议."""
    owner = phrase.owner
    if rule.body.get("closed") and rule.body.get("owned") and (place := _last_place(ctx, phrase.span)):
        return Span(place, phrase.span.end)
    if owner and (rule.body.get("owned") or (rule.cls == "System" and _is_place(ctx, owner))):
        return Span(owner.start, phrase.span.end)
    return phrase.span


def _without_what_is_counted(ctx: Context, phrase: Phrase, span: Span) -> Span:
    """Leave out the last of what a quotation counts: 一月一调度、一月一会诊|“六个一”督察机制."""
    quote = phrase.quotes[0] if phrase.quotes else None
    if quote is None or quote.outer.start <= span.start or ctx.text[span.start - 1 : span.start] != "、":
        return span
    counted = _COUNTS.match(quote.inner.of(ctx.text))
    if counted is None:
        return span
    clause = ctx.passage.clause_at(span.start)
    listed = ctx.text[clause.start : quote.outer.start].split("、")
    another = any("“" in item for item in listed) or listed[-2].endswith(
        ctx.text[span.end - 2 : span.end]
    )  # 预算改革、|院校“两优”改革
    as_many = len(listed) == read_number(counted["number"])
    return Span(quote.outer.start, span.end) if as_many and not another else span


def _last_place(ctx: Context, span: Span) -> int | None:
    """Give where the last place named inside a phrase begins, words of other kinds being before it: 单位|陕西|博硕律师事务所."""
    first, last = ctx.starts[span.start], ctx.passage.token_at(span.end - 1)
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
    if not body.get("counted", True) and _COUNTED_AFTER.match(ctx.text, phrase.span.end):
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
    if rule.cls == "System" and _told_of(ctx, phrase):
        return False
    if body.get("quoted") == "only" and not _needed(ctx, rule, phrase):
        return False
    if rule.cls == "Reform" and phrase.quotes and _BUILDING_OF.search(phrase.span.of(ctx.text)):
        return False
    if body.get("placed") and not _begins_with_place(ctx, phrase.span.start):
        return False
    if phrase.quotes:
        named = bool(body.get("quoted", True)) and _quotes_a_name(ctx, rule, phrase)
        return named and (_ends_name(ctx, phrase.span.end, heads.verbs) or not _acts_on(ctx, phrase.span.end))
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
        or (rule.cls == "Event" and (_in_session(ctx, phrase) or _convened(ctx, phrase.span.end)))
    )


def _needed(ctx: Context, rule: Rule, phrase: Phrase) -> bool:
    """Tell whether a name holds one of the words that its kind must have."""
    needs = rule.body.get("needs")
    return not needs or re.search(needs, phrase.span.of(ctx.text)) is not None


def _told_apart(ctx: Context, phrase: Phrase, core: int) -> bool:
    """Tell whether words stand between the quotation and the head: “甘肃造”|第五套治疗|系统."""
    return phrase.span.start + core - phrase.quotes[0].outer.end >= _APART


def _told_of(ctx: Context, phrase: Phrase) -> bool:
    """Tell whether a platform is a list that something was entered in, one in every place, for a campaign's own works, a product, or cut off."""
    index = ctx.starts.get(phrase.full.start, 0)
    entered = index > 0 and ctx.passage.tokens[index - 1].text in ("入选", "列入", "获评")
    everywhere = phrase.full.of(ctx.text).startswith(("县级", "乡级", "村级", "镇级", "两级", "三级"))
    of_works = any(q.inner.of(ctx.text).endswith(("工程", "行动", "计划")) for q in phrase.quotes)
    shared = not phrase.quotes and _SHARES_HEAD.match(ctx.text, phrase.full.start) is not None
    made = not phrase.quotes and _PRODUCT.match(ctx.text, phrase.span.end) is not None
    return (
        entered
        or of_works
        or shared
        or made
        or (everywhere and ctx.text.startswith("全覆盖", phrase.span.end))
    )


def _in_session(ctx: Context, phrase: Phrase) -> bool:
    """Tell whether something is said or done at an event: 在全市…推进会上."""
    index = ctx.starts.get(phrase.full.start, 0)
    at = index > 0 and ctx.passage.tokens[index - 1].text in ("在", "于")
    wide = phrase.full.start < phrase.span.start
    if ctx.text.startswith(("上", "期间"), phrase.span.end):
        return at or wide
    return wide and ctx.text.startswith(("精神", "部署", "要求"), phrase.span.end)


def _convened(ctx: Context, end: int) -> bool:
    """Tell whether a verb of meeting follows: …推进会|顺利召开."""
    return _MEETS.match(ctx.text, end, ctx.passage.span.end) is not None


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
    between = ctx.passage.tokens[
        ctx.starts.get(quote.outer.end, 0) : ctx.passage.token_at(phrase.span.end - 1)
    ]
    if gap and "gap" in rule.body and any(ctx.boundaries[t.text] for t in between):
        return False
    return len(inner) <= _MAX_QUOTED and not _SAYING.search(inner) and gap <= int(rule.body.get("gap", 16))


def _acts_on(ctx: Context, end: int) -> bool:
    """Tell whether a quoted name goes on: into an object (“健康敲门行动”|服务|失能老人) or a firm (“走出去”平台|公司)."""
    if ctx.text.startswith(("公司", "企业", "集团", "基金"), end):
        return True
    return ctx.passage.tokens[ctx.passage.token_at(end - 1)].text in (
        "服务",
        "管理",
        "监管",
        "治理",
        "普法",
        "调解",
    )


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
        or _convened(ctx, end)
        or _TRIED_BY.match(ctx.text, end - 2, ctx.passage.span.end)
        or _TRIED_BY.match(ctx.text, end, ctx.passage.span.end)
    ):
        return True
    return any(span.start == end for span, _ in ctx.divisions)


def _cue_after(ctx: Context, end: int) -> bool:
    """Tell whether a verb follows that says the thing before it was set going: 全面启动, 扎实推进."""
    tokens, index = ctx.passage.tokens, ctx.starts.get(end, len(ctx.passage.tokens))
    tails, cues = ctx.rulebook.words["name_tails"], ctx.rulebook.words["cues_after"]
    while index < len(tokens):
        if verb_in(tokens[index].text, cues, ctx.rulebook):
            return True
        if tokens[index].text not in tails and tokens[index].text not in _SKIP:
            return False
        index += 1
    return False
