"""Policies: titles in 《》 with the document number tied to them, and named documents without brackets."""

import re
from collections.abc import Iterator

from kg.matcher.base import Context, Mention
from kg.segment import Bracket

NUMBER = re.compile(
    r"[（(]?(?P<number>[\u4e00-\u9fff]{1,8}(?:函|办|字|发|规|令|文)?[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\]）)】]\s*第?\s*\d{1,4}\s*号|(?:国务院|省政府|市政府|主席)?令?第\s*\d{1,4}\s*号令?)[）)]?"
)
_PERIODICAL = re.compile("(日报|晚报|早报|时报|周刊|月刊|杂志|电视台|新闻联播|学报)$")


def find(ctx: Context) -> Iterator[Mention]:
    """Find titles in 《》 (the outer one of nested titles) with their numbers."""
    for bracket in ctx.passage.brackets:
        if bracket.opener == "《" and not _nested(ctx, bracket):
            yield from _title(ctx, bracket)


def _nested(ctx: Context, bracket: Bracket) -> bool:
    return any(b.opener == "《" and b.inner.covers(bracket.outer) for b in ctx.passage.brackets)


def _title(ctx: Context, bracket: Bracket) -> Iterator[Mention]:
    name = bracket.inner.of(ctx.text).strip()
    if len(name) < 2:
        return
    if _PERIODICAL.search(name):
        yield Mention(bracket.inner, "System", "system.periodical", name, (("periodical", "true"),))
        return
    number = NUMBER.match(ctx.text, bracket.outer.end, ctx.passage.span.end)
    attrs = (("number", re.sub(r"\s", "", number["number"])),) if number else ()
    yield Mention(bracket.inner, "Policy", "policy.title", name, attrs)
