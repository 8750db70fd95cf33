"""The compiled rules of names that end in a head word, and the phrase that a rule looks at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.matcher.base import Context, EndIndex, triggers
from kg.model import Span
from kg.rulebook import Rule, Rulebook
from kg.segment import Bracket

WIDE = frozenset("全市 全省 全县 全区 我市 我省 我县 我区 全国 本市 全州 本年度 本省 全".split())


@dataclass(frozen=True, slots=True)
class Heads:
    """The compiled `heads` rules: an index of all heads, rules by head, cue words by rule, heads of rules that open.

    `quoted` are the heads that most phrases have: they name something only with a quotation before them.
    """

    index: EndIndex
    quoted: frozenset[str]
    opening: frozenset[str]
    rules: Mapping[str, tuple[tuple[Rule, int], ...]]
    cues: Mapping[str, frozenset[str]]
    verbs: frozenset[str]


class Phrase(NamedTuple):
    """A candidate: its span, the same with modifiers (全市…), the verb before it, quotations inside, a number before."""

    span: Span
    full: Span
    cue: str | None
    quotes: tuple[Bracket, ...]
    counted: bool
    owner: Span | None


def compile_heads(rulebook: Rulebook) -> Heads:
    """Compile every rule of kind `heads`; a longer head also serves the rules of the heads it ends in."""
    rules = [r for r in rulebook.rules if r.kind == "heads"]
    heads = {h for r in rules for h in r.body["heads"]}
    by_head = {head: tuple(_serving(head, rules)) for head in heads}
    cues = {r.id: triggers(rulebook, r.body.get("cues", ())) for r in rules}
    verbs = triggers(rulebook, rulebook.relations) - rulebook.words["nominal_triggers"]
    opening = frozenset(h for h, served in by_head.items() if any(r.body.get("opens") for r, _ in served))
    quoted = frozenset(
        h for h, served in by_head.items() if all(r.body.get("quoted") == "only" for r, _ in served)
    )
    return Heads(EndIndex(heads), quoted, opening, by_head, cues, verbs)


def _serving(head: str, rules: list[Rule]) -> Iterator[tuple[Rule, int]]:
    for rule in rules:
        fitting = [h for h in rule.body["heads"] if head.endswith(h)]
        if fitting:
            yield rule, min(map(len, fitting))


def widened(ctx: Context, first: int) -> int:
    """Step left over 全市, 全省 and the like, which may be printed as part of a name."""
    tokens = ctx.passage.tokens
    return first - 1 if first > 0 and tokens[first - 1].text in WIDE else first
