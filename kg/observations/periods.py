"""The period that a figure is about, and whether it is a plan."""

import re
from collections.abc import Sequence

from kg.model import Document, Status
from kg.normalize import number
from kg.segment import Passage

_YEAR = r"(?:19|20)\d{2}"
_STATED = re.compile(
    rf"(?P<bar>[比较]?)(?:(?P<to>到|至|截至|截止)?(?P<from>{_YEAR})(?:年度?)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?[初底末]?[-—–~～至到]+(?P<until>{_YEAR})年"
    rf"|(?P<by>到|至)?(?P<year>{_YEAR})年"
    "|(?P<last>去年|上年|上一年)(?!同期|度?末?结转|遗留)|(?P<before>前年)|(?P<this>今年)|(?P<next>明年)"
    "|(?P<plan>十[一二三四五六七]五)"
    "|(?:连续|近|过去|这)(?P<n>\\d|[两三四五六七八九十])(?:个)?年(?!行动|攻坚|计划)|(?P<since>\\d{1,2})年来)"
)
_WITH = re.compile("度?(?:同期)?相比")  # 与2016年相比
_ROSE = re.compile("[%个件项元天].{0,8}[到至]")
_EARLIER = re.compile(
    "[较比](?:去年|上年|(?P<year>20\\d\\d)年)(?:同期)?(?:的[^，,增长降减升提]*|(?:(?:该|同)类[^，,增长降减升提]{1,6})?\\d+[件宗起个人次户家]?)$"
)
_OPENS = re.compile("(?:^|[，,。；;：:、）)\\s])(?:自|从|截至|截止|其中|预计|到|至)?$")
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_NUMBERED = re.compile(
    "\\s*(?:(?P<r1>第[一二三四五六七八九十]+(?:章|部分|编))|(?P<r2>[一二三四五六七八九十]+[、.．])|(?P<r3>[（(][一二三四五六七八九十]+[)）])"
    "|(?P<r4>[一二三四五六七八九十]+是|[（(]?\\d+[、.．)）]))"
)
_ANNEX = re.compile("附件|附录|附表|名词解释|名词注释|注释|用语说明|名词说明")
_PLANNED_HEADING = re.compile(
    "下一步|下步|打算|工作安排|工作思路|工作计划|努力方向|主要任务|重点任务|总体要求|预期目标|工作重点|展望|奋斗目标|目标任务|今后工作|下阶段|来年|下一年|下年度|下一阶段|新一年|主要安排|重点安排"
)
_PLANNED_YEAR = re.compile(
    "年(?:度)?(?:的)?(?:工作|推进|深化|持续|主要|目标|重点|总体|任务|预期|经济社会|政府|发展|法治|全[省市区县]|省|市|区|县|将|安排|计划|打算|\\d+件|十件|民生)|关于"
)
_REVIEW_HEADING = re.compile(
    "回顾|完成情况|主要成效|取得的成|主要做法|工作成绩|基本情况|推进情况|工作情况|落实情况|名词解释|注释"
)
_TARGETS = re.compile(
    "(?:主要|预期|发展|工作|年度|约束性)?(?:预期)?目标(?:是|为|任务是)|主要预期目标|目标建议"
)
_FUTURE = re.compile(
    "(?<![即必])将(?=[在于新继开启完建力推实组举投达])|拟(?=[在于新开建安投])|力争|争取(?=在|[到达](?:20|今|明|年)|年|实|完|达到)|(?<![按照])计划(?:在|于|到|新|今|明|年|投(?!资)|完|建)|明年|下一步|到20[2-4]\\d年|20[2-4]\\d年(?:底|前|年底)?(?:前)?(?:达到|实现|建成|完成)|预期目标|确保(?=.{0,20}(?:达到|以上|以内|完成))"
)
_AHEAD = re.compile("\\s*(?:[一二三四五六七八九十]+是)?(?:下一步|下步|下一阶段|今后|明年|来年)[，,]?")
_BACK = re.compile(
    "\\s*(?:[\\d一二三四五六七八九十几多近]{1,4}(?:多|余)?年来|[^，,。]{2,14}(?<!今年)以来)[，,]"
)
_DENIED = re.compile("未发现|未发生|不存在|尚未|无一")
_ONGOING = re.compile("正在|仍在|加快建设|在建")


