"""Who receives an honour or takes part: named in the verb's clause, at the head of one before, or the report's own."""

import re
from collections.abc import Iterable

from kg.matcher.base import verb_in
from kg.model import Located, Span
from kg.relations.agents import candidates, default, group
from kg.relations.scene import Scene
from kg.rulebook import Relation

_AT = "(?:在[^，,。；;]{2,40}?(?:(?:活动|比武|竞赛)*[中上]|活动|比武|竞赛))?"
_OCCASION = re.compile(_AT)
_REPEATED = re.compile(
    f"(?:[（(][^（）()]*[）)])?{_AT}(?:已|再次|又|首次|再度|成功)?(?:连续|先后|累计)?(?:[\\d一二三四五六七八九十两多]+(?:年|届|次))?"
)

_WHEN = re.compile("(?:20\\d\\d年度?|\\d{1,2}月|连续|多年|[\\d一二两三四五六七八九十]+[年届次])")


def receivers(scene: Scene, verb: Span, relation: Relation) -> list[str]:
    """Give who stands before a verb of receiving: in its clause, else at the head of one before, else the report's own."""
    clause = scene.passage.clause_at(verb.start)
    gap = up_to_passive(scene, clause, verb)
    named = [p for p in candidates(scene, gap, relation.domains) if _receives(scene, p)] if gap else []
    within = scene.bracket(verb.start)
    named = [p for p in named if scene.bracket(p.span.start) == within] or named
    if titled := _titled(scene, verb):
        return titled
    if named:
        return _nearest_of(scene, named, verb)
    if gap and unnamed(scene, gap):
        return []
    return before_clause(scene, clause, relation.domains) or _own(scene, clause)


def up_to_passive(scene: Scene, clause: Span, verb: Span) -> Span | None:
    """Give what stands before a verb in its clause, without 被 and those who confer: 被司法部、民政部联合|评为."""
    end = verb.start
    for body in candidates(scene, Span(clause.start, end), {"Agency"}) if clause.start < end else ():
        if conferring(scene, body):
            end = min(end, body.span.start)
    return Span(clause.start, end) if clause.start < end else None


def _receives(scene: Scene, place: Located) -> bool:
    return place.span.of(scene.text)[0] not in "全本" and not conferring(scene, place)


def _nearest_of(scene: Scene, named: list[Located], verb: Span) -> list[str]:
    """Give the last of the names in a clause, a thing or person before a body, unless it only begins a longer name."""
    anchor = ([p for p in named if p.cls in ("Reform", "System", "Person")] or named)[-1]
    repeated = _REPEATED.match(scene.text, anchor.span.end)
    start = repeated.end() if repeated else anchor.span.end
    gap = Span(start, verb.start) if start < verb.start else None
    if _part_of_more(scene, gap):
        return []
    return [p.id for p in group(scene, named, anchor)]


def _titled(scene: Scene, verb: Span) -> list[str]:
    """Give the reform or system that a quoted title before a verb is named after: “阳光信访网络时代的新路径”荣获."""
    bracket = scene.passage.bracket_at(verb.start - 1, "“《") if verb.start else None
    if bracket is None or bracket.outer.end != verb.start:
        return []
    title = bracket.inner.of(scene.text)
    names = {e.name.strip("“”"): e.id for e in scene.entities.values() if e.cls in ("Reform", "System")}
    found = [name for name in names if len(name) > 2 and title.startswith(name)]
    return [names[max(found, key=len)]] if found else []


def before_clause(scene: Scene, clause: Span, domains: Iterable[str]) -> list[str]:
    """Give who or what heads the nearest clause before, in the same sentence."""
    for earlier in reversed([c for c in scene.passage.clauses if c.end <= clause.start]):
        named = [p for p in candidates(scene, earlier, domains) if _receives(scene, p)]
        if named and not scene.bare(Span(earlier.start, max(named[0].span.start, earlier.start + 1))):
            return [p.id for p in group(scene, named, named[0])]
        if named and named[0].span.start == earlier.start:
            return [p.id for p in group(scene, named, named[0])]
    return []


def _own(scene: Scene, clause: Span) -> list[str]:
    """Give the report's own place, or its body where that is no government, for a sentence that begins with a verb."""
    if clause.start != scene.passage.clauses[0].start and not _elided(scene, clause):
        return []
    governs = scene.issuer is None or scene.entities[scene.issuer].name.endswith("人民政府")
    return default(scene, frozenset({"Division"} if governs else {"Agency"}))


def _elided(scene: Scene, clause: Span) -> bool:
    """Tell whether all clauses before leave out who does it: 推进“五清工程”，|获评…试点区."""
    tokens = scene.passage.tokens
    first = (
        tokens[scene.passage.token_at(c.start)].text for c in scene.passage.clauses if c.end <= clause.start
    )
    return all(verb_in(word, scene.verbs, scene.rulebook) for word in first)


def _part_of_more(scene: Scene, gap: Span | None) -> bool:
    """Tell whether a name only begins a longer one before the verb: 厦门|同安湾|入选."""
    if gap is None:
        return False
    rest = [t.text for t in scene.bare(gap) if t.text not in scene.words("between")]
    return any(t not in scene.words("listed") and not t.isnumeric() for t in rest) and rest[0] not in (
        "等",
        "，",
        ",",
        "、",
        "”",
    )


def unnamed(scene: Scene, gap: Span | None) -> bool:
    """Tell whether a subject stands before the verb that is no entity: 4户企业|获批."""
    occasion = _OCCASION.match(scene.text, gap.start, gap.end) if gap else None
    if gap is None or (occasion and occasion.end() == gap.end):
        return False
    gap = Span(occasion.end(), gap.end) if occasion else gap
    if not _WHEN.sub("", gap.of(scene.text)).strip("，, 并还又再次先后已被"):
        return False
    return any(
        t.text not in scene.words("between")
        and t.text not in scene.words("adverbs")
        and t.text not in "了也均都被还"
        for t in scene.bare(gap)
    )


def conferring(scene: Scene, place: Located) -> bool:
    """Tell whether a name, or those it is listed with, follows 被, 由 or 得到: it confers and does not receive."""
    clause = scene.passage.clause_at(place.span.start)
    first = group(scene, candidates(scene, clause, {"Agency"}), place)[0]
    return scene.text[max(0, first.span.start - 2) : first.span.start].endswith(
        ("被", "由", "得到", "受到", "获得", "经")
    )
