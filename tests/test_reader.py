"""Reports come in from every format and encoding; what is no report is refused with one line that says what to do."""

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from kg import reader
from kg.config import Config, sample_path
from kg.errors import InputError
from kg.model import Document, Level
from kg.reader import encodings

INPUTS = Path(__file__).parent / "fixtures" / "inputs"
GOLD = Path(__file__).parent / "gold" / "huaian-2017" / "entities.jsonl"
SAMPLE = sample_path().read_bytes().decode()
BODY = """
　　{year}年，在市委的正确领导下，全面推进依法行政，法治政府建设取得新的成效。现将有关情况报告如下。
一、主要做法
（一）完善制度。制定规范性文件12件，清理废止30件，受理行政复议案件75件，全部依法办结，群众满意度不断提高。
二、下一步打算
继续努力，把各项工作做得更好。
"""


def read_text(text: str, name: str = "report.txt", config: Config | None = None) -> Document:
    return reader.read(text.encode(), name=name, config=config or Config())


def report(head: str, year: int = 2021) -> Document:
    return read_text(head + BODY.format(year=year))


def complaint(data: bytes, name: str, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        reader.read(data, name=name, **options)
    message = str(caught.value)
    assert "\n" not in message
    assert name in message
    return message


# --- txt and encodings


def test_the_sample_is_described() -> None:
    document = reader.read(sample_path())
    assert document.text == SAMPLE
    assert document.title == "淮安市人民政府关于2017年度法治政府建设情况的报告"
    assert document.title_span is not None
    assert document.title_span.of(document.text) == document.title
    assert (document.issuer, document.place, document.level) == ("淮安市人民政府", "320800", Level.PREFECTURE)
    assert (document.year, document.date, document.number) == (2017, "2018-05-03", None)
    assert (document.kind, document.media_type) == ("lawGovernmentReport", "text/plain")
    assert document.key == "淮安市人民政府/2017/lawGovernmentReport"
    assert document.source == "huaian-2017.txt"
    assert document.notes == ()


def test_offsets_are_those_of_the_gold() -> None:
    text = reader.read(sample_path()).text
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert rows
    for row in rows:
        start, end = row["first"]
        assert text[start:end] in {row["name"], *row["aliases"]}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    text = SAMPLE if encoding != "gbk" else SAMPLE.encode("gbk", "ignore").decode("gbk")
    assert reader.read(text.encode(encoding), name="a.txt").text == text


def test_utf16_big_endian_with_a_mark() -> None:
    assert reader.read(b"\xfe\xff" + SAMPLE.encode("utf-16-be"), name="a.txt").text == SAMPLE


SENTENCES = [s for s in SAMPLE.split("。") if len(s) > 10]


@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=20),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]),
    st.sampled_from(["。\n", "。\r\n", "。", "。\r"]),
)
@settings(deadline=None)
def test_decoding_undoes_encoding(sentences: list[str], encoding: str, end: str) -> None:
    text = end.join(sentences) + end
    assert encodings.decode(text.encode(encoding), "a.txt").text == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_any_text_survives_in_utf8(text: str) -> None:
    assert encodings.decode(text.encode(), "a.txt").text == text


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        said = reader.read(data, name="a.txt").text
    except InputError as error:
        said = str(error).replace("\n", "")
        whole = said == str(error)
    else:
        whole = True
    assert said
    assert whole


def test_line_ends_stay_as_they_are() -> None:
    text = SAMPLE.replace("\n", "\r\n")
    document = read_text(text)
    assert document.text == text
    assert document.title == "淮安市人民政府关于2017年度法治政府建设情况的报告"


def test_a_few_broken_characters_are_put_up_with_and_noted() -> None:
    data = SAMPLE.encode("gb18030")
    at = data.index("淮安".encode("gb18030"), 3000)
    document = reader.read(data[:at] + b"\xff" + data[at:], name="a.txt")
    assert document.text.replace("\ufffd", "") == SAMPLE
    assert any("broken" in note for note in document.notes)


def test_the_hash_is_of_the_bytes() -> None:
    one, other = (reader.read(SAMPLE.encode(e), name="a.txt") for e in ("utf-8", "gb18030"))
    assert one.text == other.text
    assert one.sha256 != other.sha256


