"""Give what the figures of a paragraph have been about, for words that name nothing themselves."""

import re

from kg.observations.frames import Page
from kg.observations.lexicon import Lexicon
from kg.observations.said import JUDGED_IN, Said, Topic
from kg.observations.words import trimmed, verb_and_object

_NUMBER = re.compile("(?:总数|数量|总量|数)$")
_FAULTY = re.compile("问题.|违法文件")
_CASES = frozenset("件起宗例案条份")
_OTHER_WAY = re.compile("[、，,和]?(?:增长|上升|增加|提高|提升|下降|减少|降低|缩短)\\d")
_THINGS = ("信息", "案件", "事项", "申请", "投诉", "文件", "合同", "工单", "建议", "提案")
_CHECKED = re.compile(
    "对(?P<thing>[^，,、\\d]{2,14})(?:进行|开展|实施)[^，,、\\d]{0,4}(?:审核|审查|评查|检查|清理|备案)$"
)


class Topics:
    """Remembers what the passage and its paragraph speak of; the topic is shared by all that make phrases."""

    def __init__(self, page: Page, lexicon: Lexicon, topic: Topic) -> None:
        self.page = page
        self.text = page.text
        self.lexicon = lexicon
        self.topic = topic

    def topic_name(self, words: str = "") -> str:
        """Give what words that name nothing are said of.

        It is the last object of the paragraph that fits them, else what the sentence has been about.
        """
        if self.topic.is_of(self.page.passage) and (listed := self._listing()):
            return listed
        if fitting := self.fitting(words):
            return _NUMBER.sub("", fitting)
        if self.topic.is_of(self.page.passage):
            last = self._not_money() or self.topic.rated or self.topic.indicator.removesuffix("数")
            return _NUMBER.sub("", last)
        return ""

    def _not_money(self) -> str:
        """Give the last object, before a sum of money the things that were counted: 举报86件，兑现奖金9万元，|办结率."""
        counted, here = self.topic.counted, self.page.passage.sentence.index
        if not counted.get(self.topic.object, ("", -1))[0].startswith("元"):
            return self.topic.object
        found = (o for o in reversed(self.topic.objects) if counted.get(o, ("元", -1))[0] in _CASES)
        return next((o for o in found if counted[o][1] == here), self.topic.object)

    def _listing(self) -> str:
        """Give the things of a list just before, which share what is said next: 代表建议98件、政协提案143件，办复率…"""
        listed = "、".join(self.topic.listing)
        return listed if 2 <= len(self.topic.listing) <= 3 and len(listed) <= 20 else ""

    def fitting(self, words: str) -> str:
        """Give the last object of the paragraph that a verb or rate is usually said of."""
        for said, things, default in self.lexicon.affinities:
            if words and said.search(words):
                found = (o for o in reversed(self.topic.objects) if things.search(o) and not _FAULTY.match(o))
                if fitting := next(found, default):
                    return fitting
        return ""

    def spread(self, said: Said) -> str:
        """Give the earlier measure that a figure of a list belongs to: 受理5件、审结4件，同比分别增长|3%、1%."""
        if said.size < 2:
            return self._alternate(said)
        if said.index == 0:
            self.topic.spread = self.topic.recent[-said.size :]
        return self.topic.spread[said.index] if len(self.topic.spread) == said.size else ""

    def _alternate(self, said: Said) -> str:
        """Give the measures of two changes that go apart: 立案213起，破案167起，同比分别下降|12.4%、上升|5.7%."""
        topic, clause = self.topic, said.frame.clause.start
        if "分别" in said.before and _OTHER_WAY.match(self.text, said.quantity.span.end):
            topic.spread, topic.half = topic.recent[-2:], clause
            return topic.spread[0] if len(topic.spread) == 2 else ""
        return topic.spread[1] if topic.half == clause and len(topic.spread) == 2 else ""

    def clause_before(self, said: Said) -> str:
        """Give the clause before that of a figure, in its sentence; none is empty."""
        clauses = reversed(self.page.passage.clauses)
        return next((c.of(self.text) for c in clauses if c.end <= said.frame.clause.start), "")

    def clause_topic(self, said: Said) -> str:
        """Give the object of the clause before, where no figure has named one: 推广国家通用语言文字，|普及率…"""
        before = self.clause_before(said)
        if (judged := JUDGED_IN.search(before)) and judged.end() == len(before):
            return trimmed(judged["test"])
        verb, noun = verb_and_object(trimmed(before), self.lexicon)
        return noun if verb and 2 <= len(noun) <= 14 and "、" not in noun else ""

    def opening(self) -> str:
        """Give the noun that opens the sentence: 粮食总产量|再上新台阶."""
        clause = self.page.passage.clauses[0]
        noun = trimmed(self.text[clause.start : self.page.split(clause.start, clause.end)])
        return noun if 2 <= len(noun) <= 14 else ""

    def opening_thing(self, said: Said) -> str:
        """Give the things that open a sentence whose first figure is a bare rate: 信息答复及时，公开率|100%; 对合同进行审核，通过率…"""
        if said.frame.first and (found := _CHECKED.search(self.clause_before(said))):
            return re.sub("^(?:所有|全部|各类)", "", trimmed(found["thing"]))
        thing = self.opening() if said.frame.first and not self.topic.is_of(self.page.passage) else ""
        return thing if thing.endswith(_THINGS) else ""
