"""Turn an extraction into RDF: one named graph per report, without blank nodes, sorted.

The shape of the data is told in the ontology; this module is the only place that knows both it and the data model.
Every span that a fact cites is described once, with its text and its sentence.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property

from pyoxigraph import Literal, NamedNode, Quad

from kg import __version__, namespaces, rulebook
from kg.config import DEFAULT_BASE, Config
from kg.errors import OutputError
from kg.gazetteer import Division, Gazetteer
from kg.model import (
    Entity,
    Extraction,
    Finding,
    NumeralUse,
    Observation,
    Section,
    Sentence,
    Span,
    Statement,
    Status,
)

Term = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Term]

HELD = frozenset({Status.DONE, Status.ONGOING})
"""Statements of these statuses also give the direct edge; a planned or denied one is only a statement."""

UNKNOWN_PERIOD = "unknown"
_YEAR = re.compile(r"[12]\d{3}")
_DATES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "xsd:date"),
    (re.compile(r"\d{4}-\d\d"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}"), "xsd:gYear"),
)


def build(extraction: Extraction, config: Config) -> tuple[Quad, ...]:
    """Give the quads of one report, sorted; the graph's name is the report's IRI.

    Raises OutputError when the base is not the beginning of an IRI.
    """
    scene = _Scene(extraction, _checked(config.base))
    triples = {triple for part in _PARTS for triple in part(scene)}
    triples.update(_spans(scene))
    graph = scene.report
    # the order of the lines of N-Quads, so that the sorted file needs no second sorting
    return tuple(sorted((Quad(*triple, graph) for triple in triples), key=str))


def _checked(base: str) -> str:
    try:
        return NamedNode(base).value
    except ValueError as error:
        raise OutputError(
            f"{base} cannot begin the IRIs of the data; give one such as {DEFAULT_BASE}"
        ) from error


@dataclass
class _Scene:
    """One extraction with what its facts point to; `cited` collects the spans that need a description."""

    extraction: Extraction
    base: str
    cited: set[Span] = field(default_factory=set)

    @cached_property
    def iri(self) -> str:
        return namespaces.report(self.base, self.extraction.document.key)

    @cached_property
    def report(self) -> NamedNode:
        return NamedNode(self.iri)

    @cached_property
    def issuer(self) -> Entity | None:
        """Give the agency that the report is by, if the text names it."""
        name = self.extraction.document.issuer
        agencies = (e for e in self.extraction.entities if e.cls == "Agency" and name is not None)
        return next((e for e in agencies if e.name == name), None)

    @cached_property
    def sentences(self) -> "Sentences":
        return Sentences(self.extraction.sentences)

    def part(self, kind: str, local: str) -> NamedNode:
        return NamedNode(namespaces.part(self.iri, kind, local))

    def entity(self, entity_id: str) -> NamedNode:
        return NamedNode(namespaces.entity(self.base, entity_id))

    def span(self, where: Span) -> NamedNode:
        """Give the node of a span without asking for its description."""
        return NamedNode(namespaces.span(self.iri, where))

    def cite(self, where: Span) -> NamedNode:
        """Give the node of a span and see to it that it is described."""
        self.cited.add(where)
        return self.span(where)


class Sentences:
    """The sentences of a text, found by place."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._starts = [sentence.span.start for sentence in sentences]

    def at(self, where: Span) -> Sentence | None:
        """Give the sentence in which a span begins."""
        number = bisect_right(self._starts, where.start) - 1
        sentence = self._sentences[number] if number >= 0 else None
        return sentence if sentence is not None and where.start < sentence.span.end else None


def numbered(spans: Iterable[Span]) -> Iterator[str]:
    """Give a local name for each place, with a number that tells those of the same place apart.

    >>> list(numbered([Span(2, 5), Span(7, 9), Span(2, 5)]))
    ['2-5-1', '7-9-1', '2-5-2']
    """
    numbers: Counter[Span] = Counter()
    for where in spans:
        numbers[where] += 1
        yield f"{where.start}-{where.end}-{numbers[where]}"


