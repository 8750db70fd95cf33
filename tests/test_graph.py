"""The RDF of an extraction: its shape, its evidence, its order."""

import re
from dataclasses import replace
from decimal import Decimal

import extraction_fixture as fixture
import pyoxigraph as ox
import pytest
from goldfixture import gold

from kg import graph
from kg.config import DEFAULT_BASE, Config, data_path
from kg.errors import OutputError
from kg.model import Extraction, Status
from kg.namespaces import FZ, PREFIXES, VOCABULARY

REPORT = f"{DEFAULT_BASE}report/{fixture.KEY}"
GOVERNMENT = f"{DEFAULT_BASE}agency/淮安市人民政府"
SELECT = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items()) + "SELECT * WHERE "


def store_of(extraction: Extraction) -> ox.Store:
    store = ox.Store()
    store.extend(graph.build(extraction, Config()))
    return store


def rows(store: ox.Store, pattern: str) -> list[dict[str, str]]:
    answer = store.query(SELECT + pattern, use_default_graph_as_union=True)
    names = [v.value for v in answer.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in answer]


def values(store: ox.Store, pattern: str) -> list[str]:
    """Give the values of ?x, sorted."""
    return sorted(row["x"] for row in rows(store, pattern))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(fixture.small())


@pytest.fixture(scope="module", params=[fixture.small, gold])
def quads(request: pytest.FixtureRequest) -> tuple[ox.Quad, ...]:
    return graph.build(request.param(), Config())


# --- order and form


def test_quads_are_sorted_and_single(quads: tuple[ox.Quad, ...]) -> None:
    lines = [str(quad) for quad in quads]
    assert lines
    assert lines == sorted(set(lines))


def test_there_are_no_blank_nodes(quads: tuple[ox.Quad, ...]) -> None:
    terms = {type(term) for quad in quads for term in (quad.subject, quad.object, quad.graph_name)}
    assert terms == {ox.NamedNode, ox.Literal}


def test_everything_is_in_the_reports_graph(quads: tuple[ox.Quad, ...]) -> None:
    assert len({quad.graph_name for quad in quads}) == 1


def test_n_quads_read_back_are_the_same(quads: tuple[ox.Quad, ...]) -> None:
    text = "".join(f"{quad} .\n" for quad in quads)
    assert sorted(ox.parse(text, format=ox.RdfFormat.N_QUADS), key=str) == list(quads)


def test_another_base_changes_data_only() -> None:
    text = "\n".join(map(str, graph.build(fixture.small(), Config(base="https://a.example/"))))
    assert DEFAULT_BASE not in text
    assert f"<{FZ}Report>" in text


# --- evidence


def test_every_span_is_the_text_between_its_offsets(store: ox.Store) -> None:
    spans = rows(store, "{ ?s a fz:Span ; oa:start ?a ; oa:end ?b ; oa:exact ?t }")
    assert len(spans) > 20
    for span in spans:
        assert fixture.TEXT[int(span["a"]) : int(span["b"])] == span["t"]
        assert span["s"] == f"{REPORT}#char={span['a']},{span['b']}"


def test_everything_that_is_cited_is_described(quads: tuple[ox.Quad, ...]) -> None:
    subjects = {quad.subject for quad in quads}
    cited = {quad.object for quad in quads if str(quad.predicate).endswith(("wasDerivedFrom>", "Span>"))}
    assert cited
    assert cited <= subjects


def test_spans_know_their_sentence(store: ox.Store) -> None:
    (row,) = rows(store, '{ ?s oa:exact "67件"@zh ; fz:inSentence/oa:exact ?t }')
    assert row["t"].startswith("市政府出台")
    assert row["t"].endswith("个百分点。")
    assert values(store, "{ ?x fz:inSentence ?x }") == sorted(
        f"{REPORT}#char={s.span.start},{s.span.end}" for s in fixture.small().sentences
    )


def test_sections_hold_their_sentences(store: ox.Store) -> None:
    assert values(
        store, '{ ?s a fz:Section ; fz:heading "二、存在问题"@zh ; dcterms:hasPart/oa:exact ?x }'
    ) == [
        "二、存在问题",
        "行政执法信息化水平还不高。",
    ]


