"""Sums of the report done again: what does not add up is found, what may well add up is left alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import extraction_fixture as fixture
import pytest
from goldfixture import gold

from kg.audit import AuditFinding, audit
from kg.model import Extraction, Observation, Quantity, Sentence, Span, Status

_FIGURE = re.compile(r"(近|约|超)?(\d+(?:\.\d+)?)(万|亿)?(余)?(个百分点|件|起|人|元|个|%)")
_TIMES = {"万": 10_000, "亿": 100_000_000}


def read(text: str) -> Extraction:
    """Give an Extraction with every figure of a text; a percentage after a verb of change is a change."""
    sentences = tuple(
        Sentence(i, Span(*found.span()), None, 0) for i, found in enumerate(re.finditer("[^。]+。?", text))
    )
    document = replace(fixture.document(), text=text)
    return Extraction(document, (), sentences, (), tuple(_figures(text)), (), (), ())


def _figures(text: str) -> Iterator[Observation]:
    for found in _FIGURE.finditer(text):
        vague, number, times, more, unit = found.groups()
        change = re.search("(增长|下降|上升|提高)(了|达|为)*$", text[: found.start()])
        kind = "count" if unit != "%" else "change" if change else "ratio"
        value = Decimal(number) * _TIMES.get(times, 1)
        qualifier = {"近": "under", "约": "about", "超": "over", None: "over" if more else "exact"}[vague]
        span = Span(*found.span())
        quantity = Quantity(span, value, unit, qualifier, kind)
        yield Observation(quantity, span, "x", None, None, None, "2017", Status.DONE, "test")


def found(text: str) -> list[tuple[str, str, str]]:
    return [(finding.kind, finding.stated, finding.recomputed) for finding in audit(read(text))]


# --- the sample


def test_the_samples_rate_of_lost_cases_does_not_add_up() -> None:
    (finding,) = [f for f in audit(gold()) if f.kind == "share"]
    assert (finding.stated, finding.recomputed) == ("10.06%", "9.78%")
    text = gold().document.text
    assert [span.of(text) for span in finding.spans] == ["10.06%", "67件", "685件"]
    assert finding.message_zh == "67件占685件的9.78%，原文为10.06%"
    assert finding.message_en == "67件 of 685件 make 9.78%, the text says 10.06%"


def test_nothing_else_of_the_sample_is_doubted() -> None:
    assert len(audit(gold())) == 1


# --- what does not add up

WRONG = {
    "审结685件，败诉67件，败诉率10.06%。": ("share", "10.06%", "9.78%"),
    "受理200件，调解成功50件，调解成功率为26.5%。": ("share", "26.5%", "25%"),
    "检查企业200个，其中合格50个，占22%。": ("share", "22%", "25%"),
    "受理各类案件5.0万件，办结4.50万件，办结率达94.5%。": ("share", "94.5%", "90%"),
    "审查文件100件，其中规章120件。": ("part", "120件", "≤100件"),
    "审查文件100件。其中，规章12件，纠正120件。": None,
    "办理案件10件，其中：行政复议12起。": ("part", "12起", "≤10件"),
    "处理咨询30件、投诉20件，共计60件。": ("total", "60件", "50件"),
    "处理咨询1.25万件、投诉2.31万件、举报1.04万件，合计6.00万件。": ("total", "6.00万件", "46000件"),
    "受理行政复议申请120件，审结130件。": ("done", "130件", "≤120件"),
    "收到建议50件，已办结51件。": ("done", "51件", "≤50件"),
    "群众满意率达102%。": ("rate", "102%", "≤100%"),
    "企业占比150%。": ("rate", "150%", "≤100%"),
    "案件从100件增加到150件，增长60%。": ("growth", "60%", "50%"),
    "办理时限由200个压缩至50个，下降了70%。": ("growth", "70%", "75%"),
    "收到申请186件，同比增加35件，增长33.2%。": ("growth", "33.2%", "23.18%"),
    "受理案件812件，同比减少53件，下降6.5%。": ("growth", "6.5%", "6.13%"),
    "收到申请153件，比去年同期的121件增长36.4%。": ("growth", "36.4%", "26.45%"),
    "审结200件，维持100件、驳回60件，分别占审结总数的50%和35%。": ("share", "35%", "30%"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_does_not_add_up_is_found(text: str) -> None:
    wanted = WRONG[text]
    assert found(text) == ([wanted] if wanted else [])


# --- what is left alone

RIGHT = [
    # it adds up, by rounding or by cutting off
    "审结685件，败诉67件，败诉率9.78%。",
    "审结300件，败诉200件，败诉率66.66%。",
    "审结300件，败诉200件，败诉率66.67%。",
    "审结685件，败诉67件，败诉率10%。",
    "受理3.1万件，办结3.1万件，办结率100%。",
    "受理5万件，办结4.5万件，办结率94.5%。",
    "检查企业200个，其中合格50个，占24%。",
    "处理咨询30件、投诉20件，共计50件。",
    "处理咨询1.2万件、投诉2万件，合计3.2万件。",
    "案件从100件增加到150件，增长50%。",
    "案件从1.2万件增加到1.8万件，增长47%。",
    "收到申请186件，同比增加35件，增长23.2%。",
    "受理案件812件，同比减少53件，下降6.1%。",
    "收到申请153件，比去年同期的121件增长26.4%。",
    "审结200件，维持100件、驳回60件，分别占审结总数的50%和30%。",
    # more by so many of something else, and a share of some of them only
    "收到申请186件，同比增加35人，增长33.2%。",
    "应出庭案件426件，出庭412件，出庭率96.7%，其中市级机关出庭率达到100%。",
    # another whole of the sentence makes it
    "登记670件，审结685件，败诉67件，败诉率10%。",
    # nobody says what it is a share of
    "败诉67件，败诉率10.06%。",
    "受理785件，败诉率10.06%。",
    "检查企业200个，罚款50元，占24%。",
    # so far off that it is a share of something else
    "审结685件，败诉67件，败诉率30%。",
    # another act
    "审结685件，撤销67件，败诉率10.06%。",
    # about figures are not reckoned with
    "审结685件，败诉近67件，败诉率10.06%。",
    "审结685余件，败诉67件，败诉率10.06%。",
    "审结685件，败诉67件，败诉率约10.06%。",
    # figures of two sentences
    "审结685件。败诉67件，败诉率10.06%。",
    # the whole of 其中 is not the figure before
    "检查企业10个和有关项目，其中工地20个。",
    "罚款100元，其中案件120件。",
    "纠正问题50个，涉及群众，其中老人80个。",
    # parts that may overlap, and lists that are not of one kind
    "办理案件100件，其中受理80件，审结70件。",
    "培训干部30人、案件20件，共计60件。",
    "处理咨询30件，投诉20件，共计60件。",
    # older matters among those done
    "受理案件120件，审结130件（含上年结转20件）。",
    "新收案件120件，审结130件。",
    "受理案件120件，培训130件。",
    "受理申请120件，办结许可130件。",
    # rates that can be over 100 %
    "目标完成率达120%。",
    "增长率150%。",
    "群众满意率达100%。",
    # points are not percent, and a share may grow by points
    "满意率从80%提高到90%，提高12%。",
    "案件从100件增加到150件，增长60个百分点。",
    # nothing to reckon with
    "",
    "没有数字。",
    "审结0件，败诉0件，败诉率0%。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_may_well_add_up_is_left_alone(text: str) -> None:
    assert found(text) == []


# --- findings


def test_findings_come_in_the_order_of_the_text_and_once() -> None:
    texts = [text for text, wanted in WRONG.items() if wanted]
    findings = audit(read("".join(texts)))
    assert [f.spans[0] for f in findings] == sorted(f.spans[0] for f in findings)
    assert len(findings) == len(set(findings)) == len(texts)


def test_a_figure_read_twice_counts_once() -> None:
    once = read("审结685件，败诉67件，败诉率10.06%。")
    twice = replace(once, observations=(*once.observations, replace(once.observations[2], indicator="y")))
    assert audit(twice) == audit(once)


def test_every_finding_says_so_in_two_languages() -> None:
    for text, wanted in WRONG.items():
        for finding in audit(read(text)):
            assert wanted
            assert isinstance(finding, AuditFinding)
            assert finding.stated in finding.message_zh
            assert finding.stated in finding.message_en


def test_a_report_without_sentences_or_figures_has_no_findings() -> None:
    assert audit(replace(fixture.small(), observations=())) == ()
    assert audit(replace(read("审结685件，败诉67件，败诉率10.06%。"), sentences=()))
