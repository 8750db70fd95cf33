"""Outputs: one module per family; this package knows which files a build writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.audit import AuditFinding
from kg.config import Config
from kg.model import Extraction
from kg.validate import Validation

if TYPE_CHECKING:
    from pyoxigraph import Quad


@dataclass(frozen=True, slots=True)
class ReportBuild:
    """All that came out of one report."""

    extraction: Extraction
    quads: tuple[Quad, ...]
    validation: Validation
    findings: tuple[AuditFinding, ...]


def write_all(out: Path, builds: Sequence[ReportBuild], config: Config) -> list[Path]:
    """Write every output into a folder and give the paths; what was there stays until all is ready."""
    raise NotImplementedError
