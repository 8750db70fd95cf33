"""Split the words around a figure into nouns, verbs and what is said of the nouns."""

import re

from kg.model import Quantity
from kg.observations.doers import FIGURE, what_they_did
from kg.observations.frames import DONE_OF_THEM, FREQUENCY, GOVERNS, PEERS, PLACES, POSTS
from kg.observations.said import AMONG, HEADS, PREPOSITION, Said
from kg.observations.topics import Topics
from kg.observations.words import (
    ends_with_verb,
    has_verb,
    starts_with_verb,
    trimmed,
    trimmed_end,
)

_NUMERAL = re.compile("[一二三四五六七八九十]+")
_MEASURED_NOUN = re.compile(
    "(?<=[\u4e00-\u9fff]{2})(?:规上工业|规模以上工业|工业)?(?:总产值|产值|产量|营收|增加值|销售额|利润)$"
)
_PROPERTY = re.compile("和[^和、]*(水质|空气质量|环境质量|功能|条件|面貌)$")
_PER = re.compile(
    "(?:平均)?每(?:个|名|位|户)?(?:村（社区）|村居|社区|村|乡镇|街道|部门|单位|县区|人|万人|千人)"
)
_THRESHOLDS = frozenset("大关 关口 台阶 新台阶 门槛".split())
_RATE = re.compile("(?:率|满意度|知晓度|比例|占比|比重)$")
_FILLER = re.compile(
    "的|、|和|及|被|实际|平均|已|成功|违法|其他|按期|按时|及时|依法|予以|应予|应|决定|直接|全部|部分|责令|履行|准予|其|作|经|不|未|均|共|当场"
    "|属实|正在|尚在|仍在|快速|一审|二审|再审|终审|继续|有效|需|各类|案件数?|上年度?|往年|历年"
)
_HANDLED = re.compile("[对将把](?![外口接])")
_DONE_TO_IT = re.compile(  # 对|5家|企业的集中消毒|进行检查
    "[^，。；、\\d][^，。；\\d]{1,30}(?=进行(?![中曲]))|[^，。；、\\d][^，。；\\d]{1,30}?(?=予以|给予(?!的))"
)
_OF_KINDS = re.compile("等(?:不同|各|多个|多种|重点|有关|相关)?(?:类别|类型|领域|行业|方面|环节|区域)$")
_LAWS = re.compile("[\u4e00-\u9fff]{0,4}(?:法条|条款|条文|法律|法规|规章|试题)")
_DIGIT = re.compile("\\d")
_ONLY_STATES = re.compile("占|(?:达到?|为|排名?|位列|位居|列|居)$")
_DONE = re.compile("(?<=[\u4e00-\u9fff]{2})了(?![解结])")
_SIGNS = re.compile("[、，《“等]")
_MEANS = re.compile("(?:依据|根据|按照|围绕|针对|利用|通过|依托|聚焦)$")
_LONGEST_TOLD = 36
_LIGHT = re.compile(
    "^(?:予以|给予|进行|作出|做出|得到|实行|已经|已|均|全部|都|分别|被(?![^，,、]{2,30}(?:采纳|采用|评为|评定|命名|授予|认定|表彰|表扬|通报|刊发|转发|推广))|了|统一|逐项|逐一|逐件|逐案|逐条)+(?!评为|确定)"
)
_QUOTED_LIST = re.compile("(?:《[^》]*》|“[^”]*”|、|和|及|以及|等)+$")
_NOUN_TAIL = re.compile(
    "(?:(?<![初高集其])中|均|共|尚|仍|实地|(?<=[人员长])现场|直接|(?<![更创革])新|已经|已|(?<=[员人部师])分|高效|依法|及时|按时|按期|全部|都|也|分别|基本|统一|全量|逐项|逐一|共同|，|、|和|及|与|以及|等|,)+$"
)
_WHEREVER = re.compile("(?<=[\u4e00-\u9fff])(?:全[市县区省州]|辖区内?|各[县区乡镇]+)$")
_WINS_PLACE = re.compile("(?<=..)(?:综合|位次)?(?:排名|位列|位居|名列|排在|排|列|居)$")  # 27个|部门|排名第1
_PLACES_WON = ("第", "前", "首位")
_MERGED = re.compile("(?:整合|精简|合并|压减)(?:为|至|到)?$")
_ONE_OF = re.compile("(?P<noun>[^，,、；;。\\d]{1,20}?)(?<!分)之一")
_BEING = re.compile(
    "^[^，,]{0,12}?(?:是|成为|列为)(?=全[国省市县区州]$|[\u4e00-\u9fff]{0,4}[首第][一二三四五六七八九十]?批$)"
)
_PLACED_AT = re.compile("(?:位列|位居|排名|排在)(?:全[国省市县区州])?")
_PLACED_IN = re.compile("^[^，,、]{2,10}在(?=全[国省市县区州]$)")
_TOWARDS = re.compile("(?<![达得收受接])[到给至予]$")
_HAVING = re.compile("(?:共有|现有|设有|建有|拥有|有)(?![^，,]*率)")
_MEASURES = re.compile("[（(](?:[架艘辆件宗起次台套个家户人名条处部册份所座]、?)+[）)]")
_REMARK = re.compile("[（(](?:不?含|包括|包含|其中)[^（）()\\d]*[）)]")
_BROUGHT = re.compile(
    "(?:提交|提出|反映|反馈|寄送|发送|递交)的(?P<thing>申请|投诉|举报|建议|意见|诉求|咨询|线索|信件|来信|留言|问题)$"
)
_CLAIM = re.compile("(?:的基础上|的同时|后|时|以来|的情况下|工作)$")
_WHOSE = re.compile(
    "(?P<body>(?:县区|区县|县（市、区）|县市区|乡镇|镇街|街道|社区|部门|单位)(?:和(?:部门|单位))?)[^的数]{2,12}(?:情况|工作)$"
)
_BODIES = re.compile("(?:[^的]{2,4})?(?:部门|单位|乡镇|街道|社区|行政村|县区|县市区|领域|行业)")


