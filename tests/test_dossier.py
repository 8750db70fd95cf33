"""The page of one report: complete, inert, and linked in itself."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from extraction_fixture import FORMULA, HOSTILE, small
from goldfixture import hostile

from kg import archive
from kg.model import NumeralUse
from kg.render import dossier
from tests.browser import Log, missing

NO_BROWSER = pytest.mark.skipif(missing() is not None, reason=str(missing()))


class Reader(HTMLParser):
    """Collect ids, links inside the page, elements and text of the page itself (not of the page in its frame)."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.said = ""
        self.article = ""
        self._within = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        self._within = self._within or tag == "article"

    def handle_endtag(self, tag):
        self._within = self._within and tag != "article"

    def handle_data(self, data):
        self.said += data
        self.article += data if self._within else ""


@pytest.fixture(scope="module")
def sample(built: Path):
    return archive.read(built)[0]


@pytest.fixture(scope="module")
def page(sample) -> str:
    return dossier.render(sample)


def test_the_whole_text_is_in_it(sample, page):
    text = "".join(sample.document.text.split())
    assert "".join(Reader(page).article.split()) == text


def test_every_link_leads_somewhere_in_the_page(page):
    read = Reader(page)
    assert len(read.ids) == len(set(read.ids))
    assert {link for link in read.links if not link.startswith("#")} == set()
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)


def test_every_entity_figure_and_relation_has_its_row(sample, page):
    ids = set(Reader(page).ids)
    assert {f"e{i}" for i in range(len(sample.entities))} <= ids
    assert {f"f{i}" for i in range(len(sample.observations))} <= ids
    assert {f"r{i}" for i in range(len(sample.findings))} <= ids
    assert page.count('class="m ') > len(sample.entities)


def test_what_was_not_understood_is_listed_and_marked():
    made = small()
    unread = [n for n in made.numerals if n.use is NumeralUse.UNREAD]
    page = dossier.render(made)
    assert unread
    marked = re.findall(r'<a [^>]*class="m [^"]*Unread[^"]*"[^>]*>(.*?)</a>', page)
    assert "".join(marked) == "".join(n.span.of(made.document.text) for n in unread)
    section = page[page.index('id="open"') :]
    assert all(n.span.of(made.document.text) in section for n in unread)


@pytest.mark.parametrize("made", [small(), hostile()], ids=["fixture", "hostile"])
def test_hostile_names_are_text(made):
    read = Reader(dossier.render(made))
    assert read.tags.count("script") == 1
    assert "img" not in read.tags
    if made.document.title == small().document.title:
        assert HOSTILE in read.said
        assert FORMULA in read.said


def test_a_report_without_anything_found_still_has_a_page():
    bare = replace(
        small(), entities=(), observations=(), statements=(), findings=(), numerals=(), unresolved=()
    )
    assert "没有读出事实和名称的句子" in dossier.render(bare)


def test_the_same_bytes_each_time(sample, page):
    assert dossier.render(sample) == page


@pytest.mark.browser
@NO_BROWSER
def test_in_a_browser_links_switches_and_the_graph_work(started, page, tmp_path):
    path = tmp_path / "报告.html"
    path.write_text(page, encoding="utf-8")
    log = Log()
    shown = started.new_page(viewport={"width": 1280, "height": 900})
    log.watch(shown)
    shown.goto(path.as_uri())
    shown.locator('article a.m[data-top="Figure"]').first.click()
    assert re.search(r"#f\d+$", shown.url)
    row = shown.locator("tr:target")
    assert row.is_visible()
    row.locator("a").click()
    assert shown.locator("article .s:target").is_visible()
    button = shown.locator('.switches [data-kind="Agency"]')
    marked = shown.locator('article .m[data-top="Agency"]').first
    before = marked.evaluate("e => getComputedStyle(e).borderBottomColor")
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert marked.evaluate("e => getComputedStyle(e).borderBottomColor") != before
    shown.locator("iframe").scroll_into_view_if_needed()
    frame = shown.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(timeout=20_000)
    frame.locator("#classes button").first.wait_for()
    shown.close()
    assert log.errors == []
    assert [url for url in log.requests if not url.startswith(("data:", "about:"))] == [path.as_uri()]
