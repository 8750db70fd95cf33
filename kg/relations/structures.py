"""The ways in which Chinese prose states a relation; each gives subject-object pairs around a verb."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from kg.model import Located, Span
from kg.relations import objects
from kg.relations.agents import adjacent, candidates, group, subjects, word_before
from kg.relations.guides import demanded, guided, placed, worked_on
from kg.relations.mains import is_main
from kg.relations.pairs import Pair, pairs
from kg.relations.receivers import conferring, receivers, unnamed
from kg.relations.scene import Scene
from kg.rulebook import Relation, Rule

Structure = Callable[[Scene, Rule, Relation, Span], Iterator[Pair]]

_SENT = re.compile("(?:报|提请|报请|提交|报送|经|通过)$")
_SENT_ON = re.compile("(?:并|已|先后|及时|分别)*(?:报|提请|报请|提交|报送|经|通过)")
_MEETING = re.compile(
    "(?:(?:第?[\\d一二三四五六七八九十百]+次)?(?:党组|常务|全体)?(?:会议|会)?)?(?:研究|讨论|专题|集体|一次性)*"
)
_ALONE = re.compile("(?:实施|执行|施行)?(?=[，,。；;]|$)")
_IT = re.compile("了?(?:该|此|这一|上述)?(?:平台|系统|数据库|网络)(?:等)?(?=[，,。；;]|$)")
_BY = re.compile("[》”]?(?:[（(][^（）()]{0,24}[）)])?(?:等)?(?:已|均|都|也|主要|具体|统一|分别)*[由被]")
_OF_A_PLACE = re.compile("(?:示范|先进|模范|平安|文明)[省市县区州镇乡](?:[(（][^（()）]*[）)])?”?$")
_LISTED = re.compile("[”》]?[、和及与](?:国家|[省市县区])?[“《]?")
_LINKED = re.compile("”?等?(?:的|实现|进行|完成|数据|信息|业务|系统|全面|无缝|有效|互联互通|实时|已)*")
_FIRM = re.compile("(?:事务所|公司|鉴定所|中心)$")
_CONTRACT = re.compile("了?[^，,。；;]{0,16}?(?:服务|聘用|聘请|委托|顾问|代理)[^，,。；;]{0,4}(?:合同|协议)")
_A_CHECK = re.compile(
    "[^，,。；;的]{0,16}(?:督察|督查|督导|检查|考核|考评|巡察|巡视|约谈)(?!组|员|办法|方案)"
)


def object_after(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """市政府出台《办法》: the object follows the verb."""
    found = objects.governed(scene, verb, _ranges(rule, relation))
    if relation.local == "commissioned":
        found = [p for p in found if not _of_somebody(scene, p)]
    if ends := rule.body.get("ends"):
        found = [p for p in found if _ends_noun(scene, p, tuple(ends))]
    if found and is_main(scene, verb, relation):
        agents = subjects(scene, verb, relation.domains)
        if relation.local == "established":
            agents = [_governing(scene, verb, s) if s == scene.place else s for s in agents]
        yield from pairs(scene, agents, found, verb)


def _ends_noun(scene: Scene, named: Located, ends: tuple[str, ...]) -> bool:
    """Tell whether a name ends in one of some words and no longer noun goes on from it: 制度|, not “放管服”改革|任务清单."""
    follows = scene.text[named.span.end : named.span.end + 1]
    return named.span.of(scene.text).endswith(ends) and (not follows.isalpha() or follows in "和及与等并")


def _governing(scene: Scene, verb: Span, place: str) -> str:
    """Give the report's government for 我市 and 全市, which only speak of it; else the report's own place."""
    issuer, clause = scene.issuer, scene.passage.clause_at(verb.start)
    spoken = any(
        p.id == scene.place and scene.text[p.span.start] in "我全本"
        for p in scene.within(clause, {"Division"})
    )
    if issuer is None or not spoken or not scene.entities[issuer].name.endswith("政府"):
        return place
    return issuer


def contracted(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """市司法局与某律师事务所签订法律服务合同: who signs a contract for services engages the firm before the verb."""
    clause = scene.passage.clause_at(verb.start)
    firm = next((p for p in scene.within(clause, {"Agency"}) if p.span.end == verb.start), None)
    if firm is None or not _FIRM.search(scene.entities[firm.id].name):
        return
    if scene.text[firm.span.start - 1] not in "与和同":
        return
    if _CONTRACT.match(scene.text, verb.end, clause.end):
        spot = Span(firm.span.start - 1, firm.span.start)
        yield from ((subject, firm.id, clause) for subject in subjects(scene, spot, relation.domains))


def _of_somebody(scene: Scene, body: Located) -> bool:
    """Tell whether a body only says where a person is from: 聘请|某大学法学院|教授王立群."""
    return any(p.cls in ("Post", "Person") and p.span.start == body.span.end for p in scene.located)


def _ranges(rule: Rule, relation: Relation) -> Iterable[str]:
    """Give the classes that the object of a rule can have: all of the relation's unless the rule names some."""
    chosen: Iterable[str] = rule.body.get("ranges") or relation.ranges
    return chosen


