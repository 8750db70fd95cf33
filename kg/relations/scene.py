"""What the relation rules look at: one sentence with its tokens, clauses and the entities named in it."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.matcher.area import own_place
from kg.model import Document, Entity, Located, Span
from kg.rulebook import Rulebook
from kg.segment import Passage, Token


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence; `located` holds the places of entities in it, outermost first at each offset."""

    document: Document
    passage: Passage
    located: tuple[Located, ...]
    entities: Mapping[str, Entity]
    rulebook: Rulebook
    issuer: str | None
    place: str | None
    bodies: Mapping[str, str]
    text: str
    tokens: tuple[Token, ...]
    classes: frozenset[str]

    @property
    def verbs(self) -> frozenset[str]:
        """Give the words that trigger any relation."""
        return self.rulebook.compiled("scene verbs", _verbs)

    def words(self, name: str) -> frozenset[str]:
        """Give a word list of the relations, `kg/lexicon/relation_*.txt`."""
        return self.rulebook.words[f"relation_{name}"]

    def within(self, span: Span, classes: Iterable[str]) -> list[Located]:
        """Give the entities of some classes named inside a span."""
        wanted = self.classes.intersection(classes)
        if not wanted:
            return []
        start, end = span
        return [p for p in self.located if start <= p.span[0] and p.span[1] <= end and p.cls in wanted]

    def before(self, verb: Span) -> Span | None:
        """Give what stands before a word in its clause; nothing when it opens it."""
        start = self.passage.clause_at(verb.start).start
        return Span(start, verb.start) if start < verb.start else None

    def covering(self, offset: int) -> Located | None:
        """Give the outermost entity name over an offset."""
        for place in self.located:
            start, end = place.span
            if start <= offset < end:
                return place
        return None

    def nested(self, place: Located, classes: frozenset[str]) -> bool:
        """Tell whether a name lies inside a longer name of one of the classes."""
        start, end = span = place.span
        for other in self.located:
            low, high = other.span
            if low <= start and end <= high and other.cls in classes and other.span != span:
                return True
        return False

    def bare(self, span: Span) -> list[Token]:
        """Give the tokens of a span that no entity name covers."""
        return [t for t in self.passage.between(*span) if self.covering(t.start) is None]

    def bracket(self, offset: int) -> Span | None:
        """Give the round brackets around an offset."""
        bracket = self.passage.bracket_at(offset, "（(")
        return bracket.outer if bracket else None

    def aside(self, offset: int, span: Span) -> bool:
        """Tell whether an offset lies in brackets that a span does not stand in."""
        bracket = self.bracket(offset)
        return bracket is not None and not bracket.covers(span)


def _verbs(rulebook: Rulebook) -> frozenset[str]:
    words = {w for r in rulebook.relations.values() for w in r.triggers if len(w) > 1}
    return frozenset(words) - rulebook.words["nominal_triggers"]


def scenes(
    document: Document,
    passages: Iterable[Passage],
    located: tuple[Located, ...],
    entities: Mapping[str, Entity],
    rulebook: Rulebook,
) -> Iterable[Scene]:
    """Give the sentences of a document one by one with the entities named in them."""
    starts = [p.span.start for p in located]
    issuer, place = own(document, entities)
    bodies = {e.name: e.id for e in entities.values() if e.cls == "Agency"}
    for passage in passages:
        low = bisect_left(starts, passage.span.start)
        high = bisect_left(starts, passage.span.end)
        here = tuple([p for p in located[low:high] if passage.span.covers(p.span)])
        shared = (entities, rulebook, issuer, place, bodies, document.text)
        yield Scene(document, passage, here, *shared, passage.tokens, frozenset([p.cls for p in here]))


def own(document: Document, entities: Mapping[str, Entity]) -> tuple[str | None, str | None]:
    """Give the ids of the report's issuer and place among the entities."""
    issuer = next((e.id for e in entities.values() if e.cls == "Agency" and e.name == document.issuer), None)
    return issuer, own_place(document, entities)
