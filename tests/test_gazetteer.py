import pytest

from kg.gazetteer import Division, Gazetteer, short_name
from kg.model import Level
from kg.rulebook import marked


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def codes(divisions: tuple[Division, ...]) -> list[str]:
    return [d.code for d in divisions]


def names(divisions: tuple[Division, ...]) -> list[str]:
    return [d.name for d in divisions]


def test_loading_twice_gives_the_same_object(gazetteer: Gazetteer) -> None:
    assert Gazetteer.load() is gazetteer
    assert len(gazetteer) == len(list(gazetteer)) > 6000


def test_all_provinces_and_no_other_level_is_without_parent(gazetteer: Gazetteer) -> None:
    provinces = [d for d in gazetteer if d.parent is None]
    assert len(provinces) == 34
    assert all(d.level is Level.PROVINCE for d in provinces)


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("320800", None, "淮安市"),
        ("320800", 1995, "淮阴市"),
        ("320803", None, "淮安区"),
        ("320803", 2005, "楚州区"),
        ("320829", 2020, "洪泽县"),
        ("710000", None, "台湾省"),
        ("232761", None, "加格达奇区"),
    ],
)
def test_code(gazetteer: Gazetteer, code: str, year: int | None, name: str) -> None:
    division = gazetteer.by_code(code, year)
    assert division is not None
    assert division.name == name


