"""Departments that a list names by their fields alone: 会同|民政、公安、卫健|等部门."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.matcher.base import Context, Mention, found_where
from kg.matcher.parts import LETTERS, LEVEL_CODES
from kg.model import Span
from kg.rulebook import Rulebook

_HEADS = "局委厅办"
_LETTER_LEVELS = {"省": "P", "市": "C", "县": "X", "区": "X"}
_OF_OTHERS = re.compile("(?:各级?|两级|国家|全国|中央|上级|基层|地方|以上|有关|相关|部分|[省市县区]直)$")
_MARKS = re.compile("[、和及与]")
_COMMISSIONS = frozenset("卫健 卫生健康 卫计 发改 发展改革 国资".split())
"""Fields whose departments are commissions in most places."""
_MUNICIPALITIES = ("11", "12", "31", "50")
"""Codes of the places whose departments are neither those of provinces nor those of cities."""


class Fields(NamedTuple):
    """The list as a pattern, and the short forms of the departments of a field by their level."""

    listed: re.Pattern[str]
    shorts: Mapping[tuple[str, str], tuple[str, ...]]


def compile_fields(rulebook: Rulebook) -> Fields:
    """Collect the fields of the departments that every place has: 公安 of 公安局, 卫健 of 卫健委."""
    shorts: dict[tuple[str, str], list[str]] = {}
    for row in rulebook.tables["departments"]:
        field, head = row["short"][:-1], row["short"][-1:]
        if head in _HEADS and len(field) >= 2 and row["family"] == "government" and row["joint"] == "place":
            for level in row["levels"].split(";"):
                shorts.setdefault((field, level), []).append(row["short"])
    fields = "|".join(sorted({re.escape(f) for f, _ in shorts}, key=lambda f: (-len(f), f)))
    listed = f"(?P<fields>(?:{fields})(?:[、和及与](?:{fields}))+)(?:等)?(?:多个|\\d+个)?(?:职能|执法|主管)?(?:部门|单位)"
    return Fields(re.compile(listed), {key: tuple(found) for key, found in shorts.items()})


def find(contexts: Sequence[Context]) -> list[list[Mention]]:
    """Find in every passage the departments that a list names by their fields."""
    return found_where(contexts, [("部门", _listed)])


def _listed(ctx: Context) -> Iterator[Mention]:
    fields: Fields = ctx.cached("fields", compile_fields)
    own = ctx.gazetteer.by_code(ctx.document.place) if ctx.document.place else None
    if own is None or own.code.startswith(_MUNICIPALITIES):
        return
    for run in fields.listed.finditer(ctx.text, *ctx.passage.span):
        start, prefix, level = run.start("fields"), own.code, LEVEL_CODES[own.level]
        if start and start - 1 in ctx.starts and ctx.text[start - 1] in LETTERS:
            prefix = ctx.text[start - 1]
            level = level if own.name.endswith(prefix) else _LETTER_LEVELS.get(prefix, "")
        elif start not in ctx.starts or _OF_OTHERS.search(ctx.text, max(0, start - 4), start):
            continue
        yield from _departments(fields, run, prefix, level)


def _departments(fields: Fields, run: re.Match[str], prefix: str, level: str) -> Iterator[Mention]:
    """Give the departments of a list, all of them or none."""
    names = _MARKS.split(run["fields"])
    shorts = [_short(run.string, field, fields.shorts.get((field, level), ())) for field in names]
    at = run.start("fields")
    for field, short in zip(names, shorts, strict=True) if all(shorts) else ():
        attrs = (("prefix", prefix), ("parts", short))
        yield Mention(Span(at, at + len(field)), "Agency", "agency.field", field, attrs)
        at += len(field) + 1


def _short(text: str, field: str, shorts: Sequence[str]) -> str:
    """Choose the department of a field that the report names elsewhere, else the usual one."""
    usual = sorted(shorts, key=lambda short: (short[-1] == "委") is not (field in _COMMISSIONS))
    return next((short for short in usual if short in text), usual[0] if usual else "")
