"""Text cut into pieces at the ends of marks."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Span
from kg.render.marks import Mark, pieces

WHOLE = Span(10, 40)
SPANS = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda p: Span(p[0], p[0] + p[1]))


def mark(span: Span, kind: str = "Agency") -> Mark:
    return Mark(span, kind, "", "")


@given(st.lists(SPANS, max_size=8))
def test_the_pieces_are_the_whole_again_and_know_their_marks(spans):
    found = list(pieces(WHOLE, [mark(span) for span in spans]))
    assert found[0].span.start == WHOLE.start
    assert found[-1].span.end == WHOLE.end
    assert all(a.span.end == b.span.start for a, b in itertools.pairwise(found))
    for piece in found:
        for place in range(piece.span.start, piece.span.end):
            assert len(piece.marks) == sum(span.start <= place < span.end for span in spans)


def test_the_narrowest_mark_comes_last():
    outer, inner = mark(Span(12, 30), "Policy"), mark(Span(15, 18), "Division")
    found = {piece.span: [m.kind for m in piece.marks] for piece in pieces(WHOLE, [inner, outer])}
    assert found[Span(15, 18)] == ["Policy", "Division"]
    assert found[Span(18, 30)] == ["Policy"]
    assert found[Span(30, 40)] == []
