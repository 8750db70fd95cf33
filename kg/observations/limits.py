"""Say what ranks, limits and durations measure."""

import re

from kg.observations.lists import coordinated, members, pieces
from kg.observations.nouns import Nouns
from kg.observations.said import HEADS, JUDGED_IN, PREPOSITION, Said
from kg.observations.words import shortened, starts_with_verb, trimmed, trimmed_end

_PLACED = re.compile(
    "(?:(?:位居|居|位列|列)(?P<field>[^，,居列]{2,12})|(?:排名|排在|排)(?:分别)?(?:升至|跃至)?(?P<level>世界|全球|全国|亚洲))$"
)
_RUN_BEFORE = re.compile("^.*连续[^，,、]{1,3}年、(?=..)")  # 长江断面连续7年、赣江断面|连续4年
_RANKED_AMONG = re.compile(
    "(?P<measure>[^，,、\\d]{2,16}?)在(?P<where>[^，,\\d]{0,6})\\d+个(?P<those>[^，,\\d]{2,8}?)中(?:排名?|位列|位居|列|居)?(?:第)?"
)
_SO_MANY = re.compile("[一二两三四五六七八九十\\d][个项]$")
_LONGEST_NOUN = 12
_WHOLE_THING = re.compile("(?:案|案件|平台|系统|中心|项目|机构|法庭|基地|制度|办法|条例|标准)$")
_LONGEST_TEST = 20
_LONGEST_BARE = 5
_AIM = re.compile("的(?P<aim>[^，,、]{2,14}?(?:目标|任务|指标)(?:任务)?)$")
_STAYS = re.compile(
    "(?:均|都|一直|始终)?(?:(?:保持|维持)(?:了|在)?(?=[\\d零第前A]|全[国省市县区]|增长|下降|上升|领先|稳定|先进|优秀)|(?:同比|环比)?(?:下降|上升|增长)|稳居|位居|位列|居|列|排|达|超|上升|下降|增长|提升|降低|减少|增加|稳定|低于|高于|每年|净增|零|为|在\\d)"
)
_RANKED_OF = re.compile(
    "(?P<measure>[^，,\\d]*?)(?:位列|位居|排名|排在?|列|居)(?P<where>全[国省市县区州])?\\d+个(?P<those>[^，,\\d]{2,8}?)[中的]?(?:排名?|位列|位居|列|居)?"
)
_PLACE_TOLD = re.compile("第[一二三四五六七八九十\\d]")


_NUMBERED = re.compile("^(?:19|20)\\d\\d年度?|\\d+[个家]")
_OWN_PLACE = re.compile("\\d+年|[位居列排名在于第获得]")


def _judged(test: str) -> str:
    """Name a test without the number of those tested: 全市27个部门考核."""
    name = _NUMBERED.sub("", test)
    return name.rpartition("的")[2] if len(name) > _LONGEST_TEST else name


