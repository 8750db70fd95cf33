"""Bodies of the issuer's own line in a department's report: 市局, 省厅, 局党组, 分局."""

import re

from kg.resolve.places import Places

_BRANCH = re.compile("(?P<parent>.+[局厅委])(?P<place>[\u4e00-\u9fff]{2,4})分局")
_GROUP = re.compile("(?P<kind>[局厅委办院])(?P<group>(?:党组|党委)(?:(?:理论)?(?:学习)?中心组)?)")
_ABOVE = re.compile("(?P<letter>自治区|[省市县区州])(?P<kind>[局厅])")
_LETTERS = {"自治区": "区"}
_BODIES = {"局": ("局",), "厅": ("厅",), "委": ("委", "委员会"), "办": ("办", "办公室"), "院": ("院",)}


def kin_name(form: str, issuer: str, places: Places) -> str | None:
    """Give the full name of a short form that only the issuer's own line explains, None where it does not.

    The bureau above is named as the issuer is, with the place above: 全南县自然资源局 -> 赣州市自然资源局.
    """
    branch = _BRANCH.fullmatch(issuer)
    if form == "分局":
        return issuer if branch else None
    if group := _GROUP.fullmatch(form):
        return issuer + group["group"] if issuer.endswith(_BODIES[group["kind"]]) else None
    above = _ABOVE.fullmatch(form)
    return _above(above, branch["parent"] if branch else issuer, places) if above else None


def _above(form: re.Match[str], issuer: str, places: Places) -> str | None:
    place = places.by_letter(_LETTERS.get(form["letter"], form["letter"]))
    own = next((d for d in places.line() if issuer.startswith(d.name)), None)
    if place is None or own is None or issuer[-1:] not in "局厅":
        return None
    if place.code == own.code:
        return issuer if issuer.endswith(form["kind"]) else None
    stem = issuer.removeprefix(own.name)[:-1].removesuffix(
        "和规划" if form["kind"] == "厅" else "\n"
    )  # 自然资源和规划局, but 自然资源厅
    return f"{place.name}{stem}{form['kind']}"
