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
        ("增设市应急管理执法支队、市自然资源执法支队，核定事业编制67名。", "67名", "淮安市人民政府"),
        ("市编办在市政府法制办增设1个业务处室。", "1个", "淮安市人民政府法制办公室"),
        ("出台规范性文件23件。", "23件", "淮安市人民政府"),
        ("召开年度全市推进会，研究制定措施8项。", "8项", "淮安市人民政府"),
        ("12个区县政府收到申请24件。", "24件", "淮安市"),
        ("南京市玄武区等9个区县收到申请24件。", "24件", "淮安市"),
        ("7名干部参加市人大常委会考试，130名职工参加测试。", "130名", "淮安市人民政府"),
        ("印发市委全面依法治市委员会2017年工作要点，安排专题会议11场次。", "11场次", "淮安市人民政府"),
        ("打造立法征集线上平台，推动建立基层立法联系点27个。", "27个", "淮安市人民政府"),
        ("建成省政府立法专家库，聘请立法专家19名。", "19名", "淮安市人民政府"),
        ("市司法局指导工作，各镇（街道）审查文件、合同24件。", "24件", "淮安市"),
        ("按照《2017年全市执法计划》，检查单位62家次。", "62家次", "淮安市人民政府"),
        ("升级改造市公共法律服务中心，全年办理事项150件。", "150件", "淮安市人民政府"),
        ("省依法治省办法治督察反馈的45个问题全部整改。", "45个", "淮安市人民政府"),
        ("公开选聘1家律师事务所提供法律服务。", "1家", "淮安市人民政府"),
        ("市委传达学习2次，各基层党组织开展学习32场。", "32场", "淮安市人民政府"),
        ("通过专题学习及市委常委会会议学法等形式，全年学法18场次。", "18场次", "淮安市人民政府"),
    ],
)
def test_the_subject_is_named_carried_or_the_issuer(text: str, printed: str, about: str) -> None:
    assert one(text, printed)[1] == about


