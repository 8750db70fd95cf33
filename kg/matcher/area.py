"""The town, street or zone whose own report this is: 我镇, 街道司法所 and 园区管委会 mean it and its bodies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.model import Document, Entity, Level

AREA = "域"
"""The prefix of bodies that belong to the report's own town, street or zone."""

_TOWN = re.compile(
    "(?P<front>(?:.*[省市县区旗州盟])?(?:人民政府)?(?P<name>[^省市县区旗州盟]{1,7}?(?P<kind>镇|乡|街道)))(?:人民政府|办事处)"
)
_TOWN_ALONE = re.compile("(?P<front>(?P<name>[\u4e00-\u9fff]{1,5}(?P<kind>镇|乡|街道)))(?:人民政府|办事处)")
_ZONE = re.compile(
    "(?P<front>.{2,20}?(?P<kind>开发区|高新区|经开区|新区|园区|示范区|度假区|保税区|试验区|合作区|产业园|风景区|管理区))(?:管理委员会|管委会)"
)
_SHORTS = {
    "经济技术开发区": "经开区", "经济开发区": "经开区", "高新技术产业开发区": "高新区", "综合保税区": "综保区",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Area:
    """What lies below the divisions with codes: its name, the name with the places above, the words that mean it."""

    name: str
    front: str
    words: tuple[str, ...]
    town: bool


@cache
def self_words(area: Area) -> re.Pattern[str]:
    """Compile what stands for the area itself: its name, 我镇, 全街道; of a zone 园区 and 全区 too."""
    own = "|".join(f"[我全本]{w}" for w in (area.words if area.town else ("区", *area.words)))
    alone = "" if area.town else "|(?<![\u4e00-\u9fff])(?:" + "|".join(area.words) + ")(?!域)"
    return re.compile(f"{re.escape(area.name)}|(?:{own})(?![直级长际外内])(?!街道){alone}")


def own_area(document: Document) -> Area | None:
    """Give the town, street or zone that a report is of, None where a division with a code issues it.

    The town of 丰都县某镇人民政府 is 某镇 in front of which the places above stand.
    """
    return _area(document.issuer or "", document.level is Level.TOWNSHIP)


def own_place(document: Document, entities: Mapping[str, Entity]) -> str | None:
    """Give the id of the place that a report is of: its town, street or zone, else the division with its code."""
    area = own_area(document)
    places = [e for e in entities.values() if e.cls == "Division"]
    if area:
        return next((e.id for e in places if e.name == area.name), None)
    return next((e.id for e in places if document.place and e.attr("code") == document.place), None)


@cache
def _area(issuer: str, town: bool) -> Area | None:
    if town and (found := _TOWN.fullmatch(issuer) or _TOWN_ALONE.fullmatch(issuer)):
        street = (found["name"][:-1], "街") if found["kind"] == "街道" else ()  # 黄石街|党工委
        return Area(found["name"], found["front"], (found["kind"], *street), town=True)
    if found := _ZONE.fullmatch(issuer):
        shorts = (s for full, s in _SHORTS.items() if found["front"].endswith(full))
        return Area(found["front"], found["front"], (found["kind"], *shorts), town=False)
    return None


def is_own_zone(area: Area, name: str) -> bool:
    """Tell a short or fuller form of the zone that the report is of: 黔江高新区 for 重庆黔江高新技术产业开发区."""
    own, other = _shortened(area.name), _shortened(name)
    return not area.town and (own.endswith(other) or other.endswith(own))


def _shortened(name: str) -> str:
    for full, short in _SHORTS.items():
        name = name.replace(full, short)
    return name
