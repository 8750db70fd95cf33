"""How each class of entity looks: colour and shape, the same in every output.

Colours are those of Okabe and Ito (2008), told apart with any colour vision; each class also has a shape of its own, filled
or hollow, so that nothing hangs on colour.  `edge` is the darker outline: at least 3:1 against white.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """Look of a class: shape as vis-network calls it, colours as #rrggbb; a hollow shape is filled with white."""

    cls: str
    shape: str
    fill: str
    edge: str
    hollow: bool = False

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Give the colour that tells the class, as numbers."""
        colour = self.edge if self.hollow else self.fill
        return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


LOOKS = (
    Look("Agency", "dot", "#0072b2", "#005688"),
    Look("Policy", "square", "#d55e00", "#a94a00"),
    Look("Reform", "diamond", "#009e73", "#007454"),
    Look("System", "hexagon", "#56b4e9", "#1f7db5"),
    Look("Event", "triangleDown", "#cc79a7", "#a34a7c"),
    Look("Honor", "star", "#e69f00", "#a87400"),
    Look("Person", "triangle", "#3b434d", "#1b2430"),
    Look("Post", "triangle", "#ffffff", "#1b2430", hollow=True),
    Look("Division", "dot", "#ffffff", "#4a5563", hollow=True),
)
OTHER = Look("Other", "square", "#ffffff", "#6b7684", hollow=True)
COMMUNITIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6a51a3", "#8c6d31")
"""Colours of communities, the largest first; those after them are grey, so that nothing is coloured twice."""
_BY_CLASS = {look.cls: look for look in LOOKS}


def look(cls: str) -> Look:
    """Give the look of a class; one common look for classes that have none of their own."""
    return _BY_CLASS.get(cls, OTHER)


def size(degree: int) -> float:
    """Give the radius of a node in pixels: its area grows with the number of its facts."""
    return round(min(7.5 + 2.0 * math.sqrt(max(degree - 1, 0)), 26.0), 1)
