"""Say what a figure measures: a noun phrase made from the words around it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from kg.model import Quantity
from kg.observations.frames import RISEN, Frame, Page
from kg.observations.lexicon import Lexicon
from kg.observations.words import (
    ends_with_verb,
    has_verb,
    shortened,
    starts_with_verb,
    trimmed,
    trimmed_end,
    verb_and_object,
)

_MEASURED = re.compile(
    "(?:率|比例?|占比|比重|份额|覆盖面|度|水平|指数|感|增速|增幅|降幅|涨幅|强度|系数|得分|比值|倍差|分|数|额|量|值|能耗|浓度|幅度|标准|面积|收入|支出|总产|里程|规模|存量|余额|产能|排名|位次|名次)$"
)
_AMOUNT = re.compile(
    "(?:金|资|额|收入|支出|值|款|费|税|标准|价|价格|投资|补贴|债券|债|贷款|利润|消费|出口|进口|余额|工资|薪酬|补助|成本|损失|资产|营收|销售|规模|预算|投入)$"
)
_EVENTS = {
    "次": "次数",
    "批次": "批次数",
    "人次": "人次数",
    "场": "场次",
    "场次": "场次",
    "期": "期数",
    "家次": "家次数",
    "户次": "户次数",
    "件次": "件次数",
    "天": "天数",
    "轮": "轮次",
}
_COUNTED = {"户": "户", "家": "家"}
_COMPARING = frozenset("高于 低于 优于 好于 快于 高出 少于 高 低 快".split())
_ANAPHORIC = frozenset("案件 申请 事项 文件 建议 问题 线索".split())
_CASES = frozenset("件起宗例案项")
_PREPOSITION = re.compile(
    "(?:对|为|向|将|把|由|就|以|从|给|在|通过|按照|根据|围绕|针对|依托|利用|依据|会同|联合)"
)
_NOUN_LIKE = re.compile(
    "上市公司|示范|服务|培训基地|教育|检测|检验|检查站|采购|管理|公示|调解员|审计师|代理|公证|律师|执法人员|仲裁员|鉴定"
)
_NUMBER = re.compile("(?:总数|数量|总量|数)$")
_DIGIT = re.compile("[\\d０-９]")
_GOVERNS = re.compile("(?:对|将|把|向|为)(?:全[市省县区州]|辖区内?)?$")
_LEVELS = re.compile("(?:国家|全国|部|省|自治区|市|县|区|州|地市)级?")
_MEANS = re.compile("(?:依据|根据|按照|围绕|针对|利用|通过|依托|聚焦)$")
_LIGHT = re.compile("^(?:予以|给予|进行|作出|做出|得到|实行|已经|已|均|全部|都|分别|被|了)+(?!评为|确定)")
_AND = re.compile("[、，,]|以及|和(?![谐解平睦美])|(?<![普惠涉以])及(?![时其格])|(?<![参])与")
_NUMBERED = re.compile(
    "(?:率|比例|占比|比重|指数|满意度|增速|增加值|总数|人数|数量|数|总量|量|额|收入|浓度|面积|投资|产值|支出|排名|总产|消费|价格|产量|余额|水平|时间|时限|得分|里程|标准)$"
)
_HEAD = re.compile(
    "(?:.{2}率|营业收入|可支配收入|增加值|吞吐量|满意度|零售额|总数|人数|数量|总量|比例|占比|比重|指数|增速|收入|浓度|面积|投资|产值|支出|排名|总产|消费|价格|产量|余额|水平|时间|时限|得分|里程|标准|数|量|额)$"
)
_SHARE = re.compile("(?:占到|占)(?!比|地|用|有|补)(?P<whole>[^，,、占]{2,20}?)(?:的?(?:比重|比例|份额)|的)?$")
_BARE = re.compile(
    "的|、|和|及|实际|已|成功|违法|其他|按期|按时|及时|依法|予以|应予|应|决定|直接|全部|部分|责令|履行|准予|其|作|经|不|未|均|共|当场|快速|一审|二审|终审|继续|有效|需|各类|案件数?"
)
_OUTCOME = re.compile(
    "违法|维持|驳回|撤销|变更|确认|责令|终止|中止|和解|调解|纠错|败诉|胜诉|不予|撤回|其他处理"
)
_QUOTED_LIST = re.compile("(?:《[^》]*》|“[^”]*”|、|和|及|以及|等)+$")
_NOUN_TAIL = re.compile("(?:均|已经|已|全部|都|也|分别|基本|，|、|和|及|与|以及|等|,)+$")
_OF = re.compile(
    "(?:不超过|不低于|不少于|不高于|达到?|超过|相当于|为|是|降至|提高到)(?P<whole>[^，,、]{2,20})的$"
)
_CLAIM = re.compile("(?:的基础上|的同时|后|时|以来|的情况下|工作)$")
_HEADS = re.compile(
    "部门|单位|县区|区县|企业|乡镇|机构|人员|项目|城市|村|社区|街道|学校|医院|高校|县|市|区|省份|国家|产品|事项|领域|行业|园区"
)


@dataclass(slots=True)
class Topic:
    """What the figures of a paragraph have been about so far."""

    indicator: str = ""
    object: str = ""
    head: str = ""
    verb: str = ""
    unit: str = ""
    sentence: int = -1
    members: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """The words around one figure: `before` without its subject's name; `shared` is what later members say; `subject` a name;
    `index` and `size` tell its place in a list of figures."""

    frame: Frame
    before: str
    index: int
    shared: str = ""
    subject: str = ""
    size: int = 1

    @property
    def quantity(self) -> Quantity:
        """Give the figure."""
        return self.frame.quantity


class Phraser:
    """Builds indicators for the figures of one passage, keeping their topic."""

    def __init__(self, page: Page, lexicon: Lexicon, topic: Topic) -> None:
        self.page = page
        self.text = page.text
        self.lexicon = lexicon
        self.topic = topic
        self._makers: dict[str, Callable[[Said], list[str]]] = {
            "rank": self._rank,
            "order": self._order,
            "threshold": self._threshold,
            "change": self._change,
            "ratio": self._ratio,
            "duration": self._duration,
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

    # --- counts and amounts

    def _count(self, said: Said) -> list[str]:
        return [self._noun_behind(said) or self._noun_before(said)]

    def _noun_behind(self, said: Said) -> str:
        """Build from the noun behind the figure: 新建|61所|中小学校和幼儿园."""
        noun, told = self._divide(said)
        if not noun:
            return self._spent(said, told)
        if noun.startswith("的") or self.text.startswith("的", said.quantity.span.end):
            return self._attributed(said, trimmed(noun))
        verb = self._act(said.before)
        if noun in _ANAPHORIC and not verb:
            noun = self._specific(noun, said)
        suffix = self._suffix(said.quantity, noun)
        self._remember(said, f"{verb}{noun}", verb, noun)
        if verb:
            return f"{verb}{noun}{suffix}"
        if told:
            return f"{told}的{noun}{suffix}"
        return f"{self._lead(said.before)}{noun}{suffix}"

    def _spent(self, said: Said, told: str) -> str:
        """Build 办好民生实事投入金额 from 投入567亿元|办好民生实事."""
        verb = trimmed(said.before)
        if said.quantity.unit in _EVENTS and told and not verb:
            return f"{told}{_EVENTS[said.quantity.unit]}"
        if said.quantity.kind != "amount" or not told or verb not in self.lexicon.verbs:
            return ""
        return f"{told}{verb}{self._suffix(said.quantity, verb)}"

    def _specific(self, noun: str, said: Said) -> str:
        """Give the fuller name that the sentence has used for a general noun: 案件, said of 行政复议案件."""
        earlier = self.text[self.page.passage.span.start : said.frame.clause.start]
        found = re.findall(f"[\u4e00-\u9fff]+{noun}", earlier)
        return verb_and_object(found[-1][-16:], self.lexicon)[1] if found else noun

    def _attributed(self, said: Said, noun: str) -> str:
        """Build 项目计划总投资 from 计划总投资3亿元的项目."""
        measure = trimmed(re.sub(f"^{_PREPOSITION.pattern}", "", trimmed(said.before)))
        measure = measure[-6:] if len(measure) > 8 else verb_and_object(measure, self.lexicon)[1] or measure
        measure = measure.removeprefix("好")
        if not _MEASURED.search(measure) and not _AMOUNT.search(measure):
            measure = {"area": "面积", "amount": "金额"}.get(said.quantity.kind, "规模")
        self.topic.object = noun
        return f"{noun}{measure}"

    def _divide(self, said: Said) -> tuple[str, str]:
        """Split the words behind a figure into the noun and what is said of it."""
        start, end = said.frame.after
        while start < end and self.text[start] in " 　":
            start += 1
        if re.match("中|之中|以内", self.text[start:end]) and end - start <= 2:
            return "", ""
        cut = self.page.split(start, end, eager=_GOVERNS.search(said.before.rstrip()) is not None)
        if said.quantity.unit == "岁":
            return self._aged(self.text[start:end]), ""
        if said.quantity.kind == "amount" and starts_with_verb(self.text[start:end], self.lexicon):
            cut = start
        elif cut == start and (of := self.text.find("的", start, end)) > 0:
            cut = self.page.split(of + 1, end)
        noun, told = _NOUN_TAIL.sub("", self.text[start:cut]), self.text[cut:end]
        if not told and said.shared:
            told = said.shared
        if said.frame.rated and not told:
            noun, told = self._headed(noun, said)
        return self._counted(noun.rstrip("等、和及与 "), said.quantity), self._told(told, said)

    def _aged(self, words: str) -> str:
        """Give the people whose age it is: 65岁以上|老年人|健康管理服务率."""
        ends = [words.find(p) + len(p) for p in self.lexicon.persons if 0 <= words.find(p) <= 6]
        return words.removeprefix("的")[: min(ends)] if ends else words.removeprefix("的")

    def _headed(self, noun: str, said: Said) -> tuple[str, str]:
        """Split 部门事项在线申办开通率达|100% into the things counted and their rate."""
        head = _HEADS.search(noun)
        if not head or head.end() == len(noun):
            return noun, ""
        rest = self.text[said.frame.after[0] + head.end() : said.frame.clause.end]
        return noun[: head.end()], rest

    def _counted(self, noun: str, quantity: Quantity) -> str:
        """Keep what is counted: 5家|事业单位|的编制, 8个|国考断面水质|和县级以上集中式饮用水源水质."""
        head, of, _ = noun.partition("的")
        if (
            of
            and head
            and quantity.unit in ("家", "户", "名", "位", "人", "所")
            and not has_verb(head, self.lexicon)
        ):
            noun = head
        if len(noun) > 14 and "以及" in noun:
            noun = noun.partition("以及")[0]
        return noun

    def _told(self, told: str, said: Said) -> str:
        """Shorten what is said of a noun so that it can stand before it."""
        if _MEANS.search(said.before) or told.startswith("占"):
            return ""
        words = _LIGHT.sub("", told.strip("，,、 "))
        words = re.sub("(?<=[\u4e00-\u9fff]{2})了(?![解结])", "", words, count=1)
        words = _CLAIM.sub("", words) if len(words) > 4 else words
        if len(words) > 30:
            words = words[: self._word_end(words, 30)]
        return words.rstrip("，,、的和 ")

    def _word_end(self, words: str, limit: int) -> int:
        cut = max(words.rfind(mark, 0, limit) for mark in "，,、。 ”")
        return cut if cut > 8 else limit

    def _lead(self, before: str) -> str:
        lead = trimmed(before)
        if (
            len(lead) > 14
            or "、" in lead
            or before.rstrip().endswith("等")
            or _PREPOSITION.match(lead)
            or lead.endswith(("》", "”"))
        ):
            return ""
        return lead

    def _act(self, before: str) -> str:
        """Give a short run of words that starts with its verb as it is, of a longer one the verbs at its end."""
        words = trimmed(before).removesuffix("了")
        whole = (
            len(words) <= 12 and not re.search("[、，《“等]", words) and starts_with_verb(words, self.lexicon)
        )
        return words if whole and not words.endswith("的") else self._verb_before(before)

    def _verb_before(self, before: str) -> str:
        """Give the verbs that end the words before a figure: 新建, 组织召开, 换届聘请; titles between do not matter."""
        words = trimmed_end(before).removesuffix("了")
        words = trimmed_end(_QUOTED_LIST.sub("", words)).removesuffix("了")
        found = ""
        while verb := ends_with_verb(words, self.lexicon):
            found, words = verb + found, words[: -len(verb)]
        return found

    def _noun_before(self, said: Said) -> str:
        """Build from the words before the figure: 受理一审行政诉讼案件|785件; a lone verb takes the last object."""
        words = shortened(trimmed(said.before), self.lexicon)
        if not words or words in self.lexicon.bare_rates:
            return self._whole(words, said)
        if words.endswith("的") or (self._bare(words) and self.topic.object):
            return self._elided(said, words.removesuffix("的"))
        if said.size > 1 and "分别" in said.before:
            words = self._respective(said)
        if _LEVELS.fullmatch(words) and self.topic.object:
            words += _LEVELS.sub("", self.topic.object, count=1)
        verb, noun = verb_and_object(words, self.lexicon)
        if self._listed(said) and self.topic.verb and self._lacks_verb(words):
            verb, words = "", self.topic.verb + words
        phrase = words + self._suffix(said.quantity, words)
        self._remember(said, phrase, verb, noun)
        return phrase

    def _whole(self, words: str, said: Said) -> str:
        """Say of what a total is that names nothing itself: 累计达到9万台, 总数达8个."""
        members, topic = self.topic.members, self.topic.object or self.topic.indicator.removesuffix("数")
        if "分别" in said.before and len(members) == said.size:
            topic = members[said.index]
        if words:
            return topic + words
        whole = re.search("累计|总[数量计]|达|共", said.before)
        if whole and topic:
            return f"{topic}累计数"
        return self.topic.indicator or self._opening() or "数量"

    def _opening(self) -> str:
        """Give the noun that opens the sentence: 粮食总产量|再上新台阶."""
        clause = self.page.passage.clauses[0]
        noun = trimmed(self.text[clause.start : self.page.split(clause.start, clause.end)])
        return noun if 2 <= len(noun) <= 14 else ""

    def _respective(self, said: Said) -> str:
        """Build from A、B分别新认定|60家和30家 the phrase of one member: 新认定A."""
        things, _, verb = said.before.rpartition("分别")
        self.topic.members = _with_head([p for p in _AND.split(trimmed(things)) if p])
        member = self._members(trimmed(things), said)[0]
        verb = trimmed(verb)
        return verb + member if starts_with_verb(verb, self.lexicon) else member + verb

    def _listed(self, said: Said) -> bool:
        """Tell a later member of a list: 新登记私营企业2万户、|个体工商户4.9万户."""
        if said.frame.first:
            return False
        return bool(_AND.search(self.text[max(0, said.frame.before[0] - 1) : said.frame.before[0] + 1]))

    def _lacks_verb(self, words: str) -> bool:
        """Tell a member that shares the verb of the first."""
        if _PREPOSITION.match(words):
            return False
        return _NOUN_LIKE.match(words) is not None or not starts_with_verb(words, self.lexicon)

    def _elided(self, said: Said, words: str) -> str:
        """Supply the object that was named before: 审结|685件, 应予修改的|32件."""
        self.topic.verb = starts_with_verb(words, self.lexicon) or self.topic.verb
        self.topic.indicator = self._completed(said, words)
        return self.topic.indicator

    def _completed(self, said: Said, words: str) -> str:
        if not _alike(said.quantity.unit, self.topic.unit):
            return f"{words}{_COUNTED.get(said.quantity.unit, '')}{self._suffix(said.quantity, words)}"
        carried = self.topic.head if len(words) > 4 and self.topic.head else self.topic.object
        suffix = self._suffix(said.quantity, carried or words)
        if not carried or carried in words:
            return f"{words}{suffix}"
        if words.endswith("案件") and carried.endswith("案件"):
            return f"{words[:-2]}{carried}{suffix}"
        if _OUTCOME.search(words):
            return f"{carried}{words}{suffix}"
        if words.endswith("成功") and carried.startswith(words[:2]):
            return f"{words}{carried[2:]}{suffix}"
        return f"{words}{'的' if len(words) > 4 else ''}{carried}{suffix}"

    def _bare(self, words: str) -> bool:
        """Tell a phrase of verbs alone, whose object was said before: 审结, 确认违法."""
        rest, first = _BARE.sub("", words), True
        while rest:
            verb = starts_with_verb(rest, self.lexicon)
            if not verb or (verb in self.lexicon.nominal and not first):
                return False
            rest, first = rest[len(verb) :], False
        return True

    def _suffix(self, quantity: Quantity, phrase: str) -> str:
        if quantity.unit in _EVENTS and quantity.kind in ("count", "target"):
            word = _EVENTS[quantity.unit]
            return "" if phrase.endswith((word, quantity.unit)) else word
        if quantity.kind == "area":
            return "" if phrase.endswith("面积") else "面积"
        if quantity.kind == "amount" or (not quantity.unit and quantity.kind != "count"):
            if quantity.unit in ("公里", "米", "千米", "延米") and not re.search(
                "(?:里程|长|长度|线|距离|速)$", phrase
            ):
                return "里程" if re.search("(?:路|(?<!管)道|高速|高铁|线路)$", phrase) else "长度"
            money = quantity.unit.startswith(("元", "美元", "欧元", "港元"))
            return "金额" if money and not _AMOUNT.search(phrase) else ""
        if quantity.unit in ("人", "名", "位") and not phrase.endswith((*self.lexicon.persons, "数")):
            return "数" if phrase.endswith("人") else "人数"
        return "" if phrase.endswith(("数", "数量", "总量", "量", "人数")) else "数"

    def _remember(self, said: Said, phrase: str, verb: str, noun: str) -> None:
        self.topic.indicator = phrase
        self.topic.unit = said.quantity.unit
        if not self._listed(said):
            self.topic.verb = verb
        if noun:
            self.topic.object = noun.removesuffix("数")
        self.topic.head = (
            self.topic.object if "的" in said.before or (not said.frame.first and self.topic.head) else ""
        )

    # --- rates, shares, levels

    def _ratio(self, said: Said) -> list[str]:
        ended = said.before.rstrip()
        if ended.endswith("占") and not trimmed(ended) and self.topic.indicator:
            return [f"{self.topic.indicator.removesuffix('数')}占比"]
        if share := _SHARE.search(trimmed_end(ended)):
            base = trimmed(ended[: share.start()]) or self.topic.indicator.removesuffix("数")
            self.topic.indicator = f"{base}占{share['whole']}比例"
            return [self.topic.indicator]
        if of := _OF.search(ended):
            base = trimmed(ended[: of.start()]) or self.topic.indicator.removesuffix("数")
            return [f"{base}{'与' if said.quantity.unit == '倍' else '占'}{of['whole']}比例"]
        words = trimmed(said.before)
        if not words and said.frame.after[0] >= said.frame.after[1]:
            return [self.topic.indicator or self._topic_name()]
        follows = self.text[slice(*said.frame.after)].strip("、，,)）”")
        if not words or (follows and not _MEASURED.search(words)) or follows.startswith("的"):
            return [self._part(words, said)]
        found = [self._rated(w, said) for w in self._members(words, said)]
        if len(words) > 4 and words not in self.lexicon.bare_rates and "、" not in words:
            self.topic.object = ""
        self.topic.indicator = found[-1]
        return found

    def _part(self, words: str, said: Said) -> str:
        """Build from 99%的|事项|实现即办 the share of the things: 实现即办的事项比例."""
        noun, told = self._divide(said)
        noun = noun.removeprefix("的")
        if starts_with_verb(words, self.lexicon) or not noun:
            told, noun = "", noun or told
        return (
            f"{words}{told}{'的' if told else ''}{noun}比例" if words or noun else f"{self._topic_name()}比例"
        )

    def _rated(self, words: str, said: Said) -> str:
        words = shortened(words, self.lexicon, 26)
        if words in self.lexicon.bare_rates or len(words) <= 3:
            words = (self._topic_name() or self._clause_topic(said)).removesuffix("申请") + words
        if said.quantity.unit in ("%", "‰") and (
            not _MEASURED.search(words) or words.endswith(("天数", "人数"))
        ):
            words += "比例"
        return words

    def _topic_name(self) -> str:
        if self.topic.sentence == self.page.passage.sentence.index:
            return _NUMBER.sub("", self.topic.object) or self.topic.indicator.removesuffix("数")
        return ""

    def _clause_topic(self, said: Said) -> str:
        """Give the object of the clause before, where no figure has named one: 推广国家通用语言文字，|普及率…"""
        earlier = [c for c in self.page.passage.clauses if c.end <= said.frame.clause.start]
        if not earlier:
            return ""
        verb, noun = verb_and_object(trimmed(earlier[-1].of(self.text)), self.lexicon)
        return noun if verb and 2 <= len(noun) <= 14 and "、" not in noun else ""

    def _members(self, words: str, said: Said) -> list[str]:
        """Give the things that share a figure (均达), or the one thing that has this figure of a list (分别)."""
        parts = [p for p in _AND.split(words) if p]
        if said.size > 1 and len(parts) == said.size:
            return [_with_head(parts)[said.index]]
        members = self._coordinated(parts) or [words]
        if len(members) > 1 and "分别" in said.before:
            return [members[min(said.index, len(members) - 1)]]
        rates = all(m.endswith(("率", "满意度")) for m in members)
        return members if rates or re.search("[均都]", said.before[-6:]) else [words]

    def _coordinated(self, parts: list[str]) -> list[str]:
        """Give 办结率、满意率 and 出口和进口额 as members that each name a measure, nothing where they do not."""
        if len(parts) < 2 or not _NUMBERED.search(parts[-1]) or any(len(p) < 2 for p in parts):
            return []
        return _with_head(parts)

    # --- changes

    def _change(self, said: Said) -> list[str]:
        verb, noun = self._change_verb(said.before)
        words = self._changed(said.before, verb)
        compared = "同比" if "同比" in said.before else "环比" if "环比" in said.before else ""
        found = [
            f"{m or self.topic.indicator or self.topic.object}{compared}{noun}"
            for m in self._members(words, said)
        ]
        if words:
            self.topic.indicator = words
        return found

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
            "(?:同比|环比|[较比][^，,、]{1,14}|仍|年均|平均|预计|分别|均|都|幅度|再|又)+$",
            "",
            trimmed_end(head),
        )
        return shortened(trimmed(head), self.lexicon, 26)

    # --- ranks, limits, durations

    def _rank(self, said: Said) -> list[str]:
        field = re.split("第|首位|前|榜首", said.quantity.span.of(self.text))[0]
        words = re.sub("连续[^，,]{1,3}年|继续|稳(?=居|定)|始终", "", said.before)
        passive = re.match("被(?P<by>.*?)(?:考核|考评|评|评定|评选|评为|列为|列)+为?$", trimmed(words))
        if passive:
            return [f"{self._topic_name() or said.subject}{passive['by']}考评{field}排名"]
        words = re.sub("(?:中|里|方面)$", "", trimmed(words))
        if placed := re.search("(?:位居|居|位列|列)(?P<field>[^，,居列]{2,12})$", words):
            words, field = trimmed_end(words[: placed.start()]), placed["field"] + field
        words = re.sub(
            "^在|(?:进入|跻身|入围|入选|位居|达到)$|^(?:进入|跻身|入围|入选|位居|达到)|(?:排名|排位|位次)$",
            "",
            words,
        )
        members = self._coordinated([p for p in _AND.split(words) if p]) or [words]
        return [f"{self._ranked(shortened(m, self.lexicon))}{field}排名" for m in members]

    def _ranked(self, words: str) -> str:
        """Put the topic before what says nothing alone: 增速居全国第3位."""
        topic = self.topic.indicator or self.topic.object
        return (
            topic.removesuffix("数") + words if len(words) <= 2 or words in self.lexicon.bare_rates else words
        )

    def _order(self, said: Said) -> list[str]:
        noun, _ = self._divide(said)
        rest = re.split("[、，,]", self.text[said.frame.after[0] : said.frame.clause.end])[0]
        noun = rest if "的" in rest[:-1] and len(rest) <= 30 else noun.split("、")[0]
        return [f"{self._verb_before(said.before)}{noun}次序"]

    def _threshold(self, said: Said) -> list[str]:
        noun, _ = self._divide(said)
        bound = "下限" if said.quantity.qualifier == "atLeast" else "上限"
        lead = trimmed(re.split("[、，,]", said.before)[-1])
        if said.quantity.unit == "岁":
            return [f"{noun.strip('的')}年龄{bound}"]
        return [f"{lead if len(lead) <= 12 else ''}{noun.strip('的')}{bound}"]

    def _duration(self, said: Said) -> list[str]:
        words = trimmed(said.before)
        if running := self._running(said, words):
            return [running]
        if said.quantity.unit == "岁" and (noun := self._divide(said)[0]):
            return [f"{noun}年龄"]
        if said.quantity.kind == "target":
            return [self._time_limit(said, self.text[slice(*said.frame.after)])]
        if not words or _PREPOSITION.fullmatch(words):
            return [self._length(said)]
        if (
            words in self.lexicon.verbs
            and said.frame.after[0] < said.frame.after[1]
            and said.quantity.unit != "年"
        ):
            return [f"{self._divide(said)[0]}时长"]
        mean = "平均" if "平均" in said.before and "平均" not in words else ""
        end = "" if re.search("(?:时间|时限|期限|用时|时长|天数|日数|年限|周期)$", words) else "用时"
        self.topic.indicator = f"{shortened(words, self.lexicon)}{mean}{end}"
        return [self.topic.indicator]

    def _running(self, said: Said, words: str) -> str:
        """Say what has held for years or quarters in a row."""
        after = self.text[said.quantity.span.end : said.frame.clause.end]
        if said.quantity.unit == "年" and said.quantity.span.of(self.text).startswith("连续"):
            return f"{words or self.topic.indicator or self._opening()}{after}连续年数"
        if said.before.endswith("连续"):
            return f"{words}{after}连续{said.quantity.unit.removeprefix('个')}数"
        return ""

    def _length(self, said: Said) -> str:
        """Tell 1个工作日内完成… from 240小时过境免签政策."""
        after = self.text[slice(*said.frame.after)]
        if not after and self.topic.indicator and said.before.strip():
            return self.topic.indicator
        if not after or after[0] in "内以可即就" or said.quantity.span.of(self.text)[-1] in "内下上":
            return self._time_limit(said, after)
        verb = starts_with_verb(after, self.lexicon)
        return self._time_limit(said, after) if verb else f"{self._divide(said)[0]}时长"

    def _time_limit(self, said: Said, after: str) -> str:
        task = re.sub("^(?:内|以内|的|即可|完成|办结|办理|可|就|能)+", "", after)
        if re.search("[均都]", said.before):
            task = self.topic.object + task
        return f"{task or self._topic_name()}{'办理时限' if said.quantity.kind == 'target' else '用时'}"


def _alike(unit: str, other: str) -> bool:
    """Tell whether two units may count the same things."""
    return not other or unit == other or {unit, other} <= _CASES


def _with_head(parts: list[str]) -> list[str]:
    """Give every member the measure that the last one names for all: 出口、进口额; 城镇、农村居民收入."""
    last = parts[-1]
    end = _HEAD.search(last)
    if end is None or all(_NUMBERED.search(p) for p in parts):
        return parts
    return [
        p if _NUMBERED.search(p) else p + (last[len(p) :] if _parallel(p, last) else end.group())
        for p in parts
    ]


def _parallel(part: str, last: str) -> bool:
    """Tell a short member that stands for the first words of the last: 城镇 and 农村居民收入."""
    return len(part) <= 3 and len(last) > len(part) + 1
