"""The ways in which Chinese prose states a relation; each gives subject-object pairs around a verb."""

import re
from collections.abc import Callable, Iterator

from kg.model import Located, Span
from kg.relations import objects
from kg.relations.agents import candidates, group, subjects
from kg.relations.scene import Scene
from kg.rulebook import Relation, Rule

Pair = tuple[str, str, Span]
Structure = Callable[[Scene, Rule, Relation, Span], Iterator[Pair]]

_SKIPPED = frozenset(
    "全面 已 已经 均 深入 扎实 稳步 有序 加快 持续 不断 初步 基本 正式 全部 进一步 逐步 顺利 成功 工作 试点工作 建设 项目 等 等创新 创新 举措 创新举措 品牌 试点 常态化 制度化 得到 充分 在 全省 率先 先后 县区 纵深".split()
)
_SENT = re.compile("(?:报|提请|报请|提交|报送|经)$")


def _pairs(scene: Scene, subjects_: list[str], found: list[Located], verb: Span) -> Iterator[Pair]:
    for target in found:
        for subject in subjects_:
            if subject != target.id:
                yield subject, target.id, _evidence(scene, verb, target)


def _evidence(scene: Scene, verb: Span, target: Located) -> Span:
    """Give the clauses from the verb's to the object's."""
    first, last = scene.passage.clause_at(verb.start), scene.passage.clause_at(target.span.start)
    return Span(min(first.start, last.start), max(first.end, last.end))


def object_after(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """市政府出台《办法》: the object follows the verb."""
    found = objects.governed(scene, verb, relation.ranges)
    if found:
        yield from _pairs(scene, subjects(scene, verb, relation.domains), found, verb)


def object_fronted(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """法制办对《规定》进行了后评估: the object stands before the verb after 对, 将, 就."""
    found = objects.fronted(scene, verb, relation.ranges)
    if found:
        yield from _pairs(scene, subjects(scene, _marker(scene, found[0]), relation.domains), found, verb)


def _marker(scene: Scene, target: Located) -> Span:
    """Give the spot before the fronted object, so that the subject is looked for left of it."""
    before = next((t for t in reversed(scene.tokens) if t.end <= target.span.start), None)
    start = before.start if before else target.span.start
    return Span(start, target.span.start) if start < target.span.start else target.span


def object_before(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """“双随机一公开”抽查机制全面施行: what was set going stands before the verb, nobody is named."""
    found = objects.before(scene, verb, relation.ranges, _SKIPPED)
    if found:
        yield from _pairs(scene, subjects(scene, found[0].span, relation.domains), found, verb)


def subject_before(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """洪泽区荣获全国先进区: whoever received it stands next to the verb."""
    found = objects.governed(scene, verb, relation.ranges)
    if not found:
        return
    for subject in receivers(scene, verb, relation):
        yield from _pairs(scene, [subject], found, verb)


def receivers(scene: Scene, verb: Span, relation: Relation) -> list[str]:
    """Give the last group of names before a verb of receiving, in its sentence."""
    span = Span(scene.passage.span.start, max(verb.start, scene.passage.span.start + 1))
    found = [p for p in candidates(scene, span, relation.domains) if p.span.of(scene.text)[0] not in "全本"]
    clause = scene.passage.clause_at(verb.start)
    inside = [p for p in found if p.span.start >= clause.start and not _by(scene, p)]
    own_clause = [p for p in inside if p.cls in ("Reform", "System", "Person")] or inside
    if not own_clause and _unnamed(
        scene, Span(clause.start, verb.start) if clause.start < verb.start else None
    ):
        return []
    pool = own_clause or [
        p
        for p in found
        if not _by(scene, p) and p.cls in ("Reform", "System", "Person", "Agency", "Division")
    ]
    if not pool:
        return []
    anchor = pool[-1] if own_clause else pool[0]
    if own_clause and _part_of_more(
        scene, Span(anchor.span.end, verb.start) if anchor.span.end < verb.start else None
    ):
        return []
    return [p.id for p in group(scene, found, anchor)]


def _part_of_more(scene: Scene, gap: Span | None) -> bool:
    """Tell whether a name only begins a longer one before the verb: 厦门|同安湾|入选."""
    if gap is None:
        return False
    rest = [t.text for t in scene.bare(gap) if t.text not in _SKIPPED]
    return any(t not in _TOGETHER and not t.isnumeric() for t in rest) and rest[0] not in (
        "等",
        "，",
        ",",
        "、",
        "”",
    )


_TOGETHER = frozenset(
    "等 个 家 人 名 位 县 市 区 县市 县区 单位 园区 企业 城市 地区 部门 了 也 均 都 被 还 分别 同志 ” 》 工作 制度 机制 案例".split()
)


def _unnamed(scene: Scene, gap: Span | None) -> bool:
    """Tell whether a subject stands before the verb that is no entity: 4户企业|获批."""
    return gap is not None and any(
        t.text not in _SKIPPED and t.text not in "了也均都被还" for t in scene.bare(gap)
    )


def _by(scene: Scene, place: Located) -> bool:
    """Tell whether a name follows 被, 由 or 得到: it confers and does not receive."""
    return scene.text[max(0, place.span.start - 2) : place.span.start].endswith(
        ("被", "由", "得到", "受到", "获得", "经")
    )


def conferred(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """被省“双打办”考评为全省第一: the body between 被 and the verb confers the honour after it."""
    found = objects.governed(scene, verb, frozenset({"Honor"}))
    clause = scene.passage.clause_at(verb.start)
    if not found or verb.start <= clause.start:
        return
    for body in candidates(scene, Span(clause.start, verb.start), frozenset({"Agency"})):
        if _by(scene, body):
            yield from ((target.id, body.id, clause) for target in found)


def visited(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """市政府赴金华市、台州市调研: the places after 赴 or 到 were looked at."""
    if scene.text[verb.start : verb.end] not in ("赴", "前往", "奔赴"):
        return
    found = objects.governed(scene, verb, relation.ranges)
    tail = scene.text[verb.end : scene.passage.span.end]
    if found and re.search("调研|考察|学习|督查|督导|检查|取经", tail):
        yield from _pairs(scene, subjects(scene, verb, relation.domains), found, verb)


def submitted(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """起草《条例（草案）》报市人大常委会审议通过: what was sent stands before the body that decides."""
    clause = scene.passage.clause_at(verb.start)
    if verb.start <= clause.start:
        return
    bodies = candidates(scene, Span(clause.start, verb.start), frozenset({"Agency"}))
    if (
        not bodies
        or bodies[-1].span.end != verb.start
        or not _SENT.search(scene.text[clause.start : bodies[-1].span.start])
    ):
        return
    sent = list(scene.within(Span(clause.start, bodies[-1].span.start), relation.ranges))
    if sent:
        yield from _pairs(scene, [bodies[-1].id], group(scene, sent, sent[-1]), verb)


STRUCTURES: dict[str, Structure] = {
    "object-after": object_after,
    "object-fronted": object_fronted,
    "object-before": object_before,
    "receiver": subject_before,
    "conferrer": conferred,
    "visited": visited,
    "submitted": submitted,
}
