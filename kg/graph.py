"""Turn an extraction into RDF: one named graph per report, without blank nodes, sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.config import Config
from kg.model import Extraction

if TYPE_CHECKING:
    from pyoxigraph import Quad


def build(extraction: Extraction, config: Config) -> tuple[Quad, ...]:
    """Give the quads of one report, sorted; the graph's name is the report's IRI."""
    raise NotImplementedError
