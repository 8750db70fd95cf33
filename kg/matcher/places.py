"""Places: names in the gazetteer, towns and zones after them, and 我市/全省/该县 for what the report is about."""

import re
from collections.abc import Iterator
from itertools import dropwhile, takewhile

from kg.matcher.area import own_area, self_words
from kg.matcher.base import Context, Mention, WordIndex, triggers
from kg.model import Level, Span
from kg.rulebook import Rulebook

_TOWN = re.compile("[\u4e00-\u9fff]{1,4}?(?:街道|镇|乡|苏木)(?!办|村|街|企|域|级|政府|党委|人大|派出所)")
_TOWN_BARE = re.compile(
    "(?:^|(?<=[，,。；;、：:“和在由）)\n 　]))(?P<town>(?P<stem>[\u4e00-\u9fff]{2,4})(?<![乡小各])(?:镇|乡|街道))(?!村|街|企|域|级|派出所|振兴|建设|各|等地|两级)"
)
_SEAT = re.compile("政府|人民政府|党委|人大|办事处")
_ZONE = re.compile(
    "(?:国家级|省级)?(?:经济技术开发区|高新技术产业开发区|经济开发区|高新技术开发区|高新区|经开区|工业园区|工业新区|综合保税区|自由贸易试验区|旅游度假区|风景名胜区|生态新城|开发区)(?!域)"
    "|(?:新区|新城|科学城|科技城|工业区|园区|产业园|示范区|度假区|风景区|景区|保税区|保护区|片区|港区|合作区|集聚区|功能区)"
    "(?=管委会|管理委员会|党工委)"
)
_TRADE_ZONE = re.compile("中国[(（][\u4e00-\u9fff]{2,4}[)）]自由贸易试验区(?:[\u4e00-\u9fff]{2,4}片区)?")
_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_BARE_ZONES = ("经济技术开发区", "高新技术产业开发区", "经济开发区", "高新区", "经开区", "开发区")
_COUNTING = frozenset("级家个类批各等的型式")
_SELF = re.compile("(?:我|全|本)(?:省|市|县|区|州|盟|旗|自治区|镇)(?![直委府级长际外内])|[省市县区]本级")
_ANAPHOR = re.compile("该(?:省|市|县|区|州|局|委|办|厅|院|中心|所|单位)(?![们])")
_SELF_BODY = re.compile("(?:我|本)(?:局|厅|委|办|院|中心|部|会|署|所)(?![们员])")
_KIN = re.compile(
    "(?<![\u4e00-\u9fff])(?:分局|(?:自治区|[省市县区州])[局厅](?![长属级直内]))|[局厅委办院](?:党组|党委)(?:(?:理论)?(?:学习)?中心组)?(?![书成委会副班])"
)
_LITTLE = frozenset("以由经将把在对向与和及")
_FIRMS = ("时代", "集团", "陵", "王朝", "文化遗址")  # 宁德时代, 金川集团, 西夏陵
_RIVER_PROVINCES = ("浙江", "黑龙江")
_NATURE = "湖山河江海岛泉溪"  # a short name that ends so is rather the lake or the mountain
_NOT_AFTER_SHORT = "省市县区州盟旗湖河江山岭岛港湾路街桥站村镇乡库渠关寺庙机场大道高速铁"


def find(ctx: Context) -> Iterator[Mention]:
    """Find the places of a passage."""
    yield from _named(ctx)
    yield from _short(ctx)
    yield from _towns(ctx)
    yield from _zones(ctx)
    area = own_area(ctx.document)
    own = re.compile(f"{self_words(area).pattern}|{_SELF.pattern}") if area else _SELF
    forms = [(own, "division.self"), (_ANAPHOR, "anaphor"), (_SELF_BODY, "agency.self")]
    if ctx.document.issuer and not ctx.document.issuer.endswith("政府"):
        forms.append((_KIN, "agency.kin"))
    for pattern, rule in forms:
        if pattern is _ANAPHOR and ctx.text.find("该", *ctx.passage.span) < 0:
            continue
        for found in pattern.finditer(ctx.text, ctx.passage.span.start, ctx.passage.span.end):
            cls = "Division" if rule == "division.self" else "Agency"
            begins = found.start() in ctx.starts or ctx.text[found.start() - 1] in _LITTLE
            if begins or rule not in ("agency.self", "agency.kin"):
                yield Mention(Span(*found.span()), cls, rule, found.group())


def _named(ctx: Context) -> Iterator[Mention]:
    for span, divisions in ctx.divisions:
        codes = ",".join(d.code for d in divisions)
        yield Mention(span, "Division", "division.name", span.of(ctx.text), (("codes", codes),))
        town = _TOWN.match(ctx.text, span.end, ctx.passage.span.end)
        if (
            town
            and ctx.is_end(town.end())
            and not ctx.text[span.end : town.end()].startswith(("各", "等", "的", "乡镇", "重点"))
        ):
            yield Mention(Span(*town.span()), "Division", "division.town", town.group(), (("within", codes),))


def _bare_towns(ctx: Context) -> Iterator[Span]:
    if ctx.document.level not in (Level.PREFECTURE, Level.COUNTY):
        return
    if not any(ctx.text.find(kind, *ctx.passage.span) >= 0 for kind in ("镇", "乡", "街道")):
        return
    for found in _TOWN_BARE.finditer(ctx.text, ctx.passage.span.start, ctx.passage.span.end):
        start = _town_start(ctx, found)
        if start is not None and ctx.text[start : found.end("stem")] not in ctx.rulebook.words["not_towns"]:
            yield Span(start, found.end("town"))


