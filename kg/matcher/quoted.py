"""Names that are just a quotation: “三进三帮”, 行政执法“三项制度”, and slogans kept out."""

import re
from collections.abc import Iterator, Mapping

from kg.matcher.base import Context, Mention, skip_adverbs, triggers, verb_in
from kg.matcher.phrases import left_edge
from kg.model import Span
from kg.segment import Bracket

_SENTENCE_MARKS = re.compile("[，,。；;！!？?：:]")
_MAX_NAME = 16
_DEVICE = re.compile(
    "(?:.宝|机器人|智能助手|小程序|APP|App|公众号|客户端|平台|系统|[eE]站|云课堂|数据库|热线|网站)$"
)
_SMART = re.compile(
    "(?:智能|智慧|数字|云|掌上|网上|在线).*(?:厅|大厅|大脑|柜|机|屏|窗口|法庭|法院|超市|银行|课堂|柜台)$"
)
_APP = re.compile("(?:[通办码云网窗端]|一张图|在线|大脑|直通车)$")
_FORMULA = re.compile("[一二两三四五六七八九十\\d].*[一二两三四五六七八九十\\d]|、")
_PUT_ONLINE = ("上线", "开发", "研发", "开通", "下载", "运行")
_CASE = re.compile(
    "(?:案|案例|纠纷|号|基金|之[都城乡窗]|粮仓|高地|样板|走廊|长城|水塔|菜篮子|米袋子|园区|工厂|企业|基地|家园|房子|自贸港|[厅廊贷券贴桃]|示范[县镇村区]|联合体|教联体|大模型|[个大](?:试验区|示范区|中心|基地|城市))$"
)
_MAX_SAYING = 10
_PRINCIPLE = re.compile(
    "的?(?:要求|原则|理念|思路|总体思路|目标|口号|格局|形势|态势|主线|主题为|为主题|精神|标准|总体布局|战略布局)"
)
_LISTED = re.compile(
    "(?:[、和]?“[^”]{2,16}”)*等(?:系列|主题|专项|品牌|特色|创新|典型|普法|宣传)*(?:活动|行动|机制|模式|举措|做法|品牌|改革|制度)"
)
_SYSTEMS_LISTED = re.compile(
    "(?:[、和]?“[^”]{2,16}”)*等(?:\\d+个)?(?:(?:信息|服务|政务|移动|监管|执法|办案|线上|网络)+(?:平台|系统(?!工程)|应用)|小程序|APP|App|热线|公众号|(?P<bare>平台|系统(?!工程|[内性各])))"
)
_ONLINE = re.compile("[通办码云网窗端]|执法|复议|省事|政务|监管|信用|警务|法务|普法|调解|解纷|信访|办事")
_WENT_ONLINE = re.compile("(?:已|全面|正式|成功|顺利|率先)*上线")
_BODY = re.compile(
    "(?:工作室|调解室|服务站|工作站|调解中心|服务中心|法庭|宣讲团|讲师团|服务团|服务队|志愿队|调委会|律师团)$"
)
_GOODS = re.compile(
    "(?:[、和]?“[^”]{2,16}”)*等[^，。；]{0,8}(?:引领区|示范区|先行区|合作区|功能区|片区|线路|产品|景区|企业|基地|赛事|产业|项目|园区|街区|场景|消费|名片|剧目|作品)"
)
_PERIOD = re.compile("十[一二三四五六七八]五$")
_SIGHT = re.compile(
    "(?:获评|入选|荣获|获得?|被评为)[^，。；]{0,16}(?:景区|集群|地理标志|遗产|度假区|清单|线路)"
)
_NOTION = re.compile(".{1,4}(?:[化型性力感]|程度|力度)$")


def find(
    ctx: Context, taken: list[Span], stops: Mapping[int, Span], known: Mapping[int, Mention]
) -> Iterator[Mention]:
    """Find quotations that name a reform: those that a verb of launching or establishing governs."""
    verbs = ctx.cached(
        "quoted.verbs", lambda rb: triggers(rb, ("launched", "established", "piloted", "implements"))
    )
    last = None
    for quote in ctx.passage.brackets:
        last = known.get(quote.outer.end, last)
        if quote.opener == "“" and not any(t.overlaps(quote.outer) for t in taken) and _is_name(ctx, quote):
            mention = _mention(ctx, quote, stops, verbs) or _listed_after(ctx, quote, last)
            if mention:
                last = mention
                yield mention


def _listed_after(ctx: Context, quote: Bracket, last: Mention | None) -> Mention | None:
    """Take the next of several quotations as the first was taken: “法护人生”|“法进家庭”, “揭榜挂帅”|“赛马制”."""
    if last is None or ctx.text[last.span.end : quote.outer.start] not in ("", "、", "和"):
        return None
    attrs = (("core", quote.inner.of(ctx.text)),)
    return Mention(quote.outer, last.cls, f"{last.cls.lower()}.quoted-name", quote.outer.of(ctx.text), attrs)


