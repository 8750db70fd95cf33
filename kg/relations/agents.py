"""Who does what a verb says: named just before it, at the head of its clause, in the clause before, or the issuer."""

import re
from collections.abc import Iterable, Sequence

from kg.matcher.base import verb_in
from kg.model import Located, Span
from kg.relations.scene import JOINERS, Scene

_AGENTS = frozenset({"Agency", "Division", "Person"})
_PREPOSITIONS = frozenset(
    "对 向 在 赴 到 经 报 将 把 为 与 给 从 同 被 按照 按 根据 落实 以 围绕 针对 支持 指导 帮助 督促 组织 推动 关于 至 被 由".split()
)
_NOBODY = re.compile(
    "(?:此外|同时|目前|其中)?[，,]?(?:全[市省县区]|我[市省县区])?(?:各地|各部门|各级|各单位|各县区|各县|各区|各市|各乡镇|各执法|各有关|各类|"
    "县区|市县|市直部门|市级部门|行政机关|执法单位|行政执法单位|行政执法部门|有关部门|相关部门|企业|群众|人民群众|市民|当事人)"
)
_HIDERS = frozenset({"Policy", "Event", "Honor", "Post", "System", "Reform", "Agency"})
_ADVERBS = frozenset(
    "均 都 也 已 已经 先后 相继 分别 共同 联合 专门 专题 积极 全面 率先 认真 深入 进一步 正在 还 又 多次 两次 及时 亲自 主动 创新 组织 牵头 会同 主持 广泛 一并 同步 依法 成功 大力 扎实 严格 持续 等 部门 单位 地区 等地 在 全省 全市 全国".split()
)


def subjects(scene: Scene, verb: Span, domains: Iterable[str]) -> list[str]:
    """Give the ids of those who do what the verb says; the issuer where the text names nobody."""
    wanted = frozenset(domains)
    clauses = scene.passage.clauses
    index = next((i for i, c in enumerate(clauses) if c.start <= verb.start < c.end), 0)
    clause = clauses[index]
    adjacent = _adjacent(scene, clause, verb, wanted)
    if adjacent:
        return adjacent
    for position in range(index, -1, -1):
        end = verb.start if position == index else clauses[position].end
        if _collective(scene, clauses[position]):
            return []
        found = _leading(scene, Span(clauses[position].start, max(end, clauses[position].start + 1)), wanted)
        if found:
            return found
    return default(scene, wanted)


def _collective(scene: Scene, span: Span) -> bool:
    """Tell whether a clause has a subject that names nobody in particular: 各地各部门, 各级行政机关."""
    return _NOBODY.match(scene.text, span.start, span.end) is not None


def default(scene: Scene, wanted: frozenset[str]) -> list[str]:
    """Give the report's issuer, or its place where only a place can do it."""
    choice = scene.issuer if "Agency" in wanted else scene.place if "Division" in wanted else None
    return [choice] if choice else []


def candidates(scene: Scene, span: Span, wanted: frozenset[str]) -> list[Located]:
    """Give the names in a span that could be an agent: not part of a longer name, not a post's body."""
    return [p for p in scene.within(span, wanted) if not scene.nested(p, _HIDERS) and not qualifies(scene, p)]


def qualifies(scene: Scene, place: Located) -> bool:
    """Tell whether a place only says where the next name is: 浙江省|金华市, 淮安区|喻文忠."""
    if place.cls != "Division":
        return False
    return any(
        p.span.start == place.span.end and p.cls in ("Division", "Person", "Agency") for p in scene.located
    )


def _adjacent(scene: Scene, clause: Span, verb: Span, wanted: frozenset[str]) -> list[str]:
    """Give the agents that end where the verb begins, adverbs aside; a preposition before them does not matter."""
    found = candidates(scene, Span(clause.start, max(verb.start, clause.start + 1)), wanted)
    if not found:
        return []
    last = found[-1]
    between = [t.text for t in scene.tokens if last.span.end <= t.start < verb.start]
    if any(t not in _ADVERBS and t not in JOINERS and t not in _COLLECTIVE for t in between):
        return []
    if _preposition(scene, last) in (
        "对",
        "向",
        "赴",
        "到",
        "与",
        "从",
        "将",
        "把",
        "在",
        "落实",
        "支持",
        "指导",
    ):
        return []
    return [p.id for p in group(scene, found, last)]


_COLLECTIVE = frozenset(
    "行政 执法 行政执法 部门 等 单位 机关 县区 区县 地方 人员 主要 领导 负责 负责人".split()
)


def _leading(scene: Scene, span: Span, wanted: frozenset[str]) -> list[str]:
    """Give the agents at the head of a clause."""
    for place in candidates(scene, span, wanted):
        if _after_verb(scene, span.start, place):
            break
        if _preposition(scene, place) is None and not _modifier(scene, place):
            return [p.id for p in group(scene, candidates(scene, span, wanted), place)]
    return []


def _after_verb(scene: Scene, start: int, place: Located) -> bool:
    """Tell whether a verb of the rules stands before a name in its clause: then the name is an object."""
    verbs = scene.verbs
    tokens = (t for t in scene.tokens if start <= t.start and t.end <= place.span.start)
    return any(verb_in(t.text, verbs, scene.rulebook) and scene.covering(t.start) is None for t in tokens)


def _preposition(scene: Scene, place: Located) -> str | None:
    before = next((t for t in reversed(scene.tokens) if t.end <= place.span.start), None)
    if before is None or before.end != place.span.start:
        return None
    return before.text if before.text in _PREPOSITIONS else None


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


_LISTING = frozenset("、 和 与 及 以及 　 《 》 “ ”".split(" "))


def _joined(scene: Scene, left: Located, right: Located) -> bool:
    between = [t for t in scene.tokens if left.span.end <= t.start and t.end <= right.span.start]
    covered = [
        t for t in between if (c := scene.covering(t.start)) and c.cls in ("Post", "Division", "Agency")
    ]
    rest = [t.text for t in between if t not in covered]
    return bool(rest) and all(t in _LISTING for t in rest)
