"""What a figure is: a number of things, a rate, a rank, or a change up or down."""

import re
from typing import NamedTuple

from kg.model import Span
from kg.normalize.page import Page
from kg.normalize.vocabulary import Words
from kg.segment import Passage

_CHANGING_UNITS = re.compile(
    "(?:增长|下降|提高|降低|上升|提升|前进|前移|晋升|回落|上涨|缩小|扩大|缩短|压缩|压减|提前|高于|低于|高出)$"
)
_STRETCHES = frozenset(
    "亩 公里 平方米 公顷 平方公里 千米 所 座 条 处".split()
)  # 改造提升30万亩: so much was improved
_GROWTH = re.compile(
    "(?:以上|左右|以内)?的?(?:平均|年均|高速|快速|较快|稳定)?(增长|下降|上涨|降低)(?=[，,。；;、]|$)"
)
_ABOVE = re.compile("(?<!不)(?P<verb>高于|低于|高出|优于|多于|少于|快于|慢于)[^，,、；;\\d]{1,14}$")
_RANKED = re.compile("(?:排名|排位|居|列|位次|名次|排在?)(?:全[国省市县区球]|[东西南北中]部|世界|国内)?$")
_LEVEL = re.compile(
    "(提高|提升|增长|上升|增加|增|升|扩大|攀升|跃升|上调|下降|降低|降|减少|减|缩短|压缩|压减|压降|缩小|回落|下调|精简)"
    "(?:到|至|为)了?$"
)
_UP_TO = ("高达", "低至")  # a level, no rise
_NOUN = re.compile("[值点极率]")
_LESS = re.compile("(?:^|[、，,]|平均|可|均)减(?![税负排刑免])[^，、达到至为率占]{1,6}$")
_LEVEL_WORD = re.compile("[达到至为率占]")
_COMPARED = re.compile(
    "同比|环比|与[^，,、；;]{2,10}相比|[较比](?:上年|去年|上一年|同期|20\\d\\d年|前年|往年)"
)


class Kinds(NamedTuple):
    """Tells kinds by the words around a figure."""

    page: Page
    passage: Passage
    words: Words

    def of(self, span: Span, unit: str, kind: str) -> tuple[str, str | None]:
        """Give the kind, and the direction of a change or of a level that was reached."""
        clause = self.passage.clause_at(span.start)
        before = self.page.text[clause.start : span.start]
        if unit == "位" and _RANKED.search(before):
            return "rank", None
        level = _LEVEL.search(before)
        if level:
            return kind, self.words.changes.get(level[1], ("up",))[0]
        change = None if before.endswith(_UP_TO) else self.words.change.search(before)
        if unit in ("天", "日") and "天数" in before and not (change and _COMPARED.search(before)):
            return "count", None
        if kind == "change" or unit in ("%", "‰", "倍"):
            return self._relative(before, change, kind, span.end)
        if change and unit in _STRETCHES and change[1] in ("提升", "提高"):
            return kind, None
        if change and (_CHANGING_UNITS.search(before) or _COMPARED.search(before)):
            return "change", self.words.changes[change[1]][0]
        if above := _ABOVE.search(before):
            return "change", self.words.changes[above["verb"]][0]
        return kind, None

    def _relative(
        self, before: str, change: re.Match[str] | None, kind: str, end: int
    ) -> tuple[str, str | None]:
        if change:
            return "change", self.words.changes[change[1]][0]
        if behind := _GROWTH.match(self.page.text, end):
            return "change", self.words.changes[behind[1]][0]
        ahead = self._ahead(before)
        if ahead or kind == "change":
            return "change", ahead
        return "ratio", None

    def _ahead(self, before: str) -> str | None:
        """Give the direction of a verb that stands before its object: 缩短…时限50%, 减环节65%."""
        if _LESS.search(before):
            return "down"
        for verb, (direction, _) in self.words.changes.items():
            at = before.rfind(verb) if len(verb) > 1 else -1
            if (
                at >= 0
                and not _NOUN.match(before, at + len(verb))
                and not _LEVEL_WORD.search(before, at + len(verb))
            ):
                return direction
        return None
