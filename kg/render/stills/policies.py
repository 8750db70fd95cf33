"""Policies by issuer: bodies at the left, what they issued, drafted, reviewed or repealed at the right."""

from collections import Counter
from typing import TYPE_CHECKING

from kg.network import terms
from kg.render.stills import captions, columns
from kg.render.stills.sheet import Sheet

if TYPE_CHECKING:
    import networkx as nx

LIMIT = 60
MAKING = ("issued", "drafted", "reviewed", "repealed")


def draw(graph: "nx.MultiDiGraph") -> Sheet | None:
    """Draw who made which documents; the bodies with the most come first; None when there are none."""
    made = [
        (u, v, data)
        for u, v, data in graph.edges(data=True)
        if data["predicate"] in MAKING and graph.nodes[v]["cls"] == "Policy"
    ]
    counts = Counter(u for u, _, _ in made)
    whole = len({v for _, v, _ in made})
    order = {body: i for i, (body, _) in enumerate(counts.most_common())}
    made.sort(key=lambda edge: order[edge[0]])
    shown = list(dict.fromkeys(v for _, v, _ in made))[:LIMIT]
    kept = [(u, v, data) for u, v, data in made if v in shown]
    if not kept:
        return None
    bodies = list(dict.fromkeys(u for u, _, _ in kept))
    return columns.draw(
        [
            ("机构", [_body(graph, body, counts[body]) for body in bodies]),
            ("政策文件", [_policy(graph, policy, kept) for policy in shown]),
        ],
        [columns.Link(u, v, data["status"]) for u, v, data in kept],
        title=f"{captions.subject(graph)}：谁出台了哪些文件",
        note=captions.source(graph, len(shown), whole),
        legend=captions.classes(),
    )


def _body(graph: "nx.MultiDiGraph", node: str, count: int) -> columns.Item:
    data = graph.nodes[node]
    return columns.Item(node, data["label"], data["cls"], str(count))


def _policy(graph: "nx.MultiDiGraph", node: str, made: list[tuple[str, str, dict[str, str]]]) -> columns.Item:
    """Tell the kind of the document, and what was done with it where that is not just its issuing."""
    data, words = graph.nodes[node], terms()
    kind = data["attrs"].get("policyType")
    acts = {edge["label"] for _, v, edge in made if v == node and edge["predicate"] != "issued"}
    detail = [words[f"policy-type/{kind}"].zh] if kind and f"policy-type/{kind}" in words else []
    return columns.Item(node, data["label"], data["cls"], " · ".join([*detail, *sorted(acts)]))
