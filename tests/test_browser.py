"""The page in a real browser: nothing is fetched, nothing runs that should not, everything can be reached."""

import pytest
from goldfixture import HOSTILE, LABELS, WORDS, gold, hostile, scale_free

from kg.network import network
from kg.render.html import render
from tests.browser import Log, close, missing, opened

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=str(missing()))]
GOVERNMENT, OFFICE = "淮安市人民政府", "淮安市人民政府法制办公室"
LIT = "fazhi.state().nodes.map((mode, i) => [mode, i]).filter(([mode]) => mode === 3).map(([, i]) => fazhi.data.nodes[i].label)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def address(folder):
    path = folder / "gold.html"
    graph = network([gold()], labels=LABELS)
    path.write_text(render(graph, title="淮安市2017", subtitle="图谱", words=WORDS), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(started, address):
    log = Log()
    page = opened(started, address, log)
    yield page
    close(page, log)
    assert log.errors == []
    assert [url for url in log.requests if not url.startswith("data:")] == [address]


def node(page, name: str) -> int:
    return page.evaluate("(name) => fazhi.data.nodes.findIndex((n) => n.label === name)", name)


def fact(page, subject: str, target: str) -> int:
    ends = [node(page, subject), node(page, target)]
    return page.evaluate("([s, o]) => fazhi.data.facts.findIndex((f) => f.s === s && f.o === o)", ends)


def click_canvas(page, point) -> None:
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def test_every_connected_entity_is_drawn(page):
    state = page.evaluate("fazhi.state()")
    graph = network([gold()], labels=LABELS)
    assert sum(mode == 2 for mode in state["nodes"]) == sum(1 for n in graph if graph.degree(n))
    assert all(mode == 2 for mode in state["edges"])
    assert state["labels"] > 40
    painted = page.evaluate(
        """() => { const c = document.querySelector("#canvas canvas"), p = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
        let n = 0; for (let i = 0; i < p.length; i += 4) if (p[i + 3] && p[i] + p[i + 1] + p[i + 2] < 600) n++; return n; }"""
    )
    assert painted > 5_000


def test_the_whole_picture_is_on_the_stage(page):
    inside = page.evaluate(
        """() => { const box = document.querySelector("#canvas").getBoundingClientRect();
        return fazhi.state().nodes.every((mode, i) => { const p = fazhi.pointOfNode(i);
          return mode === 0 || (p.x > 0 && p.y > 0 && p.x < box.width && p.y < box.height); }); }"""
    )
    assert inside


def test_search_finds_by_alias_and_by_keyboard(page):
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("市政府法制办")
    page.wait_for_selector("#hits li")
    assert OFFICE in page.locator("#hits li").first.inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#view h2").inner_text() == OFFICE
    assert GOVERNMENT in page.evaluate(LIT)
    assert "#entity=Agency" in page.url


def test_search_says_when_nothing_is_found(page):
    page.fill("#search", "没有这个东西")
    assert page.locator("#hits li").inner_text() == "没有找到"


def test_a_click_on_an_edge_shows_the_sentence_with_its_marks(page):
    number = fact(page, GOVERNMENT, "淮安市代办服务中心")
    assert number >= 0
    click_canvas(page, page.evaluate("(i) => fazhi.pointOfFact(i)", number))
    page.wait_for_selector(f'#view [data-fact="{number}"] .quote')
    assert page.evaluate("fazhi.state().fact") == number
    sentence = page.locator("#view .quote").inner_text()
    data = page.evaluate("(i) => { const f = fazhi.data.facts[i]; return fazhi.data.passages[f.q]; }", number)
    assert sentence == data[2]
    assert page.locator("#view mark.object").count() >= 1
    assert page.locator("#view .where").inner_text().count("第") >= 1
    assert gold().document.title in page.locator("#view .where").inner_text()


def test_a_click_on_a_node_lists_its_facts_and_figures(page):
    click_canvas(page, page.evaluate("(i) => fazhi.pointOfNode(i)", node(page, OFFICE)))
    page.wait_for_selector("#view h2")
    assert page.locator("#view h2").inner_text() == OFFICE
    graph = network([gold()], labels=LABELS)
    key = "Agency/" + OFFICE
    assert page.locator("#view [data-fact]").count() == graph.degree(key)
    assert page.locator("#view [data-figure]").count() == len(graph.nodes[key]["figures"])
    assert set(page.evaluate(LIT)) == {OFFICE, *(graph.nodes[n]["label"] for n in graph[key])}


def test_a_figure_opens_its_sentence(page):
    page.click("#tab-figures")
    page.locator("#view input").fill("行政机关败诉率")
    page.locator("#view .measure").first.click()
    assert page.locator("#view mark.figure").first.inner_text() == "10.06%"
    assert "10.06" in page.locator("#view .value").first.inner_text()


def test_the_list_of_facts_holds_all_and_works_by_keyboard(page):
    page.locator("#tab-facts").focus()
    page.keyboard.press("Enter")
    while page.locator("#view .more:visible").count():
        page.locator("#view .more").click()
    assert page.locator("#view [data-fact]").count() == page.evaluate("fazhi.data.facts.length")
    page.locator("#view [data-fact] button").nth(2).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("fazhi.state().fact") == 2
    page.keyboard.press("Escape")
    assert page.evaluate("fazhi.state().fact") is None


def test_the_legend_hides_a_class_and_brings_it_back(page):
    button = page.locator('[data-cls="Reform"]')
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    modes = page.evaluate("fazhi.state().nodes.map((mode, i) => [fazhi.data.records[i].c, mode])")
    assert {mode for cls, mode in modes if cls == "Reform"} == {0}
    assert {mode for cls, mode in modes if cls == "Policy"} >= {2}
    reforms = page.evaluate(
        "fazhi.data.facts.filter((f) => [f.s, f.o].some((n) => fazhi.data.records[n].c === 'Reform')).length"
    )
    assert page.evaluate("fazhi.state().edges.filter((mode) => mode === 0).length") == reforms > 0
    page.click("#reset")
    assert page.evaluate("fazhi.state().edges.every((mode) => mode === 2)")


def test_a_relation_is_hidden(page):
    page.locator('[data-predicate="launched"]').click()
    shown = page.evaluate("fazhi.data.facts.filter((f, i) => fazhi.state().edges[i] === 2).map((f) => f.p)")
    assert "launched" not in shown
    assert "issued" in shown


def test_the_address_keeps_the_focus(started, address, page):
    page.evaluate("(i) => fazhi.chooseNode(i)", node(page, OFFICE))
    log = Log()
    again = opened(started, page.url, log)
    assert again.locator("#view h2").inner_text() == OFFICE
    again.keyboard.press("Escape")
    assert again.locator("#back").is_hidden()
    again.go_back()
    again.wait_for_selector("#view h2")
    assert again.locator("#view h2").inner_text() == OFFICE
    close(again, log)
    assert log.errors == []


def test_entities_without_relations_are_listed_and_can_be_opened(page):
    lonely = page.locator("#view details .chips button")
    graph = network([gold()], labels=LABELS)
    assert lonely.count() == sum(1 for n in graph if not graph.degree(n))
    page.locator("#view details summary").click()
    name = lonely.first.inner_text()
    lonely.first.click()
    assert page.locator("#view h2").inner_text() == name


def test_english_and_back(page):
    page.click("#lang")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#tab-facts").inner_text().startswith("Facts")
    page.click("#lang")
    assert page.locator("#tab-facts").inner_text().startswith("事实")


def test_every_control_has_a_name_and_room(page):
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, input")].filter((e) => e.offsetParent).filter((e) => {
        const box = e.getBoundingClientRect();
        return !(e.getAttribute("aria-label") || e.textContent.trim()) || box.height < 24 && !e.matches(".link, .under button");
        }).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_a_phone_shows_everything_without_sideways_scrolling(started, address):
    log = Log()
    page = opened(
        started, address, log, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#canvas").bounding_box()["height"] > 300
    page.evaluate("(i) => fazhi.chooseNode(i)", node(page, OFFICE))
    assert page.locator("#view h2").inner_text() == OFFICE
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    close(page, log)
    assert log.errors == []


def test_print_shows_the_facts(page):
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#view [data-fact]").count() == page.evaluate("fazhi.data.facts.length")
    assert page.locator(".search").is_hidden()


def test_a_hostile_report_stays_text(started, folder):
    path = folder / "hostile.html"
    graph = network([hostile()], labels={})
    text = render(
        graph, title=HOSTILE[2], subtitle=HOSTILE[0], note=HOSTILE[1], source=HOSTILE[3], words={}, limit=7
    )
    path.write_text(text, encoding="utf-8")
    log = Log()
    page = opened(started, path.as_uri(), log)
    assert page.title() == HOSTILE[2]
    for i in range(7):
        page.evaluate("(i) => fazhi.chooseNode(i)", i)
        assert page.locator("#view h2").inner_text() == HOSTILE[i]
        assert "[object" not in page.locator("#view").inner_text()
        for button in page.locator("#view .measure").all():
            button.click()
        point = page.evaluate("(i) => fazhi.pointOfNode(i)", i)
        box = page.locator("#canvas").bounding_box()
        page.mouse.move(box["x"] + point["x"], box["y"] + point["y"], steps=3)
    for i in range(page.evaluate("fazhi.data.facts.length")):
        page.evaluate("(i) => fazhi.chooseFact(i)", i)
        assert page.locator("#view .quote").inner_text().strip()
    for tab in ("overview", "facts", "figures"):
        page.click(f"#tab-{tab}")
    page.fill("#search", "script")
    page.wait_for_selector("#hits li")
    page.click("#lang")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, #view a, #view script").count() == 0
    assert "7 of 8" in page.locator("#note").inner_text()
    close(page, log)
    assert log.errors == []
    assert [url for url in log.requests if not url.startswith("data:")] == [path.as_uri()]


def test_a_thousand_nodes_are_drawn_with_their_note(started, folder):
    path = folder / "large.html"
    path.write_text(
        render(network([scale_free(1_200)], labels=LABELS), title="大", words=WORDS), encoding="utf-8"
    )
    log = Log()
    page = opened(started, path.as_uri(), log)
    assert page.evaluate("fazhi.state().nodes.filter((mode) => mode === 2).length") > 900
    assert "1,000 / 1,200" in page.locator("#note").inner_text()
    close(page, log)
    assert log.errors == []
