"""A small graph in the shape of a build, and the application over it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store
from starlette.testclient import TestClient

from kg.web.app import create_app
from kg.web.settings import Settings
from tests.web.pagesfixture import visited
from tests.web.serving import serving

BASE = "https://w3id.org/fazhi/id/"
TEXT = "一、总体情况\n某市政府出台《某市信访办法》。全年受理复议120件。"
PREFIXES = """
@prefix fz: <https://w3id.org/fazhi/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#> .
@prefix status: <https://w3id.org/fazhi/vocabulary/status/> .
"""


def span(report: str, start: int, end: int, sentence: tuple[int, int]) -> str:
    return f"""<{report}#char={start},{end}> a fz:Span ; oa:start {start} ; oa:end {end} ;
      oa:exact {quoted(TEXT[start:end])} ; fz:inSentence <{report}#char={sentence[0]},{sentence[1]}> ;
      dcterms:isPartOf <{report}> ."""


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"@zh'


def graph(report: str, agency: str = "某市人民政府") -> str:
    first, second = (7, 22), (22, 33)
    policy, body = f"<{BASE}policy/某市信访办法>", f"<{BASE}agency/{agency}>"
    return f"""<{report}> {{
      <{report}> a fz:Report ; dcterms:title "某市报告"@zh ; fz:characterCount {len(TEXT)} .
      <{report}/section/0> a fz:Section ; fz:heading "总体情况"@zh ; prov:wasDerivedFrom <{report}#char=0,6> .
      {body} a fz:Agency ; skos:prefLabel {quoted(agency)} ; prov:wasDerivedFrom <{report}#char=7,11> .
      {policy} a fz:Policy ; skos:prefLabel "某市信访办法"@zh ; prov:wasDerivedFrom <{report}#char=13,21> .
      {body} fz:issued {policy} .
      <{report}/statement/7-21-1> a fz:Statement ; rdf:subject {body} ; rdf:predicate fz:issued ;
        rdf:object {policy} ; fz:status status:done ; prov:wasDerivedFrom <{report}#char=7,21> .
      <{report}/observation/28-32-1> a fz:Observation ; fz:about {body} ; sdmx-measure:obsValue "120"^^<http://www.w3.org/2001/XMLSchema#decimal> ;
        fz:figureSpan <{report}#char=28,32> ; prov:wasDerivedFrom <{report}#char=22,33> .
      {span(report, 0, 6, (0, 6))}
      {span(report, 7, 11, first)}
      {span(report, 13, 21, first)}
      {span(report, 7, 21, first)}
      {span(report, 7, 22, first)}
      {span(report, 22, 33, second)}
      {span(report, 28, 32, second)}
    }}"""


REPORTS = (f"{BASE}report/某市/2017", f"{BASE}report/某市/2018")


def trig() -> str:
    return PREFIXES + "\n".join(graph(report) for report in REPORTS)


@pytest.fixture
def store() -> Store:
    made = Store()
    made.load(trig().encode(), RdfFormat.TRIG)
    return made


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    with client_of(store, Settings()) as made:
        yield made


def client_of(store: Store, settings: Settings) -> TestClient:
    app = create_app(settings, store)
    return TestClient(
        app, base_url="http://127.0.0.1:7878", follow_redirects=False, raise_server_exceptions=False
    )


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with the graph, for servers in processes of their own."""
    path = tmp_path_factory.mktemp("served") / "graph.trig"
    path.write_text(trig(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def host(built: Path) -> Iterator[str]:
    """Give the address of a server of the sample."""
    with serving(built, "--workers", "1") as (address, _):
        yield address.rstrip("/")


@pytest.fixture
def visit(started: Any, host: str) -> Any:
    """Give a way to open pages of that server."""
    return lambda path, **options: visited(started, host + path, **options)
