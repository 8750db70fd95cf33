"""Keep what figures have been about: things counted, wholes and their parts, lists."""

import re

from kg.model import Quantity
from kg.observations.lists import AND
from kg.observations.nouns import Nouns
from kg.observations.said import PREPOSITION, Said
from kg.observations.words import (
    ends_with_verb,
    has_verb,
    starts_with_verb,
    trimmed,
    verb_and_object,
)

AMOUNT = re.compile(
    "(?:金|资|额|收入|支出|值|款|费|税|标准|价|价格|投资|补贴|债券|债|贷款|利润|消费|出口|进口|余额|工资|薪酬|补助|成本|损失|资产|营收|销售|规模|预算|投入)$"
)
EVENTS = {
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
    "轮次": "轮次",
}
SORTS = {"种": "种类数", "类": "种类数", "大类": "种类数", "批": "批次数"}
CASES = frozenset("件起宗例案项")
_PAPERS = frozenset("件份个项条部")
_HAVING = frozenset(("", "有", "共有", "现有", "拥有", "含", "包括"))
_BODY = re.compile(
    "(?:部门|单位|机关|政府|办公室|县区|区县|市县|乡镇|街道|镇街|农村|城镇|城区|本级|[省市县区]直|大队|支队|派出所|分局|(?<![护范园社小景林灌校矿港])[县区])$"
)
_ACTS_ITSELF = re.compile(
    "(?:所|委员会|调委会|法庭|局|大队|中心|部门|组织|机关|负责人|领导|正职|副职)(?:直接|依法|共)?[\u4e00-\u9fff]{2,4}$"
)
_BODIES = re.compile("(?:机构|部门|单位|组织|队伍)$")
_MEASURE = re.compile(
    "(?:涉及|涉案|总|罚没|标的|协议)*(?:金额|总额|数额|价值|标的|标的额|案值|面积|造价|罚款|罚没款)"
)
_FILES = re.compile("^(?:立(?=[刑治行电经毒各涉侵盗诈])|收(?=[各一二行民刑]))")
_COURSE = re.compile(
    "(?:应当?|实际|已|新|共)*(?:出庭|收案|结案|受案|审结|办结|发案|(?<=案件)立案|(?<=类)新收|(?<=类)受理|增加|减少|上升|下降)$"
)
_VOLUMES = frozenset("卷册宗")
_TEST = re.compile(
    "[^，,。；;：:、\\d]{0,8}?(?P<test>(?!参加|参与|组织|开展)[\u4e00-\u9fff]{2}(?:知识|能力)?(?:考试|测试|竞赛|测评|评查|评比))(?=[，,。；;\\d成绩])"
)
_ATTRIBUTED = re.compile("(?:案件|决定|申请)$")
_NAMED = re.compile("(?:案|案件|件|纠纷|争议|诉讼|复议|决定|申请|事项|率|类|[书函单])$")
_DOERS = re.compile("(?:法院|检察院|机关|机构|部门|组织|委员会|大队|支队|[^场]所|局)$")
_PLEASED = re.compile("(?:[和、及]?(?:非常|比较|基本|很)?不?满意)+")
_CARRIED_OVER = re.compile("结转|转入|遗留|未结")
_SCORE = re.compile("满分|(?:平均|最高|最低|总)(?:得分|成绩|分)|得分")
_SAME = CASES | {"条", "份", "篇", "家", "户"}
PEOPLE = frozenset("人名位")
_TIMES = frozenset(("件", "件次"))
_SHARE_OF_WORK = re.compile("(?:主|协|会|分|自|独|单独)办件?")  # 代表建议22件（主办件|19件）