# --- report and entities


def test_report_says_what_is_known_of_it(store: ox.Store) -> None:
    (row,) = rows(
        store,
        f"{{ <{REPORT}> a fz:Report ; dcterms:title ?title ; fz:issuer ?issuer ; fz:place ?place ;"
        " fz:level ?level ; fz:reportYear ?year ; dcterms:date ?date ; fz:reportKind ?kind ; fz:sha256 ?hash ;"
        " fz:sourceFile ?file ; fz:documentNumber ?number }",
    )
    assert row == {
        "title": "淮安市人民政府关于2017年法治政府建设情况的报告",
        "issuer": GOVERNMENT,
        "place": f"{DEFAULT_BASE}division/320800",
        "level": f"{VOCABULARY}level/prefecture",
        "year": "2017",
        "date": "2018-05-03",
        "kind": f"{VOCABULARY}report-kind/lawGovernmentReport",
        "hash": fixture.document().sha256,
        "file": "report.txt",
        "number": "淮政发〔2018〕1号",
    }


def test_a_bare_report_is_a_report() -> None:
    bare = replace(
        fixture.document(),
        title_span=None,
        issuer=None,
        place=None,
        level=None,
        year=None,
        date=None,
        number=None,
        notes=(),
    )
    store = store_of(replace(fixture.small(), document=bare))
    assert values(store, "{ ?x a fz:Report }") == [REPORT]
    assert not rows(store, f"{{ <{REPORT}> fz:reportYear|fz:issuer|fz:place|dcterms:date ?x }}")


@pytest.mark.parametrize(
    ("date", "kind"), [("2018-05-03", "date"), ("2018-05", "gYearMonth"), ("2018", "gYear"), ("春", "string")]
)
def test_dates_have_the_type_that_they_are_exact_to(date: str, kind: str) -> None:
    document = replace(fixture.document(), date=date)
    quads = graph.build(replace(fixture.small(), document=document), Config())
    (found,) = [q.object for q in quads if q.predicate.value == PREFIXES["dcterms"] + "date"]
    assert found.datatype.value == PREFIXES["xsd"] + kind


def test_entities_have_labels_types_and_evidence(store: ox.Store) -> None:
    (row,) = rows(
        store,
        f"{{ <{GOVERNMENT}> a fz:Agency ; skos:prefLabel ?name ; skos:altLabel ?alias ; fz:agencyType ?type }}",
    )
    assert row == {
        "name": "淮安市人民政府",
        "alias": "市政府",
        "type": f"{VOCABULARY}agency-type/government",
    }
    assert values(store, f"{{ <{GOVERNMENT}> prov:wasDerivedFrom/oa:exact ?x }}") == [
        "市政府",
        "淮安市人民政府",
    ]


def test_a_post_is_in_its_body(store: ox.Store) -> None:
    assert rows(store, "{ ?post a fz:Post ; skos:prefLabel ?title ; org:postIn ?body }") == [
        {"post": f"{DEFAULT_BASE}post/市长@淮安市人民政府", "title": "市长", "body": GOVERNMENT}
    ]


def test_higher_places_are_no_entities_of_a_text_that_does_not_name_them(store: ox.Store) -> None:
    city, province = f"{DEFAULT_BASE}division/320800", f"{DEFAULT_BASE}division/320000"
    assert values(store, f"{{ <{city}> schema:containedInPlace ?x }}") == [province]
    assert values(store, f"{{ <{province}> rdfs:label ?x }}") == ["江苏省"]
    assert values(store, "{ ?x a fz:Division }") == [city]
    assert not rows(store, f"{{ <{province}> prov:wasDerivedFrom|skos:prefLabel ?x }}")
    assert not rows(store, "{ ?s fz:partOf ?o }")


# --- facts


