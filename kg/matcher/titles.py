"""Policies: titles in 《》 with the document number tied to them, and named documents without brackets."""

import re
from collections.abc import Iterator

from kg.matcher.base import Context, Mention
from kg.segment import Bracket

NUMBER = re.compile(
    r"[（(]?(?P<number>[\u4e00-\u9fff]{1,8}(?:函|办|字|发|规|令|文)?[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\]）)】]\s*第?\s*\d{1,4}\s*号|(?:国务院|省政府|市政府|主席)?令?第\s*\d{1,4}\s*号令?)[）)]?"
)
_PERIODICAL = re.compile(
    "(日报|晚报|早报|时报|周刊|月刊|杂志|电视台|新闻联播|学报|(?<![通简汇预月年公快战捷申填])报)$"
)


_WORK_BEFORE = re.compile(
    "(?:电影|电视剧|网络剧|广播剧|话剧|舞剧|歌剧|戏剧|音乐剧|越剧|豫剧|京剧|川剧|粤剧|秦腔|花鼓戏|黄梅戏|小品|情景剧|快板|歌曲|宣传片|短片|专题片|纪录片|动漫|动画|微视频|视频|小说|散文|诗歌|专著|图书|作品|游戏|栏目|节目)(?:[“”]|《[^》]*》|[、和])*$"
)
_WORK_AFTER = re.compile(
    "》(?:《[^》]*》|[、和])*(?:等)?(?:一批)?(?:\\d+|[一二两三四五六七八九十])?(?:部|件|首|集|个|家|种|本)?(?:优秀|原创|精品|文艺|普法|法治|知名|特色|学术|核心|专业)*(?:名刊|期刊|刊物|报刊|作品|剧目|系列纪录片|系列(?!文件|方案|制度|规定|办法|政策|举措|措施|规范|配套)|纪录片|电影|影片|节目|栏目|品牌|微视频|微电影|短视频|力作|精品|热播|图书|书籍|读物|教材|著作|书目)"
)
_WORK_BESIDE = re.compile(
    "》[、和](?:电影|电视剧|话剧|舞剧|歌剧|音乐剧|越剧|豫剧|京剧|川剧|粤剧|秦腔|微视频|游戏)《"
)


_COLLECTED = re.compile("(?:文库|词典|辞典|字典|通史|全书|全集|丛书|典藏|大典|年鉴|画报|画册|故事|传奇)$")
_DOCUMENT = re.compile(
    "(?:法|典|例|定|法|见|案|划|要|知|则|书|准|范|南|引|录|单|表|册|程|约|议|告|报|函|令|点|策|施|项|复|示|纪要|条文|规程|解释|汇编|标准)(?:[(（].*[)）])?$"
)
_ART_NEAR = re.compile(
    "奖|热播|热映|出版|编纂|演出|上演|展演|公演|播出|开播|央视|票房|出品|导演|原创|白话文|译制|首演|巡演|文明标识|出圈|爆款|相关产品|杂志|期刊|刊发|刊登|刊载|登载|专版|头版"
)


_FORM = re.compile("(?:通知书|意见书|决定书|建议书|告知书|督办函|提示函|监督函|建议函|通知单|交办单)$")
_CERTIFICATE = re.compile("(?:证|证书|执照|案例|案例选|案例集)$")
_SERVED = re.compile(
    "(?:发出|下发|制发|送达|发放|签发|出具|下达|制作|发送)(?:了|《[^》]*》|\\d+份|[、和及])*$"
)


def _is_form(ctx: Context, bracket: Bracket, name: str) -> bool:
    """Tell a form that is served in copies from a document: 发出《责令改正通知书》18份."""
    before = ctx.text[max(ctx.passage.span.start, bracket.outer.start - 40) : bracket.outer.start]
    counted = ctx.text[bracket.outer.end : bracket.outer.end + 1].isdigit()
    return _FORM.search(name) is not None and (counted or _SERVED.search(before) is not None)


def _is_work(ctx: Context, bracket: Bracket) -> bool:
    """Tell whether a title is of a work of art or a programme: 普法微电影《…》, 《…》等3部作品."""
    before = ctx.text[max(ctx.passage.span.start, bracket.outer.start - 40) : bracket.outer.start]
    after = _WORK_AFTER.match(ctx.text, bracket.outer.end - 1, ctx.passage.span.end)
    if _COLLECTED.search(bracket.inner.of(ctx.text)) or _WORK_BEFORE.search(before) or after:
        return True
    if _WORK_BESIDE.match(ctx.text, bracket.outer.end - 1, ctx.passage.span.end):
        return True
    near = ctx.text[max(ctx.passage.span.start, bracket.outer.start - 8) : bracket.outer.end + 12]
    return not _DOCUMENT.search(bracket.inner.of(ctx.text)) and _ART_NEAR.search(near) is not None


def find(ctx: Context) -> Iterator[Mention]:
    """Find titles in 《》 (the outer one of nested titles) with their numbers."""
    for bracket in ctx.passage.brackets:
        if bracket.opener == "《" and not _nested(ctx, bracket):
            yield from _title(ctx, bracket)


def _nested(ctx: Context, bracket: Bracket) -> bool:
    return any(b.opener == "《" and b.inner.covers(bracket.outer) for b in ctx.passage.brackets)


def _title(ctx: Context, bracket: Bracket) -> Iterator[Mention]:
    name = bracket.inner.of(ctx.text).strip()
    if len(name) < 2:
        return
    if (
        _PERIODICAL.search(name)
        or _CERTIFICATE.search(name)
        or _is_work(ctx, bracket)
        or _is_form(ctx, bracket, name)
    ):
        return
    number = NUMBER.match(ctx.text, bracket.outer.end, ctx.passage.span.end)
    attrs = (("number", re.sub(r"\s", "", number["number"])),) if number else ()
    yield Mention(bracket.inner, "Policy", "policy.title", name, attrs)
