"""Every rule finds its examples and leaves its counter-examples alone."""

from collections.abc import Iterator

import pytest
from kg.gazetteer import Gazetteer

from kg.extract import extract
from kg.matcher import match
from kg.model import Document, Extraction, Level, Sentence, Span
from kg.rulebook import Rule, load, marked
from kg.segment import segment

ENTITY_RULES = [r for r in load().rules if r.kind == "heads"]
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
    passages = segment(text, [Sentence(0, Span(0, len(text)), None, 0)], load())
    (found,) = match(document(text), passages, load(), Gazetteer.load())
    return [(m.span.start, m.span.end) for m in found.mentions if m.rule == rule.id]


def cases(rules: list[Rule], key: str) -> Iterator[object]:
    for rule in rules:
        for text in getattr(rule, key):
            yield pytest.param(rule, text, id=f"{rule.id}: {text[:20]}")


@pytest.mark.parametrize(("rule", "example"), cases(ENTITY_RULES, "examples"))
def test_entity_rule_finds_its_example(rule: Rule, example: str) -> None:
    text, spans = marked(example)
    assert spans
    assert spans_of(rule, text) == spans


@pytest.mark.parametrize(("rule", "text"), cases(ENTITY_RULES, "counterexamples"))
def test_entity_rule_leaves_its_counterexample(rule: Rule, text: str) -> None:
    assert spans_of(rule, text) == []


def extracted(text: str) -> Extraction:
    """Extract from a sentence under a title line, so that the issuer and the place are known."""
    return extract(with_title(text), load())


def with_title(text: str) -> Document:
    title = "淮安市人民政府2017年度法治政府建设情况的报告"
    whole = document(f"{title}\n{text}")
    return Document(
        **{
            **{f: getattr(whole, f) for f in whole.__slots__},
            "title": title,
            "title_span": Span(0, len(title)),
        }
    )


def facts_of(rule: Rule, text: str) -> list[str]:
    found = extracted(text)
    names = {e.id: e.name for e in found.entities}
    return [
        f"{names[s.subject]} {s.predicate} {names[s.object]}" for s in found.statements if s.rule == rule.id
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
