"""Bodies: a place (its name, or 省/市/县/区 for the report's own), then departments and parts of them.

A body is read from left to right: prefix, then parts.  A part is a word of the departments table or, failing that,
the shortest run of tokens that ends in a head word (局, 支队, 中心 …) before a boundary.  The mention keeps prefix
and parts apart, so that the resolver can put the full name together.
"""

import re
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from kg.gazetteer import Division
from kg.matcher.area import AREA, Area, own_area
from kg.matcher.base import Context, Mention
from kg.matcher.parts import CORPS, LETTERS, PART, Bodies, compile_bodies, headed_end, part_end, town_seat_end
from kg.matcher.places import bare_towns, zones
from kg.model import Level, Span
from kg.rulebook import Rulebook
from kg.segment import Token

_BEFORE_LETTER = "待获报经由请向对被到在与和及赴受将把为给"
_ITS_COMMITTEE = re.compile("及其(?P<body>常委会|常务委员会)")
_BEFORE_BARE = frozenset("组建 成立 设立 挂牌成立 新组建 会同 联合 协同".split())
_NUMBERED = re.compile("(?:[字发函令])?[〔\\[（(]?\\d+[〕\\]）)]?号")
_PLAIN = ("全面依法治", "依法治省", "依法治市", "依法治县", "依法治区", "依法治州")
_PARTY = "中共"
_OPENINGS = (_PARTY, *_PLAIN)
_BEGINNINGS = frozenset(LETTERS + CORPS + "我本自")
_LONG_LETTERS = (
    ("自治区", "区"), ("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"), ("师市", "师"), ("兵团", "兵"),
)  # fmt: skip
_LETTERED = frozenset((*LETTERS, "我", "本", *(name[0] for name, _ in _LONG_LETTERS)))


class _Search(NamedTuple):
    """What the search for bodies knows of a passage: where places begin, and where those without a name of their own end."""

    ctx: Context
    bodies: Bodies
    zone_ends: Mapping[int, int]
    towns: Mapping[int, int]
    beginnings: Set[int]
    likely: Mapping[str, bool]
    area: Area | None


def find(ctx: Context) -> Iterator[Mention]:
    """Find bodies in a passage from left to right."""
    search = _search(ctx)
    marks = _marks(search)
    at, inherited = ctx.passage.span.start, None
    index = marks.find(1)
    while index >= 0:
        token = ctx.passage.tokens[index]
        mention = _begun(search, index, inherited) if token.start >= at else None
        if mention:
            at = mention.span.end
            inherited = mention.attr("prefix") if mention.rule == "agency.parts" else None
            yield _with_sharers(ctx, mention, search.zone_ends, search.towns)
            yield from _and_its_committee(ctx, mention)
        elif token.start >= at and token.text not in ("、", "和", "及", "与"):
            inherited = None
        if inherited and index + 1 < len(marks):  # the next word may begin a body that shares its place
            marks[index + 1] = 1
        index = marks.find(1, index + 1)


def _search(ctx: Context) -> _Search:
    zone_ends = {span.start: span.end for span, _ in zones(ctx)}
    towns = bare_towns(ctx)
    beginnings = {span.start for span, _ in ctx.divisions} | zone_ends.keys() | towns.keys()
    likely = ctx.rulebook.told("body beginnings", _is_likely)
    bodies = ctx.cached("bodies", compile_bodies)
    return _Search(ctx, bodies, zone_ends, towns, beginnings, likely, own_area(ctx.document))


def _marks(search: _Search) -> bytearray:
    """Mark with 1 the tokens that a body could begin with, by the word, the word before or a place; most fail here."""
    passage = search.ctx.passage
    if search.area:
        return bytearray(b"\1" * len(passage.words))
    marks = bytearray(passage.told(search.likely))
    if not _BEFORE_BARE.isdisjoint(passage.words):
        marks = bytearray(map(max, marks, [0, *(word in _BEFORE_BARE for word in passage.words)]))
    for offset in search.beginnings & passage.starts.keys():
        marks[passage.starts[offset]] = 1
    return marks


def _begun(search: _Search, index: int, inherited: str | None) -> Mention | None:
    """Find the body that begins with a token or inside it: 中共|江苏省委, 报|市人大常委会."""
    ctx, bodies, _, towns, beginnings, likely, area = search
    text, token = ctx.text, ctx.passage.tokens[index]
    start, _, word = token
    bare = word.startswith(_PLAIN) or bool(index and ctx.passage.words[index - 1] in _BEFORE_BARE)
    if word.startswith(_PARTY) and start + 2 in beginnings:
        start += 2
    own = area is not None and _area_end(area, text, start) is not None
    placed = start in beginnings
    if not (inherited or own or bare or placed or (likely[word] and _may_begin(bodies, text, token))):
        return None
    if start > token.start:
        token = Token(start, token.end, word[2:])
    if _sticks(token.text):
        token = Token(token.end - 1, token.end, token.text[-1])
    zone_end = search.zone_ends.get(token.start)
    mention = _zone_body(ctx, bodies, token.start, zone_end) if zone_end and not own else None
    if token.start in towns:
        mention = _town_body(ctx, bodies, token.start, towns[token.start])
    mention = mention or _at(search, token.start, inherited)
    mention = mention or (_bare(ctx, bodies, start) if bare and start == token.start else None)
    if mention and _NUMBERED.match(text, mention.span.end):  # 市府办|172号
        return None
    return mention


