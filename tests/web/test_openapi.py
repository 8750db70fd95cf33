"""The OpenAPI description says what the server does."""

import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from kg.web import routes
from kg.web.explorer import table as explorer
from tests.web.serving import serving

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# pages and descriptions of the description itself
UNDESCRIBED = {"/", "/openapi.json", "/ontology.{suffix}", "/shapes", "/shapes.{suffix}", "/vocabulary"}
UNDESCRIBED |= {"/queries.json", "/queries/{name}.json", "/queries/{name}/results.xlsx"}
UNDESCRIBED |= {"/ontology/{rest:path}", "/software/{rest:path}", "/rules/{rest:path}"}


def test_every_route_is_described(client: TestClient) -> None:
    described = {path.split("{")[0] for path in client.get("/openapi.json").json()["paths"]}
    pages = {r.path.split("{")[0] for r in explorer.routes() if isinstance(r, Route)}
    there = {
        r.path.split("{")[0] for r in routes.table() if isinstance(r, Route) and r.path not in UNDESCRIBED
    }
    assert there - (pages - described) | {"/graphs"} == described


def test_the_description_refers_to_what_is_there(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    text = json.dumps(document)
    for kind in ("responses", "schemas"):
        for name in document["components"][kind]:
            assert f"#/components/{kind}/{name}" in text


def test_schemathesis_finds_nothing(file: Path) -> None:
    program = shutil.which("schemathesis", path=str(Path(sys.executable).parent)) or shutil.which(
        "schemathesis"
    )
    if program is None:
        warnings.warn("NOT TESTED with schemathesis: pip install '.[test]'", stacklevel=1)
        pytest.skip("schemathesis is not installed: pip install '.[test]'")
    with serving(file, "--timeout", "5") as (address, _):
        command = [program, "run", f"{address}openapi.json", "--checks", CHECKS, "--max-examples", "6"]
        command += ["--generation-deterministic", "--phases", "coverage,fuzzing", "--request-timeout", "10"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=file.parent)
    assert done.returncode == 0, done.stdout[-4000:]
