"""Resolve one mention after the other, remembering what was named before."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from kg.gazetteer import Division, Gazetteer
from kg.matcher import Mention
from kg.matcher.area import is_own_zone, own_area, self_words
from kg.model import Document, Span, Unresolved
from kg.resolve.bodies import Bodies, Body
from kg.resolve.kin import kin_name
from kg.resolve.places import Places
from kg.resolve.policies import Policies
from kg.resolve.posts import Posts, body_ending_at
from kg.resolve.registry import Record, Registry
from kg.resolve.sharing import sharing
from kg.rulebook import Rulebook

_LETTER = re.compile("[省市县区州盟旗镇]")
_SESSION = re.compile("第?[一二三四五六七八九十百\\d]+[届次]")
_NATIONAL = ("Policy", "Event")  # one thing all over the country; a reform is carried out by each place
_OF_UNIVERSITY = re.compile("[\u4e00-\u9fff]{2,6}大学")
_INDEPENDENT = ("事务所", "公司", "大学", "学院", "集团", "银行", "鉴定所", "鉴定中心", "公证处")
_NATION_WIDE = ("中国", "国家", "全国", "中央", "国际货币")
_WHOLE = ("全市", "全省", "全县", "全区", "全州", "全旗", "全盟", "全国")
_DEPARTMENTS = ("局", "厅", "委员会", "部", "办公室")
_KINDS = "局厅委办院"
_ANY_ZONE = ("开发区", "园区")
_ZONE_SHORTS = ("开发区", "高新区", "经开区", "园区")


class Resolver:
    """Resolve the mentions of one report in text order."""

    def __init__(
        self, document: Document, rulebook: Rulebook, gazetteer: Gazetteer, registry: Registry
    ) -> None:
        self.places = Places.of(document, gazetteer)
        self.own_name = self.places.own_name()
        self.unresolved: list[Unresolved] = []
        self._document = document
        self._registry = registry
        self._area = own_area(document)
        self._bodies = Bodies(rulebook, self.places, self._area)
        self._policies = Policies(document, rulebook, self.places, registry)
        self._near: str | None = None
        self._holder = ""
        self._last: Record | None = None
        self._handlers: dict[str, Callable[[Mention], Record | None]] = {
            "Division": self._division,
            "Agency": self._agency,
            "Person": self._person,
            "Policy": self._policies.add,
            "Post": Posts(document, rulebook, self.places, registry).add,
        }

    def sentence(self, mentions: Iterable[Mention]) -> None:
        """Resolve the mentions of one sentence."""
        self._near = None
        self._holder = ""
        self._policies.start_sentence()
        for mention in mentions:
            record = self._handlers.get(mention.cls, self._named)(mention)
            if record is None:
                self.unresolved.append(
                    Unresolved(mention.span, mention.cls, f"{mention.rule}: {mention.name}")
                )
            elif record.cls in ("Agency", "Division"):
                self._last = record
                self._holder = mention.name if record.cls == "Agency" else self._holder

    def own(self) -> None:
        """Give the issuer and the place of the report the spans of the title when the text never names them."""
        document = self._document
        span = document.title_span or self._first_named()
        own = self.places.gazetteer.by_code(document.place) if document.place else None
        if own and not self._registry.get("Division", own.code) and span:
            self._add_division(own, span, own.name)
        if span and self._area and not any(r.name == self._area.name for r in self._registry.of("Division")):
            self._own_area(span, self._area.name)
        issuer = document.issuer
        if issuer and span and not any(r.name == issuer for r in self._registry.of("Agency")):
            self._registry.add(
                "Agency", issuer, issuer, span, issuer, agencyType=self._bodies.kind_of(issuer)
            )

    def _first_named(self) -> Span | None:
        """Give where a text without a title first names its issuer or the town, street or zone that it is of."""
        text = self._document.text
        names = [n for n in (self._document.issuer, self._area.name if self._area else None) if n]
        at = next(((text.find(n), n) for n in names if n in text), None)
        return Span(at[0], at[0] + len(at[1])) if at else None

    # --- places

    def _division(self, mention: Mention) -> Record | None:
        if mention.rule == "division.zone":
            return self._zone(mention)
        if mention.rule in ("division.town", "division.town-bare"):
            return self._town(mention)
        if mention.rule == "division.self" and self._area and self_words(self._area).fullmatch(mention.name):
            return self._own_area(mention.span, mention.name)
        division = self._which(mention)
        return self._add_division(division, mention.span, mention.name) if division else None

    def _which(self, mention: Mention) -> Division | None:
        if mention.rule == "division.self":
            letter = _LETTER.search(mention.name)
            return self.places.by_letter(letter.group()) if letter else None
        if mention.rule == "division.short":
            return self.places.by_short(mention.name)
        codes = (mention.attr("codes") or "").split(",")
        return self.places.choose(codes, self._near)

    def _add_division(self, division: Division, span: Span, surface: str) -> Record:
        self._near = division.code
        attrs = {"code": division.code, "level": division.level.value, "parent": division.parent}
        record = self._registry.add("Division", division.code, division.name, span, surface, **attrs)
        record.extra.add(self._qualified(division))
        record.extra.discard(record.name)
        return record

    def _qualified(self, division: Division) -> str:
        """Give the name with its parents, for a place outside the report's own province."""
        gazetteer, own = self.places.gazetteer, self.places.own
        home = own is not None and gazetteer.province(own) == gazetteer.province(division.code)
        return division.name if home else gazetteer.qualified_name(division.code)

    def _own_area(self, span: Span, surface: str) -> Record | None:
        """Add the town, street or zone that the report is of."""
        area, own = self._area, self.places.own
        if area is None:
            return None
        key = f"{own or '-'}/{area.name}" if area.town else area.name
        level = "township" if area.town else "county"
        return self._registry.add("Division", key, area.name, span, surface, level=level, parent=own)

    def _town(self, mention: Mention) -> Record | None:
        parent = self.places.choose((mention.attr("within") or "").split(","), self._near)
        if parent is None:
            return None
        key = f"{parent.code}/{mention.name}"
        return self._registry.add(
            "Division", key, mention.name, mention.span, mention.name, level="township", parent=parent.code
        )

    def _zone(self, mention: Mention) -> Record | None:
        kind = mention.attr("zone") or ""
        name = mention.name
        if self._area and is_own_zone(self._area, name):
            return self._own_area(mention.span, name)
        if name == kind:
            known = [
                r for r in self._registry.of("Division") if r.attrs.get("zone") and r.name.endswith(kind)
            ]
            if len(known) == 1:
                known[0].places.append((mention.span, name))
                return known[0]
            if kind in _ZONE_SHORTS:
                return self._only_zone(mention)
            name = self._short_own() + kind
        return self._registry.add(
            "Division", name, name, mention.span, mention.name, zone=kind, level="county"
        )

    def _only_zone(self, mention: Mention) -> Record | None:
        zones = [r for r in self._registry.of("Division") if r.attrs.get("zone")]
        if len(zones) != 1 or not (mention.name in _ANY_ZONE or _same_kind(mention.name, zones[0].name)):
            return None
        zones[0].places.append((mention.span, mention.name))
        return zones[0]

    def _short_own(self) -> str:
        own = self.places.gazetteer.by_code(self.places.own) if self.places.own else None
        return (own.short or own.name) if own else ""

    # --- bodies, people

    def _agency(self, mention: Mention) -> Record | None:
        record = self._body(mention)
        for other, place in sharing(mention, self._document.place) if record else ():
            if shared := self._body(other):
                whole = Span(place.start, mention.span.end)
                shared.places[-1] = (place, whole.of(self._document.text))
        return record

    def _body(self, mention: Mention) -> Record | None:
        if mention.rule == "anaphor":
            return self._anaphor(mention)
        if mention.rule == "agency.self":
            return self._issuer(mention)
        if mention.rule == "agency.kin":
            return self._kin(mention)
        if mention.rule == "agency.zone":
            return self._zone_body(mention)
        if mention.rule not in ("agency.parts", "agency.field"):
            return self._named_body(mention)
        body = self._bodies.resolve(mention, self._near)
        issuer = self._document.issuer
        if body and issuer and self._is_issuer(body, mention.name):
            body = replace(body, key=issuer, name=issuer)
        return self._add_body(body, mention.span, mention.name) if body else None

    def _is_issuer(self, body: Body, surface: str) -> bool:
        """Tell the issuer by its own short name, which the table would lengthen: 某区交通局 of 重庆市某区交通局."""
        place = self.places.gazetteer.by_code(body.code) if body.code else None
        own = (self._document.issuer or "").removeprefix(place.name) if place else ""
        named = 2 < len(own) <= len(surface) and surface.endswith(own) and not own.endswith("政府")
        return named and body.code == self._document.place

    def _add_body(self, body: Body, span: Span, surface: str) -> Record:
        if body.code:
            self._near = body.code
        return self._registry.add(
            "Agency",
            body.key,
            body.name,
            span,
            surface,
            agencyType=body.kind,
            place=body.code,
            parent=body.parent,
        )

    def _anaphor(self, mention: Mention) -> Record | None:
        if self._last is None or not self._last.name.endswith(mention.name[1:]):
            return None
        self._last.places.append((mention.span, mention.name))
        return self._last

    def _issuer(self, mention: Mention) -> Record | None:
        issuer = self._document.issuer
        ending = mention.name[1:]
        if issuer is None or not issuer.endswith(
            {"委": ("委", "委员会"), "办": ("办", "办公室")}.get(ending, ending)
        ):
            return None
        kind = self._bodies.kind_of(issuer)
        return self._registry.add("Agency", issuer, issuer, mention.span, mention.name, agencyType=kind)

    def _kin(self, mention: Mention) -> Record | None:
        """Give the body of the issuer's own line that is one letter and a kind: 市局, 省厅, 局党组, 分局."""
        name = kin_name(mention.name, self._document.issuer or "", self.places)
        if name is None:
            return None
        kind = self._bodies.kind_of(name)
        return self._registry.add("Agency", name, name, mention.span, mention.name, agencyType=kind)

    def _zone_body(self, mention: Mention) -> Record | None:
        prefix = mention.attr("prefix") or ""
        if self._area and is_own_zone(self._area, prefix):
            parts = mention.name.removeprefix(prefix)
            return self._add_body(self._bodies.of_area(self._area, [parts]), mention.span, mention.name)
        zones = [r for r in self._registry.of("Division") if r.attrs.get("zone")]
        zone = next((r for r in zones if any(s == prefix for _, s in r.places)), None)
        name = mention.name if zone is None else mention.name.replace(prefix, zone.name, 1)
        return self._registry.add(
            "Agency",
            name,
            name,
            mention.span,
            mention.name,
            agencyType=self._bodies.kind_of(name),
            parent=self._zone_parent(name),
        )

    @staticmethod
    def _zone_parent(name: str) -> str | None:
        committee = re.match(".*?(?:管委会|管理委员会)", name)
        return committee.group() if committee and committee.group() != name else None

    def _named_body(self, mention: Mention) -> Record:
        own = self.own_name
        independent = (
            mention.rule in ("agency.placed", "agency.customs", "agency.university")
            or mention.name.endswith(_INDEPENDENT)
            or _OF_UNIVERSITY.match(mention.name)
            or mention.name.startswith(_NATION_WIDE)
        )
        key = mention.name if independent else f"{own}/{mention.name}"
        place = None if independent else self.places.own
        name = mention.name if independent else self._placed(mention)
        record = self._registry.add(
            "Agency",
            key,
            name,
            mention.span,
            mention.name,
            agencyType=self._bodies.kind_of(mention.name),
            place=place,
        )
        record.extra |= {form for form in (mention.attr("full"),) if form}
        return record

    def _placed(self, mention: Mention) -> str:
        """Put the place before the name of a body that the text sets up without one."""
        if self._area and mention.name[0] not in _KINDS and not mention.name.startswith(self._area.name):
            kind = next((w for w in self._area.words if mention.name.startswith(w)), "")
            return self._area.front + mention.name.removeprefix(kind)
        code = self._near or self.places.own
        place = self.places.gazetteer.by_code(code) if code else None
        full, issuer = mention.attr("full") or "", self._document.issuer or ""
        if mention.name[0] in _KINDS and issuer.endswith(mention.name[0]):
            return issuer + mention.name[1:]
        if place is None or (place.short or place.name) in mention.name:
            return mention.name
        if mention.name.endswith("领导小组") and issuer.endswith(_DEPARTMENTS):
            return issuer + mention.name
        if mention.name.startswith("自治区") and place.name.endswith("自治区"):
            return place.name + mention.name.removeprefix("自治区")
        if mention.name[0] in "州盟旗" and place.name.endswith(mention.name[0]):
            return place.name + mention.name[1:]
        level = re.match("[省市县区]级", full)
        own = level is not None and place.name.endswith(full[0])
        return place.name + (full[1:] if own else mention.name)

    def _person(self, mention: Mention) -> Record:
        return self._registry.add(
            "Person", f"{self.own_name}/{mention.name}", mention.name, mention.span, mention.name
        )

    # --- everything else

    def _named(self, mention: Mention) -> Record:
        known = mention.attr("known")
        attrs = {k: mention.attr(k) for k in ("core", "known", "cue")}
        label = mention.attr("label") or mention.attr("same") or mention.name
        if known and mention.cls in _NATIONAL:
            key = name = label
        else:
            name = mention.attr("same") or mention.name
            session = mention.cls == "Event" and _SESSION.match(name) is not None
            key = f"{self.own_name}/{self._fuller(mention) if session else label}"
            if mention.cls == "Event" and self._of_another_level(key, mention):
                key = f"{self.own_name}/{mention.attr('full')}"
        record = self._registry.add(mention.cls, key, name, mention.span, mention.name, **attrs)
        record.extra |= {form for form in (mention.attr("full"), mention.attr("short")) if form}
        if mention.attr("same"):
            record.fuller = True
        elif len(record.places) == 1 and not known:
            record.name = self._fuller(mention)
            record.fuller = record.name != mention.name
        return record

    def _of_another_level(self, key: str, mention: Mention) -> bool:
        """Tell 全市…推进会 from a 全省…推进会 named before."""
        level = (mention.attr("full") or "")[:2]
        known = self._registry.get("Event", key)
        return known is not None and level in _WHOLE and known.name[:2] in _WHOLE and known.name[:2] != level

    def _fuller(self, mention: Mention) -> str:
        """Give a name with what its printed form leaves to the reader: 市“舌尖110”平台, 市政府门户网站, 全市…推进会."""
        name, full = mention.name, mention.attr("full") or ""
        if mention.cls == "Event" and full.startswith(("“", *_WHOLE)):
            return full
        if mention.cls == "Event" and _SESSION.match(name) and self._holder:
            year = f"{self._document.year}年度" if full.startswith("本年度") else ""
            return self._holder + year + name
        if mention.cls == "Honor" and name[0] in "省市县" and name[1:2] not in "级区场民域":
            return self._with_place(name[0], name[1:]) or name
        if letter := mention.attr("letter"):
            return self._with_place(letter, name) or name
        if mention.cls == "System" and (short := mention.attr("short")):
            owner = body_ending_at(self._registry, mention.span.end - len(short))
            return owner.name + short if owner else name
        return name

    def _with_place(self, letter: str, rest: str) -> str | None:
        place = self.places.by_letter(letter)
        return place.name + rest if place else None


def _same_kind(short: str, name: str) -> bool:
    """Tell whether a short name can be of a zone: 高新区 of 金湖高新技术产业开发区, not of 涪陵工业园区."""
    return short[:2] in name or (short == "经开区" and "经济" in name)
