"""Frozen data that flows between the stages.

Offsets are Python characters of `Document.text`, end exclusive.  Nothing here knows RDF.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

_new = tuple.__new__


class Level(StrEnum):
    """Administrative level of a place or body; values are local names in `vocabularies/levels.ttl`."""

    NATION = "nation"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"


class Status(StrEnum):
    """How a fact is stated; values are local names in `vocabularies/statuses.ttl`."""

    DONE = "done"
    ONGOING = "ongoing"
    PLANNED = "planned"
    DENIED = "denied"


class NumeralUse(StrEnum):
    """What a numeral of the text turned out to be."""

    OBSERVATION = "observation"
    DATE = "date"
    NAME = "name"
    ORDINAL = "ordinal"
    UNREAD = "unread"


class _Offsets(NamedTuple):
    start: int
    end: int


class Span(_Offsets):
    """A stretch of the source text (a tuple: some thousands are made, compared and sorted in every report).

    >>> Span(0, 2).of("淮安市")
    '淮安'
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> "Span":
        """Raise ValueError for what holds no character."""
        if not 0 <= start < end:
            raise ValueError(f"not a span: {start}-{end}")
        return _new(cls, (start, end))

    def of(self, text: str) -> str:
        """Give the characters of the span."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Tell whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One report as read.

    `key` names it in IRIs (淮安市人民政府/2017/lawGovernmentReport); `place` is a division code of GB/T 2260;
    `source` a file name without folders; `kind` a local name in `vocabularies/report-kinds.ttl`;
    `notes` say what was not found.  `date` is ISO 8601.
    """

    key: str
    text: str
    source: str
    sha256: str
    media_type: str
    title: str
    title_span: Span | None
    issuer: str | None
    place: str | None
    level: Level | None
    year: int | None
    date: str | None
    number: str | None
    kind: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A headed section; `parent` is an index into the list of sections, `depth` starts at 1."""

    index: int
    number: str
    heading: Span
    span: Span
    depth: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (ends at 。！？；; or a line's end), trimmed; `section` and `paragraph` are indexes."""

    index: int
    span: Span
    section: int | None
    paragraph: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that the report names.

    `cls` is one of Agency Division Person Policy Reform System Honor Event Post.  `key` is unique in its class
    and goes into the IRI (with a place in front where the name alone would be ambiguous).  `attrs` holds pairs of
    attribute and value: agencyType, code, parent, level, policyType, number, policyStatus, postIn, place.
    """

    cls: str
    key: str
    name: str
    aliases: tuple[str, ...]
    spans: tuple[Span, ...]
    attrs: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Give `class/key`, the way other records refer to this one."""
        return f"{self.cls}/{self.key}"

    def attr(self, name: str) -> str | None:
        """Give the first value of an attribute."""
        return next((v for k, v in self.attrs if k == name), None)


class _Place(NamedTuple):
    span: Span
    id: str
    cls: str


class Located(_Place):
    """One place in the text where an entity (by `Entity.id`) is named; `cls` is the entity's class."""

    __slots__ = ()

    def __new__(cls, span: Span, id: str) -> "Located":
        """Take the class from the id."""
        return _new(cls, (span, id, id.partition("/")[0]))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral interpreted: `value` with 万/亿 multiplied out, percent as its number.

    `span` covers qualifier, numeral and unit.  `unit` is as a person would write it (元, 件, %, 个百分点).
    """

    span: Span
    value: Decimal
    unit: str
    qualifier: str
    kind: str
    direction: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of the report with what it measures.

    `about` is an `Entity.id`; `indicator` the phrase; `concept` the local name of a harmonised indicator
    in `vocabularies/indicators.ttl` when it surely fits; `period` is "2017" or "2016/2017"; `evidence` is the clause.
    """

    quantity: Quantity
    evidence: Span
    indicator: str
    indicator_span: Span | None
    concept: str | None
    about: str | None
    period: str | None
    status: Status
    rule: str
    denominator: str | None = None
    compared_with: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation between two entities (by `Entity.id`) with its evidence and the rule that found it."""

    subject: str
    predicate: str
    object: str
    evidence: Span
    status: Status
    rule: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that the report admits (`Problem`) or a plan that it makes (`Plan`), verbatim."""

    cls: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral of the text and what became of it."""

    span: Span
    use: NumeralUse
    reason: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A mention that could mean several things or nothing known."""

    span: Span
    cls: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document, each tuple in text order."""

    document: Document
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    observations: tuple[Observation, ...]
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]
    numerals: tuple[Numeral, ...]
    unresolved: tuple[Unresolved, ...] = ()
