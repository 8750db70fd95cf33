"""Everything that is written, as one run makes it; as a program it prints the digests, for a run with another hash seed."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import extraction_fixture as fixture
from goldfixture import LABELS, WORDS, gold, scale_free

from kg import graph
from kg.config import Config
from kg.network import VIEWS, network, statistics
from kg.render import ReportBuild, write_all
from kg.render.html import render
from kg.render.networks import to_gexf, to_graphml
from kg.render.stills import PICTURES, picture
from kg.validate import Validation


@cache
def drawn(kind: str) -> bytes:
    """Give a picture of the sample as SVG."""
    return picture(kind, network([gold()], labels=LABELS), "svg")


def written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give the files of a build of two reports, but for the store, whose bytes are Oxigraph's."""
    fine, config = Validation(True, (), 1, 1), Config()
    both = (fixture.small("乙/2017/x"), fixture.small("甲/2018/x", 2018))
    write_all(folder, [ReportBuild(one, graph.build(one, config), fine, ()) for one in both], config)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "store" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def viewed(view: str) -> Iterator[tuple[str, bytes]]:
    """Give what is made of one view of a network."""
    made = network([gold(), scale_free(60)], view, LABELS)
    yield f"{view} statistics", repr(statistics(made)).encode()
    yield f"{view} graphml", to_graphml(made)
    yield f"{view} gexf", to_gexf(made)
    yield f"{view} page", render(made, title="t", limit=150, words=WORDS).encode()


def outputs(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give names and bytes of everything."""
    yield from written(folder)
    for view in VIEWS:
        yield from viewed(view)
    for kind in PICTURES:
        yield f"picture of {kind}", drawn(kind)


def digests() -> dict[str, str]:
    """Give a digest of each."""
    with TemporaryDirectory() as folder:
        return {name: hashlib.sha256(data).hexdigest() for name, data in outputs(Path(folder))}


if __name__ == "__main__":
    print(json.dumps(digests()))
