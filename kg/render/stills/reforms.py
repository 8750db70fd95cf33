"""Reforms and systems from who launched or built them to who pilots or takes part in them."""

from typing import TYPE_CHECKING

from kg.network import AGAINST_FLOW, DIFFUSION
from kg.render.stills import captions, columns
from kg.render.stills.sheet import Sheet

if TYPE_CHECKING:
    import networkx as nx

LIMIT = 60
THINGS = frozenset({"Reform", "System"})


def draw(graph: "nx.MultiDiGraph") -> Sheet | None:
    """Draw how reforms spread; those with pilots come first; None when there are none."""
    ties = [
        (u, v, data["predicate"] in AGAINST_FLOW, data["status"])
        for u, v, data in graph.edges(data=True)
        if data["predicate"] in DIFFUSION and graph.nodes[v]["cls"] in THINGS
    ]
    piloted = {v for _, v, against, _ in ties if against}
    found = sorted(dict.fromkeys(v for _, v, _, _ in ties), key=lambda v: v not in piloted)
    shown = set(found[:LIMIT])
    ties = [tie for tie in ties if tie[1] in shown]
    if not ties:
        return None
    starters = list(dict.fromkeys(u for u, _, against, _ in ties if not against))
    # a body may both launch one reform and pilot another: it stands in both columns
    pilots = list(dict.fromkeys(u for u, _, against, _ in ties if against))
    wanted = [
        ("推行、建立", [_item(graph, body, "") for body in starters]),
        ("改革举措与信息系统", [_item(graph, thing, "") for thing in found[:LIMIT]]),
        ("试点、参与", [_item(graph, pilot, "→") for pilot in pilots]),
    ]
    return columns.draw(
        [(heading, items) for heading, items in wanted if items],
        [_link(*tie) for tie in ties],
        title=f"{captions.subject(graph)}：推行了哪些改革，在哪里试点",
        note=captions.source(graph, len(shown), len(found)),
        legend=captions.classes(),
    )


def _item(graph: "nx.MultiDiGraph", node: str, side: str) -> columns.Item:
    data = graph.nodes[node]
    return columns.Item(side + node, data["label"], data["cls"])


def _link(holder: str, thing: str, against: bool, status: str) -> columns.Link:
    if against:
        return columns.Link(thing, f"→{holder}", status)
    return columns.Link(holder, thing, status)
