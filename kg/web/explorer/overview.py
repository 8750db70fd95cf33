"""The first page: what the store holds, how much of the reports was understood, where to begin."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from kg.web import pages
from kg.web.explorer import charts, doubts, library
from kg.web.explorer.doubts import Doubts
from kg.web.explorer.library import Entity, Library, Report
from kg.web.explorer.shown import Shown

REPORTS = 8
LEADING = 8
MEASURES = 8
SHOWN_CLASSES = ("Agency", "Policy", "Reform")
"""Classes whose best known entities are listed."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class with how many entities it has, and their share of the largest class in percent."""

    cls: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Counted:
    """A report with how much was read from it."""

    report: Report
    facts: int
    figures: int
    read: float | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with how many figures it has, for a link to them."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Use:
    """What became of a part of all numerals or sentences; `share` is in percent."""

    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class View:
    """What the first page shows."""

    reports: tuple[Counted, ...]
    report_total: int
    years: tuple[str, ...]
    entities: int
    facts: int
    planned: int
    figures: int
    sentences: int
    classes: tuple[Class, ...]
    leading: dict[str, tuple[Entity, ...]]
    measures: tuple[Measure, ...]
    numerals: tuple[Use, ...]
    uses: tuple[Use, ...]
    doubts: Doubts
    read: float | None
    nonconforming: int


async def give(request: Request) -> Shown:
    """Give the first page."""
    site = pages.site_of(request)
    view = _view(request, await site.shelf.get(), doubts.read(folder(site.settings.store)))
    queries = tuple(library.query(name) for name in ("reports", "entities", "statements", "figures"))
    return Shown("home.html", view, queries)


def folder(store: Path) -> Path:
    """Give the folder of the build that a store belongs to."""
    return store if store.is_dir() and (store / doubts.COVERAGE).is_file() else store.parent


def _view(request: Request, library: Library, found: Doubts) -> View:
    reports = counted(library, found)
    return View(
        reports[:REPORTS],
        len(reports),
        tuple(sorted({one.report.year for one in reports if one.report.year})),
        len(library.entities),
        len(library.facts),
        sum(fact.status == "planned" for fact in library.facts),
        len(library.figures),
        len(library.sentences),
        _classes(library),
        {cls: _leading(library, cls) for cls in SHOWN_CLASSES if library.classes[cls]},
        _measures(request, library),
        _shares(found.numerals),
        _shares(found.sentences),
        found,
        _read(found.numerals),
        sum(not conforms for conforms in found.conforms.values()),
    )


def counted(library: Library, found: Doubts) -> tuple[Counted, ...]:
    """Give all reports with how much was read from each, the latest year first."""
    facts = Counter(fact.report for fact in library.facts)
    figures = Counter(figure.report for figure in library.figures)
    read = {one.title: one.read for one in found.coverage}
    rows = [
        Counted(one, facts[one.iri], figures[one.iri], read.get(one.title))
        for one in library.reports.values()
    ]
    return tuple(sorted(rows, key=lambda row: (-_number(row.report.year), row.report.title, row.report.iri)))


def _number(year: str) -> int:
    return int(year) if year.isdecimal() else 0


def _classes(library: Library) -> tuple[Class, ...]:
    most = max(library.classes.values(), default=1)
    return tuple(Class(cls, n, round(100 * n / most, 1)) for cls, n in library.classes.most_common())


def _leading(library: Library, cls: str) -> tuple[Entity, ...]:
    own = [entity for entity in library.entities.values() if entity.cls == cls]
    return tuple(sorted(own, key=lambda e: (-e.facts - e.figures, e.name))[:LEADING])


def _measures(request: Request, library: Library) -> tuple[Measure, ...]:
    label = pages.labeller(request)
    counts = Counter(figure.concept or figure.name for figure in library.figures)
    named = {figure.concept or figure.name: charts.measure(figure, label) for figure in library.figures}
    largest = sorted(counts.items(), key=lambda item: (not item[0].startswith("http"), -item[1], item[0]))
    return tuple(Measure(value, named[value], count) for value, count in largest[:MEASURES])


def _shares(counts: Counter[str]) -> tuple[Use, ...]:
    total = sum(counts.values())
    return tuple(Use(name, n, round(100 * n / total, 2)) for name, n in counts.items() if n)


def _read(numerals: Counter[str]) -> float | None:
    total = sum(numerals.values())
    return 100 * (total - numerals["unread"]) / total if total else None
