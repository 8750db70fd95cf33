"""A figure that does not add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kg.audit.figures import Figure
from kg.model import Span


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A figure that the report's other figures contradict; `spans` begin with the one in doubt.

    `kind` is share, part, total, done, rate or growth; `stated` and `recomputed` are with their units.
    """

    kind: str
    spans: tuple[Span, ...]
    stated: str
    recomputed: str
    message_zh: str
    message_en: str


def finding(
    kind: str, doubtful: Figure, others: Sequence[Figure], recomputed: str, messages: tuple[str, str]
) -> AuditFinding:
    """Put a finding together."""
    spans = (doubtful.span, *(other.span for other in others))
    return AuditFinding(kind, spans, doubtful.text, recomputed, *messages)


def percent(value: Decimal) -> str:
    """Give a percentage with two digits at most.

    >>> percent(Decimal("9.7810")), percent(Decimal(25))
    ('9.78%', '25%')
    """
    text = f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
    return f"{text.rstrip('0').rstrip('.')}%"
