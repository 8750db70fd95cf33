"""Decisions change what they name, and those that match nothing are told."""

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
        ("facts: {edit: [{figure: '1,2', set: {colour: red}}]}", "unknown fields"),
        ("facts: {reject: [{note: x}]}", "a fact needs"),
        ("a: [", "cannot be read"),
    ],
)
def test_wrong_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        decided(text, tmp_path)
