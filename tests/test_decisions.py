"""Decisions change what they name, and those that match nothing are told."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kg.decisions import Decisions, apply, read, unmatched
from kg.errors import DataError
from kg.model import (
    Document,
    Entity,
    Extraction,
    Observation,
    Quantity,
    Span,
    Statement,
    Status,
)

TEXT = "市政府出台《办法》。市府受理785件。"


def extraction() -> Extraction:
    document = Document(
        "淮安市人民政府/2017/lawGovernmentReport", TEXT, "x.txt", "0", "text/plain", "", None,
        None, None, None, 2017, None, None, "otherReport",
    )  # fmt: skip
    government = Entity(
        "Agency", "淮安市人民政府", "淮安市人民政府", ("市政府", "市府"), (Span(0, 3), Span(10, 12))
    )
    other = Entity("Agency", "市府", "市府", (), (Span(10, 12),))
    policy = Entity("Policy", "办法", "办法", (), (Span(6, 8),))
    quantity = Quantity(Span(14, 18), Decimal(785), "件", "exact", "count")
    figure = Observation(quantity, Span(10, 18), "受理数", None, None, other.id, "2017", Status.DONE, "r")
    statement = Statement(government.id, "issued", policy.id, Span(0, 9), Status.PLANNED, "issued.verb")
    return Extraction(document, (), (), (government, policy, other), (figure,), (statement,), (), ())


def decided(text: str, tmp_path: Path) -> tuple[Extraction, tuple[str, ...], Decisions]:
    path = tmp_path / "decisions.yaml"
    path.write_text(text, encoding="utf-8")
    decisions = read(path)
    return (*apply(extraction(), decisions), decisions)


def test_same_as_joins_two_nodes_and_their_facts(tmp_path: Path) -> None:
    text = "entities:\n  same-as:\n    - [Agency/淮安市人民政府, Agency/市府]\n"
    found, used, _ = decided(text, tmp_path)
    assert [e.id for e in found.entities] == ["Agency/淮安市人民政府", "Policy/办法"]
    assert found.observations[0].about == "Agency/淮安市人民政府"
    assert used == ("same-as Agency/淮安市人民政府 Agency/市府",)


def test_not_same_as_splits_a_form_off(tmp_path: Path) -> None:
    text = "entities:\n  not-same-as:\n    - [Agency/淮安市人民政府, 市府]\n"
    found, _, _ = decided(text, tmp_path)
    assert ("Agency/淮安市人民政府~市府", (Span(10, 12),)) in [(e.id, e.spans) for e in found.entities]


def test_rename_keeps_the_old_name_as_an_alias(tmp_path: Path) -> None:
    found, _, _ = decided("entities:\n  rename:\n    Policy/办法: 管理办法\n", tmp_path)
    policy = next(e for e in found.entities if e.cls == "Policy")
    assert (policy.name, policy.aliases) == ("管理办法", ("办法",))


def test_drop_takes_the_facts_along(tmp_path: Path) -> None:
    found, _, _ = decided("entities:\n  drop: [Policy/办法, Agency/市府]\n", tmp_path)
    assert found.statements == ()
    assert found.observations[0].about is None


def test_retype_moves_the_facts_to_the_new_id(tmp_path: Path) -> None:
    found, _, _ = decided("entities:\n  retype:\n    Policy/办法: Reform\n", tmp_path)
    assert found.statements[0].object == "Reform/办法"


def test_a_figure_is_named_by_its_characters_even_when_the_span_grew(tmp_path: Path) -> None:
    text = "facts:\n  edit:\n    - figure: 15,17\n      set: {value: 786, unit: 起, status: planned}\n"
    found, _, _ = decided(text, tmp_path)
    quantity = found.observations[0].quantity
    assert (quantity.value, quantity.unit, found.observations[0].status) == (
        Decimal(786),
        "起",
        Status.PLANNED,
    )


def test_accept_and_reject_name_relations_by_their_ends(tmp_path: Path) -> None:
    accepted, _, _ = decided("facts:\n  accept:\n    - relation: 淮安市人民政府 issued 办法\n", tmp_path)
    assert accepted.statements[0].status is Status.DONE
    rejected, _, _ = decided("facts:\n  reject:\n    - relation: 淮安市人民政府 issued 办法\n", tmp_path)
    assert rejected.statements == ()


def test_entities_are_named_by_id_name_or_form(tmp_path: Path) -> None:
    for reference in ("Agency/淮安市人民政府", "淮安市人民政府", "市政府", "Agency/市政府"):
        found, used, _ = decided(f"entities:\n  drop: [{reference}]\n", tmp_path)
        assert "Agency/淮安市人民政府" not in [e.id for e in found.entities]
        assert used == (f"drop {reference}",)


def test_a_form_of_a_name_that_two_share_means_neither(tmp_path: Path) -> None:
    shared = extraction()
    twin = Entity("Agency", "另一市人民政府", "另一市人民政府", ("市政府",), (Span(0, 3),))
    path = tmp_path / "decisions.yaml"
    path.write_text("entities:\n  drop: [市政府]\n", encoding="utf-8")
    found, used = apply(replace(shared, entities=(*shared.entities, twin)), read(path))
    assert (len(found.entities), used) == (4, ())


def test_a_form_split_off_takes_its_own_facts_along(tmp_path: Path) -> None:
    whole = extraction()
    figure = replace(whole.observations[0], about="Agency/淮安市人民政府")
    path = tmp_path / "decisions.yaml"
    path.write_text("entities:\n  not-same-as:\n    - [淮安市人民政府, 市府]\n", encoding="utf-8")
    found, _ = apply(replace(whole, observations=(figure,)), read(path))
    assert found.observations[0].about == "Agency/淮安市人民政府~市府"
    assert found.statements[0].subject == "Agency/淮安市人民政府"


def test_joining_and_retyping_carry_attributes_along(tmp_path: Path) -> None:
    whole = extraction()
    post = Entity("Post", "市长@市府", "市长", (), (Span(0, 1),), (("postIn", "Agency/市府"),))
    path = tmp_path / "decisions.yaml"
    path.write_text("entities:\n  same-as:\n    - [淮安市人民政府, Agency/市府]\n", encoding="utf-8")
    found, _ = apply(replace(whole, entities=(*whole.entities, post)), read(path))
    assert next(e for e in found.entities if e.cls == "Post").attr("postIn") == "Agency/淮安市人民政府"


def test_retyping_into_what_is_there_joins_them(tmp_path: Path) -> None:
    whole = extraction()
    twin = Entity("Reform", "办法", "办法", (), (Span(5, 9),))
    path = tmp_path / "decisions.yaml"
    path.write_text("entities:\n  retype:\n    Policy/办法: Reform\n", encoding="utf-8")
    found, _ = apply(replace(whole, entities=(*whole.entities, twin)), read(path))
    assert [e.spans for e in found.entities if e.name == "办法"] == [(Span(5, 9), Span(6, 8))]


@pytest.mark.parametrize("figure", ["受理785件", "785件", "'15,17'"])
def test_a_figure_is_named_by_words_or_by_characters(tmp_path: Path, figure: str) -> None:
    found, used, _ = decided(f"facts:\n  reject:\n    - figure: {figure}\n", tmp_path)
    assert found.observations == ()
    assert used == (f"reject {figure.strip(chr(39))}",)


def test_words_name_the_figure_that_they_end_with(tmp_path: Path) -> None:
    found, used, _ = decided("facts:\n  reject:\n    - figure: 市政府出台\n", tmp_path)
    assert (len(found.observations), used) == (1, ())


def test_a_relation_is_named_by_any_form_of_its_ends_and_edited(tmp_path: Path) -> None:
    text = (
        "facts:\n  edit:\n    - relation: 市政府 issued 办法\n      set: {predicate: drafted, status: done}\n"
    )
    found, used, _ = decided(text, tmp_path)
    (statement,) = found.statements
    assert (statement.predicate, statement.status, statement.rule) == ("drafted", Status.DONE, "decision")
    assert used == ("edit 市政府 issued 办法",)


def test_an_edit_that_names_no_known_entity_is_told(tmp_path: Path) -> None:
    text = "facts:\n  edit:\n    - figure: 785件\n      set: {about: 无此机构}\n"
    found, used, decisions = decided(text, tmp_path)
    assert found.observations[0].about == "Agency/市府"
    assert unmatched(decisions, used) == ("edit 785件",)


def test_a_relation_that_no_rule_found_is_accepted_with_its_evidence(tmp_path: Path) -> None:
    text = "facts:\n  accept:\n    - {relation: 淮安市人民政府 drafted 办法, evidence: 市政府出台《办法》}\n"
    found, used, _ = decided(text, tmp_path)
    added = next(s for s in found.statements if s.predicate == "drafted")
    assert (added.evidence.of(TEXT), added.rule) == ("市政府出台《办法》", "decision")
    assert used == ("accept 淮安市人民政府 drafted 办法",)


def test_a_relation_without_evidence_in_the_report_is_not_made_up(tmp_path: Path) -> None:
    text = "facts:\n  accept:\n    - {relation: 淮安市人民政府 drafted 办法, evidence: 起草《办法》}\n"
    found, used, decisions = decided(text, tmp_path)
    assert [s.predicate for s in found.statements] == ["issued"]
    assert unmatched(decisions, used) == ("accept 淮安市人民政府 drafted 办法",)


def test_a_decision_for_another_report_changes_nothing_and_is_told(tmp_path: Path) -> None:
    text = "facts:\n  reject:\n    - {relation: 淮安市人民政府 issued 办法, report: elsewhere}\n"
    found, used, decisions = decided(text, tmp_path)
    assert len(found.statements) == 1
    assert unmatched(decisions, used) == ("reject 淮安市人民政府 issued 办法",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("people: {}", "unknown keys"),
        ("entities: {merge: []}", "unknown keys"),
        ("entities: {retype: {Policy/办法: Weather}}", "unknown classes"),
        ("entities: {same-as: [a]}", "two entity ids"),
        ("facts: {edit: [{figure: '1,2', set: {colour: red}}]}", "edit: set: unknown keys"),
        ("facts: {reject: [{note: x}]}", "a fact needs"),
        ("facts: {reject: [{relation: a issued b, figure: '1,2'}]}", "a fact needs either"),
        ("facts: {reject: [{relation: 甲 出台 乙}]}", "is not '主体 predicate 客体'"),
        ("facts: {edit: [{relation: 甲 issued 乙, set: {unit: 件}}]}", "unknown keys"),
        ("facts: {edit: [{relation: 甲 issued 乙, set: {predicate: likes}}]}", "'likes' is none of"),
        ("facts: {edit: [{figure: 785件, set: {value: many}}]}", "is no number"),
        ("facts: {edit: [{figure: 785件, set: {kind: colour}}]}", "'colour' is none of"),
        ("facts: {accept: [{relation: 甲 issued 乙, status: maybe}]}", "'maybe' is none of"),
        ("facts: {accept: {relation: 甲 issued 乙}}", "a list is expected"),
        ("entities: {rename: [甲]}", "lines of 'entity: value'"),
        ("a: [", "cannot be read"),
    ],
)
def test_wrong_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        decided(text, tmp_path)
