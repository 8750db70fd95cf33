"""Names in whole reports: short forms by the report's own place and level, enumerations, one node for each thing."""

import pytest

from kg.extract import extract
from kg.model import Entity
from kg.reader import read
from kg.rulebook import load

COUNTY = "盱眙县人民政府关于2021年度法治政府建设情况的报告"
CITY = "淮安市人民政府关于2019年度法治政府建设情况的报告"
BUREAU = "淮安市市场监督管理局2022年度法治政府建设情况报告"
COUNTY_BUREAU = "盱眙县市场监督管理局2022年度法治政府建设情况报告"
BRANCH = "宿迁市自然资源和规划局宿城分局2023年度法治政府建设情况报告"
PREFECTURE = "恩施土家族苗族自治州人民政府关于2021年度法治政府建设情况的报告"
BANNER = "敖汉旗人民政府2022年度法治政府建设情况报告"
CORPS = "八师石河子市2022年度法治政府建设情况报告"
TOWN = "盱眙县黄花塘镇人民政府2023年法治政府建设情况报告"
STREET = "桃源街道2023年度法治政府建设情况报告"
ZONE = "苏州工业园区管理委员会2022年度法治政府建设情况报告"
PROVINCE = "湖北省生态环境厅2023年度法治政府建设情况报告"


def entities(title: str, text: str) -> list[Entity]:
    found = extract(read(f"{title}\n{text}\n".encode(), name="report.txt"), load())
    return list(found.entities)


def names(cls: str, title: str, text: str) -> set[str]:
    return {e.name for e in entities(title, text) if e.cls == cls}


@pytest.mark.parametrize(
    ("title", "text", "form", "name"),
    [
        (COUNTY, "县司法局开展普法。", "县司法局", "盱眙县司法局"),
        (COUNTY, "县政府党组带头学法。", "县政府党组", "盱眙县人民政府党组"),
        (COUNTY, "向市委、县人大常委会报告。", "县人大常委会", "盱眙县人民代表大会常务委员会"),
        (COUNTY, "黄花塘镇人民政府承接赋权事项。", "黄花塘镇人民政府", "盱眙县黄花塘镇人民政府"),
        (CITY, "市仲裁委与市中级人民法院协作。", "市中级人民法院", "淮安市中级人民法院"),
        (CITY, "原市国土局、市规划局职责划入市自然资源和规划局。", "市规划局", "淮安市规划局"),
        (BUREAU, "市局开展督查。", "市局", "淮安市市场监督管理局"),
        (BUREAU, "局党组专题学习。", "局党组", "淮安市市场监督管理局党组"),
        (BUREAU, "本局聘请法律顾问。", "本局", "淮安市市场监督管理局"),
        (COUNTY_BUREAU, "市局、县委开展督查。", "市局", "淮安市市场监督管理局"),
        (BRANCH, "按照区委、市局部署，推进普法。", "区委", "中共宿城区委员会"),
        (BRANCH, "分局开展普法。", "分局", "宿迁市自然资源和规划局宿城分局"),
        (BRANCH, "省厅开展督查。", "省厅", "江苏省自然资源厅"),
        (
            PREFECTURE,
            "在州委领导下和州人大常委会监督下推进。",
            "州人大常委会",
            "恩施土家族苗族自治州人民代表大会常务委员会",
        ),
        (BANNER, "旗人民法院受理案件。", "旗人民法院", "敖汉旗人民法院"),
        (CORPS, "兵团司法局对师市开展督察。", "兵团司法局", "新疆生产建设兵团司法局"),
        (PROVINCE, "我厅会同公安厅、省检察院开展行动。", "公安厅", "湖北省公安厅"),
        (TOWN, "镇综合行政执法大队开展巡查。", "镇综合行政执法大队", "盱眙县黄花塘镇综合行政执法大队"),
        (TOWN, "镇司法所指导3个村调委会。", "镇司法所", "盱眙县黄花塘镇司法所"),
        (TOWN, "在县委领导下推进。", "县委", "中共盱眙县委员会"),
        (STREET, "街道党工委专题学习。", "街道党工委", "中共桃源街道工作委员会"),
        (STREET, "街道综治中心整合力量化解纠纷。", "街道综治中心", "桃源街道社会治安综合治理中心"),
        (STREET, "街道办事处作为被告的案件2件。", "街道办事处", "桃源街道办事处"),
        (ZONE, "园区管委会负责人出庭应诉。", "园区管委会", "苏州工业园区管理委员会"),
        (ZONE, "园区行政审批局行使审批职能。", "园区行政审批局", "苏州工业园区行政审批局"),
        (ZONE, "市司法局开展督察。", "市司法局", "苏州市司法局"),
        (PROVINCE, "厅党组召开会议。", "厅党组", "湖北省生态环境厅党组"),
        (CITY, "北京市第一中级人民法院来访。", "北京市第一中级人民法院", "北京市第一中级人民法院"),
        (CITY, "喀什地区行署来访。", "喀什地区行署", "喀什地区行政公署"),
        (CITY, "团泊新城管委会、清河口经济开发区来访。", "团泊新城管委会", "团泊新城管委会"),
        (CITY, "聘请江苏淮海律师事务所律师担任顾问。", "江苏淮海律师事务所", "江苏淮海律师事务所"),
    ],
)
def test_a_short_form_is_the_body_of_the_report_s_own_place(
    title: str, text: str, form: str, name: str
) -> None:
    found = [e for e in entities(title, text) if form in (e.name, *e.aliases)]
    assert [(e.cls, e.name) for e in found] == [("Agency", name)]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("盱眙县、金湖县和涟水县司法局获表扬。", {"盱眙县司法局", "金湖县司法局", "涟水县司法局"}),
        ("涟水经济开发区、洪泽区行政审批局挂牌。", {"涟水经济开发区行政审批局", "洪泽区行政审批局"}),
        ("马坝镇、旧铺镇司法所获表扬。", {"淮安市马坝镇司法所", "淮安市旧铺镇司法所"}),
        ("淮阴区、涟水县、市规划局等试点单位成效明显。", {"淮安市规划局"}),
        ("区人民检察院向市卫生健康委发出建议。", {"淮安市卫生健康委员会"}),
        ("赋予乡镇管理权限，推进镇域改革。", set()),
    ],
)
def test_bodies_in_enumerations(text: str, bodies: set[str]) -> None:
    assert names("Agency", CITY, text) == bodies | {"淮安市人民政府"}


