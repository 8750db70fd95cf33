"""Pictures for paper: what is in them, that they can be read anywhere, and that they are the same bytes each time."""

import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from goldfixture import LABELS, gold, hostile
from PIL import Image
from seedfixture import digests, drawn

from kg.errors import OutputError
from kg.network import VIEWS, network, select
from kg.render import writers
from kg.render.stills import FORMATS, PICTURES, blocks, columns, counted, fonts, picture
from kg.render.stills.sheet import Sheet, cut, width

RDF = ("RDF", "Work", "type", "format", "creator", "Agent", "title")


@pytest.fixture(scope="module")
def graph():
    return network([gold()], labels=LABELS)


def texts(sheet: Sheet) -> list[str]:
    return sheet._texts


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_drawn_and_not_blank(graph, kind):
    with Image.open(io.BytesIO(picture(kind, graph, "png"))) as image:
        assert min(image.size) > 400
        shades = np.asarray(image.convert("L"))
    assert (shades < 120).sum() > 2_000


@pytest.mark.parametrize("kind", PICTURES)
def test_svg_needs_no_font_and_no_other_file(kind):
    svg = drawn(kind).decode("utf-8")
    assert "<text" not in svg
    assert "<image" not in svg
    assert 'href="http' not in svg


def test_a_form_that_is_none_is_an_error(graph):
    with pytest.raises(OutputError, match="png or svg"):
        picture("network", graph, "pdf")
    assert FORMATS == ("png", "svg")


def test_policies_stand_with_who_issued_them(graph):
    sheet = PICTURES["policies"](graph)
    assert sheet is not None
    issued = {v for _, v, p in graph.edges(data="predicate") if p == "issued"}
    assert issued
    shown = texts(sheet)
    assert "淮安市人民政府" in shown
    for policy in issued:
        assert cut(graph.nodes[policy]["label"], columns.LONGEST) in shown


def test_reforms_come_with_their_pilots(graph):
    sheet = PICTURES["reforms"](graph)
    assert sheet is not None
    pilots = {graph.nodes[u]["label"] for u, _, p in graph.edges(data="predicate") if p == "piloted"}
    assert pilots
    assert pilots <= set(texts(sheet))


def test_every_body_is_in_the_hierarchy_once(graph):
    sheet = PICTURES["hierarchy"](graph)
    assert sheet is not None
    labels = [data["label"] for _, data in graph.nodes(data=True) if data["cls"] == "Agency"]
    shown = texts(sheet)
    for label in labels:
        assert sum(text.rstrip("…") == label[: len(text.rstrip("…"))] for text in shown if len(text) > 3) >= 1


def test_a_figure_has_the_theme_that_its_words_name(graph):
    figures = [figure for _, data in graph.nodes(data=True) for figure in data["figures"]]
    known = next(figure for figure in figures if "败诉" in figure.indicator)
    assert counted.theme(replace(known, indicator="行政诉讼案件一审受理数")) == "行政诉讼"
    bare = replace(known, indicator="某数", passage=replace(known.passage, sentence="某数三个。", section=""))
    assert counted.theme(bare) == counted.OTHER


def test_nothing_to_draw_is_an_error(graph):
    people = select(graph, classes=["Person"])
    people.graph["figures"] = ()
    for kind in ("policies", "reforms", "hierarchy", "network"):
        with pytest.raises(OutputError, match="nothing to draw"):
            picture(kind, people, "svg")


def test_hostile_names_are_only_drawn():
    graph = network([hostile()], labels=LABELS)
    for node in graph:
        graph.nodes[node]["label"] = "--><script>alert(1)</script>" + graph.nodes[node]["label"]
    tags = {
        element.tag.rpartition("}")[2] for element in ET.fromstring(picture("network", graph, "svg")).iter()
    }
    assert "path" in tags
    assert tags <= {"svg", "g", "defs", "path", "use", "style", "clipPath", "rect", "metadata", *RDF}


def test_a_dollar_sign_is_no_formula():
    sheet = Sheet(500, 100, "预算 $5 与 $6^7$ 之间", "")
    assert sheet.save("svg")


def test_a_character_without_a_glyph_is_an_error_that_names_it():
    with pytest.raises(OutputError, match=r"U\+E123"):
        Sheet(500, 100, "缺\ue123字", "").save("png")


def test_the_font_of_the_program_holds_what_reports_use():
    sample = (Path(__file__).parent.parent / "kg" / "sample" / "huaian-2017.txt").read_text(encoding="utf-8")
    assert fonts.families([sample]) == [fonts.FAMILY]


def test_widths_and_cuts():
    assert width("法治") == 2
    assert cut("法治政府", 4) == "法治政府"
    assert cut("法治政府建设", 4) == "法治政…"


def test_columns_of_blocks_are_filled_evenly():
    made = [blocks.Block(str(i), "", [blocks.Row("x")] * n) for i, n in enumerate((9, 3, 3, 3))]
    packed = list(blocks._packed(made, 2))
    assert [[block.heading for block in column] for column in packed] == [["0"], ["1", "2", "3"]]


def test_all_outputs_are_the_same_whatever_the_hash_seed():
    """This run has a seed of its own, by chance or by the environment; the other run has another."""
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    here = Path(__file__).parent
    path = os.pathsep.join([str(here.parent), str(here)])
    with subprocess.Popen(
        [sys.executable, here / "seedfixture.py"],
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
    ) as other:
        mine = digests()
        printed, _ = other.communicate()
    assert other.returncode == 0
    assert json.loads(printed) == mine
    assert len(mine) == len(writers()) + 1 + 4 * len(VIEWS) + len(PICTURES)
