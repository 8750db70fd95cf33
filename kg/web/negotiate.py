"""Content negotiation: which form of an answer a client likes best (RFC 9110, section 12.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.web.problems import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One form of an answer: short name, serializer, media types (the first is its own, others are understood)."""

    name: str
    writer: QueryResultsFormat | RdfFormat | None
    media_types: tuple[str, ...]
    suffix: str = ""

    def content_type(self, media_type: str) -> str:
        """Give the header's value; text forms say that they are UTF-8."""
        is_text = media_type.startswith("text/") or media_type == "application/n-triples"
        return f"{media_type}; charset=utf-8" if is_text else media_type


Choice = tuple[Form, str]

RESULTS = (
    Form("json", QueryResultsFormat.JSON, ("application/sparql-results+json", "application/json"), "srj"),
    Form(
        "xml",
        QueryResultsFormat.XML,
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        "srx",
    ),
    Form("csv", QueryResultsFormat.CSV, ("text/csv",), "csv"),
    Form("tsv", QueryResultsFormat.TSV, ("text/tab-separated-values",), "tsv"),
)
TURTLE = Form("turtle", RdfFormat.TURTLE, ("text/turtle", "application/x-turtle"), "ttl")
N_QUADS = Form("nquads", RdfFormat.N_QUADS, ("application/n-quads",), "nq")
TRIG = Form("trig", RdfFormat.TRIG, ("application/trig",), "trig")
GRAPHS = (
    TURTLE,
    Form("jsonld", RdfFormat.JSON_LD, ("application/ld+json", "application/json"), "jsonld"),
    Form("ntriples", RdfFormat.N_TRIPLES, ("application/n-triples", "text/plain"), "nt"),
    Form("rdfxml", RdfFormat.RDF_XML, ("application/rdf+xml", "application/xml", "text/xml"), "rdf"),
    TRIG,
    N_QUADS,
)
HTML = Form("html", None, ("text/html", "application/xhtml+xml"), "html")
JSON = Form("json", None, ("application/json",), "json")


def choose(accept: str, forms: Sequence[Form]) -> Choice:
    """Give the form that an Accept header likes best, and the media type to answer with.

    The order of `forms` decides between equals.  Raises Problem 406 when none is acceptable.
    """
    found = _best(accept, tuple(forms))
    if found is None:
        offered = ", ".join(form.media_types[0] for form in forms)
        raise Problem(406, f"there is no such form of this answer; there are: {offered}")
    return found


def accepts(accept: str, forms: Sequence[Form]) -> bool:
    """Tell whether an Accept header takes any of the forms."""
    return _best(accept, tuple(forms)) is not None


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: str) -> bool:
    """Tell whether an Accept-Encoding header takes gzip.

    >>> takes_gzip("br, gzip;q=0.5"), takes_gzip("gzip;q=0, *"), takes_gzip("*"), takes_gzip("identity"), takes_gzip("")
    (True, False, True, False, False)
    """
    if not accept_encoding:
        return False
    wishes = dict(reversed(_ranges(accept_encoding)))
    return wishes.get("gzip", wishes.get("x-gzip", wishes.get("*/*", 0.0))) > 0


def named(name: str, forms: Sequence[Form]) -> Choice:
    """Give the form of a short name, suffix or media type.  Raises Problem 406."""
    for form in forms:
        if name in (form.name, form.suffix, *form.media_types):
            return form, name if "/" in name else form.media_types[0]
    raise Problem(406, f"no form '{name[:40]}'; there are: {', '.join(form.name for form in forms)}")


@lru_cache(maxsize=512)
def _best(accept: str, forms: tuple[Form, ...]) -> Choice | None:
    ranges = _ranges(accept)
    own = [(form, form.media_types[0]) for form in forms]
    others = [(form, media_type) for form in forms for media_type in form.media_types[1:]]
    offers = [*own, *others]
    ranked = [(_quality(media_type, ranges), form, media_type) for form, media_type in offers]
    best = max((quality for quality, _, _ in ranked), default=0.0)
    if best <= 0:
        return None
    return next((form, media_type) for quality, form, media_type in ranked if quality == best)


def _quality(media_type: str, ranges: tuple[tuple[str, float], ...]) -> float:
    """Give the quality of the most specific range that covers a media type."""
    kind = media_type.partition("/")[0]
    for pattern in (media_type, f"{kind}/*", "*/*"):
        found = [quality for name, quality in ranges if name == pattern]
        if found:
            return max(found)
    return 0.0


def _ranges(accept: str) -> tuple[tuple[str, float], ...]:
    """Read an Accept header; what cannot be read counts as not there."""
    ranges = tuple(_range(part) for part in accept.split(",") if part.strip())
    return ranges or (("*/*", 1.0),)


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return ("*/*" if name == "*" else name), min(1.0, max(0.0, float(quality)))
    except ValueError:
        return name, 0.0
