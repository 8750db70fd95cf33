"""Score a build against a gold folder, and show what changed between two builds.

The contract: an entity counts when its class is right and one of its labels is a gold name or alias; a figure when
its span overlaps a gold span and the values are equal; a relation when subject, predicate and object match by label.
Optional gold items are neither demanded nor punished.
"""

from kg.evaluate.compare import Changes, compare
from kg.evaluate.facts import Facts, read_facts
from kg.evaluate.gold import Gold, read_gold
from kg.evaluate.score import Evaluation, Score, evaluate

__all__ = [
    "Changes",
    "Evaluation",
    "Facts",
    "Gold",
    "Score",
    "compare",
    "evaluate",
    "read_facts",
    "read_gold",
]
