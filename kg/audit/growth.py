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


_ROSE = re.compile(
    r"[，,、]?(?:同比|较上年(?:同期)?|比上年(?:同期)?|较去年(?:同期)?|比去年(?:同期)?)(?P<way>增加|增长|上升|减少|下降)了?"
)
_BY = re.compile(r"[，,、](?:同比)?(?:增长|上升|增幅|下降|减少|降幅)(?:了|达到|达|为)*")
_BASE = re.compile(r"[，,、]?[比较](?:去年|上年|前年|20\d\d年)(?:同期)?的")


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


def increases(figures: Sequence[Figure]) -> Iterator[AuditFinding]:
    """Give the changes in A件，同比增加B件，增长C% that A and B contradict."""
    for now, more, change in zip(figures, figures[1:], figures[2:], strict=False):
        rose = _ROSE.fullmatch(more.gap)
        if not rose or not _BY.fullmatch(change.gap) or not _counts(now, more, change):
            continue
        up = rose["way"] in ("增加", "增长", "上升")
        before = now.value - more.value if up else now.value + more.value
        if before > 0 and not _near(change, 100 * more.value / before):
            said = percent(100 * more.value / before)
            zh = f"{now.text}较上期变动{more.text}，变动率为{said}，原文为{change.text}"
            en = f"{more.text} more or less to reach {now.text} is a change of {said}, the text says {change.text}"
            yield finding("growth", change, (now, more), said, (zh, en))


def bases(figures: Sequence[Figure]) -> Iterator[AuditFinding]:
    """Give the changes in A件，比去年同期的B件增长C% that A and B contradict."""
    for now, base, change in zip(figures, figures[1:], figures[2:], strict=False):
        worded = _BASE.fullmatch(base.gap) and _CHANGE.fullmatch(change.gap)
        if worded and _counts(now, base, change) and not _makes(base, now, change):
            said = percent(abs(_change(base.value, now.value)))
            zh = f"从{base.text}到{now.text}的变动为{said}，原文为{change.text}"
            en = f"from {base.text} to {now.text} is a change of {said}, the text says {change.text}"
            yield finding("growth", change, (base, now), said, (zh, en))


def _counts(one: Figure, other: Figure, change: Figure) -> bool:
    exact = one.exact and other.exact and one.unit == other.unit and not one.percentage
    return bool(exact and other.value > 0 and change.percentage and change.exact)


def _near(change: Figure, value: Decimal) -> bool:
    return change.low <= value <= change.high
