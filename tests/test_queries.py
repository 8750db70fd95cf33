"""Every ready query answers on the sample; every check finds a fault that was planted."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import catalog
from kg.catalog import Query
from kg.errors import QueryError
from kg.namespaces import PREFIXES

QUERIES = catalog.load()
MUST_ANSWER = [q for q in QUERIES if q.group != "audit"]
EXAMPLE = {"name": "行政复议"}  # for parameters without a default
CHECKS = [q for q in QUERIES if q.expects_none]
GRAPH = ox.NamedNode("https://example.org/report")
THING = ox.NamedNode("https://example.org/thing")
OTHER = ox.NamedNode("https://example.org/other")


@pytest.fixture(scope="module")
def sample(built: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=built / "graph.nq", format=ox.RdfFormat.N_QUADS)
    return store


def rows(store: ox.Store, query: Query, **values: str) -> list[dict[str, str]]:
    solutions = store.query(catalog.bind(query, values), use_default_graph_as_union=True)
    names = [v.value for v in solutions.variables]
    return [{n: s[n].value for n in names if s[n] is not None} for s in solutions]


def needed(query: Query) -> dict[str, str]:
    return {p.name: EXAMPLE[p.name] for p in query.parameters if p.default is None}


def ids(query: Query) -> str:
    return f"{query.group}/{query.name}"


def test_the_catalog_has_its_groups() -> None:
    assert {q.group for q in QUERIES} == {"competency", "explore", "audit", "named"}
    assert CHECKS


@pytest.mark.parametrize("query", MUST_ANSWER, ids=ids)
def test_answers_on_the_sample(sample: ox.Store, query: Query) -> None:
    assert rows(sample, query, **needed(query))


@pytest.mark.parametrize("query", [q for q in QUERIES if q.group == "audit"], ids=ids)
def test_audit_queries_run_and_checks_find_nothing(sample: ox.Store, query: Query) -> None:
    found = rows(sample, query)
    assert not (query.expects_none and found)


@pytest.mark.parametrize("query", QUERIES, ids=ids)
def test_headings_are_chinese(query: Query) -> None:
    headings = ox.Store().query(catalog.bind(query, needed(query))).variables
    assert all(any("\u4e00" <= c <= "\u9fff" for c in heading.value) for heading in headings)


def node(curie: str) -> ox.NamedNode:
    prefix, local = curie.split(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def quad(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, node(predicate), value, GRAPH)


FAULTS: dict[str, Callable[[], list[ox.Quad]]] = {
    "statements-without-evidence": lambda: [
        quad(THING, "rdf:type", node("fz:Statement")),
        quad(THING, "rdf:subject", OTHER),
        quad(THING, "rdf:predicate", node("fz:issued")),
        quad(THING, "rdf:object", OTHER),
    ],
    "edges-without-statement": lambda: [quad(THING, "fz:issued", OTHER)],
    "entities-without-evidence": lambda: [quad(THING, "rdf:type", node("fz:Policy"))],
    "figures-without-unit": lambda: [
        quad(THING, "rdf:type", node("fz:Observation")),
        quad(THING, "sdmx-measure:obsValue", ox.Literal(3)),
        quad(THING, "fz:kind", ox.NamedNode("https://w3id.org/fazhi/vocabulary/kind/count")),
        quad(THING, "prov:wasDerivedFrom", OTHER),
        quad(OTHER, "oa:exact", ox.Literal("三", language="zh")),
    ],
    "figures-without-subject": lambda: [
        quad(THING, "rdf:type", node("fz:Observation")),
        quad(THING, "sdmx-measure:obsValue", ox.Literal(3)),
        quad(THING, "prov:wasDerivedFrom", OTHER),
        quad(OTHER, "oa:exact", ox.Literal("三", language="zh")),
    ],
    "not-facts": lambda: [
        quad(THING, "rdf:subject", THING),
        quad(THING, "rdf:predicate", node("fz:issued")),
        quad(THING, "rdf:object", THING),
        quad(THING, "skos:prefLabel", ox.Literal("某市", language="zh")),
        quad(THING, "fz:status", ox.NamedNode("https://w3id.org/fazhi/vocabulary/status/planned")),
        quad(THING, "prov:wasDerivedFrom", OTHER),
        quad(OTHER, "oa:exact", ox.Literal("拟出台", language="zh")),
    ],
    "unread-numerals": lambda: [
        quad(THING, "rdf:type", node("fz:UnreadNumeral")),
        quad(THING, "fz:reason", ox.Literal("run together")),
        quad(THING, "oa:exact", ox.Literal("12345", language="zh")),
        quad(THING, "oa:start", ox.Literal(7)),
        quad(THING, "dcterms:isPartOf", OTHER),
        quad(OTHER, "dcterms:title", ox.Literal("报告", language="zh")),
    ],
    "unresolved-mentions": lambda: [
        quad(THING, "rdf:type", node("fz:UnresolvedMention")),
        quad(THING, "fz:mentionClass", node("fz:Agency")),
        quad(THING, "fz:reason", ox.Literal("two of that name")),
        quad(THING, "oa:exact", ox.Literal("该局", language="zh")),
        quad(THING, "oa:start", ox.Literal(7)),
        quad(THING, "dcterms:isPartOf", OTHER),
        quad(OTHER, "dcterms:title", ox.Literal("报告", language="zh")),
    ],
    "one-name-several-classes": lambda: [
        quad(THING, "rdf:type", node("fz:System")),
        quad(THING, "skos:prefLabel", ox.Literal("一张网", language="zh")),
        quad(OTHER, "rdf:type", node("fz:Reform")),
        quad(OTHER, "skos:altLabel", ox.Literal("一张网", language="zh")),
    ],
}


@pytest.mark.parametrize("query", [q for q in QUERIES if q.group == "audit"], ids=ids)
def test_every_audit_query_finds_a_planted_fault(query: Query) -> None:
    store = ox.Store()
    assert not rows(store, query)
    store.extend(FAULTS[query.name]())
    assert rows(store, query)


# --- a few answers that a reader of the report would give


def by_name(name: str) -> Query:
    return catalog.find(name)


def test_who_is_the_mayor(sample: ox.Store) -> None:
    found = rows(sample, by_name("people-and-posts"), person="蔡丽新")
    assert {(row["职务"], row["单位"]) for row in found} == {("市长", "淮安市人民政府")}
    assert all("蔡丽新" in row["原文"] for row in found)


def test_what_share_of_cases_was_lost(sample: ox.Store) -> None:
    found = rows(sample, by_name("compare-indicator"), indicator="败诉率")
    assert [(row["数值"], row["单位"], row["时期"]) for row in found] == [("10.06", "%", "2017")]


def test_a_year_without_a_report_has_no_figures(sample: ox.Store) -> None:
    assert rows(sample, by_name("figures-of-agency"), year="2017")
    assert not rows(sample, by_name("figures-of-agency"), year="1999")


def test_evidence_of_one_fact_is_in_the_text(sample: ox.Store) -> None:
    found = rows(sample, by_name("evidence"), subject="蔡丽新", relation="fz:holdsPost")
    text = (Path(__file__).parent.parent / "kg/sample/huaian-2017.txt").read_text(encoding="utf-8")
    assert found
    for row in found:
        assert text[int(row["起"]) : int(row["止"])] == row["依据"]
        assert row["依据"] in row["原文"]


def two_years() -> ox.Store:
    """Give a rate of one place in two reports, each in its own graph."""
    store = ox.Store()
    for year, value in (("2016", "80"), ("2017", "90.5")):
        base = f"https://example.org/{year}"
        graph, figure, clause = (ox.NamedNode(base + tail) for tail in ("", "/figure", "#char=0,5"))
        indicator = ox.NamedNode("https://example.org/indicator")
        gyear = ox.Literal(year, datatype=ox.NamedNode(PREFIXES["xsd"] + "gYear"))
        number = ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))
        for s, p, o in (
            (indicator, "rdf:type", node("fz:Indicator")),
            (indicator, "skos:prefLabel", ox.Literal("出庭应诉率", language="zh")),
            (OTHER, "skos:prefLabel", ox.Literal("某市", language="zh")),
            (figure, "fz:indicator", indicator),
            (figure, "fz:about", OTHER),
            (figure, "sdmx-measure:obsValue", number),
            (figure, "sdmx-dimension:refPeriod", gyear),
            (figure, "fz:unitText", ox.Literal("%")),
            (figure, "fz:kind", ox.NamedNode("https://w3id.org/fazhi/vocabulary/kind/ratio")),
            (figure, "prov:wasDerivedFrom", clause),
            (clause, "oa:exact", ox.Literal("出庭应诉率", language="zh")),
            (clause, "dcterms:isPartOf", graph),
            (graph, "dcterms:title", ox.Literal(f"报告{year}", language="zh")),
        ):
            store.add(ox.Quad(s, node(p), o, graph))
    return store


def test_a_figure_is_held_against_the_year_before() -> None:
    found = rows(two_years(), by_name("year-over-year"))
    assert [(row["年度"], row["数值"], row.get("上年数值"), row.get("差值")) for row in found] == [
        ("2016", "80", None, None),
        ("2017", "90.5", "80", "10.5"),
    ]


def test_a_figure_is_told_once_however_many_reports_name_its_subject() -> None:
    assert len(rows(two_years(), by_name("compare-indicator"), indicator="出庭")) == 2


def test_a_named_question_is_found_without_its_quotation_marks() -> None:
    assert by_name("微警务集群") is by_name("“微警务”集群")


def test_turtle_without_graphs_answers_the_same(built: Path) -> None:
    from kg.store import open_store

    query = by_name("policies-issued")
    assert rows(open_store(built / "graph.ttl"), query) == rows(open_store(built), query)


def test_a_misspelt_query_is_told_what_was_meant() -> None:
    with pytest.raises(QueryError, match="perhaps policies-issued"):
        catalog.find("policy-issued")
