"""Do the report's sums again: shares, parts and rates that do not add up.

Only figures of one sentence are held against each other, and only where their indicators say what divides by what;
a doubtful case is left out, since a false alarm costs more trust than a miss.
"""

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Extraction, Observation, Span

_STARTED = ("受理", "收案", "接收", "立案", "申请")
_ENDED = ("审结", "办结", "结案", "办理")
_BOUNDED_RATES = (
    "办结率",
    "满意率",
    "败诉率",
    "应诉率",
    "合格率",
    "达标率",
    "覆盖率",
    "成功率",
    "调处率",
    "结案率",
    "纠错率",
    "公开率",
)
_PART_WORDS = "其中"


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A figure that the report's other figures contradict; `spans` begin with the one in doubt."""

    kind: str
    spans: tuple[Span, ...]
    stated: str
    recomputed: str
    message_zh: str
    message_en: str


Check = Callable[[str, Sequence[Observation]], Iterator[AuditFinding]]


def audit(extraction: Extraction) -> tuple[AuditFinding, ...]:
    """Give the figures that do not add up, in text order; doubtful cases are left out."""
    text = extraction.document.text
    found = [f for figures in _by_sentence(extraction) for check in CHECKS for f in check(text, figures)]
    return tuple(sorted(found, key=lambda f: (f.spans, f.kind)))


def _by_sentence(extraction: Extraction) -> list[list[Observation]]:
    """Group the exact figures by the sentence that they stand in."""
    starts = [s.span.start for s in extraction.sentences]
    groups: dict[int, list[Observation]] = defaultdict(list)
    for observation in extraction.observations:
        if observation.quantity.qualifier == "exact":
            groups[bisect_right(starts, observation.quantity.span.start)].append(observation)
    return [groups[k] for k in sorted(groups)]


def _counts(figures: Sequence[Observation]) -> list[Observation]:
    return [o for o in figures if o.quantity.kind == "count"]


# --- a rate against the counts beside it


def _rates(text: str, figures: Sequence[Observation]) -> Iterator[AuditFinding]:
    """Divide the count that a rate is named after (败诉|率) by every whole before it in the sentence."""
    for rate in figures:
        stem = _stem(rate)
        if not stem:
            continue
        part = _named(figures, rate, stem)
        wholes = _wholes(figures, part) if part else []
        if part and wholes and not any(_agrees(rate, part, whole) for whole in wholes):
            yield _rate_finding(text, rate, part, wholes)


def _stem(rate: Observation) -> str:
    """Give what a rate is named after: 败诉 of 行政机关败诉率; nothing where the figure is no plain rate."""
    if rate.quantity.unit != "%" or rate.quantity.kind != "ratio" or not rate.indicator.endswith("率"):
        return ""
    return rate.indicator[-3:-1]


def _named(figures: Sequence[Observation], rate: Observation, stem: str) -> Observation | None:
    before = [o for o in _counts(figures) if o.quantity.span < rate.quantity.span and stem in o.indicator]
    return before[-1] if len(before) == 1 else None


def _wholes(figures: Sequence[Observation], part: Observation) -> list[Observation]:
    """Give the larger counts of the same unit before the part."""
    return [
        o
        for o in _counts(figures)
        if o.quantity.span < part.quantity.span
        and o.quantity.unit == part.quantity.unit
        and o.quantity.value >= part.quantity.value > 0
    ]


def _percent(part: Observation, whole: Observation) -> Decimal:
    return 100 * part.quantity.value / whole.quantity.value


def _agrees(rate: Observation, part: Observation, whole: Observation) -> bool:
    """Tell whether a rate is the quotient, give or take one unit of its last printed digit."""
    step = Decimal(1).scaleb(_exponent(rate.quantity.value))
    return abs(_percent(part, whole) - rate.quantity.value) <= step


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) and exponent < 0 else 0


def _rate_finding(
    text: str, rate: Observation, part: Observation, wholes: Sequence[Observation]
) -> AuditFinding:
    whole = min(wholes, key=lambda w: (abs(_percent(part, w) - rate.quantity.value), w.quantity.span))
    quotient = f"{_percent(part, whole):.2f}%"
    sums = "、".join(f"{_said(text, part)}/{_said(text, w)}={_percent(part, w):.2f}%" for w in wholes)
    stated = _said(text, rate)
    return AuditFinding(
        kind="rate",
        spans=(rate.quantity.span, part.quantity.span, *(w.quantity.span for w in wholes)),
        stated=stated,
        recomputed=quotient,
        message_zh=f"{rate.indicator}原文为{stated}，按同句数字重算：{sums}",
        message_en=f"{rate.indicator} is stated as {stated}; recomputed from the same sentence: {sums}",
    )


def _said(text: str, observation: Observation) -> str:
    return observation.quantity.span.of(text)


# --- rates, cases and parts beyond their bounds


def _over_hundred(text: str, figures: Sequence[Observation]) -> Iterator[AuditFinding]:
    """Find rates of something that cannot be more than all of it."""
    for rate in figures:
        bounded = rate.indicator.endswith(_BOUNDED_RATES) and rate.quantity.unit == "%"
        if bounded and rate.quantity.kind == "ratio" and rate.quantity.value > 100:
            stated = _said(text, rate)
            yield AuditFinding(
                "over-hundred",
                (rate.quantity.span,),
                stated,
                "≤100%",
                f"{rate.indicator}为{stated}，超过100%",
                f"{rate.indicator} is {stated}, more than all",
            )


def _more_ended(text: str, figures: Sequence[Observation]) -> Iterator[AuditFinding]:
    """Find more cases concluded than accepted in one sentence, of one thing and unit."""
    counts = _counts(figures)
    for started in counts:
        for ended in counts:
            same = _bare(started, _STARTED) == _bare(ended, _ENDED) != ""
            if same and _comparable(started, ended) and ended.quantity.value > started.quantity.value:
                yield _excess("ended-exceeds-accepted", text, ended, started, "多于", "more than")


def _bare(observation: Observation, verbs: Sequence[str]) -> str:
    """Give an indicator without its verb: what 受理行政复议案件数 and 审结行政复议案件数 share."""
    verb = next((v for v in verbs if v in observation.indicator), None)
    return observation.indicator.replace(verb, "", 1) if verb else ""


def _comparable(left: Observation, right: Observation) -> bool:
    same_unit = left.quantity.unit == right.quantity.unit
    return same_unit and left.about == right.about and left.period == right.period


def _parts(text: str, figures: Sequence[Observation]) -> Iterator[AuditFinding]:
    """Find a part after 其中 that is more than the whole just before it."""
    counts = _counts(figures)
    for whole, part in itertools.pairwise(counts):
        between = text[whole.quantity.span.end : part.quantity.span.start]
        if _PART_WORDS in between and _comparable(whole, part) and part.quantity.value > whole.quantity.value:
            yield _excess("part-exceeds-whole", text, part, whole, "大于总数", "more than the whole")


def _excess(
    kind: str, text: str, larger: Observation, bound: Observation, verb_zh: str, verb_en: str
) -> AuditFinding:
    said, limit = _said(text, larger), _said(text, bound)
    return AuditFinding(
        kind,
        (larger.quantity.span, bound.quantity.span),
        said,
        f"≤{limit}",
        f"{larger.indicator}{said}{verb_zh}{bound.indicator}{limit}",
        f"{larger.indicator} {said} is {verb_en} {bound.indicator} {limit}",
    )


CHECKS: tuple[Check, ...] = (_rates, _over_hundred, _more_ended, _parts)
