"""A small hand-made Extraction with one of everything, among it names that try to break the formats."""

import hashlib
from decimal import Decimal

from kg.model import (
    Document,
    Entity,
    Extraction,
    Finding,
    Level,
    Numeral,
    NumeralUse,
    Observation,
    Quantity,
    Section,
    Sentence,
    Span,
    Statement,
    Status,
    Unresolved,
)

TEXT = """淮安市人民政府关于2017年法治政府建设情况的报告

一、工作开展情况
市政府出台《淮安市城市管理办法》，受理行政诉讼案件685件，败诉67件，败诉率10.06%，同比下降近2个百分点。
明年拟制定《淮安市住宅物业管理条例》；未开展“放管服"改革\\试点<b>。
市长蔡丽新主持会议，该局获评=SUM(A1)先进单位，惠及2万户，共三千余次九。
二、存在问题
行政执法信息化水平还不高。
"""
KEY = "淮安市人民政府/2017/lawGovernmentReport"
HOSTILE = '“放管服"改革\\试点<b>'
FORMULA = "=SUM(A1)先进单位"


def at(piece: str, nth: int = 0) -> Span:
    """Give the span of a piece of the text."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(piece, start + 1)
    return Span(start, start + len(piece))


def document(key: str = KEY, year: int | None = 2017) -> Document:
    return Document(
        key=key,
        text=TEXT,
        source="report.txt",
        sha256=hashlib.sha256(TEXT.encode("utf-8")).hexdigest(),
        media_type="text/plain",
        title=TEXT.partition("\n")[0],
        title_span=Span(0, TEXT.index("\n")),
        issuer="淮安市人民政府",
        place="320800",
        level=Level.PREFECTURE,
        year=year,
        date="2018-05-03",
        number="淮政发〔2018〕1号",
        kind="lawGovernmentReport",
        notes=("no publisher found",),
    )


GOVERNMENT = Entity(
    "Agency",
    "淮安市人民政府",
    "淮安市人民政府",
    ("市政府",),
    (at("淮安市人民政府"), at("市政府")),
    (("agencyType", "government"), ("place", "320800")),
)
CITY = Entity(
    "Division",
    "320800",
    "淮安市",
    (),
    (at("淮安市"),),
    (("code", "320800"), ("level", "prefecture"), ("parent", "320000")),
)
RULES = Entity(
    "Policy",
    "淮安市城市管理办法",
    "淮安市城市管理办法",
    ("《淮安市城市管理办法》",),
    (at("《淮安市城市管理办法》"),),
    (("policyType", "normativeDocument"), ("policyStatus", "inForce")),
)
DRAFT = Entity(
    "Policy",
    "淮安市住宅物业管理条例",
    "淮安市住宅物业管理条例",
    (),
    (at("《淮安市住宅物业管理条例》"),),
    (("policyType", "localRegulation"),),
)
REFORM = Entity("Reform", f"淮安市/{HOSTILE}", HOSTILE, (), (at(HOSTILE),), (("known", "放管服"),))
MAYOR = Entity("Person", "淮安市/蔡丽新", "蔡丽新", (), (at("蔡丽新"),))
POST = Entity(
    "Post", "市长@淮安市人民政府", "市长", (), (at("市长"),), (("postIn", "Agency/淮安市人民政府"),)
)
HONOR = Entity("Honor", f"淮安市/{FORMULA}", FORMULA, (), (at(FORMULA),))
ENTITIES = (CITY, GOVERNMENT, RULES, DRAFT, REFORM, POST, MAYOR, HONOR)


def figure(
    text: str, value: str, unit: str, indicator: str, kind: str = "count", **more: str | None
) -> Observation:
    quantity = Quantity(
        at(text), Decimal(value), unit, more.get("qualifier") or "exact", kind, more.get("direction")
    )
    clause = next(s.span for s in _sentences() if s.span.covers(quantity.span))
    return Observation(
        quantity,
        clause,
        indicator,
        None,
        more.get("concept"),
        more.get("about"),
        more.get("period", "2017"),
        Status.DONE,
        "figure.count",
        compared_with=more.get("compared_with"),
    )


def _sentences() -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    start, section = 0, None
    for paragraph, line in enumerate(TEXT.splitlines(keepends=True)):
        heading = line[:2] in ("一、", "二、")
        section = {"一、": 0, "二、": 1}.get(line[:2], section)
        if line.strip():
            found.append(
                Sentence(len(found), Span(start, start + len(line.strip())), section, paragraph, heading)
            )
        start += len(line)
    return tuple(found)


def _sections() -> tuple[Section, ...]:
    one, two = at("一、工作开展情况"), at("二、存在问题")
    return (
        Section(0, "一", one, Span(one.start, two.start - 1), 1, None),
        Section(1, "二", two, Span(two.start, len(TEXT) - 1), 1, None),
    )


OBSERVATIONS = (
    figure("685件", "685", "件", "行政诉讼案件受理数", about=GOVERNMENT.id, concept="casesAccepted"),
    figure("67件", "67", "件", "行政诉讼案件败诉数", about=GOVERNMENT.id),
    figure("10.06%", "10.06", "%", "行政诉讼败诉率", "ratio", about=GOVERNMENT.id),
    figure(
        "近2个百分点",
        "2",
        "个百分点",
        "行政诉讼败诉率变动",
        "change",
        about=GOVERNMENT.id,
        qualifier="under",
        direction="down",
        period="2016/2017",
        compared_with="同比",
    ),
    figure("2万户", "20000.00", "户", "惠及户数", period=None),
)
STATEMENTS = (
    Statement(
        GOVERNMENT.id,
        "issued",
        RULES.id,
        at("市政府出台《淮安市城市管理办法》"),
        Status.DONE,
        "issued.verb",
    ),
    Statement(
        GOVERNMENT.id,
        "issued",
        DRAFT.id,
        at("明年拟制定《淮安市住宅物业管理条例》"),
        Status.PLANNED,
        "issued.verb",
    ),
    Statement(GOVERNMENT.id, "launched", REFORM.id, at(f"未开展{HOSTILE}"), Status.DENIED, "launched.verb"),
    Statement(MAYOR.id, "holdsPost", POST.id, at("市长蔡丽新"), Status.DONE, "post.title"),
    Statement(GOVERNMENT.id, "received", HONOR.id, at(f"该局获评{FORMULA}"), Status.ONGOING, "received.verb"),
)
FINDINGS = (
    Finding("Plan", at("明年拟制定《淮安市住宅物业管理条例》"), "plan.cue"),
    Finding("Problem", at("行政执法信息化水平还不高"), "problem.section"),
)
NUMERALS = (
    Numeral(at("2017"), NumeralUse.DATE, "year"),
    *(Numeral(o.quantity.span, NumeralUse.OBSERVATION, "") for o in OBSERVATIONS),
    Numeral(at("三千余次"), NumeralUse.UNREAD, "nothing that it could measure"),
    Numeral(at("九"), NumeralUse.UNREAD, "no unit"),
)


def small(key: str = KEY, year: int | None = 2017) -> Extraction:
    """Give the Extraction; another key makes it another report."""
    return Extraction(
        document(key, year),
        _sections(),
        _sentences(),
        ENTITIES,
        OBSERVATIONS,
        STATEMENTS,
        FINDINGS,
        NUMERALS,
        (Unresolved(at("该局"), "Agency", "nothing named before it"),),
    )
