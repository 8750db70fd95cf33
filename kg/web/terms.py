"""The ontology and the vocabularies, from the project's own files, for their pages and for labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from kg.config import data_path
from kg.namespaces import FZ, PREFIXES, SHAPES, VOCABULARY
from kg.web.settings import ROOT

LABELS = ("skos:prefLabel", "rdfs:label", "dcterms:title", "fz:heading", "oa:exact")
_WHOLE = (ROOT + "ontology", FZ.rstrip("#"))
THEMES = VOCABULARY + "theme/"
_SHAPES = SHAPES.rstrip("#")


def node(curie: str) -> NamedNode:
    """Give the node of a CURIE of the project's prefixes."""
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


@dataclass(frozen=True, slots=True)
class Term:
    """One term as its page shows it: names and definitions by language, and other facts as IRIs by property."""

    iri: str
    local: str
    kind: str
    labels: dict[str, str]
    definitions: dict[str, str]
    links: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Terms:
    """All files of the ontology as one store, each file a graph named by its path."""

    store: Store

    @classmethod
    def load(cls) -> "Terms":
        """Read every Turtle file of the ontology but the examples."""
        store, folder = Store(), data_path("ontology")
        for path in sorted(folder.rglob("*.ttl")):
            name = path.relative_to(folder).as_posix()
            if not name.startswith("examples/"):
                store.bulk_load(path=str(path), format=RdfFormat.TURTLE, to_graph=_graph(name))
        return cls(store)

    def label(self, iri: str, language: str = "zh") -> str | None:
        """Give the name of a term in a language, or in any."""
        return self._labels.get((iri, language)) or self._labels.get((iri, "en"))

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for curie in ("rdfs:label", "skos:prefLabel", "dcterms:title"):
            for quad in self.store.quads_for_pattern(None, node(curie), None, None):
                if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                    found.setdefault((quad.subject.value, quad.object.language or "en"), quad.object.value)
        return found

    def theme(self, iri: str) -> str:
        """Give the theme that a concept of the indicators stands under, empty when it stands under none."""
        return self._themes.get(iri, "")

    def under(self, themes: Iterable[str]) -> tuple[str, ...]:
        """Give the concepts that stand under some themes."""
        wanted = set(themes)
        return tuple(sorted(iri for iri, theme in self._themes.items() if theme in wanted))

    @cached_property
    def _themes(self) -> dict[str, str]:
        quads = self.store.quads_for_pattern(None, node("skos:broader"), None, None)
        pairs = sorted(
            (q.subject.value, q.object.value)
            for q in quads
            if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode)
        )
        broader: dict[str, list[str]] = {}
        for narrow, broad in pairs:
            broader.setdefault(narrow, []).append(broad)
        return {iri: theme for iri in broader if (theme := _theme_over(iri, broader, 8))}

    def document(self, iri: str) -> tuple[Triple, ...]:
        """Give what a document of the ontology says, empty when there is none of that IRI.

        The ontology is the union of its modules; a module, a scheme and the shapes are files of their own; a
        concept or a term is what is said of it.
        """
        quads = self._whole(iri) or self._file(iri) or self._about(iri)
        return tuple(sorted({quad.triple for quad in quads}, key=str))

    def terms(self, iri: str) -> tuple[Term, ...]:
        """Give the terms of a document, in the order of their names."""
        triples = self.document(iri)
        subjects = {t.subject.value for t in triples if isinstance(t.subject, NamedNode)}
        own = sorted(s for s in subjects if s.startswith(ROOT) and s != iri and s not in self._documents)
        return tuple(_term(subject, triples) for subject in own)

    def title(self, iri: str) -> str:
        """Give the name of a document."""
        return self.label(iri) or iri.removeprefix(ROOT)

    @cached_property
    def _documents(self) -> dict[str, NamedNode]:
        """Give the graph of each document: ontologies, modules, schemes."""
        kinds = (node("owl:Ontology"), node("skos:ConceptScheme"))
        quads = [
            q for kind in kinds for q in self.store.quads_for_pattern(None, node("rdf:type"), kind, None)
        ]
        return {
            q.subject.value: q.graph_name
            for q in quads
            if isinstance(q.subject, NamedNode) and isinstance(q.graph_name, NamedNode)
        }

    def documents(self) -> tuple[str, ...]:
        """Give the IRIs of all documents."""
        return tuple(sorted(self._documents))

    def _whole(self, iri: str) -> list[Quad]:
        folder = {**dict.fromkeys(_WHOLE, "modules/"), _SHAPES: "shapes/"}.get(iri)
        if folder is None:
            return []
        graphs = [
            g
            for g in self.store.named_graphs()
            if folder in str(g) or (iri in _WHOLE and "fazhi.ttl" in str(g))
        ]
        return [quad for graph in graphs for quad in self.store.quads_for_pattern(None, None, None, graph)]

    def _file(self, iri: str) -> list[Quad]:
        graph = self._documents.get(iri)
        return list(self.store.quads_for_pattern(None, None, None, graph)) if graph else []

    def _about(self, iri: str) -> list[Quad]:
        try:
            return list(self.store.quads_for_pattern(NamedNode(iri), None, None, None))
        except ValueError:
            return []


def _theme_over(iri: str, broader: dict[str, list[str]], steps: int) -> str:
    """Give the first theme above a concept, at most so many steps up."""
    if iri.startswith(THEMES):
        return iri
    above = broader.get(iri, ()) if steps else ()
    return next((found for one in above if (found := _theme_over(one, broader, steps - 1))), "")


def _graph(name: str) -> NamedNode:
    return NamedNode(f"file:///{Path(name).as_posix()}")


def _term(iri: str, triples: tuple[Triple, ...]) -> Term:
    own = [t for t in triples if isinstance(t.subject, NamedNode) and t.subject.value == iri]
    links: dict[str, tuple[str, ...]] = {}
    for triple in own:
        if isinstance(triple.object, NamedNode):
            links[triple.predicate.value] = (*links.get(triple.predicate.value, ()), triple.object.value)
    kinds = links.pop(PREFIXES["rdf"] + "type", ("",))
    return Term(
        iri,
        iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1],
        kinds[0].rsplit("#", 1)[-1].rsplit("/", 1)[-1],
        _texts(own, ("rdfs:label", "skos:prefLabel", "dcterms:title")),
        _texts(own, ("skos:definition", "dcterms:description", "rdfs:comment")),
        links,
    )


def _texts(triples: list[Triple], curies: tuple[str, ...]) -> dict[str, str]:
    predicates = {node(curie) for curie in curies}
    found: dict[str, str] = {}
    for triple in triples:
        if triple.predicate in predicates and isinstance(triple.object, Literal):
            found.setdefault(triple.object.language or "", triple.object.value)
    return found
