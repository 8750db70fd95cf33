"""Headed blocks of rows, set in columns like a newspaper: trees of bodies, figures by theme."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.render.palette import look
from kg.render.stills.sheet import HEAD, INK, MARGIN, RULE, SOFT, Sheet, cut, width

ROW = 24.0
HEADING = 36.0
AFTER = 18.0
WIDE = 480.0
GUTTER = 36.0
INDENT = 20.0
BAR = 90.0
VALUE = 68.0
"""Room for the value behind a bar, so that bars stand under each other."""
BAR_INK, BAR_GROUND = "#0072b2", "#e3e7eb"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a block: a name with the sign of its class or none; `value` stands at the right.

    `share` (0 to 1) becomes a bar; `indent` counts steps of a tree.
    """

    label: str
    cls: str | None = None
    value: str = ""
    share: float | None = None
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under a heading; `detail` stands small at the heading's right end."""

    heading: str
    detail: str
    rows: Sequence[Row]

    @property
    def high(self) -> float:
        """Give the height in pixels."""
        return HEADING + ROW * len(self.rows) + AFTER


def draw(
    blocks: Sequence[Block], *, title: str, note: str, legend: Mapping[str, str], columns: int = 3
) -> Sheet:
    """Set blocks into at most so many columns, in their order; a block is never broken."""
    packed = list(_packed(blocks, min(columns, len(blocks))))
    wide = 2 * MARGIN + WIDE * len(packed) + GUTTER * (len(packed) - 1)
    sheet = Sheet(wide, max(sum(block.high for block in column) for column in packed) + 12, title, note)
    used = {row.cls for block in blocks for row in block.rows}
    sheet.legend([(look(cls), name) for cls, name in legend.items() if cls in used])
    for i, column in enumerate(packed):
        y = HEAD + 12.0
        for block in column:
            _block(sheet, MARGIN + i * (WIDE + GUTTER), y, block)
            y += block.high
    return sheet


def _packed(blocks: Sequence[Block], columns: int) -> Iterator[list[Block]]:
    """Fill column after column to the least height at which all blocks find room."""
    low, high = max(b.high for b in blocks), sum(b.high for b in blocks)
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_filled(blocks, middle)) <= columns else (middle, high)
    yield from _filled(blocks, high)


def _filled(blocks: Sequence[Block], limit: float) -> list[list[Block]]:
    filled: list[list[Block]] = [[]]
    used = 0.0
    for block in blocks:
        if filled[-1] and used + block.high > limit:
            filled.append([])
            used = 0.0
        filled[-1].append(block)
        used += block.high
    return filled


def _block(sheet: Sheet, x: float, top: float, block: Block) -> None:
    y = top + HEADING / 2
    sheet.text(x, y, cut(block.heading, 26), size=15)
    sheet.text(x + WIDE, y, block.detail, size=11, color=SOFT, align="right")
    sheet.line((x, y + 15), (x + WIDE, y + 15), RULE)
    for i, row in enumerate(block.rows):
        _row(sheet, x, top + HEADING + ROW * (i + 0.5), row)
    _branches(sheet, x, top + HEADING, block.rows)


def _row(sheet: Sheet, x: float, y: float, row: Row) -> None:
    left = x + row.indent * INDENT + (20 if row.cls else 0)
    if row.cls:
        sheet.sign(left - 13, y, look(row.cls), 5.5)
    room = WIDE - (left - x) - (width(row.value) * 13 + 14 if row.value else 0)
    if row.share is not None:
        room = WIDE - (left - x) - VALUE - BAR - 14
        bar = x + WIDE - VALUE - BAR
        sheet.bar(bar, y, BAR, BAR_GROUND)
        sheet.bar(bar, y, BAR * min(max(row.share, 0.0), 1.0), BAR_INK)
    sheet.text(left, y, cut(row.label, room / 13), size=13, color=INK)
    sheet.text(x + WIDE, y, row.value, size=13, color=INK, align="right")


def _branches(sheet: Sheet, x: float, top: float, rows: Sequence[Row]) -> None:
    """Draw the lines of a tree from each row to the one that it hangs on."""
    for i, row in enumerate(rows):
        above = next((j for j in range(i - 1, -1, -1) if rows[j].indent < row.indent), None)
        if row.indent and above is not None:
            stem, y = x + (row.indent - 1) * INDENT + 7, top + ROW * (i + 0.5)
            sheet.line((stem, top + ROW * (above + 0.5) + 8), (stem, y), "#b9c1c9")
            sheet.line((stem, y), (stem + INDENT - 8, y), "#b9c1c9")
