"""Relations that stand in the wording without a verb: posts, parts, pilots, who a system belongs to."""

import itertools
import re
from collections.abc import Iterator

from kg.model import Located, Span
from kg.relations.agents import candidates, group
from kg.relations.receivers import before_clause, up_to_passive
from kg.relations.scene import Scene

Fact = tuple[str, str, str, Span, str]
_TRIED = "试点"
_PILOT = re.compile(
    "(?:等)?(?:\\d+|[一二三四五六七八九十]+)?个?(?:单位|地区|部门)?(?:改革)?试点(?!任务)(?:单位|地区|县|区|市|工作)?"
)
_UNDER = re.compile("(?:辖区|所辖|下辖|各辖区|各县区|各区县)(?:中|内|的|为|有|范围内)?[，,:：]?")


def find(scene: Scene) -> Iterator[Fact]:
    """Give the facts of a sentence as subject, predicate, object, evidence, rule."""
    classes = scene.classes
    if "Person" in classes:
        yield from _posts(scene)
    if "Division" in classes:
        yield from _chained_places(scene)
        yield from _listed_places(scene)
    if "Agency" in classes:
        yield from _parts(scene)
    if "System" in classes:
        yield from _systems(scene)
    if {"Agency", "Policy"} <= classes:
        yield from _titled(scene)
    if "Reform" in classes and scene.text.find(_TRIED, *scene.passage.span) >= 0:
        yield from _pilots(scene)
        yield from _chosen(scene)
        yield from _tried_in(scene)


def _posts(scene: Scene) -> Iterator[Fact]:
    posts = [p for p in scene.located if p.cls == "Post"]
    persons = [p for p in scene.located if p.cls == "Person"]
    own = {p.span.start: p for p in posts}
    after = {p.span.end: own.pop(p.span.end) for p in persons if p.span.end in own}  # 王立新|市长
    posts = [p for p in posts if p.span.start in own]
    for person in persons:
        end = person.span.start
        for post in reversed([p for p in posts if p.span.end <= person.span.start]):
            if not _adjoins(scene, post, end):
                break
            yield person.id, "holdsPost", post.id, Span(post.span.start, person.span.end), "post.adjacent"
            end = post.span.start
        if behind := after.get(person.span.end):
            yield person.id, "holdsPost", behind.id, Span(person.span.start, behind.span.end), "post.after"
        yield from _appointed(scene, person, posts)


def _appointed(scene: Scene, person: Located, posts: list[Located]) -> Iterator[Fact]:
    """李明任市司法局局长: the post after a verb of office."""
    for post in posts:
        if post.span.start > person.span.end and _INTO_OFFICE.fullmatch(
            scene.text, person.span.end, post.span.start
        ):
            evidence = Span(person.span.start, post.span.end)
            yield person.id, "holdsPost", post.id, evidence, "post.appointed"


def _adjoins(scene: Scene, post: Located, end: int) -> bool:
    between = scene.text[post.span.end : end]
    return (
        len(between) <= 16
        and not re.search("[。；;]", between)
        and not any(p.cls == "Person" and post.span.end <= p.span.start < end for p in scene.located)
    )


def _chained_places(scene: Scene) -> Iterator[Fact]:
    """盱眙县旧铺镇: a place that follows another directly lies in it."""
    places = [p for p in scene.located if p.cls == "Division"]
    for left, right in itertools.pairwise(places):
        if left.span.end == right.span.start and _lower(scene, left, right):
            yield right.id, "partOf", left.id, Span(left.span.start, right.span.end), "place.chained"


def _lower(scene: Scene, left: Located, right: Located) -> bool:
    """Tell whether a place lies in another; one without 市, 县 or 区 in its name must lie in it directly."""
    parent, code = scene.entities[right.id].attr("parent"), scene.entities[left.id].attr("code")
    if parent is None or code is None:
        return False
    full = scene.text[right.span.end - 1] in "省市州盟县区旗镇乡道"
    return parent == code or (full and parent.startswith(code.rstrip("0")))


