"""One report on its way into RDF: the names of its parts, and the spans that its facts cite."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import NamedNode

from kg import namespaces
from kg.model import Entity, Extraction, Sentence, Span


@dataclass
class Scene:
    """One extraction with what its facts point to; `cited` collects the spans that need a description."""

    extraction: Extraction
    base: str
    cited: set[Span] = field(default_factory=set)

    @cached_property
    def iri(self) -> str:
        """Give the IRI of the report."""
        return namespaces.report(self.base, self.extraction.document.key)

    @cached_property
    def report(self) -> NamedNode:
        """Give the node of the report."""
        return NamedNode(self.iri)

    @cached_property
    def issuer(self) -> Entity | None:
        """Give the agency that the report is by, if the text names it."""
        name = self.extraction.document.issuer
        agencies = (e for e in self.extraction.entities if e.cls == "Agency" and name is not None)
        return next((e for e in agencies if e.name == name), None)

    @cached_property
    def sentences(self) -> "Sentences":
        """Give the sentences of the report, found by place."""
        return Sentences(self.extraction.sentences)

    def part(self, kind: str, local: str) -> NamedNode:
        """Give the node of a part of the report: a section, an observation, a statement."""
        return NamedNode(namespaces.part(self.iri, kind, local))

    def entity(self, entity_id: str) -> NamedNode:
        """Give the node of an entity."""
        return NamedNode(namespaces.entity(self.base, entity_id))

    def span(self, where: Span) -> NamedNode:
        """Give the node of a span without asking for its description."""
        return NamedNode(namespaces.span(self.iri, where))

    def cite(self, where: Span) -> NamedNode:
        """Give the node of a span and see to it that it is described."""
        self.cited.add(where)
        return self.span(where)


class Sentences:
    """The sentences of a text, found by place."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._starts = [sentence.span.start for sentence in sentences]

    def at(self, where: Span) -> Sentence | None:
        """Give the sentence in which a span begins."""
        number = bisect_right(self._starts, where.start) - 1
        sentence = self._sentences[number] if number >= 0 else None
        return sentence if sentence is not None and where.start < sentence.span.end else None


def numbered(spans: Iterable[Span]) -> Iterator[str]:
    """Give a local name for each place, with a number that tells those of the same place apart.

    >>> list(numbered([Span(2, 5), Span(7, 9), Span(2, 5)]))
    ['2-5-1', '7-9-1', '2-5-2']
    """
    numbers: Counter[Span] = Counter()
    for where in spans:
        numbers[where] += 1
        yield f"{where.start}-{where.end}-{numbers[where]}"
