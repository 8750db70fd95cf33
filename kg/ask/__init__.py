"""Questions in plain words, answered by ready queries: wordings are data, names come from the graph."""

from kg.ask.names import NAMES, Name, Names
from kg.ask.questions import Match, Question, closest, load, matches

__all__ = ["NAMES", "Match", "Name", "Names", "Question", "closest", "load", "matches"]
