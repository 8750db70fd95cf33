"""Say what a figure measures: a noun phrase made from the words around it."""

import re
from collections.abc import Callable

from kg.observations.counts import Counts
from kg.observations.elided import OUTCOME
from kg.observations.frames import RISEN, Page
from kg.observations.lexicon import Lexicon
from kg.observations.limits import Limits
from kg.observations.rates import Rates
from kg.observations.said import BASE, Said, Topic, Whole

__all__ = ["Phraser", "Said", "Topic"]

_AMONG_THEM = ("其中，", "其中,", "其中：", "其中:")
_MANY = frozenset(("人数", "天数", "户数", "次数"))
_LEVELS = frozenset(("count", "ratio", "amount", "area", "duration"))
_DIGIT = re.compile("[\\d０-９]")
_COUNT_NAME = re.compile("(?<![指系倍分基])数$")


class Phraser:
    """Builds indicators for the figures of one passage, keeping their topic."""

    def __init__(self, page: Page, lexicon: Lexicon, topic: Topic) -> None:
        self.page = page
        self.text = page.text
        self.topic = topic
        counts = Counts(page, lexicon, topic)
        rates = Rates(page, lexicon, topic)
        limits = Limits(page, lexicon, topic)
        self._count = counts.count
        self._makers: dict[str, Callable[[Said], list[str]]] = {
            "rank": limits.rank,
            "order": limits.order,
            "threshold": limits.threshold,
            "duration": limits.duration,
            "change": rates.change,
            "ratio": rates.ratio,
        }

    def phrases(self, said: Said) -> list[str]:
        """Give the indicators of a figure: one, or several where several things share the figure."""
        kind, unit = said.quantity.kind, said.quantity.unit
        if kind == "target":
            kind = "duration" if unit in ("工作日", "小时", "分钟", "天", "日", "个月") else "count"
        if unit in ("%", "‰", "倍") and kind == "count":
            kind = "ratio"
        self._open_whole(said)
        if kind in _LEVELS and (base := self._base(said)):
            return [base]
        found = self._makers.get(kind, self._count)(said)
        if kind == "ratio" and unit in ("%", "‰"):
            found = [
                _COUNT_NAME.sub("比例", name) if name[-2:] not in _MANY else f"{name}比例" for name in found
            ]
        self.topic.sentence = self.page.passage.sentence.index
        if kind not in ("threshold", "order", "rank"):
            said_of = self.topic.changed if kind == "change" else found
            self.topic.recent = [*(n for n in self.topic.recent if n not in said_of), *said_of][-12:]
        if kind != "change":
            self.topic.units = {n: self.topic.units.get(n, unit) for n in (*self.topic.recent, *found)}
        self.topic.kind, self.topic.phrase, self.topic.subject = kind, found[-1], said.subject
        if RISEN.match(self.text, said.quantity.span.end) and kind in (
            "count",
            "ratio",
            "amount",
            "duration",
        ):
            return [f"{name}原值" for name in found] if _DIGIT.match(self._behind(said)) else found
        return found

    def _base(self, said: Said) -> str:
        """Give the measure that the figure before has, where the figure is what it is compared with: 同比去年|91.5%."""
        if not self.topic.recent or not BASE.search(said.before):
            return ""
        if not self.topic.is_of(self.page.passage):
            return ""
        unit, units = said.quantity.unit, self.topic.units
        alike = (name for name in reversed(self.topic.recent) if units.get(name) == unit)
        found = next(alike, self.topic.recent[-1])
        if found != self.topic.recent[-1]:
            self.topic.indicator = found
            self.topic.recent = [*(n for n in self.topic.recent if n != found), found]
        return found

    def _open_whole(self, said: Said) -> None:
        """Keep what the parts after 其中 are parts of, up to the end of their sentence."""
        topic, sentence = self.topic, self.page.passage.sentence.index
        if topic.sentence != sentence:
            topic.recent, topic.rated = [], ""
        if "其中" in said.before or self.text.endswith(_AMONG_THEM, 0, said.frame.clause.start):
            ended = topic.sentence != sentence and OUTCOME.match(topic.verb)
            topic.whole = Whole(topic.object, "" if ended else topic.verb, topic.unit, sentence)
        elif topic.whole and topic.whole.sentence != sentence:
            topic.whole = None

    def _behind(self, said: Said) -> str:
        """Give what follows a figure and the words of rise or fall behind it: 由165项精简至|98项."""
        risen = RISEN.match(self.text, said.quantity.span.end)
        return self.text[risen.end() : risen.end() + 1] if risen else ""
