"""Every rule finds its examples and leaves its counter-examples alone."""

from dataclasses import replace

import pytest

from kg import relations
from kg.gazetteer import Gazetteer
from kg.matcher import match
from kg.model import Document, Level, Sentence, Span, Status
from kg.resolve import resolve
from kg.rulebook import Rule, load, marked
from kg.sections import split
from kg.segment import segment
from kg.status import planned_sentences

ENTITY_RULES = [r for r in load().rules if r.cls not in ("Relation", "Observation", "Stance")]
CUE_RULES = [r for r in load().rules if r.kind == "cue"]
RELATION_RULES = [r for r in load().rules if r.kind == "relation"]


def document(text: str) -> Document:
    return Document(
        key="淮安市人民政府/2017/lawGovernmentReport",
        text=text,
        source="example.txt",
        sha256="0" * 64,
        media_type="text/plain",
        title="例",
        title_span=None,
        issuer="淮安市人民政府",
        place="320800",
        level=Level.PREFECTURE,
        year=2017,
        date=None,
        number=None,
        kind="lawGovernmentReport",
    )


def spans_of(rule: Rule, text: str) -> list[tuple[int, int]]:
    """Give what a rule proposes, whether or not a known name wins over it."""
    passages = segment(text, [Sentence(0, Span(0, len(text)), None, 0)], load())
    (found,) = match(document(text), passages, load(), Gazetteer.load())
    proposed = sorted((*found.mentions, *found.losers), key=lambda m: m.span)
    return [(m.span.start, m.span.end) for m in proposed if m.rule == rule.id]


def cases(rules: list[Rule], key: str) -> list[object]:
    return [pytest.param(r, t, id=f"{r.id}-{n}") for r in rules for n, t in enumerate(getattr(r, key), 1)]


@pytest.mark.parametrize(("rule", "example"), cases(ENTITY_RULES, "examples"))
def test_entity_rule_finds_its_example(rule: Rule, example: str) -> None:
    text, spans = marked(example)
    assert spans
    assert spans_of(rule, text) == spans


@pytest.mark.parametrize(("rule", "text"), cases(ENTITY_RULES, "counterexamples"))
def test_entity_rule_leaves_its_counterexample(rule: Rule, text: str) -> None:
    assert spans_of(rule, text) == []


@pytest.mark.parametrize(("rule", "example"), cases(CUE_RULES, "examples"))
def test_cue_finds_its_example(rule: Rule, example: str) -> None:
    text, spans = marked(example)
    found = load().cue(rule.id).search(text)
    assert found is not None
    assert [found.span()] == spans


@pytest.mark.parametrize(("rule", "text"), cases(CUE_RULES, "counterexamples"))
def test_cue_leaves_its_counterexample(rule: Rule, text: str) -> None:
    assert load().cue(rule.id).search(text) is None


TITLE = "淮安市人民政府2017年度法治政府建设情况的报告"


def facts_of(rule: Rule, text: str) -> list[str]:
    """Find relations in a sentence under a title line, so that the issuer and the place are named."""
    whole = replace(document(f"{TITLE}\n{text}"), title=TITLE, title_span=Span(0, len(TITLE)))
    sections, sentences = split(whole)
    passages = segment(whole.text, sentences, load())
    found = resolve(whole, match(whole, passages, load(), Gazetteer.load()), load(), Gazetteer.load())
    entities = {e.id: e for e in found.entities}
    ahead = planned_sentences(whole, sections, sentences, load())
    statements = relations.find(whole, passages, ahead, found.located, entities, load())
    return [
        f"{entities[s.subject].name} {s.predicate} {entities[s.object].name}"
        for s in statements
        if s.rule == rule.id and s.status is not Status.DENIED
    ]


@pytest.mark.parametrize(("rule", "example"), cases(RELATION_RULES, "examples"))
def test_relation_rule_finds_its_example(rule: Rule, example: str) -> None:
    text, _, fact = example.partition(" => ")
    assert fact in facts_of(rule, text)


@pytest.mark.parametrize(("rule", "text"), cases(RELATION_RULES, "counterexamples"))
def test_relation_rule_leaves_its_counterexample(rule: Rule, text: str) -> None:
    assert facts_of(rule, text) == []


def test_every_rule_is_tested() -> None:
    assert ENTITY_RULES
    assert RELATION_RULES
    assert CUE_RULES
