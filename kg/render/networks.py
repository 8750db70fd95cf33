"""GraphML and GEXF of a network, ready for Gephi: labels, positions, colours, sizes; the same bytes on every run."""

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.render.layout import arrange
from kg.render.palette import look, size

if TYPE_CHECKING:
    import networkx as nx

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEPHI_SHAPES = {"dot": "disc", "square": "square", "triangle": "triangle", "diamond": "diamond"}


def to_graphml(graph: "nx.MultiDiGraph", positions: Mapping[str, tuple[int, int]] | None = None) -> bytes:
    """Write GraphML; Gephi reads `x`, `y`, `size`, `r`, `g`, `b` and `label` as the look of a node."""
    from networkx.readwrite.graphml import GraphMLWriter

    plain = _plain(graph)
    places = arrange(graph) if positions is None else positions
    for node, data in graph.nodes(data=True):
        red, green, blue = look(data["cls"]).rgb
        x, y = places[node]
        plain.nodes[_clean(node)].update(
            x=float(x), y=float(-y), size=size(data["degree"]), r=red, g=green, b=blue
        )
    writer = GraphMLWriter(encoding="utf-8", named_key_ids=True)
    writer.add_graph_element(plain)
    return _bytes(writer.dump)


def to_gexf(graph: "nx.MultiDiGraph", positions: Mapping[str, tuple[int, int]] | None = None) -> bytes:
    """Write GEXF 1.2 with the look of nodes in its viz module; its date is that of the newest report."""
    from networkx.readwrite.gexf import GEXFWriter

    plain = _plain(graph)
    places = arrange(graph) if positions is None else positions
    for node, data in graph.nodes(data=True):
        plain.nodes[_clean(node)]["viz"] = _viz(data, places[node])
    writer = GEXFWriter(plain, encoding="utf-8")
    _date(writer.xml, graph)
    return _bytes(writer.write)


def _viz(data: Mapping[str, Any], at: tuple[int, int]) -> dict[str, Any]:
    style = look(data["cls"])
    red, green, blue = style.rgb
    return {
        "color": {"r": red, "g": green, "b": blue},
        "position": {"x": float(at[0]), "y": float(-at[1]), "z": 0.0},
        "size": size(data["degree"]),
        "shape": _GEPHI_SHAPES.get(style.shape, "disc"),
    }


def _date(xml: Any, graph: "nx.MultiDiGraph") -> None:
    """Replace the clock's date that networkx writes."""
    meta = xml.find("meta")
    dates = sorted(report.date for report in graph.graph["reports"] if report.date)
    meta.attrib.pop("lastmodifieddate", None)
    if dates:
        meta.set("lastmodifieddate", dates[-1])
    meta.find("creator").text = "Fazhi KG"


def _plain(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    """Copy a network with flat values that XML can hold."""
    import networkx as nx

    plain = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        plain.add_node(_clean(node), **_node(data))
    for number, (source, target, data) in enumerate(graph.edges(data=True)):
        plain.add_edge(_clean(source), _clean(target), key=f"e{number}", **_edge(data))
    return plain


def _node(data: Mapping[str, Any]) -> dict[str, Any]:
    figures = data["figures"]
    lines = (f"{f.indicator}: {f.value}{f.unit} ({f.period})" for f in figures)
    return {
        "label": _clean(data["label"]),
        "cls": _clean(data["cls"]),
        "aliases": _clean("; ".join(data["aliases"])),
        "mentions": data["mentions"],
        "degree": data["degree"],
        "reports": _clean("; ".join(data["reports"])),
        "figures": len(figures),
        "figuresText": _clean("\n".join(lines)),
        **{f"attr_{_clean(name)}": _clean(str(value)) for name, value in sorted(data["attrs"].items())},
    }


def _edge(data: Mapping[str, Any]) -> dict[str, Any]:
    names = ("label", "predicate", "status", "evidence", "sentence", "report", "rule", "shared")
    flat: dict[str, Any] = {name: _clean(str(data[name])) for name in names if name in data}
    year = {"year": data["year"]} if data["year"] else {}
    return flat | year | {"weight": float(data.get("weight", 1))}


def _clean(text: str) -> str:
    """Drop the characters that XML 1.0 forbids."""
    return _ILLEGAL.sub("", text)


class _Sink(io.BytesIO):
    """Bytes that only are written: a buffer that can be read has Python reset its decoder at every write."""

    def readable(self) -> bool:
        return False


def _bytes(write: Any) -> bytes:
    buffer = _Sink()
    write(buffer)
    return buffer.getvalue() + b"\n"