class Parts(Nouns):
    """Tells parts from wholes, and remembers what was counted."""

    def _in_part(self, said: Said) -> bool:
        """Tell a part, after 其中, of what was counted before."""
        whole = self.topic.whole
        return bool(whole and whole.object) and alike(said.quantity.unit, whole.unit if whole else "")

    def _acts(self, words: str) -> bool:
        return self.bare(words) or bool(starts_with_verb(words, self.lexicon))

    def _as_part(self, words: str) -> str:
        """Name a part of a whole by what was done to the whole, or by the body that did it.

        新增市场主体8652户，其中企业|3215户 makes 新增企业; 制定文件9件，其中县区|5件 makes 县区制定文件.
        """
        words = words.removeprefix("含")
        whole = self.topic.whole
        if whole and _SHARE_OF_WORK.fullmatch(words):
            return f"{whole.object}{words}"
        volumes = whole is not None and whole.unit in _VOLUMES and "卷" in whole.object
        if whole is None or (not volumes and (self._acts(words) or self._has_own_deed(words, whole.object))):
            return words
        if volumes and not words.endswith(whole.object[-2:]):
            return f"{words}{whole.object}"
        if _BODY.search(words) and not _BODIES.search(whole.object):
            return f"{words}{whole.verb}{whole.object}"
        if _ACTS_ITSELF.search(words) and ends_with_verb(words, self.lexicon):
            return f"{words}{whole.object}"
        if (
            whole.object.endswith("事项")
            and words.startswith(("行政", "其他"))
            and not words.endswith("事项")
        ):
            words += "事项"
        if whole.unit == "条" and "信息" in whole.object and words.startswith("行政"):
            words += "信息"
        if whole.object.endswith("评价") and _PLEASED.fullmatch(words):
            return f"{words}的评价"
        if words.endswith(("新增", "新收")) and not self.bare(words):
            return f"{words}{whole.object}"
        does = starts_with_verb(words.removeprefix("依法"), self.lexicon)
        if _ATTRIBUTED.search(whole.object) and not does and not _NAMED.search(words):
            return f"{whole.verb if whole.verb not in _HAVING else ''}{words}{whole.object}"
        if PREPOSITION.match(words) or (whole.object.endswith(words[-2:]) and whole.verb in _HAVING):
            return words
        return f"{whole.verb}{words}" if whole.verb not in _HAVING and not does else words

    def _has_own_deed(self, words: str, thing: str) -> bool:
        """Tell a part that says what was done to it: 公众号发布|信息, 审结的|一审案件."""
        done, of, _ = words.partition("的")
        deed = done if of else words.removesuffix(thing[-2:])
        verb = ends_with_verb(deed, self.lexicon) if deed != words else ""
        return bool(verb) and verb not in self.lexicon.nominal

    def _deed_of(self, phrase: str, noun: str) -> str:
        """Give what bodies did to a thing: 法院|新收|行政诉讼案件; what a channel did it with stands before."""
        deed = phrase.removesuffix("数").removesuffix(noun) if noun else ""
        verb = ends_with_verb(deed, self.lexicon)
        by = phrase.startswith(("通过", "依托")) or verb.startswith("新")
        return verb if by or _DOERS.search(deed.removesuffix(verb)) else ""

    def _score(self, said: Said) -> str:
        """Say of what test a score is: 参加法治考试，满分100分，平均得分|93.6分，|最高98分."""
        words = trimmed(said.before)
        best = said.quantity.span.of(self.text)[:2]
        words = f"{best}得分" if not words and best in ("最高", "最低") else words
        tests = _TEST.findall(self.text[self.page.passage.span.start : said.frame.clause.start])
        return f"{tests[-1]}{words}" if tests and _SCORE.fullmatch(words) else ""

    def _going_on(self, said: Said, told: str) -> str:
        """Give the verb of the figure right before, with no sign between: 整合22个部门|613项|业务."""
        at = said.quantity.span.start
        near = (
            not said.frame.first and not said.before.strip() and self.text[at - 1 : at] not in "、，,和及与"
        )
        return self.topic.verb if near and not told and self.topic.kind == "count" else ""

    def _joined_verb(self, said: Said, told: str) -> str:
        """Give the verb of the figure that a figure is joined to: 新建3座污水处理厂、|5条|农村公路."""
        bare = not said.before.strip("、和及与 ") and not told and self._joined(said)
        here = self.topic.is_of(self.page.passage)
        return self.topic.verb if bare and here and self.topic.kind == "count" else ""

    def _of_list(self, said: Said, told: str) -> str:
        """Give the verb that opens a list before the figure: 排查整改多头执法、重复执法等|8类|问题."""
        words = trimmed(said.before.rstrip().removesuffix("等"))
        listed = said.before.rstrip().endswith("等") and "、" in words and not told
        if not listed or not said.frame.first:
            return ""
        verb = starts_with_verb(words, self.lexicon)
        return verb + (starts_with_verb(words[len(verb) :], self.lexicon) if verb else "")

    def _said_later(self, said: Said) -> str:
        """Give the noun that a later figure says for all: 取消|15项，新增17项、下放1项行政权力事项; 结转|2件，新收申请8件."""
        rest = self.text[said.quantity.span.end : self.page.passage.span.end]
        unit = said.quantity.unit
        if unit not in CASES or unit not in rest:
            return ""
        found = re.match(
            f"(?:[（(][^（）()]*[）)])?(?:[、，,][^，,、。；;\\d]{{2,8}}\\d+{unit})+(?P<noun>[\u4e00-\u9fff]{{3,10}})[。；;]?$",
            rest,
        )
        if found:
            return found["noun"]
        ahead = re.match(f"[，,、](?P<words>[^，,、。；;\\d]{{4,18}})\\d+{unit}", rest)
        kept = _CARRIED_OVER.search(said.before) if ahead else None
        thing = verb_and_object(trimmed(ahead["words"]), self.lexicon)[1] if ahead and kept else ""
        return thing if thing.endswith(("申请", "案件", "事项")) and not self.topic.object else ""

    def _same_done(self, said: Said, words: str) -> str:
        """Give the object of the verb that the figure before had too: 网站公开政府信息9条，公众号公开|7条."""
        verb = ends_with_verb(words, self.lexicon) if self._of_the_same(said) else ""
        if not verb or "类" in words or self.topic.phrase.count(verb) != 1 or self._own_verb(words):
            return ""
        thing = self.topic.phrase.rpartition(verb)[2].removesuffix("数")
        plain = len(thing) >= 2 and not thing.startswith("的") and not has_verb(thing, self.lexicon)
        return thing if plain else ""

    def _own_verb(self, words: str) -> bool:
        return bool(starts_with_verb(words, self.lexicon)) and not PREPOSITION.match(words)

    def _of_the_same(self, said: Said) -> bool:
        """Tell a count in the unit of the count just before in its sentence."""
        same = self.topic.kind == "count" and self.topic.units.get(self.topic.phrase) == said.quantity.unit
        return same and said.quantity.unit in _SAME and self.topic.is_of(self.page.passage)

    def _listed(self, said: Said) -> bool:
        """Tell a later member of a list: 新登记私营企业2万户、|个体工商户4.9万户."""
        if said.frame.first:
            return False
        return bool(AND.search(self.text[max(0, said.frame.before[0] - 1) : said.frame.before[0] + 1]))

    def _joined(self, said: Said) -> bool:
        """Tell a member joined to the one before by 、 or 和."""
        at = said.frame.before[0]
        return not said.frame.first and self.text[max(0, at - 1) : at] in ("、", "和", "及", "与")

    def _counted_as(self, unit: str) -> str:
        """Give the last thing of the sentence that was counted in a unit: 受理5件，金额3万元，审结|4件."""
        sentence = self.page.passage.sentence.index
        found = (o for o in reversed(self.topic.objects) if self.topic.counted.get(o) == (unit, sentence))
        return next(found, "") if unit in CASES else ""

    def _suffix(self, quantity: Quantity, phrase: str) -> str:
        if quantity.unit in SORTS and self.text[quantity.span.end : quantity.span.end + 1].isdigit():
            return SORTS[quantity.unit]
        if quantity.unit in EVENTS and quantity.kind in ("count", "target"):
            word = EVENTS[quantity.unit]
            return "" if phrase.endswith((word, quantity.unit, "量", "人数")) else word
        if quantity.kind == "area":
            return "" if phrase.endswith("面积") else "面积"
        if quantity.kind == "amount" or (not quantity.unit and quantity.kind != "count"):
            if quantity.unit in ("公里", "米", "千米", "延米") and not re.search(
                "(?:里程|长|长度|线|距离|速)$", phrase
            ):
                return "里程" if re.search("(?:路|(?<!管)道|高速|高铁|线路)$", phrase) else "长度"
            money = quantity.unit.startswith(("元", "美元", "欧元", "港元"))
            return "金额" if money and not AMOUNT.search(phrase) else ""
        if quantity.unit in ("人", "名", "位") and not phrase.endswith((*self.lexicon.persons, "数")):
            return "数" if phrase.endswith("人") else "人数"
        return "" if phrase.endswith(("数", "数量", "总量", "量", "人数", "率")) else "数"

    def _remember(self, said: Said, phrase: str, verb: str, noun: str) -> None:
        self.topic.indicator = phrase
        if said.quantity.kind in ("amount", "area") and _MEASURE.fullmatch(noun):
            return
        if self._in_part(said) and not (verb and self.topic.whole and verb != self.topic.whole.verb):
            return
        same = {self.topic.unit, said.quantity.unit} <= _PAPERS or self.topic.unit == said.quantity.unit
        joined = self._joined(said) and same and self.topic.kind == "count"
        self.topic.unit, self.topic.whole, self.topic.rated = said.quantity.unit, None, ""
        if not self._listed(said):
            verb = verb if noun else starts_with_verb(verb, self.lexicon)[:2] or verb
            if phrase.startswith(("通过", "依托")):
                noun = verb_and_object(phrase[2:].removesuffix("数"), self.lexicon)[1] if noun else noun
                verb = ""
            self.topic.verb = verb or self._deed_of(phrase, noun)
        done = PREPOSITION.match(phrase) and ends_with_verb(phrase.removesuffix("数"), self.lexicon)
        if noun and not done:
            self.topic.object = self._thing(re.sub("(?:数量|总数|数)$", "", noun))
            self.topic.objects = [*self.topic.objects, self.topic.object][-12:]
            self.topic.counted[self.topic.object] = (said.quantity.unit, self.page.passage.sentence.index)
            self.topic.listing = [*(self.topic.listing if joined else []), self.topic.object]
        self.topic.head = (
            self.topic.object if "的" in said.before or (not said.frame.first and self.topic.head) else ""
        )

    def _thing(self, noun: str) -> str:
        """Leave out what happened to a thing: 一审行政诉讼案件|收案, 行政机关负责人|应出庭."""
        noun = _FILES.sub("", noun)
        found = _COURSE.search(noun)
        return noun[: found.start()] if found and found.start() > 1 else noun


def alike(unit: str, other: str) -> bool:
    """Tell whether two units may count the same things."""
    pair = {unit, other}
    return not other or unit == other or any(pair <= units for units in (CASES, PEOPLE, _TIMES))