def test_streams_and_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reader.read(io.BytesIO(SAMPLE.encode())).text == SAMPLE

    class Stdin:
        buffer = io.BytesIO(SAMPLE.encode("gb18030"))

    monkeypatch.setattr("sys.stdin", Stdin)
    assert reader.read(Path("-")).text == SAMPLE


# --- what is no report


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "empty.txt", "empty"),
        (b" \r\n\t \n", "blank.txt", "no text"),
        (png(), "picture.txt", "picture"),
        (Random(1).randbytes(4000), "noise.txt", "binary"),
        (
            ("The quick brown fox jumps over the lazy dog. " * 30).encode(),
            "english.txt",
            "hardly any Chinese",
        ),
        (
            "《中国》".encode() + b" is the title of this book, which is in English." * 20,
            "mixed.txt",
            "hardly any",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.doc", "save it as .docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked.docx",
            "password",
        ),
        (b"{\\rtf1\\ansi report}", "rich.rtf", "save it as .docx"),
        (b"\x1f\x8b\x08\0" + b"\0" * 50, "packed.txt", "unpack"),
        (b"just a few words", "words.docx", "not a docx"),
        (Random(2).randbytes(4000), "noise.docx", "broken"),
        (Random(3).randbytes(4000), "noise.pdf", "broken"),
        (b"%PDF-1.4\nnothing of a pdf follows here", "cut.pdf", "broken"),
        (zipped(readme=b"hello"), "some.zip", "unpack"),
        (zipped(xl__workbook=b"", **{"xl__workbook.xml": b"<a/>"}), "table.docx", "spreadsheet"),
        (zipped(**{"OFD.xml": b"<a/>"}), "paper.ofd", "OFD"),
        (
            b"<html><body><p>Only English in here, nothing else at all.</p></body></html>",
            "en.html",
            "hardly any",
        ),
        (b"<html><body></body></html>", "hollow.html", "no text"),
        (
            "政府工作".encode("big5") + "臺灣省政府關於依法行政的報告,全年辦理案件。".encode("big5") * 9,
            "b5.txt",
            "UTF-8",
        ),
    ],
)
def test_what_is_no_report_is_refused(data: bytes, name: str, says: str) -> None:
    assert says in complaint(data, name)


def test_too_large_a_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)  # sparse: it has no bytes to read
    with pytest.raises(InputError, match="larger than 50 MB"):
        reader.read(path)


@pytest.mark.parametrize("wrap", [bytes, io.BytesIO])
def test_the_limit_can_be_set(wrap: Callable[[bytes], Any]) -> None:
    data = SAMPLE.encode()
    assert reader.read(wrap(data), name="a.txt", limit=len(data)).text == SAMPLE
    with pytest.raises(InputError, match="larger than"):
        reader.read(wrap(data), name="a.txt", limit=len(data) - 1)


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        reader.read(tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="folder"):
        reader.read(tmp_path)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(SAMPLE, encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)  # a superuser may read everything
    with pytest.raises(InputError, match="not allowed"):
        reader.read(path)


# --- Word files


def word(build: Callable[[Any], None]) -> Document:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return reader.read(out.getvalue(), name="report.docx")


def add_xml(document: Any, xml: str) -> None:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def test_paragraphs_and_tables_of_a_word_file() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("淮安市公安局2022年法治政府建设年度报告")
        document.add_paragraph("").add_run("一、总体情况")
        table = document.add_table(rows=2, cols=3)
        for cell, text in zip(table._cells, "指标 2021年 2022年 受理案件 36件 41件".split(), strict=True):
            cell.text = text
        paragraph = document.add_paragraph("二、存在")
        paragraph.add_run("的问题").bold = True

    document = word(build)
    assert document.text.split("\n") == [
        "淮安市公安局2022年法治政府建设年度报告",
        "一、总体情况",
        "指标\t2021年\t2022年",
        "受理案件\t36件\t41件",
        "二、存在的问题",
    ]
    assert (document.issuer, document.year, document.kind) == ("淮安市公安局", 2022, "departmentReport")


