"""SHACL: the project's shapes, and two engines that hold a graph against them.

The fast engine is `shacl` (Rust); where it has no wheel, and whenever asked for, pySHACL does the same work, ten
times slower: on the sample's graph 0.2 s against 2 s.  The tests hold the two to the same findings.
"""

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.config import data_path
from kg.errors import DataError, ValidationError
from kg.namespaces import PREFIXES
from kg.validate.report import VIOLATION, Result, Validation, merge, validation
from kg.validate.terms import n_triples, to_rdflib

SH = PREFIXES["sh"]
STYLE = "style"
"""What the names of the files begin with whose shapes are for the ontology, not for data."""
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_KINDS = tuple(ox.NamedNode(SH + name) for name in ("NodeShape", "PropertyShape"))
_TARGETS = {
    name: ox.NamedNode(SH + name)
    for name in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
}


def validate(quads: Iterable[ox.Quad], *, reference: bool = False) -> Validation:
    """Hold every graph by itself against the shapes of the ontology.

    Reports are checked one by one: two may well give one body different names.  `reference` asks pySHACL.
    Raises ValidationError when there are no shapes or nothing that they are about.
    """
    graphs: dict[Any, list[ox.Triple]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(quad.triple)
    held = data_shapes()
    return merge([held.validate(triples, reference=reference) for triples in graphs.values() or [[]]])


@cache
def data_shapes() -> "Shapes":
    """Give the shapes for data."""
    return Shapes(tuple(_files(style=False)))


@cache
def style_shapes() -> "Shapes":
    """Give the shapes for the ontology itself."""
    return Shapes(tuple(_files(style=True)))


def _files(*, style: bool) -> list[Path]:
    files = sorted((data_path("ontology") / "shapes").glob("*.ttl"))
    return [path for path in files if path.stem.startswith(STYLE) == style]


@dataclass(frozen=True)
class Shapes:
    """The shapes of some files."""

    files: tuple[Path, ...]

    def validate(self, triples: Sequence[ox.Triple], *, reference: bool = False) -> Validation:
        """Hold a graph against the shapes; raises ValidationError when nothing would be checked."""
        if not self.count:
            raise ValidationError("no SHACL shape is loaded: the installation is broken")
        focus = self.focus(triples)
        if not focus:
            raise ValidationError("nothing in the graph is what the shapes are about: is it a build's graph?")
        engine = _pyshacl if reference or not fast_engine() else _shacl
        return validation(engine(self, triples), self.count, len(focus))

    @cached_property
    def triples(self) -> tuple[ox.Triple, ...]:
        """Give the triples of all files; blank nodes of different files stay apart."""
        return tuple(triple for path in self.files for triple in _parse(path))

    @cached_property
    def text(self) -> str:
        """Give the shapes as N-Triples."""
        return "".join(f"{triple} .\n" for triple in self.triples)

    @cached_property
    def count(self) -> int:
        """Give the number of named shapes."""
        return len({t.subject for t in self.triples if _is_shape(t)})

    @cached_property
    def languages(self) -> Mapping[str, str]:
        """Give the language of every message."""
        found = (t.object for t in self.triples if t.predicate.value == SH + "message")
        return {m.value: m.language or "" for m in found if isinstance(m, ox.Literal)}

    @cached_property
    def compiled(self) -> Any:
        """Give the shapes as the fast engine takes them."""
        import shacl

        return shacl.Shapes.from_text(self.text, format="ntriples")

    @cached_property
    def graph(self) -> Any:
        """Give the shapes as an rdflib graph."""
        return to_rdflib(self.triples)

    def targets(self, kind: str) -> frozenset[Any]:
        """Give the objects of one kind of target declaration."""
        return frozenset(t.object for t in self.triples if t.predicate == _TARGETS[kind])

    def focus(self, triples: Iterable[ox.Triple]) -> set[Any]:
        """Give the nodes of a graph that the shapes are about."""
        classes, nodes = self.targets("targetClass"), self.targets("targetNode")
        subjects, objects = self.targets("targetSubjectsOf"), self.targets("targetObjectsOf")
        found: set[Any] = set()
        for triple in triples:
            predicate = triple.predicate
            if predicate in subjects or (predicate == _TYPE and triple.object in classes):
                found.add(triple.subject)
            if predicate in objects:
                found.add(triple.object)
            if nodes and triple.subject in nodes:
                found.add(triple.subject)
        return found

    def messages(self, texts: Iterable[str]) -> tuple[str, str]:
        """Give the Chinese and the English one of some messages; one without language counts as English."""
        by_language = {self.languages.get(text) or "en": text for text in sorted(texts)}
        return by_language.get("zh", ""), by_language.get("en", "")


def fast_engine() -> bool:
    """Tell whether the fast engine is installed."""
    return importlib.util.find_spec("shacl") is not None


def _is_shape(triple: ox.Triple) -> bool:
    return triple.predicate == _TYPE and triple.object in _KINDS and isinstance(triple.subject, ox.NamedNode)


def _parse(path: Path) -> list[ox.Triple]:
    try:
        return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
    except (SyntaxError, ValueError) as error:
        raise DataError(f"{path.name}: not valid Turtle: {error}") from error


# --- the fast engine


def _shacl(shapes: Shapes, triples: Sequence[ox.Triple]) -> Iterable[Result]:
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    report = shapes.compiled.validate_text(text.decode("utf-8"), format="ntriples")
    for found in report.results:
        zh, en = shapes.messages(found.messages if _is_ours(shapes, found.messages) else ())
        yield Result(
            found.focus_node.strip("<>"),
            (found.path or "").strip("<>"),
            found.component_iri.removeprefix(SH).removesuffix("ConstraintComponent"),
            found.value or "",
            (found.root_shape or found.source_shape or "").strip("<>"),
            found.severity,
            zh,
            en,
        )


def _is_ours(shapes: Shapes, messages: Iterable[str]) -> bool:
    return any(message in shapes.languages for message in messages)


# --- the reference


def _pyshacl(shapes: Shapes, triples: Sequence[ox.Triple]) -> Iterable[Result]:
    import pyshacl
    from rdflib import RDF, Namespace

    report: Any = pyshacl.validate(to_rdflib(triples), shacl_graph=shapes.graph, inference="none")[1]
    sh = Namespace(SH)
    for found in report.subjects(RDF.type, sh.ValidationResult):
        yield _from_report(shapes, report, found, sh)


def _from_report(shapes: Shapes, report: Any, found: Any, sh: Any) -> Result:
    value, path = report.value(found, sh.value), report.value(found, sh.resultPath)
    texts = {str(message) for message in report.objects(found, sh.resultMessage)}
    zh, en = shapes.messages(texts & shapes.languages.keys())
    component = str(report.value(found, sh.sourceConstraintComponent)).removeprefix(SH)
    return Result(
        str(report.value(found, sh.focusNode)),
        "" if path is None else str(path),
        component.removesuffix("ConstraintComponent"),
        "" if value is None else n_triples(value),
        _named_shape(shapes.graph, report.value(found, sh.sourceShape)),
        str(report.value(found, sh.resultSeverity) or VIOLATION).removeprefix(SH),
        zh,
        en,
    )


def _named_shape(graph: Any, shape: Any) -> str:
    """Climb from a nameless property shape to the shape that it belongs to."""
    from rdflib import BNode

    while isinstance(shape, BNode):
        above = sorted(graph.subjects(object=shape))
        if not above:
            return ""
        shape = above[0]
    return str(shape)
