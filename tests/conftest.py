"""What several test files share: the sample report, built once."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from kg import cli
from kg.config import sample_path
from tests.browser import browser

SLOW = ("test_cli", "test_faults", "test_openapi", "test_stills")
"""Files of many seconds without a browser."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-answers", action="store_true", help="write the golden answers that differ")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files that open a browser or a server first, so that processes that share the tests end together."""
    slow = {item.path for item in items if item.get_closest_marker("browser") or item.path.stem in SLOW}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a build of the sample report, one for all processes that share the tests; not to be written to."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    out = shared / "sample" / "output"
    with FileLock(shared / "sample.lock"):
        if not out.exists():
            assert cli.run(["build", str(sample_path()), "-o", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    """Give a running browser; not for the whole session, for while it runs no test can run a loop of asyncio."""
    with browser() as running:
        yield running
