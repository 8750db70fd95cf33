"""Parts of a network: a neighbourhood, some classes, the best connected."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING

from kg.errors import QueryError

if TYPE_CHECKING:
    import networkx as nx


def select(
    graph: "nx.MultiDiGraph",
    *,
    focus: str | None = None,
    hops: int = 1,
    classes: Iterable[str] = (),
    among: Container[str] | None = None,
    top: int | None = None,
) -> "nx.MultiDiGraph":
    """Cut a network down: to a node's neighbourhood, to some classes, to the `top` nodes by degree.

    `focus` is a node's id, label or alias, `among` holds ids or labels to keep; QueryError when nothing is called
    that.  The result's graph attribute `of` says how many nodes there were.  Degrees stay those of the whole.
    """
    import networkx as nx

    wanted, kept = set(classes), list(graph)
    if focus is not None:
        near = nx.ego_graph(graph.to_undirected(as_view=True), find(graph, focus), radius=hops)
        kept = [node for node in kept if node in near]
    if wanted:
        kept = [node for node in kept if graph.nodes[node]["cls"] in wanted]
    if among is not None:
        kept = [node for node in kept if node in among or graph.nodes[node]["label"] in among]
        if not kept:
            raise QueryError("nothing that was asked for is in this network")
    if top is not None and len(kept) > top:
        kept = _largest(graph, kept, top)
    part = subgraph(graph, kept)
    part.graph["of"] = graph.graph.get("of", len(graph))
    return part


def find(graph: "nx.MultiDiGraph", name: str) -> str:
    """Give the id of the node called so: by id, by label, by alias; the best connected when several are."""
    if name in graph:
        return name
    named = [n for n, data in graph.nodes(data=True) if data["label"] == name]
    named = named or [n for n, data in graph.nodes(data=True) if name in data["aliases"]]
    if not named:
        raise QueryError(f"no entity is called {name!r} in this network")
    return _largest(graph, named, 1)[0]


def subgraph(graph: "nx.MultiDiGraph", nodes: Iterable[str]) -> "nx.MultiDiGraph":
    """Copy some nodes and the edges between them, in the graph's own order.

    networkx's own `subgraph` walks a set, whose order changes from run to run.
    """
    wanted = set(nodes)
    part = graph.__class__(**graph.graph)
    part.add_nodes_from((n, data) for n, data in graph.nodes(data=True) if n in wanted)
    part.add_edges_from(
        (u, v, k, data) for u, v, k, data in graph.edges(keys=True, data=True) if u in wanted and v in wanted
    )
    return part


def connected(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    """Leave out nodes without an edge."""
    return subgraph(graph, [node for node in graph if graph.degree(node)])


def _largest(graph: "nx.MultiDiGraph", nodes: Sequence[str], count: int) -> list[str]:
    """Give the best connected nodes; among equals those with more figures, then each report's first, second, …"""
    data, turns = graph.nodes, Counter[str]()
    turn = {}
    for node in nodes:
        report = data[node]["reports"][0]
        turn[node] = turns[report]
        turns[report] += 1
    return sorted(nodes, key=lambda n: (-data[n]["degree"], -len(data[n]["figures"]), turn[n]))[:count]
