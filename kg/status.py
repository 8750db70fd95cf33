"""Whether a clause states a thing as done, under way, planned or denied."""

import re
from collections.abc import Sequence

from kg.model import Document, Section, Span, Status
from kg.segment import Passage

_PLANNED_HEADING = re.compile(
    "下一步|下步|打算|工作安排|工作思路|工作计划|努力方向|今后|主要任务|重点任务|总体要求|预期目标|工作要求|工作重点|重点工作安排|展望|奋斗目标|目标任务"
)
_REVIEW_HEADING = re.compile("回顾|完成情况|主要成效|取得的成|主要做法|工作成绩|基本情况|推进情况|工作情况")
_PLANNED = re.compile(
    '(?<![即必])将(?!.{0,12}(?:作为|纳入|列为|列入|与|向|报|依法|划|交|其|原))|拟(?!任|定|订|制)|力争|争取|计划(?:在|于|到|新)|积极申报|正在(?:积极)?申报|明年|下一步|到20[2-9]\\d年|至20[2-9]\\d年|到"?十[四五六]五'
)
_DENIED = re.compile("未发现|未发生|没有|不存在|尚未|未能|不得|无一|未(?=[\u4e00-\u9fff])")
_ONGOING = re.compile("正在|仍在|有序推进中|正抓紧")


def of_clause(text: str, clause: Span, verb: Span | None, *, planned: bool) -> Status:
    """Judge a clause; cues must stand before the verb where one is given; `planned` is the section's own stance."""
    scope = text[clause.start : verb.start if verb else clause.end]
    near = text[max(clause.start, verb.start - 6) : verb.start] if verb else scope
    if _DENIED.search(near):
        return Status.DENIED
    if planned or _PLANNED.search(scope):
        return Status.PLANNED
    return Status.ONGOING if _ONGOING.search(scope) else Status.DONE


def planned_sections(document: Document, sections: Sequence[Section]) -> frozenset[int]:
    """Give the sections that speak of the future: by their heading, or by a heading above them."""
    planned: set[int] = set()
    for section in sections:
        heading = section.heading.of(document.text)
        inherited = section.parent in planned
        if _REVIEW_HEADING.search(heading):
            continue
        if inherited or _PLANNED_HEADING.search(heading) or _next_year(document, heading):
            planned.add(section.index)
    return frozenset(planned)


def _next_year(document: Document, heading: str) -> bool:
    return document.year is not None and f"{document.year + 1}年" in heading


def planned_sentence(document: Document, passage: Passage) -> bool:
    """Tell whether a sentence speaks of next year: 2018年，我市将…"""
    head = document.text[passage.span.start : passage.span.start + 40]
    year = document.year
    return year is not None and bool(
        re.match(f"(?:在)?{year + 1}年(?:度)?[，,]?(?:.{{0,12}}(?:将|要|坚持|继续|进一步))", head)
    )
