"""The page of one figure: what it says, the sentence it stands in, and the same measure elsewhere."""

from dataclasses import dataclass

from starlette.requests import Request

from kg.web import negotiate, pages
from kg.web.explorer import charts, figures, marks
from kg.web.explorer.charts import Chart
from kg.web.explorer.library import Figure, Library, query
from kg.web.explorer.marks import Mark
from kg.web.explorer.shown import Shown
from kg.web.words import Words

MOST = 12
"""Other figures of the same measure that the page shows."""


@dataclass(frozen=True, slots=True)
class View:
    """A figure with its sentence and its like."""

    figure: figures.Line
    iri: str
    path: str
    pieces: tuple[marks.Piece, ...]
    measure: str
    concept: str
    concept_href: str
    exact: str
    like: tuple[figures.Line, ...]
    like_total: int
    chart: Chart | None
    forms: tuple[str, ...]


async def give(request: Request, library: Library, iri: str) -> Shown:
    """Give the page of a figure."""
    figure = library.by_figure[iri]
    words, label = Words(pages.language_of(request)), pages.labeller(request)
    key = figure.concept or figure.name
    same = [f for f in library.figures if (f.concept or f.name) == key and f.unit == figure.unit]
    like = [f for f in same if f.iri != iri]
    view = View(
        figures.line(request, library, figure, label, words),
        iri,
        pages.path_of(request, iri),
        _pieces(figure),
        key,
        label(figure.concept) if figure.concept else "",
        pages.href(request, figure.concept) if figure.concept else "",
        f"{figure.value:,f}",
        tuple(figures.line(request, library, one, label, words) for one in like[:MOST]),
        len(like),
        charts.of_selection(same, label, words) if like else None,
        tuple(form.suffix for form in negotiate.GRAPHS),
    )
    return Shown("figure.html", view, (query("thing", thing=iri),))


def _pieces(figure: Figure) -> tuple[marks.Piece, ...]:
    """Cut the sentence at the clause and at the figure."""
    clause = max(figure.sentence.find(figure.clause), 0)
    place = figure.sentence.find(figure.printed, clause)
    over = [Mark(clause, clause + len(figure.clause), "clause", figure.iri, "")]
    if place >= 0 and figure.printed:
        over.append(Mark(place, place + len(figure.printed), "Figure", figure.iri, figure.name))
    return marks.cut(figure.sentence, 0, over)
