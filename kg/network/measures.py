"""How central the nodes of a network are, and to which component and community they belong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

SEED = 20180503
SOURCES = 250
"""Size of the sample of sources for estimated betweenness."""
EXACT_BETWEENNESS = 1_000
"""Above this many nodes betweenness is estimated from a seeded sample of sources: exact is O(nodes x edges)."""


@dataclass(frozen=True, slots=True)
class Centrality:
    """One row of the statistics of a node; component and community are numbered from 1, the largest first."""

    id: str
    label: str
    cls: str
    degree: int
    outgoing: int
    incoming: int
    betweenness: float
    component: int
    community: int


def statistics(graph: "nx.MultiDiGraph") -> list[Centrality]:
    """Measure every node: degree, betweenness, connected component and community; the best connected first.

    Betweenness and communities (Louvain, seeded) look at the simple undirected network.
    """
    import networkx as nx

    nodes = list(graph)
    # integers as nodes: the order of sets of strings would depend on PYTHONHASHSEED
    simple = _simple(graph, nodes)
    between = _betweenness(simple)
    component = numbered(nx.connected_components(simple))
    community = numbered(nx.community.louvain_communities(simple, seed=SEED)) if nodes else {}
    rows = [
        Centrality(
            node,
            graph.nodes[node]["label"],
            graph.nodes[node]["cls"],
            graph.degree(node),
            graph.out_degree(node),
            graph.in_degree(node),
            round(between[i], 6),
            component[i],
            community[i],
        )
        for i, node in enumerate(nodes)
    ]
    return sorted(rows, key=lambda row: (-row.degree, -row.betweenness, row.id))


def _simple(graph: "nx.MultiDiGraph", nodes: Sequence[str]) -> "nx.Graph":
    import networkx as nx

    index = {node: i for i, node in enumerate(nodes)}
    simple = nx.Graph()
    simple.add_nodes_from(range(len(nodes)))
    simple.add_edges_from((index[u], index[v]) for u, v in graph.edges() if u != v)
    return simple


def _betweenness(simple: "nx.Graph") -> dict[int, float]:
    import networkx as nx

    sample = None if len(simple) <= EXACT_BETWEENNESS else min(SOURCES, len(simple))
    found: dict[int, float] = nx.betweenness_centrality(simple, k=sample, seed=SEED)
    return found


def numbered(groups: Iterable[Iterable[int]]) -> dict[int, int]:
    """Give every member the number of its group, the largest group being 1; of equals the one with the smallest member."""
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    return {member: number for number, group in enumerate(ordered, 1) for member in group}
