"""Turn an extraction into RDF: one named graph per report, without blank nodes, sorted.

The shape of the data is told in the ontology; this package is the only place that knows both it and the data model.
Every span that a fact cites is described once, with its text and its sentence.
"""

from collections.abc import Callable, Iterable

from pyoxigraph import NamedNode, Quad

from kg.config import DEFAULT_BASE, Config
from kg.errors import OutputError
from kg.graph import facts, source, things
from kg.graph.facts import HELD, UNKNOWN_PERIOD
from kg.graph.scene import Scene, Sentences, numbered
from kg.graph.terms import Triple, plain
from kg.model import Extraction

__all__ = ["HELD", "UNKNOWN_PERIOD", "Sentences", "build", "numbered", "plain"]

_PARTS: tuple[Callable[[Scene], Iterable[Triple]], ...] = (
    source.report,
    source.dataset,
    source.activity,
    source.sections,
    source.sentences,
    source.unread,
    source.unresolved,
    things.entities,
    things.places,
    facts.observations,
    facts.statements,
    facts.findings,
)


def build(extraction: Extraction, config: Config) -> tuple[Quad, ...]:
    """Give the quads of one report, sorted; the graph's name is the report's IRI.

    Raises OutputError when the base is not the beginning of an IRI.
    """
    scene = Scene(extraction, _checked(config.base))
    triples = {triple for part in _PARTS for triple in part(scene)}
    triples.update(source.spans(scene))
    graph = scene.report
    # the order of the lines of N-Quads, so that the sorted file needs no second sorting
    return tuple(sorted((Quad(*triple, graph) for triple in triples), key=str))


def _checked(base: str) -> str:
    try:
        return NamedNode(base).value
    except ValueError as error:
        raise OutputError(
            f"{base} cannot begin the IRIs of the data; give one such as {DEFAULT_BASE}"
        ) from error
