"""The explorer's pages in a real browser: reached, read, searched, filtered, without an error and without another host."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from browser import Log, browser, missing

from kg.config import sample_path
from tests.web.pagesfixture import HOSTILE, poisoned
from tests.web.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=str(missing()))]
AXE = (Path(__file__).parent.parent / "assets" / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
REPORT = "/page/report/淮安市人民政府/2017/lawGovernmentReport"
GOVERNMENT = "/page/agency/淮安市人民政府"
PATHS = (
    "/",
    "/search",
    "/search?q=法制",
    "/search?q=没有这个东西",
    "/reports",
    REPORT,
    GOVERNMENT,
    "/page/person/淮安市/蔡丽新",
    f"{REPORT}/observation/1992-1998-1",
    "/indicators",
    "/indicators?kind=ratio&sort=value&order=desc",
    "/indicators?q=没有这个指标",
    "/queries",
    "/queries/policies-issued",
    "/queries/evidence",
    "/ontology",
    "/vocabulary/kind",
    "/page/nothing",
)
PHONE = {"width": 375, "height": 812}


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def host(built: Path) -> Iterator[str]:
    with serving(built, "--workers", "1") as (address, _):
        yield address.rstrip("/")


@contextmanager
def visited(started: Any, url: str, **context: Any) -> Iterator[Any]:
    """Open a page, and tell afterwards whether it did what a page must not do."""
    log, parts = Log(), urlsplit(url)
    options: dict[str, Any] = {
        "viewport": {"width": 1440, "height": 900},
        "locale": "zh-CN",
        "accept_downloads": True,
    }
    page = started.new_context(**{**options, **context}).new_page()
    page.set_default_timeout(20_000)
    log.watch(page)
    page.goto(url)
    if context.get("java_script_enabled", True):
        page.wait_for_selector("html[data-site]")
    yield page
    page.context.close()
    unknown = "Failed to load resource: the server responded with a status of 404"
    assert [error for error in log.errors if not error.startswith(unknown)] == []
    assert {urlsplit(r).netloc for r in log.requests if not r.startswith(("data:", "blob:"))} == {
        parts.netloc
    }


@pytest.fixture
def visit(started: Any, host: str) -> Any:
    return lambda path, **context: visited(started, host + path, **context)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits_every_screen(visit: Any, path: str) -> None:
    with visit(path) as page:
        assert page.locator("h1").count() == 1
        page.evaluate(AXE)
        found = page.evaluate(
            "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
        )
        grave = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
        assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in grave] == []
        assert found["passes"]
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", ["/", REPORT, GOVERNMENT, "/indicators", "/queries/policies-issued"])
def test_a_page_is_in_english_when_asked(visit: Any, path: str) -> None:
    with visit(path) as page:
        page.click("a.language")
        page.wait_for_selector("html[lang=en][data-site]")
        page.click("nav a[href='/reports']")
        page.wait_for_selector("html[lang=en][data-site]")
        assert page.locator("h1").inner_text().startswith("Reports")


def test_the_search_box_works_by_keyboard(visit: Any) -> None:
    with visit("/queries") as page:
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "find"
        page.keyboard.type("hasrmzf")
        page.wait_for_selector("#found [role=option]")
        page.keyboard.press("ArrowDown")
        active = page.get_attribute("#find", "aria-activedescendant")
        assert page.locator(f"#{active}").inner_text().startswith("淮安市人民政府")
        assert page.get_attribute("#find", "aria-expanded") == "true"
        page.keyboard.press("Escape")
        assert page.locator("#found").is_hidden()
        page.keyboard.type("fzb")
        page.wait_for_selector("#found .name >> text=淮安市人民政府法制办公室")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/page/agency/**")
        assert page.locator("h1").inner_text() == "淮安市人民政府法制办公室"


def test_the_search_box_finds_sentences_and_says_when_there_is_nothing(visit: Any) -> None:
    with visit("/") as page:
        page.fill("#find", "一审行政诉讼案件")
        page.wait_for_selector("#found mark >> text=一审行政诉讼案件")
        page.locator("#found [role=option]").last.click()
        page.wait_for_selector("html[data-ready]")
        assert "#char=" in page.url
        page.fill("#find", "没有这个东西")
        page.wait_for_selector("#found .none")


# --- the report


def mark(page: Any, text: str) -> Any:
    return page.locator("#text a.m").filter(has_text=text).first


def test_hovering_tells_and_clicking_opens(visit: Any) -> None:
    with visit(REPORT) as page:
        page.wait_for_selector("html[data-ready]")
        mark(page, "10.06%").hover()
        assert "行政机关败诉率 = 10.06%" in page.locator("#tip").inner_text()
        mark(page, "10.06%").click()
        assert page.locator("#panel h3").first.inner_text() == "10.06%"
        assert "2017" in page.locator("#panel").inner_text()
        assert page.url.endswith("#char=1992,1998")
        page.keyboard.press("Escape")
        assert page.locator("#panel h3").count() == 0


def test_a_fact_of_the_panel_leads_to_its_clause(visit: Any) -> None:
    with visit(REPORT) as page:
        page.wait_for_selector("html[data-ready]")
        mark(page, "八届第14次常务会议").click()
        fact = page.locator("#panel .fact").first
        assert re.fullmatch("淮安市人民政府 举办 .*八届第14次常务会议", " ".join(fact.inner_text().split()))
        fact.click()
        shown = page.evaluate("[...CSS.highlights.get('place')].map((r) => r.toString()).join('')")
        assert "召开八届第14次常务会议" in shown


def test_an_address_shows_its_characters(visit: Any) -> None:
    text = sample_path().read_text(encoding="utf-8")
    with visit(f"{REPORT}#char=1524,1549") as page:
        page.wait_for_selector("html[data-ready]")
        shown = page.evaluate("[...CSS.highlights.get('place')].map((r) => r.toString()).join('')")
        assert shown == text[1524:1549]
        box = page.evaluate("[...CSS.highlights.get('place')][0].getBoundingClientRect().top")
        assert 0 < box < 900


def test_a_class_is_switched_off_and_the_address_keeps_it(visit: Any) -> None:
    with visit(REPORT) as page:
        page.wait_for_selector("html[data-ready]")
        reforms = page.locator("#text a.m.Reform").count()
        assert reforms > 50
        page.click('[data-cls="Reform"]')
        assert page.get_attribute('[data-cls="Reform"]', "aria-pressed") == "false"
        assert page.locator("#text a.m.Reform").count() == 0
        assert page.locator("#text a.m.mute").count() > 50
        page.reload()
        page.wait_for_selector("html[data-ready]")
        assert page.locator("#text a.m.Reform").count() == 0
        page.click('[data-cls="Reform"]')
        assert page.locator("#text a.m.Reform").count() == reforms


def test_one_jumps_from_mark_to_mark(visit: Any) -> None:
    with visit(REPORT) as page:
        page.wait_for_selector("html[data-ready]")
        starts = []
        for _ in range(3):
            page.click('[data-next="Problem"]')
            starts.append(int(page.url.partition("#char=")[2].partition(",")[0]))
        assert starts == sorted(set(starts))
        page.keyboard.press("p")
        assert int(page.url.partition("#char=")[2].partition(",")[0]) < starts[-1]


def test_names_in_names_keep_both_marks(visit: Any) -> None:
    with visit(REPORT) as page:
        page.wait_for_selector("html[data-ready]")
        first = page.locator("#text a.m").first
        assert first.inner_text() == "淮安市"
        first.click()
        assert page.locator("#panel h3").all_inner_texts() == ["淮安市人民政府", "淮安市"]


# --- figures


def count(page: Any) -> int:
    return int(page.locator("#count").inner_text().replace(",", "").split()[0].split("/")[0])


def counted(page: Any, number: int) -> None:
    page.locator("#count").filter(has_text=re.compile(rf"^{number} ")).wait_for()


def test_filters_count_live_and_downloads_hold_what_is_shown(visit: Any) -> None:
    with visit("/indicators") as page:
        page.wait_for_selector("html[data-ready]")
        everything = count(page)
        option = page.locator("label.option").filter(has=page.locator("input[name=kind][value=ratio]"))
        promised = int(option.locator(".n").inner_text())
        option.locator("input").check()
        page.wait_for_selector(".active .chip")
        assert count(page) == promised < everything
        assert "kind=ratio" in page.url
        with page.expect_download() as waiting:
            page.click("text=下载 CSV")
        text = Path(waiting.value.path()).read_text(encoding="utf-8")
        assert text.startswith("\ufeff")
        assert len(list(csv.reader(io.StringIO(text)))) == promised + 1
        with page.expect_download() as waiting:
            page.click("text=下载 Excel")
        with zipfile.ZipFile(waiting.value.path()) as book:
            assert book.read("xl/worksheets/sheet1.xml").decode().count("<row ") == promised + 1
        page.fill(".filters input[name=q]", "败诉率")
        counted(page, 1)
        page.click(".active .clear")
        counted(page, everything)
        page.go_back()
        counted(page, 1)


def test_the_chart_leads_to_its_figures(visit: Any) -> None:
    with visit("/indicators?kind=ratio") as page:
        page.wait_for_selector("html[data-ready]")
        bar = page.locator(".bars a").first
        name = bar.inner_text()
        bar.click()
        page.wait_for_selector("html[data-site]")
        assert name in page.locator("main").inner_text()


# --- what must hold everywhere


def test_pages_are_read_and_used_without_scripts(visit: Any) -> None:
    with visit(GOVERNMENT, java_script_enabled=False) as page:
        assert page.locator(".told blockquote").count() > 20
        page.locator(".told a.passage").first.click()
        assert "#char=" in page.url
        assert page.locator("#text a.m").count() > 300
    with visit("/indicators", java_script_enabled=False) as page:
        page.check("input[name=kind][value=ratio]")
        page.click(".filters button.main")
        assert "kind=ratio" in page.url
        assert count(page) > 10
    with visit("/", java_script_enabled=False) as page:
        page.fill("#start", "信访")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?**")
        assert page.locator(".hit").count() > 2


def test_print_leaves_the_controls_out(visit: Any) -> None:
    with visit(REPORT) as page:
        page.emulate_media(media="print")
        assert page.locator(".top").is_hidden()
        assert page.locator(".side").is_hidden()
        assert page.locator("#text").is_visible()


def test_the_focus_is_seen_and_the_skip_link_leads_to_the_content(visit: Any) -> None:
    with visit("/reports") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_hostile_texts_stay_texts(
    started: Any, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = poisoned(built, tmp_path_factory.mktemp("poisoned"))
    with serving(file, "--workers", "1") as (address, _):
        host = address.rstrip("/")
        paths = (
            "/",
            "/reports",
            REPORT,
            GOVERNMENT,
            "/search?q=script",
            "/indicators",
            "/queries/policies-issued",
        )
        for path in (*paths, "/search?q=" + quote(HOSTILE[1]), "/indicators?q=" + quote(HOSTILE[0])):
            with visited(started, host + path) as page:
                assert page.evaluate("window.hacked") is None
                assert page.locator("main img, main script:not([type='application/json'])").count() == 0
        with visited(started, f"{host}{REPORT}") as page:
            page.wait_for_selector("html[data-ready]")
            for piece in page.locator("#text a.m").all()[:12]:
                piece.hover()
                piece.click()
            assert "window.hacked" in page.locator("#panel").inner_text()
            page.fill("#find", "hacked")
            page.wait_for_selector("#found [role=option]")
            assert page.evaluate("window.hacked") is None