def plain(value: Decimal) -> str:
    """Give a number in plain digits, without idle zeros.

    >>> [plain(Decimal(number)) for number in ("2E+4", "92.40", "3.00")]
    ['20000', '92.4', '3']
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- the report and its parts


def _report(scene: _Scene) -> Iterator[Triple]:
    document, report = scene.extraction.document, scene.report
    yield report, _A, _node("fz:Report")
    yield report, _node("dcterms:title"), _zh(document.title)
    yield report, _node("dcterms:language"), Literal("zh")
    yield report, _node("dcterms:format"), Literal(document.media_type)
    yield report, _node("fz:reportKind"), _concept("report-kind", document.kind)
    yield report, _node("fz:sha256"), Literal(document.sha256)
    yield report, _node("fz:sourceFile"), Literal(document.source)
    yield report, _node("fz:characterCount"), _integer(len(document.text))
    yield from _report_details(scene)


def _report_details(scene: _Scene) -> Iterator[Triple]:
    """Give what a report may lack."""
    document, report = scene.extraction.document, scene.report
    if document.title_span:
        yield report, _node("prov:wasDerivedFrom"), scene.cite(document.title_span)
    if scene.issuer:
        yield report, _node("fz:issuer"), scene.entity(scene.issuer.id)
    if document.place:
        yield report, _node("fz:place"), _division(scene.base, document.place)
    if document.level:
        yield report, _node("fz:level"), _concept("level", document.level)
    if document.year:
        yield report, _node("fz:reportYear"), _period(str(document.year))
    if document.date:
        yield report, _node("dcterms:date"), _date(document.date)
    if document.number:
        yield report, _node("fz:documentNumber"), Literal(document.number)
    for note in document.notes:
        yield report, _node("fz:note"), Literal(note)


def _dataset(scene: _Scene) -> Iterator[Triple]:
    dataset = scene.part("dataset", "figures")
    yield dataset, _A, _node("qb:DataSet")
    yield dataset, _node("qb:structure"), _node("fz:ObservationStructure")
    yield dataset, _node("dcterms:title"), _zh(f"{scene.extraction.document.title}：数字")
    yield dataset, _node("prov:wasDerivedFrom"), scene.report
    yield dataset, _node("prov:wasGeneratedBy"), scene.part("activity", "build")


def _activity(scene: _Scene) -> Iterator[Triple]:
    """Give the build: what was read with which rules by which version, and no clock."""
    activity, agent = scene.part("activity", "build"), NamedNode(namespaces.software(__version__))
    rules = NamedNode(namespaces.rules(rulebook.load().fingerprint))
    yield activity, _A, _node("prov:Activity")
    yield activity, _node("prov:used"), scene.report
    yield activity, _node("prov:used"), rules
    yield activity, _node("prov:wasAssociatedWith"), agent
    yield rules, _A, _node("prov:Entity")
    yield rules, _node("fz:sha256"), Literal(rulebook.load().fingerprint)
    yield agent, _A, _node("prov:SoftwareAgent")
    yield agent, _node("rdfs:label"), Literal(f"Fazhi KG {__version__}")


def _sections(scene: _Scene) -> Iterator[Triple]:
    for section in scene.extraction.sections:
        yield from _section(scene, section)


def _section(scene: _Scene, section: Section) -> Iterator[Triple]:
    """Give a section; its text is not repeated, the offsets and the spans of its sentences say what it is."""
    node = scene.part("section", str(section.index))
    whole = scene.report if section.parent is None else scene.part("section", str(section.parent))
    yield node, _A, _node("fz:Section")
    yield node, _node("fz:heading"), _zh(section.heading.of(scene.extraction.document.text))
    yield node, _node("dcterms:isPartOf"), whole
    yield node, _node("prov:wasDerivedFrom"), scene.cite(section.heading)
    yield node, _node("oa:start"), _integer(section.span.start)
    yield node, _node("oa:end"), _integer(section.span.end)
    yield node, _node("fz:depth"), _integer(section.depth)
    if section.number:
        yield node, _node("fz:sectionNumber"), Literal(section.number)


def _sentences(scene: _Scene) -> Iterator[Triple]:
    for sentence in scene.extraction.sentences:
        node = scene.cite(sentence.span)
        if sentence.section is not None:
            yield scene.part("section", str(sentence.section)), _node("dcterms:hasPart"), node


def _spans(scene: _Scene) -> Iterator[Triple]:
    """Describe every span that was cited, and the sentences that they stand in."""
    for where in scene.cited:
        yield from _span(scene, where)


def _span(scene: _Scene, where: Span) -> Iterator[Triple]:
    node, sentence = scene.span(where), scene.sentences.at(where)
    yield node, _A, _node("fz:Span")
    yield node, _node("oa:start"), _integer(where.start)
    yield node, _node("oa:end"), _integer(where.end)
    yield node, _node("oa:exact"), _zh(where.of(scene.extraction.document.text))
    yield node, _node("dcterms:isPartOf"), scene.report
    if sentence:
        yield node, _node("fz:inSentence"), scene.span(sentence.span)


# --- what is not understood


def _unread(scene: _Scene) -> Iterator[Triple]:
    for numeral in scene.extraction.numerals:
        if numeral.use is NumeralUse.UNREAD:
            node = scene.cite(numeral.span)
            yield node, _A, _node("fz:UnreadNumeral")
            yield node, _node("fz:reason"), Literal(numeral.reason)


def _unresolved(scene: _Scene) -> Iterator[Triple]:
    for mention in scene.extraction.unresolved:
        node = scene.cite(mention.span)
        yield node, _A, _node("fz:UnresolvedMention")
        yield node, _node("fz:mentionClass"), NamedNode(namespaces.term(mention.cls))
        yield node, _node("fz:reason"), Literal(mention.reason)


# --- entities


def _entities(scene: _Scene) -> Iterator[Triple]:
    for entity in scene.extraction.entities:
        node = scene.entity(entity.id)
        yield node, _A, NamedNode(namespaces.term(entity.cls))
        yield node, _node("skos:prefLabel"), _zh(entity.name)
        for alias in entity.aliases:
            if alias != entity.name:
                yield node, _node("skos:altLabel"), _zh(alias)
        for where in entity.spans:
            yield node, _node("prov:wasDerivedFrom"), scene.cite(where)
        yield from _attributes(scene, node, entity)


def _attributes(scene: _Scene, node: NamedNode, entity: Entity) -> Iterator[Triple]:
    for name, value in entity.attrs:
        rule = _ATTRIBUTES.get(name) or _ATTRIBUTES.get(f"{entity.cls}.{name}")
        if rule:
            predicate, to_term = rule
            yield node, _node(predicate), to_term(scene.base, value)


def _places(scene: _Scene) -> Iterator[Triple]:
    """Give the places that hold the named ones; they come from the gazetteer and are not entities of the report."""
    codes = {code for e in scene.extraction.entities for code in _codes_of(e)} | {
        code for code in (scene.extraction.document.place,) if code
    }
    gazetteer = Gazetteer.load()
    for code in codes:
        division = gazetteer.by_code(code, scene.extraction.document.year)
        line = (division, *gazetteer.ancestors(code)) if division else ()
        for place in line:
            yield from _place(scene.base, place)


def _codes_of(entity: Entity) -> Iterator[str]:
    names = ("code", "place", "parent") if entity.cls == "Division" else ("place",)
    return (value for name in names if (value := entity.attr(name)))


def _place(base: str, place: Division) -> Iterator[Triple]:
    node = _division(base, place.code)
    yield node, _A, _node("schema:AdministrativeArea")
    yield node, _node("rdfs:label"), _zh(place.name)
    yield node, _node("fz:divisionCode"), Literal(place.code)
    yield node, _node("fz:level"), _concept("level", place.level)
    if place.parent:
        yield node, _node("schema:containedInPlace"), _division(base, place.parent)


# --- facts


def _observations(scene: _Scene) -> Iterator[Triple]:
    observations = scene.extraction.observations
    for observation, local in zip(observations, numbered(o.quantity.span for o in observations), strict=True):
        node = scene.part("observation", local)
        yield from _dimensions(scene, node, observation)
        yield from _measure(scene, node, observation)
        yield from _details(scene, node, observation)
        yield from _indicator(scene, observation)


def _dimensions(scene: _Scene, node: NamedNode, observation: Observation) -> Iterator[Triple]:
    """Give what tells a figure from all others; none of the four dimensions may be missing in a data cube."""
    yield node, _A, _node("fz:Observation")
    yield node, _A, _node("qb:Observation")
    yield node, _node("qb:dataSet"), scene.part("dataset", "figures")
    yield node, _node("fz:indicator"), NamedNode(namespaces.indicator(scene.base, observation.indicator))
    yield node, _node("fz:about"), _about(scene, observation)
    yield node, _node("sdmx-dimension:refPeriod"), _period(observation.period or UNKNOWN_PERIOD)
    yield node, _node("fz:figureSpan"), scene.cite(observation.quantity.span)


def _measure(scene: _Scene, node: NamedNode, observation: Observation) -> Iterator[Triple]:
    quantity = observation.quantity
    yield node, _node("sdmx-measure:obsValue"), _decimal(quantity.value)
    yield node, _node("fz:qualifier"), _concept("qualifier", quantity.qualifier)
    yield node, _node("fz:kind"), _concept("kind", quantity.kind)
    yield node, _node("fz:status"), _concept("status", observation.status)
    yield node, _node("prov:wasDerivedFrom"), scene.cite(observation.evidence)
    yield node, _node("fz:extractedBy"), Literal(observation.rule)
    if quantity.unit:
        yield node, _node("fz:unitText"), Literal(quantity.unit)
    if quantity.unit in _units():
        yield node, _node("fz:unit"), _concept("unit", _units()[quantity.unit])


def _details(scene: _Scene, node: NamedNode, observation: Observation) -> Iterator[Triple]:
    if observation.quantity.direction:
        yield node, _node("fz:direction"), _concept("direction", observation.quantity.direction)
    if observation.concept:
        yield node, _node("fz:measures"), _concept("indicator", observation.concept)
    if observation.denominator:
        yield node, _node("fz:denominator"), _zh(observation.denominator)
    if observation.compared_with:
        yield node, _node("fz:comparedWith"), _zh(observation.compared_with)


def _about(scene: _Scene, observation: Observation) -> NamedNode:
    """Give the subject of a figure; without one it is the report's issuer, and without that the report."""
    if observation.about:
        return scene.entity(observation.about)
    return scene.entity(scene.issuer.id) if scene.issuer else scene.report


