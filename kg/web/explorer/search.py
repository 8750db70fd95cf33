"""Search: entities by name, short form, pinyin and initials; sentences by what they say."""

from collections import Counter
from dataclasses import dataclass

from starlette.requests import Request

from kg.web import pages
from kg.web.explorer.icons import icon
from kg.web.explorer.index import Hit, places
from kg.web.explorer.library import Library, Sentence, query
from kg.web.explorer.shown import Shown, page_of
from kg.web.words import Words

SIZE = 30
"""Entities on a page."""
SENTENCES = 20
LISTED = 3
"""Sentences in the list under the search box."""
LONGEST = 200
"""Characters of what is looked for."""
AROUND = 24
"""Characters before the word in a line of the list."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that was found; `at` is where its name holds what was looked for."""

    iri: str
    href: str
    cls: str
    name: str
    also: str
    at: tuple[int, int] | None
    facts: int
    figures: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence that was found, with the places of the word in it."""

    href: str
    text: str
    at: tuple[tuple[int, int], ...]
    report: str


@dataclass(frozen=True, slots=True)
class Option:
    """A line of the list under the search box."""

    href: str
    icon: str
    name: str
    at: tuple[int, int] | None
    also: str
    count: str


@dataclass(frozen=True, slots=True)
class View:
    """What is found, and how many of each class there are."""

    text: str
    cls: str
    total: int
    classes: dict[str, int]
    found: tuple[Found, ...]
    sentence_total: int
    sentences: tuple[Quoted, ...]
    page: int
    last: int
    options: tuple[Option, ...]
    nothing: str


async def give(request: Request) -> Shown:
    """Give what a search finds."""
    library = await pages.site_of(request).shelf.get()
    text = request.query_params.get("q", "").strip()[:LONGEST]
    view = _view(request, library, text)
    return Shown("search.html", view, (query("search", text=text),) if text else ())


def _view(request: Request, library: Library, text: str) -> View:
    cls = request.query_params.get("class", "")
    _, hits = library.index.find(text, len(library.entities))
    classes = Counter(library.entities[hit.key].cls for hit in hits)
    chosen = [hit for hit in hits if cls in ("", library.entities[hit.key].cls)]
    page, last = page_of(request, len(chosen), SIZE)
    sentences = [s for s in library.sentences if text in s.text] if text else []
    shown = tuple(_found(request, library, hit) for hit in chosen[(page - 1) * SIZE : page * SIZE])
    quoted = tuple(_quoted(request, library, s, text) for s in sentences[:SENTENCES])
    words = Words(pages.language_of(request))
    return View(
        text,
        cls,
        len(hits),
        dict(classes.most_common()),
        shown,
        len(sentences),
        quoted,
        page,
        last,
        _options(shown, quoted, words, _limit(request)),
        words("search.nothing"),
    )


def _limit(request: Request) -> int:
    wish = request.query_params.get("limit", "")
    return min(int(wish), SIZE) if wish.isdecimal() and wish.isascii() and len(wish) < 4 else 0


def _found(request: Request, library: Library, hit: Hit) -> Found:
    entity = library.entities[hit.key]
    also = hit.name if hit.name != entity.name else ""
    at = hit.at if not also else None
    return Found(
        entity.iri,
        pages.href(request, entity.iri),
        entity.cls,
        entity.name,
        also,
        at,
        entity.facts,
        entity.figures,
    )


def _quoted(request: Request, library: Library, sentence: Sentence, text: str) -> Quoted:
    report = library.reports.get(sentence.report)
    return Quoted(
        pages.href(request, sentence.span),
        sentence.text,
        tuple(places(sentence.text, text)),
        report.title if report else "",
    )


def _options(
    found: tuple[Found, ...], quoted: tuple[Quoted, ...], words: Words, limit: int
) -> tuple[Option, ...]:
    things = [
        Option(f.href, str(icon(f.cls)), f.name, f.at, f.also, words("search.facts", n=f.facts + f.figures))
        for f in found[:limit]
    ]
    lines = [_line(q, words) for q in quoted[: LISTED if limit else 0]]
    return (*things, *lines)


def _line(quoted: Quoted, words: Words) -> Option:
    start, end = quoted.at[0]
    first = max(0, start - AROUND)
    lead = "…" if first else ""
    shift = len(lead) - first
    return Option(
        quoted.href,
        "",
        lead + quoted.text[first:],
        (start + shift, end + shift),
        quoted.report,
        words("search.sentence"),
    )
