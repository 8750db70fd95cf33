"""Columns of things with curves between them, as for who issued what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.render.palette import look
from kg.render.stills.sheet import HEAD, INK, MARGIN, SOFT, Sheet, cut, width

ROW = 25.0
GAP = 110.0
TEXT = 13.0
LONGEST = 34.0
"""Longest name in ems."""
DASHES = {"planned": "dashed", "denied": "dotted"}


@dataclass(frozen=True, slots=True)
class Item:
    """A thing in a column; `detail` stands small behind its name, `indent` counts steps to the right."""

    id: str
    label: str
    cls: str
    detail: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A curve from a thing to one in the next column."""

    source: str
    target: str
    status: str = "done"


def draw(
    columns: Sequence[tuple[str, Sequence[Item]]],
    links: Sequence[Link],
    *,
    title: str,
    note: str,
    legend: Mapping[str, str],
) -> Sheet:
    """Draw headed columns; every column keeps its order and is set as near as it can to what it is tied to.

    `legend` names the classes.  The first column's curves leave at its right edge.
    """
    wides = [_wide(items) for _, items in columns]
    ordered = _ordered([items for _, items in columns], links)
    rows = max(len(items) for items in ordered)
    wide = 2 * MARGIN + sum(wides) + GAP * (len(columns) - 1)
    sheet = Sheet(max(wide, 720), (rows + 1.6) * ROW, title, note)
    used = {item.cls for items in ordered for item in items}
    sheet.legend([(look(cls), name) for cls, name in legend.items() if cls in used])
    places: dict[str, tuple[float, float, float]] = {}
    x = float(MARGIN)
    for (heading, _), items, column in zip(columns, ordered, wides, strict=True):
        sheet.text(x, HEAD + 8, heading, size=12, color=SOFT)
        places |= _column(sheet, x, column, items, places, links, rows)
        x += column + GAP
    _links(sheet, links, places, {item.id: item.cls for items in ordered for item in items})
    return sheet


def _wide(items: Sequence[Item]) -> float:
    return max((_length(item) for item in items), default=0.0) + 40


def _length(item: Item) -> float:
    label, detail = cut(item.label, LONGEST), cut(item.detail, LONGEST)
    return item.indent * 18 + width(label) * TEXT + (10 + width(detail) * 11 if detail else 0)


def _ordered(columns: Sequence[Sequence[Item]], links: Sequence[Link]) -> list[list[Item]]:
    """Sort each column but the first by where its neighbours to the left stand, so that few curves cross."""
    result = [list(columns[0])]
    for items in columns[1:]:
        at = {item.id: i for i, item in enumerate(result[-1])}
        left: dict[str, list[int]] = {}
        for link in links:
            if link.source in at:
                left.setdefault(link.target, []).append(at[link.source])
        mean = {key: sum(found) / len(found) for key, found in left.items()}
        result.append(sorted(items, key=lambda item: mean.get(item.id, float(len(at)))))
    return result


def _column(
    sheet: Sheet,
    x: float,
    wide: float,
    items: Sequence[Item],
    places: Mapping[str, tuple[float, float, float]],
    links: Sequence[Link],
    rows: int,
) -> dict[str, tuple[float, float, float]]:
    """Set one column; gives for each thing the x of its sign, the x behind its name, and its y."""
    top = HEAD + 1.6 * ROW
    wanted = _wanted(items, links, places, top, rows)
    set_at = {}
    for item, y in zip(items, wanted, strict=True):
        left = x + item.indent * 18
        sheet.sign(left + 7, y, look(item.cls))
        sheet.text(left + 20, y, cut(item.label, LONGEST), size=TEXT, color=INK)
        if item.detail:
            behind = left + 30 + width(cut(item.label, LONGEST)) * TEXT
            sheet.text(behind, y, cut(item.detail, LONGEST), size=11, color=SOFT)
        if any(link.source == item.id for link in links):
            sheet.line((x + _length(item) + 28, y), (x + wide, y), look(item.cls).edge + "50")
        set_at[item.id] = (left - 3, x + wide, y)
    return set_at


def _wanted(
    items: Sequence[Item],
    links: Sequence[Link],
    places: Mapping[str, tuple[float, float, float]],
    top: float,
    rows: int,
) -> list[float]:
    """Give each thing its row: a short column is spread so that each stands near what it is tied to."""
    if not places:
        tied = {item.id: sum(link.source == item.id for link in links) for item in items}
        return _spread([max(tied[item.id], 1) for item in items], top, rows)
    ideal = []
    for i, item in enumerate(items):
        near = [places[link.source][2] for link in links if link.target == item.id and link.source in places]
        ideal.append(sum(near) / len(near) if near else top + i * ROW)
    return _apart(ideal, top, top + (rows - 1) * ROW)


def _spread(weights: Sequence[int], top: float, rows: int) -> list[float]:
    """Spread the first column over the height, each with room as wide as what hangs on it."""
    room = max(rows - len(weights), 0) * ROW
    total, at, result = sum(weights) or 1, top, []
    for weight in weights:
        share = room * weight / total
        result.append(at + share / 2)
        at += ROW + share
    return result


def _apart(ideal: Sequence[float], top: float, bottom: float) -> list[float]:
    """Keep a row's height between neighbours, close to the wanted places, inside the sheet."""
    result: list[float] = []
    for wanted in ideal:
        result.append(max(wanted, result[-1] + ROW if result else top))
    limit = bottom
    for i in range(len(result) - 1, -1, -1):
        result[i] = min(result[i], limit)
        limit = result[i] - ROW
    return result


def _links(
    sheet: Sheet,
    links: Sequence[Link],
    places: Mapping[str, tuple[float, float, float]],
    classes: Mapping[str, str],
) -> None:
    for link in links:
        if link.source in places and link.target in places:
            _, right, y = places[link.source]
            left, _, end = places[link.target]
            tint = look(classes[link.target]).edge + "80"
            sheet.curve((right, y), (left, end), tint, DASHES.get(link.status, "solid"))
