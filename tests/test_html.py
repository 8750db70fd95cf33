"""The page as text, the layout and the files for Gephi, without a browser."""

import base64
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import networkx as nx
import pytest
from goldfixture import HOSTILE, LABELS, WORDS, gold, hostile, scale_free

from kg.model import Entity, Extraction, Span, Statement, Status
from kg.network import network
from kg.render.html import drawing, render
from kg.render.layout import LINE, arrange, centre
from kg.render.networks import to_gexf, to_graphml
from kg.render.palette import LOOKS, look, size


class Reader(HTMLParser):
    """Collect elements with their attributes, and the text of those that matter."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open = tag
        if tag in {"script", "style", "title", "h1"}:
            self.texts.append((tag, ""))

    def handle_endtag(self, tag):
        self.open = ""

    def handle_data(self, data):
        if self.texts and self.open == self.texts[-1][0]:
            self.texts[-1] = (self.open, self.texts[-1][1] + data)

    def text(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def made(entities, facts) -> Extraction:
    base = hostile()
    return Extraction(base.document, base.sections, base.sentences, tuple(entities), (), tuple(facts), (), ())


@pytest.fixture(scope="module")
def graph():
    return network([gold()], labels=LABELS)


@pytest.fixture(scope="module")
def page(graph):
    return render(graph, title="题目", subtitle="副题", words=WORDS)


def payload(page: str):
    return json.loads(
        re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S).group(1)
    )


def test_the_page_names_no_other_place(page):
    reader = Reader(page)
    assert not [tag for tag, attrs in reader.elements if attrs.get("src")]
    links = [attrs["href"] for _, attrs in reader.elements if attrs.get("href")]
    assert all(link.startswith(("data:", "#")) for link in links)
    assert {tag for tag, _ in reader.elements}.isdisjoint({"iframe", "object", "embed", "form", "base"})


def test_the_policy_allows_just_the_scripts_and_the_style_of_the_page(page):
    reader = Reader(page)
    policy = next(
        a["content"] for t, a in reader.elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    scripts = reader.text("script")
    assert len(scripts) == 3
    for text in (*scripts[1:], *reader.text("style")):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.count("sha256-") == 3


def test_the_page_has_no_inline_handlers_or_styles(page):
    for _, attrs in Reader(page).elements:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]


def test_the_page_says_title_source_and_date(page):
    reader = Reader(page)
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert reader.text("title") == reader.text("h1") == ["题目"]
    for text in ("副题", "淮安市人民政府 (huaian-2017.txt)", "2018-05-03"):
        assert text in page


def test_the_data_hold_every_node_edge_sentence_and_figure(page, graph):
    data = payload(page)
    assert len(data["nodes"]) == len(data["records"]) == len(graph)
    assert len(data["edges"]) == len(data["facts"]) == graph.number_of_edges()
    assert len(data["figures"]) == len(gold().observations)
    assert len(data["findings"]) == len(gold().findings)
    for fact, (_, _, edge) in zip(data["facts"], graph.edges(data=True), strict=True):
        assert data["passages"][fact["q"]][2] == edge["sentence"]
    assert data["records"][data["centre"]]["id"] == "Agency/淮安市人民政府"


def test_the_legend_counts_classes(page):
    for name, count in (("机构", 53), ("政策文件", 37), ("改革举措", 79)):
        assert re.search(rf'data-zh="{name}"[^>]*>{name}</span><span class="count">{count}<', page)


def test_hostile_names_stay_text():
    page = render(
        network([hostile()], labels={}),
        title=HOSTILE[2],
        subtitle=HOSTILE[1],
        note=HOSTILE[0],
        source=HOSTILE[3],
        words={},
    )
    reader = Reader(page)
    assert sum(tag == "script" for tag, _ in reader.elements) == 3
    assert "img" not in {tag for tag, _ in reader.elements}
    assert reader.text("title") == reader.text("h1") == [HOSTILE[2]]
    assert [node["label"] for node in payload(page)["nodes"]] == list(HOSTILE)


def test_a_large_network_is_cut_and_the_page_says_so():
    graph = network([scale_free(300)], labels=LABELS)
    page = render(graph, title="大", limit=120, words=WORDS)
    data = payload(page)
    assert len(data["nodes"]) == 120
    assert data["whole"] == 300
    assert "显示 120 / 300 个实体" in page
    assert "显示 300" not in render(graph, title="大", limit=300, words=WORDS)


def test_planned_and_denied_edges_are_dashed():
    entities = tuple(Entity("Agency", name, name, (), (Span(0, 1),)) for name in "甲乙")
    facts = tuple(Statement("Agency/甲", "issued", "Agency/乙", Span(0, 2), status, "") for status in Status)
    graph = network([made(entities, facts)], labels={})
    edges = drawing(graph, arrange(graph)).edges
    dashes = {status: edge.get("dashes") for status, edge in zip(Status, edges, strict=True)}
    assert dashes[Status.DONE] is dashes[Status.ONGOING] is None
    assert dashes[Status.PLANNED] != dashes[Status.DENIED]
    assert None not in (dashes[Status.PLANNED], dashes[Status.DENIED])


def test_parallel_edges_do_not_lie_on_each_other():
    entities = tuple(Entity("Agency", name, name, (), (Span(0, 1),)) for name in "甲乙")
    ends = (("甲", "乙"), ("甲", "乙"), ("乙", "甲"))
    facts = tuple(
        Statement(f"Agency/{a}", f"p{i}", f"Agency/{b}", Span(0, 2), Status.DONE, "")
        for i, (a, b) in enumerate(ends)
    )
    graph = network([made(entities, facts)], labels={})
    net = drawing(graph, arrange(graph))
    assert len(net.edges) == 3
    signed = []
    for edge in net.edges:
        smooth = edge.get("smooth", {"type": "curvedCW", "roundness": 0.0})
        side = smooth["roundness"] * (1 if smooth["type"] == "curvedCW" else -1)
        signed.append(side if edge["from"] < edge["to"] else -side)
    assert len(set(signed)) == 3


def test_writing_a_page_leaves_nothing_behind(graph, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    render(graph, title="题目", words=WORDS)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_network_makes_a_page():
    data = payload(render(network([], labels={}), title="空", words={}))
    assert (data["nodes"], data["edges"], data["centre"]) == ([], [], None)


# looks


def test_every_class_has_a_look_of_its_own():
    signs = [(style.shape, style.hollow) for style in LOOKS]
    assert len(set(signs)) == len(signs)
    assert len({style.cls for style in LOOKS}) == len(LOOKS)
    assert look("Unheard") not in LOOKS


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("style", LOOKS, ids=lambda style: style.cls)
def test_outlines_stand_out_from_the_page(style):
    assert contrast(style.edge, "#fdfdfb") >= 3


def test_text_colours_of_the_page_are_readable(page):
    css = Reader(page).text("style")[0]
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", css))
    for name in ("ink", "soft", "accent", "subject", "object"):
        for ground in ("#ffffff", colours["paper"], "#f6f9fc"):
            assert contrast(colours[name], ground) >= 4.5, (name, ground)


def test_larger_nodes_have_more_facts():
    sizes = [size(degree) for degree in (0, 1, 2, 5, 20, 60)]
    assert sizes == sorted(sizes)
    assert sizes[1] < sizes[-1] < 30


# layout


def test_the_dominating_body_is_the_middle(graph):
    assert centre(graph) == "Agency/淮安市人民政府"
    assert arrange(graph)["Agency/淮安市人民政府"] == (0, 0)


def test_a_network_of_equals_has_no_middle():
    entities = tuple(Entity("Agency", name, name, (), (Span(0, 1),)) for name in "甲乙丙丁戊己")
    ring = [(a.id, b.id) for a, b in zip(entities, entities[1:] + entities[:1], strict=True)]
    facts = tuple(Statement(a, "p", b, Span(0, 2), Status.DONE, "") for a, b in ring)
    graph = network([made(entities, facts)], labels={})
    assert centre(graph) is None
    assert len(set(arrange(graph).values())) == 6


def test_hardly_any_labels_overlap(graph):
    places = arrange(graph)
    linked = [node for node in graph if graph.degree(node)]
    boxes = []
    for node in linked:
        text = graph.nodes[node]["label"]
        width = min(len(text), LINE) * 12
        boxes.append((*places[node], width, 2 * size(graph.degree(node)) + (16 if len(text) <= LINE else 32)))
    pairs = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if abs(a[0] - b[0]) < (a[2] + b[2]) / 2 and abs(a[1] - b[1]) < (a[3] + b[3]) / 2
    ]
    assert len(linked) > 190
    assert len(pairs) < len(linked) * 0.05


def test_nodes_without_edges_lie_below_the_picture(graph):
    places = arrange(graph)
    bottom = max(places[node][1] for node in graph if graph.degree(node))
    assert all(places[node][1] > bottom for node in graph if not graph.degree(node))


def test_large_networks_are_laid_out():
    graph = network([scale_free(2_600)], labels={})
    places = arrange(graph)
    assert len(places) == 2_600
    assert len(set(places.values())) > 2_500


# files for Gephi


def test_graphml_comes_back_whole(graph):
    back = nx.read_graphml(io.BytesIO(to_graphml(graph)), force_multigraph=True)
    assert set(back) == set(graph)
    assert back.number_of_edges() == graph.number_of_edges()
    data = back.nodes["Agency/淮安市人民政府"]
    assert (data["label"], data["cls"], data["x"], data["y"]) == ("淮安市人民政府", "Agency", 0.0, 0.0)
    assert (data["r"], data["g"], data["b"]) == look("Agency").rgb
    edges = sorted((u, v, d["predicate"], d["sentence"]) for u, v, d in back.edges(data=True))
    assert edges == sorted((u, v, d["predicate"], d["sentence"]) for u, v, d in graph.edges(data=True))


def test_gexf_comes_back_with_its_look(graph):
    text = to_gexf(graph)
    back = nx.read_gexf(io.BytesIO(text))
    assert set(back) == set(graph)
    assert back.nodes["Policy/政府法律顾问经费使用支出管理办法"]["viz"]["color"]["r"] == look("Policy").rgb[0]
    root = ET.fromstring(text)
    space = {"g": "http://www.gexf.net/1.2draft"}
    assert len(root.findall(".//g:edge", space)) == graph.number_of_edges()
    assert root.find("g:meta", space).get("lastmodifieddate") == "2018-05-03"
    identifiers = [edge.get("id") for edge in root.findall(".//g:edge", space)]
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize("write", [to_graphml, to_gexf])
def test_characters_that_xml_forbids_are_left_out(write):
    bad = "机\x00构\x0b\ud800\ufffe<&>"
    entity = Entity("Agency", bad, bad, (bad,), (Span(0, 1),), (("number", bad),))
    facts = (Statement(entity.id, bad, entity.id, Span(0, 2), Status.DONE, bad),)
    graph = network([made((entity,), facts)], labels={})
    root = ET.fromstring(write(graph))
    assert "机构<&>" in {
        value for element in root.iter() for value in (*element.attrib.values(), element.text)
    }


@pytest.mark.parametrize("write", [to_graphml, to_gexf])
def test_an_empty_network_is_valid_xml(write):
    assert ET.fromstring(write(network([], labels={}))) is not None