def test_unknown_code(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_code("999999") is None
    assert gazetteer.qualified_name("999999") == ""
    assert gazetteer.province("999999") is None
    assert gazetteer.ancestors("999999") == ()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("淮安市", "淮安"),
        ("江苏省", "江苏"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("广西壮族自治区", "广西"),
        ("西藏自治区", "西藏"),
        ("宁夏回族自治区", "宁夏"),
        ("香港特别行政区", "香港"),
        ("湘西土家族苗族自治州", "湘西"),
        ("延边朝鲜族自治州", "延边"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("东乡族自治县", "东乡"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("大兴安岭地区", "大兴安岭"),
        ("神农架林区", "神农架"),
        ("西林区", "西林"),
        ("浦东新区", "浦东"),
        ("清新区", "清新"),
        ("六枝特区", "六枝"),
        ("管城回族区", "管城"),
        ("兴安盟", "兴安"),
        ("阿荣旗", "阿荣"),
        ("阿拉善左旗", ""),
        ("城区", ""),
        ("市中区", ""),
        ("赵县", ""),
        ("井陉矿区", ""),
    ],
)
def test_short_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_province_keeps_its_short_name_to_itself(gazetteer: Gazetteer) -> None:
    assert names(gazetteer.find("河北")) == ["河北省"]
    assert names(gazetteer.find("吉林")) == ["吉林省", "吉林市"]


def test_homonyms_are_all_given_in_the_order_of_codes(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer.find("鼓楼区")) == ["320106", "320302", "350102", "410204"]


def test_within_keeps_descendants_and_the_place_itself(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer.find("鼓楼区", within="320000")) == ["320106", "320302"]
    assert codes(gazetteer.find("鼓楼区", within="350100")) == ["350102"]
    assert codes(gazetteer.find("金湖", within="320800")) == ["320831"]
    assert codes(gazetteer.find("淮安市", within="320800")) == ["320800"]
    assert gazetteer.find("金湖", within="330000") == ()


def test_the_year_chooses_among_divisions_of_one_name(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer.find("代县", year=1990)) == ["142225"]
    assert codes(gazetteer.find("代县", year=2017)) == ["140923"]
    assert codes(gazetteer.find("淮安市", year=1997)) == ["320882"]


def test_names_of_other_times_are_found_too(gazetteer: Gazetteer) -> None:
    assert codes(gazetteer.find("莱芜市", year=2024)) == ["371200"]
    assert names(gazetteer.find("清河区", within="320800", year=2024)) == ["清河区"]
    assert gazetteer.find("无此市") == ()


def test_in_the_year_of_change_the_successor_is_given(gazetteer: Gazetteer) -> None:
    assert names(gazetteer.find("洪泽", year=2016)) == ["洪泽区"]
    assert names(gazetteer.find("洪泽县", year=2016)) == ["洪泽县"]
    assert names(gazetteer.find("洪泽", year=2015)) == ["洪泽县"]


def test_autonomous_areas_have_their_usual_name(gazetteer: Gazetteer) -> None:
    assert names(gazetteer.find("延边州")) == ["延边朝鲜族自治州"]
    assert names(gazetteer.find("威宁县")) == ["威宁彝族回族苗族自治县"]


@pytest.mark.parametrize(
    ("code", "name", "successors"),
    [
        ("320803", "楚州区", ["淮安区"]),
        ("320802", "清河区", ["清江浦区"]),
        ("320811", "清浦区", ["清江浦区"]),
        ("320829", "洪泽县", ["洪泽区"]),
        ("320882", "淮安市", ["淮安区"]),
        ("371200", "莱芜市", ["莱芜区", "钢城区"]),
        ("371202", "莱城区", ["莱芜区"]),
        ("110103", "崇文区", ["东城区"]),
        ("110104", "宣武区", ["西城区"]),
        ("330103", "下城区", ["拱墅区"]),
        ("330104", "江干区", ["上城区", "钱塘区"]),
        ("522401", "毕节市", ["七星关区"]),
        ("341400", "巢湖市", ["合肥市", "芜湖市", "马鞍山市"]),
        ("500112", "渝北区", ["两江新区"]),
        ("430122", "望城县", ["望城区"]),
        ("140923", "代县", ["代县"]),
    ],
)
def test_heirs(gazetteer: Gazetteer, code: str, name: str, successors: list[str]) -> None:
    division = next(d for d in gazetteer if d.code == code and d.name == name)
    assert names(gazetteer.heirs(division)) == successors


def test_new_divisions_have_a_year(gazetteer: Gazetteer) -> None:
    years = {d.name: d.since for d in gazetteer if d.until is None and d.code.startswith(("3208", "3301"))}
    assert (years["清江浦区"], years["洪泽区"], years["临平区"], years["钱塘区"]) == (2016, 2016, 2021, 2021)
    assert years["金湖县"] is not None
    assert years["金湖县"] < 2000


def test_parents_and_children(gazetteer: Gazetteer) -> None:
    assert names(gazetteer.ancestors("320831")) == ["淮安市", "江苏省"]
    assert names(gazetteer.ancestors("110105")) == ["北京市"]
    assert names(gazetteer.ancestors("419001")) == ["河南省"]
    assert names(gazetteer.children("320800", 2017)) == (
        ["淮安区", "淮阴区", "清江浦区", "洪泽区", "涟水县", "盱眙县", "金湖县"]
    )
    assert "清河区" in names(gazetteer.children("320800", 2010))
    province = gazetteer.province("320831")
    assert province is not None
    assert province.name == "江苏省"


def test_qualified_name_of_the_time(gazetteer: Gazetteer) -> None:
    assert gazetteer.qualified_name("320831") == "江苏省淮安市金湖县"
    assert gazetteer.qualified_name("320831", 1995) == "江苏省淮阴市金湖县"
    assert gazetteer.qualified_name("110105") == "北京市朝阳区"


def test_is_within(gazetteer: Gazetteer) -> None:
    assert gazetteer.is_within("320831", "320000")
    assert gazetteer.is_within("320831", "320831")
    assert not gazetteer.is_within("320000", "320831")
    assert not gazetteer.is_within("320831", "330000")


@pytest.mark.parametrize(
    ("letter", "code"), [("苏", "320000"), ("浙", "330000"), ("内", "150000"), ("沪", "310000")]
)
def test_abbreviation(gazetteer: Gazetteer, letter: str, code: str) -> None:
    province = gazetteer.by_abbreviation(letter)
    assert province is not None
    assert province.code == code


def test_no_abbreviation(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_abbreviation("中") is None


@pytest.mark.parametrize(
    "example",
    [
        "专门赴⟦浙江省⟧⟦金华市⟧、⟦台州市⟧调研，",
        "⟦盱眙县⟧旧铺镇人民调解委员会",
        "各辖区中,⟦金湖县⟧、⟦淮安区⟧、⟦洪泽区⟧出庭应诉率较高",
        "⟦江苏省⟧⟦淮安市⟧⟦金湖县⟧",
        "⟦延边朝鲜族自治州⟧和⟦延边州⟧",
        "⟦内蒙古自治区⟧⟦呼伦贝尔市⟧⟦鄂温克族自治旗⟧",
        "⟦山西省⟧⟦阳泉市⟧⟦城区⟧、郊区城区",
        "⟦安徽省⟧⟦马鞍山市⟧⟦和县⟧，市和县、各县",
        "⟦和县⟧人民政府",
        "⟦城区⟧人民法院和城区建设",
        "主城区、老城区、新城区建设",
        "召开县委常委会，公开县级清单",
        "深化区域合作市场建设，培育东方市场",
        "和平区域、⟦西湖区⟧内",
        "新增城市停车泊位，建设滨海城市",
        "会同县区政府和有关部门",
        "实施南昌都市圈培育行动",
        "人口超50万县，⟦赵县⟧获评",
        "支持⟦萧县⟧、推动⟦砀山县⟧",
        "由⟦沛县⟧牵头",
        "新建县域医疗次中心",
        "⟦济南市⟧⟦市中区⟧",
        "⟦洪泽县⟧撤县设⟦洪泽区⟧",
        "没有地名的一句话。",
        "",
        "市",
    ],
)
def test_match(gazetteer: Gazetteer, example: str) -> None:
    text, spans = marked(example)
    assert [(s.start, s.end) for s, _ in gazetteer.match(text, 2017)] == spans


def test_match_gives_all_candidates_and_the_place_before_narrows_them(gazetteer: Gazetteer) -> None:
    alone, *_ = gazetteer.match("鼓楼区", 2017)
    assert len(alone[1]) == 4
    (_, city), (_, district) = gazetteer.match("徐州市鼓楼区", 2017)
    assert codes(city) == ["320300"]
    assert codes(district) == ["320302"]


def test_match_takes_the_year_into_account(gazetteer: Gazetteer) -> None:
    ((_, then),) = gazetteer.match("楚州区", 2008)
    ((_, later),) = gazetteer.match("淮安区", 2017)
    assert then[0].code == later[0].code == "320803"
    assert gazetteer.match("浙江诸暨县枫桥", 2017) == []
    assert names(gazetteer.match("浙江诸暨县枫桥", 1985)[0][1]) == ["诸暨县"]


def test_match_reads_short_names_on_demand(gazetteer: Gazetteer) -> None:
    text, spans = marked("打造⟦盱眙⟧样本，⟦淮安市⟧与⟦金湖⟧")
    own = [d.code for d in gazetteer.children("320800", 2017)]
    found = gazetteer.match(text, 2017, short_of=own)
    assert [(s.start, s.end) for s, _ in found] == spans
    assert codes(found[0][1]) == ["320830"]
    assert [s.of(text) for s, _ in gazetteer.match(text, 2017)] == ["淮安市"]


def test_short_names_that_are_words_need_their_place_before_them(gazetteer: Gazetteer) -> None:
    text, spans = marked("创建平安⟦淮阴区⟧，⟦青海省⟧⟦平安⟧，建设平安社会")
    found = gazetteer.match(text, 2017, short_of=["630203"])
    assert [(s.start, s.end) for s, _ in found] == spans
