"""The whole in Python: build reports, or open what was built, and take the result where it is needed.

>>> import kg
>>> from kg.config import sample_path
>>> g = kg.build(sample_path())
>>> [title for title in g.titles]
['淮安市人民政府关于2017年度法治政府建设情况的报告']
>>> [(row["主体"], row["数值"], row["单位"]) for row in g.query("败诉率")]
[('淮安市', 10.06, '%')]
>>> rate = next(row for row in g.observations() if row["indicator"] == "行政机关败诉率")
>>> rate["value"], rate["unit"], rate["about"], rate["year"], rate["sentence"][:10]
(10.06, '%', '淮安市', 2017, '自觉接受司法监督,2')
>>> g.network().nodes["Agency/淮安市人民政府"]["label"]
'淮安市人民政府'
>>> len(g.dataset) == len(g.quads)
True
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.config import DEFAULT_BASE, Config
from kg.errors import QueryError

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import Quad, Store
    from rdflib import Dataset

    from kg.model import Extraction

    Paths = str | Path | Sequence[str | Path]

Row = dict[str, Any]


@dataclass(frozen=True)
class Graph:
    """The graph of one or more reports.

    `extractions` are what was found, one a report; `quads` the same as RDF, one named graph a report; `left_out` says
    which files were not usable, and why.
    """

    extractions: tuple[Extraction, ...]
    quads: tuple[Quad, ...]
    base: str = DEFAULT_BASE
    left_out: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """Give the reports' titles."""
        return tuple(extraction.document.title for extraction in self.extractions)

    @cached_property
    def dataset(self) -> Dataset:
        """Give the graph as an rdflib Dataset whose default graph is the union of the reports'.

        For small graphs: `query` asks the same in a hundredth of the time.
        """
        from rdflib import Dataset

        made = Dataset(default_union=True)
        made.parse(data=_n_quads(self.quads), format="nquads")
        return made

    @cached_property
    def store(self) -> Store:
        """Give the graph as an Oxigraph store in memory."""
        from pyoxigraph import Store

        made = Store()
        made.bulk_extend(self.quads)
        return made

    def network(self, view: str = "relations") -> nx.MultiDiGraph:
        """Give the entities and their relations for networkx.

        `view` is relations, agencies, projection or diffusion, as in `kg stats --view`.
        """
        from kg.network import network

        return network(self.extractions, view)

    def query(self, query: str | Path, **values: str) -> list[Row]:
        """Give the rows of a ready query by name, of a .rq file or of SPARQL text, as dicts of plain Python values.

        `values` are the query's parameters.  Numbers come as int or float, what is not bound as None, the rest as str.
        Raises QueryError when there is no such query, or when it gives no rows (ASK, CONSTRUCT: see `dataset`).
        """
        from pyoxigraph import QuerySolutions

        from kg import catalog, store

        answer = store.query(self.store, catalog.with_prefixes(catalog.sparql(str(query), values)))
        if not isinstance(answer, QuerySolutions):
            raise QueryError("only SELECT queries give rows; ask .dataset or .store for a graph or a yes")
        columns = [variable.value for variable in answer.variables]
        return [{column: _plain(row[column]) for column in columns} for row in answer]

    def observations(self) -> list[Row]:
        """Give every figure as a flat dict, ready for a DataFrame; the keys are the columns of `observations.csv`."""
        from kg.render import tables

        return [
            {c.name: _typed(c.datatype, text) for c, text in zip(tables.OBSERVATIONS, row, strict=True)}
            for row in tables.figures(self.extractions, self.base)
        ]


def build(
    paths: Paths,
    *,
    year: int | None = None,
    place: str | None = None,
    title: str | None = None,
    base: str = DEFAULT_BASE,
    decisions: str | Path | None = None,
    workers: int | None = 1,
    out: str | Path | None = None,
) -> Graph:
    """Build the graph of a report, of several, or of all in a folder.

    `year`, `place` and `title` override what the reports say; `decisions` is a file of a reader's corrections;
    `workers` is the number of processes (None: as many as are worth it); `out` also writes all outputs into a folder.
    Raises InputError when no file is usable.
    """
    from kg import pipeline
    from kg.decisions import read as read_decisions

    config = Config(base=base, year=year, place=place, title=title)
    choices = read_decisions(Path(decisions)) if decisions else None
    outcome = pipeline.build(_listed(paths), config, choices=choices, workers=workers)
    if out is not None:
        pipeline.write(Path(out), outcome, config)
    return Graph(
        tuple(build.extraction for build in outcome.builds),
        tuple(quad for build in outcome.builds for quad in build.quads),
        base,
        tuple(bad.reason for bad in outcome.bad),
    )


def load(folder: str | Path) -> Graph:
    """Give the graph of a built folder; raises StoreError when it is none."""
    from kg import archive, store

    path = Path(folder)
    return Graph(archive.read(path), store.read_quads(path))


def _listed(paths: Paths) -> list[str | Path]:
    return [paths] if isinstance(paths, str | Path) else list(paths)


def _n_quads(quads: Iterable[Quad]) -> bytes:
    from pyoxigraph import RdfFormat, serialize

    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def _plain(term: Any) -> Any:
    """Give a term of an answer as a plain value: a number where it is one, else its text."""
    if term is None:
        return None
    kind = getattr(getattr(term, "datatype", None), "value", "").rpartition("#")[2]
    return _typed(kind, term.value if hasattr(term, "value") else str(term))


def _typed(kind: str, text: str) -> Any:
    """Give a text as what its datatype says; an empty one is None.

    >>> _typed("decimal", "10.06"), _typed("decimal", "785"), _typed("gYear", "2017"), _typed("string", "")
    (10.06, 785, 2017, None)
    """
    if not text:
        return None
    if kind in ("integer", "gYear"):
        return int(text)
    if kind in ("decimal", "double"):
        number = float(text)
        return int(number) if number.is_integer() else number
    return text == "true" if kind == "boolean" else text
