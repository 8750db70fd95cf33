"""Putting one extraction after the other into a network: entities, statements, posts, figures, remarks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.model import Entity, Extraction, Observation, Span, Statement, Status
from kg.network.passages import Passages
from kg.network.records import Figure, Passage, Remark, Source

if TYPE_CHECKING:
    import networkx as nx

POST_IN = "postIn"
"""The one predicate that is no relation of the ontology: from a post to its body (org:postIn)."""


def add(graph: "nx.MultiDiGraph", extraction: Extraction, labels: Mapping[str, str]) -> None:
    """Add an extraction; `labels` gives Chinese labels of predicates."""
    doc = extraction.document
    source = Source(doc.key, doc.title, doc.issuer, doc.place, doc.year, doc.date, doc.source, len(doc.text))
    graph.graph["reports"] += (source,)
    reader = Passages(extraction)
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
    graph: "nx.MultiDiGraph", statement: Statement, reader: Passages, labels: Mapping[str, str]
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
    reader: Passages,
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


def _add_post(graph: "nx.MultiDiGraph", entity: Entity, reader: Passages, labels: Mapping[str, str]) -> None:
    """Tie a post to its body, so that a person is not cut off from the body behind the post."""
    named = entity.attr(POST_IN) or ""
    body = named if named in graph else f"Agency/{named}"
    if entity.cls == "Post" and entity.spans and body in graph:
        statement = Statement(entity.id, POST_IN, body, entity.spans[0], Status.DONE, "")
        passage = reader.passage(entity.spans[0], (entity.id, "subject"), (body, "object"))
        _add_edge(graph, statement, passage, reader, {POST_IN: "任职于", **labels})


def _add_figure(graph: "nx.MultiDiGraph", observation: Observation, reader: Passages) -> None:
    figure = _figure(observation, reader)
    holder = graph.nodes[observation.about] if observation.about in graph else graph.graph
    holder["figures"] += (figure,)


def _figure(observation: Observation, reader: Passages) -> Figure:
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
