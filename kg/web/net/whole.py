"""The map of the whole network: places, communities and their colours, computed once for what a store holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pyoxigraph import NamedNode, Store

from kg.render import mesh
from kg.render.palette import COMMUNITIES
from kg.web.net import measures
from kg.web.net.network import Network
from kg.web.terms import node

SMALLEST = 8
"""Members of a community that has a colour and a name."""
NEAREST = 5
"""Communities around one whose colours it avoids."""


@dataclass(frozen=True, slots=True)
class Community:
    """A community: `hub` is its best connected node, by which it is called; `colour` a number of the palette."""

    hub: int
    size: int
    colour: int


@dataclass(frozen=True, slots=True)
class Map:
    """Places of all nodes of a network, from -1000 to 1000 with y up, and the community of each (-1: a small one)."""

    places: tuple[tuple[int, int], ...]
    community: tuple[int, ...]
    communities: tuple[Community, ...]


def compute(store: Store, network: Network) -> Map:
    """Place and group all nodes; one without a link is set beside the issuer of its report."""
    anchors = _anchors(store, network)
    ends = [(e.source, e.target) for e in network.links if e.source != e.target] + sorted(anchors.items())
    graph = measures.simple(network, range(len(network.nodes)), range(len(network.links)))
    graph.add_edges_from(anchors.items())
    groups = measures.communities(graph) if network.nodes else {}
    numbers = np.array([groups[n] for n in range(len(network.nodes))], dtype=np.int64)
    places = mesh.arrange(len(network.nodes), np.array(ends, dtype=np.int64).reshape(-1, 2), numbers)
    large = _large(network, numbers)
    found = _coloured(large, places)
    index = {number: i for i, number in enumerate(large)}
    return Map(
        tuple((round(float(x)), round(float(y))) for x, y in places),
        tuple(index.get(int(number), -1) for number in numbers),
        found,
    )


def _anchors(store: Store, network: Network) -> dict[int, int]:
    derived, issuer = node("prov:wasDerivedFrom"), node("fz:issuer")
    issuers = {
        str(quad.subject): network.index.get(quad.object.value)
        for quad in store.quads_for_pattern(None, issuer, None, None)
        if isinstance(quad.object, NamedNode)
    }
    found = {}
    for number, links in enumerate(network.around):
        if links:
            continue
        quads = store.quads_for_pattern(NamedNode(network.nodes[number].iri), derived, None, None)
        homes = sorted({issuers.get(str(quad.graph_name)) for quad in quads} - {None, number}, key=str)
        if homes and homes[0] is not None:
            found[number] = homes[0]
    return found


def _large(network: Network, numbers: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> dict[int, list[int]]:
    """Give the members of each community that is large enough, the best connected first."""
    members: dict[int, list[int]] = {}
    for node_number, group in enumerate(numbers.tolist()):
        members.setdefault(group, []).append(node_number)
    return {
        group: sorted(found, key=lambda n: (-network.degree(n), n))
        for group, found in sorted(members.items())
        if len(found) >= SMALLEST
    }


def _coloured(large: Mapping[int, Sequence[int]], places: mesh.Points) -> tuple[Community, ...]:
    """Give each community a colour that those around it do not have, the largest choosing first."""
    centres = np.array([places[list(members)].mean(axis=0) for members in large.values()]).reshape(-1, 2)
    found: list[Community] = []
    for number, members in enumerate(large.values()):
        far = np.hypot(*(centres[:number] - centres[number]).T)
        taken = [found[i].colour for i in np.argsort(far, kind="stable")[:NEAREST]]
        uses = [sum(c.colour == colour for c in found) for colour in range(len(COMMUNITIES))]
        colour = min(range(len(COMMUNITIES)), key=lambda c: (c in taken, uses[c], c))
        found.append(Community(members[0], len(members), colour))
    return tuple(found)
