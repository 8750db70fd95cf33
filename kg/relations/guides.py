"""What is carried out as a guide or for its demands, and which body sits in which."""

import re
from collections.abc import Iterator

from kg.model import Located, Span
from kg.relations import objects
from kg.relations.agents import group, subjects
from kg.relations.pairs import Pair, pairs
from kg.relations.scene import Scene
from kg.rulebook import Relation, Rule

_TAKEN = re.compile("(?:全面|深入|认真)?(?:贯彻|落实|实施|贯彻落实|贯彻实施|执行)?[《“]?")
_AS_GUIDE = re.compile(
    "[》”]?(?:[（(][^（）()]*[）)])?(?:等|的|精神|要求)*为(?:根本|基本|总|行动|重要|工作)*(?:遵循|指引|指南|指导|引领|依据|主线|统领|统揽|抓手|纲领|准绳|牵引|契机)"
)
_OF_IT = re.compile("[》”]?(?:等)?(?:\\d+[件部项])?(?:的)?")
_DOING = re.compile("(?:完成|推进|推动|启动|牵头|做好|开展|加快)了?[《“]?$")
_DEMANDS = re.compile(
    "[》”]?(?:[（(][^（）()]*[）)])?(?:等|中|的|所|提出|确定|明确|规定|有关|相关|各项|重点|具体|年度|主要|工作|收官)*(?:要求|目标|任务|部署|安排|收官|指标)"
)


def guided(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """以《纲要》为根本遵循: what is taken as the guide of the work is carried out."""
    found = objects.named(scene, Span(verb.end, scene.passage.clause_at(verb.start).end), ("Policy",))
    listed = group(scene, found, found[0]) if found else []
    near = found and _TAKEN.fullmatch(scene.text, verb.end, found[0].span.start)
    if near and not _thought(scene, found[0]) and _AS_GUIDE.match(scene.text, listed[-1].span.end):
        yield from pairs(scene, subjects(scene, verb, relation.domains), listed, verb)


def worked_on(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """完成《条例》起草工作: the deed is a noun after the document that it is done to."""
    head = scene.before(verb)
    found = objects.named(scene, head, ("Policy",)) if head else []
    if head is None or not found or not _OF_IT.fullmatch(scene.text, found[-1].span.end, verb.start):
        return
    listed = group(scene, found, found[-1])
    doing = _DOING.search(scene.text, head.start, listed[0].span.start)
    if doing:
        yield from pairs(scene, subjects(scene, Span(*doing.span()), relation.domains), listed, verb)


def _thought(scene: Scene, place: Located) -> bool:
    """Tell whether what is taken as a guide is a doctrine, which every report names: 以…思想为指导."""
    return scene.entities[place.id].name.endswith(("思想", "理论"))


def demanded(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """紧紧围绕《纲要》目标任务: a document whose demands are worked at is carried out."""
    found = objects.governed(scene, verb, ("Policy",))
    if found and _DEMANDS.match(scene.text, found[-1].span.end):
        yield from pairs(scene, subjects(scene, verb, relation.domains), found, verb)


def placed(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """全面依法治市委员会办公室设在市司法局: the body before the verb is part of the one right after it."""
    bodies = scene.within(scene.passage.clause_at(verb.start), {"Agency"})
    inner = [p for p in bodies if p.span.end == verb.start][:1]
    outer = [p for p in bodies if p.span.start == verb.end][:1]
    if inner and outer:
        yield from pairs(scene, [inner[0].id], outer, verb)