def _town_start(ctx: Context, found: re.Match[str]) -> int | None:
    """Give where a town's name begins, verbs before it left out (委托|南张街道); None where 镇 ends no name.

    The name must end where a word or a seat does and hold no verb or adverb.
    """
    seated = _SEAT.match(ctx.text, found.end())
    glued = found.end() - 1 in ctx.starts  # the segmenter took 镇 for the front of a name: 高邮|镇蝶园|社区
    if not (ctx.is_end(found.end()) or seated or glued) or found.start() not in ctx.starts:
        return None
    verbs = ctx.cached("town verbs", _verbs_before_towns)
    words = list(takewhile(lambda t: t.start < found.end(), ctx.passage.tokens[ctx.starts[found.start()] :]))
    names = list(dropwhile(lambda t: ctx.is_boundary(t) or t.text in verbs, words))
    if not names or found.end("stem") - names[0].start < 2:
        return None
    holds_verb = any(ctx.is_boundary(t) or t.text in ctx.rulebook.words["leading_verbs"] for t in names)
    return None if holds_verb else names[0].start


def _verbs_before_towns(rulebook: Rulebook) -> frozenset[str]:
    return triggers(rulebook, rulebook.relations) | rulebook.words["leading_verbs"]


def bare_towns(ctx: Context) -> dict[int, int]:
    """Give the start and end offsets of towns named without the county before them."""
    return ctx.once(_town_ends)


def _town_ends(ctx: Context) -> dict[int, int]:
    return {span.start: span.end for span in _bare_towns(ctx)}


def _towns(ctx: Context) -> Iterator[Mention]:
    """Find towns named without their county, in the reports of counties and cities."""
    for start, end in bare_towns(ctx).items():
        span = Span(start, end)
        yield Mention(
            span, "Division", "division.town-bare", span.of(ctx.text), (("within", ctx.document.place or ""),)
        )


def _short(ctx: Context) -> Iterator[Mention]:
    """Find short names (盱眙, 淮安) of the report's own place and of the places in it."""
    shorts: WordIndex = ctx.cached(
        f"shorts.{ctx.document.place}.{ctx.document.year}", lambda _: _own_shorts(ctx)
    )
    for span in shorts.find_at(ctx.text, ctx.passage):
        if ctx.text[span.end - 1] in _NATURE and span.of(ctx.text) not in _RIVER_PROVINCES:
            continue
        if ctx.text.startswith(_FIRMS, span.end):
            continue
        if ctx.is_end(span.end) and ctx.text[span.end : span.end + 1] not in _NOT_AFTER_SHORT:
            yield Mention(span, "Division", "division.short", span.of(ctx.text), (("short", "true"),))


def _own_shorts(ctx: Context) -> WordIndex:
    place, gazetteer, year = ctx.document.place, ctx.gazetteer, ctx.document.year
    if place is None:
        return WordIndex(())
    own = [gazetteer.by_code(place), *gazetteer.children(place, year)]
    own += [c for d in gazetteer.children(place, year) for c in gazetteer.children(d.code, year)]
    own += list(gazetteer.ancestors(place))
    words = {row["name"] for row in ctx.rulebook.tables["place_words"]}  # 新兴, 通道, 延长 are rather words
    named = [d for d in own if d and d.short and d.short != d.name]
    return WordIndex(d.short for d in named if d.code == place or d.short not in words)


def zones(ctx: Context) -> tuple[tuple[Span, str], ...]:
    """Find development zones; give the span with the place before it, and the kind of zone."""
    return ctx.once(_all_zones)


def _all_zones(ctx: Context) -> tuple[tuple[Span, str], ...]:
    return tuple(_named_zones(ctx))


def _named_zones(ctx: Context) -> Iterator[tuple[Span, str]]:
    if ctx.text.find("区", ctx.passage.span.start, ctx.passage.span.end) < 0:
        return
    for found in _TRADE_ZONE.finditer(ctx.text, ctx.passage.span.start, ctx.passage.span.end):
        yield Span(*found.span()), "自由贸易试验区"
    for found in _ZONE.finditer(ctx.text, ctx.passage.span.start, ctx.passage.span.end):
        start = _zone_start(ctx, found.start())
        kind = found.group()
        if start < found.start() or (kind in _BARE_ZONES and _one_zone(ctx, start)):
            yield Span(start, found.end()), kind


def _one_zone(ctx: Context, start: int) -> bool:
    """Tell whether a bare 开发区 can be one of the report's own; a province has many."""
    return ctx.document.level is not Level.PROVINCE and ctx.text[start - 1 : start] not in _COUNTING


def _zones(ctx: Context) -> Iterator[Mention]:
    for span, kind in zones(ctx):
        yield Mention(span, "Division", "division.zone", span.of(ctx.text), (("zone", kind),))


def _zone_start(ctx: Context, start: int) -> int:
    """Take in the place before a zone's kind: its name in the gazetteer or one word of two to four characters."""
    for span, _ in ctx.divisions:
        if span.end == start:
            return span.start
    index = ctx.passage.ends_at(start)
    index = ctx.passage.token_at(start) if index is None else index
    token, before = ctx.passage.tokens[index], ctx.passage.tokens[index - 1] if index else None
    name = ctx.text[token.start : start]
    if not _NAME.fullmatch(name) or ctx.is_boundary(token):
        return start
    opens = before is None or ctx.is_boundary(before)
    named = opens and name not in ctx.rulebook.words["not_zones"]
    return token.start if named or ctx.gazetteer.find(name) else start
