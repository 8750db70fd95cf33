"""The page of an entity: facts by relation with their sentences, figures, timeline, where it is named."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from pyoxigraph import Store
from starlette.requests import Request

from kg.web import negotiate, pages
from kg.web.explorer import charts, figures, marks
from kg.web.explorer.charts import Chart
from kg.web.explorer.library import Entity, Figure, Library, Row, local, query, rows
from kg.web.explorer.marks import Mark
from kg.web.explorer.shown import Shown
from kg.web.words import Words

QUERIES = ("thing-facts", "thing-attributes", "thing-places", "thing-mentions")
PLACES = 40
"""Places at which a thing is named that its page shows."""
SHOWN = 60
"""Facts of one relation that the page shows at first; the rest is folded away."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its marks, and the report that it stands in."""

    href: str
    pieces: tuple[marks.Piece, ...]
    marks: tuple[Mark, ...]
    report: str
    year: str


@dataclass(frozen=True, slots=True)
class Told:
    """One fact, seen from the thing: the other end and every sentence that says so."""

    iri: str
    other: str
    href: str
    name: str
    cls: str
    status: str
    rule: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The facts of one relation in one direction."""

    relation: str
    name: str
    is_outgoing: bool
    facts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; `href` is empty for a value."""

    name: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Year:
    """What a year holds about the thing."""

    year: str
    facts: int
    figures: int


@dataclass(frozen=True, slots=True)
class View:
    """An entity with all that is told of it."""

    entity: Entity
    path: str
    attributes: tuple[Attribute, ...]
    groups: tuple[Group, ...]
    figures: tuple[figures.Line, ...]
    chart: Chart | None
    years: tuple[Year, ...]
    places: tuple[Passage, ...]
    place_total: int
    forms: tuple[str, ...]


async def give(request: Request, library: Library, iri: str) -> Shown:
    """Give the page of an entity."""
    site = pages.site_of(request)
    found = await site.fetch(partial(_read, iri=iri))
    return Shown(
        "entity.html", _view(request, library, iri, *found), tuple(query(name, thing=iri) for name in QUERIES)
    )


def _read(store: Store, iri: str) -> tuple[list[Row], ...]:
    return tuple(list(rows(store, query(name, thing=iri))) for name in QUERIES)


def _view(
    request: Request,
    library: Library,
    iri: str,
    facts: list[Row],
    attributes: list[Row],
    places: list[Row],
    mentions: list[Row],
) -> View:
    words, label = Words(pages.language_of(request)), pages.labeller(request)
    own = [figure for figure in library.figures if figure.about == iri]
    scene = _Scene(request, library, iri, _by_fact(library, mentions))
    named = [row for row in places if row["text"]]
    return View(
        library.entities[iri],
        pages.path_of(request, iri),
        tuple(_attributes(request, attributes, facts)),
        tuple(_groups(scene, facts)),
        tuple(figures.line(request, library, figure, label, words) for figure in own),
        charts.of_entity(own, label, words),
        _years(library, facts, own),
        tuple(scene.named(row) for row in named[:PLACES]),
        len(places),
        tuple(form.suffix for form in negotiate.GRAPHS),
    )


def _by_fact(library: Library, mentions: Iterable[Row]) -> dict[tuple[str, str], list[Mark]]:
    found: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for row in mentions:
        entity = library.entities.get(row["end"])
        name, cls = (entity.name, entity.cls) if entity else ("", "Other")
        found[row["fact"], row["sentence"]].append(
            Mark(int(row["from"]), int(row["to"]), cls, row["end"], name)
        )
    return found


@dataclass(frozen=True, slots=True)
class _Scene:
    """What passages are made from."""

    request: Request
    library: Library
    iri: str
    mentions: dict[tuple[str, str], list[Mark]]

    def fact(self, row: Row) -> Passage | None:
        """Give the sentence of a fact with its clause and its ends marked."""
        if not row["text"]:
            return None
        clause = Mark(int(row["clauseStart"]), int(row["clauseEnd"]), "clause", row["fact"], "")
        over = [*self._smallest(self.mentions.get((row["fact"], row["span"]), [])), clause]
        return self._passage(row, over, f"{row['report']}#char={clause.start},{clause.end}")

    def named(self, row: Row) -> Passage:
        """Give a sentence with the thing's name marked."""
        entity = self.library.entities[self.iri]
        mark = Mark(int(row["from"]), int(row["to"]), entity.cls, self.iri, entity.name)
        return self._passage(row, [mark], row["span"])

    def _smallest(self, found: list[Mark]) -> list[Mark]:
        return sorted(found, key=lambda mark: (mark.start, -mark.end))

    def _passage(self, row: Row, over: list[Mark], iri: str) -> Passage:
        report = self.library.reports.get(row["report"])
        return Passage(
            pages.href(self.request, iri),
            marks.cut(row["text"], int(row["start"]), over),
            tuple(over),
            report.title if report else "",
            report.year if report else "",
        )


def _groups(scene: _Scene, facts: list[Row]) -> Iterable[Group]:
    grouped: dict[tuple[bool, str], list[Row]] = defaultdict(list)
    for row in facts:
        grouped[row["subject"] != scene.iri, row["relation"]].append(row)
    label = pages.labeller(scene.request)
    for (is_incoming, relation), found in sorted(
        grouped.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])
    ):
        yield Group(relation, label(relation), not is_incoming, tuple(_told(scene, found, is_incoming)))


def _told(scene: _Scene, found: list[Row], is_incoming: bool) -> Iterable[Told]:
    by_other: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        by_other[row["subject" if is_incoming else "object"], local(row["status"])].append(row)
    for (other, status), same in by_other.items():
        entity = scene.library.entities.get(other)
        passages = tuple(p for row in same if (p := scene.fact(row)))
        yield Told(
            same[0]["fact"],
            other,
            pages.href(scene.request, other),
            entity.name if entity else other,
            entity.cls if entity else "Other",
            status,
            same[0]["rule"],
            passages,
        )


def _attributes(request: Request, found: list[Row], facts: list[Row]) -> Iterable[Attribute]:
    label = pages.labeller(request)
    known = {(row["relation"], row["object"]) for row in facts}
    for row in found:
        if (row["property"], row["value"]) not in known:
            is_link = row["value"].startswith(("http://", "https://"))
            text = row["name"] or (label(row["value"]) if is_link else row["value"])
            yield Attribute(
                label(row["property"]), text, pages.href(request, row["value"]) if is_link else ""
            )


def _years(library: Library, facts: list[Row], own: list[Figure]) -> tuple[Year, ...]:
    told = Counter(_year_of(library, row["report"]) for row in facts)
    counted = Counter(figure.year for figure in own)
    years = sorted(year for year in {*told, *counted} if year)
    return tuple(Year(year, told[year], counted[year]) for year in years)


def _year_of(library: Library, report: str) -> str:
    found = library.reports.get(report)
    return found.year if found else ""
