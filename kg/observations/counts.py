"""Say what counts and amounts measure."""

import re
from dataclasses import replace

from kg.observations.deeds import Deeds
from kg.observations.doers import FIGURE
from kg.observations.lists import members, pieces
from kg.observations.parts import AMOUNT, EVENTS, PEOPLE, SORTS, alike
from kg.observations.said import AMONG, JUDGED_IN, MEASURED, PREPOSITION, Said
from kg.observations.words import (
    ends_with_verb,
    has_verb,
    shortened,
    starts_with_verb,
    trimmed,
    verb_and_object,
)

_ANAPHORIC = frozenset("案件 申请 事项 文件 建议 问题 线索".split())
_LEVELS = re.compile("(?:国家|全国|部|省|自治区|市|县|区|州|地市)级?")
_ADDED = re.compile("、(?=累计|总投资|总面积|合计|共计|总计|力争|确保)")
_BASED = re.compile("以[^，。；]{2,16}?为[^，。；的]{1,8}的(?P<noun>[^，。；、\\d]{2,16})")
_MEDALS = frozenset("金 银 铜".split())
_FUNDS = re.compile(
    "(?P<noun>[^，。；、的“《\\d]{0,8}?(?:补贴|补助|资金|贷款|奖金|救助金|赔偿金|补偿金|保证金|债券|债务|经费|税款|善款|货款|欠款|工资|红利))"
    "(?P<told>[^，。；、的\\d]{2,10})$"
)
_FOUND = frozenset("合格 不合格 达标 不达标 超标 优秀 良好 有效 无效 阳性 阴性 异常 正常".split())
_AT_WORK = re.compile("(?<=项目|工程)(?:建设|进度)$")
_VOID = re.compile("(?:失效|废止|作废|无效|有效)$")
_MEAN = re.compile(
    "平均(?:得分|成绩|分|分值|用时)|得分|平均?每(?:个|名)?[^，,]{1,3}|每(?:个|名)?(?:村|社区|村居|乡镇|街道|部门|单位|县区)"
)
_PIVOTS = frozenset("组织 指导 督促 推动 引导 帮助 协助 支持 邀请 安排 选派 抽调 动员 发动".split())
_CENTRED = re.compile("^.*(?:主要集中在|主要集中于|主要涉及|主要包括)")
_MADE_UP = re.compile("组成的(?P<body>[^，,、的]{2,14})")
_TAKEN_PART = re.compile("(?P<did>参加|参与)的(?P<what>(?:“[^”]*”|[^，,、“”]){2,24})")
_BRACKET = re.compile("[（(][^（）()]{6,}[）)]$|^占(?=全年)")
_OTHERS = frozenset(("其他", "其它"))
_ATTENDING = re.compile(
    "(?:累计)?(?:参加|参与|参训|参学|参会|覆盖|受众|受教育|受益|到场|观看)?(?:总)?(?:人数|人次数|人次)"
)
_TWO = 2
_SHORT_DEED = 6
_SORTED = re.compile(
    "(?P<thing>[^，,、：:]{2,16}?)(?:主要|大致|共)?(?:可?分为|分成|包括|涵盖)[^，,：:]*、[^，,：:]*"
)
_LONGEST_WINNER = 14
_FIRSTS = re.compile("(?:全[国省市县区州]|世界)第一")
_SUCCESS = re.compile("(?:成功|未成功|失败|未果)$")
_PASSED = re.compile("不?(?:合格|达标)|通过|优秀|优良")
_PROCEDURE = re.compile("(?:简易|一般|普通|快速)程序$")
_MEASURES = re.compile("(?:主要|核心|考核|监测|约束性)?(?:指标|参数|因子)")
_EACH = re.compile("各(?:有|为|达|仅)?$")
_TAKES_PART = frozenset("参加 参与 参训 参考 报名 通过 合格".split())
_YIELDS = frozenset("产量 总产量 总产 单产 平均单产 播种面积".split())
_MONEY_OF = frozenset(
    "投资 签约额 成交价 成交额 签约金额 合同额 总规模 收益 产值 年产值 投资额 协议投资额 年度投资 营收".split()
)
_HELPING = frozenset("支持 帮助 帮扶 带动 引导 吸引 促进 组织 动员 助力 扶持 鼓励 保障 推动 实现".split())


