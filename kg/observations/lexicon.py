"""Word lists that phrases, subjects and periods are told by, compiled once per rulebook."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Verbs and predicates, bare rates, nouns of change, and the cues for issuer and place."""

    verbs: frozenset[str]
    nominal: frozenset[str]
    persons: tuple[str, ...]
    predicates: frozenset[str]
    finals: frozenset[str]
    manners: frozenset[str]
    bare_rates: frozenset[str]
    rate_words: frozenset[str]
    part_verbs: frozenset[str]
    affinities: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]
    changes: Mapping[str, tuple[str, str]]
    change: re.Pattern[str]
    acts: re.Pattern[str]
    affairs: re.Pattern[str]
    state_acts: re.Pattern[str]
    concepts: Mapping[str, tuple[str, frozenset[str]]]

    def concept(self, indicator: str, kind: str) -> str | None:
        """Give the harmonised indicator that a phrase names, when its figure is of the expected kind."""
        phrase = normal(indicator)
        nothing: tuple[str | None, frozenset[str]] = (None, frozenset())
        local, kinds = self.concepts.get(phrase) or self.concepts.get(_ACTOR.sub("", phrase)) or nothing
        return local if not kinds or kind in kinds or kind == "target" else None


def lexicon_of(rulebook: Rulebook) -> Lexicon:
    """Give the compiled word lists of a rulebook."""
    return rulebook.compiled("figure lexicon", _compile)


def _compile(rulebook: Rulebook) -> Lexicon:
    words = rulebook.words
    changes = {r["verb"]: (r["direction"], r["noun"]) for r in rulebook.tables.get("figure_changes", ())}
    return Lexicon(
        verbs=words.get("figure_verbs", frozenset()),
        nominal=words.get("figure_nominal_verbs", frozenset()),
        persons=tuple(sorted(words.get("figure_persons", frozenset()))),
        predicates=words.get("figure_predicates", frozenset()),
        finals=words.get("figure_predicates_final", frozenset()),
        manners=words.get("figure_manners", frozenset()),
        bare_rates=words.get("figure_bare_rates", frozenset()),
        part_verbs=words.get("figure_part_verbs", frozenset()),
        rate_words=words.get("figure_rate_words", frozenset()),
        affinities=tuple(
            (re.compile(row["said"]), re.compile(row["things"]), row["otherwise"])
            for row in rulebook.tables.get("figure_affinities", ())
        ),
        changes=changes,
        change=re.compile(alternatives(changes)),
        acts=re.compile(alternatives(words.get("figure_acts", ["\0"]))),
        affairs=re.compile(alternatives(words.get("figure_affairs", ["\0"]))),
        state_acts=re.compile(alternatives(words.get("figure_state_acts", ["\0"]))),
        concepts=_concepts(rulebook),
    )


def alternatives(words: Iterable[str]) -> str:
    """Give a pattern of words, longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))


def _concepts(rulebook: Rulebook) -> dict[str, tuple[str, frozenset[str]]]:
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for concept in rulebook.concepts.get("indicator", ()):
        kinds = frozenset(k.rpartition("/")[2] for k in concept.extra.get("expectedUnitKind", ()))
        for label in concept.labels:
            found.setdefault(normal(label), (concept.local, kinds))
    return found


_ACTOR = re.compile(
    "^(?:各级)?(?:行政复议机[关构]|行政机关|人民法院|法院|法律援助机构|人民调解(?:组织|委员会)|调解组织|公证机构|行政执法机关|行政执法部门)"
)
_IGNORED = re.compile('[“”"《》（）() 、，]|全[市省县区州]|我[市省县区]|数量$|(?<!案)件数$|个数$|总数$|数$')


def normal(phrase: str) -> str:
    """Strip a phrase of what does not tell indicators apart."""
    return _IGNORED.sub("", phrase.replace("规上", "规模以上"))
