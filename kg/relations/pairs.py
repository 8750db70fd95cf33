"""Pairs of who and what around a verb, with the clauses that state them."""

from collections.abc import Iterable, Iterator

from kg.model import Located, Span
from kg.relations.scene import Scene

Pair = tuple[str, str, Span]


def pairs(scene: Scene, subjects_: list[str], found: list[Located], verb: Span) -> Iterator[Pair]:
    """Give who did it with each thing named."""
    for subject, target in _matched(scene, subjects_, found, verb):
        if subject != target.id:
            yield subject, target.id, _evidence(scene, verb, target)


def _matched(
    scene: Scene, subjects_: list[str], found: list[Located], verb: Span
) -> Iterable[tuple[str, Located]]:
    """Give who goes with what: each with each, but one by one after 分别 where there are as many of both."""
    each = len(subjects_) == len(found) > 1 and "分别" in scene.text[verb.start - 8 : verb.end]
    if each:
        return zip(subjects_, found, strict=True)
    return ((subject, target) for target in found for subject in subjects_)


def _evidence(scene: Scene, verb: Span, target: Located) -> Span:
    """Give the clauses from the verb's to the object's."""
    first, last = scene.passage.clause_at(verb.start), scene.passage.clause_at(target.span.start)
    return Span(min(first.start, last.start), max(first.end, last.end))
