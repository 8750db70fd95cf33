"""The whole network as one still picture, its nodes where the page has them."""

from typing import TYPE_CHECKING

from kg.network import select
from kg.render.layout import arrange
from kg.render.palette import look, size
from kg.render.stills import captions
from kg.render.stills.columns import DASHES
from kg.render.stills.sheet import HEAD, INK, MARGIN, Sheet, cut, width

if TYPE_CHECKING:
    import networkx as nx

LIMIT = 300
NAME = 13.0
EMS = 15.0

Box = tuple[float, float, float, float]


def draw(graph: "nx.MultiDiGraph") -> Sheet | None:
    """Draw the best connected nodes that have a fact; names that would cover another are left out."""
    tied = select(graph, top=LIMIT)
    tied.remove_nodes_from([node for node in list(tied) if not tied.degree(node)])
    if not tied:
        return None
    spots = arrange(tied)
    left, top = (min(spot[axis] for spot in spots.values()) for axis in (0, 1))
    right, bottom = (max(spot[axis] for spot in spots.values()) for axis in (0, 1))
    room = MARGIN + EMS * NAME / 2
    wide = right - left + 2 * room
    sheet = Sheet(
        max(wide, 760),
        bottom - top + 90,
        f"{captions.subject(graph)}：{len(tied)} 个实体，{tied.number_of_edges()} 条事实",
        captions.source(graph, len(tied), graph.graph.get("of", len(graph))),
    )
    used = set(dict(tied.nodes(data="cls")).values())
    sheet.legend([(look(cls), name) for cls, name in captions.classes().items() if cls in used])
    shift = (room - left + max(760 - wide, 0) / 2, HEAD + 30 - top)
    at: dict[str, tuple[float, float]] = {
        node: (x + shift[0], y + shift[1]) for node, (x, y) in spots.items()
    }
    for source, target, data in tied.edges(data=True):
        tint = look(tied.nodes[target]["cls"]).edge + "70"
        sheet.line(at[source], at[target], tint, 0.9, DASHES.get(data["status"], "solid"))
    _nodes(sheet, tied, at)
    return sheet


def _nodes(sheet: Sheet, graph: "nx.MultiDiGraph", at: dict[str, tuple[float, float]]) -> None:
    """Set the signs, and the names from the best connected down."""
    order = sorted(graph, key=lambda node: -graph.nodes[node]["degree"])
    taken: list[Box] = []
    for node in order:
        data, (x, y) = graph.nodes[node], at[node]
        radius = size(data["degree"]) * 0.75
        sheet.sign(x, y, look(data["cls"]), radius)
        taken.append((x - radius, y - radius, x + radius, y + radius))
    for node in order:
        data, (x, y) = graph.nodes[node], at[node]
        name, below = cut(data["label"], EMS), y + size(data["degree"]) * 0.75 + 10
        half = width(name) * NAME / 2
        box = (x - half, below - 7, x + half, below + 7)
        if not any(_overlap(box, other) for other in taken):
            taken.append(box)
            sheet.text(x, below, name, size=NAME, color=INK, align="center")


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
