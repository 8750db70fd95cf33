"""Views of the network, what hangs on its nodes and edges, and its statistics."""

import pytest
from goldfixture import HOSTILE, LABELS, gold, hostile, scale_free

from kg.errors import QueryError
from kg.model import Entity, Extraction, Span, Statement, Status
from kg.network import VIEWS, Passage, find, network, select, statistics

GOVERNMENT = "Agency/淮安市人民政府"


@pytest.fixture(scope="module")
def graph():
    return network([gold()], labels=LABELS)


def small(*statements: tuple[str, str, str], status: Status = Status.DONE) -> Extraction:
    ids = dict.fromkeys(end for one, _, two in statements for end in (one, two))
    entities = tuple(Entity(*end.split("/"), end.split("/")[1], (), (Span(0, 1),)) for end in ids)
    facts = tuple(Statement(s, p, o, Span(0, 2), status, "r") for s, p, o in statements)
    base = hostile()
    return Extraction(base.document, base.sections, base.sentences, entities, (), facts, (), ())


def test_every_entity_is_a_node_and_every_statement_an_edge(graph):
    assert set(graph) >= {entity.id for entity in gold().entities}
    stated = [(s.subject, s.object, s.predicate) for s in gold().statements]
    drawn = [(u, v, p) for u, v, p in graph.edges(data="predicate") if p != "postIn"]
    assert sorted(drawn) == sorted(set(stated))
    weights = sum(w for *_, w in graph.edges(data="weight"))
    assert weights == len(stated) + sum(1 for *_, p in graph.edges(data="predicate") if p == "postIn")


def test_what_is_stated_again_is_one_edge_with_all_its_passages():
    fact = ("Agency/甲", "issued", "Policy/一")
    graph = network([small(fact, fact), small(fact, status=Status.PLANNED)], labels={})
    edges = [(d["status"], d["weight"], len(d["passages"])) for _, _, d in graph.edges(data=True)]
    assert sorted(edges) == [("done", 2, 2), ("planned", 1, 1)]


def test_an_edge_carries_its_sentence_with_both_ends_marked(graph):
    data = next(d for _, v, d in graph.edges(GOVERNMENT, data=True) if v == "Event/市政府八届第14次常务会议")
    passage = data["passage"]
    assert data["label"] == "举办"
    assert passage.sentence == gold().document.text[passage.start :][: len(passage.sentence)]
    marked = {role: passage.sentence[a:b] for a, b, role in passage.marks}
    assert marked == {"subject": "市政府", "object": "八届第14次常务会议"}
    assert data["evidence"] == passage.sentence[slice(*passage.clause)]
    assert "认真学习贯彻党的十九大精神" in passage.section


def test_every_evidence_lies_in_its_sentence(graph):
    passages = [data["passage"] for _, _, data in graph.edges(data=True)]
    passages += [f.passage for _, figures in graph.nodes(data="figures") for f in figures]
    assert len(passages) > 300
    for passage in passages:
        assert 0 <= passage.clause[0] < passage.clause[1] <= len(passage.sentence)
        assert all(0 <= a < b <= len(passage.sentence) for a, b, _ in passage.marks)


def test_figures_hang_on_the_node_they_are_about(graph):
    figures = {f.indicator: f for f in graph.nodes["Person/赵洪权"]["figures"]}
    figure = figures["市委政法委书记视察指导依法行政工作次数"]
    assert (figure.value, figure.unit, figure.text, figure.period) == ("2", "次", "两次", "2017")
    assert figure.passage.sentence[slice(*figure.passage.marks[-1][:2])] == "两次"
    held = sum(len(figures) for _, figures in graph.nodes(data="figures"))
    assert held + len(graph.graph["figures"]) == len(gold().observations)


def test_findings_hang_on_the_graph(graph):
    kinds = {remark.cls for remark in graph.graph["findings"]}
    assert kinds == {"Problem", "Plan"}


def test_a_post_leads_from_the_person_to_the_body(graph):
    posts = [v for _, v, p in graph.edges("Person/姚晓东", data="predicate") if p == "holdsPost"]
    bodies = [v for post in posts for _, v, p in graph.edges(post, data="predicate") if p == "postIn"]
    assert bodies == ["Agency/中共淮安市委员会"]


def test_agencies_are_tied_to_policies_only():
    graph = network([gold()], "agencies", LABELS)
    assert graph.number_of_edges() > 20
    for source, target in graph.edges():
        assert {graph.nodes[source]["cls"], graph.nodes[target]["cls"]} == {"Agency", "Policy"}
    assert all(graph.degree(node) for node in graph)