class Nouns(Topics):
    """Reads the words around the figures of one passage."""

    def divide(self, said: Said) -> tuple[str, str]:
        """Split the words behind a figure into the noun and what is said of it."""
        quantity = said.quantity
        start, end = said.frame.after
        while start < end and self.text[start] in " 　+＋":
            start += 1
        if aside := _REMARK.match(self.text, start, end):
            start = aside.end()
        if end - start <= 2 and self.text.startswith(("中", "之中", "以内"), start, end):
            return "", ""
        if self.text.startswith("等", start, end) and len(trimmed(said.before)) > 3:
            return "", ""
        if skipped := _MEASURES.match(self.text, start, end) or FREQUENCY.match(self.text, start, end):
            start = skipped.end()
        if self.text.find("之一", start, end) >= 0 and (one := _ONE_OF.match(self.text, start, end)):
            return self._counted(one["noun"], quantity), ""
        clause = said.frame.clause
        digit = _DIGIT.search(self.text, clause.start, clause.end)
        first = self.text[clause.start : digit.start() if digit else clause.end]
        listed = not said.frame.first and said.before.strip() in ("、", "和", "及", "与", "")
        governed = GOVERNS.search(first.rstrip() if listed else said.before.rstrip())
        governed = governed or _HANDLED.match(trimmed(said.before))
        cut = self.page.split(start, end, eager=governed is not None)
        if governed and (done := _DONE_TO_IT.match(self.text, start, end)):
            cut = done.end()
        if quantity.unit == "岁":
            return self._aged(self.text[start:end]), ""
        if quantity.kind == "amount" and starts_with_verb(self.text[start:end], self.lexicon):
            cut = start
        elif cut == start and (of := self.text.find("的", start, end)) > 0:
            cut = self.page.split(of + 1, end)
        noun, told = _NOUN_TAIL.sub("", self.text[start:cut]), self.text[cut:end]
        if self.text.startswith(_PLACES_WON, end):
            noun = _WINS_PLACE.sub("", noun)
        if not told and FIGURE.match(self.text, end):
            noun, told = what_they_did(noun, self.text, end, self.lexicon)
        if (done := DONE_OF_THEM.search(noun)) and self.text[end : end + 1].isdigit():
            return self._counted(noun[: done.start("done")], quantity), ""
        if (merged := _MERGED.search(noun)) and self.text[end : end + 1].isdigit():
            return self._counted(noun[: merged.start()], quantity), ""
        if (posts := POSTS.search(noun)) and self.text[end : end + 1].isdigit():
            return self._counted(noun[: posts.start()], quantity), ""
        if among := AMONG.search(noun):
            head = HEADS.match(noun) if noun.find("中", among.start()) - among.start() > 1 else None
            return self._counted(noun[: head.end() if head else among.start()], quantity), ""
        if _HAVING.match(told) and self.text[end : end + 1].isdigit():
            told = ""
        elif not told and said.shared:
            told = said.shared
        measured = quantity.kind == "count" and _MEASURED_NOUN.search(noun)
        if (said.frame.rated or measured) and (
            told in ("", "达", "达到", "为", "突破", "超过", "保持")
            or told.startswith("占")
            or (said.frame.rated and told in self.lexicon.changes)
        ):
            noun, told = self._headed(noun, said)
        if brought := _BROUGHT.search(told):
            noun, told = brought["thing"], ""
        noun = "" if noun in _THRESHOLDS else noun
        if not noun and quantity.unit in PLACES and (self.text[end : end + 1].isdigit()):
            noun = quantity.unit
        if PEERS.match(noun):  # 8省|（区、市）
            noun = quantity.unit + noun
        return self._counted(noun.rstrip("等、和及与的 "), quantity), self._told(told, said)

    def _aged(self, words: str) -> str:
        """Give the people whose age it is: 65岁以上|老年人|健康管理服务率."""
        ends = [words.find(p) + len(p) for p in self.lexicon.persons if 0 <= words.find(p) <= 6]
        return words.removeprefix("的")[: min(ends)] if ends else words.removeprefix("的")

    def _headed(self, noun: str, said: Said) -> tuple[str, str]:
        """Split 部门事项在线申办开通率达|100% into the things counted and their rate."""
        measure = _MEASURED_NOUN.search(noun)
        if measure and said.quantity.kind == "count":
            return noun[: measure.start()], ""
        head = HEADS.search(noun)
        if not head or head.end() == len(noun):
            return noun, ""
        rest = self.text[said.frame.after[0] + head.end() : said.frame.clause.end]
        return noun[: head.end()], rest

    def _counted(self, noun: str, quantity: Quantity) -> str:
        """Keep what is counted: 5家|事业单位|的编制, 8个|国考断面水质|和县级以上集中式饮用水源水质."""
        head, of, rest = noun.partition("的")
        if of and rest and _OF_KINDS.search(head):
            return rest
        if of and quantity.unit in ("条", "部") and _LAWS.fullmatch(head):
            return head
        if (
            of
            and head
            and (
                quantity.unit in ("家", "户", "名", "位", "人", "所")
                or head.endswith("事项")
                or _BODIES.fullmatch(head)
            )
            and not (
                starts_with_verb(head, self.lexicon)
                if _BODIES.fullmatch(head)
                else has_verb(head, self.lexicon)
            )
        ):
            noun = head
        if quantity.unit in ("家", "个") and (whose := _WHOSE.match(noun)):
            noun = whose["body"]
        if (shared := _PROPERTY.search(noun)) and noun.partition("和")[0].endswith(shared[1]):
            noun = noun.partition("和")[0].removesuffix(shared[1])
        if len(noun) > 14 and "以及" in noun:
            noun = noun.partition("以及")[0]
        return noun

    def _told(self, told: str, said: Said) -> str:
        """Shorten what is said of a noun so that it can stand before it."""
        if _MEANS.search(said.before) or _ONLY_STATES.match(told):
            return ""
        words = _LIGHT.sub("", told.strip("，,、 "))
        words = _DONE.sub("", words, count=1)
        words = _CLAIM.sub("", words) if len(words) > 4 else words
        if len(words) > _LONGEST_TOLD:
            words = words[: self._word_end(words, _LONGEST_TOLD)]
        words = words.rstrip("，,、的和 ")
        return _TOWARDS.sub("", words) if len(words) > 2 else words

    def _word_end(self, words: str, limit: int) -> int:
        cut = max(words.rfind(mark, 0, limit) for mark in "，,、。 ”")
        return cut if cut > 8 else limit

    def lead(self, before: str) -> str:
        """Give the words before a figure when they are few enough to open its indicator."""
        lead = _PLACED_IN.sub("", _BEING.sub("", trimmed(before)))
        if (
            len(lead) > 14
            or "、" in lead
            or before.rstrip().endswith("等")
            or _NUMERAL.fullmatch(lead)
            or PREPOSITION.match(lead)
            or lead.endswith(("》", "”"))
        ):
            return ""
        return lead[2:] if _PLACED_AT.fullmatch(lead) else lead

    def act(self, before: str) -> str:
        """Give a short run of words that starts with its verb as it is, of a longer one the verbs at its end."""
        words = _WHEREVER.sub("", trimmed(before).removesuffix("了"))
        if _PLACED_AT.fullmatch(words):
            return ""
        whole = len(words) <= 12 and not _SIGNS.search(words) and starts_with_verb(words, self.lexicon)
        if per := _PER.match(words):
            return per.group() + self.verb_before(before)
        return words if whole and not words.endswith("的") else self.verb_before(before)

    def verb_before(self, before: str) -> str:
        """Give the verbs that end the words before a figure: 新建, 组织召开, 换届聘请; titles between do not matter."""
        words = trimmed_end(before).removesuffix("了")
        if before.rstrip().endswith("等") and "、" in words and words[-1] not in "》”":
            return ""
        words = trimmed_end(_QUOTED_LIST.sub("", words)).removesuffix("了")
        found = ""
        while verb := ends_with_verb(words, self.lexicon):
            found, words = verb + found, words[: -len(verb)]
        lead = starts_with_verb(trimmed(before), self.lexicon)
        if found in self.lexicon.nominal and words and lead not in ("", found, *self.lexicon.nominal):
            return lead
        return found

    def bare(self, words: str) -> bool:
        """Tell a phrase of verbs alone, whose object was said before: 审结, 确认违法."""
        at, first = 0, True
        while at < len(words):
            verb = starts_with_verb(words[at:], self.lexicon)
            filler = _FILLER.match(words, at)
            if verb and (first or verb not in self.lexicon.nominal):
                at, first = at + max(len(verb), filler.end() - at if filler else 0), False
            elif filler:
                at = filler.end()
            else:
                return False
        return True

    def bare_rate(self, words: str) -> bool:
        """Tell a rate that does not say of what: 及时回复率, 群众满意率."""
        if words in self.lexicon.bare_rates or len(words) <= 3:
            return True
        stem = _RATE.sub("", words)
        return stem != words and self._rate_words(stem)

    def _rate_words(self, stem: str) -> bool:
        at = 0
        while at < len(stem):
            known = (n for n in (4, 3, 2, 1) if stem[at : at + n] in self.lexicon.rate_words)
            verb = starts_with_verb(stem[at:], self.lexicon)
            length = max(next(known, 0), len(verb))
            if not length:
                return False
            at += length
        return True
