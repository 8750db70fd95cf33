"""What several tables and reports look up in one extraction: sentences, names, IRIs."""

from dataclasses import dataclass
from functools import cached_property

from kg import namespaces
from kg.config import DEFAULT_BASE
from kg.graph import Sentences
from kg.model import Entity, Extraction, Span


@dataclass(frozen=True)
class Text:
    """One extraction with its look-ups."""

    extraction: Extraction
    base: str = DEFAULT_BASE

    @property
    def iri(self) -> str:
        """Give the report's IRI."""
        return namespaces.report(self.base, self.extraction.document.key)

    @property
    def year(self) -> str:
        """Give the year reported on, or nothing."""
        return str(self.extraction.document.year or "")

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Give the entities by id."""
        return {entity.id: entity for entity in self.extraction.entities}

    @cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self.extraction.sentences)

    def of(self, span: Span) -> str:
        """Give the characters of a span on one line."""
        return " ".join(span.of(self.extraction.document.text).split())

    def sentence(self, span: Span) -> str:
        """Give the sentence in which a span begins, on one line; the span itself outside of any."""
        sentence = self._sentences.at(span)
        return self.of(sentence.span if sentence else span)

    def name(self, entity_id: str | None) -> str:
        """Give the name of an entity; the key of one that is not listed, nothing for none."""
        if entity_id is None:
            return ""
        entity = self.entities.get(entity_id)
        return entity.name if entity else entity_id.partition("/")[2]

    def entity_iri(self, entity_id: str | None) -> str:
        """Give the IRI of an entity, or nothing for none."""
        return namespaces.entity(self.base, entity_id) if entity_id else ""
