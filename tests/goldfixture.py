"""The hand-made gold of the sample report as an Extraction, and a hostile one: realistic input without the extractor."""

import hashlib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.config import sample_path
from kg.model import (
    Document,
    Entity,
    Extraction,
    Finding,
    Level,
    Observation,
    Quantity,
    Section,
    Sentence,
    Span,
    Statement,
    Status,
)
from kg.terms import Term

GOLD = Path(__file__).parent / "gold" / "huaian-2017"
LABELS = {
    "issued": "发布",
    "drafted": "起草",
    "established": "建立",
    "launched": "开展",
    "piloted": "试点",
    "operates": "运行",
    "holdsPost": "任职",
    "partOf": "隶属",
    "received": "获得",
    "conferredBy": "授予单位",
    "held": "举办",
    "attendedTo": "部署",
    "commissioned": "委托",
    "reviewed": "审查",
    "repealed": "废止",
    "implements": "落实",
    "supervises": "指导监督",
    "investigated": "考察",
    "participatesIn": "参与",
}
WORDS = {name: Term(zh, name) for name, zh in LABELS.items()} | {
    "Agency": Term("机构", "Agency"),
    "Division": Term("行政区划", "Division"),
    "Person": Term("人物", "Person"),
    "Post": Term("职务", "Post"),
    "Policy": Term("政策文件", "Policy"),
    "Reform": Term("改革举措", "Reform"),
    "System": Term("信息系统", "System"),
    "Honor": Term("荣誉", "Honor"),
    "Event": Term("活动", "Event"),
    "postIn": Term("职务所属", "post in"),
    "status/done": Term("已完成", "done"),
    "status/ongoing": Term("进行中", "ongoing"),
    "status/planned": Term("计划", "planned"),
    "status/denied": Term("否定", "denied"),
    "qualifier/over": Term("超过", "over"),
    "qualifier/about": Term("约", "about"),
}
HOSTILE = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=2>",
    "</script><script>window.hacked=3</script>",
    '<a href="javascript:window.hacked=4">href</a>',
    "<!--<script>",
    "{{ 7*7 }}${7*7}",
    "\"'`&amp;&lt;b&gt;",
    "__proto__",
)


def rows(name: str) -> list[dict[str, Any]]:
    lines = (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def gold() -> Extraction:
    """Give the gold of the sample as one Extraction."""
    text = sample_path().read_text(encoding="utf-8")
    sentences, sections = _outline(text)
    entities = {row["name"]: _entity(row, text) for row in rows("entities")}
    for row in rows("relations"):
        if row["predicate"] == "holdsPost":
            entities[row["object"]] = _post(row["object"], text)
    return Extraction(
        document("淮安市人民政府/2017/lawGovernmentReport", text),
        sections,
        sentences,
        tuple(entities.values()),
        tuple(_observation(row, entities, sentences) for row in rows("observations")),
        tuple(_statement(row, entities, sentences, text) for row in rows("relations")),
        (*_findings("Problem", "problems", text), *_findings("Plan", "plans", text)),
        (),
    )


def document(key: str, text: str, title: str = "") -> Document:
    return Document(
        key=key,
        text=text,
        source="huaian-2017.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        title=title or text.partition("\n")[0],
        title_span=None,
        issuer="淮安市人民政府",
        place="320800",
        level=Level.PREFECTURE,
        year=2017,
        date="2018-05-03",
        number=None,
        kind="lawGovernmentReport",
    )


def hostile() -> Extraction:
    """Give an Extraction in which every name, sentence and title tries to be markup."""
    text = "。".join(HOSTILE) + "。"
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in HOSTILE]
    entities = tuple(
        Entity("Agency", name, name, (f"又名{name}",), (where,), (("agencyType", name),))
        for name, where in zip(HOSTILE, spans, strict=True)
    )
    sentences = tuple(Sentence(i, where, 0, 0) for i, where in enumerate(spans))
    statements = tuple(
        Statement(one.id, HOSTILE[i], two.id, spans[i], Status.DONE, HOSTILE[0])
        for i, (one, two) in enumerate(pairwise(entities))
    )
    observations = tuple(
        Observation(
            Quantity(where, Decimal(3), HOSTILE[0], HOSTILE[1], "count"),
            where,
            HOSTILE[2],
            None,
            None,
            entities[0].id,
            HOSTILE[3],
            Status.PLANNED,
            "",
        )
        for where in spans
    )
    sections = (Section(0, "一", Span(0, 30), Span(0, len(text)), 1, None),)
    doc = document("x/<script>", text, HOSTILE[2])
    return Extraction(doc, sections, sentences, entities, observations, statements, (), ())


