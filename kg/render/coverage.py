"""How much of each report was understood: numerals by use, sentences with and without facts, what stayed open."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Extraction, Numeral, NumeralUse, Sentence, Span, Unresolved
from kg.render.markdown import share, table
from kg.render.text import Text

SHOWN = 200
"""Rows of one list in the readable report; all are in the data."""
_USES = {
    NumeralUse.OBSERVATION: ("数字", "figures"),
    NumeralUse.DATE: ("日期", "dates"),
    NumeralUse.NAME: ("名称的一部分", "parts of names"),
    NumeralUse.ORDINAL: ("序号", "ordinals"),
    NumeralUse.UNREAD: ("未读懂", "unread"),
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of one report was understood; headings are no sentences here.

    A sentence is `stated` when a figure, relation, problem or plan was read from it, `named` when only things
    were found in it, `bare` otherwise.
    """

    numerals: dict[str, int]
    unread: tuple[Numeral, ...]
    stated: tuple[Sentence, ...]
    named: tuple[Sentence, ...]
    bare: tuple[Sentence, ...]
    unresolved: tuple[Unresolved, ...]

    @property
    def sentences(self) -> int:
        """Give the number of sentences."""
        return len(self.stated) + len(self.named) + len(self.bare)


def measure(extraction: Extraction) -> Coverage:
    """Give the coverage of one report."""
    facts, names = _touched(extraction, _facts(extraction)), _touched(extraction, _names(extraction))
    groups: dict[str, list[Sentence]] = {"stated": [], "named": [], "bare": []}
    for sentence in extraction.sentences:
        if not sentence.heading:
            kind = "stated" if sentence.index in facts else "named" if sentence.index in names else "bare"
            groups[kind].append(sentence)
    uses = Counter(numeral.use.value for numeral in extraction.numerals)
    return Coverage(
        {use.value: uses[use.value] for use in NumeralUse},
        tuple(n for n in extraction.numerals if n.use is NumeralUse.UNREAD),
        tuple(groups["stated"]),
        tuple(groups["named"]),
        tuple(groups["bare"]),
        extraction.unresolved,
    )


def total(reports: Iterable[Coverage]) -> Coverage:
    """Give the coverage of several reports together."""
    each = list(reports)
    numerals = Counter[str]()
    for one in each:
        numerals.update(one.numerals)
    return Coverage(
        {use.value: numerals[use.value] for use in NumeralUse},
        tuple(n for one in each for n in one.unread),
        tuple(s for one in each for s in one.stated),
        tuple(s for one in each for s in one.named),
        tuple(s for one in each for s in one.bare),
        tuple(u for one in each for u in one.unresolved),
    )


def _facts(extraction: Extraction) -> Iterator[Span]:
    yield from (observation.quantity.span for observation in extraction.observations)
    yield from (statement.evidence for statement in extraction.statements)
    yield from (finding.span for finding in extraction.findings)


def _names(extraction: Extraction) -> Iterator[Span]:
    return (span for entity in extraction.entities for span in entity.spans)


def _touched(extraction: Extraction, spans: Iterable[Span]) -> set[int]:
    """Give the indexes of the sentences that the spans overlap."""
    sentences = extraction.sentences
    starts = [sentence.span.start for sentence in sentences]
    found: set[int] = set()
    for span in spans:
        number = max(0, bisect_right(starts, span.start) - 1)
        while number < len(sentences) and sentences[number].span.start < span.end:
            if sentences[number].span.overlaps(span):
                found.add(sentences[number].index)
            number += 1
    return found


# --- as data


def data(extractions: Iterable[Extraction]) -> Iterator[str]:
    """Give the coverage of reports as JSON, with every numeral, sentence and mention that stayed open."""
    reports = [_record(Text(extraction)) for extraction in extractions]
    yield json.dumps({"reports": reports}, ensure_ascii=False, indent=1) + "\n"


