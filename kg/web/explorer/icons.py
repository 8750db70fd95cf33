"""The shape of each class as inline SVG and its colours as a style sheet, both from the one palette."""

import math
from functools import cache

from markupsafe import Markup, escape

from kg.render.palette import LOOKS, OTHER, look

Point = tuple[float, float]
_CENTRE, _RADIUS = 8.0, 6.4


@cache
def icon(cls: str) -> Markup:
    """Give the shape of a class, 16 by 16; decorative, so a name stands beside it."""
    shown = look(cls)
    hollow = " hollow" if shown.hollow else ""
    name = shown.cls if shown.cls == cls else OTHER.cls
    return Markup('<svg class="shape {}{}" viewBox="0 0 16 16" aria-hidden="true">{}</svg>').format(
        name, hollow, Markup(_outline(shown.shape))
    )


def stylesheet() -> str:
    """Give the colours of the classes as custom properties: `--c` fills, `--e` outlines and writes."""
    rules = (f".{look.cls} {{ --c: {look.fill}; --e: {look.edge}; }}" for look in (*LOOKS, OTHER))
    return "\n".join(rules) + "\n"


@cache
def looks() -> dict[str, dict[str, object]]:
    """Give for scripts that draw how each class looks: corners from -1 to 1 (none for a circle) and colours."""
    return {
        look.cls: {
            "points": None if look.shape == "dot" else _spread(_corners(look.shape)),
            "fill": "#ffffff" if look.hollow else look.fill,
            "edge": look.edge,
        }
        for look in (*LOOKS, OTHER)
    }


def _spread(corners: list[Point]) -> list[float]:
    return [round((value - _CENTRE) / _CENTRE, 3) for corner in corners for value in corner]


def _outline(shape: str) -> str:
    if shape == "dot":
        return f'<circle cx="8" cy="8" r="{_RADIUS - 0.4:g}"/>'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _corners(shape))
    return f'<polygon points="{escape(points)}"/>'


def _corners(shape: str) -> list[Point]:
    if shape == "star":
        return [_at(-90 + 36 * i, _RADIUS + 0.8 if i % 2 == 0 else 3.1) for i in range(10)]
    count, turn = {
        "square": (4, 45),
        "diamond": (4, 0),
        "hexagon": (6, 0),
        "triangle": (3, -90),
        "triangleDown": (3, 90),
    }[shape]
    return [_at(turn + 360 / count * i, _RADIUS + (0.8 if count == 4 else 0.4)) for i in range(count)]


def _at(degrees: float, radius: float) -> Point:
    angle = math.radians(degrees)
    return _CENTRE + radius * math.cos(angle), _CENTRE + radius * math.sin(angle)