def _and_its_committee(ctx: Context, mention: Mention) -> Iterator[Mention]:
    """Find the standing committee of a congress named before: 省人大及其|常委会."""
    found = _ITS_COMMITTEE.match(ctx.text, mention.span.end, ctx.passage.span.end)
    congress = mention.attr("parts") in ("人大", "人民代表大会")
    if found and congress and mention.rule == "agency.parts":
        attrs = (("prefix", mention.attr("prefix") or ""), ("parts", "人大常委会"))
        yield Mention(Span(*found.span("body")), "Agency", "agency.parts", f"{mention.name}常委会", attrs)


def _with_sharers(
    ctx: Context, mention: Mention, zone_ends: Mapping[int, int], towns: Mapping[int, int]
) -> Mention:
    """Note the places listed before a body that share its head: 盱眙县、|金湖县司法局 are two bodies."""
    if not mention.span.start or ctx.text[mention.span.start - 1] not in "、和":
        return mention
    if (mention.attr("parts") or "").startswith(("行署", "行政公署")):
        return mention
    places = _listed_places(ctx, mention, zone_ends, towns)
    sharers, at = [], mention.span.start
    while at > ctx.passage.span.start and ctx.text[at - 1] in "、和" and at - 1 in places:
        start, prefix = places[at - 1]
        sharers.append(f"{start}-{at - 1}={prefix}")
        at = start
    if not sharers:
        return mention
    return mention._replace(attrs=(*mention.attrs, ("sharers", "|".join(sharers))))


def _listed_places(
    ctx: Context, mention: Mention, zone_ends: Mapping[int, int], towns: Mapping[int, int]
) -> dict[int, tuple[int, str]]:
    """Give the places that can share the head of a body, of its own rank: their starts and prefixes by their ends."""
    if mention.attr("town"):
        return {end: (start, f"town:{ctx.text[start:end]}") for start, end in towns.items()}
    own = next((found[0].level for s, found in ctx.divisions if s.start == mention.span.start), None)
    zone = mention.span.start in zone_ends
    if not zone and own is None:
        return {}
    level = Level.COUNTY if zone else own
    places = {
        s.end: (s.start, ",".join(d.code for d in found))
        for s, found in ctx.divisions
        if found[0].level is level
    }
    if level is Level.COUNTY:
        places |= {end: (start, f"zone:{ctx.text[start:end]}") for start, end in zone_ends.items()}
    return places


def _town_body(ctx: Context, bodies: Bodies, start: int, town_end: int) -> Mention | None:
    """Find a body of a town that stands without its county: 金井镇|调解委员会, 金井镇|人民政府."""
    end = town_seat_end(ctx, start) or headed_end(ctx, bodies, start, first=True)
    if end is None or end <= town_end or ctx.document.place is None:
        return None
    name = ctx.text[start:end]
    return Mention(
        Span(start, end),
        "Agency",
        "agency.parts",
        name,
        (("prefix", ctx.document.place), ("parts", name), ("town", ctx.text[start:town_end])),
    )


def _sticks(word: str) -> bool:
    """Tell whether a letter sticks to the word before it: 报市|人大常委会, 由省|政府."""
    return len(word) == 2 and word[1] in LETTERS and word[0] in _BEFORE_LETTER


def _is_likely(word: str, rulebook: Rulebook) -> bool:
    """Tell by the word alone whether a body could begin with it; most fail here."""
    bodies = rulebook.compiled("bodies", compile_bodies)
    begins = bodies.national.may_start(word, 0) if len(word) > 1 else word in bodies.first
    return begins or word[0] in _BEGINNINGS or word[-1] == "厅" or _sticks(word) or word.startswith(_OPENINGS)


def _may_begin(bodies: Bodies, text: str, token: Token) -> bool:
    """Tell cheaply whether a body could begin with a token."""
    first = token.text[0]
    if first in _BEGINNINGS or token.text[-1] == "厅" or _sticks(token.text):
        return True
    return first in bodies.first and bodies.national.may_start(text, token.start)


def _zone_body(ctx: Context, bodies: Bodies, start: int, end: int) -> Mention | None:
    """Find the authority of a zone and bodies of it: 开发区|管委会|综合行政执法局."""
    mention = _mention(ctx, bodies, start, end, "Z", [])
    if mention is None:
        return None
    attrs = (("prefix", ctx.text[start:end]), ("parts", mention.attr("parts") or ""))
    return Mention(mention.span, "Agency", "agency.zone", mention.name, attrs)


