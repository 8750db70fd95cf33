"""Do the report's sums again: shares, parts, rates and growth that do not add up.

Only figures of one sentence are held against each other, and only where the words leave little doubt what is a
share of what: a false alarm is worse than a miss.  A figure counts as right when it can be had by rounding or by
cutting off digits.
"""

from collections.abc import Callable, Iterator, Sequence

from kg.audit.figures import Figure, by_sentence
from kg.audit.finding import AuditFinding
from kg.audit.growth import bases, growth, increases
from kg.audit.parts import done_over_accepted, parts_over_whole, totals
from kg.audit.shares import distributions, rates_over_hundred, shares
from kg.model import Extraction

__all__ = ["AuditFinding", "audit"]

_RULES: tuple[Callable[[Sequence[Figure]], Iterator[AuditFinding]], ...] = (
    shares,
    distributions,
    parts_over_whole,
    totals,
    done_over_accepted,
    rates_over_hundred,
    growth,
    increases,
    bases,
)


def audit(extraction: Extraction) -> tuple[AuditFinding, ...]:
    """Give the figures that do not add up, in text order; doubtful cases are left out."""
    found = {finding for figures in by_sentence(extraction) for rule in _RULES for finding in rule(figures)}
    return tuple(sorted(found, key=lambda finding: (finding.spans, finding.kind)))
