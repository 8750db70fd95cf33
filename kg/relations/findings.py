"""What a report admits (problems) and what it promises (plans), clause by clause, verbatim."""

from collections.abc import Iterable, Iterator, Sequence

from kg.model import Document, Finding, Section, Span
from kg.rulebook import Rulebook
from kg.segment import Passage
from kg.status import outline_of

_SHORTEST = 4
"""A clause of fewer characters says nothing by itself."""
_PERIOD = "。；;！!？?，,：:、 　\n"


def find_findings(
    document: Document,
    passages: Sequence[Passage],
    sections: Sequence[Section],
    ahead: frozenset[int],
    rulebook: Rulebook,
) -> tuple[Finding, ...]:
    """Find the problems that a report admits and the plans that it makes, in text order.

    `ahead` gives the indexes of the sentences that look ahead.
    """
    looking_back = [p for p in passages if p.sentence.index not in ahead]
    admitted = problems(document, looking_back, sections, rulebook)
    promised = plans(document, passages, sections, ahead, rulebook)
    return tuple(sorted([*admitted, *promised], key=lambda f: (f.span, f.cls)))


def problems(
    document: Document, passages: Iterable[Passage], sections: Sequence[Section], rulebook: Rulebook
) -> Iterator[Finding]:
    """Give each clause in which the report admits a problem: under such a heading, or after 还存在以下问题."""
    admitting = outline_of(document, sections, rulebook).problems
    paragraph = -1
    for passage in passages:
        sentence = passage.sentence
        if not sentence.heading and rulebook.cue("problem.frame").search(passage.span.of(document.text)):
            paragraph = sentence.paragraph
        titled = (
            sentence.heading and sentence.section is not None and sections[sentence.section].parent is None
        )
        if not titled and (sentence.section in admitting or sentence.paragraph == paragraph):
            for clause in _verdicts(document, passage, rulebook):
                yield Finding("Problem", clause, "problem.admitted")


def _verdicts(document: Document, passage: Passage, rulebook: Rulebook) -> Iterator[Span]:
    """Give the clauses that admit something; 与要求相比，还有差距 is one."""
    verdict, solved = rulebook.cue("problem.verdict"), rulebook.cue("problem.solved")
    topic: Span | None = None
    for clause in _bare_clauses(document, passage, rulebook):
        words = clause.of(document.text)
        if solved.search(words):
            topic = None
        elif not verdict.search(words) and not _is_item(document, clause, rulebook):
            topic = clause if words[0] in "与在距对同从和" else None
        else:
            yield Span(topic.start, clause.end) if topic else clause
            topic = None


def _is_item(document: Document, clause: Span, rulebook: Rulebook) -> bool:
    """Tell whether a clause opens a numbered item: of those on problems each is one, whatever its words."""
    return bool(rulebook.cue("item.number").search(document.text, max(0, clause.start - 6), clause.start))


def plans(
    document: Document,
    passages: Sequence[Passage],
    sections: Sequence[Section],
    ahead: frozenset[int],
    rulebook: Rulebook,
) -> Iterator[Finding]:
    """Give each clause that promises: of sentences that look ahead, and those that name a year to come as their aim."""
    titles, aim = _titles(passages, sections), rulebook.cue("verb.target-year")
    for passage in passages:
        if passage.sentence.heading and passage.sentence.section in titles:
            continue
        if passage.sentence.index in ahead:
            yield from (Finding("Plan", c, "plan.ahead") for c in _promises(document, passage, rulebook))
        elif aim.search(document.text, *passage.span):
            yield from (Finding("Plan", c, "plan.target-year") for c in _aims(document, passage, rulebook))


def _titles(passages: Sequence[Passage], sections: Sequence[Section]) -> set[int | None]:
    """Give the sections whose headings are titles: the main ones and those with text; an item may be all heading."""
    filled = {p.sentence.section for p in passages if not p.sentence.heading}
    return filled | {s.parent for s in sections} | {s.index for s in sections if s.parent is None} | {None}


def _promises(document: Document, passage: Passage, rulebook: Rulebook) -> Iterator[Span]:
    """Give the clauses of a sentence that promise, each with those that only go on with it."""
    pending: Span | None = None
    for clause in _bare_clauses(document, passage, rulebook):
        words = clause.of(document.text)
        if pending and rulebook.cue("plan.joined").search(words):
            pending = Span(pending.start, clause.end)
            continue
        if pending:
            yield pending
        pending = clause if _promises_something(words, rulebook) else None
    if pending:
        yield pending


def _promises_something(words: str, rulebook: Rulebook) -> bool:
    return not any(rulebook.cue(f"plan.{kind}").search(words) for kind in ("lead", "announced", "slogan"))


def _aims(document: Document, passage: Passage, rulebook: Rulebook) -> Iterator[Span]:
    for clause in _bare_clauses(document, passage, rulebook):
        found = rulebook.cue("verb.target-year").search(clause.of(document.text))
        year = int(found["year"]) if found else 0
        if found and document.year and year > document.year and clause.start + found.end() < clause.end:
            yield Span(clause.start + found.start(), clause.end)


def _bare_clauses(document: Document, passage: Passage, rulebook: Rulebook) -> Iterator[Span]:
    """Give the clauses of a sentence without their numbers, connecting words and closing marks."""
    opening = rulebook.cue("clause.marker")
    for clause in passage.clauses:
        words = clause.of(document.text)
        marker = opening.match(words)
        start = clause.start + (marker.end() if marker else 0)
        end = clause.start + len(words.rstrip(_PERIOD))
        if end - start >= _SHORTEST:
            yield Span(start, end)
