"""The bodies that reports name, by place from the state down, each under the body that it is part of."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.gazetteer import Gazetteer
from kg.model import Status
from kg.network import terms
from kg.render.stills import captions
from kg.render.stills.blocks import Block, Row
from kg.render.stills.blocks import draw as draw_blocks
from kg.render.stills.sheet import Sheet

if TYPE_CHECKING:
    import networkx as nx

LIMIT = 240
ORDER = ("party", "congress", "government", "consultative", "court", "procuratorate", "department")


def draw(graph: "nx.MultiDiGraph") -> Sheet | None:
    """Draw the bodies under their places; the best connected when there are very many; None for none."""
    every = [node for node, cls in graph.nodes(data="cls") if cls == "Agency"]
    shown = sorted(every, key=lambda node: -graph.nodes[node]["degree"])[:LIMIT]
    if not shown:
        return None
    parents = _parents(graph, set(shown))
    places: dict[str, list[str]] = {}
    for node in shown:
        places.setdefault(_place(graph, node, parents), []).append(node)
    blocks = [_block(graph, code, places[code], parents) for code in sorted(places)]
    return draw_blocks(
        blocks,
        title=f"{captions.subject(graph)}：报告提到的机构",
        note=captions.source(graph, len(shown), len(every)),
        legend=captions.classes(),
    )


def _parents(graph: "nx.MultiDiGraph", shown: set[str]) -> dict[str, str]:
    """Give for each body the one that it is said to be part of, or whose name its own begins with."""
    parents: dict[str, str] = {}
    for node in shown:
        named = f"Agency/{graph.nodes[node]['attrs'].get('parent', '')}"
        stated = [
            v
            for _, v, data in graph.out_edges(node, data=True)
            if data["predicate"] == "partOf" and data["status"] != Status.DENIED
        ]
        found = next((body for body in [*sorted(stated), named] if body in shown and body != node), None)
        if found is not None and not _above(found, node, parents):
            parents[node] = found
    return parents


def _above(node: str, wanted: str, parents: dict[str, str]) -> bool:
    """Tell whether a body stands under another already: a tree has no rings."""
    while node in parents:
        node = parents[node]
        if node == wanted:
            return True
    return False


def _place(graph: "nx.MultiDiGraph", node: str, parents: dict[str, str]) -> str:
    """Give the code of a body's place: its own, or that of the body that it is part of; "" for none."""
    while not graph.nodes[node]["attrs"].get("place") and node in parents:
        node = parents[node]
    return str(graph.nodes[node]["attrs"].get("place", ""))


def _block(graph: "nx.MultiDiGraph", code: str, nodes: list[str], parents: dict[str, str]) -> Block:
    children: dict[str | None, list[str]] = {}
    for node in sorted(nodes, key=lambda n: _rank(graph, n)):
        above = parents.get(node)
        children.setdefault(above if above in nodes else None, []).append(node)
    name = Gazetteer.load().qualified_name(code) if code else "全国及其他"
    return Block(name, f"{len(nodes)} 个机构", list(_rows(graph, children, None, 0)))


def _rank(graph: "nx.MultiDiGraph", node: str) -> tuple[int, int, str]:
    kind = graph.nodes[node]["attrs"].get("agencyType", "")
    return ORDER.index(kind) if kind in ORDER else len(ORDER), -graph.nodes[node]["degree"], node


def _rows(
    graph: "nx.MultiDiGraph", children: dict[str | None, list[str]], above: str | None, indent: int
) -> Iterator[Row]:
    words = terms()
    for node in children.get(above, []):
        data = graph.nodes[node]
        kind = words.get(f"agency-type/{data['attrs'].get('agencyType', '')}")
        yield Row(data["label"], "Agency", kind.zh if kind else "", indent=indent)
        yield from _rows(graph, children, node, indent + 1)
