"""The ontology held against its own style shapes."""

import pyoxigraph as ox

from kg.config import data_path
from kg.validate.report import Validation
from kg.validate.shapes import _parse, style_shapes


def check_ontology(*, reference: bool = False) -> Validation:
    """Hold the project's own ontology and vocabularies against the style shapes; raises ValidationError, DataError."""
    return style_shapes().validate(ontology_triples(), reference=reference)


def ontology_triples() -> list[ox.Triple]:
    """Give the triples of the ontology: its header, modules, vocabularies, and what else lies beside them."""
    folder = data_path("ontology")
    files = sorted([*folder.glob("*.ttl"), *folder.glob("modules/*.ttl"), *folder.glob("vocabularies/*.ttl")])
    return [triple for path in files for triple in _parse(path)]