def _at(search: _Search, start: int, inherited: str | None) -> Mention | None:
    ctx, bodies, area = search.ctx, search.bodies, search.area
    end = ctx.passage.span.end
    word = bodies.national.at(ctx.text, start, end)
    if word and ctx.is_end(start + len(word)):
        return _mention(ctx, bodies, start, start + len(word), "N", [word])
    prefix = (_of_area(ctx, area, start) if area else None) or _prefix(ctx, start)
    if prefix:
        return _mention(ctx, bodies, start, prefix[0], prefix[1], [])
    word = bodies.departments.at(ctx.text, start, end)
    if word and word[-1] == "厅" and not inherited:
        inherited = _own_province(ctx)
    if word and inherited and inherited != "N" and ctx.is_end(start + len(word)):
        return _mention(ctx, bodies, start, start + len(word), inherited, [word])
    return None


def _own_division(ctx: Context) -> Division | None:
    return ctx.gazetteer.by_code(ctx.document.place) if ctx.document.place else None


def _own_province(ctx: Context) -> str | None:
    """Give the letter of the province whose report names its departments without it: 会同|公安厅."""
    own = _own_division(ctx)
    if own is None or own.level is not Level.PROVINCE:
        return None
    return "区" if own.name.endswith("区") else own.name[-1]


def _bare(ctx: Context, bodies: Bodies, start: int) -> Mention | None:
    """Find a department that stands alone: 组建|行政审批局; of the place before that verb, else the report's own."""
    word = bodies.departments.at(ctx.text, start, ctx.passage.span.end)
    if not word or len(word) < 3 or word[-1] not in "局委办院室" or not ctx.is_end(start + len(word)):
        return None
    verb = ctx.passage.tokens[max(0, ctx.starts[start] - 1)]
    there = next((found for span, found in ctx.divisions if span.end == verb.start), None)
    own = _own_division(ctx)
    prefix = ",".join(d.code for d in there) if there else own.code if own else None
    return _mention(ctx, bodies, start, start + len(word), prefix, [word]) if prefix else None


def _area_end(area: Area, text: str, start: int) -> int | None:
    """Give the end of the word that stands for the report's own town, street or zone: 街道|司法所, 园区|管委会."""
    at = start + 1 if text.startswith(("我", "本"), start) else start
    return next((at + len(w) for w in (area.name, *area.words) if text.startswith(w, at)), None)


def _of_area(ctx: Context, area: Area, start: int) -> tuple[int, str] | None:
    end = _area_end(area, ctx.text, start)
    free = end is not None and (start in ctx.starts or ctx.text[start - 1] in _BEFORE_LETTER)
    return (end, AREA) if end is not None and free and not _after_letter(ctx, start) else None


def _prefix(ctx: Context, start: int) -> tuple[int, str] | None:
    """Give the end of the place at `start` and what it is: a division code or a letter."""
    chain_end, code = start, ""
    for span, divisions in ctx.divisions:
        if span.start == chain_end:
            chain_end, code = span.end, code + ("|" if code else "") + ",".join(d.code for d in divisions)
    if code:
        return chain_end, code
    if ctx.text[start] not in _LETTERED:
        return None
    for name, stands_for in _LONG_LETTERS:
        if ctx.text.startswith(name, start) and (stands_for not in CORPS or start in ctx.starts):
            return start + len(name), stands_for
    at = start + 1 if ctx.text.startswith(("我", "本"), start) else start
    letter = ctx.text[at]
    free = start in ctx.starts or ctx.text[start - 1] in _BEFORE_LETTER
    if letter in LETTERS and free and not _after_letter(ctx, start):
        return at + 1, letter
    return None


def _after_letter(ctx: Context, start: int) -> bool:
    """Tell whether the character before joins the letter to a longer word (县区政府, 各市政府, 全市)."""
    return start > 0 and ctx.text[start - 1] in LETTERS + "各两三一二四五六七八九十个本全级辖外跨沿"


def _is_branch(ctx: Context, end: int) -> bool:
    return ctx.text.startswith("分局", end) and end + 2 <= ctx.passage.span.end


def _mention(
    ctx: Context, bodies: Bodies, start: int, at: int, prefix: str, parts: list[str]
) -> Mention | None:
    while len(parts) < 4 and at < ctx.passage.span.end:
        end = part_end(ctx, bodies, at, prefix, parts)
        if end is None:
            break
        parts.append(ctx.text[at:end])
        at = end
    if not parts:
        return None
    branch = next((s.end + 2 for s, _ in ctx.divisions if s.start == at and _is_branch(ctx, s.end)), at)
    parts += [ctx.text[at:branch]] if branch > at else []  # 市生态环境局|清江浦区分局
    span = Span(start, branch)
    return Mention(
        span, "Agency", "agency.parts", span.of(ctx.text), (("prefix", prefix), ("parts", PART.join(parts)))
    )
