"""Turn figures into changes and targets by what is said around them."""

import re
from dataclasses import replace

from kg.model import Quantity

_MINUS = re.compile("[、，,和长为][-－−]$")


def as_change(quantity: Quantity, indicator: str) -> Quantity:
    """Take the second value of a growth for growth: 投资增长15%以上、力争达到|20%."""
    if quantity.kind != "ratio" or not indicator.endswith(("增幅", "降幅")):
        return quantity
    return replace(quantity, kind="change", direction="up" if indicator.endswith("增幅") else "down")


def signed(quantity: Quantity, text: str) -> Quantity:
    """Turn a change with a minus sign down: 分别增长7.2%、-3.5%."""
    minus = quantity.kind == "change" and _MINUS.search(
        text, max(0, quantity.span.start - 2), quantity.span.start
    )
    return replace(quantity, direction="down") if minus else quantity


def as_target(quantity: Quantity) -> Quantity:
    """Take a figure of a section on the future for a target, but no bound, rank or order."""
    return quantity if quantity.kind in ("threshold", "rank", "order") else replace(quantity, kind="target")
