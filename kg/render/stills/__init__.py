"""Pictures for paper and slides: who issued what, how reforms spread, which bodies there are, what was counted.

To add a picture, write a function from a network to a `Sheet` and add its line to `PICTURES`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.errors import OutputError
from kg.render.stills import bodies, counted, netmap, policies, reforms
from kg.render.stills.sheet import FORMATS, Sheet

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["FORMATS", "PICTURES", "picture"]

PICTURES: dict[str, Callable[["nx.MultiDiGraph"], Sheet | None]] = {
    "network": netmap.draw,
    "hierarchy": bodies.draw,
    "policies": policies.draw,
    "reforms": reforms.draw,
    "figures": counted.draw,
}


def picture(kind: str, graph: "nx.MultiDiGraph", form: str) -> bytes:
    """Draw one of `PICTURES` as `png` or `svg`: the same network gives the same bytes.

    Raises OutputError when the network holds nothing to draw, or no font has a character.
    """
    sheet = PICTURES[kind](graph)
    if sheet is None:
        raise OutputError(f"nothing to draw: the graph holds no {kind}")
    return sheet.save(form)
