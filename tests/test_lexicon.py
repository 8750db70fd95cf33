import csv
import re
from collections import Counter
from itertools import pairwise

import pytest

from kg.config import data_path, lexicon_path
from kg.gazetteer import FIELDS, Gazetteer
from kg.lexicon.rebuild_divisions import Period, Succession, attach_parents, bring_up_to_date
from kg.rulebook import load

COLUMNS = {
    "divisions": FIELDS,
    "division_changes": ["code", "name", "year", "successors", "note"],
    "province_letters": ["letters", "code"],
    "place_words": ["name", "needs"],
    "zones": ["name", "short", "host", "kind"],
    "departments": ["short", "full", "levels", "family", "joint", "since", "until", "note"],
    "agency_heads": ["head", "agencyType", "min_prefix"],
    "agency_not": ["word"],
    "posts": ["title", "body_rule", "note"],
}
KEYS = {
    "divisions": ("code", "since"),
    "division_changes": ("code", "name"),
    "province_letters": ("code",),
    "place_words": ("name",),
    "zones": ("name",),
    "departments": ("short", "full", "levels", "joint", "since"),
    "agency_heads": ("head",),
    "agency_not": ("word",),
    "posts": ("title",),
}
JOINTS = {"place", "government", "party", "congress", "cppcc", "none"}
ZONE_KINDS = {
    "newArea", "economicZone", "highTechZone", "freeTradeZone", "pilotZone", "cooperationZone", "industrialPark", "borderZone",
}  # fmt: skip


