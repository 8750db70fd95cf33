"""The page of a report: its whole text with everything that was found in it, marked where it stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyoxigraph import Store
from starlette.requests import Request

from kg.namespaces import FZ
from kg.web import negotiate, pages, texts
from kg.web.explorer import figures
from kg.web.explorer.library import Figure, Library, Report, Row, local, query, rows
from kg.web.explorer.marks import Mark
from kg.web.explorer.shown import Shown
from kg.web.explorer.text import Block, blocks
from kg.web.words import Words

QUERIES = ("report-mentions", "report-facts", "report-remarks")
REMARKS = {
    "Problem": "Problem",
    "Plan": "Plan",
    "UnreadNumeral": "Unread",
    "UnresolvedMention": "Unresolved",
}
ORDER = (
    "Agency", "Policy", "Reform", "System", "Event", "Honor", "Person", "Post", "Division",
    "Figure", "Problem", "Plan", "Unread", "Unresolved",
)  # fmt: skip
"""Marks in the order of the legend."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of the report between two things of it; `start` and `end` are those of its clause."""

    iri: str
    subject: str
    relation: str
    object: str
    status: str
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """A report with its text, the marks over it and its facts."""

    report: Report
    path: str
    marks: tuple[Mark, ...]
    facts: tuple[Told, ...]
    figures: tuple[Figure, ...]
    blocks: tuple[Block, ...]
    legend: dict[str, int]
    entities: int
    forms: tuple[str, ...]
    data: dict[str, Any]


async def give(request: Request, iri: str) -> Shown:
    """Give the page of a report."""
    site = pages.site_of(request)
    library = await site.shelf.get()
    found = await site.fetch(partial(_read, iri=iri))
    view = _view(request, library, iri, *found)
    return Shown("report.html", view, tuple(query(name, report=iri) for name in QUERIES))


def _read(
    store: Store, iri: str
) -> tuple[list[Row], list[Row], list[Row], tuple[texts.Piece, ...], dict[int, int]]:
    mentions, facts, remarks = (list(rows(store, query(name, report=iri))) for name in QUERIES)
    return mentions, facts, remarks, texts.pieces(store, iri), texts.depths(store, iri)


def _view(
    request: Request,
    library: Library,
    iri: str,
    mentions: list[Row],
    facts: list[Row],
    remarks: list[Row],
    pieces: tuple[texts.Piece, ...],
    depths: dict[int, int],
) -> View:
    own = tuple(figure for figure in library.figures if figure.report == iri)
    words = Words(pages.language_of(request))
    marks = (*_mentions(mentions), *_figures(own), *_remarks(remarks, words))
    told = tuple(_told(row) for row in facts)
    counted = Counter(mark.cls for mark in marks)
    return View(
        library.reports[iri],
        pages.path_of(request, iri),
        marks,
        told,
        own,
        blocks(pieces, marks, depths),
        {cls: counted[cls] for cls in ORDER if counted[cls]},
        len({row["thing"] for row in mentions}),
        tuple(form.suffix for form in negotiate.GRAPHS),
        _data(request, library, words, marks, told, own),
    )


def _mentions(found: Iterable[Row]) -> Iterable[Mark]:
    for row in found:
        cls = row["class"].removeprefix(FZ)
        yield Mark(int(row["start"]), int(row["end"]), cls, row["thing"], row["name"])


def _figures(found: Iterable[Figure]) -> Iterable[Mark]:
    for figure in found:
        _, _, place = figure.span.partition("#char=")
        start, _, end = place.partition(",")
        if start.isdecimal() and end.isdecimal():
            yield Mark(int(start), int(end), "Figure", figure.iri, figure.name)


def _remarks(found: Iterable[Row], words: Words) -> Iterable[Mark]:
    for row in found:
        cls = REMARKS[row["class"].removeprefix(FZ)]
        yield Mark(int(row["start"]), int(row["end"]), cls, row["remark"], words(f"classes.{cls}"))


def _told(row: Row) -> Told:
    return Told(
        row["fact"],
        row["subject"],
        row["relation"],
        row["object"],
        local(row["status"]),
        row["rule"],
        int(row["start"]),
        int(row["end"]),
    )


def _data(
    request: Request,
    library: Library,
    words: Words,
    marks: tuple[Mark, ...],
    facts: tuple[Told, ...],
    own: tuple[Figure, ...],
) -> dict[str, Any]:
    """Give what the page's script needs to tell of a mark: things once each, the rest by their numbers."""
    iris = dict.fromkeys([*(m.iri for m in marks), *(end for f in facts for end in (f.subject, f.object))])
    number = {iri: place for place, iri in enumerate(iris)}
    named = {mark.iri: (mark.cls, mark.name) for mark in marks}
    label = pages.labeller(request)
    by_iri = {figure.iri: figure for figure in own}
    return {
        "things": [
            [*named.get(iri, _known(library, iri)), pages.href(request, iri), _count(library, iri)]
            for iri in iris
        ],
        "figures": {number[iri]: figures.told(by_iri[iri], label, words) for iri in iris if iri in by_iri},
        "marks": [[mark.start, mark.end, number[mark.iri]] for mark in marks],
        "facts": [
            [
                number[f.subject],
                label(f.relation),
                number[f.object],
                _status(f.status, words),
                f.start,
                f.end,
                f.rule,
            ]
            for f in facts
        ],
        "classes": words.group("classes"),
        "words": words.group("reading"),
    }


def _known(library: Library, iri: str) -> tuple[str, str]:
    entity = library.entities.get(iri)
    return (entity.cls, entity.name) if entity else ("Other", iri.rsplit("/", 1)[-1])


def _count(library: Library, iri: str) -> int:
    entity = library.entities.get(iri)
    return entity.facts + entity.figures if entity else 0


def _status(status: str, words: Words) -> str:
    return "" if status in ("", "done") else words(f"status.{status}")
