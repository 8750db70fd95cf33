"""Say what rates, shares and changes measure."""

import re

from kg.observations.lists import members
from kg.observations.nouns import Nouns
from kg.observations.parts import CASES, alike
from kg.observations.said import MEASURED, PREPOSITION, Said
from kg.observations.words import (
    ends_with_verb,
    shortened,
    starts_with_verb,
    trimmed,
    trimmed_end,
    verb_and_object,
)

_COMPARING = frozenset("高于 低于 优于 好于 快于 高出 少于 高 低 快".split())
_BARE_GROWTH = frozenset("增速 增幅 涨幅 降幅".split())
_SHARE = re.compile(
    "(?:占到|占)(?!比|地|用|有|补|道|压)(?P<whole>[^，,、占]{2,20}?)(?:的?(?:比重|比例|份额)|的)?$"
)
_BARE_SHARES = frozenset(("占比", "占比例", "比例", "比重", "占比重"))
_ATTENDED = re.compile("(?:参考|应考|参训|参评)人")
_TEST = re.compile(
    "(?:参加|参与|组织|开展|通过|完成|进行)了?(?:\\d{4}年度?)?(?P<test>[^，,、\\d]{0,16}(?:考试|测试|考核|测评|学法考法|学法|答题))$"
)
_HELD_TEST = re.compile(
    "(?:参加|组织|开展|举办|举行)(?P<test>.{2,14}(?:考试|测试|考核|测评|竞赛))(?:次数|场次)$"
)
_ENDED = frozenset("通过 合格 完成 办结 整改 达标 落实".split())
_AT_LEVEL = re.compile("(?:以上|以下)?的[^，,、]{0,6}(?:水平|高位|成绩|佳绩)$")
_PASSED = re.compile("合格|优秀|优良|及格|通过|参与率|参考|参学|参训|^(?:完成|达标)率")
_CAUSING = re.compile("^(?:推动|促进|带动|促使|实现)(?=[\u4e00-\u9fff]{3})")
_LEVEL_SAID = re.compile(
    "(?P<measure>[^，,、]{2,16}?(?:率|占比|比例|比重))(?=偏|较|不|还|仍|有待|过|最[高低大多]|居首|逐[年步]|持续|稳步|大幅|明显|显著|有所|提升|上升|下降|增长|提高)"
)
_THINGS_SHARE = re.compile("的[^，,、的]{0,8}(?:比率|比例|占比|比重|率)")
_LONGEST_LIMIT = 30
_OWN_RATE = re.compile("(?!群众|社会|公众|企业|参评)[^，,、]{2,6}率$")
_PROVIDED = re.compile("[均都]?(?:配备|设有|配有|聘请|聘任|设立|建立|建有)了?(?P<thing>[^，,、\\d]{2,12})$")
_NAMED_TEST = 4
_GROWN = re.compile("(?<=..)(?:增加|减少)数?$")
_TIMES = re.compile("批次|人次|件次|批数|起数|人数")
_RATED = re.compile("(?:率|占比|比例|比重|满意度)$")
_OF = re.compile(
    "(?:完成|不超过|不低于|不少于|不高于|达到?|超过|相当于|为|是|降至|提高到)(?P<whole>[^，,、]{2,20})的$"
)
_RANKING = re.compile("(?P<rank>排名|位次|名次|排位)(?:有望|预计|将|再|又|均|都|连续|大幅|一举)*$")


