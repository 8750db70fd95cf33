"""Shares: a rate that its own part and whole contradict, a share of more than everything."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from kg.audit.figures import Figure, words
from kg.audit.finding import AuditFinding, finding, percent

NEAR = Decimal("0.15")
"""How far, relative to what is stated, a recomputed share may lie away: beyond, it is a share of something else."""
_TAIL = "(?:达到|达|为|约为|约|高达|超过|是|保持在|稳定在|在)*"
_RATE = re.compile(rf"(.+?)(?:率|占比|比例|比重){_TAIL}")
_EACH = re.compile(rf"[，,]?分别(?:占|占比)(?:[^，,。；;]*的)?{_TAIL}")
_AND = re.compile("、|和|，")
_SHARE = re.compile(rf"(?:占|占比|占比例|所占比例|比例|比重)(?:[^，,。；;]*的)?{_TAIL}")


def shares(figures: Sequence[Figure]) -> Iterator[AuditFinding]:
    """Give the shares that differ from what the part and the whole of the same sentence make."""
    for number, rate in enumerate(figures):
        if not (rate.percentage and rate.exact and rate.kind == "ratio"):
            continue
        part = _part(rate, figures[:number])
        wholes = [w for w in figures[:number] if part and _may_be_whole(w, part)]
        if part and wholes and not any(_makes(rate, part, whole) for whole in wholes):
            yield from _doubt(rate, part, wholes)


def distributions(figures: Sequence[Figure]) -> Iterator[AuditFinding]:
    """Give the shares in 其中A5件、B3件，分别占总数的C%、D% that the parts and their whole contradict."""
    for first, rate in enumerate(figures):
        if not (rate.percentage and _EACH.fullmatch(rate.gap)):
            continue
        run = [rate, *takewhile(lambda f: f.percentage and _AND.fullmatch(f.gap), figures[first + 1 :])]
        parts = figures[first - len(run) : first] if first > len(run) else ()
        whole = figures[first - len(run) - 1] if parts else None
        if len(run) < 2 or whole is None or not all(_may_be_whole(whole, p) and p.counted for p in parts):
            continue
        for part, share in zip(parts, run, strict=True):
            if not _makes(share, part, whole):
                yield from _doubt(share, part, [whole])


def _part(rate: Figure, before: Sequence[Figure]) -> Figure | None:
    """Give the figure that a rate is the share of: 败诉67件 of 败诉率; of a bare 占 the figure just before."""
    if "其中" in rate.gap:  # a rate of some of them, whose number is not told
        return None
    counted = [figure for figure in before if figure.counted]
    if _SHARE.fullmatch(rate.lead):
        return before[-1] if before and before[-1].counted else None
    named = _RATE.fullmatch(rate.lead)
    fitting = [figure for figure in counted if named and _same_act(figure.verb, named[1])]
    return fitting[-1] if fitting else None


def _same_act(verb: str, stem: str) -> bool:
    """Tell whether words before a figure and in the name of a rate name the same act."""
    return len(verb) > 1 and len(stem) > 1 and (stem in verb or stem.endswith(verb))


def _may_be_whole(whole: Figure, part: Figure) -> bool:
    earlier = whole.span < part.span and whole.counted
    return earlier and whole.unit == part.unit and whole.value >= part.value


def _makes(rate: Figure, part: Figure, whole: Figure) -> bool:
    """Tell whether a share can be had from part and whole, whichever way they were rounded."""
    low, high = 100 * part.low / whole.high, 100 * part.high / max(whole.low, part.low)
    return low <= rate.high and rate.low <= high


def _doubt(rate: Figure, part: Figure, wholes: Sequence[Figure]) -> Iterator[AuditFinding]:
    """Give the finding for the whole that comes nearest, if it comes near at all."""
    whole = min(wholes, key=lambda w: (abs(100 * part.value / w.value - rate.value), -w.span.start))
    made = 100 * part.value / whole.value
    if abs(made - rate.value) <= NEAR * rate.value:
        said = percent(made)
        zh = f"{part.text}占{whole.text}的{said}，原文为{rate.text}"
        en = f"{part.text} of {whole.text} make {said}, the text says {rate.text}"
        yield finding("share", rate, (part, whole), said, (zh, en))


def rates_over_hundred(figures: Sequence[Figure]) -> Iterator[AuditFinding]:
    """Give the shares of a whole that are over 100 %."""
    for figure in figures:
        bounded = figure.percentage and figure.kind == "ratio" and figure.low > 100
        name = re.sub(f"{_TAIL}$", "", figure.lead)
        if bounded and name.endswith(words("bounded_rates")):
            zh = f"{name}不可能超过100%，原文为{figure.text}"
            en = f"{name} cannot be over 100%, the text says {figure.text}"
            yield finding("rate", figure, (), "≤100%", (zh, en))
