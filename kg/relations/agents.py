"""Who does what a verb says: named just before it, at the head of its clause, in the clause before, or the issuer."""

import re
from collections.abc import Iterable, Sequence

from kg.model import Located, Span
from kg.relations.scene import Scene

_NOBODY = re.compile(
    "(?:此外|同时|目前|其中)?[，,]?(?:全[市省县区]|我[市省县区])?(?:各地|各部门|各级|各单位|各县区|各县|各区|各市|各乡镇|各镇|各街道|各执法|各有关|各类|各相关|各成员|"
    "县区|市县|(?:[市县区省州厅局]直|市级|县级|区级|省级|所属)(?:各|有关)?(?:部门|单位|机关|行政)|行政机关|执法单位|行政执法单位|行政执法部门|有关部门|相关部门|企业|群众|人民群众|市民|当事人)"
)
_HIDERS = frozenset({"Policy", "Event", "Honor", "Post", "System", "Reform", "Agency"})


def subjects(scene: Scene, verb: Span, domains: Iterable[str]) -> list[str]:
    """Give the ids of those who do what the verb says; the issuer where the text names nobody."""
    wanted = frozenset(domains)
    clauses = scene.passage.clauses
    index = next((i for i, c in enumerate(clauses) if c.start <= verb.start < c.end), 0)
    beside = adjacent(scene, verb, wanted | {"Division"})
    if beside and beside[-1].cls not in wanted:
        return default(scene, wanted) if beside[-1].id == scene.place else []
    if beside:
        return [*_main_party(scene, index, beside[0], wanted), *(p.id for p in beside)]
    before = scene.text[clauses[index].start : verb.start]
    if (
        _OTHERS.search(before)
        or _NATION.search(before)
        or _CAUSED.search(before)
        or _COUNTED.fullmatch(before.strip())
    ):
        return []
    return _nearest(scene, index, verb.start, wanted - {"Reform"}) or []


def _nearest(scene: Scene, index: int, end: int, wanted: frozenset[str]) -> list[str] | None:
    """Give who heads the clause up to `end`, else who heads the nearest clause before it, else the issuer."""
    clauses = scene.passage.clauses
    for position in range(index, -1, -1):
        start = clauses[position].start
        if _collective(scene, clauses[position]):
            return []
        stop = end if position == index else clauses[position].end
        head = Span(start, stop) if start < stop else None
        if head and (found := _leading(scene, head, wanted)) is not None:
            return found
    return default(scene, wanted)


def _main_party(scene: Scene, index: int, first: Located, wanted: frozenset[str]) -> list[str]:
    """Give whom 会同 or 联合 joins those named: 会同市财政局印发 is done by the report's own body too."""
    if not _jointly(scene, first):
        return []
    joint = word_before(scene, first.span.start)
    before = first.span.start - len(joint)
    found = _nearest(scene, index, before, wanted - {"Reform", "Division"})
    return [f for f in found or [] if f != first.id]


def _collective(scene: Scene, span: Span) -> bool:
    """Tell whether a clause has a subject that names nobody in particular: 各地各部门, 各级行政机关."""
    return _NOBODY.match(scene.text, span.start, span.end) is not None


def default(scene: Scene, wanted: frozenset[str]) -> list[str]:
    """Give the report's issuer, or its place where only a place can do it."""
    choice = scene.issuer if "Agency" in wanted else scene.place if "Division" in wanted else None
    return [choice] if choice else []


def candidates(scene: Scene, span: Span, wanted: Iterable[str]) -> list[Located]:
    """Give the names in a span that could be an agent: not part of a longer name, not a post's body."""
    return [
        p
        for p in scene.within(span, wanted)
        if not (scene.nested(p, _HIDERS) or qualifies(scene, p) or _quoted(scene, p) or of_a_post(scene, p))
    ]


def of_a_post(scene: Scene, place: Located) -> bool:
    """Tell whether a body is named by the title of its head alone: 市长|李明远, 镇党委书记, 局|党组书记 of 由局党组书记任组长."""
    start, end = place.span
    posts = (p.span for p in scene.located if p.cls == "Post") if place.cls == "Agency" else ()
    return any(start <= low < end <= high for low, high in posts)