class Rates(Nouns):
    """Makes indicators of rates, shares, levels and changes."""

    def ratio(self, said: Said) -> list[str]:
        """Say what a rate, a share or a level is of; several where things share it."""
        ended = self._around_aside(said) or said.before.rstrip()
        if ended.endswith("占") and not trimmed(ended) and self.topic.indicator:
            return [f"{self._base(said)}占比"]
        if share := _SHARE.search(trimmed_end(ended)):
            base = members(trimmed(ended[: share.start()]), said)[0] or self._base(said)
            self.topic.indicator = f"{base}占{share['whole']}比例"
            return [self.topic.indicator]
        if of := _OF.search(ended):
            base = members(trimmed(ended[: of.start()]), said)[0] or self.topic.indicator.removesuffix("数")
            link = "完成" if of.group().startswith("完成") else "与" if said.quantity.unit == "倍" else "占"
            return [f"{base}{link}{of['whole']}比例"]
        words = self._limited(said) or trimmed(said.before)
        if words in _BARE_SHARES and self.topic.kind in ("count", "amount", "area"):
            self.topic.indicator = f"{self._base(said)}占比"
            return [self.topic.indicator]
        if (
            words.removeprefix("平均") in _BARE_GROWTH
            and self.topic.is_of(self.page.passage)
            and (grown := self._grown())
        ):
            return [f"{grown.removeprefix('实现')}{words}"]
        level = _AT_LEVEL.match(self.text, said.quantity.span.end, said.frame.clause.end)
        if not words and (level or said.frame.after[0] >= said.frame.after[1]):
            if judged := self._said_of(said):
                return [judged]
            here = self.topic.is_of(self.page.passage)
            if here and self.topic.kind == "change" and not _RATED.search(self.topic.indicator):
                return [self.topic.phrase]
            return [self.topic.indicator or self.topic_name()]
        follows = "" if level else self.text[slice(*said.frame.after)].strip("、，,)）”")
        if (
            not words
            or (follows and not MEASURED.search(words))
            or follows.startswith(("的", "投向", "用于", "投入"))
        ):
            return [self._part(words, said)]
        found = [self._rated(w, said) for w in self._sharing(members(words, said))]
        if len(words) > 4 and not self.bare_rate(words) and "、" not in words:
            self.topic.object, self.topic.rated = "", self._stem(words)
            self.topic.objects = [*self.topic.objects, self.topic.rated][-12:]
        self.topic.indicator = found[-1]
        return found

    def _grown(self) -> str:
        """Give what a bare growth is of: the last that rose or fell, else what was just counted."""
        if self.topic.kind == "change" and self.topic.changed:
            return self.topic.changed[-1]
        return self.topic.phrase if self.topic.kind in ("count", "amount", "area") else ""

    def _around_aside(self, said: Said) -> str:
        """Give the words before a bracket that stands in a share: 占全年监测有效天数（366天）|的96.7%."""
        start, clause = said.frame.before[0], said.frame.clause.start
        if said.before.strip() != "的" or self.text[start - 1 : start] not in "）)":
            return ""
        opened = max(self.text.rfind(mark, clause, start) for mark in "（(")
        return self.text[clause:opened] + "的" if opened > clause else ""

    def _limited(self, said: Said) -> str:
        """Give the share of things within a limit: 到现场次数不超过1次的事项比率为|100%."""
        start, end = said.frame.clause.start, said.quantity.span.start
        limited = not said.frame.first and said.before.startswith("的") and _THINGS_SHARE.match(said.before)
        return trimmed(self.text[start:end])[-_LONGEST_LIMIT:] if limited else ""

    def _said_of(self, said: Said) -> str:
        """Give the measure that the clause before judges: 法律专业背景占比偏低，仅为|三分之一."""
        found = _LEVEL_SAID.search(self.clause_before(said).strip())
        if found:
            base = self._base(said) if found["measure"].startswith("占") else ""
            self.topic.indicator = base + trimmed(found["measure"])
        return self.topic.indicator if found else ""

    def _base(self, said: Said) -> str:
        """Give what a share without a name is the share of."""
        if not said.index:
            self.topic.base = self.topic.indicator
        return re.sub("(?<!天)数$", "", self.spread(said) or self.topic.base)

    def _sharing(self, rates: list[str]) -> list[str]:
        """Give bare rates of a list the things of the first: 隐患整改率、|销号率."""
        first = rates[0]
        stem = re.sub("(?:合法|有效|准确)性$", "", self._stem(first))
        if len(rates) < 2 or self.bare_rate(first) or not first.endswith("率") or not 2 <= len(stem) <= 12:
            return rates
        return [first, *(stem + r if _OWN_RATE.match(r) and self.bare_rate(r) else r for r in rates[1:])]

    def _stem(self, words: str) -> str:
        """Give the things that a rate is of: 网上信访|占比, 行政执法人员|持证率."""
        stem = _RATED.sub("", words)
        ends = (stem[-n:] for n in (4, 3, 2) if stem[-n:] in self.lexicon.rate_words)
        verb = ends_with_verb(stem, self.lexicon) or next(ends, "")
        return stem[: -len(verb)] if verb and len(stem) > len(verb) + 1 else stem

    def _part(self, words: str, said: Said) -> str:
        """Build from 99%的|事项|实现即办 the share of the things: 实现即办的事项比例."""
        noun, told = self.divide(said)
        noun = noun.removeprefix("的")
        if not words and not noun and told in _ENDED:
            return joined(self._tested(f"{told}率", said) or self.topic_name(f"{told}率"), f"{told}率")
        if starts_with_verb(words, self.lexicon) or not noun:
            told, noun = "", noun or told
        return (
            f"{words}{told}{'的' if told else ''}{noun}比例" if words or noun else f"{self.topic_name()}比例"
        )

    def _rated(self, words: str, said: Said) -> str:
        if words.endswith("的"):
            words += self.topic.whole.object if self.topic.whole else self.topic.object
        words = re.sub("^实现(?!率)", "", shortened(words, self.lexicon, 26))
        if self.bare_rate(words):
            words = self._whole_rate(words, said)
        if said.quantity.unit in ("%", "‰") and (
            not MEASURED.search(words) or words.endswith(("天数", "人数"))
        ):
            words += "比例"
        return words

    def _named(self, rate: str) -> str:
        """Give the whole name of a rate where the count just before says it: 纠纷调解成功数, |成功率."""
        counted, stem = self.topic.indicator.removesuffix("数"), rate.removesuffix("率")
        counted = re.sub(f"(?:实际|应当?)(?={stem}$)", "", counted)
        same = self.topic.is_of(self.page.passage) and counted.endswith(stem)
        only_verb = starts_with_verb(counted, self.lexicon) == counted[: -len(stem)]
        if "方式" in counted or (only_verb and len(counted) == len(stem) + 2 and stem == "备案"):
            return ""
        if rate == stem or not same or len(counted) == len(stem) or PREPOSITION.match(counted):
            return ""
        verb, thing = verb_and_object(counted, self.lexicon)
        name = (counted if verb in self.lexicon.nominal else thing).removesuffix("率")
        return re.sub("(?<=行政复议)申请", "", name) + "率"

    def _of_what(self, words: str, said: Said) -> str:
        """Give what a bare rate is of; without a topic in the sentence what was said earlier is forgotten."""
        topic = self._tested(words, said) or self._provided(words, said) or self.topic_name(words)
        if not topic:
            topic = self.topic.object = self.clause_topic(said) or self.opening_thing(said)
        return "" if _ATTENDED.fullmatch(topic) else topic

    def _provided(self, words: str, said: Said) -> str:
        """Give what the clause before says all have: 39个村均设有法律顾问，覆盖率达|100%."""
        if words not in ("覆盖率", "配备率", "聘请率", "聘任率"):
            return ""
        found = _PROVIDED.search(self.clause_before(said))
        return found["thing"] if found else ""

    def _tested(self, words: str, said: Said) -> str:
        """Give the test or meeting that the clause before names without a figure: 全员参加法治考试，合格率达|100%."""
        before = self.clause_before(said) if said.frame.first else ""
        found = _TEST.search(before)
        counted = any(c.isdigit() for c in before)
        named = found and len(found["test"]) >= (_NAMED_TEST if counted else 2)
        if found and named and _PASSED.search(words):
            return found["test"]
        here = self.topic.is_of(self.page.passage)
        held = _HELD_TEST.search(self.topic.recent[-1]) if here and self.topic.recent else None
        return held["test"] if held and _PASSED.search(words) else ""

    def change(self, said: Said) -> list[str]:
        """Say what rose or fell: 市区PM2.5浓度同比降幅."""
        verb, noun = self._change_verb(said.before)
        words = self._changed(said.before, verb)
        compared = next(
            (w for w in ("同比", "环比", "年均") if w in said.before and f"{w}增" not in words), ""
        )
        spread = (
            self._ranked_before(said)
            or self._counted_before(said)
            or self._in_unit(said)
            or self.spread(said)
        )
        if words in _BARE_GROWTH and self.topic.kind == "change" and self.topic.changed:
            words = f"{self.topic.changed[-1].removeprefix('实现')}{words}"
        self.topic.changed = [
            self._whole_name(m) or spread or self.topic.indicator or self.topic.object
            for m in members(words, said)
        ]
        if len(self.topic.changed) == 1 and words.endswith("率") and self.bare_rate(words):
            self.topic.changed = [self._whole_rate(words, said)]
        if words:
            self.topic.indicator = self.topic.changed[0] if words.endswith("率") else words
        done = (
            f"^{re.escape(noun[:2])}(?=[\u4e00-\u9fff])" if noun else "^$"
        )  # 压缩办理时限376天，压缩率|45.3%
        return [f"{_GROWN.sub('', re.sub(done, '', each))}{compared}{noun}" for each in self.topic.changed]

    def _whole_rate(self, rate: str, said: Said) -> str:
        """Give the whole name of a rate that changed: 行政诉讼败诉5件，败诉率同比下降|2个百分点."""
        return self._named(rate) or joined(self._of_what(rate, said).removesuffix("申请"), rate)

    def _ranked_before(self, said: Said) -> str:
        """Give the rank that rose by so many places: 全市第42名，较上年提升|15位."""
        return self.topic.phrase if said.quantity.unit in ("位", "名") and self.topic.kind == "rank" else ""

    def _counted_before(self, said: Said) -> str:
        """Give the count that grew where its share stands between: 受理13件，占总数的22%，较去年增加|116.7%."""
        shared = (
            said.size == 1 and said.quantity.unit == "%" and self.topic.indicator.endswith(("比例", "占比"))
        )
        counts = (n for n in reversed(self.topic.recent) if self.topic.units.get(n) not in ("%", "‰", ""))
        return next(counts, "") if shared else ""

    def _in_unit(self, said: Said) -> str:
        """Give the last count in the unit of a change where another measure stands between: 案件9件，罚款3万元，增加|3件."""
        unit, last = said.quantity.unit, self.topic.recent[-1:]
        if said.size > 1 or unit not in CASES or (last and alike(unit, self.topic.units.get(last[0], unit))):
            return ""
        return next((n for n in reversed(self.topic.recent) if self.topic.units.get(n) == unit), "")

    def _whole_name(self, words: str) -> str:
        """Put the things before a measure that stands alone: 来访216批4321人次，|批次、人次|分别下降."""
        return self.topic.object + words if _TIMES.fullmatch(words) else words

    def _change_verb(self, before: str) -> tuple[str, str]:
        found = self.lexicon.change.findall(before)
        return (found[-1], self.lexicon.changes[found[-1]][1]) if found else ("", "增幅")

    def _changed(self, before: str, verb: str) -> str:
        """Give what changed: the words before the verb, or its object where the verb stands in front."""
        head, _, rest = before.rpartition(verb) if verb else (before, "", "")
        rest = trimmed_end(rest)
        if len(rest) >= 2 and verb not in _COMPARING and not re.match("幅度|率|了|分别", rest):
            return trimmed(rest)
        head = re.sub(
            "(?:同比(?:去年|上年)(?:同期)?|同比|环比|[较比][^，,、]{1,14}|与[^，,、]{2,12}相比|仍|年均|平均|预计|分别|均|都|幅度|再|又)+$",
            "",
            trimmed_end(head),
        )
        name = shortened(_CAUSING.sub("", trimmed(head)), self.lexicon, 26)
        ranking = _RANKING.search(before.rpartition(verb)[0] if verb else before)
        return f"{name}{ranking['rank']}" if ranking and not name.endswith(ranking["rank"]) else name


def joined(topic: str, rate: str) -> str:
    """Put a topic before a rate, what both say once: 行政机关败诉 and 败诉率.

    >>> joined("行政机关败诉", "败诉率")
    '行政机关败诉率'
    >>> joined("行政机关败诉案件", "败诉率")
    '行政机关败诉率'
    >>> joined("行政机关负责人出庭应诉", "出庭率")
    '行政机关负责人出庭率'
    """
    topic = topic.removesuffix("应诉") if topic.endswith(f"{rate[:2]}应诉") else topic
    topic = topic.removesuffix("案件") if topic.endswith(f"{rate[:2]}案件") else topic
    return topic + (rate[2:] if topic.endswith(rate[:2]) else rate)
