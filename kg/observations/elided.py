"""Supply what the words of a figure leave out: the thing counted, the verb of a list."""

import re

from kg.observations.lists import members, pieces, with_head
from kg.observations.parts import CASES, EVENTS, Parts, alike
from kg.observations.said import PREPOSITION, Said
from kg.observations.words import (
    shortened,
    starts_with_verb,
    trimmed,
    verb_and_object,
)

_KIND_OF = re.compile("(?P<of>[^类]{2,}(?:事项|案件|项目|信息|文书|申请))(?!公开)[\u4e00-\u9fff]{2,8}类$")
_VIEWED = re.compile(
    "从(?P<of>[^，,]{2,14}?(?:案件|申请))(?:申请|涉及|管理|的)*(?:事项|类型|类别|种类|领域|情况|内容)(?:来|上)?(?:看|讲|说|分析)"
)
_MOST = re.compile(
    "(?P<thing>[^，,、\\d]{2,16}?)(?:数量|数|量|占比|比例)?(?:最多|最高|最大|居多|较多|为主|居首位?|位居(?:第一|首位|榜首)|排名?第一)"
)
_COUNTED = {"户": "户", "家": "家"}
_NOUN_LIKE = re.compile(
    "申请材料|申报材料|上市公司|示范|服务|培训基地|教育|检测|检验|检查站|采购|管理|公示|调解员|审计师|代理|公证|律师|执法人员|仲裁员|鉴定|[\u4e00-\u9fff]{2}[单函表册令]$"
)
_EVENT_NOUNS = ("考试", "竞赛", "测试", "讲座", "活动", "培训班", "会议")
_ADDED_NOW = re.compile("^新(?:增|建|设|认定|培育|获批|引进)(?=..)")
_OWNERS = {
    "家": re.compile("(?:企业|单位|机构|公司|场所|商户)$"),
    "户": re.compile("(?:企业|主体|商户|农户|家庭)$"),
}
_FIELDS = re.compile("(?:领域|方面|大类|行业|部门|单位)$")
_FIELD = re.compile("行政争议|行政复议|法律援助|矛盾纠纷|信访|仲裁|公证|司法鉴定")
_ROLL = re.compile("(?:目录|清单)$")
_SETTLES = re.compile("(?P<verb>调解|调处|化解|处置|办理|救助|办结)(?P<thing>.*)$")
_HELD_SO_OFTEN = re.compile("^[^“]*(?:开展|举办|组织|召开|举行)|(?:场次|次数|期数|场|数)$")
_HOLDING = frozenset("开展 组织 举办 召开 举行 组织开展".split())
_HOLDS = re.compile(
    ".*(?:开展|组织|举办|召开|举行)(?P<event>[^，,、\\d]{2,16}(?:学习|活动|培训|讲座|宣讲|会|会议|检查|宣传|演练))$"
)
_KIND_OF_CASE = re.compile("(?<=..)(?:免罚|仲裁|执法|处罚)案件$")
_NAMED_CASES = 4
_OTHER_CASES = re.compile("其[他它]各?类?案件")
_TRIAL = re.compile("^[一二再]审")
_AGENT = re.compile("(?:负责人|首长|领导)$")
_CROP = re.compile("粮食|棉花|油料|蔬菜|小麦|玉米|稻谷|水稻|大豆|水果|果品|糖料")
_GROWN = re.compile("(?P<crop>[\u4e00-\u9fff]{2,8}?)(?:播种|种植|养殖|栽培)面积$")
OUTCOME = re.compile(
    "违法|维持|驳回|撤销|变更|确认|责令|终止|中止|和解|调解|纠错|败诉|胜诉|不予|撤回|其他处理"
)
_TESTS = re.compile("检|测|评|查|考|验|巡")


