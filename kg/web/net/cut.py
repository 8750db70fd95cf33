"""Parts of the network that fit a screen: a neighbourhood, a report, the best connected, the ways between two nodes.

A node with many neighbours is not shown as a hairball: those that are tied to others too stand for themselves, the
rest is grouped by relation, with counts, to be opened one by one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from kg.web.net.network import Link, Network

MANY = 20
"""With more neighbours than this a node's relations are grouped."""
TELLING = 12
"""Neighbours of such a node that stand for themselves all the same."""
FEW = 3
"""A relation with no more neighbours than this is not worth a group."""
SHOWN = 150
"""Nodes of a picture at most; how many there would be is told."""
SMALL = 300
"""A whole network of no more nodes than this is shown whole."""
WAYS = 5
"""Shortest ways between two nodes that are shown."""


@dataclass(frozen=True, slots=True)
class Group:
    """The rest of the neighbours of `node` by one relation, not shown one by one; `outgoing` when the node is the subject."""

    node: int
    predicate: str
    outgoing: bool
    members: tuple[int, ...]

    @property
    def key(self) -> str:
        """Give the name by which it is opened: `issued.out`."""
        return f"{self.predicate}.{'out' if self.outgoing else 'in'}"


@dataclass(frozen=True, slots=True)
class Part:
    """What a picture shows; `whole` counts the nodes that belong to it, shown or not; `opened` are groups that are."""

    nodes: tuple[int, ...]
    links: tuple[int, ...]
    groups: tuple[Group, ...] = ()
    opened: tuple[Group, ...] = ()
    whole: int = 0
    ways: tuple[tuple[int, ...], ...] = ()


@dataclass(slots=True)
class _Growing:
    """A neighbourhood as it grows from node to node; nodes stay in the order in which they came."""

    network: Network
    keep: frozenset[int]
    nodes: dict[int, None] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    opened: list[Group] = field(default_factory=list)


def neighbourhood(
    network: Network,
    focus: int,
    *,
    hops: int = 1,
    expanded: Sequence[int] = (),
    opened: Iterable[str] = (),
    keep: Iterable[int] = (),
) -> Part:
    """Give what is near a node, and near the nodes expanded in it.

    `opened` names groups to show one by one: `issued.out` of the focus, `issued.out@4711` of an expanded node;
    neighbours in `keep` are in no group.
    """
    if hops > 1:
        return _near(network, focus, hops)
    wanted, grown = frozenset(opened), _Growing(network, frozenset(keep), {focus: None})
    for node in dict.fromkeys((focus, *expanded)):
        if node in grown.nodes:
            _grow(grown, node, wanted, "" if node == focus else f"@{node}")
    left = {member for group in grown.groups for member in group.members} - grown.nodes.keys()
    groups = tuple(group for group in grown.groups if left.intersection(group.members))
    return Part(
        tuple(grown.nodes),
        between(network, grown.nodes),
        groups,
        tuple(grown.opened),
        len(grown.nodes) + len(left),
    )


def _grow(grown: _Growing, node: int, wanted: frozenset[str], suffix: str) -> None:
    relations = _relations(grown.network, node)
    is_many = len({n for members in relations.values() for n in members}) > MANY
    telling = grown.keep | (_telling(grown.network, relations) if is_many else frozenset())
    for (predicate, outgoing), members in relations.items():
        rest = Group(node, predicate, outgoing, tuple(n for n in members if n not in telling))
        is_group = is_many and len(rest.members) > FEW
        if is_group and rest.key + suffix not in wanted:
            grown.groups.append(rest)
            grown.nodes.update(dict.fromkeys(n for n in members if n in telling))
            continue
        grown.nodes.update(dict.fromkeys(members[:SHOWN]))
        if is_group:
            grown.opened.append(rest)


def _telling(network: Network, relations: Mapping[tuple[str, bool], Sequence[int]]) -> frozenset[int]:
    """Give the neighbours that are tied to most others."""
    tied = {n for members in relations.values() for n in members if network.degree(n) > 1}
    return frozenset(sorted(tied, key=lambda n: (-network.degree(n), n))[:TELLING])


def _relations(network: Network, node: int) -> dict[tuple[str, bool], list[int]]:
    """Give the neighbours of a node by relation and direction, the relation with most first."""
    found: dict[tuple[str, bool], dict[int, None]] = {}
    for number in network.around[node]:
        link = network.links[number]
        if link.source != link.target:
            key = (link.predicate, link.source == node)
            found.setdefault(key, {})[network.other(number, node)] = None
    ordered = sorted(found, key=lambda key: (-len(found[key]), key))
    return {
        key: sorted(found[key], key=lambda n: (network.nodes[n].cls, -network.degree(n), n))
        for key in ordered
    }


def _near(network: Network, focus: int, hops: int) -> Part:
    import networkx as nx

    far = nx.single_source_shortest_path_length(network.simple, focus, cutoff=hops)
    near = sorted(far, key=lambda n: (far[n], -network.degree(n), n))
    nodes = tuple(near[:SHOWN])
    return Part(nodes, between(network, nodes), whole=len(near))


def of_links(network: Network, links: Sequence[int], most: int = SMALL) -> Part:
    """Give the picture of some links, of their best connected nodes where there are many."""
    counts: dict[int, int] = {}
    for number in links:
        for end in _ends(network.links[number]):
            counts[end] = counts.get(end, 0) + 1
    nodes = sorted(counts, key=lambda n: (-counts[n], n))[:most]
    kept = set(nodes)
    chosen = tuple(n for n in links if kept.issuperset(_ends(network.links[n])))
    return Part(tuple(nodes), chosen, whole=len(counts))


def whole(network: Network) -> Part:
    """Give all that has a link, or the best connected of it."""
    connected = network.connected()
    nodes = connected if len(connected) <= SMALL else connected[:SHOWN]
    links = between(network, nodes)
    seen = {end for number in links for end in _ends(network.links[number])}
    return Part(tuple(n for n in nodes if n in seen), links, whole=len(connected))


def ways(network: Network, source: int, target: int) -> Part:
    """Give the shortest ways between two nodes; the two alone when there is none."""
    found = sorted(islice(_shortest(network, source, target), WAYS))
    if not found:
        return Part((source, target), (), whole=2)
    nodes = tuple(dict.fromkeys(node for way in found for node in way))
    steps = {frozenset(pair) for way in found for pair in pairwise(way)}
    links = [n for n in between(network, nodes) if frozenset(_ends(network.links[n])) in steps]
    return Part(nodes, tuple(links), whole=len(nodes), ways=tuple(found))


def _shortest(network: Network, source: int, target: int) -> Iterator[tuple[int, ...]]:
    import networkx as nx

    try:
        yield from (tuple(way) for way in nx.all_shortest_paths(network.simple, source, target))
    except nx.NetworkXNoPath:
        return


def between(network: Network, nodes: Iterable[int]) -> tuple[int, ...]:
    """Give the links whose both ends are among some nodes."""
    kept = dict.fromkeys(nodes)
    found = {n for node in kept for n in network.around[node] if network.other(n, node) in kept}
    return tuple(sorted(found))


def _ends(link: Link) -> tuple[int, int]:
    return link.source, link.target
