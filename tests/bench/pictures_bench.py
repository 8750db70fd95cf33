"""Print how soon a picture stands still in headless Chromium: `python tests/bench/pictures_bench.py [--runs N] [SIZE...]`.

Networks are made up (scale-free, Chinese names, three edges for two nodes).  Measured in one run, each the median of fresh
visits without a cache, from the start of the navigation to the second frame after the picture is drawn: the one-file page
of pyvis (`render`), the explorer's neighbourhood of the best connected body, and its map.  "its use" is when the neighbourhood can be clicked, "first" is the first visit of
the map, when the server computes it; "heard" are the bytes that a first visit of the neighbourhood and of the map transfers;
"busy" tells how many times longer than on an idle machine a plain computation took just before, and "empty page" what
a page of one word takes, so that runs can be compared.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from browser import browser  # noqa: E402
from goldfixture import LABELS, WORDS, scale_free  # noqa: E402
from web.serving import serving  # noqa: E402

from kg import graph  # noqa: E402
from kg.config import Config  # noqa: E402
from kg.model import Extraction  # noqa: E402
from kg.network import network  # noqa: E402
from kg.render import html  # noqa: E402

SIZES = (300, 1_000, 5_000, 20_000)
HUB = "agency/实体0"
WATCH = """window.seen = {};
for (const sign of ["drawn", "ready"]) new MutationObserver((_, watcher) => {
  if (!(sign in document.documentElement.dataset)) return;
  watcher.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.seen[sign] = performance.now(); }));
}).observe(document, { attributes: true, subtree: true, attributeFilter: [`data-${sign}`] });"""
HEARD = "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource')).reduce((n, e) => n + e.transferSize, 0)"


class Visit(NamedTuple):
    """Seconds until the picture stands and until it can be used, and bytes transferred."""

    drawn: float
    usable: float
    heard: int


def main() -> int:
    """Measure each size and print one row for it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--runs", type=int, default=3)
    wanted = parser.parse_args()
    head = (
        "nodes",
        "busy",
        "pyvis page",
        "its MB",
        "made in",
        "neighbourhood",
        "its use",
        "map first",
        "map",
        "heard KB",
    )
    print("".join(f"{name:>15}" for name in head), flush=True)
    with browser() as started, tempfile.TemporaryDirectory() as folder:
        for size in wanted.sizes:
            row = measure(started, Path(folder), size, wanted.runs)
            print("".join(f"{value:>15}" for value in row), flush=True)
    return 0


def measure(started: Any, folder: Path, size: int, runs: int) -> tuple[str, ...]:
    """Give one row of the table."""
    made, busy = scale_free(size), _busy()
    empty = _median(started, _empty(folder).as_uri(), runs)
    begun = time.perf_counter()
    page = _pyvis(folder, made, size)
    spent = time.perf_counter() - begun
    single = _median(started, page.as_uri(), runs)
    with serving(_store(folder, made, size), "--workers", "1") as (address, _):
        _visit(started, f"{address}graph")  # the server reads the network once
        near = [_visit(started, f"{address}graph?focus={HUB}") for _ in range(runs)]
        first = _visit(started, f"{address}map").drawn
        whole = [_visit(started, f"{address}map") for _ in range(runs)]
    return (
        f"{size:,}",
        f"{busy:.1f} x",
        f"{empty:.2f} s",
        f"{single:.2f} s",
        f"{page.stat().st_size / 1e6:.2f}",
        f"{spent:.1f} s",
        f"{statistics.median(one.drawn for one in near):.2f} s",
        f"{statistics.median(one.usable for one in near):.2f} s",
        f"{first:.1f} s",
        f"{statistics.median(one.drawn for one in whole):.2f} s",
        f"{near[0].heard / 1024:.0f} + {whole[0].heard / 1024:.0f}",
    )


def _busy(seconds: float = 0.5) -> float:
    """Give the time of a computation by the clock over its time on a processor."""
    clock, spent = time.perf_counter(), time.process_time()
    while time.process_time() - spent < seconds:
        pass
    return (time.perf_counter() - clock) / seconds


def _empty(folder: Path) -> Path:
    path = folder / "empty.html"
    text = "<!doctype html><title>-</title><p>-<script>document.documentElement.dataset.ready = ''</script>"
    path.write_text(text, encoding="utf-8")
    return path


def _pyvis(folder: Path, made: Extraction, size: int) -> Path:
    path = folder / f"{size}.html"
    text = html.render(network([made], labels=LABELS), title=f"{size:,}", words=WORDS)
    path.write_text(text, encoding="utf-8")
    return path


def _store(folder: Path, made: Extraction, size: int) -> Path:
    path = folder / f"{size}.nq"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{quad} .\n" for quad in graph.build(made, Config()))
    return path


def _median(started: Any, url: str, runs: int) -> float:
    return statistics.median(_visit(started, url).drawn for _ in range(runs))


def _visit(started: Any, url: str) -> Visit:
    context = started.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(WATCH)
    page.goto(url)
    page.wait_for_selector("html[data-ready]")
    while "ready" not in (seen := page.evaluate("window.seen")):
        page.wait_for_timeout(50)
    heard = page.evaluate(HEARD)
    context.close()
    return Visit(seen.get("drawn", seen["ready"]) / 1000, seen["ready"] / 1000, int(heard))


if __name__ == "__main__":
    sys.exit(main())
