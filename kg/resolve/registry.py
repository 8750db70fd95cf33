"""Collect mentions under the thing they mean; one record per thing, all surface forms kept."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kg.model import Entity, Located, Span

_FOLDED = re.compile("[\\s“”\"'‘’《》<>〈〉「」()（）,，、·]")


@lru_cache(1 << 10)  # the names of one report are compared several times each
def fold(name: str) -> str:
    """Fold width, quotes and brackets away, for comparing names.

    >>> fold("“放管服” 改革")
    '放管服改革'
    """
    return _FOLDED.sub("", unicodedata.normalize("NFKC", name))


@dataclass(slots=True)
class Record:
    """One thing while it is being collected; `name` may still be improved, `key` goes into the IRI."""

    cls: str
    name: str
    key: str
    places: list[tuple[Span, str]] = field(default_factory=list)
    attrs: dict[str, str] = field(default_factory=dict)
    extra: set[str] = field(default_factory=set)
    fuller: bool = False

    @property
    def id(self) -> str:
        """Give `class/key`."""
        return f"{self.cls}/{self.key}"

    def surfaces(self) -> list[str]:
        """Give the surface forms in the order of their first place."""
        return list(dict.fromkeys(surface for _, surface in sorted(self.places)))

    def entity(self) -> Entity:
        """Freeze the record."""
        places = sorted(self.places)
        aliases = dict.fromkeys([*(surface for _, surface in places), *sorted(self.extra)])
        aliases.pop(self.name, None)
        spans = tuple(dict.fromkeys(span for span, _ in places))
        return Entity(self.cls, self.key, self.name, tuple(aliases), spans, tuple(sorted(self.attrs.items())))


class Registry:
    """Records by class and key, in the order of their first mention."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], Record] = {}

    def add(self, cls: str, key: str, name: str, span: Span, surface: str, **attrs: str | None) -> Record:
        """Add a place to the record of a key; make the record if it is new."""
        record = self._records.get((cls, key))
        if record is None:
            record = self._records[(cls, key)] = Record(cls, name, key)
        record.places.append((span, surface))
        for attr, value in attrs.items():
            if value is not None:
                record.attrs.setdefault(attr, value)
        return record

    def get(self, cls: str, key: str) -> Record | None:
        """Give a record by class and key."""
        return self._records.get((cls, key))

    def of(self, *classes: str) -> list[Record]:
        """Give the records of some classes."""
        return [r for r in self._records.values() if r.cls in classes]

    def merge(self, kept: Record, other: Record) -> None:
        """Move everything of one record to another of its class."""
        kept.places += other.places
        kept.extra |= other.extra
        for attr, value in other.attrs.items():
            kept.attrs.setdefault(attr, value)
        del self._records[(other.cls, other.key)]

    def rekey(self, record: Record, key: str) -> None:
        """Give a record another key; merge with the record that has it already."""
        taken = self._records.get((record.cls, key))
        if taken is not None and taken is not record:
            self.merge(taken, record)
            return
        del self._records[(record.cls, record.key)]
        record.key = key
        self._records[(record.cls, key)] = record

    def drop(self, record: Record) -> None:
        """Forget a record."""
        del self._records[(record.cls, record.key)]

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def entities(self) -> tuple[Entity, ...]:
        """Freeze all records, ordered by first mention, then class and key."""
        return tuple(sorted((r.entity() for r in self), key=lambda e: (e.spans[0], e.cls, e.key)))


def located(entities: Iterable[Entity]) -> tuple[Located, ...]:
    """List every place of every entity in text order, outer before inner."""
    places = [Located(span, e.id) for e in entities for span in e.spans]
    return tuple(sorted(places, key=lambda p: (p.span.start, -p.span.end, p.id)))
