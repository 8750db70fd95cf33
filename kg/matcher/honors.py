"""Honours: what follows a verb of receiving (荣获, 被评为, 创成 …) and reads like a title."""

import re
from collections.abc import Iterator

from kg.matcher.base import Context, Mention, triggers
from kg.model import Span
from kg.rulebook import Rulebook

_SKIPPED = re.compile("(?:了|为|过|成为|成|评为|获得|的|首批|\\d+[个项次]|[一两三四五六七八九]个)*")
_TITLE = re.compile(
    "(先进|示范|模范|优秀|最佳|最美|文明|十佳|十大|百强|百佳|标兵|卫生|平安|园林|生态|创新|奖|称号|荣誉|样板|标杆|典型|案例|品牌)"
)
_ENDS = re.compile(
    "(奖|称号|先进[集个]体|先进[县市区]|先进单位|[县市区省镇村州]|城市|单位|集体|个人|案例|品牌|基地|示范点|示范区|试验区|标兵|工作者|调解员|调解委员会|窗口|机关|企业|学校|法院|检察院|站|所|岗|号|项目|工程|园区|社区|地区|样本|典型|金奖|银奖|[一二三]等奖|十佳|百强|名单)$"
)
_RANK = re.compile(
    "(?:全国|全省|全市|全区|全县|[\u4e00-\u9fff]{2,3})(?:排名|位居|位列)?(?:第[一二三]|首位|第1|第一名)"
)
_STOP = re.compile("[，,。；;！!？?、]|，|(?:等)?\\d+(?:项|个)|等(?:称号|荣誉|奖)|荣誉称号|称号|，并")


def compile_verbs(rulebook: Rulebook) -> re.Pattern[str]:
    """Compile the verbs of receiving, longest first."""
    verbs = sorted(triggers(rulebook, ("received",)), key=lambda w: (-len(w), w))
    return re.compile("(?:" + "|".join(map(re.escape, verbs)) + ")")


def find(ctx: Context) -> Iterator[Mention]:
    """Find the honours of a passage."""
    verbs: re.Pattern[str] = ctx.cached("honor.verbs", compile_verbs)
    for verb in verbs.finditer(ctx.text, ctx.passage.span.start, ctx.passage.span.end):
        start = _SKIPPED.match(ctx.text, verb.end(), ctx.passage.span.end)
        at = start.end() if start else verb.end()
        span = _honor(ctx, at)
        if span:
            yield Mention(
                span,
                "Honor",
                "honor.received",
                span.of(ctx.text),
                (("verb", f"{verb.start()},{verb.end()}"),),
            )
        elif verb.group() in ("考评为", "被考评为", "评为") and (rank := _RANK.match(ctx.text, at)):
            yield Mention(
                Span(at, rank.end()),
                "Honor",
                "honor.rank",
                rank.group(),
                (("verb", f"{verb.start()},{verb.end()}"),),
            )


def _honor(ctx: Context, start: int) -> Span | None:
    limit = ctx.passage.span.end
    quote = next(
        (b for b in ctx.passage.brackets if b.opener == "“" and start <= b.outer.start <= start + 14), None
    )
    named = quote and quote.inner.end - quote.inner.start > 2
    if quote and named and not _STOP.search(ctx.text, start, quote.outer.start):
        return Span(start, _quoted_end(ctx, quote.outer.end))
    stop = _STOP.search(ctx.text, start, limit)
    end = stop.start() if stop else limit
    name = ctx.text[start:end]
    if 4 <= len(name) <= 30 and _TITLE.search(name) and _ENDS.search(name):
        return Span(start, end)
    return None


def _quoted_end(ctx: Context, end: int) -> int:
    """Take in a short title after the quotation: “模范”单位."""
    tail = re.compile("(先进[集个]体|示范[县市区单位]{1,2}|单位|称号|奖|城市|企业|县|区|市)?").match(
        ctx.text, end
    )
    return tail.end() if tail and not tail.group().endswith("称号") else end