def test_an_observation_is_as_the_design_says(store: ox.Store) -> None:
    found = rows(store, f"{{ <{REPORT}/observation/{_place('近2个百分点')}-1> ?p ?o }}")
    said = sorted(
        (re.sub(r"^.*[/#]", "", row["p"]), row["o"]) for row in found if row["p"] != PREFIXES["rdf"] + "type"
    )
    assert said == [
        ("about", GOVERNMENT),
        ("comparedWith", "同比"),
        ("dataSet", f"{REPORT}/dataset/figures"),
        ("direction", f"{VOCABULARY}direction/down"),
        ("extractedBy", "figure.count"),
        ("figureSpan", f"{REPORT}#char={_place('近2个百分点').replace('-', ',')}"),
        ("indicator", f"{DEFAULT_BASE}indicator/行政诉讼败诉率变动"),
        ("kind", f"{VOCABULARY}kind/change"),
        ("obsValue", "2"),
        ("qualifier", f"{VOCABULARY}qualifier/under"),
        ("refPeriod", "2016/2017"),
        ("status", f"{VOCABULARY}status/done"),
        ("unit", f"{VOCABULARY}unit/个百分点"),
        ("unitText", "个百分点"),
        ("wasDerivedFrom", said[-1][1]),
    ]


def _place(piece: str) -> str:
    span = fixture.at(piece)
    return f"{span.start}-{span.end}"


def test_a_year_is_a_year_and_other_periods_are_text(store: ox.Store) -> None:
    found = rows(
        store, "{ ?o sdmx-dimension:refPeriod ?p BIND(STR(DATATYPE(?p)) AS ?t) BIND(STR(?p) AS ?v) }"
    )
    assert {(row["v"], row["t"].rpartition("#")[2]) for row in found} == {
        ("2017", "gYear"),
        ("2016/2017", "string"),
        ("unknown", "string"),
    }


def test_a_figure_about_nothing_is_about_the_issuer_or_the_report(store: ox.Store) -> None:
    pattern = f"{{ <{REPORT}/observation/{_place('2万户')}-1> fz:about ?x }}"
    assert values(store, pattern) == [GOVERNMENT]
    entities = tuple(e for e in fixture.ENTITIES if e is not fixture.GOVERNMENT)
    assert values(store_of(replace(fixture.small(), entities=entities)), pattern) == [REPORT]


@pytest.mark.parametrize(
    ("value", "said"), [("20000.00", "20000"), ("2E+4", "20000"), ("92.40", "92.4"), ("0", "0"), ("-3", "-3")]
)
def test_values_are_plain_decimals(value: str, said: str) -> None:
    first = fixture.OBSERVATIONS[0]
    changed = replace(first, quantity=replace(first.quantity, value=Decimal(value)))
    store = store_of(replace(fixture.small(), observations=(changed,)))
    (found,) = [
        q.object for q in store.quads_for_pattern(None, _node("sdmx-measure", "obsValue"), None, None)
    ]
    assert (found.value, found.datatype.value) == (said, PREFIXES["xsd"] + "decimal")


def _node(prefix: str, local: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES[prefix] + local)


@pytest.mark.parametrize(
    ("unit", "concept"),
    [("件", "件"), ("平方米", "平方米"), ("㎡", "平方米"), ("颗大白菜", None), ("", None)],
)
def test_a_unit_is_a_concept_where_the_vocabulary_has_it(unit: str, concept: str | None) -> None:
    first = fixture.OBSERVATIONS[0]
    changed = replace(first, quantity=replace(first.quantity, unit=unit))
    store = store_of(replace(fixture.small(), observations=(changed,)))
    assert values(store, "{ ?o fz:unit ?x }") == ([f"{VOCABULARY}unit/{concept}"] if concept else [])
    assert values(store, "{ ?o fz:unitText ?x }") == ([unit] if unit else [])


def test_a_harmonised_indicator_stands_above_the_printed_one(store: ox.Store) -> None:
    above = f"{VOCABULARY}indicator/casesAccepted"
    assert rows(store, "{ ?i a fz:Indicator ; skos:broader ?above ; skos:prefLabel ?name }") == [
        {
            "i": f"{DEFAULT_BASE}indicator/行政诉讼案件受理数",
            "above": above,
            "name": "行政诉讼案件受理数",
        }
    ]
    assert values(store, f"{{ ?x fz:measures <{above}> }}") == [f"{REPORT}/observation/{_place('685件')}-1"]


