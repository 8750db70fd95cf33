"""Facts in RDF: figures as observations of a data cube, relations as statements with their direct edge, findings."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg import namespaces
from kg.graph.scene import Scene, numbered
from kg.graph.terms import A, Triple, concept, decimal, period, term, units, zh
from kg.model import Finding, Observation, Statement, Status

HELD = frozenset({Status.DONE, Status.ONGOING})
"""Statements of these statuses also give the direct edge; a planned or denied one is only a statement."""
UNKNOWN_PERIOD = "unknown"


def observations(scene: Scene) -> Iterator[Triple]:
    """Give every figure as an observation of the report's data cube."""
    found = scene.extraction.observations
    for observation, local in zip(found, numbered(o.quantity.span for o in found), strict=True):
        node = scene.part("observation", local)
        yield from _dimensions(scene, node, observation)
        yield from _measure(scene, node, observation)
        yield from _details(scene, node, observation)
        yield from _indicator(scene, observation)


def _dimensions(scene: Scene, node: NamedNode, observation: Observation) -> Iterator[Triple]:
    """Give what tells a figure from all others; none of the four dimensions may be missing in a data cube."""
    yield node, A, term("fz:Observation")
    yield node, A, term("qb:Observation")
    yield node, term("qb:dataSet"), scene.part("dataset", "figures")
    yield node, term("fz:indicator"), NamedNode(namespaces.indicator(scene.base, observation.indicator))
    yield node, term("fz:about"), _about(scene, observation)
    yield node, term("sdmx-dimension:refPeriod"), period(observation.period or UNKNOWN_PERIOD)
    yield node, term("fz:figureSpan"), scene.cite(observation.quantity.span)


def _measure(scene: Scene, node: NamedNode, observation: Observation) -> Iterator[Triple]:
    quantity = observation.quantity
    yield node, term("sdmx-measure:obsValue"), decimal(quantity.value)
    yield node, term("fz:qualifier"), concept("qualifier", quantity.qualifier)
    yield node, term("fz:kind"), concept("kind", quantity.kind)
    yield node, term("fz:status"), concept("status", observation.status)
    yield node, term("prov:wasDerivedFrom"), scene.cite(observation.evidence)
    yield node, term("fz:extractedBy"), Literal(observation.rule)
    if quantity.unit:
        yield node, term("fz:unitText"), Literal(quantity.unit)
    if quantity.unit in units():
        yield node, term("fz:unit"), concept("unit", units()[quantity.unit])


def _details(scene: Scene, node: NamedNode, observation: Observation) -> Iterator[Triple]:
    if observation.quantity.direction:
        yield node, term("fz:direction"), concept("direction", observation.quantity.direction)
    if observation.concept:
        yield node, term("fz:measures"), concept("indicator", observation.concept)
    if observation.denominator:
        yield node, term("fz:denominator"), zh(observation.denominator)
    if observation.compared_with:
        yield node, term("fz:comparedWith"), zh(observation.compared_with)


def _about(scene: Scene, observation: Observation) -> NamedNode:
    """Give the subject of a figure; without one it is the report's issuer, and without that the report."""
    if observation.about:
        return scene.entity(observation.about)
    return scene.entity(scene.issuer.id) if scene.issuer else scene.report


def _indicator(scene: Scene, observation: Observation) -> Iterator[Triple]:
    node = NamedNode(namespaces.indicator(scene.base, observation.indicator))
    yield node, A, term("fz:Indicator")
    yield node, term("skos:prefLabel"), zh(observation.indicator)
    if observation.concept:
        yield node, term("skos:broader"), concept("indicator", observation.concept)
    if observation.indicator_span:
        yield node, term("prov:wasDerivedFrom"), scene.cite(observation.indicator_span)


def statements(scene: Scene) -> Iterator[Triple]:
    """Give every relation as a statement, and its edge where it holds."""
    found = scene.extraction.statements
    for statement, local in zip(found, numbered(s.evidence for s in found), strict=True):
        yield from _statement(scene, scene.part("statement", local), statement)


def _statement(scene: Scene, node: NamedNode, statement: Statement) -> Iterator[Triple]:
    edge = (
        scene.entity(statement.subject),
        NamedNode(namespaces.term(statement.predicate)),
        scene.entity(statement.object),
    )
    yield node, A, term("fz:Statement")
    yield node, term("rdf:subject"), edge[0]
    yield node, term("rdf:predicate"), edge[1]
    yield node, term("rdf:object"), edge[2]
    yield node, term("fz:status"), concept("status", statement.status)
    yield node, term("prov:wasDerivedFrom"), scene.cite(statement.evidence)
    yield node, term("fz:extractedBy"), Literal(statement.rule)
    if statement.status in HELD:
        yield edge


def findings(scene: Scene) -> Iterator[Triple]:
    """Give the problems that the report admits and the plans that it makes."""
    found = scene.extraction.findings
    for finding, local in zip(found, numbered(f.span for f in found), strict=True):
        yield from _finding(scene, scene.part(finding.cls.lower(), local), finding)


def _finding(scene: Scene, node: NamedNode, finding: Finding) -> Iterator[Triple]:
    yield node, A, NamedNode(namespaces.term(finding.cls))
    yield node, term("dcterms:isPartOf"), scene.report
    yield node, term("prov:wasDerivedFrom"), scene.cite(finding.span)
    yield node, term("fz:extractedBy"), Literal(finding.rule)
