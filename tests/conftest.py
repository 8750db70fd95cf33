"""What several test files share: the sample report, built once."""

from pathlib import Path

import pytest

from kg import cli
from kg.config import sample_path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-answers", action="store_true", help="write the golden answers that differ")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a build of the sample report; not to be written to."""
    out = tmp_path_factory.mktemp("sample") / "output"
    assert cli.run(["build", str(sample_path()), "-o", str(out)]) == 0
    return out
