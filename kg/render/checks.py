"""What the checks found: as a SHACL report in Turtle, and to read, with the sums that do not add up."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg import namespaces
from kg.audit import AuditFinding
from kg.namespaces import PREFIXES
from kg.render.bundle import Bundle, ReportBuild
from kg.render.markdown import escape, table
from kg.render.order import arrange
from kg.render.text import Text
from kg.render.turtle import turtle
from kg.validate import Result

SHOWN = 500
"""Rows of one list in the readable report; all are in the data."""


def report_ttl(bundle: Bundle) -> Iterator[str]:
    """Give a SHACL validation report for each report, and an annotation for each sum that does not add up."""
    base = bundle.config.base
    quads = [quad for build in bundle.builds for quad in (*_shacl(build, base), *_audit(build, base))]
    return turtle(arrange(quads), base)


def _shacl(build: ReportBuild, base: str) -> Iterator[Quad]:
    text, found = Text(build.extraction, base), build.validation
    report = NamedNode(namespaces.part(text.iri, "validation", "shacl"))
    yield Quad(report, _node("rdf:type"), _node("sh:ValidationReport"))
    yield Quad(report, _node("dcterms:subject"), NamedNode(text.iri))
    yield Quad(report, _node("sh:conforms"), _boolean(found.conforms))
    note = f"{found.focus_count} nodes, {found.shapes_count} shapes"
    yield Quad(report, _node("rdfs:comment"), Literal(note, language="en"))
    for number, result in enumerate(found.results, start=1):
        node = NamedNode(namespaces.part(text.iri, "validation", f"shacl-{number}"))
        yield Quad(report, _node("sh:result"), node)
        yield from _result(node, result)


def _result(node: NamedNode, result: Result) -> Iterator[Quad]:
    yield Quad(node, _node("rdf:type"), _node("sh:ValidationResult"))
    yield Quad(node, _node("sh:focusNode"), NamedNode(result.focus))
    yield Quad(node, _node("sh:resultSeverity"), _node(f"sh:{result.severity}"))
    component = f"sh:{result.component}ConstraintComponent"
    yield Quad(node, _node("sh:sourceConstraintComponent"), _node(component))
    yield Quad(node, _node("sh:sourceShape"), NamedNode(result.shape))
    if result.path and _is_iri(result.path):
        yield Quad(node, _node("sh:resultPath"), NamedNode(result.path))
    if result.value:
        yield Quad(node, _node("rdfs:comment"), Literal(result.value))
    for language, message in (("zh", result.message_zh), ("en", result.message_en)):
        if message:
            yield Quad(node, _node("sh:resultMessage"), Literal(message, language=language))


def _audit(build: ReportBuild, base: str) -> Iterator[Quad]:
    """Give the findings as annotations of the figures that they are about."""
    text = Text(build.extraction, base)
    for number, finding in enumerate(build.findings, start=1):
        node = NamedNode(namespaces.part(text.iri, "validation", f"audit-{number}"))
        yield Quad(node, _node("rdf:type"), _node("oa:Annotation"))
        yield Quad(node, _node("oa:motivatedBy"), _node("oa:assessing"))
        yield Quad(node, _node("dcterms:type"), Literal(finding.kind))
        yield Quad(node, _node("rdfs:comment"), Literal(finding.message_zh, language="zh"))
        yield Quad(node, _node("rdfs:comment"), Literal(finding.message_en, language="en"))
        for span in finding.spans:
            yield Quad(node, _node("oa:hasTarget"), NamedNode(namespaces.span(text.iri, span)))


def _node(curie: str) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=_node("xsd:boolean"))


def _is_iri(text: str) -> bool:
    """Tell a plain property from a longer path, which has no node to point to."""
    return (":" in text and not any(mark in text for mark in "<>()|/^* ")) or text.startswith("http")


# --- to read


def report_md(bundle: Bundle) -> Iterator[str]:
    """Give the findings as Markdown, in Chinese and English."""
    yield "# 校验报告 Validation\n\n"
    yield (
        "每个事实是否符合 SHACL 形状约束，以及报告中的数字能否相互印证。\n\n"
        "Whether every fact has the shape that it should have, and whether the report's figures add up.\n\n"
    )
    heads = ("报告 report", "节点 nodes", "形状 shapes", "符合 conforms", "问题 findings", "算术 arithmetic")
    yield table(heads, [_summary(build) for build in bundle.builds])
    for build in bundle.builds:
        if build.validation.results or build.findings:
            yield from _section(build, Text(build.extraction, bundle.config.base))


def _summary(build: ReportBuild) -> list[str]:
    found = build.validation
    return [
        build.extraction.document.title,
        str(found.focus_count),
        str(found.shapes_count),
        "是 yes" if found.conforms else "否 no",
        str(len(found.results)),
        str(len(build.findings)),
    ]


def _section(build: ReportBuild, text: Text) -> Iterator[str]:
    yield f"\n## {escape(build.extraction.document.title)}\n"
    if build.findings:
        yield f"\n### 算术存疑 Sums that do not add up: {len(build.findings)}\n\n"
        yield table(
            ("说明", "explanation", "原文数值 stated", "重算 recomputed", "句子 sentence"),
            [_arithmetic(finding, text) for finding in build.findings],
        )
    if build.validation.results:
        yield f"\n### SHACL: {len(build.validation.results)}\n\n"
        heads = (
            "级别 severity",
            "节点 node",
            "属性 property",
            "值 value",
            "说明",
            "explanation",
            "形状 shape",
        )
        yield table(heads, [_row(result, text) for result in build.validation.results[:SHOWN]])
    if len(build.validation.results) > SHOWN:
        yield f"\n… {len(build.validation.results) - SHOWN} more in validation.ttl\n"


def _arithmetic(finding: AuditFinding, text: Text) -> list[str]:
    sentence = text.sentence(finding.spans[0]) if finding.spans else ""
    return [finding.message_zh, finding.message_en, finding.stated, finding.recomputed, sentence]


def _row(result: Result, text: Text) -> list[str]:
    focus = result.focus.removeprefix(text.iri)
    said = (result.message_zh or result.component, result.message_en or result.component)
    return [result.severity, focus, _local(result.path), result.value, *said, _local(result.shape)]


def _local(iri: str) -> str:
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
