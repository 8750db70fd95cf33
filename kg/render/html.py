"""One self-contained page of a network: pyvis holds the drawing, a template of our own shows it.

pyvis's own page loads from other hosts and runs names as script; its `Network` serves here as the data model only.
The page's policy allows exactly the two scripts and the style in it, by hash, and no request at all.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import OutputError
from kg.network import Figure, Passage, Source, select
from kg.render.alone import asset, embed, policy, template
from kg.render.layout import arrange, centre
from kg.render.palette import LOOKS, Look, look, size
from kg.terms import Term, terms

if TYPE_CHECKING:
    import networkx as nx

STYLE = "page.css"
LIMIT = 1_000
"""Nodes on a page: what a browser without a graphics card shows within a second."""
BEND = 0.16
ROLES = ("subject", "object", "figure", "entity")
VIS = "vis-network.min.js"
ATTRIBUTES = {
    "agencyType": ("agencyType", "agency-type"),
    "policyType": ("policyType", "policy-type"),
    "policyStatus": ("policyStatus", "policy-status"),
    "level": ("level", "level"),
    "number": ("documentNumber", ""),
    "code": ("divisionCode", ""),
}
"""Attributes of entities that the page shows: the property that names each, the scheme of its values."""


def render(
    graph: "nx.MultiDiGraph",
    *,
    title: str,
    subtitle: str = "",
    source: str = "",
    date: str = "",
    note: str | None = None,
    limit: int = LIMIT,
    positions: Mapping[str, tuple[int, int]] | None = None,
    words: Mapping[str, Term] | None = None,
) -> str:
    """Draw a network as one HTML file that asks no other host for anything.

    Above `limit` nodes only the best connected are drawn and the page says so.  `positions` are pixels, as
    `layout.arrange` gives them; `words` label classes, predicates and statuses, the ontology's by default.
    """
    part = select(graph, top=limit)
    places = positions if positions is not None else arrange(part)
    names = terms() if words is None else words
    payload = _payload(part, places, names)
    vis, js = scripts()
    page: str = template("network.html.j2").render(
        title=title,
        subtitle=subtitle,
        source=source or _sources(part),
        date=date or _dates(part),
        note=note,
        shown=len(part),
        whole=part.graph["of"],
        facts=part.number_of_edges(),
        legend=_legend(part, names),
        data=embed(payload),
        policy=policy((vis, js), (asset(STYLE),)),
        css=asset(STYLE),
        vis=vis,
        js=js,
    )
    return page


# assets


@cache
def _vis() -> str:
    """Read vis-network out of the pyvis package, without the link to its source map."""
    import pyvis

    found = sorted(Path(pyvis.__file__).parent.glob(f"templates/lib/vis-9*/{VIS}"))
    if not found:
        raise OutputError(f"{VIS} is missing from the pyvis package: install pyvis 0.3.2 again")
    script = found[-1].read_text(encoding="utf-8").replace("\r\n", "\n")
    script = re.sub(r"\n//# sourceMappingURL=.*", "", script)
    return re.sub(r"<(?=/script|!--)", r"\\x3c", script, flags=re.IGNORECASE)


def scripts() -> tuple[str, str]:
    """Give the scripts of the page, as its policy allows them."""
    return _vis(), asset("page.js")


# words of the page


def _sources(graph: "nx.MultiDiGraph") -> str:
    issuers = list(dict.fromkeys(r.issuer or r.title for r in graph.graph["reports"]))
    names = "、".join(issuers[:3]) + (f"等 {len(issuers)} 个" if len(issuers) > 3 else "")
    files = [r.source for r in graph.graph["reports"]]
    return f"{names} ({files[0]})" if len(files) == 1 else names


def _dates(graph: "nx.MultiDiGraph") -> str:
    dates = sorted({r.date for r in graph.graph["reports"] if r.date})
    return dates[0] if dates and dates[0] == dates[-1] else " – ".join(dates[:1] + dates[-1:])


def _legend(graph: "nx.MultiDiGraph", words: Mapping[str, Term]) -> list[dict[str, Any]]:
    counts = Counter(cls for _, cls in graph.nodes(data="cls"))
    known = [style.cls for style in LOOKS]
    order = [cls for cls in known if cls in counts] + [cls for cls in counts if cls not in known]
    return [{"key": cls, "count": counts[cls], "term": _term(words, cls), "look": look(cls)} for cls in order]


def _term(words: Mapping[str, Term], name: str) -> Term:
    return words.get(name) or Term(name.rpartition("/")[2], name.rpartition("/")[2])


# the drawing


class _Ids(list[Any]):
    """A list that knows quickly what it holds: pyvis asks before each node and twice before each edge."""

    def __init__(self) -> None:
        super().__init__()
        self._held: set[Any] = set()

    def append(self, item: Any) -> None:
        self._held.add(item)
        super().append(item)

    def __contains__(self, item: object) -> bool:
        return item in self._held


def drawing(graph: "nx.MultiDiGraph", positions: Mapping[str, tuple[int, int]]) -> Any:
    """Build the pyvis network: nodes and edges are numbered in the graph's order."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    net.node_ids = _Ids()
    index = {node: i for i, node in enumerate(graph)}
    for node, i in index.items():
        _draw_node(net, i, graph.nodes[node], positions[node])
    bends = _bends(graph)
    for i, (source, target, data) in enumerate(graph.edges(data=True)):
        _draw_edge(net, i, (index[source], index[target]), look(graph.nodes[target]["cls"]), data, bends[i])
    return net


