"""What a figure measures, whom it is about, when, and whether it is done: on invented sentences of the genre."""

import pytest
from test_rules import TITLE, document

from kg.extract import extract
from kg.model import Extraction, Observation, Span, Status
from kg.rulebook import load


def read(text: str) -> Extraction:
    whole = document(f"{TITLE}\n{text}")
    fields = {f: getattr(whole, f) for f in whole.__slots__}
    return extract(type(whole)(**{**fields, "title": TITLE, "title_span": Span(0, len(TITLE))}), load())


def one(text: str, printed: str) -> tuple[Observation, str | None]:
    """Give the observation of a printed figure and the name of what it is about."""
    found = read(text)
    names = {e.id: e.name for e in found.entities}
    (observation,) = [o for o in found.observations if o.quantity.span.of(found.document.text) == printed]
    return observation, names.get(observation.about or "")


@pytest.mark.parametrize(
    ("text", "printed", "indicator"),
    [
        ("全年受理行政复议案件112件，审结105件。", "105件", "审结行政复议案件数"),
        ("全年受理行政复议案件112件，审结105件。", "112件", "受理行政复议案件数"),
        ("城乡基本社会保险覆盖面达到96%。", "96%", "城乡基本社会保险覆盖面"),
        ("新建61所中小学校。", "61所", "新建中小学校数"),
    ],
)
def test_the_indicator_is_a_noun_phrase_of_the_text(text: str, printed: str, indicator: str) -> None:
    assert one(text, printed)[0].indicator == indicator


@pytest.mark.parametrize(
    ("text", "printed", "about"),
    [
        ("市公安局开展法制培训12期。", "12期", "淮安市公安局"),
        ("盱眙县开办企业平均只需2.5个工作日。", "2.5个工作日", "盱眙县"),
        ("全市法院受理一审行政诉讼案件785件。", "785件", "淮安市"),
        ("成立市代办服务中心，全年为10个项目提供代办服务。", "10个", "淮安市代办服务中心"),
        ("市编办在市政府法制办增设1个业务处室。", "1个", "淮安市人民政府法制办公室"),
        ("出台规范性文件23件。", "23件", "淮安市人民政府"),
    ],
)
def test_the_subject_is_named_carried_or_the_issuer(text: str, printed: str, about: str) -> None:
    assert one(text, printed)[1] == about


@pytest.mark.parametrize(
    ("text", "printed", "period"),
    [
        ("受理投诉785件。", "785件", "2017"),
        ("2016年受理投诉785件。", "785件", "2016"),
        ("去年受理投诉785件。", "785件", "2016"),
    ],
)
def test_the_period_is_the_reports_year_unless_the_text_says_otherwise(
    text: str, printed: str, period: str
) -> None:
    assert one(text, printed)[0].period == period


def test_a_plan_is_no_fact() -> None:
    assert one("力争2018年行政机关负责人出庭应诉率达到90%。", "90%")[0].status is Status.PLANNED


def test_two_rates_may_share_one_figure() -> None:
    found = read("办理政协委员提案372件，办结率、满意率均达100%。")
    rates = [o.indicator for o in found.observations if o.quantity.unit == "%"]
    assert len(rates) == 2
    assert any(r.endswith("办结率") for r in rates)
    assert any(r.endswith("满意率") for r in rates)


def test_the_whole_and_the_base_of_comparison_are_kept() -> None:
    share, _ = one("承办代表建议183件，占建议总件数的92.4%。", "92.4%")
    assert share.denominator is not None
    assert "建议总件数" in share.denominator
    growth, _ = one("调解案件80053件，同比增长3.2%。", "3.2%")
    assert growth.compared_with is not None
    assert growth.quantity.direction == "up"


def test_a_usual_indicator_is_harmonised_and_the_phrase_kept() -> None:
    found, _ = one("行政机关负责人出庭应诉率为86.88%。", "86.88%")
    assert (found.indicator, found.concept) == ("行政机关负责人出庭应诉率", "litigationHeadAttendance")