class Counts(Deeds):
    """Makes indicators of counts, amounts and areas."""

    def count(self, said: Said) -> list[str]:
        """Say what a count or an amount is of: 新建中小学校数, 挽回经济损失金额; several where 各 says so."""
        each = _EACH.search(said.before)
        things = pieces(trimmed(said.before[: each.start()])) if each else []
        if len(things) > 1 and not self.divide(said)[0]:
            return [self._noun_before(replace(said, before=thing)) for thing in self._governed(things)]
        self._take_handled(said)
        if kinds := self._sorted(said):
            return [kinds]
        if said.quantity.unit == "分" and (score := self._score(said)):
            return [score]
        if said.quantity.unit in _MEDALS:
            return [f"{self._noun_before(said).removesuffix('数')}{said.quantity.unit}牌数"]
        found = self._noun_behind(said) or self._noun_before(said)
        return [self._attending(said) + found if _ATTENDING.fullmatch(found) else found]

    def _sorted(self, said: Said) -> str:
        """Say what is of so many kinds, told one by one: 信访事项主要分为土地、劳动、环保|三类."""
        alone = said.quantity.unit in SORTS and said.frame.after[0] >= said.frame.after[1]
        found = _SORTED.match(said.before.strip()) if alone else None
        if found is None:
            return ""
        thing = trimmed(found["thing"])
        self.topic.object = thing.rpartition("的")[2]
        return f"{thing}{SORTS[said.quantity.unit]}"

    def _noun_behind(self, said: Said) -> str:
        """Build from the noun behind the figure: 新建|61所|中小学校和幼儿园."""
        behind = self.text[said.frame.after[0] : said.frame.clause.end]
        if said.quantity.unit in PEOPLE and (made := _MADE_UP.match(behind)):
            return f"{made['body']}组成人数"
        if said.quantity.unit in PEOPLE and (part := _TAKEN_PART.match(behind)):
            return f"{part['did']}{part['what']}人数"
        if firsts := _FIRSTS.match(self.text, said.quantity.span.end):
            return f"{self._won(trimmed(said.before))}{firsts.group()}数"
        if said.quantity.unit == "次" and (deed := self._so_often(said, behind)):
            return deed
        noun, told = self.divide(said)
        if noun and (lowered := self._lowered(said, noun, told)):
            return lowered
        told = self._told_ahead(said, told)
        if behind.startswith("用于") and said.quantity.kind in ("amount", "target"):
            return self._for_use(said, behind)
        if said.quantity.kind == "amount" and not trimmed(said.before) and (funds := _FUNDS.match(behind)):
            return self._paid(said, funds["noun"], funds["told"])
        if based := _BASED.match(behind):
            noun, told = based["noun"], ""
        if not noun:
            return self._spent(said, told)
        noun = _AT_WORK.sub("", noun)
        if _VOID.match(noun) and self.bare(trimmed(said.before)) and self.topic.object:
            return self._elided(said, trimmed(said.before) + noun)
        if self._does(said, noun):
            return self._spent(said, noun)
        if noun.startswith("的") or (behind.startswith("的") and not behind.startswith("的频")):
            return self._attributed(said, trimmed(noun))
        verb = self.act(said.before) or self._going_on(said, told) or self._of_list(said, told)
        verb = verb or self._joined_verb(said, told)
        if noun in _ANAPHORIC and not verb:
            noun = self._specific(noun, said)
        suffix = self._suffix(said.quantity, noun)
        deed, done = verb_and_object(told, self.lexicon)
        if done and FIGURE.match(self.text, said.frame.after[1]):  # what the next figure counts
            self._remember(said, told, deed, done)
        else:
            self._remember(said, f"{verb}{noun}", verb, noun)
        if (
            verb.startswith(("完成", "听取"))
            and starts_with_verb(told, self.lexicon)
            and len(told) <= _SHORT_DEED
        ):
            return f"{verb}{noun}{told}{suffix}"
        if verb and (owned := self._owned(said, noun)):
            return f"{verb}{owned}的{noun}{suffix}"
        if verb and not (
            told and starts_with_verb(verb, self.lexicon) in _PIVOTS and said.quantity.unit not in EVENTS
        ):
            return f"{verb}{noun}{suffix}"
        if told:
            whose = self.lead(said.before) if _MEASURES.fullmatch(noun) else ""
            whose = "" if has_verb(whose, self.lexicon) else whose
            return f"{told}的{whose}{noun}{suffix}"
        return f"{self.lead(said.before)}{noun}{suffix}"

    def _won(self, words: str) -> str:
        """Keep who won first places, at length where they are one noun: 河长制工作取得|两个全省第一."""
        return words if 0 < words.rfind("取得") <= _LONGEST_WINNER and "，" not in words else words[-4:]

    def _spent(self, said: Said, told: str) -> str:
        """Build 办好民生实事投入金额 from 投入567亿元|办好民生实事."""
        verb = (
            PREPOSITION.sub("", trimmed(said.before), count=1)
            if len(said.before) < 3
            else trimmed(said.before)
        )
        if AMONG.search(said.before.strip()):
            verb = ""
        if told in _TAKES_PART and (topic := self.clause_topic(said)):
            self._remember(said, f"{told}{topic}", "", topic)
            return f"{told}{topic}{self._suffix(said.quantity, topic)}"
        if told and not verb and self.topic.object and alike(said.quantity.unit, self.topic.unit):
            thing = self.topic.object.removesuffix("总量")
            return f"{told.removeprefix('为')}的{thing}{self._suffix(said.quantity, told)}"
        if said.quantity.unit in PEOPLE and told and verb in _HELPING:
            return f"{verb}{told}人数"
        if said.quantity.unit in PEOPLE and told and not verb:
            return f"{told}人数"
        if said.quantity.unit in ("户", "家") and said.frame.shared and told and not verb:
            return f"{told}{said.quantity.unit}数"
        if said.quantity.unit in EVENTS and told and not verb:
            return f"{told}{EVENTS[said.quantity.unit]}"
        if said.quantity.kind != "amount" or not told or verb not in self.lexicon.verbs:
            return ""
        return f"{told}{verb}{self._suffix(said.quantity, verb)}"

    def _paid(self, said: Said, funds: str, told: str) -> str:
        """Build 惠及中小企业的贷款 from 50亿元|贷款|惠及中小企业."""
        self._remember(said, funds, "", funds)
        return f"{told}的{funds}"

    def _attributed(self, said: Said, noun: str) -> str:
        """Build 项目计划总投资 from 计划总投资3亿元的项目."""
        measure = trimmed(re.sub(f"^{PREPOSITION.pattern}", "", trimmed(said.before)))
        measure = measure[-6:] if len(measure) > 8 else verb_and_object(measure, self.lexicon)[1] or measure
        measure = measure.removeprefix("好")
        if said.quantity.unit == "分":
            measure = ""
            noun = self.clause_topic(said) + noun
        elif not MEASURED.search(measure) and not AMOUNT.search(measure):
            measure = {"area": "面积", "amount": "金额"}.get(said.quantity.kind, "规模")
        self.topic.object = noun
        return f"{noun}{measure}"

    def _noun_before(self, said: Said) -> str:
        """Build from the words before the figure: 受理一审行政诉讼案件|785件; a lone verb takes the last object."""
        words = shortened(_ADDED.split(trimmed(said.before))[-1], self.lexicon)
        words = _BRACKET.sub("", trimmed(_CENTRED.sub("", words)))
        if said.quantity.unit == "分" and (judged := JUDGED_IN.match(words)):
            words = f"{judged['test']}{words[judged.end() :]}"
        words = (
            members(words, said)[0] if said.size == _TWO and "城乡" in words else words or self._most(said)
        )
        if words.endswith("类") or words in _OTHERS:
            words = self._as_class(said, words)
        if not words and (ended := _SUCCESS.search(said.before.strip())) and self.topic.object:
            return self._settled(said, ended.group())
        if not words or words in self.lexicon.bare_rates:
            return self._whole(words, said)
        if words in _YIELDS and (crop := self._crop(said)):
            self.topic.indicator = self.topic.object = crop + words
            return crop + words
        if words in _MONEY_OF and self._joined(said) and self.topic.kind == "count" and self.topic.object:
            self.topic.indicator = self.topic.object + words
            return self.topic.indicator
        if words in _FOUND and (tested := self._tested_now(said)):
            return f"{tested}{words}{self._suffix(said.quantity, words)}"
        if own := self._same_done(said, words):
            words += own
        elif self._in_part(said):
            words = self._as_part(words)
        if _PROCEDURE.search(words) and self.topic.object.endswith("案件"):
            return f"{words}{self.topic.object}{self._suffix(said.quantity, self.topic.object)}"
        if _MEAN.fullmatch(words) and (topic := self.topic_name(words)):
            return f"{words}{topic}{self._suffix(said.quantity, topic)}" if "每" in words else topic + words
        if words.startswith("被") and self._of_the_same(said) and ends_with_verb(words, self.lexicon):
            return f"{words}的{self.topic.object or '数量'}数"
        if _PASSED.fullmatch(words) and not self.topic.object and self._of_the_same(said):
            return f"{self.topic.phrase.removesuffix('数')}{words}数"
        if words.endswith("人手") and (thing := self.clause_topic(said)):
            return f"人手{thing}{self._suffix(said.quantity, thing)}"
        if event := self._held_before(said, words):
            self._remember(said, f"{words}{event}", words, event)
            return f"{words}{event}{self._suffix(said.quantity, event)}"
        if words.endswith("的") or (self.bare(words) and self.topic.object):
            if said.quantity.unit in EVENTS and len(words) > 4 and not words.endswith("的"):
                return f"{words}{self._suffix(said.quantity, words)}"
            return self._elided(said, words.removesuffix("的"))
        if said.size > 1 and ("分别" in said.before or len(pieces(words)) == said.size):
            words = self._respective(said, words)
        if _LEVELS.fullmatch(words) and self.topic.object:
            words += _LEVELS.sub("", self.topic.object, count=1)
        if self.bare(words) and (ahead := self._said_later(said)):
            self._remember(said, f"{words}{ahead}", words, ahead)
            return f"{words}{ahead}{self._suffix(said.quantity, ahead)}"
        if said.quantity.unit in EVENTS and words.endswith(("开展", "举办")):
            words += self._event()
        verb, noun = verb_and_object(words, self.lexicon)
        if ("案" not in words and self.bare(words)) or noun[:1] in ("前", "后"):
            noun = ""
        if self._listed(said) and not self._in_part(said) and self.topic.verb and self._lacks_verb(words):
            verb, words = "", self.topic.verb + words
        phrase = words + self._suffix(said.quantity, words)
        self._remember(said, phrase, verb, noun)
        return phrase
