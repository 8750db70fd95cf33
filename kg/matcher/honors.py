"""Honours: what follows a verb of receiving (荣获, 被评为, 创成 …) and reads like a title."""

import re
from collections.abc import Iterator

from kg.matcher.base import Context, Mention, triggers
from kg.model import Span
from kg.rulebook import Rulebook
from kg.segment import Bracket

_SKIPPED = re.compile("(?:了|为|过|成为|成(?!立)|评为|获得|的|首批|\\d+[个项次]|[一两三四五六七八九]个)*")
_TITLE = re.compile(
    "(先进|示范|模范|优秀|最佳|最美|文明|十佳|十大|百强|百佳|标兵|民主法治|试点(?=城市|[省市县区镇村]|单位|地区)|卫生|平安|园林|生态|创新|奖|[金银铜]鼎|称号|荣誉|(?:成绩|贡献|表现|工作)突出|样板|标杆|典型|案例|品牌|等功)"
)
_ENDS = re.compile(
    "([奖鼎]|组织|称号|先进[集个]体|先进[县市区]|先进单位|[县市区省镇村州]|城市|省份|单位|集体|个人|案卷|命名|能手|楷模|律师|卫士|案例|品牌|基地|示范点|示范区|试验区|标兵|工作者|调解员|调解委员会|窗口|机关|企业|学校|示范校|法院|检察院|站|所|岗|号|项目|工程|园区|社区|地区|样本|典型|金奖|银奖|[一二三特]等[奖功]|十佳|百强|名单)$"
)
_RANK = re.compile(
    "(?:全国|全省|全市|全区|全县|[\u4e00-\u9fff]{2,3})(?:排名|位居|位列)?(?:第[一二三]|首位|第1|第一名)"
)
_STOP = re.compile(
    "[，,。；;！!？?、]|，|和(?=“)|(?:等)?\\d+(?:项|个)|(?<![一二三特])等(?:称号|荣誉|奖)|荣誉称号|称号|，并"
)


_AIM = re.compile("(?:建设|创建|打造|开展)(?=(?:国家|全国|全省|省级|中国))")
_LIST = re.compile("(?:创建|试点|候选|推荐)?(?:名单|名录|行列|序列)$")
_NO_TITLE = re.compile("成立|设立|组建|更多|双第一|“双第一”|立项")
_SUPERLATIVE = re.compile("[\u4e00-\u9fff]{0,4}?(?:首[个张座家条项]|唯一(?:的)?)")
_REST = re.compile("(?:国家|光荣|荣誉)*称号|[(（]|命名|并|且|的")
_ASIDE = re.compile("[(（][^（()）]*[)）]$")
_PRIZE = re.compile(
    "[、和](?P<name>[^，,。；;、“”和]{2,14}?(?:第[一二三]名|[特一二三]等奖|[金银铜]奖|优[胜秀]奖))(?=[、，,。；;和]|$)"
)
_AS_PILOT = ("确定为", "列为", "列入", "认定为", "选为")
_OF_PLACES = re.compile("[省市县区州旗镇乡村社、街道]{1,8}")
_MAX_TAIL = 14


def compile_verbs(rulebook: Rulebook) -> re.Pattern[str]:
    """Compile the verbs of receiving, longest first."""
    verbs = sorted(triggers(rulebook, ("received",)), key=lambda w: (-len(w), w))
    return re.compile("(?:" + "|".join(map(re.escape, verbs)) + ")")


def find(ctx: Context) -> Iterator[Mention]:
    """Find the honours of a passage."""
    verbs: re.Pattern[str] = ctx.cached("honor.verbs", compile_verbs)
    for verb in verbs.finditer(ctx.text, ctx.passage.span.start, ctx.passage.span.end):
        attrs = (("verb", f"{verb.start()},{verb.end()}"),)
        start = _SKIPPED.match(ctx.text, verb.end(), ctx.passage.span.end)
        at = start.end() if start else verb.end()
        if _NO_TITLE.match(ctx.text, at):
            continue
        superlative = _SUPERLATIVE.match(ctx.text, at, ctx.passage.span.end)
        at = superlative.end() if superlative else at
        span = _honor(ctx, at)
        if (
            span is None
            and verb.group() in ("考评为", "被考评为", "评为")
            and (rank := _RANK.match(ctx.text, at))
        ):
            yield Mention(Span(at, rank.end()), "Honor", "honor.rank", rank.group(), attrs)
        if span and verb.group().endswith(_AS_PILOT) and "试点" in span.of(ctx.text):
            continue  # 列为…试点单位 makes it a pilot
        while span:
            yield Mention(span, "Honor", "honor.received", span.of(ctx.text), attrs)
            span = _next_quoted(ctx, span.end) or _next_prize(ctx, span.end)


