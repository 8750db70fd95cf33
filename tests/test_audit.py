"""Figures that contradict each other are found; figures that agree, or only might be related, are left alone."""

from decimal import Decimal

import pytest

from kg.audit import audit
from kg.model import Document, Extraction, Observation, Quantity, Sentence, Span, Status

Figure = tuple[str, str, str, str, str]


def extraction(text: str, figures: list[Figure]) -> Extraction:
    document = Document(
        "x/2017/otherReport",
        text,
        "x.txt",
        "0",
        "text/plain",
        "",
        None,
        None,
        None,
        None,
        2017,
        None,
        None,
        "otherReport",
    )
    observations = []
    for said, value, unit, kind, indicator in figures:
        start = text.index(said)
        span = Span(start, start + len(said))
        quantity = Quantity(span, Decimal(value), unit, "exact", kind)
        observations.append(
            Observation(quantity, span, indicator, None, None, "Agency/a", "2017", Status.DONE, "r")
        )
    sentence = Sentence(0, Span(0, len(text)), None, 0)
    return Extraction(document, (), (sentence,), (), tuple(observations), (), (), ())


def kinds(text: str, figures: list[Figure]) -> list[str]:
    return [f.kind for f in audit(extraction(text, figures))]


LAWSUITS = "受理案件785件，审结685件，败诉67件，败诉率为10.06%。"
ACCEPTED: Figure = ("785件", "785", "件", "count", "受理案件数")
CONCLUDED: Figure = ("685件", "685", "件", "count", "审结案件数")
LOST: Figure = ("67件", "67", "件", "count", "败诉案件数")


def test_a_rate_that_no_quotient_gives_is_found_with_the_sum_done_again() -> None:
    (found,) = audit(
        extraction(LAWSUITS, [ACCEPTED, CONCLUDED, LOST, ("10.06%", "10.06", "%", "ratio", "败诉率")])
    )
    assert (found.kind, found.stated, found.recomputed) == ("rate", "10.06%", "9.78%")
    assert LAWSUITS[found.spans[0].start : found.spans[0].end] == "10.06%"
    assert "67件/785件=8.54%" in found.message_zh


@pytest.mark.parametrize("rate", ["9.78", "9.8", "10", "8.54"])
def test_a_rate_that_one_quotient_gives_is_left_alone(rate: str) -> None:
    text = LAWSUITS.replace("10.06%", f"{rate}%")
    assert kinds(text, [ACCEPTED, CONCLUDED, LOST, (f"{rate}%", rate, "%", "ratio", "败诉率")]) == []


def test_a_rate_with_no_count_of_its_own_is_left_alone() -> None:
    assert (
        kinds(
            "受理785件，满意率99%。",
            [("785件", "785", "件", "count", "受理数"), ("99%", "99", "%", "ratio", "满意率")],
        )
        == []
    )


def test_more_than_all_is_found() -> None:
    assert kinds("办结率为102%。", [("102%", "102", "%", "ratio", "建议办结率")]) == ["over-hundred"]
    assert kinds("完成率为102%。", [("102%", "102", "%", "ratio", "目标完成率")]) == []


def test_more_concluded_than_accepted_is_found() -> None:
    more = ("审结90件", "90", "件", "count", "审结行政复议案件数")
    fewer = ("受理80件", "80", "件", "count", "受理行政复议案件数")
    assert kinds("受理80件，审结90件。", [fewer, more]) == ["ended-exceeds-accepted"]
    assert kinds("审结90件，受理80件。", [more, ("受理80件", "80", "件", "count", "受理投诉数")]) == []


def test_a_part_larger_than_its_whole_is_found() -> None:
    whole = ("75件", "75", "件", "count", "办理行政复议申请数")
    assert kinds("办理75件，其中撤销80件。", [whole, ("80件", "80", "件", "count", "撤销数")]) == [
        "part-exceeds-whole"
    ]
    assert kinds("办理75件，其中撤销8件。", [whole, ("8件", "8", "件", "count", "撤销数")]) == []
