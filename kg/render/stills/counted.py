"""The figures of reports by theme: shares as bars, everything else as printed."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from kg import rulebook
from kg.gazetteer import Gazetteer
from kg.network import Figure
from kg.render.stills import captions
from kg.render.stills.blocks import Block, Row
from kg.render.stills.blocks import draw as draw_blocks
from kg.render.stills.sheet import Sheet

if TYPE_CHECKING:
    import networkx as nx

ROWS = 10
"""Rows of one theme; what is left out is counted."""
OTHER = "其他"


def draw(graph: "nx.MultiDiGraph") -> Sheet | None:
    """Draw the figures that came about, by theme, the richest themes first; None when there are none."""
    themes: dict[str, list[tuple[str, Figure]]] = {}
    held = [(data["label"], figure) for _, data in graph.nodes(data=True) for figure in data["figures"]]
    held += [("", figure) for figure in graph.graph["figures"]]
    held.sort(key=lambda pair: (pair[1].passage.report, pair[1].passage.start, pair[1].passage.marks))
    for name, figure in held:
        themes.setdefault(theme(figure), []).append((name, figure))
    if not themes:
        return None
    order = sorted(themes, key=lambda name: (name == OTHER, -len(themes[name])))
    blocks = [_block(name, themes[name], _unsaid(graph)) for name in order]
    return draw_blocks(
        blocks,
        title=f"{captions.subject(graph)}：报告中的数字",
        note=captions.source(graph, sum(min(len(t), ROWS) for t in themes.values()), len(held)),
        legend={},
    )


def theme(figure: Figure) -> str:
    """Tell a figure's theme: the one that its indicator names, or else its sentence, or else its headings."""
    places = (figure.indicator, figure.passage.sentence, figure.passage.section)
    return next((name for place in places if (name := _named(place))), OTHER)


def _named(text: str) -> str | None:
    """Give the theme whose label in a text is the longest."""
    found = [(len(word), name) for word, name in _words() if word in text]
    return max(found)[1] if found else None


@cache
def _words() -> tuple[tuple[str, str], ...]:
    return tuple((word, c.label) for c in rulebook.load().scheme("theme") for word in c.labels)


def _unsaid(graph: "nx.MultiDiGraph") -> set[str]:
    """Give whom a figure may be about without a word: of one report the issuer and its place."""
    reports = graph.graph["reports"]
    if len(reports) != 1:
        return {""}
    place = Gazetteer.load().by_code(reports[0].place or "")
    return {"", reports[0].issuer or "", place.name if place else ""}


def _block(name: str, figures: list[tuple[str, Figure]], unsaid: set[str]) -> Block:
    rows = list(_rows(figures[:ROWS], unsaid))
    more = len(figures) - ROWS
    return Block(name, f"{len(figures)} 个数字" + (f"，另有 {more} 个未列" if more > 0 else ""), rows)


def _rows(figures: list[tuple[str, Figure]], unsaid: set[str]) -> Iterator[Row]:
    for name, figure in figures:
        said = figure.indicator or figure.text
        label = said if name in unsaid or name in said else f"{said}（{name}）"
        yield Row(label, None, figure.text, _share(figure))


def _share(figure: Figure) -> float | None:
    """Give a percentage of a whole as a number from 0 to 1; growth and the like are no shares."""
    if figure.kind != "ratio" or figure.unit != "%":
        return None
    value = float(Decimal(figure.value)) / 100
    return value if 0 <= value <= 1 else None
