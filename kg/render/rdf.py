"""A graph in the formats of RDF; all say the same."""

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kg.errors import OutputError
from kg.render.jsonld import jsonld
from kg.render.order import Arranged, arrange
from kg.render.rdfxml import rdfxml
from kg.render.turtle import trig, turtle

Serializer = Callable[[Iterable[Arranged], str], Iterator[str]]

READABLE: dict[str, Serializer] = {
    "trig": trig,
    "ttl": turtle,
    "jsonld": jsonld,
    "rdf": lambda arranged, base: rdfxml(arranged),
}
FORMATS = ("nq", *READABLE)


def serialize(quads: Iterable[ox.Quad], form: str, base: str) -> Iterator[str]:
    """Give quads as `nq`, `trig`, `ttl`, `jsonld` or `rdf`, piece by piece; ttl and rdf leave graph names out.

    `base` is what data IRIs begin with; it only makes them shorter.
    """
    if form == "nq":
        return n_quads(quads)
    if form not in READABLE:
        raise OutputError(f"no format '{form}'; choose one of {', '.join(FORMATS)}")
    return READABLE[form](arrange(quads), base)


def n_quads(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Give quads as N-Quads, sorted, one line each."""
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    yield b"".join(sorted(text.splitlines(keepends=True))).decode("utf-8")