class Limits(Nouns):
    """Makes indicators of ranks, firsts, limits and durations."""

    def rank(self, said: Said) -> list[str]:
        """Say what is ranked and in which field: 矛盾纠纷调处率全省排名."""
        field = re.split("第|首位|前|榜首", said.quantity.span.of(self.text))[0]
        words = re.sub(
            "连续[^，,]{1,3}(?:年|个榨季|届|个季度)|继续|稳(?=居|定)|始终|(?<!水土)保持", "", said.before
        )
        passive = re.match("被(?P<by>.*?)(?:考核|考评|评|评定|评选|评为|列为|列)+为?$", trimmed(words))
        if _SO_MANY.search(self.text, max(0, said.quantity.span.start - 3), said.quantity.span.start):
            return [f"{field}排名"]
        if passive:
            return [f"{self.topic_name() or said.subject}{passive['by']}考评{field}排名"]
        if among := self._among(said) or self._tested(said):
            return [f"{among}{field}排名"]
        words = re.sub("(?:中|里|方面)$", "", trimmed(words))
        if placed := _PLACED.search(words):
            words, field = trimmed_end(words[: placed.start()]), (placed["field"] or placed["level"]) + field
        words = re.sub(
            "^[^，,]*[奖号牌]、(?=..)|^在|(?:进入|跻身|入围|入选|位居|达到)$|^(?:进入|跻身|入围|入选|位居|达到|获评|荣获|获得)|(?:排名|排位|位次)$",
            "",
            words,
        )
        if said.size > 1 and words:
            found = members(words, said)
        else:
            found = coordinated(pieces(words)) or [words or self.spread(said) or self._in_turn(said)]
        return [f"{self._ranked(shortened(m, self.lexicon)).removesuffix('排名')}{field}排名" for m in found]

    def _among(self, said: Said) -> str:
        """Give what is ranked among so many: 空气质量在全国168个重点城市中排|第3名."""
        before = self.text[said.frame.clause.start : said.quantity.span.start]
        found = None if said.frame.first or "在" not in before else _RANKED_AMONG.fullmatch(before)
        found = found or (None if said.frame.first else _RANKED_OF.fullmatch(before))
        measure = trimmed(found["measure"]) if found else ""
        return f"{measure or self._test_before(said)}{found['where'] or ''}{found['those']}" if found else ""

    def _tested(self, said: Said) -> str:
        """Give the test that a place was won in: 在全市27个部门考核中排名|第1, 在年度考核中，列|第2; 其中6年居|第一."""
        before = self.text[said.frame.clause.start : said.quantity.span.start]
        if found := JUDGED_IN.search(before):
            return trimmed(before[: found.start()]) + _judged(found["test"])
        return "" if _OWN_PLACE.sub("", trimmed(before)) else self._test_before(said)

    def _test_before(self, said: Said) -> str:
        """Give the test that the clause before names: 在年度考核中，我市列|第2."""
        found = JUDGED_IN.search(self.clause_before(said))
        return _judged(found["test"]) if found else ""

    def _in_turn(self, said: Said) -> str:
        """Give the measure that one of two ranks is of: A、B达9吨、8人，排名分别升至世界第二、世界|第三."""
        before = self.text[said.frame.clause.start : said.quantity.span.start]
        if "分别" not in before or len(self.topic.recent) < 2:
            return ""
        return self.topic.recent[-1 if _PLACE_TOLD.search(before) else -2]

    def _ranked(self, words: str) -> str:
        """Put the topic before what says nothing alone: 增速居全国第3位."""
        topic = self.topic.indicator or self.topic.object
        if len(words) == 2 and topic.startswith(words):
            return topic.removesuffix("数")
        bare = (
            len(words) <= 2 or words in self.lexicon.bare_rates or (len(words) > 3 and self.bare_rate(words))
        )
        return topic.removesuffix("数") + words if bare else words

    def order(self, said: Said) -> list[str]:
        """Say what is the first of its kind: 建成公路运输车辆不停车检测系统次序."""
        noun, _ = self.divide(said)
        rest = re.split("[、，,]", self.text[said.frame.after[0] : said.frame.clause.end])[0]
        noun = (
            rest
            if ("的" in rest[:-1] or (len(noun) < 3 and _WHOLE_THING.search(rest))) and len(rest) <= 30
            else noun.split("、")[0]
        )
        if 2 <= len(noun) <= _LONGEST_NOUN and said.quantity.unit in ("份", "件", "张", "本"):
            self.topic.object, self.topic.unit, self.topic.verb = noun, said.quantity.unit, ""
        return [f"{self.verb_before(said.before)}{noun}次序"]

    def threshold(self, said: Said) -> list[str]:
        """Say what is bounded: 关停整治燃煤小锅炉上限, 老年人年龄下限."""
        noun, _ = self.divide(said)
        bound = "下限" if said.quantity.qualifier == "atLeast" else "上限"
        lead = trimmed(re.split("[、，,]", said.before)[-1])
        if re.match("[且并而]", noun):
            return [f"{lead}{bound}"]
        if said.quantity.unit in ("户", "人") and (head := HEADS.search(noun)):
            return [f"{noun[: head.end()]}{said.quantity.unit}数{bound}"]
        if said.quantity.unit == "岁":
            return [f"{noun.strip('的')}年龄{bound}"]
        return [f"{lead if len(lead) <= 12 else ''}{noun.strip('的')}{bound}"]

    def duration(self, said: Said) -> list[str]:
        """Say what takes or lasts so long: 开办企业平均用时."""
        words = trimmed(said.before)
        if words in ("用", "利用", "力争用", "再用"):
            return [self._ahead(said)]
        if words and (aim := _AIM.match(self.text, said.quantity.span.end, said.frame.clause.end)):
            here = self.topic.is_of(self.page.passage)
            return [f"{self.topic.recent[-1] if here and self.topic.recent else ''}{aim['aim']}"]
        if running := self._running(said, words):
            return [running]
        if said.quantity.unit == "岁" and (noun := self.divide(said)[0]):
            return [f"{noun}年龄"]
        if words.endswith("年龄"):
            return [(self.topic_name() if words in ("年龄", "平均年龄") else "") + words]
        if words == "时隔":
            return [f"{self.text[said.quantity.span.end : said.frame.clause.end]}时隔{said.quantity.unit}数"]
        if said.quantity.kind == "target":
            return [self._time_limit(said, self.text[slice(*said.frame.after)])]
        if not words or PREPOSITION.fullmatch(words):
            return [self._length(said)]
        if (
            words in self.lexicon.verbs
            and said.frame.after[0] < said.frame.after[1]
            and said.quantity.unit != "年"
        ):
            return [self._lasting(said)]
        if said.size > 1 and "分别" in said.before:
            words = members(words, said)[0]
        mean = "平均" if "平均" in said.before and "平均" not in words else ""
        end = "" if re.search("(?:时间|时限|期限|用时|时长|天数|日数|年限|周期|寿命)$", words) else "用时"
        self.topic.indicator = f"{shortened(words, self.lexicon)}{mean}{end}"
        return [self.topic.indicator]

    def _ahead(self, said: Said) -> str:
        """Say what is to be done in so long: 用3年时间，|引进高层次人才."""
        span = self.page.passage.span
        rest = self.text[said.quantity.span.end : span.end]
        done = re.sub("^(?:[-—–~～至到]\\d+年)?(?:左右)?的?(?:时间)?[，, ]*", "", rest)
        task = re.split("[，,；;。、\\d]", done)[0]
        return f"{task[:16]}用时"

    def _running(self, said: Said, words: str) -> str:
        """Say what has held for years or quarters in a row."""
        after = self.text[said.quantity.span.end : said.frame.clause.end]
        words = _RUN_BEFORE.sub("", words)
        if said.quantity.unit == "年" and said.quantity.span.of(self.text).startswith("连续"):
            return f"{words or self._ran(after)}{after}连续年数"
        if said.before.endswith("连续"):
            return f"{words or self._ran(after)}{after}连续{said.quantity.unit.removeprefix('个')}数"
        return ""

    def _ran(self, after: str) -> str:
        """Give what has held for years where only that is told: 满意率98%，连续|5年|保持第一; a prize needs no more."""
        here = self.topic.is_of(self.page.passage)
        if _STAYS.match(after) or (here and len(after) < _LONGEST_BARE):
            return self.topic.indicator or self.opening()
        if judged := JUDGED_IN.search(after):
            self.topic.indicator = _judged(judged["test"])
        return ""

    def _length(self, said: Said) -> str:
        """Tell 1个工作日内完成… from 240小时过境免签政策."""
        after = self.text[slice(*said.frame.after)]
        if not after and self.topic.indicator and said.before.strip():
            return self.topic.indicator
        if not after or after[0] in "内以可即就" or said.quantity.span.of(self.text)[-1] in "内下上":
            return self._time_limit(said, after)
        verb = starts_with_verb(after, self.lexicon)
        return self._time_limit(said, after) if verb else self._lasting(said)

    def _lasting(self, said: Said) -> str:
        """Say what lasts so long: 为期两天的|业务培训."""
        return f"{self.divide(said)[0].removeprefix('的')}时长"

    def _time_limit(self, said: Said, after: str) -> str:
        task = re.sub("^(?:内|以内|的|即可|完成|办结|办理|可|就|能)+", "", after)
        if re.search("[均都]", said.before):
            task = self.topic.object + task
        return f"{task or self.topic_name()}{'办理时限' if said.quantity.kind == 'target' else '用时'}"