@pytest.mark.parametrize(
    ("title", "text", "form", "name"),
    [
        (TOWN, "全镇共有法律明白人84名。", "全镇", "黄花塘镇"),
        (STREET, "我街道法治水平提升。", "我街道", "桃源街道"),
        (ZONE, "园区建成法治文化阵地12个。", "园区", "苏州工业园区"),
        (ZONE, "我区营商环境改善。", "我区", "苏州工业园区"),
        (ZONE, "向全市推广经验。", "全市", "苏州市"),
    ],
)
def test_a_town_street_or_zone_speaks_of_itself(title: str, text: str, form: str, name: str) -> None:
    found = [e.name for e in entities(title, text) if e.cls == "Division" and form in (e.name, *e.aliases)]
    assert found == [name]


@pytest.mark.parametrize(
    ("cls", "text", "found"),
    [
        ("Person", "县司法局局长张书茂带队调研。", {"张书茂"}),
        ("Person", "自治区主席艾尔肯·吐尼亚孜讲话。", {"艾尔肯·吐尼亚孜"}),
        ("Person", "省长王凯作政府工作报告。", {"王凯"}),
        ("Person", "牢记习近平总书记殷殷嘱托，签署长江流域协议。", set()),
        ("Person", "南通市海门区、泰兴市被命名为示范市。", set()),
        ("Event", "召开全县深化法治政府建设工作推进会。", {"全县深化法治政府建设工作推进会"}),
        ("Event", "县委全面依法治县委员会召开第五次会议。", {"县委全面依法治县委员会第五次会议"}),
        ("Event", "县十七届人大常委会第六次会议听取报告。", {"县十七届人大常委会第六次会议"}),
        ("Event", "县长主持召开县政府常务会议。", set()),
        ("System", "建成盱眙县行政执法监督平台。", {"盱眙县行政执法监督平台"}),
        ("System", "依托“盱眙县政务服务一体化平台”办理。", {"盱眙县政务服务一体化平台"}),
        ("System", "搭建国际交流合作高能级平台。", set()),
        ("Honor", "盱眙县获评“法治江苏建设示范县”、“全国平安建设先进县”。",
         {"“法治江苏建设示范县”", "“全国平安建设先进县”"}),
        ("Honor", "入选全国首批“5G+工业互联网”融合应用试点城市。", {"全国首批“5G+工业互联网”融合应用试点城市"}),
        ("Honor", "获批国家级“一带一路”联合实验室。", set()),
        ("Honor", "被命名为第一批全国法治政府建设示范市(县、区)。", {"第一批全国法治政府建设示范市(县、区)"}),
        ("Policy", "微电影《追光》等3部作品获奖，落实《优化营商环境条例》。", {"优化营商环境条例"}),
        ("Policy", "利用“12.4”宪法日开展宣传。", set()),
        ("Policy", "制定养犬管理条例。《盱眙县养犬管理条例》经批准实施。", {"盱眙县养犬管理条例"}),
        ("Policy", "发出《责令改正通知书》18份、《督办函》5份。", set()),
        ("Policy", "学习《文物保护法》《草原法》。", {"中华人民共和国文物保护法", "中华人民共和国草原法"}),
        ("Agency", "印发纲要和县委、县政府工作要点。", {"中共盱眙县委员会", "盱眙县人民政府"}),
        ("Reform", "三是法治督察有力，推进自由贸易试验区建设。", {"法治督察", "自由贸易试验区建设"}),
        ("Reform", "开展道路运输执法领域突出问题专项整治。", {"道路运输执法领域突出问题专项整治"}),
        ("Reform", "按照“能划则划、因事制宜”的原则划转事项。", set()),
        ("Reform", "开展“法护人生”“法进家庭”“法润民企”普法行动。",
         {"“法护人生”", "“法进家庭”", "“法润民企”普法行动"}),
        ("Reform", "坚定不移落实“两个毫不动摇”，支持设立“创投基金”。", set()),
        ("Division", "推动新兴领域立法，建强一批县域工业园区。", {"盱眙县"}),
        ("Reform", "健全“物质+服务”民生保障格局，打造“孔子故里”等精品线路。", set()),
        ("Reform", "以“周三夜学”、“青年讲堂”等活动为载体。", {"“周三夜学”", "“青年讲堂”"}),
        ("System", "开辟线上信访“指尖宝”，推出“小盱”智能助手。", {"线上信访“指尖宝”"}),
        ("System", "研制“创新”第五套治疗系统，打造“3533”重点产业集群。", set()),
        ("Event", "召开全县法治政府建设暨诚信建设工程推进会。", {"全县法治政府建设暨诚信建设工程推进会"}),
        ("Event", "县长在全县法治政府建设推进会上讲话。", {"全县法治政府建设推进会"}),
        ("Event", "举行“打击传销 共护平安”等3场新闻发布会。", {"“打击传销 共护平安”新闻发布会"}),
        ("Policy", "落实《法治政府建设实施纲要(2021-2025)》。", {"法治政府建设实施纲要（2021—2025年）"}),
        ("Agency", "与局法律服务单位陕西博硕律师事务所研究。", {"盱眙县人民政府", "陕西博硕律师事务所"}),
        ("Agency", "组建“石榴籽”调解工作室。", {"盱眙县人民政府", "盱眙县“石榴籽”调解工作室"}),
    ],
)  # fmt: skip
def test_what_is_named_in_a_sentence(cls: str, text: str, found: set[str]) -> None:
    assert names(cls, COUNTY, text) == found


def test_two_bodies_with_a_fifth_meeting_have_two_events() -> None:
    text = "县委全面依法治县委员会召开第五次会议。县政府行政复议委员会召开第五次会议。"
    assert len(names("Event", COUNTY, text)) == 2


def test_a_post_implies_its_body_without_becoming_its_name() -> None:
    (mayor,) = [e for e in entities(CITY, "市长蔡丽新讲话。") if e.name == "淮安市人民政府"]
    assert "市长" not in mayor.aliases
