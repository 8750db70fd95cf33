"""One report as one page to read, pass on and print: summary, network, marked text, tables, what stayed open.

The page is a single file with no request to any host; without JavaScript everything but the network and the
switches still works: names and figures in the text are links to their rows, rows are links into the text.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.audit import audit
from kg.gazetteer import Gazetteer
from kg.model import Entity, Extraction, NumeralUse, Observation, Sentence, Span, Statement
from kg.network import Term, network, terms
from kg.render import coverage, html
from kg.render.alone import asset, policy, template
from kg.render.markdown import share
from kg.render.marks import Mark, Piece, pieces
from kg.render.palette import LOOKS, OTHER, look
from kg.render.text import Text

STYLE, SCRIPT = "dossier.css", "dossier.js"
FIGURE, UNREAD = "Figure", "Unread"
OTHER_KINDS = {FIGURE: "数字", "Problem": "问题", "Plan": "计划", UNREAD: "未读懂"}


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text as the page shows it; `kinds` are the marks over it, the narrowest last."""

    text: str
    kinds: tuple[str, ...]
    note: str
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph (`depth` 0) or a heading; each sentence has its number and tells whether it leads the rest."""

    depth: int
    sentences: tuple[tuple[int, bool, tuple[Run, ...]], ...]


def render(extraction: Extraction) -> str:
    """Give the page of one report."""
    view = _View(extraction)
    css = asset(STYLE) + _colours()
    graph = html.render(network([extraction]), title=extraction.document.title)
    page: str = template("dossier.html.j2").render(
        view=view,
        graph=graph,
        css=css,
        js=asset(SCRIPT),
        # the page in the frame falls under both policies
        policy=policy((asset(SCRIPT), *html.scripts()), (css, asset(html.STYLE))),
    )
    return page


def _colours() -> str:
    rules = (f".{one.cls} {{ --fill: {one.fill}; --edge: {one.edge}; }}" for one in (*LOOKS, OTHER))
    return "\n" + "\n".join(rules) + "\n"


class _View:
    """What the template asks for."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.document = extraction.document
        self.text = Text(extraction)
        self.words = terms()
        self.coverage = coverage.measure(extraction)
        self.findings = audit(extraction)
        self._ends = [sentence.span.end for sentence in extraction.sentences]
        self._number = {entity.id: i for i, entity in enumerate(extraction.entities)}

    # head and summary

    @property
    def place(self) -> str:
        """Give the report's place with what it lies in, or nothing."""
        return Gazetteer.load().qualified_name(self.document.place) if self.document.place else ""

    @property
    def classes(self) -> list[tuple[Any, str, int]]:
        """Give look, name and number of each class that the report names."""
        counts = Counter(entity.cls for entity in self.extraction.entities)
        return [(look(one.cls), self.word(one.cls), counts[one.cls]) for one in LOOKS if counts[one.cls]]

    @property
    def kinds(self) -> Mapping[str, str]:
        """Give the other kinds of marks in the text with their names."""
        return OTHER_KINDS

    @property
    def understood(self) -> str:
        """Give the share of numerals that were told apart."""
        numerals = sum(self.coverage.numerals.values())
        return share(numerals - len(self.coverage.unread), numerals)

    @property
    def covered(self) -> str:
        """Give the share of sentences from which a fact was read."""
        return share(len(self.coverage.stated), self.coverage.sentences)

    def word(self, name: str) -> str:
        """Give the Chinese label of a term."""
        return self.words.get(name, Term(name.rpartition("/")[2], name)).zh

    # text

    @cached_property
    def lines(self) -> list[Line]:
        """Give the text in paragraphs, cut into runs at the marks; a heading may stand in front of its text."""
        marks = self._by_sentence()
        depths = {section.heading.start: section.depth for section in self.extraction.sections}
        lines: dict[int, list[Sentence]] = {}
        for sentence in self.extraction.sentences:
            lines.setdefault(sentence.paragraph, []).append(sentence)
        return [self._line(found, marks, depths) for _, found in sorted(lines.items())]

    def _line(
        self, found: Sequence[Sentence], marks: Mapping[int, list[Mark]], depths: Mapping[int, int]
    ) -> Line:
        alone = all(sentence.heading for sentence in found)
        return Line(
            depths.get(found[0].span.start, 1) if alone else 0,
            tuple((s.index, s.heading and not alone, self._runs(s, marks.get(s.index, []))) for s in found),
        )

    def _runs(self, sentence: Sentence, marks: Sequence[Mark]) -> tuple[Run, ...]:
        return tuple(_run(piece, self.document.text) for piece in pieces(sentence.span, marks))

    def _by_sentence(self) -> dict[int, list[Mark]]:
        """Give the marks over each sentence, by its number."""
        found: dict[int, list[Mark]] = {}
        for mark in self._marks():
            for sentence in self.extraction.sentences[bisect_right(self._ends, mark.span.start) :]:
                if sentence.span.start >= mark.span.end:
                    break
                found.setdefault(sentence.index, []).append(mark)
        return found

    def _marks(self) -> Iterator[Mark]:
        for entity in self.extraction.entities:
            name = f"{self.word(entity.cls)}：{entity.name}"
            for span in entity.spans:
                yield Mark(span, entity.cls, name, f"e{self._number[entity.id]}")
        for i, observation in enumerate(self.extraction.observations):
            yield Mark(observation.quantity.span, FIGURE, self._said(observation), f"f{i}")
        for i, finding in enumerate(self.extraction.findings):
            yield Mark(finding.span, finding.cls, OTHER_KINDS[finding.cls], f"r{i}")
        for numeral in self.extraction.numerals:
            if numeral.use is NumeralUse.UNREAD:
                yield Mark(numeral.span, UNREAD, f"未读懂：{numeral.reason}", "open")

    def _said(self, observation: Observation) -> str:
        about = self.text.name(observation.about)
        period = f"（{observation.period}）" if observation.period else ""
        return f"{observation.indicator}：{self.printed(observation)}{period} {about}".strip()

    # tables

    def at(self, span: Span) -> str:
        """Give the address of the sentence that holds a span."""
        number = bisect_right(self._ends, span.start)
        return f"#s{self.extraction.sentences[number].index}" if number < len(self._ends) else "#text"

    def printed(self, observation: Observation) -> str:
        """Give a figure as printed."""
        return self.text.of(observation.quantity.span)

    def entities(self) -> Iterator[tuple[int, Entity, Any]]:
        """Give the entities with their numbers and looks, class by class."""
        order = [one.cls for one in LOOKS]
        for entity in sorted(
            self.extraction.entities, key=lambda e: (order.index(e.cls), self._number[e.id])
        ):
            yield self._number[entity.id], entity, look(entity.cls)

    def target(self, entity_id: str | None) -> str:
        """Give the address of an entity's row, or nothing for one that has none."""
        return f"#e{self._number[entity_id]}" if entity_id in self._number else ""

    def relation(self, statement: Statement) -> str:
        """Give the Chinese name of a relation."""
        return self.word(statement.predicate)


def _run(piece: Piece, text: str) -> Run:
    shown = piece.span.of(text).replace("\n", "")
    # the narrowest entity or figure is what a click means; problems and plans lie under them
    marks = sorted(piece.marks, key=lambda mark: mark.kind not in ("Problem", "Plan"))
    if not marks:
        return Run(shown, (), "", "")
    notes = "\n".join(dict.fromkeys(mark.note for mark in reversed(marks)))
    return Run(shown, tuple(dict.fromkeys(mark.kind for mark in marks)), notes, marks[-1].target)