def _indicator(scene: _Scene, observation: Observation) -> Iterator[Triple]:
    node = NamedNode(namespaces.indicator(scene.base, observation.indicator))
    yield node, _A, _node("fz:Indicator")
    yield node, _node("skos:prefLabel"), _zh(observation.indicator)
    if observation.concept:
        yield node, _node("skos:broader"), _concept("indicator", observation.concept)
    if observation.indicator_span:
        yield node, _node("prov:wasDerivedFrom"), scene.cite(observation.indicator_span)


def _statements(scene: _Scene) -> Iterator[Triple]:
    statements = scene.extraction.statements
    for statement, local in zip(statements, numbered(s.evidence for s in statements), strict=True):
        yield from _statement(scene, scene.part("statement", local), statement)


def _statement(scene: _Scene, node: NamedNode, statement: Statement) -> Iterator[Triple]:
    edge = (
        scene.entity(statement.subject),
        NamedNode(namespaces.term(statement.predicate)),
        scene.entity(statement.object),
    )
    yield node, _A, _node("fz:Statement")
    yield node, _node("rdf:subject"), edge[0]
    yield node, _node("rdf:predicate"), edge[1]
    yield node, _node("rdf:object"), edge[2]
    yield node, _node("fz:status"), _concept("status", statement.status)
    yield node, _node("prov:wasDerivedFrom"), scene.cite(statement.evidence)
    yield node, _node("fz:extractedBy"), Literal(statement.rule)
    if statement.status in HELD:
        yield edge


