"""Extractions as a network: entities are nodes, statements are edges, figures hang on the node they are about.

Attributes of a node: `label`, `cls`, `aliases` (tuple), `attrs` (dict), `mentions` (int), `reports` (tuple of keys),
`figures` (tuple of `Figure`), `degree` (int, edges in the view).  Attributes of an edge: `predicate`, `label`
(Chinese), `status`, `evidence` (the clause), `sentence`, `report` (key), `year`, `rule`, `passage` (`Passage`), `weight` (how
often it is stated) and `passages` (each of them); what is stated again is one edge, described by its first statement.
The graph itself carries `view`, `reports` (tuple of `Source`), `figures` (those that are about no entity) and
`findings` (problems admitted and plans made, tuple of `Remark`).
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.model import Entity, Extraction, Observation, Span, Statement, Status
from kg.terms import Term as Term
from kg.terms import terms as terms

if TYPE_CHECKING:
    import networkx as nx

SEED = 20180503
SOURCES = 250
"""Size of the sample of sources for estimated betweenness."""
EXACT_BETWEENNESS = 1_000
"""Above this many nodes betweenness is estimated from a seeded sample of sources: exact is O(nodes x edges)."""

TWO_MODE = frozenset({"issued", "drafted", "reviewed", "repealed", "implements"})
DIFFUSION = frozenset({"launched", "established", "piloted", "participatesIn", "operates"})
AGAINST_FLOW = frozenset({"piloted", "participatesIn"})
SHARED = frozenset({"Policy", "Reform", "System", "Honor", "Event"})
POST_IN = "postIn"
"""The one predicate that is no relation of the ontology: from a post to its body (org:postIn)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A report that fed the network; `size` counts its characters."""

    key: str
    title: str
    issuer: str | None
    place: str | None
    year: int | None
    date: str | None
    source: str
    size: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence that holds a fact.

    `start` is its offset in the report's text.  `clause` and `marks` are offsets in `sentence`; the third member
    of a mark is its role: subject, object, figure or entity.
    """

    report: str
    section: str
    sentence: str
    start: int
    clause: tuple[int, int]
    marks: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an entity: `value` in plain decimal digits, `text` as printed."""

    indicator: str
    value: str
    unit: str
    qualifier: str
    kind: str
    period: str
    status: str
    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem that a report admits or a plan that it makes."""

    cls: str
    passage: Passage


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


def network(
    extractions: Iterable[Extraction], view: str = "relations", labels: Mapping[str, str] | None = None
) -> "nx.MultiDiGraph":
    """Build a view of the network of one or more extractions.

    `relations` holds every entity and statement; `agencies` only agencies and policies with what ties them;
    `projection` ties two agencies by the number of policies, reforms, systems, honors and events that they share;
    `diffusion` follows reforms and systems from who launched them to who piloted them.  `labels` gives Chinese
    labels of predicates; the ontology's are the default.  Raises QueryError for an unknown view.
    """
    import networkx as nx

    if view not in VIEWS:
        raise QueryError(f"unknown view {view!r}: choose one of {', '.join(VIEWS)}")
    named = _predicate_labels() if labels is None else labels
    graph = nx.MultiDiGraph(view=view, reports=(), figures=(), findings=())
    for extraction in sorted(extractions, key=lambda e: e.document.key):
        _add(graph, extraction, named)
    return _counted(VIEWS[view](graph))


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
    part = _subgraph(graph, kept)
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


def statistics(graph: "nx.MultiDiGraph") -> list[Centrality]:
    """Measure every node: degree, betweenness, connected component and community; the best connected first.

    Betweenness and communities (Louvain, seeded) look at the simple undirected network.
    """
    import networkx as nx

    nodes = list(graph)
    # integers as nodes: the order of sets of strings would depend on PYTHONHASHSEED
    simple = _simple(graph, nodes)
    between = _betweenness(simple)
    component = _numbered(nx.connected_components(simple))
    community = _numbered(nx.community.louvain_communities(simple, seed=SEED)) if nodes else {}
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


def _predicate_labels() -> dict[str, str]:
    return {name: term.zh for name, term in terms().items() if "/" not in name}


# building


