"""How central a node is and which community it belongs to, measured with networkx on what a picture shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.network import EXACT_BETWEENNESS, SEED, SOURCES
from kg.web.net.network import Network

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Measure:
    """Betweenness (0 to 1) within a picture; communities are numbered from 1, the largest first."""

    betweenness: float
    community: int


def measure(network: Network, nodes: Iterable[int], links: Iterable[int]) -> dict[int, Measure]:
    """Measure every node of a picture; communities by Louvain with a fixed seed."""
    import networkx as nx

    graph = simple(network, nodes, links)
    if not graph:
        return {}
    sample = None if len(graph) <= EXACT_BETWEENNESS else SOURCES
    between = nx.betweenness_centrality(graph, k=sample, seed=SEED)
    community = communities(graph)
    return {node: Measure(round(between[node], 4), community[node]) for node in graph}


def communities(graph: "nx.Graph") -> dict[int, int]:
    """Number the communities of a graph of numbers."""
    import networkx as nx

    groups = nx.community.louvain_communities(graph, seed=SEED)
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    return {node: number for number, group in enumerate(ordered, 1) for node in group}


def simple(network: Network, nodes: Iterable[int], links: Iterable[int]) -> "nx.Graph":
    """Give a picture's network without direction, loops and parallel edges."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    ends = ((network.links[n].source, network.links[n].target) for n in sorted(links))
    graph.add_edges_from((s, t) for s, t in ends if s != t)
    return graph
