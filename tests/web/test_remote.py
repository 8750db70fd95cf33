"""Commands that read a store read a server as well, and say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import cli
from kg import store as stores
from kg.cli import remote
from kg.errors import StoreError
from tests.web.serving import serving


@pytest.fixture(scope="module")
def endpoint(file: Path) -> Iterator[str]:
    with serving(file) as (address, _):
        yield f"{address}sparql"


def test_all_quads_come_back(endpoint: str, file: Path) -> None:
    assert remote.read_quads(endpoint) == stores.read_quads(file)


def test_query(endpoint: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = ["query", "SELECT ?l { ?s skos:prefLabel ?l } ORDER BY ?l", "--format", "csv"]
    assert cli.run([*query, "--endpoint", endpoint]) == 0
    there = capsys.readouterr().out
    assert cli.run([*query, "--store", str(file)]) == 0
    assert there == capsys.readouterr().out


def test_export(endpoint: str, file: Path, tmp_path: Path) -> None:
    for name, source in (("there", ["--endpoint", endpoint]), ("here", ["--store", str(file)])):
        assert cli.run(["export", "-f", "nq", "-w", str(tmp_path / name), *source]) == 0
    assert (tmp_path / "there").read_bytes() == (tmp_path / "here").read_bytes()


def test_validate(endpoint: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = cli.run(["validate", "--endpoint", endpoint]), capsys.readouterr().out
    assert there == (cli.run(["validate", str(file)]), capsys.readouterr().out)


def test_a_server_without_reports(tmp_path: Path) -> None:
    empty = tmp_path / "empty.nq"
    empty.write_text("<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n", encoding="utf-8")
    with serving(empty) as (address, _), pytest.raises(StoreError, match="no report"):
        remote.read_quads(f"{address}sparql")