def _add(graph: "nx.MultiDiGraph", extraction: Extraction, labels: Mapping[str, str]) -> None:
    doc = extraction.document
    source = Source(doc.key, doc.title, doc.issuer, doc.place, doc.year, doc.date, doc.source, len(doc.text))
    graph.graph["reports"] += (source,)
    reader = _Passages(extraction)
    for entity in extraction.entities:
        _add_entity(graph, entity, doc.key)
    for statement in extraction.statements:
        _add_statement(graph, statement, reader, labels)
    for entity in extraction.entities:
        _add_post(graph, entity, reader, labels)
    for observation in extraction.observations:
        _add_figure(graph, observation, reader)
    remarks = (Remark(finding.cls, reader.passage(finding.span)) for finding in extraction.findings)
    graph.graph["findings"] += tuple(remarks)


def _add_entity(graph: "nx.MultiDiGraph", entity: Entity, report: str) -> None:
    old = graph.nodes[entity.id] if entity.id in graph else None
    known = old["aliases"] if old else ()
    fresh = (name for name in entity.aliases if name != entity.name and name not in known)
    graph.add_node(
        entity.id,
        label=entity.name,
        cls=entity.cls,
        aliases=known + tuple(dict.fromkeys(fresh)),
        attrs=dict(entity.attrs) | (old["attrs"] if old else {}),
        mentions=len(entity.spans) + (old["mentions"] if old else 0),
        reports=(*old["reports"], report) if old else (report,),
        figures=old["figures"] if old else (),
    )


def _add_statement(
    graph: "nx.MultiDiGraph", statement: Statement, reader: "_Passages", labels: Mapping[str, str]
) -> None:
    for end in (statement.subject, statement.object):
        if end not in graph:
            cls, _, key = end.partition("/")
            _add_entity(graph, Entity(cls, key, key, (), ()), reader.report)
    passage = reader.passage(statement.evidence, (statement.subject, "subject"), (statement.object, "object"))
    _add_edge(graph, statement, passage, reader, labels)


def _add_edge(
    graph: "nx.MultiDiGraph",
    statement: Statement,
    passage: Passage,
    reader: "_Passages",
    labels: Mapping[str, str],
) -> None:
    ends = (statement.subject, statement.object, f"{statement.predicate}/{statement.status.value}")
    if graph.has_edge(*ends):
        known = graph.edges[ends]
        known.update(weight=known["weight"] + 1, passages=(*known["passages"], passage))
        return
    graph.add_edge(
        *ends,
        predicate=statement.predicate,
        label=labels.get(statement.predicate, statement.predicate),
        status=statement.status.value,
        evidence=statement.evidence.of(reader.text),
        sentence=passage.sentence,
        report=reader.report,
        year=reader.year,
        rule=statement.rule,
        passage=passage,
        passages=(passage,),
        weight=1,
    )


def _add_post(
    graph: "nx.MultiDiGraph", entity: Entity, reader: "_Passages", labels: Mapping[str, str]
) -> None:
    """Tie a post to its body, so that a person is not cut off from the body behind the post."""
    named = entity.attr(POST_IN) or ""
    body = named if named in graph else f"Agency/{named}"
    if entity.cls == "Post" and entity.spans and body in graph:
        statement = Statement(entity.id, POST_IN, body, entity.spans[0], Status.DONE, "")
        passage = reader.passage(entity.spans[0], (entity.id, "subject"), (body, "object"))
        _add_edge(graph, statement, passage, reader, {POST_IN: "任职于", **labels})


def _add_figure(graph: "nx.MultiDiGraph", observation: Observation, reader: "_Passages") -> None:
    figure = _figure(observation, reader)
    holder = graph.nodes[observation.about] if observation.about in graph else graph.graph
    holder["figures"] += (figure,)


def _figure(observation: Observation, reader: "_Passages") -> Figure:
    quantity = observation.quantity
    whole = Span(
        min(quantity.span.start, observation.evidence.start), max(quantity.span.end, observation.evidence.end)
    )
    about = ((observation.about, "entity"),) if observation.about else ()
    passage = reader.passage(whole, *about, figure=quantity.span)
    return Figure(
        observation.indicator,
        format(quantity.value.normalize(), "f"),
        quantity.unit,
        quantity.qualifier,
        quantity.kind,
        observation.period or "",
        observation.status.value,
        quantity.span.of(reader.text),
        passage,
    )