def test_agencies_that_share_things_are_tied_by_their_number():
    extraction = small(
        ("Agency/甲", "issued", "Policy/一"),
        ("Agency/乙", "issued", "Policy/一"),
        ("Agency/乙", "launched", "Reform/二"),
        ("Agency/甲", "launched", "Reform/二"),
        ("Agency/丙", "launched", "Reform/三"),
    )
    graph = network([extraction], "projection", {})
    assert [(u, v, d["weight"], d["shared"]) for u, v, d in graph.edges(data=True)] == [
        ("Agency/乙", "Agency/甲", 2, "一、二")
    ]


def test_denied_relations_tie_no_agencies():
    pairs = (("Agency/甲", "issued", "Policy/一"), ("Agency/乙", "issued", "Policy/一"))
    assert len(network([small(*pairs, status=Status.DENIED)], "projection", {})) == 0


def test_a_reform_flows_from_who_launched_it_to_who_piloted_it():
    extraction = small(("Agency/甲", "launched", "Reform/一"), ("Division/乙", "piloted", "Reform/一"))
    graph = network([extraction], "diffusion", {})
    assert list(graph.edges()) == [("Agency/甲", "Reform/一"), ("Reform/一", "Division/乙")]


def test_unknown_view_is_refused():
    with pytest.raises(QueryError, match="diffusion"):
        network([gold()], "hairball")


def test_entities_of_two_reports_are_merged_whatever_their_order():
    one, two = gold(), small(("Agency/淮安市人民政府", "issued", "Policy/新文件"))
    both, other = (network(pair, labels={}) for pair in ([one, two], [two, one]))
    assert list(both.nodes(data=True)) == list(other.nodes(data=True))
    assert len(both.nodes[GOVERNMENT]["reports"]) == 2
    assert {report.key for report in both.graph["reports"]} == {one.document.key, two.document.key}


def test_select_keeps_the_best_connected(graph):
    part = select(graph, top=10)
    assert len(part) == 10
    assert GOVERNMENT in part
    assert part.graph["of"] == len(graph)
    floor = min(data["degree"] for _, data in part.nodes(data=True))
    assert all(data["degree"] <= floor for node, data in graph.nodes(data=True) if node not in part)


def test_select_keeps_a_neighbourhood_and_classes(graph):
    near = select(graph, focus="市政府法制办", hops=1)
    assert set(near) == {"Agency/淮安市人民政府法制办公室", *graph["Agency/淮安市人民政府法制办公室"]}
    assert {data["cls"] for _, data in select(graph, classes=["Policy"]).nodes(data=True)} == {"Policy"}


def test_a_node_is_found_by_id_label_and_alias(graph):
    assert find(graph, GOVERNMENT) == find(graph, "淮安市人民政府") == find(graph, "市政府") == GOVERNMENT
    with pytest.raises(QueryError, match="月球"):
        find(graph, "月球")


def test_statistics_rank_the_hub_first(graph):
    rows = statistics(graph)
    assert len(rows) == len(graph)
    assert rows[0].id == GOVERNMENT
    assert rows[0].degree == rows[0].outgoing + rows[0].incoming == graph.degree(GOVERNMENT)
    assert rows[0].component == 1
    assert 0 < rows[0].betweenness <= 1
    assert len({row.community for row in rows}) > 5


def test_statistics_of_an_empty_network():
    assert statistics(network([], labels={})) == []


def test_every_view_of_a_hostile_report_keeps_the_names():
    for view in VIEWS:
        network([hostile()], view, {})
    assert {label for _, label in network([hostile()], labels={}).nodes(data="label")} == set(HOSTILE)


def test_a_passage_without_sentences_is_the_evidence_itself():
    extraction = small(("Agency/甲", "issued", "Policy/一"))
    bare = Extraction(extraction.document, (), (), extraction.entities, (), extraction.statements, (), ())
    passage: Passage = next(iter(network([bare], labels={}).edges(data="passage")))[2]
    assert passage.sentence == bare.document.text[:2]
    assert passage.clause == (0, 2)


def test_large_networks_are_measured_by_a_seeded_sample(monkeypatch):
    graph = network([scale_free(150)], labels={})
    exact = statistics(graph)
    monkeypatch.setattr("kg.network.measures.EXACT_BETWEENNESS", 100)
    monkeypatch.setattr("kg.network.measures.SOURCES", 50)
    sampled = statistics(graph)
    assert sampled == statistics(graph)
    assert [row.betweenness for row in sampled] != [row.betweenness for row in exact]
    assert [row.id for row in sampled[:3]] == [row.id for row in exact[:3]]
