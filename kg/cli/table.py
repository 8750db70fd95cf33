"""Plain tables for the terminal, with Chinese characters counted as two columns."""

import unicodedata
from collections.abc import Iterable, Sequence

CUT = 60


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
    """Give rows under headings as aligned text; cells longer than `limit` columns are cut."""
    cells = [[_plain(cell, limit) for cell in row] for row in rows]
    sizes = [max(width(row[i]) for row in [list(headings), *cells]) for i in range(len(headings))]
    lines = [headings, ["─" * size for size in sizes], *cells]
    return "\n".join(_line(row, sizes) for row in lines)


def _plain(cell: str, limit: int | None) -> str:
    """Keep control characters of the data away from the terminal."""
    clean = "".join(c if c.isprintable() else " " for c in cell)
    return clean if limit is None else cut(clean, limit)


def _line(row: Sequence[str], sizes: Sequence[int]) -> str:
    padded = (cell + " " * (size - width(cell)) for cell, size in zip(row, sizes, strict=True))
    return "  ".join(padded).rstrip()
