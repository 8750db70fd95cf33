"""Entities to typed edges: rules pair the ontology's trigger words with the structures of Chinese prose."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from kg.matcher.base import verb_in
from kg.model import Document, Entity, Located, Span, Statement
from kg.relations import standing
from kg.relations.findings import find_findings
from kg.relations.pairs import Pair
from kg.relations.scene import Scene, scenes
from kg.relations.structures import STRUCTURES, Structure
from kg.rulebook import Relation, Rule, Rulebook
from kg.segment import Passage
from kg.status import of_clause

__all__ = ["find", "find_findings"]

_QUOTES = re.compile("》(?:中|明确|首次)?(?:提出|规定|要求|指出|强调|明确)(?:的|了|要|[:：])?$")
_LONGEST_QUOTING = 6


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
    # one step for all sentences before the next: see `matcher.match`
    named = [s for s in scenes(document, passages, located, entities, rulebook) if s.located]
    said = [told for scene in named for told in _by_verbs(scene)]
    worded = [(scene, fact) for scene in named for fact in standing.find(scene)]
    for statement in (*_stated(said, ahead), *_worded(worded, ahead)):
        key = (statement.subject, statement.predicate, statement.object, statement.evidence)
        found.setdefault(key, statement)
    return tuple(sorted(found.values(), key=lambda s: (s.evidence, s.subject, s.predicate, s.object)))


class _Cue(NamedTuple):
    """A rule with what it stands for: the structure that finds its pairs, the relation with its classes."""

    rule: Rule
    relation: Relation
    structure: Structure


_Told = tuple[Scene, _Cue, Span, list[Pair]]
"""What a verb of a sentence says: pairs of subject and object with their evidence."""


def _verbs(rulebook: Rulebook) -> Mapping[str, tuple[_Cue, ...]]:
    """Index the relation rules by the words that trigger them."""
    index: dict[str, list[_Cue]] = {}
    for rule in rulebook.rules_of("Relation"):
        relation = rulebook.relations[rule.body["relation"]]
        for verb in rule.body.get("verbs") or relation.triggers:
            index.setdefault(verb, []).append(_Cue(rule, relation, STRUCTURES[rule.body["structure"]]))
    adverbs = rulebook.words["relation_adverbs"]
    return {
        verb: (*cues, *(_of_bare_verb(verb, index) if verb[:2] in adverbs else ()))
        for verb, cues in index.items()
    }


def _of_bare_verb(verb: str, index: Mapping[str, Sequence[_Cue]]) -> Iterator[_Cue]:
    """Give the cues that a verb with an adverb before it has from the verb alone: 积极|开展, 扎实|推进."""
    own = {cue.rule.id for cue in index[verb]}
    yield from (cue for cue in index.get(verb[2:], ()) if cue.rule.id not in own)


def _by_verbs(scene: Scene) -> Iterator[_Told]:
    if not scene.classes:
        return
    cues = scene.rulebook.compiled("relation verbs", _verbs)
    told = tuple(scene.passage.told(scene.rulebook.told("relation words", _verb)))
    classes = scene.classes
    for token, word in compress(zip(scene.tokens, told, strict=True), told):
        # every structure names the object: what no name of the sentence can be the object of is passed over
        fitting = [cue for cue in cues[word] if not classes.isdisjoint(cue.relation.ranges)]
        if fitting and not _inside_name(scene, token.start):
            verb = Span(token.start, token.end)
            for cue in fitting:
                if pairs := _pairs(scene, cue, verb):
                    yield scene, cue, verb, pairs


def _verb(word: str, rulebook: Rulebook) -> str:
    """Give the trigger that a word is or ends in, or nothing."""
    return verb_in(word, rulebook.compiled("relation verbs", _verbs).keys(), rulebook) or ""


def _inside_name(scene: Scene, offset: int) -> bool:
    cover = scene.covering(offset)
    return (cover is not None and cover.cls not in ("Division",)) or _cited(scene, offset)


def _cited(scene: Scene, offset: int) -> bool:
    """Tell words that another document is quoted for: 《纲要》提出“实行|报告制度”."""
    quote = scene.passage.bracket_at(offset, "“")
    if quote is None:
        return False
    start, end = max(0, quote.outer.start - _LONGEST_QUOTING), quote.outer.start
    return _QUOTES.search(scene.text, start, end) is not None


def _pairs(scene: Scene, cue: _Cue, verb: Span) -> list[Pair]:
    relation = cue.relation
    return [
        (subject, target, evidence)
        for subject, target, evidence in cue.structure(scene, cue.rule, relation, verb)
        if _fits(subject, relation.domains)
        and _fits(target, relation.ranges)
        and not (relation.local == "launched" and _is_the_theme(scene, target))
    ]


def _is_the_theme(scene: Scene, target: str) -> bool:
    """Tell whether a reform is what the whole report is about, which every report says it pushes on: 法治政府建设."""
    return scene.entities[target].name in (scene.document.title or "")


def _fits(entity_id: str, classes: Iterable[str]) -> bool:
    return entity_id.partition("/")[0] in classes


def _stated(told: Iterable[_Told], ahead: frozenset[int]) -> Iterator[Statement]:
    """Give what verbs say with its status."""
    for scene, cue, verb, pairs in told:
        planned = scene.passage.sentence.index in ahead
        status = of_clause(scene.document, scene.passage, verb, scene.rulebook, planned=planned)
        for subject, target, evidence in pairs:
            yield Statement(subject, cue.relation.local, target, evidence, status, cue.rule.id)


def _worded(facts: Iterable[tuple[Scene, standing.Fact]], ahead: frozenset[int]) -> Iterator[Statement]:
    """Give what stands in the wording with its status."""
    for scene, (subject, predicate, target, evidence, rule) in facts:
        planned = scene.passage.sentence.index in ahead and predicate in ("piloted", "operates")
        status = of_clause(scene.document, scene.passage, evidence, scene.rulebook, planned=planned)
        yield Statement(subject, predicate, target, evidence, status, rule)
