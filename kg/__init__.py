"""Fazhi KG: Chinese government annual reports as a linked-data knowledge graph.

In Python, `kg.build("report.txt")` gives a `Graph`, and `kg.load("output")` that of a built folder.
"""

from kg.api import Graph, build, load

__all__ = ["Graph", "__version__", "build", "load"]
__version__ = "0.1.0"
