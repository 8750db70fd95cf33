"""The files of a build: all formats say the same, hostile names stay text, nothing is half written."""

import csv
import io
import json
import os
import pickle
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import extraction_fixture as fixture
import pyoxigraph as ox
import pytest
import rdflib
from goldfixture import gold
from rdflib.compare import isomorphic, to_isomorphic

from kg import archive, graph
from kg.audit import AuditFinding
from kg.config import Config, data_path
from kg.errors import OutputError, StoreError
from kg.model import Extraction, NumeralUse, Span
from kg.namespaces import FZ
from kg.render import Bundle, ReportBuild, atomic, coverage, jsonld, rdf, tables, write_all, writers
from kg.render.order import arrange
from kg.validate import Result, Validation

CONFIG = Config()
FINE = Validation(True, (), 1, 1)
PARSERS = {"nq": "nquads", "trig": "trig", "ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
WITH_GRAPHS = ("nq", "trig", "jsonld")


def built(extraction: Extraction, config: Config = CONFIG, **more: object) -> ReportBuild:
    whole = {"validation": FINE, "findings": (), **more}
    return ReportBuild(extraction, graph.build(extraction, config), **whole)  # type: ignore[arg-type]


def bundle(*extractions: Extraction, config: Config = CONFIG) -> Bundle:
    return Bundle.of([built(extraction, config) for extraction in extractions], config)


def content(name: str, made: Bundle) -> str:
    pieces = (p if isinstance(p, str) else p.decode("utf-8") for p in writers()[name](made))
    return "".join(pieces)


SMALL = bundle(fixture.small())
TWO = bundle(fixture.small("乙/2017/x"), fixture.small("甲/2018/x", 2018))


@pytest.fixture(scope="module")
def whole() -> Bundle:
    """Give the whole sample, as the gold has it."""
    return bundle(gold())


# --- the formats of RDF


@pytest.mark.parametrize("form", rdf.FORMATS)
@pytest.mark.parametrize("made", [SMALL, TWO], ids=["one", "two"])
def test_every_format_says_the_same_to_oxigraph(form: str, made: Bundle) -> None:
    text = "".join(rdf.serialize(made.quads, form, CONFIG.base))
    assert _said(ox.parse(text, format=ox.RdfFormat.from_extension(form)), form) == _said(made.quads, form)


@pytest.mark.parametrize("form", rdf.FORMATS)
def test_every_format_of_the_sample_says_the_same(form: str, whole: Bundle) -> None:
    text = "".join(rdf.serialize(whole.quads, form, CONFIG.base))
    assert _said(ox.parse(text, format=ox.RdfFormat.from_extension(form)), form) == _said(whole.quads, form)


def _said(quads: Iterator[ox.Quad], form: str) -> set[str]:
    return {str(quad if form in WITH_GRAPHS else quad.triple) for quad in quads}


@pytest.mark.parametrize("form", rdf.FORMATS)
@pytest.mark.parametrize("base", [CONFIG.base, "https://a.example/x-"])
def test_every_format_says_the_same_to_rdflib(form: str, base: str) -> None:
    made = bundle(fixture.small(), config=Config(base=base))
    text = "".join(rdf.serialize(made.quads, form, base))
    read = rdflib.Dataset().parse(data=text, format=PARSERS[form])
    found, wanted = rdflib.Graph(), rdflib.Graph()
    for subject, predicate, value, _ in read.quads():
        found.add((subject, predicate, value))
    wanted.parse(data="".join(f"{quad.triple} .\n" for quad in made.quads), format="nt")
    assert isomorphic(to_isomorphic(found), to_isomorphic(wanted))
    names = {str(g) for _, _, _, g in read.quads()}
    assert (f"{base}report/{fixture.KEY}" in names) == (form in WITH_GRAPHS)


def test_n_quads_are_sorted_lines(whole: Bundle) -> None:
    lines = "".join(rdf.n_quads(TWO.quads)).splitlines()
    assert lines == sorted(set(lines))
    assert "".join(rdf.n_quads(whole.quads)) == "".join(f"{quad} .\n" for quad in whole.quads)


@pytest.mark.parametrize("form", rdf.FORMATS)
def test_the_order_of_the_reports_changes_nothing(form: str) -> None:
    turned = bundle(fixture.small("甲/2018/x", 2018), fixture.small("乙/2017/x"))
    texts = {"".join(rdf.serialize(made.quads, form, CONFIG.base)) for made in (TWO, turned)}
    assert len(texts) == 1


def test_turtle_is_for_people() -> None:
    text = "".join(rdf.serialize(SMALL.quads, "ttl", CONFIG.base))
    (block,) = [b for b in text.split("\n\n") if "行政诉讼案件受理数" in b and b.startswith("observation:")]
    assert block.splitlines()[0] == "observation:61-65-1 a fz:Observation, qb:Observation ;"
    assert "    fz:about agency:淮安市人民政府 ;" in block
    assert "    fz:figureSpan <#char=61,65> ;" in block
    assert "    fz:kind fzv-kind:count ;" in block
    (block,) = [b for b in text.split("\n\n") if b.startswith("<#char=61,65> ")]
    assert block.splitlines()[:2] == ["<#char=61,65> a fz:Span ;", '    oa:exact "685件"@zh ;']


def test_turtle_declares_only_prefixes_that_it_uses() -> None:
    text = "".join(rdf.serialize(SMALL.quads, "ttl", CONFIG.base))
    head, _, body = text.partition("@base")
    declared = re.findall(r"@prefix ([\w-]+):", head)
    assert declared == sorted(declared)
    assert [prefix for prefix in declared if f" {prefix}:" not in body and f"^{prefix}:" not in body] == []


@pytest.mark.parametrize("form", ["trig", "ttl", "jsonld", "rdf"])
def test_blank_nodes_of_other_data_are_told(form: str) -> None:
    node = ox.NamedNode("https://a.example/x")
    for quad in (ox.Quad(ox.BlankNode(), node, node), ox.Quad(node, node, node, ox.BlankNode())):
        with pytest.raises(StoreError, match="IRI"):
            list(rdf.serialize([quad], form, CONFIG.base))


@pytest.mark.parametrize("form", rdf.FORMATS)
def test_a_graph_without_a_name_is_written_too(form: str) -> None:
    quads = [ox.Quad(*quad.triple) for quad in SMALL.quads]
    text = "".join(rdf.serialize(quads, form, CONFIG.base))
    assert set(ox.parse(text, format=ox.RdfFormat.from_extension(form))) == set(quads)


AWKWARD = (
    "tab\there", "line\nfeed", "carriage\rreturn", "back\\slash", 'quote"', "'''", "]]>", "&amp;", "<b>",
    "\u2028", "\U0001f600", "e\u0301", " 空 格 ", "\x7f",
)  # fmt: skip


@pytest.mark.parametrize("form", rdf.FORMATS)
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_come_back(form: str, text: str) -> None:
    node = ox.NamedNode("https://a.example/x")
    quads = [ox.Quad(node, ox.NamedNode(FZ + "note"), ox.Literal(text, language="zh"))]
    read = list(ox.parse("".join(rdf.serialize(quads, form, CONFIG.base)), format=_form(form)))
    assert [quad.object.value for quad in read] == [text]


def _form(name: str) -> ox.RdfFormat:
    form = ox.RdfFormat.from_extension(name)
    assert form is not None
    return form


def test_xml_shows_a_sign_for_what_it_cannot_hold() -> None:
    quads = [ox.Quad(ox.NamedNode("a:b"), ox.NamedNode(FZ + "note"), ox.Literal("a\x0cb\x00"))]
    read = list(ox.parse("".join(rdf.serialize(quads, "rdf", CONFIG.base)), format=ox.RdfFormat.RDF_XML))
    assert [quad.object.value for quad in read] == ["a\ufffdb\ufffd"]


LITERALS = (
    ox.Literal("x"),
    ox.Literal("x", language="en"),
    ox.Literal("007", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ox.Literal("1.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    ox.Literal("true", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
    ox.Literal("odd", datatype=ox.NamedNode("https://a.example/kind")),
    ox.NamedNode("https://a.example/thing"),
)


@pytest.mark.parametrize("form", rdf.FORMATS)
@pytest.mark.parametrize("value", LITERALS, ids=str)
@pytest.mark.parametrize("local", ["exact", "start", "note", "about", "refPeriod", "unheardOf"])
def test_any_value_fits_any_property(form: str, value: ox.Literal, local: str) -> None:
    terms = jsonld.context_terms()
    known = terms.get(local, {"@id": f"fz:{local}"})
    prefix, _, name = (known if isinstance(known, str) else known["@id"]).partition(":")
    quad = ox.Quad(ox.NamedNode("a:b"), ox.NamedNode(terms[prefix] + name), value)
    assert list(ox.parse("".join(rdf.serialize([quad], form, CONFIG.base)), format=_form(form))) == [quad]


def test_json_ld_is_compact_and_stands_alone(whole: Bundle) -> None:
    read = json.loads("".join(rdf.serialize(whole.quads, "jsonld", CONFIG.base)))
    assert read["@context"][0] == json.loads(jsonld.context_text())["@context"]
    (report,) = read["@graph"]
    keys = {key for node in report["@graph"] for key in node}
    assert {key for key in keys if ":" in key} == set()
    (node,) = [n for n in report["@graph"] if n.get("prefLabel") == "淮安市人民政府"]
    assert node["@type"] == "Agency"
    assert node["@id"] == "id:agency/淮安市人民政府"


def test_the_context_knows_every_relation_of_the_ontology() -> None:
    modules = sorted((data_path("ontology") / "modules").glob("*.ttl"))
    triples = [q for path in modules for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
    relations = {q.subject.value for q in triples if str(q.object) == f"<{FZ}relatedTo>"}
    assert len(relations) == 19
    known = {v["@id"] for v in jsonld.context_terms().values() if isinstance(v, dict)}
    assert {iri.replace(FZ, "fz:") for iri in relations} <= known


# --- tables


def rows(name: str, made: Bundle = SMALL) -> list[dict[str, str]]:
    text = content(name, made)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_observations_are_rows() -> None:
    found = rows("observations.csv")
    assert [row["printed"] for row in found] == ["685件", "67件", "10.06%", "近2个百分点", "2万户"]
    assert (found[3]["value"], found[3]["unit"], found[3]["qualifier"], found[3]["direction"]) == (
        "2",
        "个百分点",
        "under",
        "down",
    )
    assert (found[4]["value"], found[4]["about"], found[4]["period"]) == ("20000", "", "")
    assert found[0]["concept"] == "casesAccepted"
    assert found[0]["sentence"].startswith("市政府出台")


@pytest.mark.parametrize("made", [SMALL, TWO], ids=["one", "two"])
def test_the_iri_of_a_row_is_the_iri_of_the_graph(made: Bundle) -> None:
    wanted = {q.subject.value for q in made.quads if q.object == ox.NamedNode(FZ + "Observation")}
    assert {row["iri"] for row in rows("observations.csv", made)} == wanted


def test_csvw_metadata_describe_the_columns_in_order() -> None:
    described = json.loads(content("observations.csv-metadata.json", SMALL))
    columns = described["tableSchema"]["columns"]
    assert described["url"] == "observations.csv"
    assert [column["name"] for column in columns] == list(rows("observations.csv")[0])
    assert all(set(column["titles"]) == {"und", "zh", "en"} for column in columns)
    for row in rows("observations.csv"):
        for column in columns:
            if row[column["name"]]:
                assert re.fullmatch(SYNTAX[column["datatype"]], row[column["name"]], re.DOTALL)


SYNTAX = {
    "string": ".*",
    "gYear": r"\d{4}",
    "decimal": r"-?\d+(\.\d+)?",
    "integer": r"\d+",
    "anyURI": "https?:.*",
}


def test_csvw_metadata_make_the_triples_of_the_graph() -> None:
    columns = json.loads(content("observations.csv-metadata.json", SMALL))["tableSchema"]["columns"]
    said = {
        (row["iri"], column["propertyUrl"], _valued(column, row))
        for row in rows("observations.csv")
        for column in columns
        if row[column["name"]] and "propertyUrl" in column
    }
    assert len(said) > 40
    assert said <= {(q.subject.value, q.predicate.value, q.object.value) for q in SMALL.quads}


def _valued(column: dict[str, str], row: dict[str, str]) -> str:
    template = column.get("valueUrl", f"{{{column['name']}}}")
    return re.sub(r"\{\+?(\w+)\}", lambda found: row[found[1]], template)


def test_entities_are_rows_over_all_reports() -> None:
    (row,) = [row for row in rows("entities.csv", TWO) if row["name"] == "淮安市人民政府"]
    assert (row["class"], row["aliases"], row["mentions"], row["type"]) == (
        "Agency",
        "市政府",
        "4",
        "government",
    )
    (row,) = [row for row in rows("entities.csv") if row["class"] == "Division"]
    assert row["code_or_number"] == "320800"


def test_relations_are_rows_with_their_status() -> None:
    found = rows("relations.csv")
    assert [(row["predicate"], row["status"]) for row in found] == [
        ("issued", "done"),
        ("issued", "planned"),
        ("launched", "denied"),
        ("holdsPost", "done"),
        ("received", "ongoing"),
    ]
    assert found[0]["predicate_zh"] == "出台"
    assert found[3]["object"] == "市长"


@pytest.mark.parametrize("name", ["observations.csv", "entities.csv", "relations.csv"])
def test_no_cell_is_a_formula(name: str) -> None:
    for row in rows(name):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))
            assert not cell.startswith("-") or re.fullmatch(r"-\d+(\.\d+)?", cell)


@pytest.mark.parametrize("text", ["=1", "+1", "-x", "@a", "\tx", "\rx", "\n=1"])
def test_formulas_are_disarmed(text: str) -> None:
    assert tables._harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a", "a=1", "-1", "-1.5", "1+1", "'x"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert tables._harmless(text) == text


# --- coverage


def test_coverage_counts_numerals_and_sentences() -> None:
    found = coverage.measure(fixture.small())
    assert found.numerals == {"observation": 5, "date": 1, "name": 0, "ordinal": 0, "unread": 2}
    assert [len(found.stated), len(found.named), len(found.bare)] == [4, 1, 0]
    assert found.sentences == len([s for s in fixture.small().sentences if not s.heading])


def test_a_sentence_without_anything_is_bare() -> None:
    empty = replace(fixture.small(), entities=(), observations=(), statements=(), findings=())
    found = coverage.measure(empty)
    assert (len(found.stated), len(found.named), len(found.bare)) == (0, 0, 5)


def test_a_fact_over_two_sentences_covers_both() -> None:
    small = fixture.small()
    both = Span(small.sentences[2].span.start, small.sentences[3].span.end)
    statement = replace(small.statements[0], evidence=both)
    found = coverage.measure(
        replace(small, entities=(), observations=(), findings=(), statements=(statement,))
    )
    assert [sentence.index for sentence in found.stated] == [2, 3]


def test_coverage_as_data_lists_all_that_is_open() -> None:
    (report,) = json.loads(content("coverage.json", SMALL))["reports"]
    assert [numeral["text"] for numeral in report["unread"]] == ["三千余次", "九"]
    assert report["unresolved"][0]["text"] == "该局"
    for item in report["unread"] + report["unresolved"] + report["named"] + report["bare"]:
        assert fixture.TEXT[item["start"] : item["end"]] == item["text"]
    assert [len(report["named"]), len(report["bare"])] == [1, 0]


def test_coverage_of_several_reports_adds_up() -> None:
    one = coverage.measure(fixture.small())
    both = coverage.total([one, one])
    assert both.numerals == {use: 2 * count for use, count in one.numerals.items()}
    assert (both.sentences, len(both.unresolved)) == (2 * one.sentences, 2 * len(one.unresolved))


def test_every_sentence_with_no_fact_can_be_read() -> None:
    empty = replace(fixture.small(), observations=(), statements=(), findings=())
    found = coverage.measure(empty)
    text = "".join(coverage.markdown([empty]))
    assert found.named
    assert all(f"{s.span.start}–{s.span.end}" in text for s in (*found.named, *found.bare))


def test_coverage_to_read_shows_share_and_lists() -> None:
    text = content("coverage.md", SMALL)
    assert "| 数字 figures | 5 | 62.5 % |" in text
    assert "三千余次" in text
    assert "该局" in text
    assert "<b>" not in text.replace("\\<b\\>", "")


def test_a_report_without_numerals_or_sentences_has_no_share() -> None:
    blank = replace(
        fixture.small(), sentences=(), numerals=(), observations=(), statements=(), findings=(), unresolved=()
    )
    assert "–" in "".join(coverage.markdown([blank]))


# --- checks

RESULT = Result(
    f"{CONFIG.base}report/{fixture.KEY}/observation/61-65-1",
    "http://purl.org/linked-data/sdmx/2009/measure#obsValue",
    "MinCount",
    "",
    "https://w3id.org/fazhi/shapes#ObservationShape",
    "Violation",
    "缺少数值",
    "no value",
)
FINDING = AuditFinding(
    "share",
    (fixture.at("10.06%"), fixture.at("67件"), fixture.at("685件")),
    "10.06 %",
    "9.78 %",
    "败诉率应为 9.78%",
    "67 of 685 are 9.78 %",
)


def test_findings_are_a_shacl_report_and_annotations() -> None:
    broken = built(fixture.small(), validation=Validation(False, (RESULT,), 9, 99), findings=(FINDING,))
    made = Bundle.of([broken], CONFIG)
    store = ox.Store()
    store.extend(ox.parse(content("validation.ttl", made), format=ox.RdfFormat.TURTLE))
    assert store.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX oa: <http://www.w3.org/ns/oa#>
        ASK { ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?result .
          ?result a sh:ValidationResult ; sh:resultSeverity sh:Violation ; sh:focusNode ?focus ;
            sh:resultPath ?path ; sh:sourceShape ?shape ; sh:resultMessage "缺少数值"@zh , "no value"@en ;
            sh:sourceConstraintComponent sh:MinCountConstraintComponent .
          ?note a oa:Annotation ; oa:hasTarget ?one , ?two , ?three FILTER(?one < ?two && ?two < ?three) }"""
        .replace("?one < ?two && ?two < ?three", "STR(?one) < STR(?two) && STR(?two) < STR(?three)")
    )  # fmt: skip
    assert not any(isinstance(q.subject, ox.BlankNode) for q in store)
    text = content("validation.md", made)
    for said in ("缺少数值", "no value", "败诉率应为 9.78%", "67 of 685 are 9.78 %", "否 no"):
        assert said in text


def test_a_clean_build_conforms_in_both() -> None:
    assert "sh:conforms true" in content("validation.ttl", SMALL).replace('"true"^^xsd:boolean', "true")
    assert "是 yes" in content("validation.md", SMALL)


# --- the whole folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("deep") / "a" / "output"
    write_all(out, SMALL.builds, CONFIG)
    return out


def files_of(out: Path) -> dict[str, bytes]:
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and "store" not in p.parts
    }


def test_write_all_gives_the_paths_of_all_that_is_there(tmp_path: Path) -> None:
    paths = write_all(tmp_path, SMALL.builds, CONFIG)
    assert sorted(paths) == sorted(tmp_path.iterdir())
    assert {path.name for path in paths} == {*writers(), "store", "manifest.json"}


def test_no_file_is_empty_and_all_are_for_everybody(folder: Path) -> None:
    for path in folder.iterdir():
        assert path.stat().st_size > 0
        if path.is_file():
            mode = stat.S_IMODE(path.stat().st_mode)
            assert mode == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_archived_extractions_come_back(folder: Path) -> None:
    assert archive.read(folder) == SMALL.extractions


def test_manifest_tells_inputs_versions_and_outputs(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["reports"][0]["sha256"] == fixture.document().sha256
    assert manifest["reports"][0]["triples"] == len(list(SMALL.quads))
    assert set(manifest["outputs"]) == set(writers())
    for name, said in manifest["outputs"].items():
        data = (folder / name).read_bytes()
        assert said == {"bytes": len(data), "sha256": atomic.hashlib.sha256(data).hexdigest()}
    assert manifest["packages"]["pyoxigraph"]
    assert str(folder) not in json.dumps(manifest)


def test_writing_again_replaces_everything(tmp_path: Path) -> None:
    write_all(tmp_path / "one", TWO.builds, CONFIG)
    for name in ("one", "other"):
        write_all(tmp_path / name, SMALL.builds, CONFIG)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")
    opened = ox.Store.read_only(str(tmp_path / "one" / "store"))
    assert len(opened) == len(list(SMALL.quads))


def test_a_build_comes_whole_from_another_process() -> None:
    build = built(fixture.small(), validation=Validation(False, (RESULT,), 9, 99), findings=(FINDING,))
    assert pickle.loads(pickle.dumps(build)) == build


# --- whole or not at all


def test_staged_files_appear_at_the_end(tmp_path: Path) -> None:
    with atomic.staged(tmp_path / "out") as stage:
        atomic.write(stage / "a.txt", ["甲", b"\n"])
        assert not (tmp_path / "out" / "a.txt").exists()
    assert (tmp_path / "out" / "a.txt").read_bytes() == "甲\n".encode()
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["a.txt"]


class Halfway(Exception):
    """Something that goes wrong in the middle of a build."""


def _fail(out: Path, error: type[BaseException]) -> None:
    with atomic.staged(out) as stage:
        atomic.write(stage / "a.txt", ["new"])
        raise error


@pytest.mark.parametrize("error", [Halfway, KeyboardInterrupt, OSError])
def test_a_failed_build_changes_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    with pytest.raises((error, OutputError)):
        _fail(tmp_path, error)
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {"a.txt": "old"}


def test_a_failed_first_build_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Halfway), atomic.staged(tmp_path / "a" / "b"):
        raise Halfway
    assert list(tmp_path.iterdir()) == []


def test_a_failing_writer_leaves_the_old_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(tmp_path, SMALL.builds, CONFIG)
    before = files_of(tmp_path)

    def broken(_: Bundle) -> Iterator[str]:
        yield "half"
        raise Halfway

    monkeypatch.setattr(tables, "relations", broken)
    with pytest.raises(Halfway):
        write_all(tmp_path, TWO.builds, CONFIG)
    assert files_of(tmp_path) == before


def test_a_killed_build_leaves_the_old_files_and_the_next_one_clears_up(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    script = (
        "import os, signal, sys, pathlib; from kg.render import atomic\n"
        "with atomic.staged(pathlib.Path(sys.argv[1])) as stage:\n"
        "    atomic.write(stage / 'a.txt', ['new'])\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert run.returncode == -signal.SIGKILL
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 2
    with atomic.staged(tmp_path) as stage:
        atomic.write(stage / "a.txt", ["newer"])
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {"a.txt": "newer"}


def test_two_builds_do_not_write_into_one_folder(tmp_path: Path) -> None:
    with (
        atomic.staged(tmp_path),
        pytest.raises(OutputError, match="another build"),
        atomic.staged(tmp_path),
    ):
        pass


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    with atomic.staged(tmp_path) as stage:
        atomic.write(stage / "a.txt", ["a"])
    assert (tmp_path / "notes" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_takes_the_place_of_a_folder(tmp_path: Path) -> None:
    for text in ("old", "new"):
        with atomic.staged(tmp_path) as stage:
            (stage / "store").mkdir()
            atomic.write(stage / "store" / text, [text])
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")] == ["store", "store/new"]


def _put(out: Path) -> None:
    with atomic.staged(out) as stage:
        (stage / "store").mkdir()
        atomic.write(stage / "a.txt", ["a"])


def _in_the_way(out: Path) -> Path:
    (out / "store").write_text("a file", encoding="utf-8")
    return out


def _a_file(out: Path) -> Path:
    (out / "file").write_text("x", encoding="utf-8")
    return out / "file"


def _below_a_file(out: Path) -> Path:
    return _a_file(out) / "deeper"


@pytest.mark.parametrize("where", [_in_the_way, _a_file, _below_a_file, lambda _: Path("/proc/nowhere")])
def test_what_cannot_be_written_is_told(tmp_path: Path, where: Callable[[Path], Path]) -> None:
    out = where(tmp_path)
    before = files_of(tmp_path)
    with pytest.raises(OutputError) as caught:
        _put(out)
    assert out.name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert files_of(tmp_path) == before


def test_every_numeral_use_has_its_line() -> None:
    assert set(coverage._USES) == set(NumeralUse)


def test_arranged_subjects_are_in_the_order_of_the_text(whole: Bundle) -> None:
    ((_, subjects),) = arrange(whole.quads)
    offsets = [s.value.partition("#char=")[2] for s, _ in subjects if "#char=" in s.value]
    places = [tuple(map(int, offset.split(","))) for offset in offsets]
    plain = [
        p for (s, properties), p in zip(_spans(subjects), places, strict=True) if len(properties[0][1]) == 1
    ]
    assert plain == sorted(plain, key=lambda p: (p[0], -p[1]))


def _spans(subjects: list) -> list:  # type: ignore[type-arg]
    return [(s, p) for s, p in subjects if "#char=" in s.value]
