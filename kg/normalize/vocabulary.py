"""Words that figures are told by, compiled once per rulebook."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.normalize.page import Page
from kg.normalize.scan import Scanner, compile_scanner
from kg.normalize.units import Qualifiers, Unit, Units, compile_qualifiers, compile_units
from kg.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Words:
    """What telling figures needs from the rulebook, compiled once."""

    scanner: Scanner
    units: Units
    qualifiers: Qualifiers
    changes: Mapping[str, tuple[str, str]]
    change: re.Pattern[str]
    not_chinese: frozenset[str]
    persons: tuple[str, ...]
    not_units: frozenset[str]
    verbs: frozenset[str]


def words_of(rulebook: Rulebook) -> Words:
    """Give the compiled words of a rulebook."""
    return rulebook.compiled("figure words", _compile)


def _compile(rulebook: Rulebook) -> Words:
    changes = {
        row["verb"]: (row["direction"], row["noun"]) for row in rulebook.tables.get("figure_changes", ())
    }
    verbs = "|".join(sorted(changes, key=lambda v: (-len(v), v)))
    filler = "(?:了|幅度|率|约|近|超过?|达到?|均|都|分别为|分别|各|平均|又|再|[:：])*"
    return Words(
        scanner=compile_scanner(rulebook),
        units=compile_units(rulebook),
        qualifiers=compile_qualifiers(rulebook),
        changes=changes,
        change=re.compile(f"({verbs}){filler}$"),
        not_chinese=rulebook.words.get("figure_not_chinese", frozenset()),
        persons=tuple(sorted(rulebook.words.get("figure_persons", frozenset()))),
        not_units=rulebook.words.get("figure_unit_words", frozenset()),
        verbs=rulebook.words.get("figure_predicates", frozenset())
        | rulebook.words.get("figure_verbs", frozenset()),
    )


def longer_word(page: Page, unit: Unit, start: int, words: Words) -> bool:
    """Tell whether the unit's characters only begin a longer word: 人大, 部门, 项目 (but 项|目标)."""
    if unit.end - start > 1 or page.text[start : start + 2] not in words.not_units:
        return False
    return not page.text.startswith("项目标", start)
