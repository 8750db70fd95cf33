"""Say what a figure measures: a noun phrase made from the words around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Quantity
from kg.observations.frames import Frame, Page
from kg.observations.lexicon import Lexicon

_LEAD = re.compile(
    r"(?:[\s　，,、；;：:“”（）()—\-]+|其中|此外|同时|另外|目前|截至目前|截至?[^，,]{1,14}?[日底末月](?![常间])|截至|"
    r"(?:19|20)\d\d ?年(?:度|底|末|初|全年)?|\d{1,2}月份?底?|全年|年内|去年|今年|上年|当年|年初|年中|年底|年末|本年度|一年来|近年来|[近过]\S{1,2}年来?|"
    r"一般|共计|总共|总计|累计|合计|分别|先后|已经|已有|已|还有|还|也|又|再|并且|并|且|而|全部|专门|深入|扎实|积极|大力|有效|圆满|顺利|成功|切实|"
    r"进一步|持续|不断|全面|统筹|着力|稳步|有序|依法|高质量|高标准|高效|高水平|创新|加快|认真|充分|严格|主动|广泛|集中力量|共有|共(?!同|享|建|青|和|产|治|赢)|现(?=有)|"
    r"[一二三四五六七八九十]是|二是|均|都|则|使|让|就|即|如|等|的|了|新时代|奋力|力争|确保|争取(?!到|中央|国家|上级|省级|资金)|努力|预计|计划(?=[新完建实])|拟(?=[新建])|将|要|实现(?!脱贫)(?=[^，]{3}))"
)
_PLACE_LEAD = re.compile(
    r"(?:全[市省区县州盟旗](?!各|域)|我[市省区县州盟]|本[市省区县]|全自治区|我自治区|全[市省区县州](?=各)|市域|省域|辖区内|区域内|市县两级|全辖区|各地|市内|省内|区内|县内)"
)
_TAIL = re.compile(
    r"(?:达到了?|达成|已达|高达|可达|将达|达|为|是|有|约|近|超过|突破|超|逾|分别|均|都|各|平均|已|也|还|仅|只|需要|需|共计|累计|总计|合计|共|总共|将|可|能|至少|最多|最高|最低|最快|最长|不低于|不少于|不超过|控制|保持|"
    r"稳定|维持|提高|提升|增长|增加|上升|增|升|扩大|攀升|跃升|下降|降低|降|减少|减|缩短|压缩|压减|压降|缩小|回落|下调|精简)?(?:到|至|在|于|为)$"
    r"|(?:达到了?|达成|已达|高达|可达|将达|达|为|是|有|约|近|超过|突破|超|逾|分别|均|都|各|平均|已|也|还|仅|只|就|需要|需|共计|累计|总计|合计|共|总共|将|可|能|至少|最多|最高|最低|不低于|不少于|不超过|其中|比例为|了|，|,|:|：|、|“|（|\(|\s|占|完成|实现|跃居|稳居|位居|居|位列|列|排名|排在|排|名列|荣获|获得|提升|上升|跃升|连续|预计|力争|等|过|并|且|再|又|年均|全年|和|及|与|全部|余|多)$"
)
_MEASURED = re.compile(
    "(?:率|比例?|占比|比重|份额|覆盖面|度|水平|指数|感|增速|增幅|降幅|涨幅|强度|系数|得分|比值|倍差|分|数|额|量|值|能耗|浓度|幅度|标准|面积|收入|支出|总产|里程|规模|存量|余额|产能|排名|位次|名次)$"
)
_AMOUNT_END = re.compile(
    "(?:金|资|额|收入|支出|值|款|费|税|标准|价|价格|投资|补贴|债券|贷款|利润|总额|消费|出口|进口|进出口|余额|工资|薪酬|养老金|补助|成本|损失|资产|融资|营收|销售)$"
)
_EVENTS = {
    "次": "次数",
    "批次": "批次数",
    "人次": "人次数",
    "场": "场次",
    "场次": "场次",
    "期": "期数",
    "次数": "次数",
    "家次": "家次数",
    "户次": "户次数",
    "件次": "件次数",
    "辆次": "辆次数",
    "架次": "架次数",
    "班次": "班次数",
    "天": "天数",
    "届": "届数",
    "轮": "轮次",
}
_PREPOSITION = re.compile(
    "(?:对|为|向|将|把|由|就|以|从|给|在|通过|按照|根据|围绕|针对|依托|利用|依据|会同|联合|组织)"
)
_LIGHT = re.compile(
    "^(?:予以|给予|进行了?|作出了?|做出了?|开展了?|实施了?|得到了?|实行了?|已|均|全部|已全部|都|分别|了|被)+"
)
_OF = re.compile("[、，,]|和|及|与|以及")
_RATE_END = re.compile(
    "(?:率|比例|占比|比重|指数|满意度|增速|增加值|数|量|额|收入|浓度|面积|投资|产值|支出|排名|总产|消费|价格|产量|余额|水平|时间|时限|得分)$"
)
_SHARE = re.compile(
    "占(?P<whole>[^，,、]{2,20}?)(?:的|的比重|的比例|比重|比例|份额)?(?:达到?|为|超过?|提高到|提升到|近|约)?$"
)
_BARE_FILL = re.compile(
    "的|已|成功|违法|其他|按期|按时|及时|依法|予以|应予|应|决定|直接|全部|部分|责令|其|作|经|不|未|均|共|当场|快速|一审|二审|终审|一般程序|简易程序|继续|有效|需|各类|事项|案件数?|申请"
)
_QUOTES = re.compile("[“”]")


@dataclass(slots=True)
class Topic:
    """What the figures of a sentence have been about so far."""

    indicator: str = ""
    object: str = ""
    verb: str = ""
    unit: str = ""


def trimmed(words: str) -> str:
    """Strip adverbs, dates and copulas from both ends of a phrase."""
    words = words.strip(" 　\t")
    while found := _LEAD.match(words):
        words = words[found.end() :]
    return trimmed_end(words)


def trimmed_end(words: str) -> str:
    """Strip copulas and signs from the end of a phrase."""
    while found := _TAIL.search(words):
        words = words[: found.start()]
    return words


class Phraser:
    """Builds indicators for the figures of one passage, keeping their topic."""

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self.page = page
        self.text = page.text
        self.lexicon = lexicon
        self.topic = Topic()

    def phrases(self, frame: Frame, before: str, after: str, value_index: int) -> list[str]:
        """Give the indicators of a figure: one, or several where several things share the figure."""
        kind = frame.quantity.kind
        if kind == "rank":
            return self._rank(frame, before, after)
        if kind == "order":
            return [f"{self._noun_first(before, after, frame)[1]}次序"]
        if kind == "threshold":
            return [self._threshold(frame, before, after)]
        if kind == "change":
            return self._change(frame, before, after, value_index)
        if frame.quantity.unit in ("%", "‰", "倍", "") or kind == "ratio":
            return self._ratio(frame, before, after, value_index)
        if kind == "duration" or frame.quantity.unit in ("工作日", "小时", "分钟"):
            return [self._duration(frame, before, after)]
        return [self._count(frame, before, after)]

    # --- counts and amounts

    def _count(self, frame: Frame, before: str, after: str) -> str:
        verb, phrase, noun = "", "", ""
        if after and not after.startswith(("，", ",")):
            verb, phrase = self._noun_first(before, after, frame)
            noun = phrase
        if not phrase:
            phrase, verb, noun = self._noun_last(frame, before)
        self._remember(frame, phrase, verb, noun)
        return phrase

    def _noun_first(self, before: str, after: str, frame: Frame) -> tuple[str, str]:
        """Build from the noun behind the figure: 新建|61所|中小学校和幼儿园."""
        noun, said = self._divide(frame, after)
        if not noun:
            return "", ""
        if noun.startswith("的"):
            head = noun[1:]
            return "", f"{head}{trimmed(before)}"
        verb = self._verb_before(before)
        self.topic.object = noun
        if verb:
            return verb, f"{verb}{noun}{self._suffix(frame.quantity, noun)}"
        if said:
            return "", f"{said}的{noun}{self._suffix(frame.quantity, noun)}"
        lead = trimmed(before)
        lead = "" if len(lead) > 14 or lead.endswith("等") or _PREPOSITION.match(lead) else lead
        return "", f"{lead}{noun}{self._suffix(frame.quantity, noun)}"

    def _divide(self, frame: Frame, after: str) -> tuple[str, str]:
        """Split the words behind a figure into the noun and what is said of it."""
        start, end = frame.after
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        cut = self.page.split(start, end)
        noun, said = self.text[start:cut], self.text[cut:end]
        if "的" in noun[1:]:
            noun = self._counted_noun(noun)
        said = _LIGHT.sub("", said)
        return noun.strip(" 等"), trimmed_end(said)[:24]

    def _counted_noun(self, noun: str) -> str:
        """In 5家事业单位的编制 the 单位 are counted, in 3件侵犯权益的草案 the 草案."""
        head, _, rest = noun.partition("的")
        if not head:
            return noun
        verbal = any(head.startswith(v) for v in (head[:4], head[:3], head[:2]) if v in self.lexicon.verbs)
        return noun if verbal or not rest else noun

    def _verb_before(self, before: str) -> str:
        """Give the verbs that end the words before a figure: 新建, 组织召开, 换届聘请."""
        words = trimmed_end(before.rstrip("了"))
        found = ""
        while words:
            verb = self._last_verb(words)
            if not verb:
                break
            found, words = verb + found, words[: -len(verb)]
        return found

    def _last_verb(self, words: str) -> str:
        for length in (6, 4, 3, 2):
            if words[-length:] in self.lexicon.verbs and len(words) >= length:
                return words[-length:]
        return ""

    def _noun_last(self, frame: Frame, before: str) -> tuple[str, str, str]:
        """Build from the words before the figure: 受理一审行政诉讼案件|785件; a lone verb takes the last object."""
        words = trimmed(before)
        words = self._shorten(words)
        if not words:
            return self.topic.indicator or "", self.topic.verb, self.topic.object
        verb, noun = self._verb_object(words)
        suffix = self._suffix(frame.quantity, words)
        if words.endswith("的") or self._bare(words):
            return self._elided(frame, words), verb, self.topic.object
        if (
            not verb
            and not frame.first
            and self.topic.verb
            and frame.quantity.kind in ("count", "amount", "area")
        ):
            verb = self.topic.verb
            words = verb + words
        return f"{words}{suffix}", verb, noun

    def _elided(self, frame: Frame, words: str) -> str:
        words = words.removesuffix("的")
        carried = self.topic.object
        suffix = self._suffix(frame.quantity, carried or words)
        if not carried:
            return f"{words}{suffix}"
        verb, rest = self._verb_object(words)
        if verb and not rest:
            return f"{words}{carried}{suffix}"
        return f"{words}的{carried}{suffix}" if len(words) > 4 else f"{words}{carried}{suffix}"

    def _bare(self, words: str) -> bool:
        """Tell a phrase of verbs alone, whose object was said before: 审结, 确认违法."""
        rest = _BARE_FILL.sub("", words)
        while rest:
            verb = next((rest[:n] for n in (4, 3, 2) if rest[:n] in self.lexicon.verbs), "")
            if not verb:
                return False
            rest = rest[len(verb) :]
        return True

    def _verb_object(self, words: str) -> tuple[str, str]:
        """Split a phrase into its leading verbs and the rest, which is the noun (after its last 的)."""
        at = 0
        while at < len(words):
            verb = next(
                (words[at : at + n] for n in (6, 4, 3, 2) if words[at : at + n] in self.lexicon.verbs), ""
            )
            if not verb:
                break
            at += len(verb)
        noun = words[at:]
        return words[:at], noun.rpartition("的")[2] or noun

    def _shorten(self, words: str) -> str:
        """Keep of a long run of words the last verb with its object."""
        if len(words) <= 22:
            return words
        for mark in ("，", ","):
            words = words.rpartition(mark)[2]
        at = len(words) - 2
        while len(words) > 22 and at > 0:
            if any(words[at : at + n] in self.lexicon.verbs for n in (4, 3, 2)) and len(words) - at >= 4:
                return words[at:]
            at -= 1
        return words[-22:]

    def _suffix(self, quantity: Quantity, phrase: str) -> str:
        if quantity.unit in _EVENTS:
            word = _EVENTS[quantity.unit]
            return "" if phrase.endswith((word, quantity.unit)) else word
        if quantity.kind == "area":
            return "" if phrase.endswith("面积") else "面积"
        if quantity.kind == "amount":
            return (
                "" if _AMOUNT_END.search(phrase) or not quantity.unit.startswith(("元", "美元")) else "金额"
            )
        return "" if phrase.endswith(("数", "数量", "总量", "量", "人数")) else "数"

    def _remember(self, frame: Frame, phrase: str, verb: str, noun: str) -> None:
        self.topic.indicator = phrase
        self.topic.unit = frame.quantity.unit
        self.topic.verb = verb or (self.topic.verb if not frame.first else "")
        if noun:
            self.topic.object = noun.removesuffix("数")

    # --- rates, shares, levels

    def _ratio(self, frame: Frame, before: str, after: str, value_index: int) -> list[str]:
        share = _SHARE.search(trimmed_end(before) if not before.endswith("的") else before)
        if share:
            base = trimmed(before[: share.start()]) or self._topic_name()
            return [f"{base}占{share['whole']}比例"]
        words = trimmed(before)
        if not words and after:
            noun, said = self._divide(frame, after)
            return [f"{said}的{noun}比例" if said and noun else f"{noun or said}比例"]
        shared = [self._rated(w, frame) for w in self._members(words, value_index, before)]
        self.topic.indicator = shared[-1]
        return shared

    def _rated(self, words: str, frame: Frame) -> str:
        if not words:
            return self._topic_name()
        if words in self.lexicon.bare_rates or len(words) <= 2:
            words = f"{self._topic_name()}{words}" if self.topic.object or self.topic.indicator else words
        if frame.quantity.unit in ("%", "‰") and not _MEASURED.search(words):
            words += "比例"
        return words

    def _topic_name(self) -> str:
        return self.topic.object or self.topic.indicator.removesuffix("数")

    def _members(self, words: str, value_index: int, before: str) -> list[str]:
        """Give the things that share a figure (均达) or have one each (分别)."""
        members = self._coordinated(words)
        if len(members) < 2:
            return [words]
        if "分别" in before:
            return [members[min(value_index, len(members) - 1)]]
        return members if re.search("[均都]", before) or all(m.endswith("率") for m in members) else [words]

    def _coordinated(self, words: str) -> list[str]:
        """Split 办结率、满意率 and 出口和进口额 into members that each name a measure."""
        parts = [p for p in _OF.split(words) if p]
        if len(parts) < 2:
            return [words]
        end = _RATE_END.search(parts[-1])
        if all(_RATE_END.search(p) for p in parts):
            return parts
        if end and all(len(p) >= 2 for p in parts):
            return [p if _RATE_END.search(p) else p + end.group() for p in parts]
        return [words]

    # --- changes

    def _change(self, frame: Frame, before: str, after: str, value_index: int) -> list[str]:
        verb, noun = self._change_verb(before)
        words = self._changed(before, verb)
        compared = "同比" if "同比" in before else "环比" if "环比" in before else ""
        shared = [
            f"{m or self._topic_indicator()}{compared}{noun}"
            for m in self._members(words, value_index, before)
        ]
        if words:
            self.topic.indicator = words
        return shared

    def _topic_indicator(self) -> str:
        return self.topic.indicator or self.topic.object

    def _change_verb(self, before: str) -> tuple[str, str]:
        found = list(self.lexicon.change.finditer(before))
        if not found:
            return "", "增幅"
        verb = found[-1].group()
        return verb, self.lexicon.changes[verb][1]

    def _changed(self, before: str, verb: str) -> str:
        """Give what changed: the words before the verb, or its object where it stands in front."""
        head, _, rest = before.rpartition(verb) if verb else (before, "", "")
        rest = trimmed_end(rest)
        if len(rest) >= 3 and not re.match("幅度|率|了|分别", rest):
            return trimmed(rest)
        head = re.sub(
            "(?:同比|环比|[较比][^，,、]{1,14}|年均|平均|预计|分别|均|都|幅度)+$", "", trimmed_end(head)
        )
        return trimmed(head)

    # --- ranks, limits, durations

    def _rank(self, frame: Frame, before: str, after: str) -> list[str]:
        field = frame.quantity.span.of(self.text).partition("第")[0].removesuffix("首位")
        words = trimmed(re.sub("连续[^，,]{1,3}年|继续|稳|始终", "", before))
        words = re.sub("(?:考评|评|评定|评选|列)$", "", words)
        members = self._coordinated(words)
        members = members if len(members) > 1 and all(_RATE_END.search(m) for m in members) else [words]
        return [f"{m or self._topic_indicator()}{field}排名" for m in members]

    def _threshold(self, frame: Frame, before: str, after: str) -> str:
        noun, _ = self._divide(frame, after)
        bound = "下限" if frame.quantity.qualifier == "atLeast" else "上限"
        return f"{trimmed(before)[-12:]}{noun.strip('的')}{bound}"

    def _duration(self, frame: Frame, before: str, after: str) -> str:
        words = trimmed(before)
        if frame.quantity.unit == "年" and "连续" in frame.quantity.span.of(self.text):
            return f"{words}{after}连续年数"
        if frame.quantity.kind == "target" or not words or _PREPOSITION.fullmatch(words):
            said = re.sub("^(?:内|以内|的|即可|完成|办结|办理|可)+", "", after)
            limit = "办理时限" if frame.quantity.kind == "target" else "用时"
            return f"{said or self._topic_name()}{limit}"
        end = "" if re.search("(?:时间|时限|期限|用时|时长|天数|日数|年限)$", words) else "用时"
        return f"{words}{'平均' if '平均' in before else ''}{end}"