def _quoted(scene: Scene, place: Located) -> bool:
    """Tell whether a place is only a word within quotation marks: “梦幻海北”."""
    if place.cls != "Division":
        return False
    bracket = scene.passage.bracket_at(place.span.start, "“")
    return bracket is not None and bracket.inner != place.span


def qualifies(scene: Scene, place: Located) -> bool:
    """Tell whether a place only says where the next name is: 浙江省|金华市, 淮安区|喻文忠."""
    if place.cls != "Division":
        return False
    end = place.span.end
    following = [p for p in scene.located if p.span.start == end]
    return any(p.cls in ("Division", "Person", "Agency") for p in following)


def adjacent(scene: Scene, verb: Span, domains: Iterable[str]) -> list[Located]:
    """Give the agents that end where the verb begins, adverbs aside, unless a preposition makes them its object."""
    clause = scene.passage.clause_at(verb.start)
    if clause.start >= verb.start:
        return []
    found = candidates(scene, Span(clause.start, verb.start), domains)
    if not found:
        return []
    last = found[-1]
    between = [t.text for t in scene.passage.between(last.span.end, verb.start)]
    together = group(scene, found, last)
    passed = [scene.words("adverbs"), scene.words("joiners"), scene.words("collective")]
    if word_before(scene, together[0].span.start) == "以":
        passed.append(_IN_WHOSE_NAME)
    if not all(any(t in words for words in passed) for t in between):
        return []
    said_of = scene.text[verb.end : verb.end + 1] == "的"  # 落实|国务院印发的|《纲要》
    governed = not said_of and word_before(scene, together[0].span.start) in _GOVERNING
    return [] if governed and not _jointly(scene, together[0]) else together


def _jointly(scene: Scene, first: Located) -> bool:
    """Tell whether those named do something together with another: 会同市财政局印发, 与市法院联合出台."""
    before = word_before(scene, first.span.start)
    clause = scene.passage.clause_at(first.span.start)
    with_them = before in ("与", "同", "和") and _JOINT.search(scene.text, first.span.end, clause.end)
    return before in _TOGETHER or bool(with_them)


_JOINT = re.compile("联合|共同|会签|签订|签署|订立|建立|共建")
_GOVERNING = frozenset("对 向 赴 到 与 从 将 把 在 落实 接受 报".split())
_IN_WHOSE_NAME = frozenset("的 名义".split())
_TOGETHER = frozenset("会同 联合 协同 联动".split())


def _leading(scene: Scene, span: Span, wanted: frozenset[str]) -> list[str] | None:
    """Give the agents at the head of a clause; nobody when a person heads it who cannot do it; None without a head."""
    found = candidates(scene, span, wanted | {"Person", "Division"})
    if not found or not opens(scene, span.start, found[0]):
        return None
    if _AS_MEMBERS.search(scene.text, found[0].span.end, span.end):
        return None
    if found[0].cls == "Person" and "Person" not in wanted:
        return _convened(scene, span, wanted)
    if found[0].cls == "Division" and "Division" not in wanted:
        return None if found[0].id == scene.place or _modifier(scene, found[0]) else []
    if _preposition(scene, found[0]) or _modifier(scene, found[0]):
        return None
    return [p.id for p in [*group(scene, found, found[0]), *_with_them(scene, found)]]


def _with_them(scene: Scene, found: Sequence[Located]) -> list[Located]:
    """Give those that the agents at the head of a clause act with: 区纪委|联合|区司法局组成督查组."""
    first = group(scene, found, found[0])
    after = [p for p in found if p.span.start > first[-1].span.end]
    joint = scene.text[first[-1].span.end : after[0].span.start] if after else ""
    return group(scene, found, after[0]) if joint in _TOGETHER else []


def _convened(scene: Scene, span: Span, wanted: frozenset[str]) -> list[str]:
    """Give the body whose meeting a person chairs: 市长主持召开市政府常务会议，审议《办法》."""
    clause = scene.passage.clause_at(span.start)
    meetings, bodies = scene.within(clause, {"Event"}), scene.within(clause, wanted)
    return [p.id for p in bodies for m in meetings if p.span.start == m.span.start and p.span != m.span][:1]


def opens(scene: Scene, start: int, place: Located) -> bool:
    """Tell whether only dates, connecting words and posts stand before a name in its clause."""
    tokens = (t for t in scene.passage.between(start, place.span.start) if t.end <= place.span.start)
    openers = scene.words("openers")
    return all(
        t.text in openers or not t.text.strip() or t.text[0].isdigit() or _posted(scene, t.start)
        for t in tokens
    )


