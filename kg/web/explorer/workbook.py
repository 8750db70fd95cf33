"""A table as an Excel workbook: numbers as numbers, texts as texts and nothing that is run."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
LONGEST_CELL = 32_767
"""Characters that a cell can hold."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The workbook says when it was made; the same table gives the same bytes, so that is no clock's time."""


def write(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], source: str) -> bytes:
    """Write a table with a filter on its header, and a second sheet with the query that found it."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title, "created": _EPOCH})
    _fill(book, title, header, list(rows))
    about = book.add_worksheet("SPARQL")
    about.set_column(0, 0, 120)
    for number, line in enumerate(source.splitlines()):
        about.write_string(number, 0, line)
    book.close()
    return buffer.getvalue()


def _fill(book: Any, title: str, header: Sequence[str], rows: list[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E9F1F8"})
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, _width([name, *(str(row[column]) for row in rows[:200])]))
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(header) - 1)


def _write(sheet: Any, row: int, column: int, cell: Any) -> None:
    if isinstance(cell, Decimal):
        sheet.write_number(row, column, float(cell))
    elif cell:
        sheet.write_string(row, column, str(cell)[:LONGEST_CELL])


def _width(texts: Iterable[str]) -> float:
    """Give a column's width: a Chinese character is as wide as two others."""
    widest = max(sum(2 if ord(sign) > 0x2E80 else 1 for sign in text) for text in texts)
    return min(max(widest + 2, 8), WIDEST)
