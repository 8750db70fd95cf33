"""The sample as its pages are served, and a store whose every text wants to be run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pyoxigraph import Literal, Quad, RdfFormat, Store

from tests.browser import Log, close, tab

REPORT = "/page/report/淮安市人民政府/2017/lawGovernmentReport"
GOVERNMENT = "/page/agency/淮安市人民政府"
HOSTILE = (
    "<img src=x onerror=window.hacked=1>",
    '"><script>window.hacked=1</script>',
    "</script><script>window.hacked=1</script>",
    "{{ 7*7 }}${7*7}`;window.hacked=1;`",
    "' onmouseover='window.hacked=1",
    '=HYPERLINK("http://evil.example")',
)
_KEPT = ("xsd", "fz:sectionNumber")


def poisoned(built: Path, folder: Path) -> Path:
    """Give the sample's graph with every Chinese text replaced by one that wants to be run, and its own words after it."""
    store, out = Store(), Store()
    store.bulk_load(path=str(built / "graph.nq"), format=RdfFormat.N_QUADS)
    for number, quad in enumerate(sorted(store, key=str)):
        term = quad.object
        if (
            isinstance(term, Literal)
            and term.language == "zh"
            and not quad.predicate.value.endswith("#exact")
        ):
            term = Literal(f"{HOSTILE[number % len(HOSTILE)]}{term.value}", language="zh")
        out.add(Quad(quad.subject, quad.predicate, term, quad.graph_name))
    path = folder / "poisoned.nq"
    out.dump(str(path), RdfFormat.N_QUADS)
    return path


@contextmanager
def visited(started: Any, url: str, **options: Any) -> Iterator[Any]:
    """Open a page, and tell afterwards whether it did what a page must not do."""
    log, host = Log(), urlsplit(url).netloc
    page = tab(started, **options)
    log.watch(page)
    page.goto(url)
    if options.get("java_script_enabled", True):
        page.wait_for_selector("html[data-site]")
    yield page
    close(page, log)
    unknown = "Failed to load resource: the server responded with a status of 404"
    assert [error for error in log.errors if not error.startswith(unknown)] == []
    assert {urlsplit(r).netloc for r in log.requests if not r.startswith(("data:", "blob:"))} == {host}


def count(page: Any) -> int:
    """Give the number of figures that a page says it shows."""
    return int(page.locator("#count").inner_text().replace(",", "").split()[0].split("/")[0])
