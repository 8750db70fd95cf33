"""Say what a figure measures: a noun phrase made from the words around it."""

import re
from collections.abc import Callable

from kg.observations.counts import Counts
from kg.observations.frames import RISEN, Page
from kg.observations.lexicon import Lexicon
from kg.observations.limits import Limits
from kg.observations.rates import Rates
from kg.observations.said import Said, Topic

__all__ = ["Phraser", "Said", "Topic"]

_DIGIT = re.compile("[\\d０-９]")


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
        found = self._makers.get(kind, self._count)(said)
        self.topic.sentence = self.page.passage.sentence.index
        if RISEN.match(self.text, said.quantity.span.end) and kind in (
            "count",
            "ratio",
            "amount",
            "duration",
        ):
            return [f"{name}原值" for name in found] if _DIGIT.match(self._behind(said)) else found
        return found

    def _behind(self, said: Said) -> str:
        """Give what follows a figure and the words of rise or fall behind it: 由165项精简至|98项."""
        risen = RISEN.match(self.text, said.quantity.span.end)
        return self.text[risen.end() : risen.end() + 1] if risen else ""
