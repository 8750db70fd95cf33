"""How a figure is written for people: value with unit and qualifier, period, kind, status."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from starlette.requests import Request

from kg.namespaces import concept
from kg.web import pages
from kg.web.explorer.library import Figure, Library
from kg.web.words import Words

Labeller = Callable[[str], str]


def number(value: Decimal) -> str:
    """Write a number with thousands apart and no needless zeros.

    >>> number(Decimal("20000")), number(Decimal("10.060")), number(Decimal("0.5"))
    ('20,000', '10.06', '0.5')
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def large(value: Decimal, language: str) -> str:
    """Write a number as its readers do: in Chinese by 万 and 亿 where it is large.

    >>> large(Decimal("13259000000"), "zh"), large(Decimal("20000"), "zh"), large(Decimal("300000"), "en")
    ('132.59 亿', '20,000', '300,000')
    """
    if language == "zh":
        for unit, name, least in ((10**8, "亿", 10**8), (10**4, "万", 10**5)):
            if abs(value) >= least:
                return f"{number(value / unit)} {name}"
    return number(value)


def value(figure: Figure, words: Words) -> str:
    """Write a figure: qualifier, number, unit."""
    sign = "" if figure.qualifier in ("", "exact") else words(f"qualifier.{figure.qualifier}")
    written = large(figure.value, words.language)
    space = " " if figure.unit and figure.unit != "%" and not written.endswith(("万", "亿")) else ""
    return f"{sign}{written}{space}{figure.unit}"


def told(figure: Figure, label: Labeller, words: Words) -> dict[str, str]:
    """Give what a figure says, ready to be shown."""
    return {
        "name": figure.name,
        "value": value(figure, words),
        "period": figure.period,
        "about": figure.about_name,
        "kind": label(concept("kind", figure.kind)) if figure.kind else "",
        "status": "" if figure.status in ("", "done") else words(f"status.{figure.status}"),
        "concept": label(figure.concept) if figure.concept else "",
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as a row of a table."""

    iri: str
    href: str
    name: str
    value: str
    number: Decimal
    unit: str
    qualifier: str
    printed: str
    period: str
    about: str
    about_href: str
    kind: str
    status: str
    theme: str
    place: str
    report: str
    sentence: str
    clause: str
    source: str


def line(request: Request, library: Library, figure: Figure, label: Labeller, words: Words) -> Line:
    """Give a figure as a row of a table."""
    report = library.reports.get(figure.report)
    theme = pages.site_of(request).terms.theme(figure.concept)
    return Line(
        figure.iri,
        pages.href(request, figure.iri),
        figure.name,
        value(figure, words),
        figure.value,
        figure.unit,
        words(f"qualifier.{figure.qualifier}").strip() if figure.qualifier not in ("", "exact") else "",
        figure.printed,
        figure.period,
        figure.about_name,
        pages.href(request, figure.about) if figure.about else "",
        label(concept("kind", figure.kind)) if figure.kind else "",
        figure.status,
        label(theme) if theme else "",
        report.place_name or report.issuer_name if report else "",
        report.title if report else "",
        figure.sentence,
        figure.clause,
        pages.href(request, figure.span) if figure.span else "",
    )
