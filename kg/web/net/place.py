"""Where the nodes of a picture are drawn: the same picture has the same places, from visit to visit."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.render import layout, rings
from kg.render.palette import size
from kg.web.net.cut import Part
from kg.web.net.network import Link, Network, Node

if TYPE_CHECKING:
    import networkx as nx

Place = tuple[float, float]
PILL = (150.0, 34.0)
"""Room of a group."""
COLUMN, ROW = 250.0, 105.0


def place(network: Network, part: Part, focus: int | None, expanded: Sequence[int] = ()) -> dict[int, Place]:
    """Give pixels around the origin for every node, and for group number g of the part under -1 - g."""
    if part.ways:
        return _columns(part)
    if focus is None:
        return _forces(network, part)
    return _rings(network, part, focus, expanded)


def _rings(network: Network, part: Part, focus: int, expanded: Sequence[int]) -> dict[int, Place]:
    sizes = {n: layout.box(network.nodes[n].label, network.degree(n)) for n in part.nodes}
    sizes |= {-1 - g: PILL for g in range(len(part.groups))}
    first = _companions(network, part, focus, {focus})
    spots = rings.around([sizes[n] for n in first], sizes[focus])
    placed: dict[int, Place] = {focus: (0.0, 0.0), **dict(zip(first, spots, strict=True))}
    for node in expanded:
        if node in placed:
            placed |= rings.beside(placed, sizes, node, _companions(network, part, node, set(placed)))
    return placed


def _companions(network: Network, part: Part, node: int, known: set[int]) -> list[int]:
    """Give neighbours and groups of a node that are not placed yet, relation by relation."""
    shown, found = set(part.nodes), dict[int, tuple[str, bool, str, int]]()
    for number in network.around[node]:
        link, other = network.links[number], network.other(number, node)
        if other in shown and other not in known and other not in found:
            found[other] = (link.predicate, link.source != node, network.nodes[other].cls, other)
    for g, group in enumerate(part.groups):
        if group.node == node:
            found[-1 - g] = (group.predicate, not group.outgoing, "", -1 - g)
    return sorted(found, key=lambda n: found[n])


def _columns(part: Part) -> dict[int, Place]:
    """Set the ends left and right and each step between them in a column of its own."""
    steps: dict[int, list[int]] = {}
    for way in part.ways:
        for step, node in enumerate(way):
            if node not in steps.setdefault(step, []):
                steps[step].append(node)
    middle = (len(steps) - 1) / 2
    return {
        node: ((step - middle) * COLUMN, (row - (len(nodes) - 1) / 2) * ROW)
        for step, nodes in steps.items()
        for row, node in enumerate(nodes)
    }


def _forces(network: Network, part: Part) -> dict[int, Place]:
    nodes = tuple(network.nodes[n] for n in part.nodes)
    links = tuple(network.links[n] for n in part.links)
    places = _arranged(nodes, links, tuple(part.nodes))
    return dict(zip(part.nodes, places, strict=True))


@lru_cache(maxsize=64)
def _arranged(
    nodes: tuple[Node, ...], links: tuple[Link, ...], numbers: tuple[int, ...]
) -> tuple[Place, ...]:
    places = layout.arrange(_graph(nodes, links, numbers))
    return tuple((float(x), float(y)) for x, y in (places[node.iri] for node in nodes))


def _graph(nodes: Sequence[Node], links: Sequence[Link], numbers: Sequence[int]) -> "nx.MultiDiGraph":
    import networkx as nx

    graph, by_number = nx.MultiDiGraph(), dict(zip(numbers, nodes, strict=True))
    for node in nodes:
        graph.add_node(node.iri, label=node.label, cls=node.cls)
    graph.add_edges_from((by_number[e.source].iri, by_number[e.target].iri) for e in links)
    return graph


def radius(network: Network, node: int) -> float:
    """Give how large a node is drawn: its area grows with its facts, wherever it is seen."""
    return size(network.degree(node))