def test_two_figures_of_one_place_are_two_nodes() -> None:
    first = fixture.OBSERVATIONS[0]
    twin = replace(first, indicator="另一指标")
    store = store_of(replace(fixture.small(), observations=(first, twin)))
    assert [x.rpartition("-")[2] for x in values(store, "{ ?x a fz:Observation }")] == ["1", "2"]


@pytest.mark.parametrize("status", list(Status))
def test_only_what_holds_is_an_edge_and_all_is_stated(status: Status) -> None:
    (statement,) = [replace(s, status=status) for s in fixture.STATEMENTS if s.predicate == "holdsPost"]
    store = store_of(replace(fixture.small(), statements=(statement,)))
    assert bool(rows(store, "{ ?s fz:holdsPost ?o }")) == (status in {Status.DONE, Status.ONGOING})
    (row,) = rows(
        store,
        "{ ?x a fz:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; fz:status ?status ;"
        " fz:extractedBy ?rule ; prov:wasDerivedFrom/oa:exact ?text }",
    )
    assert row == {
        "x": f"{REPORT}/statement/{_place('市长蔡丽新')}-1",
        "s": f"{DEFAULT_BASE}person/淮安市/蔡丽新",
        "p": f"{FZ}holdsPost",
        "o": f"{DEFAULT_BASE}post/市长@淮安市人民政府",
        "status": f"{VOCABULARY}status/{status}",
        "rule": "post.title",
        "text": "市长蔡丽新",
    }


def test_problems_plans_and_doubts_are_data(store: ox.Store) -> None:
    assert values(store, "{ ?p a fz:Problem ; prov:wasDerivedFrom/oa:exact ?x }") == [
        "行政执法信息化水平还不高"
    ]
    assert values(store, "{ ?p a fz:Plan ; prov:wasDerivedFrom/oa:exact ?x }") == [
        "明年拟制定《淮安市住宅物业管理条例》"
    ]
    assert values(store, "{ ?n a fz:UnreadNumeral ; oa:exact ?x }") == ["三千余次", "九"]
    assert rows(store, "{ ?m a fz:UnresolvedMention ; oa:exact ?t ; fz:mentionClass ?c }")[0]["t"] == "该局"


def test_the_build_is_described_without_a_clock(store: ox.Store) -> None:
    (row,) = rows(
        store,
        f"{{ ?a a prov:Activity ; prov:used <{REPORT}> , ?rules ; prov:wasAssociatedWith/rdfs:label ?agent ."
        f" ?rules fz:sha256 ?hash FILTER(?rules != <{REPORT}>) ."
        " ?d a qb:DataSet ; prov:wasGeneratedBy ?a }",
    )
    assert re.fullmatch("[0-9a-f]{64}", row["hash"])
    assert row["agent"].startswith("Fazhi KG ")
    assert not rows(store, "{ ?s prov:startedAtTime|prov:endedAtTime|prov:generatedAtTime ?o }")


@pytest.mark.parametrize("base", ["", "no scheme/", "https://a b/", "<x>"])
def test_a_base_that_begins_no_iri_is_told(base: str) -> None:
    with pytest.raises(OutputError, match="IRIs"):
        graph.build(fixture.small(), Config(base=base))


def test_every_term_of_ours_is_one_of_the_ontology(store: ox.Store) -> None:
    folder = data_path("ontology")
    files = [*folder.glob("*.ttl"), *folder.glob("modules/*.ttl")]
    defined = {q.subject for path in files for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)}
    said = {
        term for quad in store for term in (quad.predicate, quad.object) if isinstance(term, ox.NamedNode)
    }
    ours = {term for term in said if term.value.startswith(FZ)}
    assert len(ours) > 40
    assert sorted(term.value for term in ours - defined) == []
