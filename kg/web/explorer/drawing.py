"""A picture of the network as the page's script draws it: numbers and names, no sentence."""

from dataclasses import dataclass

from kg.web.explorer.wish import Names, Wish, opened
from kg.web.net import cut, measures, place
from kg.web.net.cut import Part
from kg.web.net.network import Network


@dataclass(frozen=True, slots=True)
class Dot:
    """A node: place and radius in pixels at zoom 1; `more` counts neighbours that are not in the picture."""

    id: str
    label: str
    cls: str
    x: int
    y: int
    r: float
    degree: int
    more: int
    betweenness: float
    community: int


@dataclass(frozen=True, slots=True)
class Line:
    """A link: `facts` are its statements, `id` the first, `times` says how often it is stated."""

    id: str
    source: str
    target: str
    predicate: str
    status: str
    times: int
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pill:
    """A group of neighbours: `href` opens it."""

    id: str
    of: str
    predicate: str
    outgoing: bool
    count: int
    x: int
    y: int
    href: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture."""

    nodes: tuple[Dot, ...]
    links: tuple[Line, ...]
    groups: tuple[Pill, ...]


def part_of(names: Names, wish: Wish, chosen: int | None) -> Part:
    """Cut the part of the network that an address wants; both ends of the chosen link are in it."""
    network = names.network
    if wish.focus and wish.to:
        return cut.ways(network, names.node(wish.focus), names.node(wish.to))
    if wish.focus:
        focus, expanded = names.node(wish.focus), names.nodes(wish.expand)
        keep = (network.links[chosen].source, network.links[chosen].target) if chosen is not None else ()
        return cut.neighbourhood(
            network, focus, hops=wish.hops, expanded=expanded, opened=opened(names, wish), keep=keep
        )
    if wish.report:
        return cut.of_links(network, network.of_report(names.iri(wish.report)))
    return cut.whole(network)


def draw(names: Names, wish: Wish, part: Part) -> Drawing:
    """Place and measure a part."""
    network = names.network
    focus = names.node(wish.focus) if wish.focus and not wish.to and wish.hops == 1 else None
    places = place.place(network, part, focus, names.nodes(wish.expand))
    found = measures.measure(network, part.nodes, part.links)
    shown = frozenset(part.nodes)
    return Drawing(
        tuple(_dot(names, n, places[n], found[n], _more(network, n, shown)) for n in part.nodes),
        tuple(_line(names, n) for n in part.links),
        tuple(_pill(names, wish, part, g, places[-1 - g]) for g in range(len(part.groups))),
    )


def _dot(names: Names, number: int, at: place.Place, found: measures.Measure, more: int) -> Dot:
    node, network = names.network.nodes[number], names.network
    return Dot(
        names.short(node.iri),
        node.label,
        node.cls,
        round(at[0]),
        round(at[1]),
        place.radius(network, number),
        network.degree(number),
        more,
        found.betweenness,
        found.community,
    )


def _more(network: Network, node: int, shown: frozenset[int]) -> int:
    return len({network.other(n, node) for n in network.around[node]} - shown)


def _line(names: Names, number: int) -> Line:
    link, nodes = names.network.links[number], names.network.nodes
    return Line(
        names.short(link.facts[0].iri),
        names.short(nodes[link.source].iri),
        names.short(nodes[link.target].iri),
        link.predicate,
        link.status,
        len(link.facts),
        tuple(names.short(fact.iri) for fact in link.facts),
    )


def _pill(names: Names, wish: Wish, part: Part, number: int, at: place.Place) -> Pill:
    group = part.groups[number]
    owner = names.short(names.network.nodes[group.node].iri)
    key = key_of(names, wish, group)
    return Pill(
        f"group:{key}",
        owner,
        group.predicate,
        group.outgoing,
        len(group.members),
        round(at[0]),
        round(at[1]),
        wish.address(open=(*wish.open, key), node="", fact=""),
    )


def key_of(names: Names, wish: Wish, group: cut.Group) -> str:
    """Give the name of a group in an address."""
    owner = names.network.nodes[group.node].iri
    return group.key if names.iri(wish.focus) == owner else f"{group.key}@{names.short(owner)}"
