"""The reader's word lists in `kg/lexicon/`."""

import csv
import re
from functools import cache

from kg.config import lexicon_path
from kg.errors import DataError


@cache
def pairs(name: str, *columns: str) -> tuple[tuple[str, str], ...]:
    """Give the rows of a table of two columns, in the order of the file; raises DataError for other columns."""
    with lexicon_path(name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    if tuple(header) != columns or any(len(row) != 2 for row in rows):
        raise DataError(f"kg/lexicon/{name}: every row must have the columns {','.join(columns)}")
    return tuple((first, second) for first, second in rows)


@cache
def labels() -> dict[str, str]:
    """Give the labels of a page's particulars (发布机构, 浏览次数) with the field that each fills."""
    return dict(pairs("page_labels.csv", "label", "field"))


@cache
def genres() -> dict[str, str]:
    """Give the phrases of titles that tell the kind of report, the most telling first."""
    return dict(pairs("report_genres.csv", "phrase", "kind"))


@cache
def bodies() -> dict[str, str]:
    """Give the endings of names of public bodies with the family of each (government or department)."""
    return dict(pairs("body_endings.csv", "ending", "family"))


@cache
def shorts() -> tuple[tuple[str, str], ...]:
    """Give the short endings of issuers' names that surely stand for one full form, the longest first.

    Where the table gives no full form, that of the departments is meant.
    """
    with lexicon_path("departments.csv").open(encoding="utf-8", newline="") as file:
        departments = {row["short"]: row["full"] for row in csv.DictReader(file)}
    rows = [
        (short, full or departments[short]) for short, full in pairs("issuer_shorts.csv", "short", "full")
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


@cache
def zones() -> dict[str, str]:
    """Give the full names of development zones with the code of the division that each lies in."""
    with lexicon_path("zones.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["host"] for row in csv.DictReader(file)}


@cache
def furniture() -> re.Pattern[str]:
    """Compile what matches a line that is page furniture: a page number, a menu, an imprint."""
    rows = pairs("page_furniture.csv", "where", "pattern")
    menu = "|".join(sorted((re.escape(p) for where, p in rows if where == "word"), key=len, reverse=True))
    lines = [p for where, p in rows if where == "line"]
    lines.append(rf"[\s|｜丨【】\[\]·•>]*(?:(?:{menu})[\s|｜丨【】\[\]·•>]*)+")
    parts = [p for where, p in rows if where == "part"]
    return re.compile("|".join([f"^(?:{'|'.join(lines)})$", *parts]))


@cache
def label() -> re.Pattern[str]:
    """Compile what matches one label with its colon; inner spaces are allowed (文　号：)."""
    names = sorted(labels(), key=len, reverse=True)
    spaced = "|".join(r"[ \t\u3000]*".join(map(re.escape, name)) for name in names)
    return re.compile(rf"(?<![\u4e00-\u9fff])(?P<label>{spaced})(?:[ \u3000]*[:：]|[ \u3000]*\t)")
