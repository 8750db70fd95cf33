"""Entities to typed edges: rules pair the ontology's trigger words with the structures of Chinese prose."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress

from kg.matcher.base import verb_in
from kg.model import Document, Entity, Located, Span, Statement
from kg.relations import standing
from kg.relations.findings import find_findings
from kg.relations.scene import Scene, scenes
from kg.relations.structures import STRUCTURES
from kg.rulebook import Rule, Rulebook
from kg.segment import Passage
from kg.status import of_clause

__all__ = ["find", "find_findings"]


def find(
    document: Document,
    passages: Sequence[Passage],
    ahead: frozenset[int],
    located: tuple[Located, ...],
    entities: Mapping[str, Entity],
    rulebook: Rulebook,
) -> tuple[Statement, ...]:
    """Find the relations that a report states, in text order, each once per place where it is stated.

    `ahead` gives the indexes of the sentences that look ahead.
    """
    found: dict[tuple[str, str, str, Span], Statement] = {}
    for scene in scenes(document, passages, located, entities, rulebook):
        if not scene.located:
            continue
        future = scene.passage.sentence.index in ahead
        for statement in (*_by_verbs(scene, future), *_by_wording(scene, future)):
            key = (statement.subject, statement.predicate, statement.object, statement.evidence)
            found.setdefault(key, statement)
    return tuple(sorted(found.values(), key=lambda s: (s.evidence, s.subject, s.predicate, s.object)))


def _verbs(rulebook: Rulebook) -> Mapping[str, tuple[Rule, ...]]:
    """Index the relation rules by the words that trigger them."""
    index: dict[str, list[Rule]] = {}
    for rule in rulebook.rules_of("Relation"):
        for verb in rule.body.get("verbs") or rulebook.relations[rule.body["relation"]].triggers:
            index.setdefault(verb, []).append(rule)
    return {verb: tuple(rules) for verb, rules in index.items()}


def _by_verbs(scene: Scene, future: bool) -> Iterator[Statement]:
    rules = scene.rulebook.compiled("relation verbs", _verbs)
    verbs = scene.rulebook.told("relation words", _verb)
    told = tuple(scene.passage.told(verbs))
    for token, word in compress(zip(scene.tokens, told, strict=True), told):
        fitting = [rule for rule in rules[word] if _may_have_object(scene, rule)]
        if fitting and not _inside_name(scene, token.start):
            verb = Span(token.start, token.end)
            for rule in fitting:
                yield from _apply(scene, rule, verb, future)


def _may_have_object(scene: Scene, rule: Rule) -> bool:
    """Tell whether the sentence names anything that can be the object of a rule's relation: every structure names it."""
    return not scene.classes.isdisjoint(scene.rulebook.relations[rule.body["relation"]].ranges)


def _verb(word: str, rulebook: Rulebook) -> str:
    """Give the trigger that a word is or ends in, or nothing."""
    return verb_in(word, rulebook.compiled("relation verbs", _verbs).keys(), rulebook) or ""


def _inside_name(scene: Scene, offset: int) -> bool:
    cover = scene.covering(offset)
    return cover is not None and cover.cls not in ("Division",)


def _apply(scene: Scene, rule: Rule, verb: Span, future: bool) -> Iterator[Statement]:
    relation = scene.rulebook.relations[rule.body["relation"]]
    found = [
        (subject, target, evidence)
        for subject, target, evidence in STRUCTURES[rule.body["structure"]](scene, rule, relation, verb)
        if _fits(subject, relation.domains)
        and _fits(target, relation.ranges)
        and not (relation.local == "launched" and _is_the_theme(scene, target))
    ]
    if found:
        status = of_clause(scene.document, scene.passage, verb, scene.rulebook, planned=future)
        yield from (Statement(s, relation.local, o, evidence, status, rule.id) for s, o, evidence in found)


def _is_the_theme(scene: Scene, target: str) -> bool:
    """Tell whether a reform is what the whole report is about, which every report says it pushes on: 法治政府建设."""
    return scene.entities[target].name in (scene.document.title or "")


def _fits(entity_id: str, classes: Iterable[str]) -> bool:
    return entity_id.partition("/")[0] in classes


def _by_wording(scene: Scene, future: bool) -> Iterator[Statement]:
    for subject, predicate, target, evidence, rule in standing.find(scene):
        ahead = future and predicate in ("piloted", "operates")
        status = of_clause(scene.document, scene.passage, evidence, scene.rulebook, planned=ahead)
        yield Statement(subject, predicate, target, evidence, status, rule)
