"""Views of the whole network: what of it is kept, and what is tied to what."""

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.model import Status
from kg.network.part import connected, subgraph

if TYPE_CHECKING:
    import networkx as nx

TWO_MODE = frozenset({"issued", "drafted", "reviewed", "repealed", "implements"})
DIFFUSION = frozenset({"launched", "established", "piloted", "participatesIn", "operates"})
AGAINST_FLOW = frozenset({"piloted", "participatesIn"})
SHARED = frozenset({"Policy", "Reform", "System", "Honor", "Event"})


def _relations(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    return graph


def _agencies(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    part = subgraph(graph, [n for n, cls in graph.nodes(data="cls") if cls in {"Agency", "Policy"}])
    part.remove_edges_from(
        [
            (u, v, k)
            for u, v, k, p in part.edges(keys=True, data="predicate")
            if p not in TWO_MODE or part.nodes[u]["cls"] == part.nodes[v]["cls"]
        ]
    )
    return connected(part)


def _projection(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    part = subgraph(graph, [n for n, cls in graph.nodes(data="cls") if cls == "Agency"])
    part.remove_edges_from(list(part.edges(keys=True)))
    shared: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}
    for thing, cls in graph.nodes(data="cls"):
        if cls in SHARED:
            holders = _agencies_of(graph, thing)
            for one, two in combinations(sorted(holders), 2):
                shared.setdefault((one, two), []).append((thing, holders[one]))
    for (one, two), things in shared.items():
        names = "、".join(graph.nodes[thing]["label"] for thing, _ in things)
        data = things[0][1] | {"predicate": "shares", "label": "共同参与", "status": "done", "rule": ""}
        part.add_edge(one, two, **(data | {"weight": len(things), "shared": names}))
    return connected(part)


def _agencies_of(graph: "nx.MultiDiGraph", thing: str) -> dict[str, dict[str, Any]]:
    return {
        agency: data
        for agency, _, data in graph.in_edges(thing, data=True)
        if graph.nodes[agency]["cls"] == "Agency" and data["status"] != Status.DENIED
    }


def _diffusion(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    part = subgraph(graph, list(graph))
    part.remove_edges_from(list(part.edges(keys=True)))
    for source, target, data in graph.edges(data=True):
        if data["predicate"] in DIFFUSION:
            against = data["predicate"] in AGAINST_FLOW
            part.add_edge(*((target, source) if against else (source, target)), **data, reversed=against)
    return connected(part)


VIEWS: dict[str, Callable[["nx.MultiDiGraph"], "nx.MultiDiGraph"]] = {
    "relations": _relations,
    "agencies": _agencies,
    "projection": _projection,
    "diffusion": _diffusion,
}
