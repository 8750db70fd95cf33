"""The report and its parts in RDF: its description, the build, sections, sentences, spans, and what was not understood."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg import __version__, namespaces, rulebook
from kg.graph.scene import Scene
from kg.graph.terms import A, Triple, concept, date, division, integer, period, term, zh
from kg.model import NumeralUse, Section, Span


def report(scene: Scene) -> Iterator[Triple]:
    """Describe the report itself."""
    document, node = scene.extraction.document, scene.report
    yield node, A, term("fz:Report")
    yield node, term("dcterms:title"), zh(document.title)
    yield node, term("dcterms:language"), Literal("zh")
    yield node, term("dcterms:format"), Literal(document.media_type)
    yield node, term("fz:reportKind"), concept("report-kind", document.kind)
    yield node, term("fz:sha256"), Literal(document.sha256)
    yield node, term("fz:sourceFile"), Literal(document.source)
    yield node, term("fz:characterCount"), integer(len(document.text))
    yield from _report_details(scene)


def _report_details(scene: Scene) -> Iterator[Triple]:
    """Give what a report may lack."""
    document, node = scene.extraction.document, scene.report
    if document.title_span:
        yield node, term("prov:wasDerivedFrom"), scene.cite(document.title_span)
    if scene.issuer:
        yield node, term("fz:issuer"), scene.entity(scene.issuer.id)
    if document.place:
        yield node, term("fz:place"), division(scene.base, document.place)
    if document.level:
        yield node, term("fz:level"), concept("level", document.level)
    if document.year:
        yield node, term("fz:reportYear"), period(str(document.year))
    if document.date:
        yield node, term("dcterms:date"), date(document.date)
    if document.number:
        yield node, term("fz:documentNumber"), Literal(document.number)
    for note in document.notes:
        yield node, term("fz:note"), Literal(note)


def dataset(scene: Scene) -> Iterator[Triple]:
    """Describe the data set that holds the figures."""
    node = scene.part("dataset", "figures")
    yield node, A, term("qb:DataSet")
    yield node, term("qb:structure"), term("fz:ObservationStructure")
    yield node, term("dcterms:title"), zh(f"{scene.extraction.document.title}：数字")
    yield node, term("prov:wasDerivedFrom"), scene.report
    yield node, term("prov:wasGeneratedBy"), scene.part("activity", "build")


def activity(scene: Scene) -> Iterator[Triple]:
    """Give the build: what was read with which rules by which version, and no clock."""
    node, agent = scene.part("activity", "build"), NamedNode(namespaces.software(__version__))
    rules = NamedNode(namespaces.rules(rulebook.load().fingerprint))
    yield node, A, term("prov:Activity")
    yield node, term("prov:used"), scene.report
    yield node, term("prov:used"), rules
    yield node, term("prov:wasAssociatedWith"), agent
    yield rules, A, term("prov:Entity")
    yield rules, term("fz:sha256"), Literal(rulebook.load().fingerprint)
    yield agent, A, term("prov:SoftwareAgent")
    yield agent, term("rdfs:label"), Literal(f"Fazhi KG {__version__}")


def sections(scene: Scene) -> Iterator[Triple]:
    """Give the sections of the report."""
    for section in scene.extraction.sections:
        yield from _section(scene, section)


def _section(scene: Scene, section: Section) -> Iterator[Triple]:
    """Give a section; its text is not repeated, the offsets and the spans of its sentences say what it is."""
    node = scene.part("section", str(section.index))
    whole = scene.report if section.parent is None else scene.part("section", str(section.parent))
    yield node, A, term("fz:Section")
    yield node, term("fz:heading"), zh(section.heading.of(scene.extraction.document.text))
    yield node, term("dcterms:isPartOf"), whole
    yield node, term("prov:wasDerivedFrom"), scene.cite(section.heading)
    yield node, term("oa:start"), integer(section.span.start)
    yield node, term("oa:end"), integer(section.span.end)
    yield node, term("fz:depth"), integer(section.depth)
    if section.number:
        yield node, term("fz:sectionNumber"), Literal(section.number)


def sentences(scene: Scene) -> Iterator[Triple]:
    """Give the sentences as spans of their sections."""
    for sentence in scene.extraction.sentences:
        node = scene.cite(sentence.span)
        if sentence.section is not None:
            yield scene.part("section", str(sentence.section)), term("dcterms:hasPart"), node


def spans(scene: Scene) -> Iterator[Triple]:
    """Describe every span that was cited, and the sentences that they stand in."""
    for where in scene.cited:
        yield from _span(scene, where)


def _span(scene: Scene, where: Span) -> Iterator[Triple]:
    node, sentence = scene.span(where), scene.sentences.at(where)
    yield node, A, term("fz:Span")
    yield node, term("oa:start"), integer(where.start)
    yield node, term("oa:end"), integer(where.end)
    yield node, term("oa:exact"), zh(where.of(scene.extraction.document.text))
    yield node, term("dcterms:isPartOf"), scene.report
    if sentence:
        yield node, term("fz:inSentence"), scene.span(sentence.span)


def unread(scene: Scene) -> Iterator[Triple]:
    """Give the numerals that were not read, each with the reason."""
    for numeral in scene.extraction.numerals:
        if numeral.use is NumeralUse.UNREAD:
            node = scene.cite(numeral.span)
            yield node, A, term("fz:UnreadNumeral")
            yield node, term("fz:reason"), Literal(numeral.reason)


def unresolved(scene: Scene) -> Iterator[Triple]:
    """Give the names that could not be told, each with the reason."""
    for mention in scene.extraction.unresolved:
        node = scene.cite(mention.span)
        yield node, A, term("fz:UnresolvedMention")
        yield node, term("fz:mentionClass"), NamedNode(namespaces.term(mention.cls))
        yield node, term("fz:reason"), Literal(mention.reason)