def _findings(scene: _Scene) -> Iterator[Triple]:
    findings = scene.extraction.findings
    for finding, local in zip(findings, numbered(f.span for f in findings), strict=True):
        yield from _finding(scene, scene.part(finding.cls.lower(), local), finding)


def _finding(scene: _Scene, node: NamedNode, finding: Finding) -> Iterator[Triple]:
    yield node, _A, NamedNode(namespaces.term(finding.cls))
    yield node, _node("dcterms:isPartOf"), scene.report
    yield node, _node("prov:wasDerivedFrom"), scene.cite(finding.span)
    yield node, _node("fz:extractedBy"), Literal(finding.rule)


_PARTS: tuple[Callable[[_Scene], Iterable[Triple]], ...] = (
    _report,
    _dataset,
    _activity,
    _sections,
    _sentences,
    _unread,
    _unresolved,
    _entities,
    _places,
    _observations,
    _statements,
    _findings,
)


# --- terms


@cache
def _node(curie: str) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode(namespaces.PREFIXES[prefix] + local)


@cache
def _concept(scheme: str, local: str) -> NamedNode:
    return NamedNode(namespaces.concept(scheme, local))


@cache
def _units() -> dict[str, str]:
    """Give the concept of every unit that the vocabulary has, by all its names; the own name counts most."""
    concepts = rulebook.load().scheme("unit")
    by_label = {label: c.local for c in reversed(concepts) for label in c.labels}
    return by_label | {c.local: c.local for c in concepts}


