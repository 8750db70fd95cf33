"""Take the README's pictures of the explorer: python tests/explorer_pictures.py output output/pictures NAME.

pngquant, where it is installed, brings them under 200 KB.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from browser import Log, browser, missing, opened
from web.serving import serving

REPORT = "page/report/淮安市人民政府/2017/lawGovernmentReport"

DRAWN = ("explorer-graph", "explorer-communities", "explorer-map", "explorer-sparql")
"""Pages that draw something first."""


def main(build: Path, folder: Path, name: str) -> None:
    """Save the overview, a report, a body, the figures; its neighbourhood with a fact chosen, communities, map, editor."""
    if missing():
        sys.exit(missing())
    with browser() as started, serving(build, "--workers", "1") as (address, _):
        steps = (
            ("explorer", "", None),
            ("explorer-report", f"{REPORT}#char=1992,1998", None),
            ("explorer-entity", f"page/agency/{name}", None),
            ("explorer-figures", "indicators?kind=ratio", None),
            ("explorer-graph", f"graph?focus={name}&open=issued.out", _choose),
            ("explorer-communities", "graph?colour=community", None),
            ("explorer-map", "map", None),
            ("explorer-sparql", "sparql", _ask),
        )
        for file, path, act in steps:
            ready = "html[data-ready]" if file in DRAWN else "html[data-site]"
            page = opened(started, address + path, Log(), ready, viewport={"width": 1440, "height": 860})
            if act:
                act(page)
            page.wait_for_timeout(900)
            page.screenshot(path=folder / f"{file}.png")
            page.context.close()
    if shutil.which("pngquant"):
        files = [str(folder / f"{file}.png") for file, _, _ in steps]
        subprocess.run(["pngquant", "--force", "--ext", ".png", "--strip", "128", *files], check=True)


def _choose(page: Any) -> None:
    page.locator("#facts a.rel").nth(3).click()
    page.wait_for_selector(".picked mark")


def _ask(page: Any) -> None:
    page.click("[data-example=policies-issued]")
    page.wait_for_selector(".yasr table tbody tr")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
