"""What is written around every picture: where it comes from, and how much of the whole it shows."""

from typing import TYPE_CHECKING

from kg.network import terms
from kg.render.palette import LOOKS

if TYPE_CHECKING:
    import networkx as nx


def classes() -> dict[str, str]:
    """Give the Chinese name of each class, in the order of the legend."""
    words = terms()
    return {look.cls: words[look.cls].zh for look in LOOKS if look.cls in words}


def source(graph: "nx.MultiDiGraph", shown: int | None = None, whole: int | None = None) -> str:
    """Name the reports that a picture was drawn from; `shown` of `whole` when something was left out."""
    reports = graph.graph["reports"]
    titles = [report.title for report in reports]
    said = titles[0] if len(titles) == 1 else f"{titles[0]}等 {len(titles)} 份报告"
    left_out = f" · 显示 {shown:,} / {whole:,}" if shown is not None and shown != whole else ""
    return f"来源：{said}{left_out} · Fazhi KG"


def subject(graph: "nx.MultiDiGraph") -> str:
    """Name whom a picture is about: the issuer and the year of the one report, or how many reports."""
    reports = graph.graph["reports"]
    if len(reports) != 1:
        return f"{len(reports)} 份报告"
    name = reports[0].issuer or reports[0].place or reports[0].title
    return f"{name} {reports[0].year or ''}".strip()
