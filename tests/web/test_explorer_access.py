"""The explorer's pages are for everybody: axe, every screen, keyboard, English, no scripts, paper."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser import missing
from tests.web.pagesfixture import GOVERNMENT, REPORT, count

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing() is not None, reason=str(missing()))]
AXE = (Path(__file__).parent.parent / "assets" / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# axe takes more than a second for a thousand elements, and rows are made by one loop
FEWER = """(most) => { for (const e of document.body.querySelectorAll('*')) { const seen = {};
  for (const child of [...e.children]) { const kind = child.tagName + child.getAttribute('class');
    seen[kind] = (seen[kind] ?? 0) + 1; if (seen[kind] > most) child.remove(); } } }"""
ALIKE = 2
"""So many things of one kind that stand side by side are looked at by axe."""
TWICE = "(() => { const ids = [...document.querySelectorAll('[id]')].map((e) => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i); })()"
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


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits_every_screen(visit: Any, path: str) -> None:
    with visit(path) as page:
        assert page.locator("h1").count() == 1
        assert page.evaluate(TWICE) == []
        wide = page.viewport_size
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.set_viewport_size(wide)
        page.evaluate(FEWER, ALIKE)
        page.evaluate(AXE)
        found = page.evaluate("(tags) => axe.run(document, { runOnly: tags })", TAGS)
        grave = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
        assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in grave] == []
        assert found["passes"]


@pytest.mark.parametrize("path", ["/", REPORT, GOVERNMENT, "/indicators", "/queries/policies-issued"])
def test_a_page_is_in_english_when_asked(visit: Any, path: str) -> None:
    with visit(path) as page:
        page.click("a.language")
        page.wait_for_selector("html[lang=en][data-site]")
        page.click("nav a[href='/reports']")
        page.wait_for_selector("html[lang=en][data-site]")
        assert page.locator("h1").inner_text().startswith("Reports")


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
