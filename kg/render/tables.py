"""Figures, entities and relations as CSV for spreadsheets, the figures with CSVW metadata.

The files begin with a byte order mark, without which Excel takes Chinese for another encoding.  A text that a
spreadsheet would take for a formula gets an apostrophe in front.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import namespaces, rulebook
from kg.graph import numbered, plain
from kg.model import Entity, Extraction, Observation, Statement
from kg.namespaces import PREFIXES, VOCABULARY
from kg.render.bundle import Bundle
from kg.render.text import Text

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
JOIN = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, titles and datatype in CSVW.

    Where the ontology has them: the property, and a template of the IRI that the value stands for.
    """

    name: str
    zh: str
    en: str
    datatype: str = "string"
    property: str | None = None
    value: str | None = None


OBSERVATIONS = (
    Column("iri", "IRI", "IRI", "anyURI"),
    Column("report", "报告", "report"),
    Column("year", "报告年度", "year reported on", "gYear"),
    Column("indicator", "指标", "indicator"),
    Column(
        "concept",
        "统一指标",
        "harmonised indicator",
        "string",
        "fz:measures",
        f"{VOCABULARY}indicator/{{concept}}",
    ),
    Column("value", "数值", "value", "decimal", "sdmx-measure:obsValue"),
    Column("unit", "单位", "unit", "string", "fz:unitText"),
    Column(
        "qualifier", "限定", "qualifier", "string", "fz:qualifier", f"{VOCABULARY}qualifier/{{qualifier}}"
    ),
    Column("kind", "种类", "kind", "string", "fz:kind", f"{VOCABULARY}kind/{{kind}}"),
    Column(
        "direction", "变动方向", "direction", "string", "fz:direction", f"{VOCABULARY}direction/{{direction}}"
    ),
    Column("about", "主体", "about"),
    Column("about_class", "主体类别", "class of what it is about"),
    Column("period", "时期", "period", "string", "sdmx-dimension:refPeriod"),
    Column("status", "状态", "status", "string", "fz:status", f"{VOCABULARY}status/{{status}}"),
    Column("denominator", "整体", "whole", "string", "fz:denominator"),
    Column("compared_with", "比较基准", "compared with", "string", "fz:comparedWith"),
    Column("printed", "原文数字", "figure as printed"),
    Column("sentence", "原句", "sentence"),
    Column("start", "起", "start", "integer"),
    Column("end", "止", "end", "integer"),
    Column("rule", "规则", "rule", "string", "fz:extractedBy"),
    Column("report_iri", "报告 IRI", "IRI of the report", "anyURI"),
    Column("about_iri", "主体 IRI", "IRI of what it is about", "anyURI", "fz:about", "{+about_iri}"),
)
ENTITIES = (
    "class", "name", "aliases", "type", "code_or_number", "status", "mentions", "reports", "first_printed", "iri",
)  # fmt: skip
RELATIONS = (
    "report", "year", "subject", "subject_class", "predicate", "predicate_zh", "object", "object_class", "status",
    "printed", "sentence", "start", "end", "rule", "subject_iri", "object_iri",
)  # fmt: skip


def observations(bundle: Bundle) -> Iterator[str]:
    """Give one row per figure."""
    names = [column.name for column in OBSERVATIONS]
    return lines(names, figures(bundle.extractions, bundle.config.base))


def figures(extractions: Iterable[Extraction], base: str) -> Iterator[Sequence[str]]:
    """Give the cells of every figure, in the order of `OBSERVATIONS`."""
    return (row for extraction in extractions for row in _figures(Text(extraction, base)))


def relations(bundle: Bundle) -> Iterator[str]:
    """Give one row per statement of a relation."""
    labels = {name: relation.label for name, relation in rulebook.load().relations.items()}
    rows = (_relation(one, s, labels) for one in _reports(bundle) for s in one.extraction.statements)
    return lines(RELATIONS, rows)


def entities(bundle: Bundle) -> Iterator[str]:
    """Give one row per entity, over all reports that name it."""
    found: dict[str, list[tuple[Text, Entity]]] = {}
    for one in _reports(bundle):
        for entity in one.extraction.entities:
            found.setdefault(entity.id, []).append((one, entity))
    return lines(ENTITIES, (_entity(found[key], bundle.config.base) for key in sorted(found)))