class Sections:
    """Which passages of a document speak of the future, told by their headings.

    A heading on plans holds until a heading of its own style or an outer one.  A government work report looks back
    first; once it has turned to the coming year it stays there, until its annexes.
    """

    def __init__(self, document: Document, passages: Sequence[Passage]) -> None:
        self._document = document
        self._planned: set[int] = set()
        self._on, self._style, self._stays = False, 9, False
        for passage in passages:
            words = passage.span.of(document.text)
            if passage.sentence.heading or (len(words) < 26 and passage.sentence.index):
                self._heading(words)
            elif not self._on and document.kind == "governmentWorkReport" and self._turns(words):
                self._on, self._stays = True, True
            if self._on:
                self._planned.add(passage.sentence.index)

    def _heading(self, words: str) -> None:
        style, stance = _style(words), self._stance(words)
        if stance is not None:
            self._on, self._style = stance, style
            self._stays = stance and self._document.kind == "governmentWorkReport"
        elif (self._on and _ANNEX.match(words)) or (self._on and not self._stays and style <= self._style):
            self._on = False

    def _stance(self, words: str) -> bool | None:
        year = self._document.year
        if _REVIEW_HEADING.search(words):
            return False
        if year is not None and (f"{year + 1}年" in words and _PLANNED_YEAR.search(words)):
            return True
        if year is not None and f"{year}年" in words and _style(words) < 9:
            return False
        return True if _PLANNED_HEADING.search(words) and _style(words) < 9 else None

    def _turns(self, words: str) -> bool:
        year = self._document.year
        if year is None:
            return False
        return bool(
            re.match(
                f"(?:{year + 1}年|今年)(?:是|我们要|政府工作|经济社会发展|全省经济|全市经济|工作的|要)", words
            )
        )

    def planned(self, passage: Passage) -> bool:
        """Tell whether a passage stands in a section on the future."""
        return passage.sentence.index in self._planned


def _style(heading: str) -> int:
    """Give the rank of a heading by its number: 0 without, 1 第一部分, 2 一、, 3 （一）, 4 1.; 9 when it is no heading."""
    found = _NUMBERED.match(heading)
    if found:
        return int(next(k for k, v in found.groupdict().items() if v)[1:])
    return 0 if not re.search("[。；;，,：:]", heading) else 9


def period(document: Document, earlier: str, own: str, *, planned: bool) -> str | None:
    """Give the period of a figure from its own clause, then from the clauses before; else the year reported on.

    A year that an earlier clause only mentions (在去年的基础上，…) does not hold for the next.
    """
    if document.year and (base := _EARLIER.search(own)):
        return base["year"] or str(document.year - 1)
    shifted = planned or document.kind == "governmentWorkReport"
    for found in [*reversed(_mentions(own, past=True)), *reversed(_openings(earlier))]:
        if stated := _stated(found, document.year, planned=shifted):
            return stated
    return None if document.year is None else str(document.year + 1 if planned else document.year)


def _mentions(words: str, *, past: bool = False) -> list[re.Match[str]]:
    """Give the periods mentioned, not those compared with; `past` leaves out what a figure before rose from."""
    if "年" not in words and "五" not in words:
        return []
    found = [m for m in _STATED.finditer(words) if not m["bar"] and not _WITH.match(words, m.end())]
    return [
        m
        for m in found
        if not (past and _ROSE.search(words, m.start()) and words[m.start() - 1 : m.start()] in ("从", "由"))
    ]


def _openings(words: str) -> list[re.Match[str]]:
    """Give the mentions that open a clause: 2017年，…"""
    return [m for m in _mentions(words) if _OPENS.search(words, 0, m.start())]


def _stated(found: re.Match[str], year: int | None, *, planned: bool) -> str | None:
    if found["from"]:
        return found["from"] if found["from"] == found["until"] else f"{found['from']}/{found['until']}"
    if found["year"]:
        return found["year"]
    if found["plan"]:
        first = _PLANS[found["plan"]]
        return f"{first}/{first + 4}"
    if year is None:
        return None
    if found["n"]:
        return f"{year + 1 - int(number(found['n']))}/{year}"
    if found["since"]:
        return f"{year + 1 - int(found['since'])}/{year}"
    shift = {"last": -1, "before": -2, "this": 0, "next": 1}[found.lastgroup or "this"]
    return str(year + shift + (1 if planned and found.lastgroup in ("this", "last") else 0))


def foresees(text: str) -> bool:
    """Tell whether a clause up to its figure speaks of the future."""
    return bool(_FUTURE.search(text) or _TARGETS.search(text))


def looks_back(sentence: str) -> bool:
    """Tell a sentence that opens with the years gone by: 60年来，…"""
    return _BACK.match(sentence) is not None


def ahead(sentence: str) -> bool:
    """Tell a sentence that opens with the time to come: 下一步，…"""
    return _AHEAD.match(sentence) is not None


def status(clause: str, *, planned: bool) -> Status:
    """Judge a clause: done, ongoing, planned or denied."""
    if planned:
        return Status.PLANNED
    if _DENIED.search(clause):
        return Status.DENIED
    return Status.ONGOING if _ONGOING.search(clause) else Status.DONE
