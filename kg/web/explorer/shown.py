"""What a page of the explorer is: a view that a template shows to people and JSON gives to programs.

A page is a function of the request that gives a `Shown`.  Its view is a frozen dataclass: the template gets it as
`view`, the JSON twin is the same view with the queries.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.web import assets, negotiate, pages

TWIN = ".json"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: the template's name, the view, and the SPARQL queries that find the same."""

    template: str
    view: Any
    queries: tuple[str, ...] = ()
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page at an address: `give` finds what it shows."""

    path: str
    give: Callable[[Request], Awaitable[Shown]]

    def routes(self) -> list[Route]:
        """Give the page and its JSON twin."""
        return [
            Route(path, answer, middleware=assets.PACKED)
            for path, answer in ((twin_of(self.path), self._json), (self.path, self._answer))
        ]

    async def _answer(self, request: Request) -> Response:
        form, _ = negotiate.choose(request.headers.get("accept", ""), (negotiate.HTML, negotiate.JSON))
        if form is negotiate.JSON:
            return await self._json(request)
        return html(request, await self.give(request))

    async def _json(self, request: Request) -> Response:
        return twin(await self.give(request))


def page_of(request: Request, total: int, size: int) -> tuple[int, int]:
    """Give the page that an address asks for, within what there is, and the number of the last."""
    last = max(1, -(-total // size))
    wish = request.query_params.get("page", "1")
    number = int(wish) if wish.isdecimal() and wish.isascii() and len(wish) < 9 else 1
    return min(max(number, 1), last), last


def twin_of(path: str) -> str:
    """Give the address of a page's JSON twin."""
    return ("/overview" if path == "/" else path) + TWIN


def html(request: Request, shown: Shown) -> Response:
    """Give a page for people."""
    twin_address = pages.address(
        twin_of(str(request.scope["path"])), request.scope["query_string"].decode("latin-1")
    )
    answer = pages.render(request, shown.template, view=shown.view, sparql=shown.queries, twin=twin_address)
    answer.headers.update(shown.headers or {})
    return answer


def twin(shown: Shown) -> Response:
    """Give the same for programs."""
    body = {"queries": list(shown.queries), **_plain(shown.view)}
    text = json.dumps(body, ensure_ascii=False, indent=1, default=_plain)
    return Response(text, media_type="application/json", headers={"Vary": "Accept, Cookie"})


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)