def metadata() -> str:
    """Give the CSVW metadata of the table of figures."""
    table = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "url": "observations.csv",
        "dc:title": [
            {"@value": "报告中的数字", "@language": "zh"},
            {"@value": "Figures of the reports", "@language": "en"},
        ],
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n"]},
        "null": "",
        "tableSchema": {
            "aboutUrl": "{+iri}",
            "columns": [_described(column) for column in OBSERVATIONS],
        },
    }
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"


def _reports(bundle: Bundle) -> Iterator[Text]:
    return (Text(extraction, bundle.config.base) for extraction in bundle.extractions)


def _figures(one: Text) -> Iterator[Sequence[str]]:
    found = one.extraction.observations
    for observation, local in zip(found, numbered(o.quantity.span for o in found), strict=True):
        yield (namespaces.part(one.iri, "observation", local), *_figure(one, observation))


def _figure(one: Text, observation: Observation) -> Sequence[str]:
    quantity, about = observation.quantity, observation.about
    return (
        one.extraction.document.title,
        one.year,
        observation.indicator,
        observation.concept or "",
        plain(quantity.value),
        quantity.unit,
        quantity.qualifier,
        quantity.kind,
        quantity.direction or "",
        one.name(about),
        about.partition("/")[0] if about else "",
        observation.period or "",
        observation.status,
        observation.denominator or "",
        observation.compared_with or "",
        one.of(quantity.span),
        one.sentence(quantity.span),
        str(quantity.span.start),
        str(quantity.span.end),
        observation.rule,
        one.iri,
        one.entity_iri(about),
    )


def _relation(one: Text, statement: Statement, labels: Mapping[str, str]) -> Sequence[str]:
    return (
        one.extraction.document.title,
        one.year,
        one.name(statement.subject),
        statement.subject.partition("/")[0],
        statement.predicate,
        labels.get(statement.predicate, statement.predicate),
        one.name(statement.object),
        statement.object.partition("/")[0],
        statement.status,
        one.of(statement.evidence),
        one.sentence(statement.evidence),
        str(statement.evidence.start),
        str(statement.evidence.end),
        statement.rule,
        one.entity_iri(statement.subject),
        one.entity_iri(statement.object),
    )


def _entity(named: Sequence[tuple[Text, Entity]], base: str) -> Sequence[str]:
    """Give the row of an entity from all reports that name it; its name is that of the first."""
    one, first = named[0]
    aliases = dict.fromkeys(a for _, e in named for a in (e.name, *e.aliases) if a != first.name)
    return (
        first.cls,
        first.name,
        JOIN.join(aliases),
        _first(named, "agencyType", "policyType", "level"),
        _first(named, "code", "number"),
        _first(named, "policyStatus"),
        str(sum(len(e.spans) for _, e in named)),
        JOIN.join(dict.fromkeys(o.extraction.document.title for o, _ in named)),
        one.of(first.spans[0]) if first.spans else "",
        namespaces.entity(base, first.id),
    )


def _first(named: Sequence[tuple[Text, Entity]], *attributes: str) -> str:
    values = (entity.attr(name) for _, entity in named for name in attributes)
    return next((value for value in values if value), "")


def lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Give the lines of a table as CSV that a spreadsheet opens as it is meant, and runs nothing of."""
    yield BOM
    for row in (header, *rows):
        buffer = io.StringIO()
        csv.writer(buffer).writerow([_harmless(cell) for cell in row])
        yield buffer.getvalue()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running a text; a negative number is no text.

    >>> [_harmless(cell) for cell in ("=1+1", "-12.5", "-x", "a=b")]
    ["'=1+1", '-12.5', "'-x", 'a=b']
    """
    if cell.startswith(FORMULA) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdecimal() and cell.isascii()


def _described(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        # the heading of the file is in no language
        "titles": {"und": column.name, "zh": column.zh, "en": column.en},
        "datatype": column.datatype,
    }
    if column.property:
        prefix, _, local = column.property.partition(":")
        described["propertyUrl"] = PREFIXES[prefix] + local
        if column.value:
            described["valueUrl"] = column.value
    else:
        described["suppressOutput"] = True
    return described
