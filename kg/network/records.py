"""What nodes, edges and the network itself carry: sources, passages, figures, remarks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A report that fed the network; `size` counts its characters."""

    key: str
    title: str
    issuer: str | None
    place: str | None
    year: int | None
    date: str | None
    source: str
    size: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence that holds a fact.

    `start` is its offset in the report's text.  `clause` and `marks` are offsets in `sentence`; the third member
    of a mark is its role: subject, object, figure or entity.
    """

    report: str
    section: str
    sentence: str
    start: int
    clause: tuple[int, int]
    marks: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an entity: `value` in plain decimal digits, `text` as printed."""

    indicator: str
    value: str
    unit: str
    qualifier: str
    kind: str
    period: str
    status: str
    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem that a report admits or a plan that it makes."""

    cls: str
    passage: Passage
