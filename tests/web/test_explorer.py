"""What the explorer's pages say is what the store holds, in both languages and for programs, too."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store
from starlette.testclient import TestClient

from kg.config import sample_path
from kg.render.palette import LOOKS
from kg.web import words
from kg.web.explorer.index import Index
from kg.web.explorer.library import Library
from kg.web.explorer.marks import Mark, cut
from kg.web.explorer.navigation import PARTS
from kg.web.explorer.table import PAGES
from kg.web.settings import Settings
from tests.web.conftest import client_of

HTML = {"Accept": "text/html"}
REPORT = "/page/report/淮安市人民政府/2017/lawGovernmentReport"
GOVERNMENT = "/page/agency/淮安市人民政府"
TEMPLATES = Path(words.__file__).parent / "templates"


@pytest.fixture(scope="module")
def graph(built: Path) -> Store:
    made = Store()
    made.bulk_load(path=str(built / "graph.nq"), format=RdfFormat.N_QUADS)
    return made


@pytest.fixture(scope="module")
def site(built: Path, graph: Store) -> Iterator[TestClient]:
    with client_of(graph, Settings(store=built)) as made:
        yield made


@pytest.fixture(scope="module")
def library(graph: Store) -> Library:
    return Library.load(graph)


def asked(site: TestClient, query: str) -> list[dict[str, dict[str, str]]]:
    answer = site.get(
        "/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"}
    )
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, dict[str, str]]] = answer.json()["results"]["bindings"]
    return rows


def plain(html: str) -> str:
    return re.sub(r"\s+", "", re.sub("<[^>]*>", "", html))


# --- every page


@pytest.mark.parametrize(
    "path", ["/", "/search?q=法制", "/reports", REPORT, GOVERNMENT, "/indicators", "/queries/policies-issued"]
)
def test_a_page_shows_queries_that_run(site: TestClient, path: str) -> None:
    page = site.get(path, headers=HTML).text
    twin = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)"', page)
    assert twin
    answer = site.get(twin[1].replace("&amp;", "&"))
    assert answer.headers["content-type"] == "application/json"
    assert 'class="asked"' in page
    for query in answer.json().get("queries", ()):
        assert asked(site, query)


@pytest.mark.parametrize("path", ["/", "/search", "/reports", GOVERNMENT, "/indicators"])
def test_accept_and_suffix_give_the_same_data(site: TestClient, path: str) -> None:
    wished = site.get(path, headers={"Accept": "application/json"})
    assert "Accept" in wished.headers["vary"]
    assert wished.json() == site.get("/overview.json" if path == "/" else f"{path}.json").json()


def test_every_part_of_the_navigation_leads_to_a_page(site: TestClient) -> None:
    for part in PARTS:
        page = site.get(part.path, headers=HTML)
        assert page.status_code == 200
        assert f'<a href="{part.path}" aria-current="page">' in page.text


def test_the_language_of_the_address_holds_from_then_on(site: TestClient) -> None:
    assert '<html lang="zh-CN">' in site.get("/", headers=HTML).text
    first = site.get("/reports?lang=en", headers=HTML)
    assert '<html lang="en">' in first.text
    assert '<html lang="en">' in site.get("/indicators", headers=HTML).text
    assert '<html lang="zh-CN">' in site.get("/indicators?lang=zh", headers=HTML).text
    assert '<html lang="zh-CN">' in site.get("/indicators?lang=<script>", headers=HTML).text


def test_every_word_of_a_template_is_there_and_every_word_is_used() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for path in (*TEMPLATES.glob("*.html"), *TEMPLATES.parent.rglob("*.py"))
    ]
    used = {
        key
        for text in texts
        for key in re.findall(r"""\b(?:t|words|self\.words)\(\s*"([a-z]+\.\w+)\"""", text)
    }
    stems = {stem for text in texts for stem in re.findall(r"""\bt\("([a-z]+\.\w*)" ~""", text)}
    known = words.keys()
    assert used - known - stems == set()
    assert all(any(key.startswith(stem) for key in known) for stem in stems)


def test_colours_of_classes_are_those_of_the_palette(site: TestClient) -> None:
    sheet = site.get("/palette.css").text
    for look in LOOKS:
        assert f".{look.cls} {{ --c: {look.fill}; --e: {look.edge}; }}" in sheet


def test_no_page_holds_a_style_or_script_of_its_own(site: TestClient) -> None:
    for page in PAGES:
        if "{" not in page.path and page.path not in ("/graph", "/map"):
            text = site.get(page.path, headers=HTML).text
            assert not re.search(r"\sstyle=|\son\w+=|<style", text), page.path
            assert not re.search(r"<script(?! type=\"(module\" src|application/json))", text), page.path


# --- overview and reports


