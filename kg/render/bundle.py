"""What the outputs of one build are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from kg.audit import AuditFinding
from kg.config import Config
from kg.model import Extraction
from kg.validate import Validation

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import Quad

    from kg.render.order import Arranged


@dataclass(frozen=True, slots=True)
class ReportBuild:
    """All that came out of one report."""

    extraction: Extraction
    quads: tuple[Quad, ...]
    validation: Validation
    findings: tuple[AuditFinding, ...]

    def __reduce__(self) -> tuple[Callable[..., ReportBuild], tuple[object, ...]]:
        """Pickle the quads as N-Quads: as objects they take ten times as long on the way between processes."""
        from pyoxigraph import RdfFormat, serialize

        text = serialize(self.quads, format=RdfFormat.N_QUADS)
        return _thaw, (self.extraction, text, self.validation, self.findings)


def _thaw(
    extraction: Extraction, text: bytes, validation: Validation, findings: tuple[AuditFinding, ...]
) -> ReportBuild:
    from pyoxigraph import RdfFormat, parse

    return ReportBuild(extraction, tuple(parse(text, format=RdfFormat.N_QUADS)), validation, findings)


@dataclass(frozen=True)
class Bundle:
    """The reports of one build, by key, with what several outputs share, made once."""

    builds: tuple[ReportBuild, ...]
    config: Config

    @classmethod
    def of(cls, builds: Iterable[ReportBuild], config: Config) -> Bundle:
        """Put builds together in the order of their keys, so that the order of the files does not matter."""
        return cls(tuple(sorted(builds, key=lambda build: build.extraction.document.key)), config)

    @property
    def extractions(self) -> tuple[Extraction, ...]:
        """Give the extractions of all reports."""
        return tuple(build.extraction for build in self.builds)

    @property
    def quads(self) -> Iterator[Quad]:
        """Give the quads of all reports, one report after the other."""
        return chain.from_iterable(build.quads for build in self.builds)

    @cached_property
    def arranged(self) -> list[Arranged]:
        """Give the graphs with their subjects in reading order."""
        from kg.render.order import arrange

        return arrange(self.quads)

    @property
    def title(self) -> str:
        """Give a title for the whole."""
        first = self.builds[0].extraction.document.title
        return first if len(self.builds) == 1 else f"{len(self.builds)} 份报告"

    @cached_property
    def network(self) -> nx.MultiDiGraph:
        """Give the network of all relations."""
        from kg.network import network

        return network(self.extractions)

    @cached_property
    def positions(self) -> dict[str, tuple[int, int]]:
        """Give the place of every node of the network, in pixels."""
        from kg.render.layout import arrange

        return arrange(self.network)