def _is_name(ctx: Context, quote: Bracket) -> bool:
    inner = quote.inner.of(ctx.text)
    too_long = len(inner) > _MAX_NAME or _SENTENCE_MARKS.search(inner)
    return (
        len(inner) >= 2
        and "的" not in inner
        and not too_long
        and not _NOTION.match(inner)
        and not _PERIOD.match(inner)
        and not ctx.text.startswith("的", quote.outer.end)
        and not inner.isascii()
        and quote.outer.of(ctx.text) not in ctx.rulebook.words["generic_names"]
        and (not _CASE.search(inner) or _SMART.match(inner) is not None)
        and not ("、" in inner and len(inner) >= _MAX_SAYING)
        and not _PRINCIPLE.match(ctx.text, quote.outer.end)
        and not _GOODS.match(ctx.text, quote.outer.end)
        and not _SIGHT.match(ctx.text, quote.outer.end)
        and _ends(ctx, quote.outer.end)
    )


def _ends(ctx: Context, end: int) -> bool:
    """Tell whether a quotation stands alone and is no part of a longer noun: “物质+服务”|民生保障格局."""
    index = ctx.starts.get(end)
    if index is None:
        return True
    token, words = ctx.passage.tokens[index], ctx.rulebook.words
    return (
        ctx.is_boundary(token)
        or _WENT_ONLINE.match(ctx.text, end) is not None
        or token.text in words["name_tails"]
        or token.text in words["quoted_cues_after"]
        or token.text in words["cues_after"]
        or token.text[0].isdecimal()
    )


def _mention(
    ctx: Context, quote: Bracket, stops: Mapping[int, Span], verbs: frozenset[str]
) -> Mention | None:
    tokens = ctx.passage.tokens
    if quote.outer.start not in ctx.starts:
        return None
    if _WENT_ONLINE.match(ctx.text, quote.outer.end, ctx.passage.span.end):
        name = quote.outer.of(ctx.text)
        return Mention(quote.outer, "System", "system.quoted-name", name, (("core", name[1:-1]),))
    index = ctx.starts[quote.outer.start]
    first, _ = left_edge(ctx, index, stops, quote.outer.end, most_quotes=0)
    leading = ctx.rulebook.words["leading_verbs"]
    while first < index and (tokens[first].text in verbs or tokens[first].text in (*leading, "发展")):
        first += 1
    while first < index and tokens[first].text in ctx.rulebook.words["name_modifiers"]:
        first += 1
    if any(c.isnumeric() for c in tokens[first].text) or (first > 0 and tokens[first - 1].text.isnumeric()):
        return None
    before = skip_adverbs(ctx, first - 1)
    governed = before >= 0 and verb_in(tokens[before].text, verbs, ctx.rulebook) is not None
    governed = governed or (first > 0 and tokens[first - 1].text in verbs) or _of_governed(ctx, before, verbs)
    listed = _is_listed_system(ctx, quote)
    if governed or listed or _verb_after(ctx, quote.outer.end):
        span = Span(tokens[first].start, quote.outer.end)
        attrs = (("core", quote.inner.of(ctx.text)),)
        verb = tokens[before].text if before >= 0 else ""
        if _BODY.search(quote.inner.of(ctx.text)):
            return Mention(quote.outer, "Agency", "agency.studio", quote.outer.of(ctx.text), attrs)
        cls = "System" if listed or _is_device(quote.inner.of(ctx.text), verb) else "Reform"
        return Mention(span, cls, f"{cls.lower()}.quoted-name", span.of(ctx.text), attrs)
    return None


def _is_listed_system(ctx: Context, quote: Bracket) -> bool:
    """Tell whether a quotation is listed as a system: “苏执法”“苏复议”等平台."""
    found = _SYSTEMS_LISTED.match(ctx.text, quote.outer.end, ctx.passage.span.end)
    return found is not None and (not found["bare"] or _ONLINE.search(quote.inner.of(ctx.text)) is not None)


def _is_device(name: str, verb: str) -> bool:
    """Tell whether a quotation names a thing that people use on a screen: “掌中宝”, “机器人”; 上线“浙里办”."""
    if _FORMULA.search(name):
        return False
    return bool(_DEVICE.search(name) or _SMART.match(name)) or (
        verb.endswith(_PUT_ONLINE) and _APP.search(name) is not None
    )


def _of_governed(ctx: Context, index: int, verbs: frozenset[str]) -> bool:
    """Tell whether 的 stands before the quotation and a verb before what it belongs to: 推广X改革的“马坝经验”."""
    tokens = ctx.passage.tokens
    if index < 1 or tokens[index].text != "的":
        return False
    first, _ = left_edge(ctx, index - 1, {}, tokens[index].start)
    return first > 0 and verb_in(tokens[first - 1].text, verbs, ctx.rulebook) is not None


def _verb_after(ctx: Context, end: int) -> bool:
    if _LISTED.match(ctx.text, end, ctx.passage.span.end):
        return True
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