def _outline(text: str) -> tuple[tuple[Sentence, ...], tuple[Section, ...]]:
    sentences: list[Sentence] = []
    sections: list[Section] = []
    for paragraph, line in enumerate(re.finditer(r"[^\n]+", text)):
        heads = re.match(
            r"(?:([一二三四五六七八九十]+)、.+|\(([一二三四五六七八九十]+)\)[^。]+。?)", line.group()
        )
        if heads:
            depth = 1 if heads.group(1) else 2
            parent = next((s.index for s in reversed(sections) if s.depth < depth), None)
            heading = Span(line.start(), line.start() + heads.end())
            number = heads.group(1) or heads.group(2)
            sections.append(Section(len(sections), number, heading, Span(*line.span()), depth, parent))
        for piece in re.finditer(r"[^。；;]+[。；;]?", line.group()):
            where = Span(line.start() + piece.start(), line.start() + piece.end())
            sentences.append(
                Sentence(len(sentences), where, sections[-1].index if sections else None, paragraph)
            )
    return tuple(sentences), tuple(sections)


def _entity(row: dict[str, Any], text: str) -> Entity:
    names = sorted({row["name"], *row["aliases"]}, key=lambda n: (-len(n), n))
    found = re.finditer("|".join(map(re.escape, names)), text)
    spans = tuple(Span(*m.span()) for m in found) or (Span(*row["first"]),)
    return Entity(row["type"], row["name"], row["name"], tuple(row["aliases"]), spans)


def _post(name: str, text: str) -> Entity:
    title, _, body = name.partition("@")
    at = text.find(title)
    spans = (Span(at, at + len(title)),) if at >= 0 else ()
    return Entity("Post", name, title, (), spans, (("postIn", body),))


def _findings(cls: str, name: str, text: str) -> Iterator[Finding]:
    for row in rows(name):
        at = text.find(row["text"])
        if at >= 0:
            yield Finding(cls, Span(at, at + len(row["text"])), "gold")


def _statement(
    row: dict[str, Any], entities: dict[str, Entity], sentences: tuple[Sentence, ...], text: str
) -> Statement:
    near = sentences[int(row["s"][1:])].span if int(row["s"][1:]) < len(sentences) else Span(0, 1)
    at = text.find(row["evidence"], max(0, near.start - 40))
    at = at if at >= 0 else text.find(row["evidence"])
    where = Span(at, at + len(row["evidence"])) if at >= 0 else near
    ends = (_id(row["subject"], entities), _id(row["object"], entities))
    status = Status(row.get("status", "done"))
    return Statement(ends[0], row["predicate"], ends[1], where, status, f"gold-{row['predicate']}")


def _id(name: str, entities: dict[str, Entity]) -> str:
    return entities[name].id if name in entities else f"Agency/{name}"


def _observation(
    row: dict[str, Any], entities: dict[str, Entity], sentences: tuple[Sentence, ...]
) -> Observation:
    where = Span(*row["span"])
    clause = next((s.span for s in sentences if s.span.covers(where)), where)
    quantity = Quantity(
        where, Decimal(str(row["value"])), row["unit"], row["qualifier"], row["kind"], row.get("direction")
    )
    about = entities[row["subject"]].id if row["subject"] in entities else None
    status = Status.PLANNED if row["kind"] == "target" else Status.DONE
    return Observation(quantity, clause, row["indicator"], None, None, about, row["period"], status, "gold")


def scale_free(nodes: int, seed: int = 7) -> Extraction:
    """Give a made-up Extraction with hubs: `nodes` entities and about half as many statements again."""
    state = seed
    classes = ("Agency", "Policy", "Reform", "System", "Event", "Honor", "Person", "Division")
    ends: list[int] = [0]

    def draw(limit: int) -> int:
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % limit

    def pairs() -> Iterator[tuple[int, int]]:
        for i in range(1, nodes):
            for _ in range(1 + i % 2):
                yield ends[draw(len(ends))], i
                ends.extend((i, ends[draw(len(ends))]))

    text = "示范市人民政府推进实体改革并发布有关文件。"
    entities = tuple(
        Entity(
            classes[0 if i < nodes // 50 else draw(8)], f"实体{i}", f"示范市第{i}号实体", (), (Span(0, 7),)
        )
        for i in range(nodes)
    )
    predicates = sorted(LABELS)
    statements = tuple(
        Statement(entities[a].id, predicates[draw(19)], entities[b].id, Span(0, 20), Status.DONE, "made")
        for a, b in pairs()
    )
    sentences = (Sentence(0, Span(0, len(text)), None, 0),)
    return Extraction(document(f"示范市/{nodes}/x", text), (), sentences, entities, (), statements, (), ())
