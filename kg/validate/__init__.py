"""Check graphs: SHACL shapes, the ontology's own style, the integrity constraints of the Data Cube.

Every check fails on nothing: no shapes, no focus nodes, no observations are a ValidationError, never "conforms".
"""

from kg.validate.cube import CONSTRAINTS, check_cube
from kg.validate.ontology import check_ontology
from kg.validate.report import Result, Validation
from kg.validate.shapes import Shapes, data_shapes, style_shapes, validate

__all__ = [
    "CONSTRAINTS",
    "Result",
    "Shapes",
    "Validation",
    "check_cube",
    "check_ontology",
    "data_shapes",
    "style_shapes",
    "validate",
]
