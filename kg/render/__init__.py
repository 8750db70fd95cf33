"""Outputs: one module per family; this package knows which files a build writes.

To add a file, write a function that gives its content from a `Bundle` and add its line to `writers`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from kg.config import Config
from kg.render.bundle import Bundle, ReportBuild

__all__ = ["Bundle", "ReportBuild", "Writer", "write_all", "writers"]

Writer = Callable[[Bundle], Iterable[str | bytes]]


def writers() -> Mapping[str, Writer]:
    """Give what writes each file, by the file's name; the store and the manifest come beside."""
    from kg import archive
    from kg.render import checks, coverage, jsonld, pictures, rdf, rdfxml, tables, turtle

    return {
        "graph.nq": lambda b: rdf.n_quads(b.quads),
        "graph.trig": lambda b: turtle.trig(b.arranged, b.config.base),
        "graph.ttl": lambda b: turtle.turtle(b.arranged, b.config.base),
        "graph.jsonld": lambda b: jsonld.jsonld(b.arranged, b.config.base),
        "graph.rdf": lambda b: rdfxml.rdfxml(b.arranged),
        "context.jsonld": lambda b: [jsonld.context_text()],
        "graph.graphml": pictures.graphml,
        "graph.gexf": pictures.gexf,
        "graph.html": pictures.html,
        "observations.csv": tables.observations,
        "observations.csv-metadata.json": lambda b: [tables.metadata()],
        "entities.csv": tables.entities,
        "relations.csv": tables.relations,
        "validation.ttl": checks.report_ttl,
        "validation.md": checks.report_md,
        "coverage.md": lambda b: coverage.markdown(b.extractions),
        "coverage.json": lambda b: coverage.data(b.extractions),
        archive.FILE: lambda b: (f"{archive.dumps(e)}\n" for e in b.extractions),
    }


def write_all(out: Path, builds: Sequence[ReportBuild], config: Config) -> list[Path]:
    """Write every output into a folder and give the paths; what was there stays until all is ready.

    Raises OutputError when the folder cannot be written.
    """
    from concurrent.futures import ThreadPoolExecutor

    from kg import store
    from kg.extract import uncollected
    from kg.render.atomic import LAST, staged, write
    from kg.render.manifest import manifest

    bundle = Bundle.of(builds, config)
    rest = dict(writers())
    first = rest.pop(store.GRAPH)
    # the store waits for the disk more than it computes
    with uncollected(), staged(out) as stage, ThreadPoolExecutor(1) as aside:
        made = {store.GRAPH: write(stage / store.GRAPH, first(bundle))}
        filled = aside.submit(store.write_store, stage / store.FOLDER, stage / store.GRAPH)
        made |= {name: write(stage / name, writer(bundle)) for name, writer in rest.items()}
        filled.result()
        write(stage / LAST, [manifest(bundle, made)])
    return [out / name for name in sorted([*made, store.FOLDER, LAST])]
