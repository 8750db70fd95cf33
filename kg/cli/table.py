"""Plain tables for the terminal, with Chinese characters counted as two columns."""

import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence

CUT = 60
NARROWEST = 8
GAP = 2


def width(text: str) -> int:
    """Count the terminal columns of a text.

    >>> width("淮安ab")
    6
    """
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if not unicodedata.combining(c)
    )


def cut(text: str, limit: int) -> str:
    """Cut a text to a number of columns, with an ellipsis where something is missing.

    >>> cut("淮安市人民政府", 8)
    '淮安市…'
    """
    if width(text) <= limit:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > limit - 1:
            break
        kept += character
    return kept + "…"


def render(headings: Sequence[str], rows: Iterable[Sequence[str]], limit: int | None = CUT) -> str:
    """Give rows under headings as aligned text.

    Cells longer than `limit` columns are cut; on a terminal the widest columns are cut until a row fits on a line.
    """
    cells = [[_plain(cell) for cell in row] for row in rows]
    natural = [max(width(row[i]) for row in [list(headings), *cells]) for i in range(len(headings))]
    sizes = natural if limit is None else fit([min(size, limit) for size in natural], _room())
    lines = [headings, ["─" * size for size in sizes], *cells]
    return "\n".join(_line(row, sizes) for row in lines)


def fit(sizes: Sequence[int], room: int | None) -> list[int]:
    """Shrink the widest columns until all stand side by side; none below `NARROWEST`.

    >>> fit([30, 10, 50], 60)
    [23, 10, 23]
    """
    fitted = list(sizes)
    while room is not None and sum(fitted) + GAP * (len(fitted) - 1) > room and max(fitted) > NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _room() -> int | None:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _plain(cell: str) -> str:
    """Keep control characters of the data away from the terminal."""
    return "".join(c if c.isprintable() else " " for c in cell)


def _line(row: Sequence[str], sizes: Sequence[int]) -> str:
    cells = (cut(cell, size) for cell, size in zip(row, sizes, strict=True))
    padded = (cell + " " * (size - width(cell)) for cell, size in zip(cells, sizes, strict=True))
    return (" " * GAP).join(padded).rstrip()
