"""The command line as its user meets it: help, building, bad input, exit codes."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter

from kg import cli
from kg.config import sample_path

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000" + "00" * 40)
REPORT = """泰州市人民政府2019年法治政府建设情况报告

一、工作开展情况
2019年，市政府出台了《泰州市城市绿化管理办法》，受理行政复议案件120件，审结110件。
二、存在问题
行政执法水平有待提高。
"""
HEAVY = (
    "rdflib",
    "jieba",
    "pyvis",
    "pyshacl",
    "networkx",
    "trafilatura",
    "pyoxigraph",
    "numpy",
    "jinja2",
    "docx",
)
OUTPUTS = (
    "graph.nq",
    "graph.trig",
    "graph.ttl",
    "graph.jsonld",
    "graph.rdf",
    "graph.graphml",
    "graph.gexf",
    "graph.html",
    "observations.csv",
    "entities.csv",
    "relations.csv",
    "validation.ttl",
    "coverage.md",
    "manifest.json",
    "extractions.jsonl",
)


def kg(capfd: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    """Run one command in this process; give exit code, standard output and standard error."""
    code = cli.run([str(arg) for arg in args])
    out, err = capfd.readouterr()
    return code, out, err


def start(*args: object, **options: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "kg", *map(str, args)]
    # a test run in the background ignores Ctrl-C and would hand that on
    default = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=default, **options
    )


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# --- help


def test_help_is_one_screen_and_loads_nothing_heavy() -> None:
    script = (
        "import sys; from kg import cli; code = cli.run(['--help']);"
        f"print(code, sorted(set({HEAVY}) & set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    lines = run.stdout.decode().splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
    assert run.stderr.decode().strip() == "0 []"
    for name in cli.cli.list_commands(None):
        assert any(line.split()[:1] == [name] for line in lines)


def test_python_m_kg_says_its_version() -> None:
    out, _ = start("--version").communicate()
    assert out.decode().startswith("kg, version ")


@pytest.mark.parametrize("args", [["nonsense"], ["build"], ["build", "x", "--year", "soon"], ["query"]])
def test_wrong_use_is_told_and_is_2(capfd: pytest.CaptureFixture[str], args: list[str]) -> None:
    code, out, err = kg(capfd, *args)
    assert (code, out) == (2, "")
    assert "Error: " in err


# --- building


def test_sample_gives_every_output(built: Path) -> None:
    assert [name for name in OUTPUTS if not (built / name).is_file()] == []
    assert (built / "store").is_dir()


def test_demo_builds_and_says_what_to_try(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = kg(capfd, "demo", "-o", tmp_path / "out")
    assert (code, err) == (0, "")
    assert "淮安市人民政府" in out
    assert f" query policies-issued -o {tmp_path / 'out'} " in out
    assert (tmp_path / "out" / "graph.html").is_file()


def test_summary_is_one_screen_without_a_progress_bar(
    capfd: pytest.CaptureFixture[str], report: Path, tmp_path: Path
) -> None:
    code, out, err = kg(capfd, "build", report, "-o", tmp_path / "out")
    assert (code, err) == (0, "")
    assert len(out.splitlines()) <= 24
    assert "泰州市人民政府2019年法治政府建设情况报告" in out
    assert "figures     2" in out


def test_arguments_override_what_the_report_says(
    capfd: pytest.CaptureFixture[str], report: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    code, said, _ = kg(
        capfd,
        "build",
        report,
        "-o",
        out,
        "--year",
        "2020",
        "--title",
        "另一标题",
        "--base",
        "https://a.example/id/",
    )
    assert code == 0
    assert "另一标题" in said
    document = json.loads((out / "extractions.jsonl").read_text(encoding="utf-8"))["document"]
    assert (document["year"], document["title"]) == (2020, "另一标题")
    assert "<https://a.example/id/report/" in (out / "graph.nq").read_text(encoding="utf-8")


def test_reads_standard_input(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode("gb18030"))))
    code, out, err = kg(capfd, "build", "-", "-o", tmp_path / "out")
    assert (code, err) == (0, "")
    assert "泰州市人民政府2019年" in out


def test_order_of_files_and_number_of_workers_change_nothing(
    capfd: pytest.CaptureFixture[str], report: Path, tmp_path: Path
) -> None:
    other = tmp_path / "another.txt"
    other.write_text(REPORT.replace("泰州", "扬州").replace("120", "95"), encoding="utf-8")
    assert kg(capfd, "build", report, other, "-o", tmp_path / "one")[0] == 0
    assert kg(capfd, "build", other, report, "-o", tmp_path / "two", "--workers", "2")[0] == 0
    one, two = (
        {n: d for n, d in files_of(tmp_path / f).items() if not n.startswith("store")} for f in ("one", "two")
    )
    assert one == two


def test_decisions_change_the_build_and_idle_ones_are_told(
    capfd: pytest.CaptureFixture[str], report: Path, tmp_path: Path
) -> None:
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text("entities:\n  drop: [Policy/没有这个]\n", encoding="utf-8")
    code, out, _ = kg(capfd, "build", report, "-o", tmp_path / "out", "--decisions", decisions)
    assert code == 1
    assert [line for line in out.splitlines() if line.startswith("! decision") and "没有这个" in line]
    decisions.write_text("entity: {}\n", encoding="utf-8")
    code, out, err = kg(capfd, "build", report, "-o", tmp_path / "out", "--decisions", decisions)
    assert (code, out) == (2, "")
    assert "decisions.yaml" in err
    assert "entity" in err


# --- bad input


def empty(folder: Path) -> Path:
    (folder / "empty.txt").write_bytes(b"")
    return folder / "empty.txt"


def blank(folder: Path) -> Path:
    (folder / "blank.txt").write_text(" \n\u3000\n", encoding="utf-8")
    return folder / "blank.txt"


def png(folder: Path) -> Path:
    (folder / "picture.txt").write_bytes(PNG)
    return folder / "picture.txt"


def broken_docx(folder: Path) -> Path:
    whole = io.BytesIO()
    docx.Document().save(whole)
    (folder / "broken.docx").write_bytes(whole.getvalue()[:2000])
    return folder / "broken.docx"


def encrypted_pdf(folder: Path) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(folder / "locked.pdf")
    return folder / "locked.pdf"


def nothing_readable(folder: Path) -> Path:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "a.bin").write_bytes(b"\x00\x01")
    return inner


def missing(folder: Path) -> Path:
    return folder / "not-there.txt"


BAD = [empty, blank, png, broken_docx, encrypted_pdf, nothing_readable, missing]


@pytest.mark.parametrize("make", BAD)
def test_nothing_usable_is_one_line_and_2(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, make: "callable"
) -> None:
    path = make(tmp_path)
    code, out, err = kg(capfd, "build", path, "-o", tmp_path / "out")
    assert (code, out) == (2, "")
    assert err.startswith("kg: ")
    assert err.count("\n") == 1
    assert path.name in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("make", [empty, png, broken_docx, encrypted_pdf])
def test_one_bad_file_never_stops_the_others(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, report: Path, make: "callable"
) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    shutil.copy(report, reports)
    bad = make(reports)
    code, out, err = kg(capfd, "build", reports, "-o", tmp_path / "out")
    assert (code, err) == (1, "")
    assert [line for line in out.splitlines() if line.startswith("!") and bad.name in line]
    assert "受理" in (tmp_path / "out" / "observations.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (REPORT.replace("2019年", "本年度"), "no year"),
        ("泰州市人民政府2019年法治政府建设情况报告\n全年受理行政复议案件120件。\n", "no heading"),
    ],
)
def test_a_report_without_year_or_heading_is_built_and_told(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, text: str, remark: str
) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(text, encoding="utf-8")
    code, out, _ = kg(capfd, "build", path, "-o", tmp_path / "out")
    assert code == 1
    assert [line for line in out.splitlines() if line.startswith(f"! {remark}") and "odd.txt" in line]
    assert (tmp_path / "out" / "graph.nq").is_file()


@pytest.mark.parametrize("out", ["report.txt", "report.txt/deeper", "/proc/nowhere/out"])
def test_a_folder_that_cannot_be_written_is_2(
    capfd: pytest.CaptureFixture[str], report: Path, out: str
) -> None:
    code, said, err = kg(capfd, "build", report, "-o", report.parent / out)
    assert (code, said) == (2, "")
    assert err.startswith("kg: ")
    assert err.count("\n") == 1
    assert report.read_text(encoding="utf-8") == REPORT


def test_a_failed_build_leaves_the_last_one_whole(
    capfd: pytest.CaptureFixture[str], report: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    kg(capfd, "build", report, "-o", out)
    before = files_of(out)
    assert kg(capfd, "build", empty(tmp_path), "-o", out)[0] == 2
    assert files_of(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty.txt", "out", "report.txt"]


def test_ctrl_c_is_one_line_and_changes_nothing(report: Path, tmp_path: Path) -> None:
    # the report comes through a pipe that never closes, so the command is surely still at work
    process = start("build", "-", "-o", tmp_path / "out", stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(b"x" * 65536)
    process.stdin.write(b"x" * 65536)  # returns when the first was read: Python is up
    process.stdin.flush()
    # a signal between two reads of one call is seen only by the next one, so press the key until it is heard
    for _ in range(60):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.5)
            break
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.returncode == 130
    assert process.stderr.read() == b"kg: stopped; nothing was changed\n"
    assert not (tmp_path / "out").exists()


def test_a_closed_pipe_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        run = subprocess.run(
            [sys.executable, "-m", "kg", "queries"], stdout=gone, stderr=subprocess.PIPE, check=False
        )
    assert run.stderr == b""
    assert run.returncode == 141


# --- asking


def test_query_by_name_text_and_file(capfd: pytest.CaptureFixture[str], built: Path, tmp_path: Path) -> None:
    code, out, _ = kg(capfd, "query", "people-and-posts", "-o", built, "-p", "person=蔡丽新")
    assert code == 0
    assert "蔡丽新" in out
    assert "市长" in out
    code, out, _ = kg(capfd, "query", "ASK { ?s fz:holdsPost ?o }", "-o", built)
    assert (code, out) == (0, "yes\n")
    mine = tmp_path / "mine.rq"
    mine.write_text(
        "# param who string required Name\nSELECT (COUNT(*) AS ?n) { ?s skos:prefLabel ?l FILTER(STR(?l) = $who) }",
        encoding="utf-8",
    )
    code, out, _ = kg(capfd, "query", mine, "-o", built, "-p", "who=蔡丽新", "-f", "csv")
    assert (code, out) == (0, "n\r\n1\r\n")


@pytest.mark.parametrize("form", ["csv", "json", "xml"])
def test_query_formats(capfd: pytest.CaptureFixture[str], built: Path, form: str) -> None:
    code, out, _ = kg(capfd, "query", "people-and-posts", "-o", built, "-f", form)
    assert code == 0
    assert "蔡丽新" in out
    assert out[:1] in {"csv": "姓", "json": "{", "xml": "<"}[form]


def test_query_of_a_graph_is_turtle(capfd: pytest.CaptureFixture[str], built: Path) -> None:
    text = "CONSTRUCT { ?s fz:holdsPost ?o } WHERE { ?s fz:holdsPost ?o }"
    code, out, _ = kg(capfd, "query", text, "-o", built, "-f", "ttl")
    assert code == 0
    assert "@prefix fz: <https://w3id.org/fazhi/ontology#>" in out
    assert "fz:holdsPost" in out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["query", "nothing-like-this"], "kg queries"),
        (["query", "SELECT nonsense {"], "query"),
        (["query", "honors", "-p", "nobody=1"], "no parameter 'nobody'"),
        (["query", "figures-of-agency", "-p", "year=soon"], "year of four digits"),
        (["query", "honors", "-f", "ttl"], "CONSTRUCT"),
        (["draw", "--focus", "没有这个"], "没有这个"),
        (["draw", "--report", "没有这份"], "没有这份"),
        (["draw", "-w", "x.pdf"], ".pdf"),
        (["draw", "--kind", "policies", "-w", "x.html"], "picture"),
        (["draw", "--query", "ASK { ?s ?p ?o }"], "ASK"),
    ],
)
def test_errors_are_one_line_and_2(
    capfd: pytest.CaptureFixture[str], built: Path, args: list[str], message: str
) -> None:
    code, out, err = kg(capfd, *args, "-o", built)
    assert (code, out) == (2, "")
    assert err.startswith("kg: ")
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.parametrize(
    "args", [["query", "honors"], ["stats"], ["draw"], ["coverage"], ["export", "-f", "ttl"]]
)
def test_a_folder_that_is_no_build_is_2(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, args: list[str]
) -> None:
    code, out, err = kg(capfd, *args, "-o", tmp_path / "nothing")
    assert (code, out) == (2, "")
    assert err.startswith("kg: ")
    assert err.count("\n") == 1


def test_queries_lists_and_shows(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kg(capfd, "queries")
    assert code == 0
    assert "people-and-posts" in out
    code, out, _ = kg(capfd, "queries", "figures-of-agency")
    assert code == 0
    assert "某机构" in out
    assert "SELECT" in out


# --- handing on


@pytest.mark.parametrize("form", ["nq", "trig", "ttl", "jsonld", "rdf", "graphml", "gexf", "csv", "html"])
def test_export_to_standard_output_and_to_a_file(
    capfd: pytest.CaptureFixture[str], built: Path, tmp_path: Path, form: str
) -> None:
    target = tmp_path / "graph"
    code, out, err = kg(capfd, "export", "-f", form, "-o", built)
    assert (code, err) == (0, "")
    assert "淮安市人民政府" in out
    assert kg(capfd, "export", "-f", form, "-o", built, "-w", target)[0] == 0
    assert target.read_bytes().decode() == out


def test_validate_conforms_on_the_build_and_not_on_a_broken_fact(
    capfd: pytest.CaptureFixture[str], built: Path, tmp_path: Path
) -> None:
    assert kg(capfd, "validate", built)[0] == 0
    lines = (built / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "/measure#obsValue>" not in line]
    assert len(kept) < len(lines)
    broken = tmp_path / "broken.nq"
    broken.write_text("".join(kept), encoding="utf-8")
    code, out, _ = kg(capfd, "validate", broken)
    assert code == 1
    assert "obsValue" in out


def test_stats(capfd: pytest.CaptureFixture[str], built: Path) -> None:
    code, out, _ = kg(capfd, "stats", "-o", built, "--top", "3")
    assert code == 0
    assert "淮安市人民政府" in out
    assert "communities" in out
    _, text, _ = kg(capfd, "stats", "-o", built, "-f", "json")
    rows = json.loads(text)
    assert rows[0]["label"] == "淮安市人民政府"
    _, text, _ = kg(capfd, "stats", "-o", built, "-f", "csv")
    assert len(text.splitlines()) == len(rows) + 1


def test_draw_only_what_is_asked_for(capfd: pytest.CaptureFixture[str], built: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    code, out, _ = kg(capfd, "draw", "-o", built, "-w", page, "--types", "Person,Post", "--top", "5")
    assert code == 0
    assert f"{page}: 5 of " in out
    assert "蔡丽新" in page.read_text(encoding="utf-8")
    assert kg(capfd, "draw", "-o", built, "--types", "Nobody")[0] == 2


@pytest.mark.parametrize(
    ("args", "name", "begins"),
    [
        (["--kind", "policies"], "p.svg", b"<?xml"),
        (["--kind", "figures"], "f.png", b"\x89PNG"),
        (["--view", "agencies"], "a.gexf", b"<?xml"),
        (["--view", "projection"], "a.graphml", b"<?xml"),
        (["--kind", "report"], "r.html", b"<!DOCTYPE html>"),
        (["--query", "honors"], "q.html", b"<!DOCTYPE html>"),
    ],
)
def test_draw_gives_what_the_ending_asks_for(
    capfd: pytest.CaptureFixture[str], built: Path, tmp_path: Path, args: list[str], name: str, begins: bytes
) -> None:
    code, out, err = kg(capfd, "draw", "-o", built, *args, "-w", tmp_path / name)
    assert (code, err) == (0, "")
    assert str(tmp_path / name) in out
    assert (tmp_path / name).read_bytes().lstrip().startswith(begins)


def test_draw_what_a_query_finds(capfd: pytest.CaptureFixture[str], built: Path, tmp_path: Path) -> None:
    asked = "SELECT ?a WHERE { ?a fz:received ?honor }"
    page = tmp_path / "honored.graphml"
    code, _, _ = kg(capfd, "draw", "-o", built, "--query", asked, "-w", page)
    assert code == 0
    _, rows, _ = kg(capfd, "query", f"SELECT DISTINCT ?a {asked[10:]}", "-o", built, "-f", "csv")
    assert page.read_text(encoding="utf-8").count("<node ") == len(rows.splitlines()) - 1 > 3


def test_reports_are_drawn_into_a_folder(
    capfd: pytest.CaptureFixture[str], built: Path, tmp_path: Path
) -> None:
    code, out, _ = kg(capfd, "draw", "-o", built, "--kind", "report", "-w", tmp_path / "pages")
    assert code == 0
    (page,) = (tmp_path / "pages").iterdir()
    assert page.name.startswith("淮安市人民政府-2017-")
    assert str(page) in out


def test_coverage_tells_the_share(capfd: pytest.CaptureFixture[str], built: Path) -> None:
    code, out, _ = kg(capfd, "coverage", "-o", built)
    assert code == 0
    assert "%" in out


def test_evaluate_shows_scores_changes_and_errors(
    capfd: pytest.CaptureFixture[str], built: Path, tmp_path: Path
) -> None:
    gold = Path(__file__).parent / "gold" / "huaian-2017"
    errors = tmp_path / "errors.txt"
    code, out, _ = kg(capfd, "evaluate", built, gold, "--before", built, "--errors", errors)
    assert code == 0
    assert "entity ALL" in out
    assert "+0.000" in out
    assert "gains: 0\nlosses: 0\nfacts that came: none; that went: none" in out
    assert errors.is_file()
    assert kg(capfd, "evaluate", built, tmp_path)[0] == 2


def test_the_sample_comes_with_the_package() -> None:
    assert sample_path().is_file()