def object_fronted(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """法制办对《规定》进行了后评估: the object stands before the verb after 对, 将, 就."""
    found = objects.fronted(scene, verb, _ranges(rule, relation))
    if found:
        yield from pairs(scene, subjects(scene, _marker(scene, found[0]), relation.domains), found, verb)


def fronted_for_a_check(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """对市住建局等部门开展专项督察: whom a check named after the verb is made of."""
    if _A_CHECK.match(scene.text, verb.end, scene.passage.clause_at(verb.start).end):
        yield from object_fronted(scene, rule, relation, verb)


def _marker(scene: Scene, target: Located) -> Span:
    """Give the spot before the fronted object, so that the subject is looked for left of it."""
    before = next((t for t in reversed(scene.tokens) if t.end <= target.span.start), None)
    start = before.start if before else target.span.start
    return Span(start, target.span.start) if start < target.span.start else target.span


def object_before(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """“双随机一公开”抽查机制全面施行: what was set going stands before the verb, nobody is named."""
    found = objects.before(scene, verb, _ranges(rule, relation), scene.words("between"))
    clause = scene.passage.clause_at(verb.start)
    head = Span(clause.start, found[0].span.start) if found and clause.start < found[0].span.start else None
    if found and all(_may_precede(scene, t.text) for t in (scene.bare(head) if head else ())):
        yield from pairs(scene, subjects(scene, found[0].span, relation.domains), found, verb)


def _may_precede(scene: Scene, word: str) -> bool:
    return word.isdecimal() or any(
        word in scene.words(name) for name in ("before_names", "adverbs", "openers")
    )


def by_agent(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """《条例》由市住建局起草: the object stands before 由, who did it after it."""
    clause = scene.passage.clause_at(verb.start)
    agents = adjacent(scene, verb, relation.domains)
    if not agents or clause.start >= agents[0].span.start:
        return
    head = Span(clause.start, agents[0].span.start)
    found = objects.named(scene, head, _ranges(rule, relation))
    if found and _BY.fullmatch(scene.text, found[-1].span.end, head.end):
        yield from pairs(scene, [a.id for a in agents], group(scene, found, found[-1]), verb)


def nominal(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """《襄阳市养犬管理办法》的出台: what the report's own place has issued, named before the noun of the deed."""
    found = objects.before(scene, verb, _ranges(rule, relation), scene.words("between") | {"的", "》"})
    place = scene.entities[scene.place].name if scene.place else ""
    own = [p for p in found if place and scene.entities[p.id].name.startswith(place) and not _a_law(scene, p)]
    governs = scene.issuer is not None and scene.entities[scene.issuer].name.endswith("人民政府")
    if own and governs:
        yield from pairs(scene, subjects(scene, own[0].span, relation.domains), own, verb)


def _a_law(scene: Scene, place: Located) -> bool:
    return scene.entities[place.id].name.endswith("条例")


def subject_before(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """洪泽区荣获全国先进区: whoever received it stands next to the verb."""
    found = [p for p in objects.governed(scene, verb, relation.ranges) if not _tried(scene, verb, p)]
    if not found:
        return
    for subject in receivers(scene, verb, relation):
        if subject == scene.issuer and scene.place and _OF_A_PLACE.search(found[0].span.of(scene.text)):
            subject = scene.place  # 市司法局 tells of the city's title
        yield from pairs(scene, [subject], found, verb)


def _tried(scene: Scene, verb: Span, honor: Located) -> bool:
    """Tell whether what was conferred is to be a pilot, no honour: 确定为全省行政执法“三项制度”试点县区."""
    named = scene.text[honor.span.start : honor.span.end + 2]
    return "试点" in named and verb.of(scene.text).endswith(("确定为", "列为", "列入", "选为"))


def participant(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """市公安局接入共享平台: as object_after, but a subject that is no entity (更多事项接入…) is not passed over."""
    clause = scene.passage.clause_at(verb.start)
    gap = scene.before(verb)
    if not adjacent(scene, verb, relation.domains) and gap and unnamed(scene, gap):
        return
    if _IT.match(scene.text, verb.end, clause.end):
        known = [p for p in scene.located if p.cls == "System" and p.span.end <= verb.start][-1:]
        yield from pairs(scene, subjects(scene, verb, relation.domains), known, verb)
    tried = scene.text.find("试点", verb.end, clause.end) >= 0
    if not (tried and verb.of(scene.text) == "承担"):  # then it is a pilot
        yield from object_after(scene, rule, relation, verb)


def linked(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """完成与国家政务服务平台的数据对接: the systems between 与 and the verb are taken part in."""
    head = scene.before(verb)
    found = objects.named(scene, head, ("System",)) if head else []
    if not found or not _LINKED.fullmatch(scene.text, found[-1].span.end, verb.start):
        return
    before = word_before(scene, found[0].span.start).rstrip("省市县区")
    gaps = (scene.text[a.span.end : b.span.start] for a, b in itertools.pairwise(found))
    if before in ("与", "同", "和", "跟") and all(_LISTED.fullmatch(gap) for gap in gaps):
        spot = Span(found[0].span.start - 1, found[0].span.start)
        yield from pairs(scene, subjects(scene, spot, relation.domains), found, verb)


def conferred(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """被省“双打办”考评为全省第一: the body between 被 and the verb confers the honour after it."""
    found = objects.governed(scene, verb, frozenset({"Honor"}))
    clause, head = scene.passage.clause_at(verb.start), scene.before(verb)
    if not found or head is None:
        return
    for body in candidates(scene, head, frozenset({"Agency"})):
        if conferring(scene, body):
            yield from ((target.id, body.id, clause) for target in found)


def visited(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """市政府赴金华市、台州市调研: the places after 赴 or 到 were looked at."""
    found = objects.governed(scene, verb, relation.ranges)
    going = verb.of(scene.text) in ("赴", "前往", "奔赴")
    if found and not going and found[0].span.start != verb.end:
        return
    end = scene.passage.span.end if going else scene.passage.clause_at(verb.start).end
    tail = scene.text[verb.end : end]
    if found and re.search("调研|考察|学习|督查|督导|检查|取经", tail):
        yield from pairs(scene, subjects(scene, verb, relation.domains), found, verb)


def conferred_after(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """荣获司法部“全国先进单位”称号: the body right after the verb, before or within the honour's name, confers it."""
    found = objects.governed(scene, verb, frozenset({"Honor"}))
    if not found:
        return
    clause = scene.passage.clause_at(verb.start)
    bodies = [
        p
        for p in scene.within(Span(verb.end, clause.end), {"Agency"})
        if p.span.start - verb.end <= 1 and p.span.start <= found[0].span.start
    ]
    yield from ((target.id, body.id, clause) for target in found for body in bodies[:1])


def submitted(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """《条例（草案）》报市人大常委会审议通过: what was sent stands before the body that decides."""
    clause, head = scene.passage.clause_at(verb.start), scene.before(verb)
    if head is None:
        return
    named = scene.within(head, {"Agency"})
    first = next((i for i in reversed(range(len(named))) if _was_sent(scene, named[i])), None)
    bodies = named[first:] if first is not None else []
    if not bodies or not _one_after_the_other(scene, bodies, verb):
        return
    sent = list(scene.within(Span(clause.start, bodies[0].span.start), relation.ranges))
    sent = sent or _named_before(scene, clause, bodies[0], relation)
    if sent:
        yield from pairs(scene, [b.id for b in bodies], group(scene, sent, sent[-1]), verb)


def _one_after_the_other(scene: Scene, bodies: list[Located], verb: Span) -> bool:
    """Tell whether only words of meeting and listing stand after each body up to the verb: 经市政府常务会议和市委常委会|审议."""
    ends = [b.span.end for b in bodies]
    gaps = zip(ends, [*(b.span.start for b in bodies[1:]), verb.start], strict=True)
    return all(_MEETING.fullmatch(scene.text[end:start].rstrip("、和及与")) for end, start in gaps)


def _named_before(scene: Scene, clause: Span, body: Located, relation: Relation) -> list[Located]:
    """Give what the clause before one that begins with 经 or 报 names: 起草了《方案》，|经市政府常务会议审议通过."""
    if not _SENT_ON.fullmatch(scene.text, clause.start, body.span.start):
        return []
    before = [c for c in scene.passage.clauses if c.end <= clause.start][-1:]
    return [p for c in before for p in scene.within(c, relation.ranges) if p.cls == "Policy"]


def in_name_of(scene: Scene, rule: Rule, relation: Relation, verb: Span) -> Iterator[Pair]:
    """起草《方案》，并以市委、市政府名义印发: what was named before is issued by those in whose name it is."""
    clause = scene.passage.clause_at(verb.start)
    named = list(scene.within(clause, {"Agency"}))
    if scene.within(clause, relation.ranges) or not named or named[-1].span.end > verb.start:
        return
    bodies = group(scene, named, named[-1])
    told = scene.text[named[-1].span.end : verb.start].strip("的联合") == "名义"
    earlier = [p for p in scene.within(scene.passage.span, relation.ranges) if p.span.end <= clause.start]
    by_them = word_before(scene, bodies[0].span.start) in ("由", "后由") and _ALONE.match(
        scene.text, verb.end
    )
    if by_them and earlier and scene.text[named[-1].span.end : verb.start] in ("", "联合"):
        yield from pairs(scene, [b.id for b in bodies], group(scene, earlier, earlier[-1]), verb)
    if told and word_before(scene, bodies[0].span.start) == "以" and earlier:
        yield from pairs(scene, [b.id for b in bodies], earlier[-1:], verb)


def _was_sent(scene: Scene, body: Located) -> bool:
    return _SENT.search(scene.text, body.span.start - 2, body.span.start) is not None


STRUCTURES: dict[str, Structure] = {
    "object-after": object_after,
    "object-fronted": object_fronted,
    "fronted-for-a-check": fronted_for_a_check,
    "guided": guided,
    "demanded": demanded,
    "placed": placed,
    "worked-on": worked_on,
    "object-before": object_before,
    "receiver": subject_before,
    "participant": participant,
    "conferrer": conferred,
    "contracted": contracted,
    "visited": visited,
    "submitted": submitted,
    "by-agent": by_agent,
    "linked": linked,
    "in-name-of": in_name_of,
    "nominal": nominal,
    "conferred-after": conferred_after,
}
