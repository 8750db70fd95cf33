"""Posts: the body that a post belongs to, named just before it or implied by its title and place."""

import re

from kg.gazetteer import Division
from kg.matcher import Mention
from kg.matcher.area import own_area
from kg.model import Document, Span
from kg.resolve.places import Places
from kg.resolve.registry import Record, Registry
from kg.rulebook import Rulebook

_LETTER = re.compile("[省市县区州盟旗镇]")
_SIMPLE_BODIES = {
    "discipline": "中共{}纪律检查委员会",
    "congress": "{}人民代表大会常务委员会",
    "cppcc": "{}政协",
    "procuratorate": "{}人民检察院",
}
_UNIT = re.compile("[部委局厅院署][\u4e00-\u9fff]{2,8}[司处科室]$")
_OF_UNIT = re.compile("(?P<body>[\u4e00-\u9fff]{2,}?[局厅])(?:党组书记|副?局?长|副?厅?长)")  # 公安局|局长
_HEADED_BY = {
    "局长": ("局",), "厅长": ("厅",), "主任": ("委员会", "办公室", "中心"), "部长": ("部",), "书记": ("局", "厅", "委员会"),
    "院长": ("院",), "检察长": ("检察院",), "所长": ("所",), "行长": ("银行",), "署长": ("署",), "关长": ("海关",),
}  # fmt: skip


def _body_of_unit(document: Document, registry: Registry, end: int) -> Record | None:
    """Give the body whose inner unit ends at an offset: 教育部|政策法规司|司长."""
    unit = _UNIT.search(document.text, max(0, end - 24), end)
    starts = range(end - 9, end - 2) if unit else ()
    return next((r for s in starts if (r := body_ending_at(registry, s)) and r.cls == "Agency"), None)


def body_ending_at(registry: Registry, end: int) -> Record | None:
    """Give the body or place that ends at an offset."""
    return next(
        (r for r in registry.of("Agency", "Division") if any(s.end == end for s, _ in r.places)),
        None,
    )


class Posts:
    """Resolve the posts of one report."""

    def __init__(self, document: Document, rulebook: Rulebook, places: Places, registry: Registry) -> None:
        self._document = document
        self._places = places
        self._registry = registry
        self._rules = {r["title"]: r["body_rule"] for r in rulebook.tables["posts"]}
        self._before: tuple[int, Division | None] = (-9, None)
        self._joint: tuple[int, Record | None] = (-9, None)

    def add(self, mention: Mention) -> Record | None:
        """Resolve a post; None where no body follows from it."""
        body = self._post_body(mention)
        if body is None:
            return None
        self._joint = mention.span.end, body
        key = f"{mention.name}@{body.key}"
        return self._registry.add("Post", key, mention.name, mention.span, mention.name, postIn=body.id)

    def _post_body(self, mention: Mention) -> Record | None:
        """Give the body that a post belongs to: named just before, else by the rule of the post."""
        before = body_ending_at(self._registry, int(mention.attr("body_end") or mention.span.start))
        before = before or _body_of_unit(self._document, self._registry, mention.span.start)
        rule = self._rules.get(mention.attr("title") or mention.name, "none")
        if before is not None and before.cls == "Agency":
            return before
        if rule == "department" and (joint := self._body_of_post_before(mention)):
            return joint
        if own := self._own_department(mention.name, rule):
            return own
        if area_body := self._of_area(mention):
            return area_body
        place = self._post_place(mention, before)
        if place is None:
            return None
        self._before = mention.span.end, place
        if rule == "department" and (unit := _OF_UNIT.fullmatch(mention.name)):
            return self._implied(f"{place.name}{unit['body']}", "government", place, mention.span)
        name, _, part = rule.partition(":")
        if name == "government":
            return self._implied(f"{place.name}人民政府", "government", place, mention.span)
        if name in _SIMPLE_BODIES:
            return self._implied(_SIMPLE_BODIES[name].format(place.name), name, place, mention.span)
        if name == "nation":
            return self._registry.add("Agency", part, part, mention.span, part)
        if name == "party":
            whole = f"中共{place.name}委员会" if not part else f"中共{place.name}委{part}"
            return self._implied(whole, "party", place, mention.span)
        return None

    def _of_area(self, mention: Mention) -> Record | None:
        """Give the body of a post in the report's own town or street: 镇党委书记, 镇长, 街道党工委书记."""
        area = own_area(self._document)
        if (
            area is None
            or not area.town
            or not mention.name.startswith((*area.words, "党委", "党工委", "乡长", "镇长"))
        ):
            return None
        party = "委" in mention.name
        committee = "工作委员会" if "街道" in area.words else "委员会"
        name = f"中共{area.front}{committee}" if party else self._document.issuer or ""
        kind = "party" if party else "government"
        found = self._registry.get("Agency", name)
        return found or self._registry.add("Agency", name, name, mention.span, name, agencyType=kind)

    def _own_department(self, title: str, rule: str) -> Record | None:
        """Give the issuer where a post of its own is named without a body: 局长, 党组书记 in the report of a 局."""
        issuer, endings = self._document.issuer, _HEADED_BY.get(title[-2:], ())
        headed = rule == "department" and (issuer or "").endswith(endings)
        if issuer is None or issuer.endswith("政府") or not (headed or title.startswith(("党委", "党组"))):
            return None
        records = (r for r in self._registry.of("Agency") if r.name == issuer)
        return next(records, None)

    def _post_place(self, mention: Mention, before: Record | None) -> Division | None:
        if before is not None and before.attrs.get("code"):
            return self._places.gazetteer.by_code(before.attrs["code"])
        letter = _LETTER.search(mention.name)
        by_letter = self._places.by_letter(letter.group()) if letter else self._place_of_post_before(mention)
        own = self._places.gazetteer.by_code(self._places.own) if self._places.own else None
        return by_letter or own

    def _body_of_post_before(self, mention: Mention) -> Record | None:
        """Give the department of the post joined before: 市司法局党组书记、|局长."""
        end, body = self._joint
        joined = 0 < end <= mention.span.start and self._document.text[end : mention.span.start] == "、"
        headed = body is not None and body.name.endswith(_HEADED_BY.get(mention.name[-2:], ()))
        return body if joined and headed else None

    def _place_of_post_before(self, mention: Mention) -> Division | None:
        """Give the place of the post joined before: 市委常委、|政法委书记."""
        end, place = self._before
        return place if 0 < mention.span.start - end <= 2 else None

    def _implied(self, name: str, kind: str, place: Division, span: Span) -> Record:
        unique = self._places.unique_name(place)
        key = name.replace(place.name, unique, 1)
        record = self._registry.get("Agency", key)
        if record is not None:
            return record
        return self._registry.add("Agency", key, name, span, name, agencyType=kind, place=place.code)
