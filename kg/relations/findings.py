"""What a report admits (problems) and what it promises (plans), verbatim."""

import re
from collections.abc import Iterable, Iterator

from kg.model import Document, Finding, Span
from kg.segment import Passage
from kg.status import planned_sentence

_PROBLEM = re.compile(
    "还?(?:存在|有)(?:一些|一定|不少|较大|许多)?(?:的)?(?:问题|不足|差距|短板|薄弱环节|困难)|不够|还不[高强足大]|有待|仍需|亟待|亟需|不到位|不平衡|不充分|不足|薄弱|滞后|偏低|偏弱|不高|不强|不健全|不完善|不深入|短板|弱项|不容忽视|参差不齐|流于形式|较为突出|仍较|依然存在"
)
_PROBLEM_FRAME = re.compile("存在|差距|问题|不足|困难|挑战|短板|薄弱")
_SOLVED = re.compile("解决|整改|针对|补齐|破解|化解|克服|不足的问题|过去")
_PROBLEM_HEADING = re.compile("问题|不足|困难|短板|薄弱")


def problems(document: Document, passages: Iterable[Passage], headings: dict[int, str]) -> Iterator[Finding]:
    """Give each clause in which the report admits a problem."""
    framed_paragraph = -1
    for passage in passages:
        text = passage.span.of(document.text)
        section = passage.sentence.section
        admitting = section is not None and bool(_PROBLEM_HEADING.search(headings.get(section, "")))
        framed = bool(
            re.search(
                "(?:还|仍|也|依然|主要)存在.{0,12}(?:差距|问题|不足|短板|困难|薄弱)|(?:问题|不足|差距)和(?:不足|困难|问题|短板)|清醒(?:地)?(?:看|认识)到",
                text,
            )
        )
        framed_paragraph = passage.sentence.paragraph if framed else framed_paragraph
        if passage.sentence.heading or not (
            framed or admitting or framed_paragraph == passage.sentence.paragraph
        ):
            continue
        for clause in passage.clauses:
            words = clause.of(document.text)
            if _PROBLEM.search(words) and not _SOLVED.search(words):
                yield Finding("Problem", clause, "problem.admitted")


def plans(document: Document, passages: Iterable[Passage], planned: frozenset[int]) -> Iterator[Finding]:
    """Give what the report promises: sentences of sections on the future, clauses of a sentence on next year."""
    for passage in passages:
        if passage.sentence.heading:
            continue
        if passage.sentence.section in planned:
            yield Finding("Plan", passage.span, "plan.section")
        elif planned_sentence(document, passage):
            for clause in passage.clauses[1:]:
                yield Finding("Plan", clause, "plan.next-year")
        else:
            yield from _targets(document, passage)


def _targets(document: Document, passage: Passage) -> Iterator[Finding]:
    year = document.year
    for clause in passage.clauses:
        found = re.search("到(?P<year>20\\d\\d)年(?:底|末)?(?=[\u4e00-\u9fff])", clause.of(document.text))
        if found and year and int(found["year"]) > year:
            yield Finding("Plan", Span(clause.start + found.start(), clause.end), "plan.target-year")
