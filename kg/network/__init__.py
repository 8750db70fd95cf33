"""Extractions as a network: entities are nodes, statements are edges, figures hang on the node they are about.

Attributes of a node: `label`, `cls`, `aliases` (tuple), `attrs` (dict), `mentions` (int), `reports` (tuple of keys),
`figures` (tuple of `Figure`), `degree` (int, edges in the view).  Attributes of an edge: `predicate`, `label`
(Chinese), `status`, `evidence` (the clause), `sentence`, `report` (key), `year`, `rule`, `passage` (`Passage`), `weight` (how
often it is stated) and `passages` (each of them); what is stated again is one edge, described by its first statement.
The graph itself carries `view`, `reports` (tuple of `Source`), `figures` (those that are about no entity) and
`findings` (problems admitted and plans made, tuple of `Remark`).
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.model import Extraction
from kg.network.making import POST_IN, add
from kg.network.measures import EXACT_BETWEENNESS, SEED, SOURCES, Centrality, statistics
from kg.network.part import find, select
from kg.network.records import Figure, Passage, Remark, Source
from kg.network.views import AGAINST_FLOW, DIFFUSION, VIEWS
from kg.terms import Term, terms

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "AGAINST_FLOW",
    "DIFFUSION",
    "EXACT_BETWEENNESS",
    "POST_IN",
    "SEED",
    "SOURCES",
    "VIEWS",
    "Centrality",
    "Figure",
    "Passage",
    "Remark",
    "Source",
    "Term",
    "find",
    "network",
    "select",
    "statistics",
    "terms",
]


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
        add(graph, extraction, named)
    return _counted(VIEWS[view](graph))


def _predicate_labels() -> dict[str, str]:
    return {name: term.zh for name, term in terms().items() if "/" not in name}


def _counted(graph: "nx.MultiDiGraph") -> "nx.MultiDiGraph":
    for node, degree in graph.degree():
        graph.nodes[node]["degree"] = degree
    return graph