def table(name: str) -> list[dict[str, str]]:
    with lexicon_path(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def agency_types() -> set[str]:
    text = (data_path("ontology") / "vocabularies" / "agency-types.ttl").read_text(encoding="utf-8")
    return set(re.findall(r"^:(\w+) a skos:Concept", text, re.MULTILINE))


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_the_known_ones_and_every_row_is_whole(name: str) -> None:
    with lexicon_path(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == COLUMNS[name]
    assert rows
    assert [r for r in rows if len(r) != len(header)] == []
    assert [c for r in rows for c in r if c != c.strip()] == []


@pytest.mark.parametrize("name", KEYS)
def test_no_row_stands_twice(name: str) -> None:
    counted = Counter(tuple(row[k] for k in KEYS[name]) for row in table(name))
    assert [key for key, times in counted.items() if times > 1] == []


def test_divisions_are_sorted_and_well_formed() -> None:
    rows = table("divisions")
    keys = [(r["code"], int(r["since"] or 0)) for r in rows]
    assert keys == sorted(keys)
    assert [r for r in rows if not re.fullmatch(r"[1-8]\d{5}", r["code"])] == []
    assert [r for r in rows if r["since"] and r["until"] and int(r["since"]) > int(r["until"])] == []


def test_levels_follow_from_codes_and_parents_exist() -> None:
    rows = table("divisions")
    by_code = {r["code"]: r for r in rows}
    for row in rows:
        zeros = len(row["code"]) - len(row["code"].rstrip("0"))
        expected = "province" if row["code"].endswith("0000") else "prefecture" if zeros >= 2 else "county"
        assert row["level"] == expected, row
        above = by_code.get(row["parent"])
        assert (above is None) == (row["level"] == "province"), row
        assert above is None or above["level"] in ("province", "prefecture"), row


def test_successors_exist_and_only_the_ended_have_them() -> None:
    rows = table("divisions")
    known = {r["code"] for r in rows}
    assert [r for r in rows if r["successors"] and not r["until"]] == []
    assert [r for r in rows if r["successors"] and not set(r["successors"].split(";")) <= known] == []
    recent = [r for r in rows if r["until"] >= "2000"]
    without = [r for r in recent if not r["successors"]]
    assert len(recent) > 900
    assert len(without) <= 5


def test_one_code_has_one_name_at_a_time() -> None:
    periods: dict[str, list[dict[str, str]]] = {}
    for row in table("divisions"):
        periods.setdefault(row["code"], []).append(row)
    overlaps = [
        (a, b)
        for rows in periods.values()
        for a, b in pairwise(rows)
        if not a["until"] or a["until"] > b["since"]
    ]
    assert overlaps == []


def test_every_change_written_by_hand_is_in_the_list() -> None:
    rows = {(r["code"], r["name"]): r for r in table("divisions")}
    for change in table("division_changes"):
        row = rows[change["code"], change["name"]]
        assert (row["until"], row["successors"]) == (change["year"], change["successors"])


def test_letters_name_each_province_once() -> None:
    rows = table("province_letters")
    letters = [letter for r in rows for letter in r["letters"].split(";")]
    assert len(letters) == len(set(letters))
    assert all(len(letter) == 1 for letter in letters)
    provinces = {r["code"] for r in table("divisions") if r["level"] == "province" and not r["until"]}
    assert {r["code"] for r in rows} == provinces


def test_place_words_are_names_of_divisions() -> None:
    known = {n for d in Gazetteer.load() for n in (*d.names, d.short)}
    assert [
        r for r in table("place_words") if r["name"] not in known or r["needs"] not in ("holder", "start")
    ] == []


def test_zones_have_a_valid_host_and_kind() -> None:
    gazetteer = Gazetteer.load()
    rows = table("zones")
    hosts = [gazetteer.by_code(r["host"]) for r in rows]
    assert [r for r, host in zip(rows, hosts, strict=True) if host is None or host.until is not None] == []
    assert {r["kind"] for r in rows} == ZONE_KINDS
    assert sum(r["kind"] == "newArea" for r in rows) == 19


def test_departments_use_known_levels_families_and_joints() -> None:
    types = agency_types()
    assert types
    for row in table("departments"):
        levels = row["levels"].split(";")
        assert levels == [level for level in "NPCX" if level in levels], row
        assert row["joint"] in JOINTS, row
        assert (row["joint"] == "none") == (levels == ["N"]), row
        assert row["family"] in types | {"government"}, row
        assert row["full"] != row["short"], row
        assert all(not row[k] or 1949 <= int(row[k]) <= 2030 for k in ("since", "until")), row
        assert not (row["since"] and row["until"]) or row["since"] <= row["until"], row


@pytest.mark.parametrize(
    ("short", "level", "joint", "full"),
    [
        ("发改委", "C", "place", "发展和改革委员会"),
        ("法制办", "X", "government", "法制办公室"),
        ("编办", "C", "place", "机构编制委员会办公室"),
        ("质监局", "C", "place", "质量技术监督局"),
        ("国土局", "X", "place", "国土资源局"),
        ("住建局", "C", "place", "住房和城乡建设局"),
        ("政法委", "C", "party", "政法委员会"),
        ("国资委", "P", "government", "国有资产监督管理委员会"),
        ("人大常委会", "C", "congress", "人民代表大会常务委员会"),
        ("中院", "C", "place", "中级人民法院"),
        ("法院", "P", "place", "高级人民法院"),
        ("最高检", "N", "none", "最高人民检察院"),
        ("中央依法治国办", "N", "none", "中央全面依法治国委员会办公室"),
        ("国务院医改办", "N", "none", "国务院深化医药卫生体制改革领导小组办公室"),
        ("司法厅", "P", "place", ""),
        ("司法局", "X", "place", ""),
    ],
)
def test_department(short: str, level: str, joint: str, full: str) -> None:
    rows = [r for r in table("departments") if r["short"] == short and level in r["levels"].split(";")]
    assert (joint, full) in {(r["joint"], r["full"]) for r in rows}


def test_reforms_tell_the_eras_apart() -> None:
    eras = {r["short"]: (r["since"], r["until"]) for r in table("departments") if "C" in r["levels"]}
    assert eras["卫计委"] < ("2013", "2020")
    assert eras["卫健委"] == ("2018", "")
    assert eras["国税局"][1] == "2018"
    assert eras["应急局"][0] == "2018"
    assert eras["数据局"][0] == "2023"


def test_heads_are_types_of_the_ontology() -> None:
    rows = table("agency_heads")
    assert {r["agencyType"] for r in rows} <= agency_types()
    assert all(r["min_prefix"].isdigit() and int(r["min_prefix"]) >= 1 for r in rows)


def test_what_is_no_body_ends_like_one_but_is_no_head() -> None:
    heads = {r["head"] for r in table("agency_heads")}
    words = [r["word"] for r in table("agency_not")]
    assert [w for w in words if w in heads or not w.endswith(tuple(heads))] == []


def test_posts_follow_a_known_rule() -> None:
    simple = {
        "government",
        "party",
        "discipline",
        "congress",
        "cppcc",
        "court",
        "procuratorate",
        "department",
        "none",
    }
    for row in table("posts"):
        rule, _, part = row["body_rule"].partition(":")
        assert (rule in ("party", "nation")) if part else (rule in simple), row


def test_parts_named_by_posts_are_departments_of_the_party() -> None:
    parts = {r["body_rule"].partition(":")[2] for r in table("posts") if r["body_rule"].startswith("party:")}
    known = {n for r in table("departments") if r["joint"] == "party" for n in (r["short"], r["full"])}
    assert parts
    assert parts <= known


def test_surnames_are_one_or_two_characters_without_repetition() -> None:
    text = lexicon_path("surnames.txt").read_text(encoding="utf-8")
    names = [w for line in text.splitlines() for w in line.partition("#")[0].split()]
    assert len(names) == len(set(names)) > 400
    assert {len(n) for n in names} == {1, 2}
    assert names[0] == "王"
    assert set(names) == load().words["surnames"]


# --- rebuilding


def test_a_county_that_ends_is_followed_by_what_keeps_its_stem() -> None:
    old = Period("320829", "洪泽县", 1983, 2016)
    new = Period("320813", "洪泽区", 2016, None)
    other = Period("320812", "清江浦区", 2016, None)
    assert Succession([old, new, other], [], {}).of(old) == ("320813",)
    assert Succession([old, new, other], [], {}).of(new) == ()


def test_facts_written_by_hand_come_first() -> None:
    old = Period("320829", "洪泽县", 1983, 2016)
    new = Period("320813", "洪泽区", 2016, None)
    changes = {("320829", "洪泽县"): (2016, ("320812",))}
    assert Succession([old, new], [], changes).of(old) == ("320812",)


def test_a_renamed_division_is_its_own_successor_unless_its_code_went_to_another() -> None:
    renamed = [Period("320803", "楚州区", 2000, 2011), Period("320803", "淮安区", 2011, None)]
    assert Succession(renamed, [], {}).of(renamed[0]) == ("320803",)
    reused = [
        Period("450107", "甲区", 1984, 2001),
        Period("450107", "乙区", 2001, None),
        Period("450106", "乙区", 1984, 2001),
    ]
    assert Succession(reused, [], {}).of(reused[0]) == ()


def test_a_county_below_no_prefecture_belongs_to_the_province() -> None:
    periods = [
        Period("410000", "河南省", None, None),
        Period("410100", "郑州市", None, None),
        Period("410102", "中原区", None, None),
        Period("419001", "济源市", 1997, None),
    ]
    assert [p.parent for p in attach_parents(periods)] == ["", "410000", "410100", "410000"]


def test_a_change_without_a_year_stops_the_rebuilding() -> None:
    periods = [Period("330103", "下城区", None, None)]
    with pytest.raises(SystemExit, match="下城区"):
        bring_up_to_date(periods, {}, {})
    (closed,) = bring_up_to_date(periods, {}, {"下城区": 2021})
    assert closed.until == 2021
