"""`kg draw`: the network as a page, pictures of it, and one page of a whole report."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import files, options
from kg.errors import OutputError, QueryError

if TYPE_CHECKING:
    import networkx as nx

    from kg.model import Extraction

NETWORK, DOSSIER = "network", "report"
KINDS = (NETWORK, "hierarchy", "policies", "reforms", "figures", DOSSIER)
PAGE = ".html"


@click.command("draw")
@options.build
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default=NETWORK,
    show_default=True,
    help="The network; bodies by place; who issued what; how reforms spread; figures by theme; the whole report.",
)
@click.option(
    "-w",
    "--write",
    "target",
    type=click.Path(path_type=Path),
    help="The file; its ending says what: .html .png .svg .graphml .gexf. A folder for several reports' pages.",
)
@click.option("--report", metavar="TEXT", help="Only reports with this in their title, issuer or year.")
@options.view
@click.option("--types", metavar="CLASS,…", help="Only these classes, such as Agency,Policy.")
@click.option("--focus", metavar="NAME", help="Only what is near this entity.")
@click.option("--hops", default=1, show_default=True, help="How near: number of steps from the focus.")
@click.option("--query", metavar="QUERY", help="Only what a query finds: a ready query, a .rq file, SPARQL.")
@click.option("-p", "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter of the query.")
@click.option("--top", type=click.IntRange(min=1), help="Only the best connected, so many.")
def command(
    folder: Path,
    kind: str,
    target: Path | None,
    report: str | None,
    view: str,
    types: str | None,
    focus: str | None,
    hops: int,
    query: str | None,
    pairs: tuple[str, ...],
    top: int | None,
) -> None:
    """Draw the network, pictures of it, or one page of a whole report.

    \b
      kg draw --focus 淮安市人民政府 --hops 2 -w government.html
      kg draw --kind policies -w policies.svg
      kg draw --kind report -w report.html
      kg draw --query reforms -w reforms.html
      kg draw --view agencies -w agencies.gexf
    """
    from kg import archive

    extractions = _chosen(archive.read(folder), report)
    if kind == DOSSIER:
        return _dossiers(extractions, target)
    from kg.network import network, select

    whole = network(extractions, view)
    graph = select(
        whole,
        focus=focus,
        hops=hops,
        classes=options.parse_classes(types),
        among=_found(whole, folder, query, pairs) if query else None,
        top=top,
    )
    path = target or Path("graph.html" if kind == NETWORK else f"{kind}.png")
    files.write(path, _drawn(graph, kind, path.suffix, top))
    click.echo(f"{path}: " + (_counted(graph) if kind == NETWORK else kind))


def _counted(graph: "nx.MultiDiGraph") -> str:
    return f"{len(graph)} of {graph.graph['of']} entities, {graph.number_of_edges()} facts"


def _chosen(extractions: "Sequence[Extraction]", text: str | None) -> "Sequence[Extraction]":
    found = [e for e in extractions if text is None or text in _described(e)]
    if not found:
        raise QueryError(f"no report has '{text}' in its title, issuer or year; 'kg coverage' lists them")
    return found


def _described(extraction: "Extraction") -> str:
    document = extraction.document
    return f"{document.title}\n{document.issuer or ''}\n{document.year or ''}\n{document.key}"


def _dossiers(extractions: "Sequence[Extraction]", target: Path | None) -> None:
    """Write one page for each report: one into the file that was named, several into a folder."""
    from kg.render import dossier

    several = len(extractions) > 1
    if several and target is not None and target.suffix == PAGE:
        raise OutputError(f"{len(extractions)} reports: name a folder, or one report with --report")
    for extraction in extractions:
        name = extraction.document.key.replace("/", "-") + PAGE
        folder = target or Path()
        path = folder if folder.suffix == PAGE else folder / name
        files.folder(path.parent)
        files.write(path, dossier.render(extraction).encode("utf-8"))
        click.echo(f"{path}: {extraction.document.title}")


def _drawn(graph: "nx.MultiDiGraph", kind: str, suffix: str, top: int | None) -> bytes:
    """Give what the ending of a file asks for."""
    from kg.render import networks, stills

    form = suffix.removeprefix(".")
    if form in stills.FORMATS:
        return stills.picture(kind, graph, form)
    if kind != NETWORK:
        raise OutputError(f"{kind} is a picture: name a .png or .svg file, not '{suffix}'")
    data = {PAGE: lambda: _page(graph, top), ".graphml": lambda: networks.to_graphml(graph)}
    data[".gexf"] = lambda: networks.to_gexf(graph)
    if suffix not in data:
        raise OutputError(f"'{suffix}' is none of .html, .png, .svg, .graphml, .gexf: name such a file")
    return data[suffix]()


def _found(graph: "nx.MultiDiGraph", folder: Path, query: str, pairs: tuple[str, ...]) -> set[str]:
    """Give the nodes that the rows of a query name, by IRI or by label."""
    from kg import namespaces, store
    from kg.catalog import sparql, with_prefixes

    text = with_prefixes(sparql(query, options.parse_pairs(pairs)))
    answer = store.query(store.open_store(folder), text)
    if not isinstance(answer, Iterable):
        raise QueryError("an ASK query names nothing to draw: use SELECT or CONSTRUCT")
    values = {str(getattr(term, "value", "")) for row in answer for term in row}
    tails = {value.partition(mark)[1] + value.partition(mark)[2] for value in values for mark in _marks()}
    return {
        node
        for node, label in graph.nodes(data="label")
        if label in values or namespaces.entity("/", node) in tails
    }


def _marks() -> Iterable[str]:
    """Give what stands before the key in the IRI of an entity, whatever the base."""
    from kg.catalog import CLASSES

    return [f"/{cls.lower()}/" for cls in CLASSES]


def _page(graph: "nx.MultiDiGraph", top: int | None) -> bytes:
    from kg.render import html

    reports = graph.graph["reports"]
    title = reports[0].title if len(reports) == 1 else f"{len(reports)} 份报告"
    return html.render(graph, title=title, limit=top or html.LIMIT).encode("utf-8")