def test_the_overview_counts_what_the_store_holds(site: TestClient, built: Path) -> None:
    view = site.get("/overview.json").json()
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["reports"][0]
    assert view["figures"] == manifest["observations"]
    assert view["facts"] == manifest["statements"]
    assert {one["cls"]: one["count"] for one in view["classes"]} == manifest["entities"]
    coverage = json.loads((built / "coverage.json").read_text(encoding="utf-8"))["reports"][0]
    assert {use["name"]: use["count"] for use in view["numerals"]} == {
        k: n for k, n in coverage["numerals"].items() if n
    }
    assert [one["texts"]["zh"] for one in view["doubts"]["findings"]] == ["67件占685件的9.78%，原文为10.06%"]


def test_a_store_without_its_build_says_so(graph: Store) -> None:
    with client_of(graph, Settings(store=Path("nowhere/graph.nq"))) as site:
        view = site.get("/overview.json").json()
        assert view["read"] is None
        assert "coverage.json" in site.get("/", headers=HTML).text


def test_a_report_is_shown_whole(site: TestClient) -> None:
    page = site.get(REPORT, headers=HTML).text
    article = page[page.index('<article id="text"') : page.index("</article>")]
    source = re.sub(r"\s+", "", sample_path().read_text(encoding="utf-8"))
    assert plain(article).replace("&#39;", "'").replace("&amp;", "&") == source


def test_every_entity_and_figure_of_a_report_is_marked(site: TestClient, library: Library) -> None:
    view = site.get(f"{REPORT}.json").json()
    text = sample_path().read_text(encoding="utf-8")
    marked = {mark["iri"] for mark in view["marks"]}
    assert {figure.iri for figure in library.figures} <= marked
    named = {iri for iri, entity in library.entities.items() if iri in marked or entity.facts}
    assert named <= marked
    for mark in view["marks"]:
        if mark["cls"] == "Figure":
            assert text[mark["start"] : mark["end"]] == next(
                f.printed for f in library.figures if f.iri == mark["iri"]
            )


# --- entities


def test_an_entity_shows_every_fact_with_its_sentence(site: TestClient, library: Library) -> None:
    view = site.get(f"{GOVERNMENT}.json").json()
    iri = view["entity"]["iri"]
    told = {(g["relation"], f["other"]) for g in view["groups"] for f in g["facts"]}
    assert told == {
        (f.relation, f.object if f.subject == iri else f.subject)
        for f in library.facts
        if iri in (f.subject, f.object)
    }
    assert all(f["passages"] for g in view["groups"] for f in g["facts"])
    assert len(view["figures"]) == sum(figure.about == iri for figure in library.figures)
    assert sum(year["figures"] for year in view["years"]) == len(view["figures"])


def test_pages_of_all_things_open(site: TestClient, library: Library) -> None:
    for iri in [*list(library.entities)[::9], *[figure.iri for figure in library.figures[::15]]]:
        path = Settings().path_of(iri)
        assert path
        assert site.get(path.replace("/id/", "/page/"), headers=HTML).status_code == 200, iri


# --- search


def test_search_ranks_and_counts(site: TestClient) -> None:
    found = site.get("/search.json", params={"q": "政府", "limit": "5"}).json()
    assert found["found"][0]["name"] == "淮安市人民政府"
    assert found["total"] == sum(found["classes"].values()) > 5
    assert len([o for o in found["options"] if o["icon"]]) == 5
    one = site.get("/search.json", params={"q": "政府", "class": "Policy"}).json()
    assert {hit["cls"] for hit in one["found"]} == {"Policy"}


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", "²", "2"])
def test_any_page_number_gives_a_page(site: TestClient, page: str) -> None:
    for path in ("/search?q=政&page=", "/indicators?page="):
        assert site.get(path + quote(page), headers=HTML).status_code == 200


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("法制办公", "淮安市人民政府法制办公室"),
        ("市政府法制办", "淮安市人民政府法制办公室"),
        ("huaianshirenminzhengfufazhi", "淮安市人民政府法制办公室"),
        ("HASRMZFFZ", "淮安市人民政府法制办公室"),
        ("fgf", "“放管服”改革"),
        ("放 管 服", "“放管服”改革"),
        ("１２３４５", "12345热线"),
        ("12345rx", "12345热线"),
    ],
)
def test_names_are_found_however_they_are_typed(typed: str, name: str) -> None:
    things = [
        ("a", ("淮安市人民政府法制办公室", "市政府法制办"), 9),
        ("b", ("“放管服”改革",), 3),
        ("c", ("12345热线",), 1),
        ("d", ("淮安市公安局",), 1),
    ]
    _, hits = Index.of(things).find(typed, 3)
    assert [{key: names[0] for key, names, _ in things}[hit.key] for hit in hits] == [name]


def test_full_pinyin_begins_with_a_syllable() -> None:
    index = Index.of([("a", ("淮安市",), 1)])
    assert index.find("anshi", 1)[0] == 1
    assert index.find("uai", 1)[0] == 0


# --- figures


SELECTIONS = (
    {},
    {"kind": "ratio"},
    {"kind": ["ratio", "rank"], "q": "率"},
    {"year": "2016"},
    {"body": "淮安市人民政府", "unit": "件"},
    {"place": "淮安市", "status": "done"},
    {"theme": "https://w3id.org/fazhi/vocabulary/theme/litigation"},
    {"measure": "https://w3id.org/fazhi/vocabulary/indicator/litigationLostRate"},
    {"measure": "考核的县区政府数"},
    {"report": "淮安市人民政府关于2017年度法治政府建设情况的报告"},
    {"q": '"quoted\\'},
)


