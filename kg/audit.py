"""Do the report's sums again: shares, parts, rates and growth that do not add up."""

from dataclasses import dataclass

from kg.model import Extraction, Span


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A figure that the report's other figures contradict; `spans` begin with the one in doubt."""

    kind: str
    spans: tuple[Span, ...]
    stated: str
    recomputed: str
    message_zh: str
    message_en: str


def audit(extraction: Extraction) -> tuple[AuditFinding, ...]:
    """Give the figures that do not add up, in text order; doubtful cases are left out."""
    raise NotImplementedError