def _honor(ctx: Context, start: int) -> Span | None:
    limit = ctx.passage.span.end
    quote = next(
        (b for b in ctx.passage.brackets if b.opener == "“" and start <= b.outer.start <= start + 14), None
    )
    named = quote and quote.inner.end - quote.inner.start > 2
    if quote and named and not _STOP.search(ctx.text, start, quote.outer.start):
        end = _quoted_end(ctx, quote)
        return Span(_without_aim(ctx, start), end) if end else None
    stop = _stop(ctx, start, limit)
    start, end = _without_aim(ctx, start), stop.start() if stop else limit
    end = _closed(ctx, start, end)
    name = _LIST.sub("", ctx.text[start:end])
    if 4 <= len(name) <= 32 and _TITLE.search(name) and _ENDS.search(_ASIDE.sub("", name)):
        return Span(start, start + len(name))
    return None


def _stop(ctx: Context, start: int, limit: int) -> re.Match[str] | None:
    """Give what ends a title, a short list of kinds in brackets aside: 法治县(市、区)创建活动先进单位."""
    stop = _STOP.search(ctx.text, start, limit)
    while stop and (kinds := ctx.passage.bracket_at(stop.start(), "(（")) and kinds.outer.start > start:
        if not _OF_PLACES.fullmatch(kinds.inner.of(ctx.text)):
            return stop
        stop = _STOP.search(ctx.text, kinds.outer.end, limit)
    return stop


def _closed(ctx: Context, start: int, end: int) -> int:
    """Go on to the bracket that closes one left open: 示范市(县、区)."""
    bracket = next(
        (b for b in ctx.passage.brackets if b.opener in "(（" and start <= b.outer.start < end < b.outer.end),
        None,
    )
    return bracket.outer.end if bracket else end


def _without_aim(ctx: Context, start: int) -> int:
    """Step over 创建 and 建设: what is won is the title, not the aim."""
    aim = _AIM.match(ctx.text, start)
    return aim.end() if aim else start


def _next_quoted(ctx: Context, end: int) -> Span | None:
    """Give the honour listed after one: “A”、|“B”."""
    at = end + (ctx.text[end : end + 1] in "、和" and bool(ctx.text[end : end + 1]))
    quote = next((b for b in ctx.passage.brackets if b.opener == "“" and b.outer.start == at), None)
    quoted = _quoted_end(ctx, quote) if quote else None
    return Span(at, quoted) if quoted else None


def _next_prize(ctx: Context, end: int) -> Span | None:
    """Give the prize or place listed after an honour: 团体一等奖、|实务操作第二名."""
    found = _PRIZE.match(ctx.text, end, ctx.passage.span.end)
    return Span(*found.span("name")) if found else None


def _quoted_end(ctx: Context, quote: Bracket) -> int | None:
    """Take in the rest of a title after its quotation: “模范”单位; None where the quotation only begins a longer noun."""
    end, limit = quote.outer.end, ctx.passage.span.end
    stop = _STOP.search(ctx.text, end, limit)
    tail = ctx.text[end : stop.start() if stop else limit]
    if 0 < len(tail) <= _MAX_TAIL and _ENDS.search(tail) and not _REST.match(tail):
        return end + len(tail)
    index = ctx.starts.get(end)
    bare = index is None or ctx.is_boundary(ctx.passage.tokens[index]) or _REST.match(tail)
    titled = _TITLE.search(quote.inner.of(ctx.text)) or _ENDS.search(quote.inner.of(ctx.text))
    return end if bare or titled or not tail else None
