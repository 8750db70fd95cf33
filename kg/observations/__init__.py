"""Figures of a report as observations: what is measured, of whom, when, and how sure it is stated."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from kg.model import Document, Entity, Located, Numeral, Observation, Quantity, Span
from kg.normalize import find_quantities, fold
from kg.observations import periods
from kg.observations.changes import as_change, as_target, signed
from kg.observations.frames import Frame, Page, frames
from kg.observations.lexicon import Lexicon, lexicon_of
from kg.observations.lists import pieces
from kg.observations.phrases import Phraser, Said, Topic
from kg.observations.said import AMONG, Whole
from kg.observations.subjects import Subjects
from kg.observations.words import trimmed
from kg.rulebook import Rulebook
from kg.segment import Passage

__all__ = ["find"]

_Figure = tuple[Frame, str, str | None]
"""A figure in its clause, what it measures, and whom it is about where the text says so."""
_NAMES = re.compile("《[^》]*》|“[^”]*”")
_THEN = re.compile(
    "[从由](?:(?:19|20)\\d\\d年|去年|上年|年初|原来|原先|法定|规定|承诺)的?$|(?<=[到至为])(?:目前|现在|现有|如今|20\\d\\d年|今年|去年)的?$"
)
_ASIDE = re.compile(
    "[（(](?:不?含|包含|其中|包括|以下|下同|简称)[^（）()]*[）)]|包括[^，,、（）]{2,20}在内的$|(?:(?<=等)|(?<=明确|制定|提出|推出|出台|部署|细化|定了|出了|确了|实施|梳理))\\d+个(?:方面|领域|板块|大类|类别)的?$"
)
_PART = re.compile("含|其中|包括")
_STATED = re.compile(
    "(?:(?:该|同)类[^，,]{1,6})?(?:的|(?<=年)|(?<=量)|(?<=案件))\\d.*$|(?:分别|各|均|都|大幅|明显|持续)$"
)
_ALL_OF_THEM = re.compile("(?<=率)[两三四五]项(?:指标)?(?=均|都|达|保持)")
_STANDARD = re.compile("[占较比于及]$|^(?:及|和|与|以及)")
_COMPARED = re.compile(
    "同比|环比|[与和跟](?P<with>[^，,、；;]{2,10}?)相比|(?<!占)[较比](?![重例率达提大多高好快小少低强为])(?P<base>[^，,、；;]{1,16}?)(?=增长|增加|提高|提升|上升|下降|降低|减少|缩短|压缩|回落|翻|高|低|有所)"
)
_DONE_OF = re.compile("完成(?P<whole>[^，,、]{2,16})的$")
_WHOLE = re.compile("占(?!比|地|用|有|补|道|压)(?P<whole>[^，,、]{2,20}?)(?:的|比重|比例|份额|$)")


def find(
    document: Document,
    passages: tuple[Passage, ...],
    located: Sequence[Located],
    entities: Mapping[str, Entity],
    rulebook: Rulebook,
) -> tuple[tuple[Observation, ...], tuple[Numeral, ...]]:
    """Find every figure of a document with what it measures, and account for every numeral."""
    numbers = find_quantities(document.text, passages, located, rulebook)
    desk = _Desk(document, passages, located, entities, lexicon_of(rulebook))
    # one step for all passages before the next: see `matcher.match`
    readings = list(desk.readings(passages, numbers.quantities))
    for reading in readings:
        reading.lay_out()
    for reading in readings:
        reading.name_subjects()
    said = [(reading, *figure) for reading in readings for figure in reading.figures()]
    found = tuple(reading.observation(frame, phrase, about) for reading, frame, phrase, about in said)
    return found, numbers.numerals


class _Desk:
    """Turns the quantities of one document into observations, passage by passage."""

    def __init__(
        self,
        document: Document,
        passages: Sequence[Passage],
        located: Sequence[Located],
        entities: Mapping[str, Entity],
        lexicon: Lexicon,
    ) -> None:
        self.document = document
        self.entities = entities
        self.lexicon = lexicon
        self.subjects = Subjects(document, located, entities, lexicon)
        self.sections = periods.Sections(document, passages)
        self.folded = fold(document.text)

    def readings(self, passages: Sequence[Passage], quantities: Sequence[Quantity]) -> "Iterator[_Reading]":
        """Lay out the passages with figures; those without carry systems on to the next of their paragraph."""
        at, paragraph, topic, system = 0, -1, Topic(), None
        for passage in passages:
            if passage.sentence.paragraph != paragraph:
                paragraph, topic, system = passage.sentence.paragraph, Topic(), None
            start = at
            while at < len(quantities) and quantities[at].span.start < passage.span.end:
                at += 1
            if start < at:
                yield _Reading(self, passage, quantities[start:at], topic, system)
            named = [name.id for name in self.subjects.within(*passage.span) if name.cls == "System"]
            system = named[-1] if named else system


class _Reading:
    """One passage under reading; `topic` is its paragraph's, `system` the one that its paragraph named last."""

    def __init__(
        self,
        desk: _Desk,
        passage: Passage,
        quantities: Sequence[Quantity],
        topic: Topic,
        system: str | None,
    ) -> None:
        self.desk = desk
        self.topic = topic
        self.system = system
        self._quantities = quantities
        self._figures = [q.span.start for q in quantities]
        self.passage = passage
        self.page = Page(desk.document.text, passage, desk.lexicon)
        self.phraser = Phraser(self.page, desk.lexicon, topic)
        sentence = passage.span.of(desk.document.text)
        self.planned = desk.sections.planned(passage) and not periods.looks_back(sentence)
        self.ahead = periods.ahead(sentence)
        self._frames: tuple[Frame, ...] = ()
        self._named: dict[Span, tuple[str | None, Located | None]] = {}

    def lay_out(self) -> None:
        """Lay out the words around each figure."""
        self._frames = tuple(frames(self.page, self._quantities))

    def name_subjects(self) -> None:
        """Name the subject of each figure."""
        carried = self._subjects()
        self._named = {frame.quantity.span: self._subject(frame, carried) for frame in self._frames}

    def figures(self) -> Iterator[_Figure]:
        """Tell what the figures of the passage measure and of whom, list by list."""
        listing: list[Frame] = []
        for frame in self._frames:
            if listing and not self._continues(listing[0], frame):
                yield from self._apart(listing)
                listing = []
            listing.append(frame)
        yield from self._apart(listing)

    def _apart(self, listing: Sequence[Frame]) -> Iterator[_Figure]:
        """Read a list; one in round brackets says nothing of what comes after them."""
        aside = self.passage.bracket_at(listing[0].quantity.span.start, "（(") if listing else None
        if not self._one_each(listing):
            for frame in listing:
                yield from self._list([frame])
            return
        saved = self.topic.saved() if aside else None
        topic = self.topic
        if aside and not _PART.match(self.page.text, aside.inner.start) and topic.kind == "count":
            done = topic.phrase.removesuffix("数")
            topic.whole = Whole(done, "", listing[0].quantity.unit, self.passage.sentence.index)
        elif aside and _PART.match(self.page.text, aside.inner.start):
            topic.whole = Whole(topic.object, topic.verb, topic.unit, self.passage.sentence.index)
        yield from self._list(listing)
        if saved:
            self.topic.restore(saved)

    def _one_each(self, listing: Sequence[Frame]) -> bool:
        """Tell whether figures in several units go with as many things: 原煤、天然气产量达|5吨、|3立方米."""
        words = self.page.text[slice(*listing[0].before)]
        if "分别" in words or len({frame.quantity.unit for frame in listing}) < 2:
            return True
        return "等" not in words and len(pieces(trimmed(words))) == len(listing)

    def _continues(self, first: Frame, frame: Frame) -> bool:
        """Tell whether a figure shares the words before the first of a list: 分别增长4.3%、|6.1%."""
        if frame.clause != first.clause or self.page.text[slice(*frame.before)].strip("、，,和及-—–~～至到 "):
            return False
        if AMONG.search(self.page.text[first.quantity.span.end : frame.quantity.span.start]):
            return False
        words = self.page.text[slice(*first.before)]
        return frame.quantity.unit == first.quantity.unit or "、" in words or "分别" in words

    def _list(self, listing: Sequence[Frame]) -> Iterator[_Figure]:
        for index, frame in enumerate(listing):
            words = _ASIDE.sub("", _THEN.sub("", self.page.text[slice(*listing[0].before)]))
            words = _ALL_OF_THEM.sub("", words)
            subject, name = self._named[frame.quantity.span]
            subject = self._respective(listing, index) or subject
            entity = self.desk.entities.get(subject or "")
            said = Said(
                frame,
                self._without(words, name),
                index,
                self.page.text[slice(*frame.shared)] if frame.shared else "",
                entity.name if entity else "",
                len(listing),
            )
            for phrase in self.phraser.phrases(said):
                yield frame, phrase, subject

    def _respective(self, listing: Sequence[Frame], index: int) -> str | None:
        """Give the place or body that one figure of a list belongs to: 高邮市、仪征市分别列第8、|第15名."""
        start, end = listing[0].before
        apart = self.page.text.find("分别", start, end)
        if len(listing) < 2 or apart <= start:
            return None
        names = [n for n in self.desk.subjects.within(start, apart) if n.cls in ("Agency", "Division")]
        return names[index].id if len(names) == len(listing) else None

    def observation(self, frame: Frame, phrase: str, subject: str | None) -> Observation:
        """Put all that is known of a figure together."""
        text, quantity = self.page.text, frame.quantity
        clause = text[frame.clause.start : frame.clause.end]
        planned = (
            self.planned
            or self.ahead
            or periods.foresees(
                _NAMES.sub("", text[frame.clause.start : min(frame.clause.end, quantity.span.end + 4)])
            )
        )
        period = self._period(frame, planned=planned)
        planned = planned or self._to_come(period)
        indicator = phrase or "数量"
        quantity = as_change(quantity, indicator)
        quantity = as_target(quantity) if self.planned else signed(quantity, text)
        subject = subject or self._default(frame, indicator)
        compared = _COMPARED.search(clause)
        before = text[frame.clause.start : quantity.span.start]
        whole = _WHOLE.search(before) or _DONE_OF.search(before)
        return Observation(
            quantity=quantity,
            evidence=frame.clause,
            indicator=indicator,
            indicator_span=self._span_of(indicator, frame),
            concept=self.desk.lexicon.concept(indicator, quantity.kind),
            about=subject,
            period=period,
            status=periods.status(clause, planned=planned),
            rule=quantity.rule,
            denominator=whole["whole"] if whole else None,
            compared_with=_STATED.sub("", compared["base"] or compared["with"] or "上年同期")
            if compared
            else None,
        )

    def _to_come(self, period: str | None) -> bool:
        """Tell a year after the one reported on: 2017年，我们将…年内完成立法项目10件 in the report of 2016."""
        document = self.desk.document
        reviews = document.year is not None and document.kind != "governmentWorkReport"
        return bool(reviews and period and period.isdigit() and int(period) > (document.year or 0))

    def _period(self, frame: Frame, *, planned: bool) -> str | None:
        start, end = frame.clause.start, frame.quantity.span.end
        earlier = _NAMES.sub("", self.desk.folded[self.passage.span.start : start])
        own = _NAMES.sub("", self.desk.folded[start:end])
        return periods.period(self.desk.document, earlier, own, planned=planned)

    def _default(self, frame: Frame, indicator: str) -> str | None:
        text, sentence = self.page.text, self.passage.span
        subjects = self.desk.subjects
        if self.system and subjects.anaphor(sentence.of(text)):
            return self.system
        before = _NAMES.sub("", text[sentence.start : frame.quantity.span.end])
        return subjects.default(before, sentence.of(text), indicator)

    def _span_of(self, indicator: str, frame: Frame) -> Span | None:
        """Give where the indicator is printed, when it is printed in one piece."""
        for words in (indicator, indicator.removesuffix("数")):
            at = self.page.text.find(words, frame.clause.start, frame.clause.end)
            if at >= 0 and words:
                return Span(at, at + len(words))
        return None

    def _without(self, before: str, name: Located | None) -> str:
        """Leave the subject's own name out of the words before a figure."""
        if name is None:
            return before
        surface = name.span.of(self.page.text)
        head, found, tail = before.partition(surface)
        if _STANDARD.search(head) or _STANDARD.match(tail):
            return before
        return tail if found and (name.cls == "Person" or not trimmed(head)) else before

    def _subject(self, frame: Frame, carried: Mapping[int, str]) -> tuple[str | None, Located | None]:
        whole = self.desk.subjects.one_of(frame.clause, frame.quantity.span)
        if whole:
            return whole.id, None
        agent = self.desk.subjects.agent(frame.clause, frame.quantity.span.start)
        if agent:
            return agent.id, agent
        aside = self.passage.bracket_at(frame.quantity.span.start, "（(")
        if aside:
            around = self.passage.clause_at(aside.outer.start)
            agent = self.desk.subjects.agent(around, aside.outer.start)
            return (agent.id if agent else carried.get(around.start)), None
        if self.desk.subjects.lists(frame.clause, frame.quantity.span.start):
            return None, None
        return carried.get(frame.clause.start), None

    def _first(self, clause: Span) -> int:
        """Give where the first figure of a clause starts, or the clause's end."""
        return next((s for s in self._figures if clause.start <= s < clause.end), clause.end)

    def _subjects(self) -> dict[int, str]:
        """Give the subject that each clause of the passage has from the clauses before it."""
        subjects, text = self.desk.subjects, self.page.text
        found: dict[int, str] = {}
        carried: str | None = None
        for clause, following in zip_longest(self.passage.clauses, self.passage.clauses[1:]):
            if clause.start > self._figures[-1]:
                break
            if carried and (
                subjects.starts_anew(clause.of(text)) or not subjects.goes_on(clause, self._first(clause))
            ):
                carried = None
            if carried:
                found[clause.start] = carried
            ahead = following.of(text) if following else ""
            agent = subjects.agent(clause, clause.end)
            founded = subjects.founded(clause, ahead) or subjects.itemised(clause, ahead)
            if agent:
                carried = agent.id if subjects.carries(agent, clause.of(text), ahead) else None
            carried = founded.id if founded else carried
        return found
