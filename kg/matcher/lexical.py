"""Names that the ontology knows: nation-wide reforms, systems, policies and events with their usual forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.matcher.base import Context, Mention, WordIndex
from kg.rulebook import Concept, Rulebook

_SCHEMES = {
    "known-reform": "Reform",
    "known-system": "System",
    "known-policy": "Policy",
    "known-event": "Event",
}


@dataclass(frozen=True, slots=True)
class Known:
    """All forms of the known names, and what each form stands for."""

    index: WordIndex
    concepts: Mapping[str, tuple[Concept, str]]


def compile_known(rulebook: Rulebook) -> Known:
    """Collect the labels of the known names; a form that two concepts share goes to the first."""
    forms: dict[str, tuple[Concept, str]] = {}
    for scheme, cls in _SCHEMES.items():
        for concept in rulebook.concepts.get(scheme, ()):
            for label in concept.labels:
                forms.setdefault(label.strip("《》"), (concept, cls))
    return Known(WordIndex(forms), forms)


def find(ctx: Context) -> Iterator[Mention]:
    """Find known names in a passage; a bare form between quotation marks takes the marks in."""
    known: Known = ctx.cached("known", compile_known)
    for span in known.index.find(ctx.text, ctx.passage.span):
        concept, cls = known.concepts[span.of(ctx.text)]
        attrs = (("known", concept.local), ("label", concept.label.strip("《》")), ("scheme", concept.scheme))
        yield Mention(span, cls, f"known.{cls.lower()}", span.of(ctx.text), attrs)