class _Passages:
    """The text of one extraction, ready to be cut into passages."""

    def __init__(self, extraction: Extraction) -> None:
        self.text = extraction.document.text
        self.report = extraction.document.key
        self.year = extraction.document.year
        self._sections = extraction.sections
        self._sentences = extraction.sentences
        self._starts = [s.span.start for s in extraction.sentences]
        self._ends = [s.span.end for s in extraction.sentences]
        self._mentions = {e.id: sorted(e.spans) for e in extraction.entities}

    def passage(self, evidence: Span, *ends: tuple[str, str], figure: Span | None = None) -> Passage:
        """Cut the sentence or sentences around the evidence and mark what the fact speaks of."""
        whole, section = self._around(evidence)
        spans = [(m, role) for end, role in ends for m in self._mentions.get(end, []) if whole.covers(m)]
        if figure is not None:
            spans.append((figure, "figure"))
        return Passage(
            self.report,
            section,
            whole.of(self.text),
            whole.start,
            (evidence.start - whole.start, evidence.end - whole.start),
            _marks(spans, whole.start),
        )

    def _around(self, evidence: Span) -> tuple[Span, str]:
        first = bisect_right(self._ends, evidence.start)
        last = bisect_left(self._starts, evidence.end)
        inside = self._sentences[first:last]
        if not inside:
            return evidence, ""
        start = min(evidence.start, inside[0].span.start)
        return Span(start, max(evidence.end, inside[-1].span.end)), self._heading(inside[0].section)

    def _heading(self, index: int | None) -> str:
        path: list[str] = []
        while index is not None:
            section = self._sections[index]
            path.append(section.heading.of(self.text).strip())
            index = section.parent
        return " › ".join(reversed(path))


def _marks(spans: Sequence[tuple[Span, str]], offset: int) -> tuple[tuple[int, int, str], ...]:
    """Keep the longest of marks that overlap: the name of a body often holds the name of another."""
    kept: list[tuple[Span, str]] = []
    for span, role in sorted(spans, key=lambda s: (s[0].start - s[0].end, s[0].start, s[1])):
        if not any(span.overlaps(other) for other, _ in kept):
            kept.append((span, role))
    return tuple((span.start - offset, span.end - offset, role) for span, role in sorted(kept))


# views


def _relations(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    return graph


def _agencies(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    part = _subgraph(graph, [n for n, cls in graph.nodes(data="cls") if cls in {"Agency", "Policy"}])
    part.remove_edges_from(
        [
            (u, v, k)
            for u, v, k, p in part.edges(keys=True, data="predicate")
            if p not in TWO_MODE or part.nodes[u]["cls"] == part.nodes[v]["cls"]
        ]
    )
    return _connected(part)


def _projection(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    part = _subgraph(graph, [n for n, cls in graph.nodes(data="cls") if cls == "Agency"])
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
    return _connected(part)


def _agencies_of(graph: "nx.MultiDiGraph", thing: str) -> dict[str, dict[str, Any]]:
    return {
        agency: data
        for agency, _, data in graph.in_edges(thing, data=True)
        if graph.nodes[agency]["cls"] == "Agency" and data["status"] != Status.DENIED
    }


def _diffusion(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    part = _subgraph(graph, list(graph))
    part.remove_edges_from(list(part.edges(keys=True)))
    for source, target, data in graph.edges(data=True):
        if data["predicate"] in DIFFUSION:
            against = data["predicate"] in AGAINST_FLOW
            part.add_edge(*((target, source) if against else (source, target)), **data, reversed=against)
    return _connected(part)


VIEWS: dict[str, Callable[["nx.MultiDiGraph"], "nx.MultiDiGraph"]] = {
    "relations": _relations,
    "agencies": _agencies,
    "projection": _projection,
    "diffusion": _diffusion,
}


# helpers


def _subgraph(graph: "nx.MultiDiGraph", nodes: Iterable[str]) -> "nx.MultiDiGraph":
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


def _connected(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    return _subgraph(graph, [node for node in graph if graph.degree(node)])


def _counted(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    for node, degree in graph.degree():
        graph.nodes[node]["degree"] = degree
    return graph


def _largest(graph: "nx.MultiDiGraph", nodes: Sequence[str], count: int) -> list[str]:
    """Give the best connected nodes; among equals those with more figures, then each report's first, second, …"""
    data, turns = graph.nodes, Counter[str]()
    turn = {}
    for node in nodes:
        report = data[node]["reports"][0]
        turn[node] = turns[report]
        turns[report] += 1
    return sorted(nodes, key=lambda n: (-data[n]["degree"], -len(data[n]["figures"]), turn[n]))[:count]


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


def _numbered(groups: Iterable[Iterable[int]]) -> dict[int, int]:
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    return {member: number for number, group in enumerate(ordered, 1) for member in group}