def _draw_node(net: Any, number: int, data: Mapping[str, Any], at: tuple[int, int]) -> None:
    style = look(data["cls"])
    net.add_node(
        number,
        # pyvis takes an empty label for none and shows the number
        label=data["label"] or "—",
        shape=style.shape,
        color={"background": style.fill, "border": style.edge},
        borderWidth=2 if style.hollow else 1,
        size=size(data["degree"]),
        x=at[0],
        y=at[1],
    )


def _draw_edge(
    net: Any, number: int, ends: tuple[int, int], style: Look, data: Mapping[str, Any], bend: float
) -> None:
    options: dict[str, Any] = {"id": number, "color": _tint(style), "width": 1}
    if data["status"] in {"planned", "denied"}:
        options["dashes"] = [5, 4] if data["status"] == "planned" else [2, 3]
    if bend:
        kind = "curvedCW" if bend > 0 else "curvedCCW"
        options["smooth"] = {"enabled": True, "type": kind, "roundness": abs(bend)}
    net.add_edge(*ends, **options)


def _tint(style: Look, share: float = 0.42) -> str:
    """Mix the colour of a class with white: many edges must not drown the nodes."""
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in style.rgb)


def _bends(graph: "nx.MultiDiGraph") -> list[float]:
    """Give each edge a curvature, so that edges between the same two nodes can be told apart."""
    pairs = [(u, v) for u, v in graph.edges()]
    between = Counter(frozenset(pair) for pair in pairs)
    seen: Counter[frozenset[str]] = Counter()
    bends = []
    for u, v in pairs:
        side = seen[frozenset((u, v))] - (between[frozenset((u, v))] - 1) / 2
        seen[frozenset((u, v))] += 1
        # a curve to the left of u-v is one to the right of v-u
        bends.append(side * BEND * (1 if u < v else -1))
    return bends


# the data of the panels


