"""Find the body or place that a figure is about."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Document, Entity, Located, Span
from kg.observations.lexicon import Lexicon

_SUBJECTS = frozenset(("Agency", "Division", "System", "Person", "Reform"))
_OBJECT_OF = re.compile(
    "(?:对|向|为|给|与|和|同|被|经|受|受到|接受|报|报送|报请|提请|委托|聘请|获|根据|按照|依据|落实|贯彻|依托|通过|利用|把|将|就|以|比|较|据|至|到|赴|经过|会同|联合|配合|指导|督促|协助|支持|推动|要求|组织|明确|确定|《|“)$"
)
_FOUNDED = re.compile(
    "(?:成立|组建|设立|建立|建成|开发|开发了|成立了|组建了|设立了|建立了|建成了|打造|打造了|创建|上线|开通)(?:[国省市县区]级|全[国省市县区]|首[个家])?$"
)
_ITEMISED = re.compile("(?:实施|启动|开展)$")
_PLACED = re.compile("(?:增设|设立|设置|新设|增加|新增|增配|配备|加挂)")
_FOUNDING = re.compile("(?:并|还|新)?(?:成立|组建|设立|建立|建成|新建|开发|打造|创建|搭建)")
_COLLECTIVE = re.compile(
    "(?:此外|同时|目前|其中)?(?:全[市省县区州]|我[市省县区州])?(?:各地|各部门|各级|各单位|各县|各区|各市|各乡镇|各执法|各有关|市直部门|省直部门|县直部门|"
    "市级部门|县级部门|行政机关|执法单位|执法部门|行政执法单位|行政执法部门|有关部门|相关部门)"
)
_ENUMERATION = re.compile(
    "(?:[^，,。；;]{0,40}?)等(?=[\\d两三四五六七八九十]|[^级待于]?[\\u4e00-\\u9fff]*(?:部门|单位|地|县|市|区|企业|机关|人|项目|多))"
)
_WHOLE = re.compile("全[市省区县州盟旗]|我[市省区县州盟旗]|各地|各级|全自治区|辖区")
_ANAPHOR = re.compile(
    "(?<![\u4e00-\u9fff]{2}的)(?:该|接入|入驻|进驻|登录|上述)(?:平台|系统|热线)|^(?:平台|系统|热线|该平台|该系统)"
)


@dataclass(slots=True)
class Carried:
    """Subjects that later clauses and sentences may refer back to."""

    clause: str | None = None
    founded: str | None = None
    system: str | None = None
    paragraph: int = -1
    whole: bool = False


class Subjects:
    """Tells subjects in one document."""

    def __init__(
        self, document: Document, located: Sequence[Located], entities: Mapping[str, Entity], lexicon: Lexicon
    ) -> None:
        self._document = document
        self._text = document.text
        self._located = sorted((x for x in located if x.cls in _SUBJECTS), key=lambda x: x.span)
        self._starts = [x.span.start for x in self._located]
        self._lexicon = lexicon
        self._entities = entities
        self.place = _place(document, entities)
        self.issuer = _issuer(document, entities)

    def within(self, span: Span) -> list[Located]:
        """Give the places in a stretch where a possible subject is named."""
        low, high = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return self._located[low:high]

    def agent(self, clause: Span, end: int) -> Located | None:
        """Give the body named as the agent of a clause, before an offset."""
        found = None
        for name in self.within(Span(clause.start, max(end, clause.start + 1))):
            role = self._role(name, clause)
            if role == "agent" and (found is None or _closer(found, name, self._text) or self._placed(name)):
                found = name
        return found

    def starts_anew(self, clause: Span, *, founded: bool) -> bool:
        """Tell whether a clause does not go on with the subject before it: 市直部门抽查…, and 建立… after 成立…"""
        words = self._text[clause.start : clause.end].lstrip()
        return _COLLECTIVE.match(words) is not None or (founded and _FOUNDING.match(words) is not None)

    def _role(self, name: Located, clause: Span) -> str:
        before = self._text[clause.start : name.span.start]
        after = self._text[name.span.end : clause.end]
        if _ENUMERATION.match(after) and after[:1] in "、等和":
            return "listed"
        if before.endswith("在"):
            return "agent" if name.cls == "Agency" and _PLACED.match(after) else "object"
        if _OBJECT_OF.search(before) or (name.cls == "Reform" and before.strip()):
            return "object"
        if _FOUNDED.search(before):
            return "founded"
        if name.cls == "System" and len(before) > 10:
            return "object"
        return "agent" if len(before) <= 30 else "far"

    def _placed(self, name: Located) -> bool:
        """Tell whether something is added in a body, which then is what the figure is about: 在法制办增设1个处室."""
        return self._text[: name.span.start].endswith("在")

    def founded(self, clause: Span) -> Located | None:
        """Give a body or system that a clause says was set up."""
        for name in self.within(clause):
            if name.cls in ("Agency", "System") and self._role(name, clause) == "founded":
                return name
        return None

    def itemised(self, clause: Span) -> Located | None:
        """Give a reform whose parts the next clause tells: 实施…工程，重点…"""
        for name in self.within(clause):
            following = self._text[name.span.end : name.span.end + 3]
            before = self._text[clause.start : name.span.start]
            if name.cls == "Reform" and _ITEMISED.search(before) and following[1:] == "重点":
                return name
        return None

    def default(self, clause: str, indicator: str) -> str | None:
        """Choose between issuer and place by what is counted."""
        if self.place is None or self.issuer is None:
            return self.place or self.issuer
        if _WHOLE.search(clause):
            return self.place
        if self._document.kind == "departmentReport":
            return self.issuer
        return self._by_words(indicator)

    def _by_words(self, indicator: str) -> str | None:
        acts = sum(len(w) for w in self._lexicon.acts.findall(indicator))
        affairs = sum(len(w) for w in self._lexicon.affairs.findall(indicator))
        if self._document.kind == "governmentWorkReport":
            return self.issuer if acts > affairs and affairs == 0 else self.place
        return self.place if affairs > acts else self.issuer


def _closer(old: Located, new: Located, text: str) -> bool:
    """Prefer the name nearer to the verb when it goes on from the first: 市委政法委书记赵洪权."""
    return new.cls == "Person" or new.span.start - old.span.end <= 1


def _place(document: Document, entities: Mapping[str, Entity]) -> str | None:
    for entity in entities.values():
        if entity.cls == "Division" and document.place and entity.attr("code") == document.place:
            return entity.id
    return None


def _issuer(document: Document, entities: Mapping[str, Entity]) -> str | None:
    for entity in entities.values():
        if entity.cls == "Agency" and entity.name == document.issuer:
            return entity.id
    return None
