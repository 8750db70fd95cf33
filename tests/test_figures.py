"""Numerals in every usual form: rules by their examples, values, and that nothing is dropped or raised."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import NumeralUse, Quantity, Sentence, Span
from kg.normalize import Reading, find_quantities, fold
from kg.normalize.scan import compile_scanner
from kg.rulebook import Rule, load, marked
from kg.segment import segment

RULES = [r for r in load().rules if r.cls == "Observation"]
FORMS = [
    ("受理402万件", "402万件", 4020000, "件", "exact", "count"),
    ("总投资132.59亿元", "132.59亿元", 13259000000, "元", "exact", "amount"),
    ("编制指南46000余项", "46000余项", 46000, "项", "over", "count"),
    ("新登记企业近2万户", "近2万户", 20000, "户", "about", "count"),
    ("检查市场主体6500多户", "6500多户", 6500, "户", "over", "count"),
    ("造林2.83万亩", "2.83万亩", 28300, "亩", "exact", "area"),
    ("满意率达99%以上", "99%以上", 99, "%", "atLeast", "ratio"),
    ("办结率９９．６％", "９９．６％", Decimal("99.6"), "%", "exact", "ratio"),
    ("调解纠纷1,234件", "1,234件", 1234, "件", "exact", "count"),
    ("超过四成的事项", "超过四成", 40, "%", "over", "ratio"),
    ("完成百分之九十", "百分之九十", 90, "%", "exact", "ratio"),
    ("制定两部政府规章", "两部", 2, "部", "exact", "count"),
    ("位居全省第三", "全省第三", 3, "位", "exact", "rank"),
    ("投诉同比下降6%", "6%", 6, "%", "exact", "change"),
    ("比重提高0.3个百分点", "0.3个百分点", Decimal("0.3"), "个百分点", "exact", "change"),
]
NOT_FIGURES = [
    ("2017年5月9日召开会议", NumeralUse.DATE),
    ("印发淮政发〔2017〕12号文件", NumeralUse.NAME),
    ("一、工作开展情况", NumeralUse.ORDINAL),
    ("党的十九大召开", None),
]


def read(text: str) -> Reading:
    passages = segment(text, [Sentence(0, Span(0, len(text)), None, 0)], load()) if text.strip() else ()
    return find_quantities(text, passages, (), load())


SCANNER = compile_scanner(load())


def seen(rule: Rule, text: str) -> list[tuple[int, int]]:
    """Give the spans that the lexer reads by a rule."""
    return [(hit.start, hit.end) for hit in SCANNER.scan(fold(text)) if hit.rule.id == rule.id]


def cases(key: str) -> list[object]:
    return [pytest.param(r, t, id=f"{r.id}-{n}") for r in RULES for n, t in enumerate(getattr(r, key), 1)]


@pytest.mark.parametrize(("rule", "example"), cases("examples"))
def test_a_rule_reads_its_example(rule: Rule, example: str) -> None:
    text, spans = marked(example)
    assert spans
    assert [any(a < end and start < b for a, b in seen(rule, text)) for start, end in spans] == [True] * len(
        spans
    )


@pytest.mark.parametrize(("rule", "text"), cases("counterexamples"))
def test_a_rule_leaves_its_counterexample(rule: Rule, text: str) -> None:
    found = read(text)
    assert rule.id not in {q.rule for q in found.quantities} | {n.reason for n in found.numerals}


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit", "qualifier", "kind"), FORMS, ids=[f[1] for f in FORMS]
)
def test_a_form_is_read(text: str, printed: str, value: object, unit: str, qualifier: str, kind: str) -> None:
    (found,) = read(text).quantities
    assert (found.span.of(text), found.value, found.unit, found.qualifier, found.kind) == (
        printed,
        value,
        unit,
        qualifier,
        kind,
    )


@pytest.mark.parametrize(("text", "use"), NOT_FIGURES)
def test_what_is_no_figure_is_told_apart(text: str, use: NumeralUse | None) -> None:
    found = read(text)
    assert found.quantities == ()
    assert use is None or use in {n.use for n in found.numerals}


def test_a_direction_is_kept() -> None:
    (found,) = read("信访总量同比下降6%").quantities
    assert found.direction == "down"


@settings(deadline=None)
@given(
    st.integers(1, 9_999_999), st.sampled_from("件 户 人 项 元".split()), st.sampled_from(("", "万", "亿"))
)
def test_digits_and_multiples_are_multiplied_out(number: int, unit: str, multiple: str) -> None:
    text = f"全年受理{number}{multiple}{unit}"
    times = {"": 1, "万": 10**4, "亿": 10**8}[multiple]
    (found,) = read(text).quantities
    assert found.value == number * times
    assert found.span.of(text) == f"{number}{multiple}{unit}"


@settings(deadline=None)
@given(
    st.text(
        alphabet="0123456789.,％%万亿千百十一二两三第余多近约超年月日号〔〕（）件户元个百分点，。全省",
        max_size=30,
    )
)
def test_no_form_raises_and_spans_lie_in_the_text(text: str) -> None:
    found = read(text)
    spans: list[Span] = [q.span for q in found.quantities] + [n.span for n in found.numerals]
    assert all(s.end <= len(text) and s.of(text) for s in spans)


@settings(deadline=None)
@given(st.integers(1, 99999))
def test_width_changes_no_offset_and_no_value(number: int) -> None:
    narrow = f"受理{number}件，办结率99.5%。"
    wide = narrow.translate(
        {ord("0") + i: ord("０") + i for i in range(10)} | {ord("%"): ord("％"), ord("."): ord("．")}
    )
    assert fold(wide) == narrow
    assert plain(read(wide).quantities) == plain(read(narrow).quantities)


def plain(quantities: tuple[Quantity, ...]) -> list[tuple[Span, Decimal, str, str, str]]:
    return [(q.span, q.value, q.unit, q.qualifier, q.kind) for q in quantities]


@settings(deadline=None)
@given(st.lists(st.integers(1, 9999), min_size=1, max_size=5))
def test_every_digit_is_accounted_for(numbers: list[int]) -> None:
    text = "，".join(f"办理{n}件" for n in numbers)
    covered = {i for n in read(text).numerals for i in range(n.span.start, n.span.end)}
    assert {i for i, c in enumerate(text) if c.isdigit()} <= covered
