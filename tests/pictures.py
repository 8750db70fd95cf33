"""Take the README's pictures of a built page: python tests/pictures.py output/graph.html output/pictures NAME.

pngquant, where it is installed, brings them under 350 KB.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from browser import Log, browser, missing, opened


def main(page: Path, folder: Path, name: str) -> None:
    """Save the overview and the focus on one entity, found by name."""
    if missing():
        sys.exit(missing())
    folder.mkdir(parents=True, exist_ok=True)
    with browser() as started:
        shown = opened(started, page.resolve().as_uri(), Log())
        shown.screenshot(path=folder / "overview.png")
        shown.fill("#search", name)
        shown.press("#search", "Enter")
        shown.wait_for_timeout(800)
        shown.screenshot(path=folder / "focus.png")
    if shutil.which("pngquant"):
        files = [str(folder / file) for file in ("overview.png", "focus.png")]
        subprocess.run(["pngquant", "--force", "--ext", ".png", "--strip", "128", *files], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