class Elided(Parts):
    """Names what a figure counts by the words before its clause."""

    def _governed(self, things: list[str]) -> list[str]:
        """Give later members of a list the verb of the first: 新增大学、专科学校各2所."""
        verb = starts_with_verb(things[0], self.lexicon)
        if not verb or verb == things[0]:
            return things
        return [t if n == 0 or starts_with_verb(t, self.lexicon) else verb + t for n, t in enumerate(things)]

    def _specific(self, noun: str, said: Said) -> str:
        """Give the fuller name that the sentence has used for a general noun: 案件, said of 行政复议案件."""
        earlier = self.text[self.page.passage.span.start : said.frame.clause.start]
        found = re.findall(f"[\u4e00-\u9fff]+{noun}", earlier)
        return verb_and_object(found[-1][-16:], self.lexicon)[1] if found else noun

    def _as_class(self, said: Said, words: str) -> str:
        """Say of what cases a class is: 公安类|257件 of 行政应诉案件."""
        viewed = _VIEWED.fullmatch(self.page.passage.clauses[0].of(self.text).strip())
        if viewed and not self.topic.is_of(self.page.passage):
            self.topic.object, self.topic.unit, self.topic.verb = viewed["of"], said.quantity.unit, ""
        if words.endswith("类") and (kinds := _KIND_OF.match(self.topic.object)):
            return f"{self.topic.verb}{kinds['of']}{words}"
        others = not words.endswith("类")
        if (others and "类" not in self.topic.object) or _KIND_OF.match(words):
            return words
        return words + self._class_of() if others or alike(said.quantity.unit, self.topic.unit) else words

    def _tested_now(self, said: Said) -> str:
        """Give what was just tested, of which a figure tells how it came out: 抽检食品56批次，合格|54批次."""
        topic = self.topic
        same = topic.is_of(self.page.passage) and alike(said.quantity.unit, topic.unit)
        return f"{topic.verb}{topic.object}" if same and _TESTS.search(f"{topic.verb}{topic.object}") else ""

    def _class_of(self) -> str:
        """Give the cases that the class before was of; none where it stood for itself."""
        return "" if self.topic.object.endswith("类") else re.sub("^.*类", "", self.topic.object)

    def _most(self, said: Said) -> str:
        """Give the things that the clause before calls the most: 行政处罚类数量最多，共|349件."""
        found = _MOST.fullmatch(self.clause_before(said).strip()) if said.frame.first else None
        return trimmed(found["thing"]) if found else ""

    def _settled(self, said: Said, end: str) -> str:
        """Say how many of the things just counted came to an end: 调解纠纷297件，成功|293件."""
        found = _SETTLES.search(f"{self.topic.verb}{self.topic.object}")
        verb, thing = (found["verb"], found["thing"]) if found else (self.topic.verb, self.topic.object)
        return f"{verb}{end}{thing}{self._suffix(said.quantity, thing)}"

    def _crop(self, said: Said) -> str:
        """Give the crop that a yield is of: the one whose area was just told, else the last that the sentence names."""
        if grown := _GROWN.match(self.topic.indicator):
            return grown["crop"]
        named = _CROP.findall(self.text[self.page.passage.span.start : said.quantity.span.start])
        return named[-1] if named else ""

    def _whole(self, words: str, said: Said) -> str:
        """Say of what a total is that names nothing itself: 累计达到9万台, 总数达8个."""
        whole = self.topic.whole
        if (
            not words
            and not trimmed(said.before)
            and said.quantity.unit == "项"
            and (_FIELDS.search(self.topic.object) or self.topic.unit in ("类", "大类"))
        ):
            first = re.split("\\d", self.text[said.frame.clause.start : said.quantity.span.start])[0]
            return (
                f"{(shortened(trimmed(first), self.lexicon) or self.topic.verb).removesuffix('事项')}事项数"
            )
        if whole and whole.object and not words and said.subject:
            return f"{whole.verb}{whole.object}{self._suffix(said.quantity, whole.object)}"
        if not words and not said.before.strip() and self._beside(said):
            object_ = f"{self.topic.verb}{self.topic.object}"
            return f"{object_}{self._suffix(said.quantity, object_)}"
        listed, topic = self.topic.members, self.topic.object or self.topic.indicator.removesuffix("数")
        if "分别" in said.before and len(listed) == said.size:
            topic = listed[said.index]
        if words:
            return topic + words
        if topic and re.search("累计|总[数量计]|达|共", said.before):
            return f"{_ADDED_NOW.sub('', topic)}累计数"
        if said.frame.first and not self.topic.is_of(self.page.passage):
            thing = self.clause_topic(said)
            if thing and not said.before.strip("从由原来的为有共"):
                self.topic.indicator = f"{thing}{self._suffix(said.quantity, thing)}"
        return self.topic.indicator or self._listed_before(said) or self.opening() or "数量"

    def _listed_before(self, said: Said) -> str:
        """Give what the paper of the clause before lists: 公布重大决策事项目录，共计|7项."""
        thing = _ROLL.sub("", trimmed(self.clause_topic(said)))
        return f"{thing}{self._suffix(said.quantity, thing)}" if thing and said.quantity.unit in CASES else ""

    def _beside(self, said: Said) -> bool:
        """Tell a second figure of the same things in another unit: 信访1528批|2763人次."""
        counted = self.topic.kind in ("count", "area", "amount") and bool(self.topic.object)
        alone = said.frame.clause.of(self.text).strip() == said.quantity.span.of(self.text)
        return counted and (alone or not said.frame.first) and not alike(said.quantity.unit, self.topic.unit)

    def _respective(self, said: Said, words: str) -> str:
        """Build from A、B分别新认定|60家和30家 the phrase of one member: 新认定A; of A、B分别完成投资: A完成投资."""
        things, apart, verb = said.before.rpartition("分别")
        if apart and said.subject and all(len(p) <= 12 for p in pieces(trimmed(things))):
            own = members(trimmed(things), said)[0]
            if own in said.subject or said.subject.endswith(own[1:]):
                return self._done_by_each(trimmed(verb))
        if not apart:
            self.topic.members = with_head(self._governed(pieces(words)))
            return self.topic.members[said.index]
        self.topic.members = with_head(pieces(trimmed(things)))
        member = members(trimmed(things), said)[0]
        verb = trimmed(verb)
        lone = starts_with_verb(verb, self.lexicon) and not verb_and_object(verb, self.lexicon)[1]
        return verb + member if lone else member + verb

    def _done_by_each(self, done: str) -> str:
        """Say what each of several bodies did so often: 甲区、乙区分别办理|98件、64件; a lone verb takes the last object."""
        return done if not self.bare(done) else f"{done}{self.topic.object}"

    def _lacks_verb(self, words: str) -> bool:
        """Tell a member that shares the verb of the first."""
        if PREPOSITION.match(words) or words.startswith(("罚款", "罚没", "罚金")):
            return False
        verb = starts_with_verb(words, self.lexicon)
        event = verb in self.lexicon.nominal and words.endswith(_EVENT_NOUNS)
        return not verb or event or _NOUN_LIKE.match(words) is not None

    def _elided(self, said: Said, words: str) -> str:
        """Supply the object that was named before: 审结|685件, 应予修改的|32件."""
        if alike(said.quantity.unit, self.topic.unit):
            self.topic.verb = starts_with_verb(words, self.lexicon) or self.topic.verb
        self.topic.indicator = self._completed(said, words)
        return self.topic.indicator

    def _held_before(self, said: Said, words: str) -> str:
        """Give what the clause before holds without a figure: 每周组织干部开展专题学习，全年累计开展|20余次."""
        if words not in _HOLDING or not said.frame.first:
            return ""
        found = _HOLDS.search(self.clause_before(said).strip())
        return found["event"] if found else ""

    def _event(self) -> str:
        """Give what was held as the last figure of events in the sentence says: 举办|普法讲座|26场."""
        here = self.topic.is_of(self.page.passage)
        held = (n for n in reversed(self.topic.recent) if here and self.topic.units.get(n) in EVENTS)
        return _HELD_SO_OFTEN.sub("", next(held, ""))

    def _anew(self, said: Said) -> bool:
        """Tell a figure of another body than the figure before, which counts things of its own."""
        return bool(said.subject) and said.subject != self.topic.subject

    def _of_body(self, said: Said, words: str) -> str:
        """Say what cases a body of its own handles: 县法律援助中心办理|案件 are 法律援助案件."""
        field = _FIELD.search(said.subject)
        thing = f"{field.group()}{words[-2:]}" if field else words[-2:]
        self.topic.object, self.topic.unit, self.topic.verb = thing, said.quantity.unit, words[:-2]
        self.topic.objects = [*self.topic.objects, thing][-12:]
        return f"{words[:-2]}{thing}{self._suffix(said.quantity, thing)}"

    def _completed(self, said: Said, words: str) -> str:
        same = alike(said.quantity.unit, self.topic.unit)
        if not same and (other := self._counted_as(said.quantity.unit)):
            self.topic.object, same = other, True
        fitting = "" if said.quantity.unit in _OWNERS and not same else self.fitting(words)
        if not fitting and not same:
            counted = _OWNERS.get(said.quantity.unit)
            owners = (o for o in reversed(self.topic.objects) if counted and counted.search(o))
            thing = next(owners, _COUNTED.get(said.quantity.unit, ""))
            return f"{words}{thing}{self._suffix(said.quantity, words)}"
        carried = self.topic.head if len(words) > 4 and self.topic.head else self.topic.object
        carried = fitting or carried
        suffix = self._suffix(said.quantity, carried or words)
        if not carried or carried in words:
            return f"{words}{suffix}"
        if _OTHER_CASES.match(words):
            return f"{words}{suffix}"
        if words.endswith(("案件", "事项")) and self._anew(said):
            return self._of_body(said, words)
        if f"成功{words}" in said.before:
            return f"成功{words}{carried}{suffix}"
        if _TRIAL.search(words):
            carried = _TRIAL.sub("", carried)
        if _AGENT.search(carried) and carried == fitting:
            return f"{carried}{words}{suffix}"
        if _KIND_OF_CASE.search(words) or (
            words.endswith("案件") and not carried.endswith("案件") and len(words) > _NAMED_CASES
        ):
            return f"{words}{self._suffix(said.quantity, words)}"
        if words.endswith("案件") and carried.endswith("案件"):
            return f"{words[:-2]}{carried}{suffix}"
        if OUTCOME.search(words):
            return f"{carried}{words}{suffix}"
        if words.endswith("成功") and carried.startswith(words[:2]):
            return f"{words}{carried[2:]}{suffix}"
        return f"{words}{'的' if len(words) > 4 else ''}{carried}{suffix}"
