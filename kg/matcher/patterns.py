"""Names that a regular expression describes best: rules of kind `pattern` with a group `name`, and
`wide` or `head` for what the fullest name has before and after it.

`holds` are characters that stand in every match: a passage without them is passed over, which spares a slow pattern.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from kg.matcher.base import Context, Mention, found_where
from kg.model import Span
from kg.rulebook import Rule, Rulebook

CLASSES = ("Agency", "Division", "Person", "Policy", "Reform", "System", "Honor", "Event")


def compile_patterns(rulebook: Rulebook) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    """Compile the pattern rules of the entity classes."""
    rules = [r for cls in CLASSES for r in rulebook.rules_of(cls) if r.kind == "pattern"]
    return tuple((r, re.compile(r.body["pattern"])) for r in rules)


def find(contexts: Sequence[Context]) -> list[list[Mention]]:
    """Find in every passage what the pattern rules describe; only passages with the words that a rule holds are read."""
    rules = contexts[0].cached("patterns", compile_patterns) if contexts else ()
    return found_where(
        contexts, ((r.body.get("holds", ""), partial(_named, r, pattern)) for r, pattern in rules)
    )


def _named(rule: Rule, pattern: re.Pattern[str], ctx: Context) -> Iterator[Mention]:
    """Give what one rule describes; the name must begin where a word begins."""
    for found in pattern.finditer(ctx.text, *ctx.passage.span):
        span = Span(*found.span("name"))
        if _stands(ctx, span):
            wide, head = (found.groupdict().get(group) or "" for group in ("wide", "head"))
            attrs = (("full", wide + span.of(ctx.text) + head),) if wide or head else ()
            yield Mention(span, rule.cls, rule.id, span.of(ctx.text), attrs)
            yield from _alias(ctx, rule, found)


def _alias(ctx: Context, rule: Rule, found: re.Match[str]) -> Iterator[Mention]:
    """Give the other name that a rule tells of the same thing: 以“两单一书”为主要内容的|监管体系."""
    if found.groupdict().get("alias"):
        span = Span(*found.span("alias"))
        yield Mention(span, rule.cls, rule.id, span.of(ctx.text), (("same", found["name"]),))


def _stands(ctx: Context, span: Span) -> bool:
    if span.start not in ctx.starts or span.of(ctx.text) in ctx.rulebook.words["generic_names"]:
        return False
    return ctx.text[span.start] == "“" or not ctx.is_boundary(ctx.passage.tokens[ctx.starts[span.start]])
