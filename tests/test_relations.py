"""Relations of single sentences as they stand in the yearly reports of many kinds of issuers.

`fixtures/relations.txt`: `@` a report's title, then sentences, each with the facts that it states (`=` done, `!` with
another status) and no others.  Names count when one holds the other, so that a fuller name breaks nothing here.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import reader
from kg.extract import extract
from kg.model import Extraction, Status
from kg.rulebook import load

Told = tuple[str, str, str, str]
CASES = Path(__file__).parent / "fixtures" / "relations.txt"


def cases() -> Iterator[object]:
    title, sentence, facts = "", "", list[Told]()
    for line in [*CASES.read_text(encoding="utf-8").splitlines(), "@ end"]:
        if line[0] in "=!":
            status, _, fact = line[2:].partition(" ") if line[0] == "!" else ("done", "", line[2:])
            facts.append((status, *_split(fact)))
            continue
        if sentence:
            yield pytest.param(title, sentence, facts, id=sentence[:24])
        title, sentence, facts = (line[2:], "", []) if line[0] == "@" else (title, line, [])


def _split(fact: str) -> tuple[str, str, str]:
    subject, predicate, target = fact.split(" ")
    return subject, predicate, target


def extraction_of(title: str, body: str, folder: Path) -> Extraction:
    path = folder / "report.txt"
    path.write_text(f"{title}\n\n一、工作开展情况\n\n{body}\n", encoding="utf-8")
    return extract(reader.read(path), load())


def facts_of(found: Extraction) -> list[Told]:
    names = {e.id: e.name for e in found.entities}
    body = found.document.text.index("一、")
    return [
        (s.status.value, names[s.subject], s.predicate, names[s.object])
        for s in found.statements
        if s.evidence.start > body and s.predicate != "partOf"
    ]


def same(one: Told, other: Told) -> bool:
    names = [(one[i].strip("“”"), other[i].strip("“”")) for i in (1, 3)]
    return (one[0], one[2]) == (other[0], other[2]) and all(a in b or b in a for a, b in names)


@pytest.mark.parametrize(("title", "sentence", "facts"), cases())
def test_a_sentence_states_these_facts_and_no_others(
    tmp_path: Path, title: str, sentence: str, facts: list[Told]
) -> None:
    found = facts_of(extraction_of(title, sentence, tmp_path))
    assert [f for f in facts if not any(same(f, g) for g in found)] == []
    assert [g for g in found if not any(same(f, g) for f in facts)] == []


TITLE = "襄阳市人民政府2022年度法治政府建设情况报告"


def statuses(body: str, folder: Path) -> dict[str, str]:
    found = extraction_of(TITLE, body, folder)
    names = {e.id: e.name for e in found.entities}
    return {names[s.object]: s.status.value for s in found.statements if s.predicate == "issued"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("二、2023年工作安排\n\n出台《襄阳市养犬管理办法》。", "planned"),
        ("二、存在的问题及下一步打算\n\n执法力量不足。下一步，将出台《襄阳市养犬管理办法》。", "planned"),
        ("二、存在的问题及下一步打算\n\n去年出台《襄阳市养犬管理办法》，但执行力度不够。", "done"),
        ("二、下一步工作\n\n（一）持续取得更大成效\n\n出台《襄阳市养犬管理办法》。", "planned"),
        ("下一步，我市将重点抓好以下工作：\n\n一是出台《襄阳市养犬管理办法》。", "planned"),
        ("2022年，我市出台《襄阳市养犬管理办法》。", "done"),
        ("2021年，我市将法治建设纳入考核，出台《襄阳市养犬管理办法》。", "done"),
        ("到2020年，已出台《襄阳市养犬管理办法》。", "done"),
        ("到2025年，出台《襄阳市养犬管理办法》。", "planned"),
        ("正在制定《襄阳市养犬管理办法》。", "ongoing"),
        ("加快制定《襄阳市养犬管理办法》。", "ongoing"),
        ("市政府尚未制定《襄阳市养犬管理办法》。", "denied"),
        ("市政府未出台《襄阳市养犬管理办法》。", "denied"),
        ("制定《襄阳市养犬管理办法》的力度不够。", "denied"),
    ],
)
def test_the_stance_of_the_text_becomes_the_status(tmp_path: Path, body: str, status: str) -> None:
    assert statuses(body, tmp_path) == {"襄阳市养犬管理办法": status}


def test_parts_after_a_part_that_looks_ahead_do_so_too(tmp_path: Path) -> None:
    body = "二、2023年重点任务\n\n推进改革。\n\n三、加强自身建设\n\n出台《襄阳市养犬管理办法》。"
    assert statuses(body, tmp_path) == {"襄阳市养犬管理办法": "planned"}
    body += "\n\n名词解释\n\n1.“一网通办”：市政府印发《襄阳市政务服务办法》。"
    assert statuses(body, tmp_path)["襄阳市政务服务办法"] == "done"


def test_a_planned_relation_has_no_direct_edge(tmp_path: Path) -> None:
    found = extraction_of(TITLE, "下一步，市政府将出台《襄阳市养犬管理办法》。", tmp_path)
    assert [s.status for s in found.statements if s.predicate == "issued"] == [Status.PLANNED]


def findings(body: str, cls: str, folder: Path) -> list[str]:
    found = extraction_of(TITLE, body, folder)
    return [f.span.of(found.document.text) for f in found.findings if f.cls == cls]


def test_each_clause_that_admits_a_problem_is_one(tmp_path: Path) -> None:
    body = (
        "二、存在的主要问题\n\n过去一年，我市法治政府建设取得一定成绩，但与上级要求相比，还存在不少差距：一是法治意识有待"
        "加强，部分干部运用法治思维的能力不足；二是执法力量薄弱，专业人才缺乏。对这些问题，我们将认真加以解决。"
    )
    assert findings(body, "Problem", tmp_path) == [
        "与上级要求相比，还存在不少差距",
        "法治意识有待加强",
        "部分干部运用法治思维的能力不足",
        "执法力量薄弱",
        "专业人才缺乏",
    ]


def test_problems_are_found_in_a_paragraph_without_a_heading(tmp_path: Path) -> None:
    body = "我们也清醒地认识到，工作中还存在一些不足。如行政执法信息化水平不高，执法监督手段不够。"
    assert findings(body, "Problem", tmp_path)[1:] == ["行政执法信息化水平不高", "执法监督手段不够"]


@pytest.mark.parametrize(
    "body",
    [
        "着力解决群众反映强烈的突出问题，补齐短板。",
        "全年未发现不履行生效裁判的情况。",
        "办理困难群众法律援助案件10件。",
    ],
)
def test_what_solves_a_problem_admits_none(tmp_path: Path, body: str) -> None:
    assert findings(body, "Problem", tmp_path) == []


def test_plans_are_the_clauses_that_promise(tmp_path: Path) -> None:
    body = (
        "二、下一步工作打算\n\n2023年是全面贯彻党的二十大精神的开局之年，我市将深刻领悟“两个确立”的决定性意义，以习近平"
        "法治思想为指导，重点做好以下工作：\n\n（一）完善制度体系。围绕营商环境，制定《襄阳市养犬管理办法》，健全行政执法监督"
        "机制，并向社会公布。\n\n（二）奋力谱写法治襄阳建设新篇章。"
    )
    assert findings(body, "Plan", tmp_path) == [
        "制定《襄阳市养犬管理办法》",
        "健全行政执法监督机制，并向社会公布",
    ]


def test_a_year_to_come_is_a_plan_in_the_review_too(tmp_path: Path) -> None:
    assert findings("印发方案，明确到2025年建成法治政府。", "Plan", tmp_path) == ["到2025年建成法治政府"]
    assert findings("印发方案，到2020年基本建成法治政府。", "Plan", tmp_path) == []
    items = "二、下一步打算\n\n（一）修订行政执法案卷标准。\n\n（二）举办行政执法人员培训班，培训300人次。"
    assert findings(items, "Plan", tmp_path) == [
        "修订行政执法案卷标准",
        "举办行政执法人员培训班",
        "培训300人次",
    ]
