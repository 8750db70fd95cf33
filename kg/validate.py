"""Check graphs: SHACL shapes, the ontology's own style, the integrity constraints of the Data Cube."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store


@dataclass(frozen=True, slots=True)
class Result:
    """One fact that breaks a shape; IRIs as text, `value` empty where there is none."""

    shape: str
    focus: str
    path: str
    value: str
    component: str
    severity: str
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Validation:
    """What a check found; `shapes_count` and `focus_count` are never zero."""

    conforms: bool
    results: tuple[Result, ...]
    shapes_count: int
    focus_count: int

    def text(self) -> str:
        """Give the findings as lines for a person."""
        raise NotImplementedError


def validate(quads: Sequence[Quad]) -> Validation:
    """Hold quads against the shapes; raises ValidationError when there are no shapes or no focus nodes."""
    raise NotImplementedError


def check_ontology() -> Validation:
    """Hold the project's own ontology against its style shapes."""
    raise NotImplementedError


def check_cube(store: Store) -> tuple[Result, ...]:
    """Ask the Data Cube's integrity constraints IC-1 to IC-21 of a store; what is broken comes back."""
    raise NotImplementedError
