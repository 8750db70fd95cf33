"""Numerals of a text as quantities with value, unit, qualifier and kind."""

from kg.normalize.numbers import fold, number
from kg.normalize.quantities import Reading, find_quantities

__all__ = ["Reading", "find_quantities", "fold", "number"]
