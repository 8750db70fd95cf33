"""A text laid out for telling its figures."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from kg.model import Located, Span
from kg.normalize.numbers import fold
from kg.segment import Passage

_NUMERIC = re.compile(r"[\d一二两三四五六七八九十百千万零]")


class Page:
    """A text with its words and names, laid out for quick look-up by offset."""

    def __init__(self, text: str, passages: Sequence[Passage], located: Sequence[Located]) -> None:
        self.text = fold(text)
        self.passages = passages
        self._starts = [p.span.start for p in passages]
        names = sorted((x.span for x in located), key=lambda s: (s.start, -s.end))
        self.qualified: dict[int, tuple[int, str]] = {}
        self._names = [s for s in names if _NUMERIC.search(text, s.start, s.end)]
        self._name_starts = [s.start for s in self._names]

    def passage_at(self, offset: int) -> Passage | None:
        """Give the passage around an offset."""
        index = bisect_right(self._starts, offset) - 1
        return self.passages[index] if index >= 0 and offset < self.passages[index].span.end else None

    def word_at(self, offset: int) -> str:
        """Give the word that starts at an offset, or nothing."""
        passage = self.passage_at(offset)
        index = passage.starts.get(offset) if passage else None
        return "" if passage is None or index is None else passage.words[index]

    def name_around(self, span: Span) -> Span | None:
        """Give a name that has the span inside it, not as its first word."""
        for index in range(bisect_right(self._name_starts, span.start) - 1, -1, -1):
            name = self._names[index]
            if name.end >= span.end and name.start < span.start:
                return name
            if span.start - name.start > 60:
                return None
        return None
