"""All figures as a table: filters with live counts, sort, chart, and the same as CSV and XLSX."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.render import tables
from kg.web import pages
from kg.web.explorer import charts, facets, figures
from kg.web.explorer.charts import Chart
from kg.web.explorer.facets import Chosen, Facet, Readings
from kg.web.explorer.library import Figure, Library, query
from kg.web.explorer.shown import Shown, page_of
from kg.web.words import Words

SIZE = 50
SHOWN = ("year", "place", "theme", "kind", "status", "body", "unit")
"""Facets in the order of the page."""
PICKS = 12
LONGEST = 100
"""Characters of the word that is looked for."""

SORTS: dict[str, Callable[[Figure], Any]] = {
    "name": lambda f: (f.name, f.about_name, f.period, f.value),
    "value": lambda f: (f.value, f.name),
    "period": lambda f: (f.period, f.name, f.about_name),
    "about": lambda f: (f.about_name, f.name, f.period),
}


@dataclass(frozen=True, slots=True)
class Pick:
    """A measure that can be compared: how many bodies and years it has."""

    value: str
    name: str
    bodies: int
    years: int
    count: int


@dataclass(frozen=True, slots=True)
class Active:
    """A choice that is in force, and the address without it."""

    facet: str
    text: str
    without: str


@dataclass(frozen=True, slots=True)
class View:
    """The table with what narrows it down."""

    text: str
    total: int
    of: int
    facets: tuple[Facet, ...]
    active: tuple[Active, ...]
    picks: tuple[Pick, ...]
    chart: Chart | None
    lines: tuple[figures.Line, ...]
    sort: str
    is_descending: bool
    page: int
    last: int
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Selection:
    """What an address selects."""

    request: Request
    library: Library
    chosen: Chosen
    fits: list[Figure]
    counts: dict[str, Counter[str]]
    sort: str
    is_descending: bool

    @property
    def query(self) -> str:
        """Give the query that finds the same."""
        return facets.sparql(query("indicators"), self.chosen, pages.site_of(self.request).terms)


async def give(request: Request) -> Shown:
    """Give the page of figures."""
    chosen = await _selection(request)
    return Shown("indicators.html", _view(chosen), (chosen.query,))


async def csv(request: Request) -> Response:
    """Give what the page shows, all of its pages, as CSV that a spreadsheet opens without running anything."""
    header, lines = _table(await _selection(request))
    text = "".join(tables.lines(header, ([str(cell) for cell in row] for row in lines)))
    return _download(text.encode("utf-8"), "text/csv; charset=utf-8", "figures.csv")


async def xlsx(request: Request) -> Response:
    """Give the same as a workbook."""
    from kg.web.explorer import workbook

    selection = await _selection(request)
    header, lines = _table(selection)
    body = workbook.write(Words(pages.language_of(request))("nav.indicators"), header, lines, selection.query)
    return _download(body, workbook.MEDIA_TYPE, "figures.xlsx")


def _download(body: bytes, media_type: str, name: str) -> Response:
    return Response(
        body, headers={"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{name}"'}
    )


async def _selection(request: Request) -> _Selection:
    site = pages.site_of(request)
    library = await site.shelf.get()
    fields = request.query_params
    values = {name: frozenset(v for v in fields.getlist(name) if v) for name in facets.FACETS}
    chosen = Chosen(values, fields.get("q", "").strip()[:LONGEST])
    fits, counts = facets.select(library.figures, chosen, Readings.of(library, site.terms))
    sort = fields.get("sort", "")
    is_descending = fields.get("order") == "desc"
    if sort in SORTS:
        fits.sort(key=SORTS[sort], reverse=is_descending)
    return _Selection(request, library, chosen, fits, counts, sort if sort in SORTS else "", is_descending)


def _view(selection: _Selection) -> View:
    request, library, fits = selection.request, selection.library, selection.fits
    words, label = Words(pages.language_of(request)), pages.labeller(request)
    page, last = page_of(request, len(fits), SIZE)
    lines = (figures.line(request, library, f, label, words) for f in fits[(page - 1) * SIZE : page * SIZE])
    name = _namer(label, words)
    chosen = selection.chosen.values
    return View(
        selection.chosen.text,
        len(fits),
        len(library.figures),
        tuple(facets.facet(n, selection.counts[n], chosen[n], lambda v, n=n: name(n, v)) for n in SHOWN),  # type: ignore[misc]
        tuple(_active(request, selection.chosen, name)),
        () if chosen["measure"] else tuple(_picks(fits, label)),
        charts.of_selection(fits, label, words) if fits else None,
        tuple(lines),
        selection.sort,
        selection.is_descending,
        page,
        last,
        tuple(
            (k, v)
            for k, v in request.query_params.multi_items()
            if k in ("sort", "order", "measure", "report")
        ),
    )


def _namer(label: Callable[[str], str], words: Words) -> Callable[[str, str], str]:
    from kg.namespaces import concept

    def name(facet: str, value: str) -> str:
        if facet == "status":
            return words(f"status.{value}") if value in STATUSES else value
        if facet == "kind":
            return label(concept("kind", value))
        return label(value) if value.startswith("http") else value

    return name


STATUSES = ("done", "ongoing", "planned", "denied")


def _active(request: Request, chosen: Chosen, name: Callable[[str, str], str]) -> Iterable[Active]:
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "page"]
    for pair in pairs:
        if pair[0] in facets.FACETS and pair[1]:
            rest = [other for other in pairs if other != pair]
            yield Active(pair[0], name(*pair), pages.here(request, rest))
    if chosen.text:
        rest = [pair for pair in pairs if pair[0] != "q"]
        yield Active("measure", f"“{chosen.text}”", pages.here(request, rest))


def _picks(fits: Iterable[Figure], label: Callable[[str], str]) -> Iterable[Pick]:
    """Give the measures that several bodies or years have."""
    groups: dict[str, list[Figure]] = defaultdict(list)
    for figure in fits:
        groups[figure.concept or figure.name].append(figure)
    found = []
    for value, group in groups.items():
        bodies, years = len({f.about for f in group}), len({f.year for f in group})
        if bodies > 1 or years > 1:
            found.append(Pick(value, charts.measure(group[0], label), bodies, years, len(group)))
    return sorted(found, key=lambda p: (-p.bodies * p.years, -p.count, p.name))[:PICKS]


COLUMNS = (
    "indicator", "concept", "about", "place", "year", "period", "qualifier", "number", "unit", "printed", "kind",
    "theme", "status", "clause", "sentence", "report", "address",
)  # fmt: skip


def _table(selection: _Selection) -> tuple[tuple[str, ...], Sequence[tuple[Any, ...]]]:
    request = selection.request
    words, label = Words(pages.language_of(request)), pages.labeller(request)
    header = tuple(words(f"figures.{name}") for name in COLUMNS)
    return header, [
        _row(figures.line(request, selection.library, f, label, words), f, label, words)
        for f in selection.fits
    ]


def _row(one: figures.Line, figure: Figure, label: Callable[[str], str], words: Words) -> tuple[Any, ...]:
    return (
        one.name,
        label(figure.concept) if figure.concept else "",
        one.about,
        one.place,
        figure.year,
        one.period,
        one.qualifier,
        figure.value,
        one.unit,
        one.printed,
        one.kind,
        one.theme,
        words(f"status.{one.status}") if one.status in STATUSES else one.status,
        one.clause,
        one.sentence,
        one.report,
        one.iri,
    )
