"""Extractions survive the way through JSON."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kg import archive
from kg.errors import StoreError
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

TEXT = "淮安市人民政府2017年受理案件1.50万件\n"
DOCUMENT = Document(
    key="淮安市人民政府/2017/lawGovernmentReport",
    text=TEXT,
    source="a.txt",
    sha256="0" * 64,
    media_type="text/plain",
    title="报告",
    title_span=None,
    issuer="淮安市人民政府",
    place="320800",
    level=Level.PREFECTURE,
    year=2017,
    date=None,
    number=None,
    kind="lawGovernmentReport",
    notes=("no date",),
)
EXTRACTION = Extraction(
    document=DOCUMENT,
    sections=(Section(0, "一", Span(0, 3), Span(0, 20), 1, None),),
    sentences=(Sentence(0, Span(0, 20), 0, 0),),
    entities=(
        Entity("Agency", "淮安市人民政府", "淮安市人民政府", (), (Span(0, 7),), (("level", "prefecture"),)),
    ),
    observations=(
        Observation(
            Quantity(Span(16, 22), Decimal("15000.0"), "件", "exact", "count"),
            Span(0, 22),
            "受理案件数",
            Span(12, 16),
            None,
            "Agency/淮安市人民政府",
            "2017",
            Status.DONE,
            "rule",
        ),
    ),
    statements=(
        Statement("Agency/淮安市人民政府", "issued", "Policy/x", Span(0, 9), Status.PLANNED, "rule"),
    ),
    findings=(Finding("Problem", Span(1, 4), "rule"),),
    numerals=(Numeral(Span(7, 12), NumeralUse.DATE, "year"),),
    unresolved=(Unresolved(Span(0, 3), "Agency", "two of that name"),),
)


def test_comes_back_equal_on_one_line() -> None:
    line = archive.dumps(EXTRACTION)
    assert "\n" not in line
    back = archive.loads(line)
    assert back == EXTRACTION
    assert str(back.observations[0].quantity.value) == "15000.0"
    assert back.document.level is Level.PREFECTURE


def test_reads_every_line_of_a_folder(tmp_path) -> None:
    other = replace(EXTRACTION, document=replace(DOCUMENT, key="b", text="第二\u2028行\x85"))
    lines = "".join(archive.dumps(e) + "\n" for e in (EXTRACTION, other))
    (tmp_path / archive.FILE).write_text(lines, encoding="utf-8")
    assert archive.read(tmp_path) == (EXTRACTION, other)


@pytest.mark.parametrize(
    "line", ["", "[]", "{}", '{"document": 3}', archive.dumps(EXTRACTION).replace('"done"', '"x"')]
)
def test_a_broken_line_is_an_error_of_ours(line) -> None:
    with pytest.raises(StoreError):
        archive.loads(line)


def test_a_folder_without_archive_says_what_to_do(tmp_path) -> None:
    with pytest.raises(StoreError, match="kg build"):
        archive.read(tmp_path)
