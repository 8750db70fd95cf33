"""Mentions to entities: short forms to full names, one node per thing, unsure ones left open and recorded."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.gazetteer import Gazetteer
from kg.matcher import Matches, Mention
from kg.model import Document, Entity, Located, Unresolved
from kg.resolve.names import settle_names
from kg.resolve.registry import Registry, located
from kg.resolve.resolver import Resolver
from kg.rulebook import Rulebook

__all__ = ["Resolution", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities of a document, every place where one is named, and the mentions left open."""

    entities: tuple[Entity, ...]
    located: tuple[Located, ...]
    unresolved: tuple[Unresolved, ...]


def resolve(
    document: Document, matches: Iterable[Matches], rulebook: Rulebook, gazetteer: Gazetteer
) -> Resolution:
    """Resolve the mentions of a document from its own place, level and year."""
    registry = Registry()
    resolver = Resolver(document, rulebook, gazetteer, registry)
    for match in matches:
        resolver.sentence(_ordered(match.mentions))
    resolver.own()
    settle_names(registry, document, resolver.own_name)
    entities = registry.entities()
    return Resolution(entities, located(entities), tuple(resolver.unresolved))


def _ordered(mentions: Iterable[Mention]) -> list[Mention]:
    """Give a place or body before what it owns, so that the owner is known: 市政府 before 市政府门户网站."""
    return sorted(mentions, key=lambda m: (m.span.start, m.span.end, m.cls))
