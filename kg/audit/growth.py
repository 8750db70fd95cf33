"""Growth: a change in percent that the two values of the same sentence contradict."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg.audit.figures import Figure
from kg.audit.finding import AuditFinding, finding, percent

_FROM = re.compile(r".*(?:从|由)[^，,。；;]{0,12}")
_TO = re.compile(
    r"[^，,。；;]{0,4}(?:增加|增长|上升|提高|提升|扩大|下降|减少|降低|压缩|缩短|缩减|降)(?:到了?|至|为)"
)
_CHANGE = re.compile(
    r"[，,]?(?:同比|较上年|比上年|环比)?(?:增长|上升|增加|提高|提升|增幅|涨幅|下降|减少|降低|降幅|压缩|缩短|缩减)(?:了|达到|达|为)*"
)


def growth(figures: Sequence[Figure]) -> Iterator[AuditFinding]:
    """Give the changes in 从A增加到B，增长C% that A and B contradict."""
    for before, after, change in zip(figures, figures[1:], figures[2:], strict=False):
        if _is_growth(before, after, change) and not _makes(before, after, change):
            said = percent(abs(_change(before.value, after.value)))
            zh = f"从{before.text}到{after.text}的变动为{said}，原文为{change.text}"
            en = f"from {before.text} to {after.text} is a change of {said}, the text says {change.text}"
            yield finding("growth", change, (before, after), said, (zh, en))


def _is_growth(before: Figure, after: Figure, change: Figure) -> bool:
    values = before.exact and after.exact and before.unit == after.unit and before.value > 0
    # a change of percentages may be meant in points
    percents = change.percentage and change.exact and not before.percentage
    worded = _FROM.fullmatch(before.gap) and _TO.fullmatch(after.gap) and _CHANGE.fullmatch(change.gap)
    return bool(values and percents and worded)


def _makes(before: Figure, after: Figure, change: Figure) -> bool:
    ends = [
        abs(_change(one, other))
        for one in (before.low, before.high)
        for other in (after.low, after.high)
        if one > 0
    ]
    return min(ends) <= change.high and change.low <= max(ends)


def _change(before: Decimal, after: Decimal) -> Decimal:
    return 100 * (after - before) / before