def test_the_sample_as_a_word_file_has_the_same_paragraphs() -> None:
    def build(document: Any) -> None:
        for line in SAMPLE.split("\n"):
            document.add_paragraph(line)

    assert word(build).text == SAMPLE


def test_insertions_smart_tags_controls_and_boxes_are_read_but_deletions_are_not() -> None:
    w = nsdecls("w")

    def build(document: Any) -> None:
        document.add_paragraph("某市法治政府建设情况的报告，内容如下")
        add_xml(
            document,
            f'<w:p {w}><w:smartTag w:element="date"><w:r><w:t>二〇二一年</w:t></w:r></w:smartTag>'
            "<w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>旧的</w:delText></w:r></w:del>"
            "<w:r><w:t>案件</w:t><w:noBreakHyphen/><w:br/><w:t>次行</w:t></w:r></w:p>",
        )
        add_xml(
            document,
            f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>控件内文字</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        )
        add_xml(
            document,
            f"<w:p {w}><w:r><w:t>框外</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r></w:p>",
        )

    assert word(build).text.split("\n")[1:] == ["二〇二一年新增案件-", "次行", "控件内文字", "框外", "框内"]


def test_numbers_that_word_counts_are_put_in() -> None:
    w = nsdecls("w")
    levels = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("bullet", "·")]
    written = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )

    def build(document: Any) -> None:
        numbering = document.part.numbering_part.element
        numbering.insert(0, parse_xml(f'<w:abstractNum {w} w:abstractNumId="77">{written}</w:abstractNum>'))
        for number, more in (
            (90, ""),
            (91, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        ):
            xml = f'<w:num {w} w:numId="{number}"><w:abstractNumId w:val="77"/>{more}</w:num>'
            numbering.append(parse_xml(xml))
        steps = [(90, 0), (90, 1), (90, 1), (90, 2), (90, 3), (90, 0), (90, 1), (91, 0)]
        for number, depth in steps:
            add_xml(
                document,
                f'<w:p {w}><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
                "<w:r><w:t>依法行政</w:t></w:r></w:p>",
            )

    labels = [line.removesuffix("依法行政") for line in word(build).text.split("\n")]
    assert labels == ["一、", "（一）", "（二）", "1.", "", "二、", "（一）", "一、"]


def test_a_broken_word_file_is_refused() -> None:
    out = io.BytesIO()
    docx.Document().save(out)
    whole = out.getvalue()
    assert "broken" in complaint(whole[: len(whole) // 2], "cut.docx")
    assert "broken" in complaint(
        zipped(**{"[Content_Types].xml": b"<a/>", "word__document.xml": b"<a"}), "bad.docx"
    )


def test_a_word_file_that_unpacks_to_too_much_is_refused_unpacked() -> None:
    bomb = zipped(**{"[Content_Types].xml": b"<a/>", "word__document.xml": b" " * 3_000_000})
    assert len(bomb) < 10_000
    assert "too large" in complaint(bomb, "bomb.docx", limit=2_000_000)


# --- web pages


def test_the_main_text_of_a_page() -> None:
    document = reader.read(
        (INPUTS / "government-page.html").read_text(encoding="utf-8").encode("gbk"), name="page.html"
    )
    assert document.text.split("\n") == [
        "金湖县2021年法治政府建设年度报告",
        "2021年，金湖县深入贯彻落实上级部署，统筹推进法治政府建设各项工作，依法行政水平持续提升。现将主要情况报告如下：",
        "一、主要举措",
        "（一）完善制度。县政府全年制定规范性文件7件，废止3件，全部按照规定向社会公布并报送备案。",
        "（二）化解纠纷。全县受理行政复议案件41件，审结39件，其中撤销2件，调解案件12件。",
        "新增公共法律服务站点8个",
        "聘请特邀行政执法监督员20名",
        "指标\t2020年\t2021年",
        "行政复议受理\t36件\t41件",
        "二、存在的不足",
        "基层执法力量仍然薄弱，部分干部运用法治思维的能力有待提高，执法监督的手段还不够丰富。",
        "金湖县人民政府",
    ]


def test_the_particulars_around_a_page() -> None:
    document = reader.read(INPUTS / "government-page.html")
    assert (document.issuer, document.place) == ("金湖县人民政府", "320831")
    assert (document.number, document.date, document.year) == ("金政发〔2022〕6号", "2022-03-10", 2021)
    assert document.media_type == "text/html"
    assert document.title_span is not None
    assert document.title_span.of(document.text) == document.title


def test_a_page_is_known_by_its_content() -> None:
    page = f"<!DOCTYPE html><html><body><p>{'</p><p>'.join(SAMPLE.splitlines())}</p></body></html>"
    document = read_text(page, name="page.txt")
    assert document.media_type == "text/html"
    assert set(document.text.split("\n")) == {line.replace("  ", " ") for line in SAMPLE.splitlines() if line}


def test_a_page_without_paragraphs_is_read_whole() -> None:
    document = read_text(
        "<html><body>某市2020年法治政府建设报告<br>一、总体情况<br>全年受理案件三件</body></html>", "a.html"
    )
    assert document.text == "某市2020年法治政府建设报告\n一、总体情况\n全年受理案件三件"


# --- PDF


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Write a PDF of the lines, each character as a two-byte code that a table maps to Unicode."""
    used = sorted({ord(char) for page in pages for line in page for char in line})
    blocks = [used[i : i + 100] for i in range(0, len(used), 100)]
    mapped = "".join(
        f"{len(b)} beginbfchar {' '.join(f'<{c:04x}> <{c:04x}>' for c in b)} endbfchar\n" for b in blocks
    )
    cmap = f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n{mapped}endcmap"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{6 + 2 * i} 0 R' for i in range(len(pages)))}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for i, page in enumerate(pages):
        drawn = "\n".join(
            f"BT /F1 12 Tf 1 0 0 1 60 {780 - 20 * k} Tm <{line.encode('utf-16-be').hex()}> Tj ET"
            for k, line in enumerate(page)
        )
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * i} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        bodies.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    out, places = "%PDF-1.4\n", []
    for i, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{i} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{end}").encode("ascii")


def printed(width: int = 40, per_page: int = 30) -> list[list[str]]:
    """Print the sample: indented paragraphs, wrapped lines, a running head and a page number."""
    lines = []
    for line in SAMPLE.splitlines():
        indented = f"　　{line}" if len(line) > width else line
        lines += [indented[i : i + width] for i in range(0, len(indented), width)]
    pages = [lines[i : i + per_page] for i in range(0, len(lines), per_page)]
    return [["法治政府建设年度报告", *page, f"- {i} -"] for i, page in enumerate(pages, 1)]


def test_printed_lines_become_paragraphs_again() -> None:
    document = reader.read(pdf(printed()), name="report.pdf")
    # a space that ends a printed line cannot be seen in the print
    paragraphs = ["".join(line.split()) for line in SAMPLE.splitlines()[3:-1] if line]
    read = ["".join(line.split()) for line in document.text.split("\n")]
    assert document.media_type == "application/pdf"
    assert [line for line in read if line in paragraphs] == paragraphs
    assert "- 2 -" not in document.text
    assert "\n法治政府建设年度报告\n" not in document.text
    assert (document.title, document.year) == ("淮安市人民政府关于2017年度法治政府建设情况的报告", 2017)


def test_radicals_of_pdf_fonts_become_characters() -> None:
    line = "淮安市⼈⺠政府关于法治政府建设⼯作情况的报告，⻓期坚持依法⾏政"
    assert (
        reader.read(pdf([[line]]), name="a.pdf").text
        == "淮安市人民政府关于法治政府建设工作情况的报告，长期坚持依法行政"
    )


def locked(user: str, owner: str) -> bytes:
    writer = PdfWriter(
        clone_from=PdfReader(io.BytesIO(pdf([["淮安市人民政府关于2017年度法治政府建设情况的报告"]])))
    )
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_an_encrypted_pdf_is_refused_and_one_that_only_forbids_printing_is_read() -> None:
    assert "password" in complaint(locked("secret", "secret"), "locked.pdf")
    assert reader.read(locked("", "secret"), name="open.pdf").year == 2017


def test_nothing_else_is_said_of_a_broken_pdf() -> None:
    script = "import sys; from kg import reader; reader.read(sys.argv[1].encode(), name='a.pdf')"
    done = subprocess.run(
        [sys.executable, "-c", script, "%PDF-1.4 cut"], capture_output=True, text=True, check=False
    )
    assert "EOF marker" not in done.stderr.partition("Traceback")[0]
    assert "broken" in done.stderr.splitlines()[-1]


def test_a_scanned_pdf_is_refused() -> None:
    assert "OCR" in complaint(pdf([["- 1 -"], ["- 2 -"]]), "scan.pdf")
    assert "OCR" in complaint(pdf([[], []]), "scan.pdf")


# --- title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("淮安市人民政府\n关于2017年度法治政府建设情况的报告", "淮安市人民政府关于2017年度法治政府建设情况的报告"),
        ("淮安市公安局\n2022年法治政府建设\n年度报告", "淮安市公安局2022年法治政府建设年度报告"),
        ("淮安市人民政府关于2021年度\n法治政府建设情况的报告", "淮安市人民政府关于2021年度法治政府建设情况的报告"),
        ("首页 > 政务公开 > 年度报告\n索引号：0142/2018-1\n发布机构：淮安市人民政府\n江苏省2021年法治政府建设报告\n"
         "时间:2018-05-03 浏览次数:1", "江苏省2021年法治政府建设报告"),
        ("来源：淮安日报\n打印本页 关闭窗口\n淮安市2021年依法行政工作报告", "淮安市2021年依法行政工作报告"),
        ("政 府 工 作 报 告\n——2024年1月10日在金湖县第十七届人民代表大会第三次会议上", "政府工作报告"),
        ("淮政发〔2018〕12号\n\n2018年嘉兴市法治政府建设白皮书", "2018年嘉兴市法治政府建设白皮书"),
        ("索引号：1\n名  称：金湖县2021年法治政府建设报告\n文  号：", "金湖县2021年法治政府建设报告"),
    ],
)  # fmt: skip
def test_titles(head: str, title: str) -> None:
    document = report(head)
    assert document.title == title
    assert document.title_span is not None
    printed_title = "".join(document.title_span.of(document.text).split())
    assert printed_title == "".join(title.split())


def test_a_text_without_title_takes_the_name_of_its_file() -> None:
    document = read_text(
        "全市法治政府建设取得新的成效。\n一、主要做法。\n继续努力。", name="淮安市2019年报告.txt"
    )
    assert (document.title, document.title_span) == ("淮安市2019年报告", None)


def test_a_text_that_lost_its_line_breaks() -> None:
    document = read_text(SAMPLE.replace("\n", ""))
    assert document.title == "淮安市人民政府关于2017年度法治政府建设情况的报告"
    assert (document.issuer, document.year, document.date) == ("淮安市人民政府", 2017, "2018-05-03")


def test_a_speech_that_lost_its_line_breaks() -> None:
    head = "2025年淮安市政府工作报告\n——2025年1月10日在淮安市第九届人民代表大会第四次会议上\n各位代表："
    document = read_text((head + BODY.format(year=2024) * 3).replace("\n", ""))
    assert (document.title, document.year, document.date) == ("2025年淮安市政府工作报告", 2024, "2025-01-10")


# --- issuer, place, level, kind


@pytest.mark.parametrize(
    ("head", "issuer", "place", "level"),
    [
        ("淮安市人民政府关于2021年法治政府建设情况的报告", "淮安市人民政府", "320800", "prefecture"),
        ("江苏省淮安市2021年法治政府建设情况报告", "淮安市人民政府", "320800", "prefecture"),
        (
            "中共淮安市委 淮安市人民政府关于2021年法治政府建设情况的报告",
            "淮安市人民政府",
            "320800",
            "prefecture",
        ),
        ("关于2021年度淮安市公安局法治政府建设情况的报告", "淮安市公安局", "320800", "prefecture"),
        ("北京市朝阳区2021年法治政府建设年度情况报告", "朝阳区人民政府", "110105", "county"),
        ("延边州2021年法治政府建设工作情况报告", "延边朝鲜族自治州人民政府", "222400", "prefecture"),
        ("锡林郭勒盟2021年法治政府建设情况报告", "锡林郭勒盟行政公署", "152500", "prefecture"),
        ("金湖县塔集镇2021年度法治政府建设工作报告", "金湖县塔集镇人民政府", "320831", "township"),
        (
            "淮安经济技术开发区2021年度法治政府建设工作报告",
            "淮安经济技术开发区管理委员会",
            "320800",
            "prefecture",
        ),
        (
            "国家税务总局淮安市税务局2021年法治政府建设情况报告",
            "国家税务总局淮安市税务局",
            "320800",
            "prefecture",
        ),
        (
            "国家税务总局苏州工业园区税务局2021年法治政府建设情况报告",
            "国家税务总局苏州工业园区税务局",
            "320500",
            "prefecture",
        ),
        ("司法部2021年法治政府建设年度报告", "司法部", None, "nation"),
        (
            "广州市天河区石牌街2021年法治政府建设工作报告",
            "天河区石牌街道办事处",
            "440106",
            "township",
        ),
        ("淮安市市场监管局2021年法治政府建设年度报告", "淮安市市场监督管理局", "320800", "prefecture"),
        ("淮安市政府法制办2016年工作总结", "淮安市人民政府法制办公室", "320800", "prefecture"),
        ("鼓楼区2021年法治政府建设工作报告\n来源：南京市鼓楼区司法局", "鼓楼区人民政府", "320106", "county"),
        (
            "2021年法治政府建设年度报告\n发布单位：合肥市包河区城市管理局",
            "包河区城市管理局",
            "340111",
            "county",
        ),
        ("关于2021年度全区法治政府建设情况的报告\n（洪泽区人民政府）", "洪泽区人民政府", "320813", "county"),
        ("云水镇2021年法治政府建设年度报告", "云水镇人民政府", None, "township"),
        ("桃源街道2021年度法治政府建设情况报告\n(二)接诉即办", "桃源街道办事处", None, "township"),
        (
            "中共金湖县塔集镇委员会 金湖县塔集镇人民政府关于2021年法治政府建设情况的报告",
            "金湖县塔集镇人民政府",
            "320831",
            "township",
        ),
        ("火炬高新区（中山港街道）2021年法治政府建设年度报告", "火炬高新区管理委员会", None, None),
        (
            "市水务局2021年法治政府建设情况报告\n2022-01-20 | 武汉市水务局",
            "武汉市水务局",
            "420100",
            "prefecture",
        ),
        ("仁和镇人民政府2021年法治政府建设情况报告", "仁和镇人民政府", None, "township"),
        (
            "城市管理局2021年法治政府建设情况报告\n2021年，我局在金湖县委、县政府的正确领导下开展工作。",
            "金湖县城市管理局",
            "320831",
            "county",
        ),
        ("海关总署党委 海关总署关于2021年法治政府建设情况的报告", "海关总署", None, "nation"),
        ("关于法治政府建设情况的报告\n2021年，桃源街道坚持依法行政。", "桃源街道办事处", None, "township"),
    ],
)
def test_issuers(head: str, issuer: str, place: str | None, level: str | None) -> None:
    document = report(head)
    assert (document.issuer, document.place, document.level) == (issuer, place, level)


@pytest.mark.parametrize(
    ("place", "issuer"),
    [
        ("北京市", "北京市人民政府"),
        ("吉林省", "吉林省人民政府"),
        ("宁夏", "宁夏回族自治区人民政府"),
        ("广西", "广西壮族自治区人民政府"),
        ("新疆", "新疆维吾尔自治区人民政府"),
        ("西藏", "西藏自治区人民政府"),
        ("内蒙古自治区", "内蒙古自治区人民政府"),
    ],
)
def test_provinces_in_titles_of_work_reports(place: str, issuer: str) -> None:
    document = report(f"2025年{place}政府工作报告\n来源：青海日报")
    assert (document.issuer, document.level) == (issuer, "province")


def test_a_name_of_several_places_is_left_open_and_noted() -> None:
    document = report("鼓楼区2021年法治政府建设工作报告")
    assert (document.issuer, document.place) == ("鼓楼区人民政府", None)
    assert any("several places" in note for note in document.notes)


def test_the_key_tells_places_of_one_name_apart() -> None:
    assert report("南京市鼓楼区2021年法治政府建设报告").key == "南京市鼓楼区人民政府/2021/lawGovernmentReport"


def test_a_signature_names_the_issuer() -> None:
    document = report("关于2021年法治政府建设情况的报告")
    signed = read_text(document.text + "\n                金湖县人民政府\n              2022年1月5日\n")
    assert (document.issuer, signed.issuer, signed.date) == (None, "金湖县人民政府", "2022-01-05")


def test_the_place_named_most_often_comes_last_and_is_noted() -> None:
    document = report("2021年法治政府建设情况的报告\n现将金湖县有关情况和金湖县下一步打算报告如下")
    assert (document.issuer, document.place) == ("金湖县人民政府", "320831")
    assert any("most often" in note for note in document.notes)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("淮安市2021年法治政府建设情况的报告", "lawGovernmentReport"),
        ("淮安市2021年依法行政工作报告", "lawGovernmentReport"),
        ("淮安市司法局2021年法治政府建设年度报告", "departmentReport"),
        ("2022年淮安市政府工作报告", "governmentWorkReport"),
    ],
)
def test_kinds(head: str, kind: str) -> None:
    assert report(head).kind == kind


def test_a_report_of_another_kind() -> None:
    document = read_text("淮安市2021年预算执行情况的报告\n全市一般公共预算收入完成三百亿元，增长百分之五。\n")
    assert (document.kind, document.year) == ("otherReport", 2021)


# --- year, date, number


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("淮安市2018年度法治政府建设情况的报告", 2018),
        ("二〇一六年淮安市依法行政工作报告", 2016),
        ("２０１９年淮安市依法行政工作报告", 2019),
        ("淮安市法治政府建设情况的报告", 2021),
        ("2025年淮安市政府工作报告\n——2025年1月10日在淮安市第九届人民代表大会第四次会议上", 2024),
        ("政府工作报告\n——2025年1月10日在淮安市第九届人民代表大会第四次会议上", 2024),
    ],
)
def test_years(head: str, year: int) -> None:
    assert report(head).year == year


def test_the_heading_of_a_work_report_tells_the_year_reviewed() -> None:
    text = "2025年淮安市政府工作报告\n各位代表：\n一、2024年工作回顾\n过去一年，全市干部群众团结奋斗。\n二、2025年工作安排\n"
    assert read_text(text).year == 2024


def test_a_title_may_print_the_year_without_its_word() -> None:
    document = read_text(
        "某某区卫生健康委员会2021政府信息公开工作年度报告\n2020年以来持续推进。\n2020年完成整改。\n"
    )
    assert document.year == 2021


def test_ranges_and_dates_are_no_year_of_the_report() -> None:
    text = "某市法治政府建设情况的报告\n2016年5月1日起，按照2015-2020年和2021年至2025年的规划，2019年全市推进法治政府建设。"
    assert read_text(text).year == 2019


def test_a_report_without_year_says_so() -> None:
    document = read_text("淮安市法治政府建设情况的报告\n全市法治政府建设取得新的成效。\n")
    assert document.year is None
    assert document.key == "淮安市人民政府/undated/lawGovernmentReport"
    assert "no year found" in document.notes


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("时间:2022-05-03  浏览次数:", "2022-05-03"),
        ("发布日期：2022年5月3日", "2022-05-03"),
        ("截至2021年12月31日，主动公开规章3件。", None),
        ("发文日期：二〇二二年十一月二十三日", "2022-11-23"),
        ("发布时间：2022/5/3 10:20 来源：市司法局", "2022-05-03"),
        ("(2022年1月10日)", "2022-01-10"),
        ("发布日期：2022-13-45", None),
        ("来源：市司法局", None),
    ],
)
def test_dates(line: str, date: str | None) -> None:
    assert report(f"淮安市2021年法治政府建设情况的报告\n{line}").date == date


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("淮政发〔2022〕12号", "淮政发〔2022〕12号"),
        ("〔2022〕12号", "〔2022〕12号"),
        ("[2022]12号", "〔2022〕12号"),
        ("文　号：淮政发［2022］ 12 号", "淮政发〔2022〕12号"),
        ("根据苏政发〔2022〕1号文件", None),
    ],
)
def test_numbers(line: str, number: str | None) -> None:
    assert report(f"淮安市2021年法治政府建设情况的报告\n{line}").number == number


def test_a_number_that_the_text_cites_is_not_the_reports() -> None:
    document = report("淮安市2021年法治政府建设情况的报告")
    cited = read_text(document.text + "认真落实《关于加强法治政府建设的意见》（国发〔2010〕33号）的要求。\n")
    assert cited.number is None


# --- what is told from outside


def test_settings_go_before_what_is_found() -> None:
    document = read_text(SAMPLE, config=Config(year=2016, place="金湖县", title="金湖县的报告"))
    assert (document.year, document.place, document.title) == (2016, "320831", "金湖县的报告")
    assert (document.issuer, document.title_span) == ("金湖县人民政府", None)


def test_a_place_may_be_told_by_its_code_and_chooses_among_names() -> None:
    text = "鼓楼区2021年法治政府建设工作报告" + BODY.format(year=2021)
    assert read_text(text, config=Config(place="350102")).place == "350102"
    assert (
        read_text("市公安局2021年法治政府建设报告" + BODY, config=Config(place="淮安市")).issuer
        == "淮安市公安局"
    )


@pytest.mark.parametrize(
    ("place", "says"), [("亚特兰蒂斯", "no place"), ("999999", "no place"), ("鼓楼区", "several")]
)
def test_a_place_that_is_none_or_several_is_refused(place: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_text(SAMPLE, config=Config(place=place))


def test_a_title_that_is_told_is_found_in_the_text() -> None:
    document = read_text(SAMPLE, config=Config(title="法治政府建设情况的报告"))
    assert document.title_span is not None
    assert document.title_span.of(SAMPLE) == "法治政府建设情况的报告"


# --- files and collections


def test_folders_are_expanded(tmp_path: Path) -> None:
    for name in ("b.txt", "a.DOCX", "c.pdf", "d.htm", "e.doc", "notes.md", "~$a.docx", ".hidden.txt"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "z" / ".git").mkdir(parents=True)
    (tmp_path / "z" / "x.txt").write_bytes(b"")
    (tmp_path / "z" / ".git" / "y.txt").write_bytes(b"")
    found = [path.relative_to(tmp_path).as_posix() for path in reader.expand([tmp_path])]
    assert found == ["a.DOCX", "b.txt", "c.pdf", "d.htm", "e.doc", "z/x.txt"]


def test_files_are_kept_whatever_their_name_and_once(tmp_path: Path) -> None:
    odd = tmp_path / "report.2017"
    odd.write_bytes(b"")
    missing = tmp_path / "missing.txt"
    assert reader.expand([str(odd), odd, missing, "-"]) == [Path("-"), missing, odd]


def test_the_same_report_twice_is_one() -> None:
    one = reader.read(SAMPLE.encode(), name="b.txt")
    other = reader.read(SAMPLE.replace("\n", "\r\n\r\n").encode("gb18030"), name="a.txt")
    for documents in ([one, other], [other, one]):
        (kept,) = reader.distinct(documents)
        assert (kept.source, kept.key) == ("a.txt", one.key)
        assert any("b.txt" in note for note in kept.notes)


@given(st.permutations(range(4)))
def test_keys_do_not_depend_on_the_order_of_files(order: list[int]) -> None:
    base = reader.read(sample_path())
    texts = [SAMPLE, SAMPLE + "又一份。", SAMPLE + "第三份。"]
    documents = [replace(base, text=text, source=f"{i}.txt") for i, text in enumerate(texts)]
    documents.append(replace(base, text="别的", key="别的/2017/otherReport"))
    made = reader.distinct([documents[i] for i in order])
    assert made == reader.distinct(documents)
    keys = [document.key for document in made]
    assert keys == sorted(set(keys))
    assert sum(key.startswith(f"{base.key}~") for key in keys) == 3