def _record(one: Text) -> dict[str, object]:
    found, document = measure(one.extraction), one.extraction.document
    return {
        "report": document.key,
        "title": document.title,
        "characters": len(document.text),
        "numerals": found.numerals,
        "sentences": {"stated": len(found.stated), "named": len(found.named), "bare": len(found.bare)},
        "unread": [_open(one, n.span, reason=n.reason) for n in found.unread],
        "unresolved": [_open(one, u.span, cls=u.cls, reason=u.reason) for u in found.unresolved],
        "named": [_open(one, s.span) for s in found.named],
        "bare": [_open(one, s.span) for s in found.bare],
    }


def _open(one: Text, span: Span, **more: str) -> dict[str, object]:
    return {**span._asdict(), "text": span.of(one.extraction.document.text), **more}


# --- to read


def markdown(extractions: Iterable[Extraction]) -> Iterator[str]:
    """Give the coverage of reports as Markdown, in Chinese and English."""
    reports = [(Text(extraction), measure(extraction)) for extraction in extractions]
    yield "# 覆盖情况 Coverage\n\n"
    yield (
        "数字是否都有交代、句子是否都读出事实，以及未能确定之处。\n\n"
        "What became of every numeral, which sentences gave facts, and what stayed open.\n\n"
    )
    yield table(_SUMMARY, [_summary(one, found) for one, found in reports])
    for one, found in reports:
        yield from _section(one, found)


_SUMMARY = (
    "报告 report", "数字 numerals", "已读懂 understood", "句子 sentences", "有事实 with facts", "仅有名称 names only",
    "无 bare", "未决指称 unresolved",
)  # fmt: skip


def _summary(one: Text, found: Coverage) -> list[str]:
    numerals = sum(found.numerals.values())
    return [
        one.extraction.document.title,
        str(numerals),
        share(numerals - len(found.unread), numerals),
        str(found.sentences),
        f"{len(found.stated)} ({share(len(found.stated), found.sentences)})",
        f"{len(found.named)} ({share(len(found.named), found.sentences)})",
        f"{len(found.bare)} ({share(len(found.bare), found.sentences)})",
        str(len(found.unresolved)),
    ]


def _section(one: Text, found: Coverage) -> Iterator[str]:
    yield f"\n## {one.extraction.document.title}\n\n"
    numerals = sum(found.numerals.values())
    uses = [
        [f"{zh} {en}", str(found.numerals[use.value]), share(found.numerals[use.value], numerals)]
        for use, (zh, en) in _USES.items()
    ]
    yield table(("数字的用途 use of numerals", "个数 count", "占比 share"), uses)
    unread = [[one.of(n.span), n.reason, one.sentence(n.span), _at(n.span)] for n in found.unread]
    yield from _list(
        "未读懂的数字 Numerals not understood", ("数字", "原因 reason", "句子 sentence", "位置 at"), unread
    )
    mentions = [
        [one.of(u.span), u.cls, u.reason, one.sentence(u.span), _at(u.span)] for u in found.unresolved
    ]
    heads = ("指称", "类 class", "原因 reason", "句子 sentence", "位置 at")
    yield from _list("未能确定所指 Mentions not resolved", heads, mentions)
    for title, sentences in (
        ("仅读出名称的句子 Sentences with names only", found.named),
        ("未读出事实与名称的句子 Bare sentences", found.bare),
    ):
        rows = [[one.of(s.span), _at(s.span)] for s in sentences]
        yield from _list(title, ("句子 sentence", "位置 at"), rows)


def _list(title: str, heads: tuple[str, ...], rows: list[list[str]]) -> Iterator[str]:
    yield f"\n### {title}: {len(rows)}\n\n"
    if rows:
        yield table(heads, rows[:SHOWN])
    if len(rows) > SHOWN:
        yield f"\n… {len(rows) - SHOWN} more in coverage.json\n"


def _at(span: Span) -> str:
    return f"{span.start}–{span.end}"