def _listed_places(scene: Scene) -> Iterator[Fact]:
    """各辖区中，金湖县、淮安区…: places listed as parts of the report's own."""
    for cue in _UNDER.finditer(scene.text, scene.passage.span.start, scene.passage.span.end):
        found = candidates(scene, Span(cue.start(), scene.passage.span.end), frozenset({"Division"}))
        if not found or found[0].span.start - cue.end() > 2 or scene.place is None:
            continue
        listed = group(scene, found, found[0])
        evidence = Span(cue.start(), listed[-1].span.end)
        yield from (
            (p.id, "partOf", scene.place, evidence, "place.listed") for p in listed if p.id != scene.place
        )


def _parts(scene: Scene) -> Iterator[Fact]:
    """市政府法制办: a body whose name begins with another body is part of it."""
    for body in (p for p in scene.located if p.cls == "Agency"):
        parent = scene.bodies.get(scene.entities[body.id].attr("parent") or "")
        told = scene.text[body.span.start] not in "我本该"
        if parent and parent != body.id and told:
            yield body.id, "partOf", parent, body.span, "body.parts"


def _systems(scene: Scene) -> Iterator[Fact]:
    """涟水县国土局“慧眼守土”视频监控系统: a system named right after a body is run by it."""
    for system in (p for p in scene.located if p.cls == "System"):
        owner = next((p for p in scene.located if p.cls == "Agency" and _owns(p, system)), None)
        if owner:
            evidence = Span(owner.span.start, system.span.end)
            yield owner.id, "operates", system.id, evidence, "system.of-body"


def _owns(body: Located, system: Located) -> bool:
    inside = body.span.start == system.span.start and body.span.end < system.span.end
    return body.span.end == system.span.start or inside


def _titled(scene: Scene) -> Iterator[Fact]:
    """党中央、国务院《法治政府建设实施纲要》: the bodies right before a title issued it, unless it is sent to them."""
    bodies = {p.span.end: p for p in scene.located if p.cls == "Agency"}
    for text in (p for p in scene.located if p.cls == "Policy"):
        body = bodies.get(text.span.start - 1)
        if body is None or scene.text[text.span.start - 1] != "《":
            continue
        clause = scene.passage.clause_at(body.span.start)
        listed = group(scene, candidates(scene, clause, {"Agency"}), body)
        if not _ADDRESSED.search(scene.text, clause.start, listed[0].span.start):
            evidence = Span(listed[0].span.start, text.span.end)
            yield from ((p.id, "issued", text.id, evidence, "issued.titled") for p in listed)


_ADDRESSED = re.compile("(?:向|报|给|致|送|呈|提交|报送|对照|关于)$")


def _pilots(scene: Scene) -> Iterator[Fact]:
    """开展…试点工作，A、B等试点单位: places and bodies named as pilots try the last reform that was named."""
    for cue in _PILOT.finditer(scene.text, scene.passage.span.start, scene.passage.span.end):
        found = candidates(
            scene,
            Span(scene.passage.span.start, max(cue.start(), scene.passage.span.start + 1)),
            frozenset({"Agency", "Division"}),
        )
        if not found or not _BECOME.fullmatch(scene.text, found[-1].span.end, cue.start()):
            continue
        reform = _last_reform(scene, found[0].span.start, found[-1].span.end)
        listed = group(scene, found, found[-1])
        if reform:
            evidence = Span(listed[0].span.start, cue.end())
            yield from ((p.id, "piloted", reform, evidence, "pilot.listed") for p in listed)


_BECOME = re.compile(
    "(?:(?:等地|等)?(?:先后|分别|成功|被)*(?:列为|列入|确定为|选为|作为|成为|入选|获批)(?:国家级?|全国|全省|全市|全县|全区|省级|市级|首批|第[一二三四五]批)*)?"
)


