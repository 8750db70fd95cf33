"""The sentence that holds a fact, with subject, object or figure marked."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.model import Extraction, Span
from kg.network.records import Passage


class Passages:
    """The text of one extraction, ready to be cut into passages."""

    def __init__(self, extraction: Extraction) -> None:
        self.text = extraction.document.text
        self.report = extraction.document.key
        self.year = extraction.document.year
        self._sections = extraction.sections
        self._sentences = extraction.sentences
        self._starts = [s.span.start for s in extraction.sentences]
        self._ends = [s.span.end for s in extraction.sentences]
        self._mentions = {e.id: sorted(e.spans) for e in extraction.entities}

    def passage(self, evidence: Span, *ends: tuple[str, str], figure: Span | None = None) -> Passage:
        """Cut the sentence or sentences around the evidence and mark what the fact speaks of."""
        whole, section = self._around(evidence)
        spans = [(m, role) for end, role in ends for m in self._mentions.get(end, []) if whole.covers(m)]
        if figure is not None:
            spans.append((figure, "figure"))
        return Passage(
            self.report,
            section,
            whole.of(self.text),
            whole.start,
            (evidence.start - whole.start, evidence.end - whole.start),
            _marks(spans, whole.start),
        )

    def _around(self, evidence: Span) -> tuple[Span, str]:
        first = bisect_right(self._ends, evidence.start)
        last = bisect_left(self._starts, evidence.end)
        inside = self._sentences[first:last]
        if not inside:
            return evidence, ""
        start = min(evidence.start, inside[0].span.start)
        return Span(start, max(evidence.end, inside[-1].span.end)), self._heading(inside[0].section)

    def _heading(self, index: int | None) -> str:
        path: list[str] = []
        while index is not None:
            section = self._sections[index]
            path.append(section.heading.of(self.text).strip())
            index = section.parent
        return " › ".join(reversed(path))


def _marks(spans: Sequence[tuple[Span, str]], offset: int) -> tuple[tuple[int, int, str], ...]:
    """Keep the longest of marks that overlap: the name of a body often holds the name of another."""
    kept: list[tuple[Span, str]] = []
    for span, role in sorted(spans, key=lambda s: (s[0].start - s[0].end, s[0].start, s[1])):
        if not any(span.overlaps(other) for other, _ in kept):
            kept.append((span, role))
    return tuple((span.start - offset, span.end - offset, role) for span, role in sorted(kept))
