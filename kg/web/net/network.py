"""The whole network of a store, read once: entities as nodes, statements merged into links."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from kg import catalog
from kg.namespaces import term
from kg.render.palette import LOOKS
from kg.web import answers

if TYPE_CHECKING:
    import networkx as nx

POST_IN = "postIn"
"""The one relation without a statement: a post and its body; its evidence is where the post is named."""

CLASSES = tuple(look.cls for look in LOOKS)

ENTITIES = catalog.with_prefixes(
    "SELECT ?thing ?class (SAMPLE(?name) AS ?label) WHERE {\n"
    f"  VALUES ?class {{ {' '.join(f'fz:{cls}' for cls in CLASSES)} }}\n"
    "  ?thing a ?class ; skos:prefLabel ?name\n} GROUP BY ?thing ?class"
)
STATEMENTS = catalog.with_prefixes(
    "SELECT ?report ?statement ?subject ?predicate ?object ?status WHERE {\n"
    "  GRAPH ?report { ?statement a fz:Statement ; rdf:subject ?subject ; rdf:predicate ?predicate ;\n"
    "    rdf:object ?object ; fz:status ?status }\n}"
)
POSTS = catalog.with_prefixes("SELECT ?report ?post ?body WHERE { GRAPH ?report { ?post org:postIn ?body } }")


@dataclass(frozen=True, slots=True)
class Node:
    """An entity; `cls` is the local name of its class."""

    iri: str
    label: str
    cls: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement in one report; a post's body has no statement, its `iri` is that of the post."""

    iri: str
    report: str


@dataclass(frozen=True, slots=True)
class Link:
    """All statements of one relation between two nodes (numbers of `nodes`) with one status."""

    source: int
    target: int
    predicate: str
    status: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Network:
    """Nodes by IRI and links by their ends; `around` gives the numbers of a node's links."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    around: tuple[tuple[int, ...], ...] = field(repr=False)

    @cached_property
    def index(self) -> dict[str, int]:
        """Give the number of each IRI."""
        return {node.iri: i for i, node in enumerate(self.nodes)}

    @cached_property
    def by_fact(self) -> dict[str, int]:
        """Give the number of the link that a statement belongs to."""
        return {fact.iri: i for i, link in enumerate(self.links) for fact in link.facts}

    @cached_property
    def simple(self) -> "nx.Graph":
        """Give which nodes hang together, as numbers, without direction and loops."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(range(len(self.nodes)))
        graph.add_edges_from((e.source, e.target) for e in self.links if e.source != e.target)
        return graph

    def degree(self, node: int) -> int:
        """Give the number of a node's links."""
        return len(self.around[node])

    def other(self, link: int, node: int) -> int:
        """Give the other end of a node's link."""
        found = self.links[link]
        return found.target if found.source == node else found.source

    def connected(self) -> list[int]:
        """Give the nodes that have a link, the best connected first."""
        return sorted((i for i, links in enumerate(self.around) if links), key=lambda i: (-self.degree(i), i))

    def of_report(self, report: str) -> list[int]:
        """Give the links that a report states."""
        return [i for i, link in enumerate(self.links) if any(f.report == report for f in link.facts)]


def read(store: Store) -> Network:
    """Read the network of a store; the same quads give the same numbers."""
    found = _entities(store)
    merged: dict[tuple[str, str, str, str], set[tuple[str, str]]] = {}
    for ends, fact in (*_statements(store), *_posts(store)):
        if ends[0] in found and ends[1] in found:
            merged.setdefault(ends, set()).add(fact)
    nodes = tuple(found[iri] for iri in sorted(found))
    index = {node.iri: i for i, node in enumerate(nodes)}
    links = tuple(
        Link(index[ends[0]], index[ends[1]], *ends[2:], tuple(Fact(*fact) for fact in sorted(merged[ends])))
        for ends in sorted(merged)
    )
    return Network(nodes, links, _around(len(nodes), links))


def _entities(store: Store) -> dict[str, Node]:
    rank = {term(cls): i for i, cls in enumerate(CLASSES)}
    found: dict[str, tuple[int, str]] = {}
    for row in answers.select(store, ENTITIES):
        iri, key = row["thing"].value, (rank[row["class"].value], row["label"].value)
        found[iri] = min(found.get(iri, key), key)
    return {iri: Node(iri, label, CLASSES[cls]) for iri, (cls, label) in found.items()}


_Stated = tuple[tuple[str, str, str, str], tuple[str, str]]


def _statements(store: Store) -> Iterator[_Stated]:
    for row in answers.select(store, STATEMENTS):
        names = ("subject", "predicate", "object", "status", "statement", "report")
        if all(isinstance(row[name], NamedNode) for name in names):
            s, p, o, status, statement, report = (row[name].value for name in names)
            yield (s, o, _local(p), _local(status)), (statement, report)


def _posts(store: Store) -> Iterator[_Stated]:
    for row in answers.select(store, POSTS):
        post, body = row["post"].value, row["body"].value
        yield (post, body, POST_IN, "done"), (f"{post}#{POST_IN}", row["report"].value)


def _local(iri: str) -> str:
    return str(iri).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _around(count: int, links: tuple[Link, ...]) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _ in range(count)]
    for number, link in enumerate(links):
        found[link.source].append(number)
        if link.target != link.source:
            found[link.target].append(number)
    return tuple(tuple(numbers) for numbers in found)