def _tried_in(scene: Scene) -> Iterator[Fact]:
    """在A、B开展…试点: the places after 在 try the reform that the clause names as a pilot."""
    for cue in _IN_PLACES.finditer(scene.text, scene.passage.span.start, scene.passage.span.end):
        clause = scene.passage.clause_at(cue.start())
        found = candidates(scene, Span(cue.start(), clause.end), frozenset({"Agency", "Division"}))
        reforms = [
            p
            for p in scene.within(Span(cue.end(), clause.end), ("Reform",))
            if "试点" in scene.text[cue.end() : p.span.end]
        ]
        if found and reforms and found[0].span.start == cue.end():
            yield from (
                (p.id, "piloted", reforms[0].id, clause, "pilot.in-places")
                for p in group(scene, found, found[0])
            )


_IN_PLACES = re.compile(
    "(?:在|选择|确定)(?=[^，,。；;]{2,40}试点(?:推行|推广|开展|实施|运行|探索))|(?:在|选择|确定)(?=[^，,。；;]{2,40}(?:开展|先行|启动|推进|进行|实施)[^，,。；;]{0,24}试点)"
)


def _last_reform(scene: Scene, listed: int, end: int) -> str | None:
    """Give the last reform named before, in the clause of the list or the one before it."""
    clauses = [c for c in scene.passage.clauses if c.start <= listed]
    start = clauses[-2:][0].start if clauses else listed
    named = [p.id for p in scene.located if p.cls == "Reform" and start <= p.span.start and p.span.end <= end]
    return named[-1] if named else None


def _chosen(scene: Scene) -> Iterator[Fact]:
    """襄城区被列为营商环境改革试点: places and bodies before the verb try the reform that stands before 试点."""
    who: list[str] = []
    end = scene.passage.span.start
    for reform in (p for p in scene.located if p.cls == "Reform"):
        clause = scene.passage.clause_at(reform.span.start)
        if not (who and _NEXT_PILOT.fullmatch(scene.text, end, reform.span.start)):
            who = _who_try(scene, reform, clause)
        yield from ((subject, "piloted", reform.id, clause, "pilot.chosen") for subject in who)
        end = reform.span.end


def _who_try(scene: Scene, reform: Located, clause: Span) -> list[str]:
    """Give who was chosen to try a reform: before the verb in its clause, else at the head of a clause before."""
    verb = _AS_PILOT.search(scene.text, clause.start, reform.span.start)
    tried = "试点" in scene.text[reform.span.start : min(reform.span.end + 6, clause.end)]
    if not verb or not tried or (verb["begun"] and verb["front"]):
        return []
    if verb.start() == clause.start:
        return [] if verb["begun"] else before_clause(scene, clause, {"Agency", "Division"})
    # a body that starts a pilot launches it; a place below the report's own tries it
    able = {"Division"} if verb["begun"] else {"Agency", "Division"}
    gap = up_to_passive(scene, clause, Span(*verb.span()))
    found = candidates(scene, gap, frozenset(able)) if gap else []
    if not gap or not found or (verb["begun"] and any(p.id == scene.place for p in found)):
        return []
    if not _PILOTS_END.fullmatch(scene.text, found[-1].span.end, gap.end):
        return []
    return [p.id for p in group(scene, found, found[-1])]


_NEXT_PILOT = re.compile("(?:试点)?(?:单位|地区|城市|[省市县区镇村])[、和](?:国家级?|全国|全省|省级|市级)?")
_AS_PILOT = re.compile(
    "(?:(?P<begun>(?:先行|率先|探索|积极|深入|组织)?(?:开展|启动|实施))|作为|被?(?:列为|列入|确定为|确定|选为|纳入|定为|省.{0,6}列为)|入选|获批|成为|承担|申报|获评)(?:了|为)?(?:国家|全国|全省|全市|省级?|市级?|首批|第[一二三四五]批|“|的|开展)*(?P<front>(?![、，与和])[\u4e00-\u9fff]{2,6})?$"
)
_PILOTS_END = re.compile(
    "(?:等)?(?:\\d+|[一二三四五六七八九十]+)?个?(?:单位|地区|部门|县区?|区|镇|街道)?(?:成功|分别|均|先后|被|积极|率先|已|也)*"
)
_INTO_OFFICE = re.compile(
    "(?:同志)?(?:被)?(?:任命|选举|聘任|推选)?(?:为|任|担任|兼任|出任|接任|当选为?|任职)(?:新任)?"
)
