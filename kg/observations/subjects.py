"""Find the body or place that a figure is about."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from kg.matcher.area import own_place
from kg.model import Document, Entity, Level, Located, Span
from kg.observations.lexicon import Lexicon
from kg.observations.words import ends_with_verb, starts_with_verb, trimmed

_SUBJECTS = frozenset(("Agency", "Division", "System", "Person", "Reform"))
_OBJECT_OF = re.compile(
    "(?:(?<!强)占|对照|对|向|为|给|(?<!位)于|与|和|同|被|经|受|受到|接受|报|报送|报请|提请|委托|聘请|邀请|明确|确定|审核|审查|审定|抽取|抽查|评查|约谈|调整|充实|(?:审核|审查|抽取|抽查|评查|约谈|调整|充实)了|指定|责成|授权|开展|转发|执行|推荐|获|根据|按照|依据|落实|贯彻|依托|通过|利用|把|将|就|以|比|较|据|至|到|赴|经过?(?:[\\d一二两三四五六七八九十]+[轮次])?|会同|联合|配合|指导|督促|协助|支持|推动|要求|组织|服务|建设|围绕|争取|接入|进入|登录|上线|纳入|入驻|引进|推广|应用|用好|参加|参加了|参与|参与了|出席|印发|印发了|下发|下发了|起草|改造|升级|建好|建强|联动|整合|发挥|强化|优化|完善|加强|健全|《|“|(?:委托|聘请|邀请|会同|联合)[^，,。；;]{2,20}[、和])$"
)
_POSSESSIVE = re.compile(
    "[^，,、；;\\d]{0,16}?(?:反馈|交办|转办|移交|指出|下达|下发|推送|交派|通报)的|各|立法|年度|重大|规划|目录|所属|直属|有关|相关|系统|门户|网站|常务|党组|办公(?!室)|领导|规范性|规章|工作人员|组成|层面|文件|合同|协议(?!书)|议题|公文|发文|规范性文件|政府规章|的"
)
_FOUNDED = re.compile(
    "(?:成立|组建|设立|增设|新设|设置|新增|建立|建成|开发|打造|创建|上线|开通|挂牌成立)了?(?:[国省市县区]级|全[国省市县区]|首[个家])?$"
)
_EACH_OF_MANY = re.compile("(?:全部|普遍|均|各|都|\\d+个?)[^，,。；;]{0,14}$")
_SET_UP_IN = re.compile("(?:增设|新设|设立|设置|增加|增配|配备)")
_ACTS_ON = re.compile(
    "(?:并)?(?:推动|建立|成立|组建|设立|建成|开发|打造|创建|出台|制定|制订|印发|推行|实施|完善|推进|开展|深化|健全|新建|优化|加强|强化|提升|举办|召开|落实|聘任|聘请|全面|积极|扎实|深入|新增|引进|培育|获批|获|累计|总|完成|发布|组织|核定|明确|调整|充实|选派|选调|招录|配备|划转)"
)
_OTHERS = re.compile("\\s*(?:全部|各|全[市县区省州]|\\d+[个家名所]|[两三四五六七八九十]+[个家名所])")
_MEANS = re.compile("(?:通过|采取|采用|以|依托|利用|按照?|根据|依照|遵照|结合|对照)[^，,。；;]*$")
_MEANT = re.compile(
    "[^，,。；;]{0,40}?(?:等)?(?:形式|方式|途径|渠道|手段|载体|机会)|(?:的)?(?:统一|有关|相关|具体|工作)?(?:要求|部署|安排|规定|标准|意见|通知|精神)"
)
_SUED = re.compile("(?:作为|为)(?:被告|被申请人|被诉|共同被告)")
_JUDGES = re.compile("[^，,。；;]{0,20}(?:考核|测评|评估|评价|评定|督查)(?:中)?(?:连续|获|排|位|列|居|被)")
_BEING = re.compile("(?:是|成为|作为|列为|确定为|入选|入围)[^，,]{0,4}$")
_SITTING = re.compile("[省市县区州](?:人民)?政府(?:常务|党组|办公)?会|[省市县区州](?:人民)?政府党组")
_MEASURES_IT = re.compile("检测|监测|检查|抽检|整治|治理|修复|建设|案|项目|工程|整改")
_NATURE = re.compile("空气质量|优良天数|灰霾|水质|断面|PM2\\.5|AQI|浓度|耕地|森林覆盖|海域")
_SIGNS_WITH = re.compile("(?:签订|签署|签约|续签|订立)")
_COMMITTEES = frozenset("省委 市委 县委 区委 州委 旗委 镇委 乡委 党委".split())
_PAPERS = re.compile("(?:[^，,、]{0,6}会议)?(?:代表|委员)?(?:建议|提案|议案|意见建议)")
_MATTERS = re.compile(
    "[^，,、的\\d]{0,10}(?:案件|诉讼|事项|合同|文件|议案|项目|任务|业务)\\d"
)  # 办结|国务院|行政复议案件5件
_HOLDS = re.compile("(?:召开|举行|组织召开|主持召开)(?:了)?$")
_MEETING = re.compile("(?:[^，,、]{0,8}会|例会|[^，,、]{0,8}会议)")
_COLLECTIVE = re.compile(
    "(?:此外|同时|目前|其中|截至目前)?(?:全[市省县区州]|我[市省县区州])?(?:各地|各(?:基层)?党(?:组织|支部)|各镇|各街道|各村|各社区|村[（(]社区[）)](?=[集开组举])|各部门|各级|各单位|各县|各区|各市|各乡镇|各执法|各有关|各类|市直部门|省直部门|县直部门|"
    "市级部门|县级部门|行政机关|执法单位|执法部门|行政执法单位|行政执法部门|有关部门|相关部门)"
)
_COMES_ABOUT = re.compile("(?:启用|揭牌|成立|挂牌|投用|运行|落户|建成|开馆|开放|投产|开工|竣工|运营|落地)$")
_LEVEL = re.compile("(?:浓度|率|天数|收入|指数|感|增速|总量|比例|水平|产值|增加值)$")
_GOES_ON = re.compile("同比|环比|[较比]|实现|占|被|有|在|增|下降|上升|提高|提升|减|达|总|对|为|将|向")
_ITEMISED = re.compile("(?:实施|启动|开展)$")
_DOES = re.compile(
    "(?:工作|机制|改革)?(?:先后|连续|成功|再次|共|累计|已)?(?:获|荣获|被|得到|受到|入选|覆盖|惠及|涉及)"
)
_PASSIVE = re.compile("(?:并|先后|多次|连续|还)?(?:被|获|荣获|得到|受到|入选)")
_LISTED = re.compile("(?:[^，,。；;、]{0,4}、[^，,。；;]{0,60}|[^，,。；;、]{0,4})等$")
_ENUMERATION = re.compile(
    "[\u4e00-\u9fff]{1,5}[县区市旗镇乡]等(?=\\d)|[、等和][^，,。；;]{0,40}?等(?=[^级待于]{0,8}(?:部门|单位|地|县|市|区|企业|机关|人|项目|多|\\d))|等(?=[\\d两三四五六七八九十多])"
)
_WHOLE = (
    "(?:^|[，,；;：:])(?:其中|目前|此外|同时|截至目前|(?:截至|至|到)?[^，,；;：:]{0,9}?[\\d一二三四五六七八九十几多去今本全上当近每前同] ?[年月日](?:度|底|末|来|以来|份)?)?[，,]?"
    "(?:在)?(?:全[%s]|我[%s]|本[%s]|各地|各级|辖区|各县|各区|各乡镇|各镇|各街道|各市县|(?:\\d+个)?(?:区县|县区|县（市、区）|市州|市县|盟市)(?!长|域)|\\d+个(?:[省市县区乡]级?政府|乡镇|镇街|街镇))"
)
_OWN = {
    Level.PROVINCE: "省市区",
    Level.PREFECTURE: "市州盟区",
    Level.COUNTY: "县区市旗",
    Level.TOWNSHIP: "镇乡街",
}
_ANAPHOR = re.compile(
    "(?<![\u4e00-\u9fff”])(?:接入|入驻|进驻|登录|依托|该|上述)?(?:该)?(?:平台|系统|热线)|(?:接入|入驻|进驻|登录)(?:平台|系统|热线)"
)


class Subjects:
    """Tells subjects in one document."""

    def __init__(
        self, document: Document, located: Sequence[Located], entities: Mapping[str, Entity], lexicon: Lexicon
    ) -> None:
        self._document = document
        self._text = document.text
        self._located = sorted(
            (x for x in located if x.cls in _SUBJECTS and x.span.of(document.text) not in lexicon.verbs),
            key=lambda x: x.span,
        )
        self._starts = [x.span.start for x in self._located]
        self._lexicon = lexicon
        self._entities = entities
        self._weighed: dict[str, tuple[int, int]] = {}
        self._roles: dict[tuple[Located, int], str] = {}
        self._whole = re.compile(
            _WHOLE.replace("%s", _OWN.get(document.level or Level.NATION, "市省区县州盟旗国"))
        )
        self.place = own_place(document, entities)
        self.issuer = _issuer(document, entities)

    def within(self, start: int, end: int) -> list[Located]:
        """Give the places in a stretch where a possible subject is named."""
        low = bisect_left(self._starts, start)
        return self._located[low : bisect_left(self._starts, end, low)]

    def agent(self, clause: Span, end: int) -> Located | None:
        """Give the body named as the agent of a clause, before an offset."""
        found: Located | None = None
        last: tuple[int, str] = (-1, "")
        for name in self.within(clause.start, end):
            role = self._role(name, clause, end)
            gap = self._text[last[0] : name.span.start]
            joined = gap in ("、", "和", "与") or (not gap and self._together(last[0], name))
            joined = joined and not (gap and _SIGNS_WITH.match(self._text, name.span.end))
            if joined and last[1]:
                role = last[1] if name.cls != "Person" else role
            last = (name.span.end, role)
            if role != "agent":
                continue
            if found is None or _closer(found, name) or self._text.endswith("在", 0, name.span.start):
                found = name
        return found

    def one_of(self, clause: Span, figure: Span) -> Located | None:
        """Give the place whose things a figure counts where one of them is told of: 是江苏第二批|10个|示范县之一."""
        if self._text.find("之一", figure.end, clause.end) < 0:
            return None
        places = [n for n in self.within(clause.start, figure.start) if n.cls == "Division"]
        return (
            places[-1] if places and _BEING.search(self._text, clause.start, places[-1].span.start) else None
        )

    def _together(self, end: int, name: Located) -> bool:
        """Tell a party committee and its government run together: 市委|市政府."""
        return name.cls == "Agency" and self._text[max(0, end - 2) : end] in _COMMITTEES

    def lists(self, clause: Span, end: int) -> bool:
        """Tell whether the names before a figure are a list that the figure counts: 甲、乙等3人."""
        return any(self._role(name, clause, end) == "listed" for name in self.within(clause.start, end))

    def _role(self, name: Located, clause: Span, end: int) -> str:
        """Tell what a name is in its clause, or that it is listed up to an offset (甲、乙等|3人)."""
        if self._text.endswith("等", name.span.end, end) and _LISTED.match(self._text[name.span.end : end]):
            return "listed"
        key = (name, clause.start)  # the figures of a clause all ask for its names
        if key not in self._roles:
            self._roles[key] = self._role_in_clause(name, clause)
        return self._roles[key]

    def _role_in_clause(self, name: Located, clause: Span) -> str:
        before = self._text[clause.start : name.span.start]
        after = self._text[name.span.end : clause.end]
        if _ENUMERATION.match(after):
            return "listed"
        if before.endswith("在") and _SET_UP_IN.match(after):
            return "agent"
        if _SUED.match(after):
            return "agent"
        if _MEANT.match(after) and _MEANS.search(before):
            return "object"
        if _JUDGES.match(after):
            return "object"
        if before.endswith("在") or self._above(name) or _PAPERS.match(after):
            return "object"
        if _HOLDS.search(before) and _MEETING.match(after):
            return "object"
        if _MATTERS.match(after) and ends_with_verb(before, self._lexicon):
            return "object"
        if name.cls == "Division" and after.startswith("本级"):
            return "object"
        if _OBJECT_OF.search(before) or _POSSESSIVE.match(after):
            return "object"
        if _FOUNDED.search(before):
            return "founded"
        if name.cls in ("Reform", "System") and self._document.kind == "governmentWorkReport":
            return "object"
        if name.cls == "Reform":
            return "agent" if not trimmed(before) and _DOES.match(after) else "object"
        if name.cls == "System":
            return "object" if trimmed(before).strip("国省市县区本我") or after[:1].isdigit() else "agent"
        if name.cls == "Division" and (trimmed(before) or after[:1] in "、至"):
            return "object"
        if self._document.kind == "governmentWorkReport" and not self._acts(before, after):
            return "object"
        return "agent" if len(before) <= 30 else "far"

    def _above(self, name: Located) -> bool:
        """Tell a place that the report's own place lies in: 全省 in the report of a city."""
        if name.cls != "Division" or not self._document.place:
            return False
        entity = self._entities.get(name.id)
        code = (entity.attr("code") if entity else None) or self._document.place
        return code != self._document.place and self._document.place.startswith(code.rstrip("0"))

    def _acts(self, before: str, after: str) -> bool:
        """Tell a name that opens its clause and is followed by a verb, in reports that name many bodies in passing."""
        words = trimmed(after)
        acts = (
            words[:1].isdigit()
            or starts_with_verb(words, self._lexicon)
            or words[:2] in self._lexicon.predicates
        )
        return not trimmed(before) and bool(acts)

    def goes_on(self, clause: Span, end: int) -> bool:
        """Tell whether a clause has no subject of its own before its figure.

        Government work reports pass from one subject to the next in one sentence: there a clause goes on only where
        it starts with its verb or its figure.
        """
        words = trimmed(self._text[clause.start : end])
        opens = not words or starts_with_verb(words, self._lexicon) or _GOES_ON.match(words)
        if _SITTING.match(words):
            return False
        if self._document.kind != "governmentWorkReport":
            return bool(opens) or not self._state(words)
        return bool(opens)

    def _state(self, words: str) -> bool:
        """Tell words for a state of affairs in the place: PM2.5平均浓度."""
        level = _LEVEL.search(words) and self._lexicon.affairs.search(words)
        return bool(level) and not self._lexicon.acts.search(words)

    def founded(self, clause: Span, following: str) -> Located | None:
        """Give a body or system that a clause says was set up, unless the next clause tells another such act."""
        if (
            _ACTS_ON.match(following)
            or _OTHERS.match(following)
            or self._document.kind == "governmentWorkReport"
        ):
            return None
        for name in self.within(*clause):
            if _EACH_OF_MANY.search(self._text, clause.start, name.span.start):
                return None
            if name.cls in ("Agency", "System") and self._role(name, clause, name.span.end + 1) == "founded":
                return None if self._text.startswith("、", name.span.end) else name
        return None

    def itemised(self, clause: Span, following: str) -> Located | None:
        """Give a reform whose parts the next clause tells: 实施…工程，重点…"""
        if not following.startswith("重点"):
            return None
        for name in self.within(*clause):
            if name.cls == "Reform" and _ITEMISED.search(self._text[clause.start : name.span.start]):
                return name
        return None

    def starts_anew(self, clause: str) -> bool:
        """Tell whether a clause has a collective subject of its own: 市直部门抽查…"""
        return _COLLECTIVE.match(clause.lstrip()) is not None

    def carries(self, name: Located, clause: str, following: str) -> bool:
        """Tell whether a subject holds for the next clause; a reform does so only where it goes on passively."""
        if self._document.kind == "governmentWorkReport" and _COMES_ABOUT.search(clause):
            return False
        return name.cls != "Reform" or _PASSIVE.match(following) is not None

    def anaphor(self, sentence: str) -> bool:
        """Tell whether a sentence speaks of a system named before: 接入平台."""
        return bool(_ANAPHOR.search(sentence))

    def default(self, before: str, sentence: str, indicator: str) -> str | None:
        """Choose between issuer and place by what is counted; 全市 and the like before the figure mean the place."""
        if self.place is None or self.issuer is None:
            return self.place or self.issuer
        if self._document.level is Level.TOWNSHIP and not self._whole.search(before):
            return self.issuer
        if self._whole.search(before):
            return self.place
        if _NATURE.search(indicator) and not _MEASURES_IT.search(indicator):
            return self.place
        if self._document.kind == "departmentReport":
            return self.issuer
        return self._by_words(indicator, sentence)

    def _by_words(self, indicator: str, sentence: str) -> str | None:
        acts, affairs = self._weights(indicator)
        if self._document.kind == "governmentWorkReport":
            return self.issuer if self._lexicon.state_acts.search(indicator) else self.place
        more_acts, more_affairs = self._weights(sentence)
        return self.place if 3 * affairs + more_affairs > 3 * acts + more_acts else self.issuer

    def _weights(self, words: str) -> tuple[int, int]:
        """Weigh the words for what bodies do and for the state of a place; a sentence is asked for by all its figures."""
        if words not in self._weighed:
            acts, affairs = self._lexicon.acts.findall(words), self._lexicon.affairs.findall(words)
            self._weighed[words] = len("".join(acts)), len("".join(affairs))
        return self._weighed[words]


def _closer(old: Located, new: Located) -> bool:
    """Prefer the name nearer to the verb when it goes on from the first: 市委政法委书记赵洪权."""
    return new.cls == "Person" or new.span.start - old.span.end <= 1


def _issuer(document: Document, entities: Mapping[str, Entity]) -> str | None:
    for entity in entities.values():
        if entity.cls == "Agency" and entity.name == document.issuer:
            return entity.id
    return None
