"""The templates' environment and the filters that templates use."""

from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import NamedNode

from kg import __version__
from kg.namespaces import PREFIXES
from kg.render.palette import COMMUNITIES
from kg.web.explorer.icons import icon, looks
from kg.web.explorer.navigation import PARTS
from kg.web.settings import Settings

_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def environment(settings: Settings) -> Environment:
    """Give the templates' environment: everything is escaped, an unknown name is an error."""
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(
        version=__version__,
        is_node=lambda term: isinstance(term, NamedNode),
        icon=icon,
        looks=looks,
        communities=COMMUNITIES,
        parts=PARTS,
    )
    found.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "default": _plain}
    found.filters.update(
        href=lambda iri: _href(settings, iri),
        page=lambda iri: _page(settings, iri),
        short=shorten,
        query=query_address,
    )
    return found


def _plain(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def shorten(iri: str) -> str:
    """Give an IRI with a prefix where one fits."""
    for prefix, space in _LONGEST_FIRST:
        if iri.startswith(space) and "/" not in iri[len(space) :]:
            return f"{prefix}:{iri[len(space) :]}"
    return iri


def query_address(text: str) -> str:
    """Give the address of the page that shows a query."""
    return f"/sparql?edit={quote(text, safe='')}"


def _href(settings: Settings, iri: str) -> str:
    """Give a link for an IRI: to this server where it is ours, to the web where it is http, else nowhere."""
    path = settings.path_of(iri)
    if path:
        return path
    return iri if iri.startswith(("http://", "https://")) else "#"


def _page(settings: Settings, iri: str) -> str:
    """Give a link to the page of an IRI, without the detour that negotiation takes."""
    path = _href(settings, iri)
    return f"/page/{path[4:]}" if path.startswith("/id/") else path