@pytest.mark.parametrize("choice", SELECTIONS, ids=str)
def test_the_query_of_a_selection_finds_the_same_figures(site: TestClient, choice: dict[str, str]) -> None:
    view = site.get("/indicators.json", params=choice).json()
    (query,) = view["queries"]
    rows = asked(site, query)
    assert len({row["figure"]["value"] for row in rows}) == view["total"]
    shown = {line["iri"] for line in view["lines"]}
    assert shown <= {row["figure"]["value"] for row in rows}
    if "q" not in choice:
        assert view["total"] > 0


def test_the_counts_of_a_facet_are_what_choosing_it_gives(site: TestClient) -> None:
    view = site.get("/indicators.json", params={"kind": "count"}).json()
    facet = next(facet for facet in view["facets"] if facet["name"] == "body")
    for option in facet["options"][:5]:
        chosen = site.get("/indicators.json", params={"kind": "count", "body": option["value"]}).json()
        assert chosen["total"] == option["count"]


def test_sorting_by_value(site: TestClient) -> None:
    view = site.get("/indicators.json?sort=value&order=desc").json()
    values = [line["number"] for line in view["lines"]]
    assert values == sorted(values, reverse=True)


def test_a_download_is_harmless_and_whole(graph: Store, built: Path) -> None:
    hostile = Store()
    hostile.extend(graph)
    hostile.update(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX fz: <https://w3id.org/fazhi/ontology#> "
        'DELETE { GRAPH ?g { ?i skos:prefLabel ?l } } INSERT { GRAPH ?g { ?i skos:prefLabel "=1+1"@zh } } '
        "WHERE { GRAPH ?g { ?f fz:indicator ?i . ?i skos:prefLabel ?l } }"
    )
    with client_of(hostile, Settings(store=built)) as site:
        answer = site.get("/indicators.csv?kind=ratio")
        assert answer.headers["content-disposition"] == 'attachment; filename="figures.csv"'
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert {row[0] for row in rows[1:]} == {"'=1+1"}
        book = site.get("/indicators.xlsx?kind=ratio").content
        assert book == site.get("/indicators.xlsx?kind=ratio").content
        with zipfile.ZipFile(io.BytesIO(book)) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()
            assert "<f>" not in sheet
            assert sheet.count("<row ") == len(rows)
            assert "=1+1" in parts.read("xl/sharedStrings.xml").decode()


# --- ready queries


def test_a_ready_query_shows_its_rows_with_links(site: TestClient) -> None:
    page = site.get("/queries/policies-issued", headers=HTML).text
    rows = list(csv.reader(io.StringIO(site.get("/queries/policies-issued/results?format=csv").text)))
    assert page.count("<tr>") == len(rows)
    assert f'<a href="{quote(GOVERNMENT)}">淮安市人民政府</a>' in page
    book = site.get("/queries/policies-issued/results.xlsx").content
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert parts.read("xl/worksheets/sheet1.xml").decode().count("<row ") == len(rows)


def test_a_value_of_the_wrong_kind_is_told_on_the_page(site: TestClient) -> None:
    page = site.get("/queries/figures-of-agency?year=abc", headers=HTML)
    assert page.status_code == 200
    assert "a year of four digits" in page.text


# --- marks


@given(
    text=st.text(min_size=1, max_size=40),
    start=st.integers(0, 50),
    spans=st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=8),
)
def test_pieces_are_the_text_and_lie_under_their_marks(
    text: str, start: int, spans: list[tuple[int, int]]
) -> None:
    marks = [Mark(a, a + length, "x", "", "") for a, length in spans]
    pieces = cut(text, start, marks)
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        end = piece.start + len(piece.text)
        for number, mark in enumerate(marks):
            assert (number in piece.marks) == (mark.start < end and mark.end > piece.start)
            assert number not in piece.marks or (mark.start <= piece.start and mark.end >= end)


# --- a store that is written to


def test_pages_follow_what_is_written(tmp_path: Path, built: Path) -> None:
    store = Store(str(tmp_path / "store"))
    store.bulk_load(path=str(built / "graph.nq"), format=RdfFormat.N_QUADS)
    with client_of(store, Settings(store=tmp_path, token="secret")) as site:
        before = site.get("/overview.json").json()["entities"]
        update = (
            "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX fz: <https://w3id.org/fazhi/ontology#> "
            'INSERT DATA { GRAPH <urn:g> { <urn:x> a fz:Agency ; skos:prefLabel "全新的机构"@zh } }'
        )
        done = site.post("/sparql", data={"update": update}, headers={"Authorization": "Bearer secret"})
        assert done.status_code == 204
        assert site.get("/overview.json").json()["entities"] == before + 1
        assert site.get("/search.json?q=全新的机构&limit=3").json()["total"] == 1
