"""The map: all entities on one picture, in the colours of their communities."""

import gzip
import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from pyoxigraph import Store
from starlette.requests import Request
from starlette.responses import Response

from kg.render.palette import COMMUNITIES
from kg.web import pages
from kg.web.explorer.graph import named
from kg.web.explorer.shown import Shown
from kg.web.explorer.wish import Names
from kg.web.net.held import Networks
from kg.web.net.network import CLASSES, ENTITIES, STATEMENTS, Network
from kg.web.net.place import radius
from kg.web.net.whole import Map
from kg.web.words import Words

DATA = "/map/data.json"
NAMED = 40
"""Communities that the page lists."""


@dataclass(frozen=True, slots=True)
class Group:
    """A community by the name of its best connected member."""

    name: str
    label: str
    size: int
    colour: str


@dataclass(frozen=True, slots=True)
class View:
    """What the page tells; the picture itself is at `data`."""

    entities: int
    links: int
    classes: tuple[tuple[str, int], ...]
    communities: tuple[Group, ...]
    data: str
    words: dict[str, str]


async def give(request: Request) -> Shown:
    """Give the page with what the map shows; making the map takes some seconds the first time."""
    site = pages.site_of(request)
    language = pages.language_of(request)

    def work(store: Store) -> View:
        network, drawn = site.networks.map()
        words = named(Words(language), lambda iri: site.terms.label(iri, language), network)
        return _view(Names(network, site.settings.base), drawn, words)

    return Shown("map.html", await site.fetch(work), (ENTITIES, STATEMENTS))


def _view(names: Names, drawn: Map, words: dict[str, str]) -> View:
    nodes = names.network.nodes
    counts = Counter(node.cls for node in nodes)
    groups = (
        Group(names.short(nodes[c.hub].iri), nodes[c.hub].label, c.size, COMMUNITIES[c.colour])
        for c in drawn.communities[:NAMED]
    )
    return View(
        len(nodes),
        len(names.network.links),
        tuple((cls, counts[cls]) for cls in CLASSES if counts[cls]),
        tuple(groups),
        DATA,
        words,
    )


async def data(request: Request) -> Response:
    """Give the picture as columns of numbers, packed; a client that has it already is told so."""
    site = pages.site_of(request)
    packed, tag = await site.fetch(lambda store: _packed(site.networks, site.settings.base))
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            packed, headers={**headers, "Content-Encoding": "gzip"}, media_type="application/json"
        )
    return Response(gzip.decompress(packed), headers=headers, media_type="application/json")


def _packed(networks: Networks, base: str) -> tuple[bytes, str]:
    network, drawn = networks.map()
    if networks.packed is None or networks.packed[0] is not drawn:
        body = json.dumps(columns(network, drawn, base), ensure_ascii=False, separators=(",", ":"))
        packed = gzip.compress(body.encode(), 5, mtime=0)
        networks.packed = drawn, packed, f'"{hashlib.sha256(packed).hexdigest()[:20]}"'
    return networks.packed[1:]


def columns(network: Network, drawn: Map, base: str) -> dict[str, object]:
    """Give every node and link: names, labels, classes by number, places, radii, communities; links as pairs."""
    names = Names(network, base)
    numbers = {cls: i for i, cls in enumerate(CLASSES)}
    pairs = dict.fromkeys((e.source, e.target) for e in network.links if e.source != e.target)
    return {
        "classes": CLASSES,
        "names": [names.short(node.iri) for node in network.nodes],
        "labels": [node.label for node in network.nodes],
        "cls": [numbers[node.cls] for node in network.nodes],
        "x": [x for x, _ in drawn.places],
        "y": [y for _, y in drawn.places],
        "r": [radius(network, n) for n in range(len(network.nodes))],
        "degree": [network.degree(n) for n in range(len(network.nodes))],
        "community": drawn.community,
        "colours": [COMMUNITIES[c.colour] for c in drawn.communities],
        "links": [end for pair in pairs for end in pair],
    }
