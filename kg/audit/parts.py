"""Parts and wholes: a part that is more than its whole, parts that do not make their total, more done than came in."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from kg.audit.figures import Figure, words
from kg.audit.finding import AuditFinding, finding
from kg.graph import plain

_OF_WHICH = re.compile(r"其中[，,：:]?")
_TOTAL = re.compile(r"[，,、]?(?:共计|合计|总计)[^，,、。；;]{0,6}")
_LIST = re.compile(r"、[^，,。；;：:（）()]*")


def parts_over_whole(figures: Sequence[Figure]) -> Iterator[AuditFinding]:
    """Give the parts, after 其中, that are more than the figure just before it."""
    for whole, part in pairwise(figures):
        found = _OF_WHICH.search(part.gap)
        # a figure in words between the two would be the whole: only what stands right before 其中 is
        if not found or found.start() > 1 or not _comparable(whole, part):
            continue
        if part.low > whole.high:
            zh = f"其中的{part.text}多于总数{whole.text}"
            en = f"the part, {part.text}, is more than its whole, {whole.text}"
            yield finding("part", part, (whole,), f"≤{whole.text}", (zh, en))


def _comparable(one: Figure, other: Figure) -> bool:
    return one.counted and other.counted and one.unit == other.unit


def totals(figures: Sequence[Figure]) -> Iterator[AuditFinding]:
    """Give the totals, after 共计, that the list just before does not make."""
    for number, total in enumerate(figures):
        if not (total.counted and _TOTAL.fullmatch(total.gap)):
            continue
        parts = _listed_before(figures[:number], total)
        if len(parts) < 2:
            continue
        low, high = sum(p.low for p in parts), sum(p.high for p in parts)
        if low > total.high or high < total.low:
            yield _wrong_total(total, parts)


def _listed_before(before: Sequence[Figure], total: Figure) -> list[Figure]:
    """Give the figures of the list that ends before a total, from first to last; empty when one does not fit."""
    backwards = list(before[::-1])
    joined = list(takewhile(lambda figure: _LIST.fullmatch(figure.gap), backwards))
    listed = backwards[: len(joined) + 1][::-1]
    return listed if all(_comparable(figure, total) for figure in listed) else []


def _wrong_total(total: Figure, parts: Sequence[Figure]) -> AuditFinding:
    made = f"{plain(sum((p.value for p in parts), Decimal(0)))}{total.observation.quantity.unit}"
    said = " + ".join(part.text for part in parts)
    messages = (f"{said}合计为{made}，原文为{total.text}", f"{said} make {made}, the text says {total.text}")
    return finding("total", total, parts, made, messages)


def done_over_accepted(figures: Sequence[Figure]) -> Iterator[AuditFinding]:
    """Give the numbers of matters done that are over those that came in, where no older ones are spoken of."""
    for accepted, done in pairwise(figures):
        if not _comparable(accepted, done) or done.verb not in words("done"):
            continue
        came_in = any(word in accepted.lead for word in words("accepted"))
        older = any(word in done.sentence for word in words("carried_over"))
        if came_in and not older and done.low > accepted.high:
            zh = f"{done.verb}{done.text}，多于{accepted.verb}的{accepted.text}（除非含往年结转）"
            en = f"{done.text} done are more than the {accepted.text} that came in, unless older ones are among them"
            yield finding("done", done, (accepted,), f"≤{accepted.text}", (zh, en))