def _division(base: str, code: str) -> NamedNode:
    return NamedNode(namespaces.entity(base, f"Division/{code}"))


def _zh(text: str) -> Literal:
    return Literal(text, language="zh")


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=_node("xsd:integer"))


def _decimal(value: Decimal) -> Literal:
    return Literal(plain(value), datatype=_node("xsd:decimal"))


def _period(period: str) -> Literal:
    """Give one year as xsd:gYear, anything else as text."""
    return Literal(period, datatype=_node("xsd:gYear")) if _YEAR.fullmatch(period) else Literal(period)


def _date(date: str) -> Literal:
    kind = next((kind for pattern, kind in _DATES if pattern.fullmatch(date)), None)
    return Literal(date, datatype=_node(kind)) if kind else Literal(date)


def _scheme(name: str) -> Callable[[str, str], Term]:
    return lambda base, value: _concept(name, value)


_A = _node("rdf:type")
_ATTRIBUTES: dict[str, tuple[str, Callable[[str, str], Term]]] = {
    "Agency.parent": ("fz:parentName", lambda base, name: _zh(name)),
    "agencyType": ("fz:agencyType", _scheme("agency-type")),
    "code": ("fz:divisionCode", lambda base, code: Literal(code)),
    "core": ("fz:quotedName", lambda base, name: _zh(name)),
    "Division.parent": ("schema:containedInPlace", _division),
    "Event.known": ("fz:known", _scheme("known-event")),
    "level": ("fz:level", _scheme("level")),
    "number": ("fz:documentNumber", lambda base, number: Literal(number)),
    "place": ("fz:place", _division),
    "Policy.known": ("fz:known", _scheme("known-policy")),
    "policyStatus": ("fz:policyStatus", _scheme("policy-status")),
    "policyType": ("fz:policyType", _scheme("policy-type")),
    "postIn": ("org:postIn", lambda base, body: NamedNode(namespaces.entity(base, body))),
    "Reform.known": ("fz:known", _scheme("known-reform")),
    "System.known": ("fz:known", _scheme("known-system")),
}
"""How an attribute of an entity is said in RDF; attributes that are not here are the resolver's own notes."""