def _posted(scene: Scene, offset: int) -> bool:
    cover = scene.covering(offset)
    return cover is not None and cover.cls in ("Post", "Division", "Agency")


_AS_MEMBERS = re.compile("(?:为|任|担任)(?:主要)?(?:成员|组员|组长|副组长|骨干|主任)")
_COUNTED = re.compile(
    "(?:全[市省县区州]|共有?|其中|已有|先后有)?\\d+余?(?:个|家|名|户|所)[^，,、；;。]{1,14}"
)
_OTHERS = re.compile(
    "^[^对向为给与导促织头]*等(?:\\d+|[一二三四五六七八九十多]+)?个?(?:部门|单位|委办局)(?:联合|共同|协同)*$"
)
_NATION = re.compile("(?:国家|中央)(?:加力|大力|加快|全面|深入|持续|进一步|继续|正在|将)*$")
_CAUSED = re.compile(
    "(?:督促|指导|要求|推动|引导|支持|鼓励|协调|确保|帮助)(?:全[市县区省州])?(?:各|有关|相关|执法|行政|所属|基层|企业|辖区|乡镇|街道)"
)


def _preposition(scene: Scene, place: Located) -> str | None:
    """Give the preposition right before a name."""
    before = word_before(scene, place.span.start)
    return before if before in scene.words("prepositions") else None


def word_before(scene: Scene, offset: int) -> str:
    """Give the word that ends at an offset; nothing where none does."""
    tokens, index = scene.tokens, scene.passage.starts.get(offset)
    if index is None:
        return tokens[-1].text if tokens[-1].end == offset else ""
    return tokens[index - 1].text if index else ""


def word_at(scene: Scene, offset: int) -> str:
    """Give the word that begins at an offset; nothing where none does."""
    index = scene.passage.starts.get(offset)
    return "" if index is None else scene.tokens[index].text


def _modifier(scene: Scene, place: Located) -> bool:
    """Tell whether a place or body only qualifies what follows: 金湖县的, 全市, 我市各项."""
    following = scene.text[place.span.end : place.span.end + 1]
    generic = place.span.of(scene.text)[0] in "全我本" and place.cls == "Division"
    return following == "的" or generic


def group(scene: Scene, found: Sequence[Located], anchor: Located) -> list[Located]:
    """Give the names that are enumerated together with one of them: A、B和C."""
    ordered = [p for p in found if not any(o.span != p.span and o.span.covers(p.span) for o in found)]
    at = next((i for i, p in enumerate(ordered) if p.span == anchor.span), None)
    if at is None:
        return [anchor]
    low = at
    while low > 0 and _joined(scene, ordered[low - 1], ordered[low]):
        low -= 1
    high = at
    while high + 1 < len(ordered) and _joined(scene, ordered[high], ordered[high + 1]):
        high += 1
    same = [p for p in ordered[low : high + 1] if (p.cls == "Person") == (anchor.cls == "Person")]
    return same


_SEATS = ("政府", "管委会", "办事处", "行署")
_LISTING = frozenset("、 和 与 及 以及 　 《 》 “ ”".split(" "))


def _two_seats(scene: Scene, left: Located, right: Located) -> bool:
    """Tell a party committee from the government named right after it: 省委|省政府."""
    adjoin = left.cls == right.cls == "Agency" and left.span.end == right.span.start
    return adjoin and scene.text[left.span.end - 1] in "委组" and right.span.of(scene.text).endswith(_SEATS)


def _joined(scene: Scene, left: Located, right: Located) -> bool:
    """Tell whether only listing words stand between two names; what is in brackets (a document's number) aside."""
    if scene.bracket(left.span.start) != scene.bracket(right.span.start):
        return False
    if scene.text[left.span.end - 1 : right.span.start + 1] == "”“" or _two_seats(scene, left, right):
        return True
    between = [
        t
        for t in scene.passage.between(left.span.end, right.span.start)
        if t.end <= right.span.start and not scene.aside(t.start, left.span)
    ]
    covered = [
        t for t in between if (c := scene.covering(t.start)) and c.cls in ("Post", "Division", "Agency")
    ]
    rest = [t.text for t in between if t not in covered]
    return bool(rest) and all(t in _LISTING for t in rest)