class _Table:
    """Values numbered in the order they first come; each is written once."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._at: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        if value not in self._at:
            self._at[value] = len(self.rows)
            self.rows.append(value)
        return self._at[value]


def _payload(
    graph: "nx.MultiDiGraph", positions: Mapping[str, tuple[int, int]], words: Mapping[str, Term]
) -> dict[str, Any]:
    net = drawing(graph, positions)
    index = {node: i for i, node in enumerate(graph)}
    middle = centre(graph)
    passages = _Table()
    return {
        "nodes": net.nodes,
        "edges": net.edges,
        "records": [_record(node, data, words) for node, data in graph.nodes(data=True)],
        **_said(graph, index, passages),
        "passages": passages.rows,
        "reports": [_report(source) for source in graph.graph["reports"]],
        "whole": graph.graph["of"],
        "centre": None if middle is None else index[middle],
        "words": _words(graph, words),
        "tints": {style.cls: style.edge for style in LOOKS},
    }


def _said(graph: "nx.MultiDiGraph", index: Mapping[str, int], passages: "_Table") -> dict[str, Any]:
    """Give facts, figures and findings; their sentences go into the table."""
    reports = {report.key: i for i, report in enumerate(graph.graph["reports"])}

    def located(passage: Passage) -> dict[str, Any]:
        return _located(passage, passages, reports)

    return {
        "facts": [
            _fact(index[u], index[v], data, located(data["passage"]))
            | {"also": [located(passage) for passage in data["passages"][1:]]}
            for u, v, data in graph.edges(data=True)
        ],
        "figures": [
            _shown(-1 if node is None else index[node], figure, located(figure.passage))
            for node, figure in _figures(graph)
        ],
        "findings": [{"k": remark.cls, **located(remark.passage)} for remark in graph.graph["findings"]],
    }


def _report(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in ("title", "issuer", "year", "date", "source")}


def _figures(graph: "nx.MultiDiGraph") -> list[tuple[str | None, Figure]]:
    held = [(node, figure) for node, figures in graph.nodes(data="figures") for figure in figures]
    return sorted(
        [*held, *((None, figure) for figure in graph.graph["figures"])],
        key=lambda pair: (pair[1].passage.report, pair[1].passage.start, pair[1].passage.marks),
    )


def _located(passage: Passage, table: _Table, reports: Mapping[str, int]) -> dict[str, Any]:
    row = (reports[passage.report], passage.section, passage.sentence, passage.start)
    marks = [[start, end, ROLES.index(role)] for start, end, role in passage.marks]
    return {"q": table.number(row), "c": passage.clause, "m": marks}


def _record(node: str, data: Mapping[str, Any], words: Mapping[str, Term]) -> dict[str, Any]:
    attrs = [
        _attribute(words, label, f"{scheme}/{value}" if scheme else value)
        for name, (label, scheme) in ATTRIBUTES.items()
        if (value := data["attrs"].get(name))
    ]
    return {
        "id": node,
        "c": data["cls"],
        "a": data["aliases"],
        "t": attrs,
        "d": data["degree"],
        "n": data["mentions"],
    }


def _attribute(words: Mapping[str, Term], label: str, value: str) -> list[str]:
    name, said = _term(words, label), words.get(value, Term(value, value))
    return [name.zh, said.zh, name.en, said.en]


def _fact(source: int, target: int, data: Mapping[str, Any], where: Mapping[str, Any]) -> dict[str, Any]:
    ends = (target, source) if data.get("reversed") else (source, target)
    fact = {
        "s": ends[0],
        "o": ends[1],
        "p": data["predicate"],
        "st": data["status"],
        "r": data["rule"],
        **where,
    }
    return fact | ({"sh": data["shared"]} if "shared" in data else {})


def _shown(node: int, figure: Figure, where: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "n": node,
        "i": figure.indicator,
        "v": figure.value,
        "u": figure.unit,
        "ql": figure.qualifier,
        "k": figure.kind,
        "p": figure.period,
        "st": figure.status,
        "x": figure.text,
        **where,
    }


def _words(graph: "nx.MultiDiGraph", words: Mapping[str, Term]) -> dict[str, list[str]]:
    """Give the labels that the page needs: those of classes, predicates, statuses and the like that occur."""
    used = {name: _term(words, name) for _, name in graph.nodes(data="cls")}
    for _, _, data in graph.edges(data=True):
        spaced = re.sub(r"(?<=[a-z])[A-Z]", lambda m: f" {m.group().lower()}", data["predicate"])
        fallback = Term(data["label"], spaced)
        used[data["predicate"]] = words.get(data["predicate"], fallback)
    used |= {name: term for name, term in words.items() if "/" in name}
    return {name: [term.zh, term.en] for name, term in sorted(used.items())}
