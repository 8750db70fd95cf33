"""Say what was done with the things that a figure counts."""

import re

from kg.observations.elided import Elided
from kg.observations.frames import RISEN
from kg.observations.parts import alike
from kg.observations.said import MEASURED, Said
from kg.observations.words import (
    trimmed,
    verb_and_object,
)

_USE = re.compile("用于[^，,、；;。的\\d]{2,16}")
_WENT_THROUGH = re.compile(
    "^[^\\d]*对(?P<thing>[^，,\\d]{2,24}?)(?:进行|开展|实施|予以)了?[^，,\\d]{0,6}(?:清理|评查|审查|排查|梳理|核查|抽查|检查)(?:[一二两三四][次轮遍])?$"
)
_AS_TO = re.compile("[^，,\\d]{0,8}对(?P<thing>[^，,\\d]{4,24}(?:文件|规章|案件|事项|合同|协议|问题|项目))")
_SET_AGAINST = re.compile("(?P<thing>[^，,\\d]{2,18}?)与[^，,\\d]{2,20}相比$")
_LONGEST_EVENT = 16
_HELD = re.compile(
    "(?:活动|培训|讲座|讲堂|宣讲|会|会议|班|课|演练|竞赛|宣传|普法|学习|考试|测试|竞赛)[”》]?$"
)
_TOWARDS = frozenset("对 为 向 将 把".split())
_NEXT = re.compile(
    "\\d[\\d.]*[万亿]?[余多]?(?:人次|场次|件次|批次|[\u4e00-\u9fff])[余多]?(?P<rest>[^，,、；;。\\d]{2,24})"
)
_SO_OFTEN = re.compile("(?:被|在|将|获|登上|入选)[^，,。；;、\\d]{4,30}")
_WORK = re.compile("(?:工作|经验|做法|先后)(?:先后|多次)?$")


class Deeds(Elided):
    """Reads the deeds around a figure: what was held so often, gone through, lowered or used for."""

    def _attending(self, said: Said) -> str:
        """Say what those counted came to: 开展培训15场，覆盖|人次数; 举办法治讲座，参加|人数."""
        event = self._event() or (self.clause_topic(said) if said.frame.first else "")
        return event if _HELD.search(event) and len(event) <= _LONGEST_EVENT else ""

    def _take_handled(self, said: Said) -> None:
        """Take for topic what the clause before goes through without a figure: 对现行规范性文件进行清理，保留|37件."""
        before = self.clause_before(said) if said.frame.first else ""
        found = _WENT_THROUGH.search(before) or _AS_TO.fullmatch(before) or _SET_AGAINST.match(before)
        if found is None:
            return
        thing = trimmed(found["thing"])
        self.topic.object = thing.rpartition("的")[2] or thing
        self.topic.objects = [*self.topic.objects, self.topic.object][-12:]
        self.topic.unit, self.topic.verb, self.topic.head = said.quantity.unit, "", ""
        self.topic.listing, self.topic.sentence = [], self.page.passage.sentence.index

    def _lowered(self, said: Said, noun: str, told: str) -> str:
        """Name what is brought down to the next figure: 将|62项|行政许可事项精简为13项."""
        next_figure = self.text[said.frame.after[1] : said.frame.after[1] + 1].isdigit()
        if not next_figure or len(told) < 2 or not RISEN.fullmatch(told):
            return ""
        name = f"{noun}{self._suffix(said.quantity, noun)}"
        self._remember(said, name, "", noun)
        return f"{name}原值"

    def _told_ahead(self, said: Said, told: str) -> str:
        """Go on to what a verb or 对 takes behind the next figure: 在15个|街道|完成100场|普法宣传活动."""
        if told not in _TOWARDS and told not in self.lexicon.verbs:
            return told
        found = _NEXT.match(self.text, said.frame.after[1], said.frame.clause.end)
        if found is None:
            return "" if told in _TOWARDS else told
        cut = self.page.split(found.start("rest"), found.end(), eager=told in _TOWARDS)
        if told in _TOWARDS:
            return self.text[cut : found.end()]
        return told + self.text[found.start("rest") : cut]

    def _so_often(self, said: Said, behind: str) -> str:
        """Say what was done so often where the words behind tell it: 法治工作先后4次|在全国会议上作经验交流."""
        deed = _SO_OFTEN.match(behind)
        told = deed and (not trimmed(said.before) or _WORK.search(said.before.rstrip()))
        return f"{deed.group()}次数" if deed and told else ""

    def _for_use(self, said: Said, behind: str) -> str:
        """Build 用于工业发展的政府债券 from 统筹政府债券400亿元|用于工业发展."""
        thing = verb_and_object(trimmed(said.before), self.lexicon)[1]
        use = _USE.match(behind)
        if use is None:
            return ""
        return f"{use.group()}的{thing if thing not in self.lexicon.verbs and thing else '资金'}"

    def _owned(self, said: Said, noun: str) -> str:
        """Give what of the bodies counted the verb is done to: 印发15家|单位|的“三定”规定."""
        start, end = said.frame.after
        words = self.text[start:end].strip(" 、和及与")
        head, of, owned = words.partition("的")
        owned = trimmed(owned)
        plain = of and head == noun and 2 <= len(owned) <= 14 and not MEASURED.search(owned)
        return owned if plain and said.quantity.unit in ("家", "户", "个") else ""

    def _does(self, said: Said, noun: str) -> bool:
        """Tell a verb phrase said of part of the things counted before: 其中6项|举行听证会."""
        verb = next((noun[:n] for n in (2, 1) if noun[:n] in self.lexicon.part_verbs), "")
        same = said.frame.first and self.topic.is_of(self.page.passage)
        part = same and not trimmed(said.before) and alike(said.quantity.unit, self.topic.unit)
        return part and bool(verb) and "的" not in noun and len(noun) > len(verb) + 1
