"""The explorer's pages in a real browser: reached, read, searched, filtered, without an error and without another host."""

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.config import sample_path
from tests.browser import missing
from tests.web.pagesfixture import GOVERNMENT, HOSTILE, REPORT, count, poisoned, visited
from tests.web.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=str(missing()))]


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
