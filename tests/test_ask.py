"""A question in plain words reaches the query that its author meant, and finds what the report says."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import ask, catalog, cli
from kg.ask import Names, Question
from kg.ask.names import from_rows
from kg.cli import run

QUESTIONS = ask.load()
EXAMPLES = [(q, text, values) for q in QUESTIONS for text, values in q.examples]
OTHERS = [(q, text) for q in QUESTIONS for text in q.others]


@pytest.fixture(scope="module")
def sample(built: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=built / "graph.nq", format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def names(sample: ox.Store) -> Names:
    rows = sample.query(catalog.with_prefixes(ask.NAMES), use_default_graph_as_union=True)
    return from_rows((r["class"].value.rpartition("#")[2], r["name"].value, r["label"].value) for r in rows)


def found(store: ox.Store, match: ask.Match) -> bool:
    text = catalog.bind(catalog.find(match.question.query), match.values)
    return any(True for _ in store.query(text, use_default_graph_as_union=True))


def first(store: ox.Store, text: str, names: Names) -> ask.Match | None:
    return next((match for match in ask.matches(text, names) if found(store, match)), None)


@pytest.mark.parametrize(
    ("question", "text", "values"), EXAMPLES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_an_example_is_answered_by_its_query(
    sample: ox.Store, names: Names, question: Question, text: str, values: dict[str, str]
) -> None:
    match = first(sample, text, names)
    assert match is not None
    assert (match.question.query, dict(match.values)) == (question.query, values)


@pytest.mark.parametrize(("question", "text"), OTHERS, ids=lambda v: v if isinstance(v, str) else "")
def test_a_counter_example_goes_elsewhere(
    sample: ox.Store, names: Names, question: Question, text: str
) -> None:
    match = first(sample, text, names)
    assert match is None or match.question is not question


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.query)
def test_an_answer_uses_columns_of_its_query(question: Question) -> None:
    import re

    query = catalog.find(question.query)
    values = {p.name: "x" for p in query.parameters if p.default is None}
    columns = {v.value for v in ox.Store().query(catalog.bind(query, values)).variables}
    assert set(re.findall(r"\{(\w+)\}", question.answer)) <= columns


def test_the_answer_says_value_sentence_and_query(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "行政机关败诉率是多少", "-o", str(built)]) == 0
    said = capsys.readouterr().out
    assert "行政机关败诉率 10.06%" in said
    assert "“行政机关败诉率为10.06%”" in said
    assert "kg query compare-indicator -p indicator=行政机关败诉率" in said


def test_the_query_that_an_answer_names_can_be_asked(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "compare-indicator", "-p", "indicator=行政机关败诉率", "-o", str(built)]) == 0
    assert "10.06" in capsys.readouterr().out


def test_the_mayor_comes_before_the_vice_mayors(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "谁是市长", "-o", str(built)]) == 0
    assert capsys.readouterr().out.startswith("淮安市人民政府 市长：蔡丽新")


def test_what_fits_nothing_gets_suggestions(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "今天天气如何", "-o", str(built)]) == cli.FINDINGS
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("kg ask ") >= 3


def test_a_misspelt_name_is_suggested(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "淮安市公安厅到底怎样了", "-o", str(built)]) == cli.FINDINGS
    assert "淮安市公安局" in capsys.readouterr().err


def test_other_formats_are_those_of_kg_query(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "谁是市长", "-f", "csv", "-o", str(built)]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("姓名,职务,单位")
