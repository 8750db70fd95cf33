"""What every question answers on the sample, held against an answer that a person has read.

A missing golden file is written, and the test fails until a person has read it.  After a change of the extraction or
of a query, `pytest tests/test_answers.py --renew-answers` writes those that differ; read them with `git diff`.
"""

import csv
import io
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import catalog
from kg.catalog import Query
from kg.catalog.named import GROUP, plain
from kg.config import sample_path

GOLDEN = Path(__file__).parent / "golden" / "queries"
ASKED = [
    q
    for q in catalog.load()
    if q.group in ("competency", GROUP) and all(p.default is not None for p in q.parameters)
]
ROWS = 30
LETTERS = 24
EVIDENCE = ("原文", "依据")
TOO_LONG = ("报告",)


@pytest.fixture(scope="module")
def sample(built: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=built / "graph.nq", format=ox.RdfFormat.N_QUADS)
    return store


def ids(query: Query) -> str:
    return query.name


def path_of(query: Query) -> Path:
    return GOLDEN / query.group / f"{plain(query.name)}.csv"


def answer(store: ox.Store, query: Query) -> str:
    """Give the first rows as CSV, evidence cut, without the title of the only report."""
    solutions = store.query(catalog.bind(query, {}), use_default_graph_as_union=True)
    names = [v.value for v in solutions.variables if v.value not in TOO_LONG]
    rows = [[cell(name, row[name]) for name in names] for row in solutions]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([names, *rows[:ROWS]])
    return buffer.getvalue() + (f"… {len(rows) - ROWS} more\n" if len(rows) > ROWS else "")


def cell(name: str, value: ox.Literal | ox.NamedNode | None) -> str:
    text = "" if value is None else value.value
    return text[:LETTERS] + "…" if name in EVIDENCE and len(text) > LETTERS else text


def test_there_are_enough_questions() -> None:
    assert len([q for q in catalog.load() if q.group == "competency"]) >= 35
    assert len([q for q in catalog.load() if q.group == GROUP]) >= 25


@pytest.mark.parametrize("query", ASKED, ids=ids)
def test_answers_as_read(sample: ox.Store, query: Query, request: pytest.FixtureRequest) -> None:
    found, golden = answer(sample, query), path_of(query)
    known = golden.read_text(encoding="utf-8") if golden.is_file() else None
    if known is None or (found != known and request.config.getoption("--renew-answers")):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
        pytest.fail(f"{golden.name} was written: read it, then run again")
    assert found == known, (
        "if the difference is right: pytest tests/test_answers.py --renew-answers, then git diff"
    )


def test_no_golden_without_a_question() -> None:
    assert set(GOLDEN.rglob("*.csv")) == {path_of(q) for q in ASKED}


@pytest.mark.parametrize("query", [q for q in ASKED if q.group == GROUP], ids=ids)
def test_a_named_question_quotes_the_report(sample: ox.Store, query: Query) -> None:
    """Every row stands on a sentence of the report, and some sentence holds the name that was asked for."""
    text = sample_path().read_text(encoding="utf-8")
    rows = sample.query(catalog.bind(query, {}), use_default_graph_as_union=True)
    quoted = [row["原文"].value for row in rows]
    (asked,) = (p.default for p in query.parameters if p.name in ("name", "indicator"))
    assert quoted
    assert all(sentence in text for sentence in quoted)
    assert any(str(asked) in sentence for sentence in quoted)
