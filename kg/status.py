"""Whether the text states a thing as done, under way, planned or denied.

A report looks back first and ahead later.  Which of its sentences look ahead is told by headings (下一步工作安排), by
sentences that turn to the coming time (2018年，我市将…; 下一步，重点抓好以下工作：) and by order: what comes after the part
on the coming time belongs to it.  Within a sentence the words before the verb decide.  The words are the cue rules of
`rules/stance.yaml`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Document, Section, Sentence, Span, Status
from kg.rulebook import Rulebook
from kg.segment import Passage

_NEAR = 6
"""How many characters before its verb a negation may stand."""
_HEAD = 60
"""How many characters of a sentence tell that it turns to the coming time."""


def of_clause(
    document: Document, passage: Passage, verb: Span, rulebook: Rulebook, *, planned: bool
) -> Status:
    """Judge what a verb says by the words before it; `planned` tells that its sentence looks ahead."""
    clause = passage.clause_at(verb.start)
    scope = document.text[clause.start : verb.start]
    lacking = rulebook.cue("clause.lacking").search(document.text, verb.end, clause.end)
    if lacking or rulebook.cue("verb.denied").search(scope[-_NEAR:]):
        return Status.DENIED
    if planned or _intends(document, scope, rulebook) or _dated_ahead(document, passage, clause, rulebook):
        return Status.PLANNED
    around = (scope, scope + verb.of(document.text)[:-2])
    under_way = any(rulebook.cue("verb.ongoing").search(words) for words in around)
    return Status.ONGOING if under_way else Status.DONE


def _intends(document: Document, scope: str, rulebook: Rulebook) -> bool:
    aims = rulebook.cue("verb.target-year").finditer(scope)
    return bool(rulebook.cue("verb.planned").search(scope)) or any(_later(document, a["year"]) for a in aims)


def _later(document: Document, year: str) -> bool:
    return document.year is not None and int(year) > document.year


def _dated_ahead(document: Document, passage: Passage, clause: Span, rulebook: Rulebook) -> bool:
    """Tell whether the clause before is but a date to come: 到2025年，建成…; 下一步，推进…"""
    index = passage.clauses.index(clause)
    if index == 0:
        return False
    found = rulebook.cue("clause.date").match(passage.clauses[index - 1].of(document.text).strip())
    return found is not None and (found["year"] is None or _later(document, found["year"]))


def planned_sentences(
    document: Document, sections: Sequence[Section], sentences: Iterable[Sentence], rulebook: Rulebook
) -> frozenset[int]:
    """Give the indexes of the sentences that look ahead."""
    outline = outline_of(document, sections, rulebook)
    ahead, paragraph, until, for_good = set(), -1, 0, False
    for sentence in sentences:
        if not sentence.heading and turns_ahead(document, sentence.span, rulebook):
            reach = _reach(document, sections, sentence, rulebook)
            paragraph, until = sentence.paragraph, max(until, reach)
            for_good = for_good or (reach > sentence.span.end and _is_part(sections, sentence))
        settled = sentence.section in outline.ahead or (for_good and sentence.section in outline.silent)
        if settled or sentence.paragraph == paragraph or sentence.span.start < until:
            ahead.add(sentence.index)
    return frozenset(ahead)


def _is_part(sections: Sequence[Section], sentence: Sentence) -> bool:
    """Tell whether a sentence stands in a part of the report itself: what comes after a part that looks ahead does too."""
    return sentence.section is not None and sections[sentence.section].parent is None


def turns_ahead(document: Document, span: Span, rulebook: Rulebook) -> bool:
    """Tell whether a sentence turns to the coming time: 2018年，我市将…; 下一步，我局将从以下方面…"""
    head = document.text[span.start : min(span.end, span.start + _HEAD)]
    marker = rulebook.cue("clause.marker").match(head)
    found = rulebook.cue("turn.ahead").match(head, marker.end() if marker else 0)
    if found is None or (found["year"] and not _later(document, found["year"])):
        return False
    return rulebook.cue("turn.promise").search(head, found.end(), found.end() + _HEAD // 2) is not None


def _reach(document: Document, sections: Sequence[Section], sentence: Sentence, rulebook: Rulebook) -> int:
    """Give up to where a turning sentence holds: where it announces a list, to the end of its section."""
    announces = rulebook.cue("turn.list").search(sentence.span.of(document.text))
    if sentence.section is None or not announces:
        return sentence.span.end
    return sections[sentence.section].span.end


@dataclass(frozen=True, slots=True)
class Outline:
    """Which sections look ahead by their headings, which admit problems (also together with plans), which say neither."""

    ahead: frozenset[int]
    problems: frozenset[int]
    silent: frozenset[int]


def outline_of(document: Document, sections: Sequence[Section], rulebook: Rulebook) -> Outline:
    """Tell the stance of each section: its own heading's, that of the section around it, or of the part before it."""
    stances: dict[int | None, str] = {}
    turned = ""
    for section in sections:
        own = _stance(document, section, rulebook)
        around = stances[section.parent] if section.parent is not None else turned
        stances[section.index] = around if not own or (own == "review" and around == "ahead") else own
        if section.parent is None and own:
            turned = "ahead" if own == "ahead" else ""
    return Outline(
        frozenset(i for i, stance in stances.items() if i is not None and stance == "ahead"),
        frozenset(i for i, stance in stances.items() if i is not None and stance in ("problems", "both")),
        frozenset(i for i, stance in stances.items() if i is not None and not stance),
    )


def _stance(document: Document, section: Section, rulebook: Rulebook) -> str:
    """Give what a heading says: ahead, problems, both, review, annex; nothing when it leaves the stance as it is."""
    heading = section.heading.of(document.text)
    coming = document.year is not None and f"{document.year + 1}年" in heading
    if not coming and rulebook.cue("heading.annex").search(heading):
        return "annex"
    admits = rulebook.cue("heading.problems").search(heading) and not rulebook.cue("heading.solving").search(
        heading
    )
    ahead = coming or rulebook.cue("heading.ahead").search(heading)
    if admits:
        return "both" if ahead else "problems"
    if not coming and rulebook.cue("heading.review").search(heading):
        return "review"
    return "ahead" if ahead else ""