@pytest.mark.parametrize(
    ("text", "printed", "period"),
    [
        ("受理投诉785件。", "785件", "2017"),
        ("2014年3月至2016年5月底，共收案785件。", "785件", "2014/2016"),
        ("2017年1月1日至2017年6月30日，共收案785件。", "785件", "2017"),
        ("2016年受理投诉785件。", "785件", "2016"),
        ("去年受理投诉785件。", "785件", "2016"),
        ("受理投诉785件，与2015年相比增加12件。", "12件", "2017"),
        ("60年来，居民收入增长785倍。", "785倍", "1958/2017"),
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


def told(text: str) -> list[tuple[str, str, str | None]]:
    """Give figure, indicator and subject of every observation of a sentence."""
    found = read(text)
    names = {e.id: e.name for e in found.entities}
    return [
        (o.quantity.span.of(found.document.text), o.indicator, names.get(o.about or ""))
        for o in found.observations
    ]


CITY, COUNCIL = "淮安市", "淮安市人民政府"
SENTENCES: list[tuple[str, list[tuple[str, str, str]]]] = [
    (
        "全市各级行政复议机关共收到行政复议申请1256件，受理1103件，审结1047件，其中撤销、确认违法96件，直接纠错率9.2%。",
        [
            ("1256件", "行政复议机关收到行政复议申请数", CITY),
            ("1103件", "受理行政复议申请数", CITY),
            ("1047件", "审结行政复议申请数", CITY),
            ("96件", "行政复议申请撤销、确认违法数", CITY),
            ("9.2%", "行政复议直接纠错率", CITY),
        ],
    ),
    (
        "市政府全年制定政府规章3件，修改2件，提请市人大常委会审议地方性法规草案4件。",
        [
            ("3件", "制定政府规章数", COUNCIL),
            ("2件", "修改政府规章数", COUNCIL),
            ("4件", "提请市人大常委会审议地方性法规草案数", COUNCIL),
        ],
    ),
    (
        "组织清理涉及民营经济发展的规范性文件1580件，废止56件、修改23件。",
        [
            ("1580件", "组织清理涉及民营经济发展的规范性文件数", COUNCIL),
            ("56件", "废止规范性文件数", COUNCIL),
            ("23件", "修改规范性文件数", COUNCIL),
        ],
    ),
    (
        "全市行政机关负责人出庭应诉率达98.6%，同比提高3.4个百分点。",
        [
            ("98.6%", "行政机关负责人出庭应诉率", CITY),
            ("3.4个百分点", "行政机关负责人出庭应诉率同比提高幅度", CITY),
        ],
    ),
    (
        "全市人民调解组织共排查矛盾纠纷8.6万件，调解成功8.5万件，调解成功率98.9%。",
        [
            ("8.6万件", "人民调解组织排查矛盾纠纷数", CITY),
            ("8.5万件", "矛盾纠纷调解成功数", CITY),
            ("98.9%", "矛盾纠纷调解成功率", CITY),
        ],
    ),
    (
        "建成国家级民主法治示范村8个、省级236个。",
        [
            ("8个", "建成国家级民主法治示范村数", CITY),
            ("236个", "建成省级民主法治示范村数", CITY),
        ],
    ),
    (
        "行政审批中介服务事项由165项精简至98项。",
        [
            ("165项", "行政审批中介服务事项数原值", COUNCIL),
            ("98项", "行政审批中介服务事项数", COUNCIL),
        ],
    ),
    (
        "市住建局、市城管局等6个部门开展联合执法120次。",
        [("6个", "开展联合执法的部门数", COUNCIL), ("120次", "开展联合执法次数", COUNCIL)],
    ),
    (
        "对1235家企业实施信用修复，将356名失信被执行人纳入黑名单。",
        [("1235家", "实施信用修复的企业数", CITY), ("356名", "纳入黑名单的失信被执行人数", CITY)],
    ),
    (
        "城镇、农村居民人均可支配收入分别增长4.8%、7%。",
        [
            ("4.8%", "城镇居民人均可支配收入增幅", CITY),
            ("7%", "农村居民人均可支配收入增幅", CITY),
        ],
    ),
    (
        "全市新增市场主体8.9万户，总量达65.3万户，同比增长11.2%。",
        [
            ("8.9万户", "新增市场主体数", CITY),
            ("65.3万户", "市场主体总量", CITY),
            ("11.2%", "新增市场主体数同比增幅", CITY),
        ],
    ),
    (
        "在全省法治政府建设考核中排名第三，连续三年获评优秀等次。",
        [("第三", "全省法治政府建设考核排名", CITY), ("连续三年", "获评优秀等次连续年数", CITY)],
    ),
    (
        "80%的乡镇建成标准化司法所，三分之二以上的村居设立法律顾问工作室。",
        [
            ("80%", "建成标准化司法所的乡镇比例", CITY),
            ("三分之二以上", "设立法律顾问工作室的村居比例", CITY),
        ],
    ),
    (
        "交通、水利分别完成投资32.5亿元、7.4亿元。",
        [("32.5亿元", "交通完成投资", CITY), ("7.4亿元", "水利完成投资", CITY)],
    ),
    (
        "开展培训32场，3.6亿元贷款惠及小微企业。",
        [("32场", "开展培训场次", COUNCIL), ("3.6亿元", "惠及小微企业的贷款", CITY)],
    ),
    (
        "全市营商环境全省排名有望上升3位、居第4位。",
        [("3位", "营商环境全省排名升幅", CITY), ("第4位", "营商环境全省排名", CITY)],
    ),
    (
        "我市运动员在省运会获得3块金牌、残运会获得8块金牌。",
        [("3块", "运动员在省运会金牌数", CITY), ("8块", "残运会金牌数", CITY)],
    ),
    (
        "办结国务院行政复议案件46件，审核合同8份。",
        [("46件", "办结国务院行政复议案件数", COUNCIL), ("8份", "审核合同数", COUNCIL)],
    ),
    (
        "在全市5个县（市、区）划分学区36个，对3省（区、市）开展考察。",
        [
            ("5个", "划分学区的县（市、区）数", CITY),
            ("36个", "划分学区数", CITY),
            ("3省", "开展考察的省（区、市）数", CITY),
        ],
    ),
    (
        "对全市12家餐饮具集中消毒企业进行全覆盖检查，抽查55家超市、母婴店等不同类别的经营单位。",
        [("12家", "全覆盖检查的餐饮具集中消毒企业数", COUNCIL), ("55家", "抽查经营单位数", COUNCIL)],
    ),
    (
        "查处违法行为42起，其中41起已结案（警告27家）、1起尚在调查取证中。",
        [
            ("42起", "查处违法行为数", COUNCIL),
            ("41起", "结案的违法行为数", COUNCIL),
            ("27家", "警告数", COUNCIL),
            ("1起", "在调查取证中的违法行为数", COUNCIL),
        ],
    ),
    (
        "全市抽检食品56批次，合格54批次，不合格2批次。",
        [
            ("56批次", "抽检食品批次数", CITY),
            ("54批次", "抽检食品合格批次数", CITY),
            ("2批次", "抽检食品不合格批次数", CITY),
        ],
    ),
    (
        "县政府交办代表建议22件（主办件19件、协办件3件）。",
        [
            ("22件", "县政府交办代表建议数", COUNCIL),
            ("19件", "县政府交办代表建议主办件数", COUNCIL),
            ("3件", "县政府交办代表建议协办件数", COUNCIL),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[t[:16] for t, _ in SENTENCES])
def test_typical_sentences_of_the_genre(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


def test_a_section_on_plans_makes_targets_of_the_next_year() -> None:
    found = read(
        "一、工作开展情况\n办理建议20件。\n二、2018年工作打算\n力争行政机关负责人出庭应诉率达到95%以上。\n"
    )
    done, planned = found.observations
    assert (done.period, done.status, done.quantity.kind) == ("2017", Status.DONE, "count")
    assert (planned.period, planned.status, planned.quantity.kind) == ("2018", Status.PLANNED, "target")


def test_a_year_only_compared_with_is_no_period() -> None:
    found, _ = one("行政诉讼案件数较2016年下降15%。", "15%")
    assert (found.period, found.compared_with) == ("2017", "2016年")


def test_years_in_a_row_are_a_span() -> None:
    found, _ = one("矛盾纠纷调处率连续两年位居全省第三。", "全省第三")
    assert found.period == "2016/2017"


def test_last_year_said_in_passing_does_not_hold_for_the_next_clause() -> None:
    found, _ = one("市政府法制办在去年调进2名新人的基础上，再新增4名年轻同志。", "4名")
    assert found.period == "2017"


def test_every_observation_lies_in_its_clause() -> None:
    found = read("全年承办代表建议183件，办结率、代表满意率均达100%（其中重点建议12件）。")
    assert found.observations
    assert all(o.evidence.covers(o.quantity.span) for o in found.observations)


@pytest.mark.parametrize(
    "heading",
    [
        "四、下一年度推进法治政府建设的主要安排",
        "四、2018年度推进法治政府建设的主要安排",
        "三、下一步工作打算",
        "三、2018年法治政府建设工作计划",
        "四、存在的问题和下一步工作安排",
        "四、今后努力方向",
    ],
)
def test_headings_on_the_year_to_come(heading: str) -> None:
    found = read(f"一、主要做法\n办理建议20件。\n{heading}\n组织培训5次。\n")
    assert [(o.period, o.status) for o in found.observations] == [
        ("2017", Status.DONE),
        ("2018", Status.PLANNED),
    ]


@pytest.mark.parametrize(
    ("text", "printed", "period"),
    [
        ("收到复议申请153件，比去年同期的121件增长26.4%。", "121件", "2016"),
        ("收到复议申请153件，比去年同期的121件增长26.4%。", "26.4%", "2017"),
        ("受理复议申请372件（含上年结转16件）。", "16件", "2017"),
        ("年度计划投资完成率114.2%。", "114.2%", "2017"),
    ],
)
def test_the_year_of_a_base_of_comparison(text: str, printed: str, period: str) -> None:
    assert one(text, printed)[0].period == period


def test_members_of_a_list_share_the_bound_of_the_last() -> None:
    found = read("粮食、油料种植面积分别保持在445万亩、222万亩以上。")
    assert [o.quantity.qualifier for o in found.observations] == ["atLeast", "atLeast"]


def test_each_place_of_a_list_has_its_own_figure() -> None:
    assert told("盱眙县、金湖县分别位列全省县（市）第8、第15名。") == [
        ("第8", "盱眙县全省县（市）排名", "盱眙县"),
        ("第15名", "金湖县全省县（市）排名", "金湖县"),
    ]


def test_what_a_bracket_says_leaves_the_topic() -> None:
    found = told("办理行政处罚案件486件（含简易程序451件），同比下降6.2%。")
    assert found[2][1] == "办理行政处罚案件数同比降幅"
