"""Numerals in every usual form: values of generated numbers, ranges, lists, and what is no figure."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import NumeralUse, Quantity, Sentence, Span
from kg.normalize import Reading, find_quantities, fold, number
from kg.rulebook import load
from kg.segment import segment

DIGITS = "零一二三四五六七八九"


def read(text: str) -> Reading:
    passages = segment(text, [Sentence(0, Span(0, len(text)), None, 0)], load())
    return find_quantities(text, passages, (), load())


def one(text: str) -> Quantity:
    (found,) = read(text).quantities
    return found


def in_words(value: int) -> str:
    """Write a number up to 99,999,999 in Chinese."""
    if value >= 10_000:
        rest = value % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return f"{in_words(value // 10_000)}万{gap}{in_words(rest) if rest else ''}"
    words, started = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // scale % 10
        if digit:
            words += DIGITS[digit] + name
            started = True
        elif started and value % scale and not words.endswith("零"):
            words += "零"
    return words


@settings(deadline=None)
@given(st.integers(1, 99_999_999))
def test_a_number_in_words_has_its_value(value: int) -> None:
    assert number(in_words(value)) == value


@settings(deadline=None)
@given(st.integers(2, 9999).filter(lambda n: n not in (2, 10, 100, 1000)))
def test_a_number_in_words_with_a_measure_word_is_a_figure(value: int) -> None:
    found = one(f"全年召开会议{in_words(value)}次。")
    assert (found.value, found.unit, found.kind) == (value, "次", "count")


@settings(deadline=None)
@given(st.decimals(Decimal("0.01"), Decimal("999.99"), places=2))
def test_a_decimal_with_a_multiple_is_multiplied_out(value: Decimal) -> None:
    found = one(f"完成投资{value}亿元。")
    assert (found.value, found.unit, found.kind) == (value * 10**8, "元", "amount")


@settings(deadline=None)
@given(st.decimals(Decimal("0.1"), Decimal("100"), places=1), st.sampled_from("% ％".split()))
def test_a_percentage_is_its_number(value: Decimal, sign: str) -> None:
    found = one(f"群众满意率达{value}{sign}。")
    assert (found.value, found.unit, found.kind) == (value, "%", "ratio")


@settings(deadline=None)
@given(st.integers(1000, 9_999_999))
def test_separators_change_no_value(value: int) -> None:
    text = f"受理申请{value:,}件。"
    found = one(text)
    assert (found.value, found.span.of(text)) == (value, f"{value:,}件")


@settings(deadline=None)
@given(st.integers(1, 9999), st.sampled_from("件 户 人 家 项 元".split()))
def test_full_width_text_gives_the_same_figure_at_the_same_place(value: int, unit: str) -> None:
    narrow = f"受理{value}{unit}，占98.5%。"
    wide = narrow.translate({ord("0") + i: ord("０") + i for i in range(10)} | {ord("%"): ord("％")})
    wide = wide.replace(".", "．")
    assert len(wide) == len(narrow)
    assert fold(wide) == narrow
    assert [(q.span, q.value, q.unit) for q in read(wide).quantities] == [
        (q.span, q.value, q.unit) for q in read(narrow).quantities
    ]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("受理申请约300件。", "about"),
        ("受理申请近300件。", "about"),
        ("受理申请300件左右。", "about"),
        ("受理申请超过300件。", "over"),
        ("受理申请300余件。", "over"),
        ("受理申请突破300件。", "over"),
        ("受理申请不足300件。", "under"),
        ("受理申请不少于300件。", "atLeast"),
        ("受理申请300件以上。", "atLeast"),
        ("受理申请不超过300件。", "atMost"),
        ("受理申请300件以内。", "atMost"),
        ("在3个工作日内办结。", "atMost"),
        ("通过300件。", "exact"),
    ],
)
def test_words_around_a_numeral_bound_it(text: str, qualifier: str) -> None:
    assert one(text).qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("办理时限为2至3个工作日。", [2, 3], "工作日"),
        ("每年新增30—50个岗位。", [30, 50], "个"),
        ("比例为12.5—13.0。", [Decimal("12.5"), 13], ""),
        ("总投资3-5亿元。", [300_000_000, 500_000_000], "元"),
    ],
)
def test_both_ends_of_a_range_are_figures(text: str, values: list[object], unit: str) -> None:
    found = read(text).quantities
    assert [q.value for q in found] == values
    assert {q.qualifier for q in found} == {"between"}
    assert {q.unit for q in found} == {unit}


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("标准提高至每人每月125元。", "元/人·月", 125),
        ("标准为每人每年不低于1200元。", "元/人·年", 1200),
        ("电价下降1分/千瓦时。", "分/千瓦时", 1),
        ("PM2.5浓度为31微克/立方米。", "微克/立方米", 31),
        ("关停锅炉858台。", "台", 858),
        ("检查企业35家次。", "家次", 35),
        ("13万低收入人口脱贫。", "人", 130_000),
        ("参保人数达389.75万。", "人", 3_897_500),
    ],
)
def test_the_unit_is_as_a_person_writes_it(text: str, unit: str, value: object) -> None:
    found = one(text)
    assert (found.unit, found.value) == (unit, value)


@pytest.mark.parametrize(
    ("text", "kind", "direction"),
    [
        ("信访总量同比下降6%。", "change", "down"),
        ("比重提高0.3个百分点。", "change", "up"),
        ("压缩审批时限60%以上。", "change", "down"),
        ("平均减材料58%。", "change", "down"),
        ("增速高于全国2.5个百分点。", "change", "up"),
        ("覆盖率提高到96%。", "ratio", "up"),
        ("同比减少120件。", "change", "down"),
        ("专利授权量翻一番。", "change", "up"),
        ("工业投资保持两位数增长。", "change", "up"),
        ("增加3个行政编制。", "count", None),
        ("优良天数达到248天。", "count", None),
        ("排名全省第三。", "rank", None),
        ("进入全国前10位。", "rank", None),
        ("学科进入ESI全球前1%。", "rank", None),
        ("实施500万元以上技改项目。", "threshold", None),
        ("服务60岁以上老年人。", "threshold", None),
        ("建成全省首个示范中心。", "order", None),
        ("连续两年获评优秀。", "duration", None),
    ],
)
def test_kind_and_direction(text: str, kind: str, direction: str | None) -> None:
    found = one(text)
    assert (found.kind, found.direction) == (kind, direction)


def test_a_list_shares_kind_and_direction() -> None:
    found = read("城乡居民人均可支配收入分别增长4.3%、6.1%。").quantities
    assert [(q.kind, q.direction) for q in found] == [("change", "up")] * 2


def test_a_member_of_a_list_takes_the_unit_of_the_next() -> None:
    found = read("新房和旧房占比分别提高11.1、11.2个百分点。").quantities
    assert [(q.value, q.unit) for q in found] == [
        (Decimal("11.1"), "个百分点"),
        (Decimal("11.2"), "个百分点"),
    ]


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("截至2017年12月30日，工作有序推进。", NumeralUse.DATE),
        ("2015—2017年度先进集体名单公布。", NumeralUse.DATE),
        ("前三季度运行平稳。", NumeralUse.DATE),
        ("实施国企改革三年行动。", NumeralUse.DATE),
        ("“十四五”规划收官。", NumeralUse.DATE),
        ("公布政府令第8号。", NumeralUse.NAME),
        ("国办发〔2017〕12号文件要求。", NumeralUse.NAME),
        ("整合12345热线。", NumeralUse.NAME),
        ("开展“35745”行动。", NumeralUse.NAME),
        ("构建“1+3”体系。", NumeralUse.NAME),
        ("打造15分钟便民生活圈。", NumeralUse.NAME),
        ("地铁3号线开工。", NumeralUse.NAME),
        ("市政府召开八届第14次常务会议。", NumeralUse.ORDINAL),
        ("（三）提高服务水平", NumeralUse.ORDINAL),
        ("诉转案率位居全省前列。", NumeralUse.ORDINAL),
        ("合计 120 35 85 208", NumeralUse.UNREAD),
    ],
)
def test_what_is_no_figure_is_in_the_ledger(text: str, use: NumeralUse) -> None:
    found = read(text)
    assert found.quantities == ()
    assert use in {n.use for n in found.numerals}


@pytest.mark.parametrize(
    "text",
    [
        "化解一批矛盾纠纷，统一规范，进一步完善一系列制度。",
        "开办一家企业更加方便，构建三位一体工作机制。",
        "严格履行第一责任人职责，引入第三方评估。",
        "社会消费品零售总额平稳增长。",
        "千家万户普遍受益，千方百计扩大就业。",
    ],
)
def test_numerals_inside_ordinary_words_are_no_numerals(text: str) -> None:
    found = read(text)
    assert found.quantities == ()
    assert found.numerals == ()
