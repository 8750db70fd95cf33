"""Tokens tile their sentence; clauses and brackets are found in half- and full-width text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Sentence, Span
from kg.rulebook import load
from kg.segment import Passage, find_brackets, segment, split_clauses


def passage(text: str) -> Passage:
    (found,) = segment(text, [Sentence(0, Span(0, len(text)), None, 0)], load())
    return found


def clauses(text: str) -> list[str]:
    whole = Span(0, len(text))
    return [c.of(text) for c in split_clauses(text, whole, find_brackets(text, whole))]


@settings(deadline=None)
@given(st.text(alphabet="市政府建立行政复议制度，。“”《》()（）12％%万a \u3000", min_size=1, max_size=60))
def test_tokens_tile_the_sentence(text: str) -> None:
    tokens = passage(text).tokens
    assert "".join(t.text for t in tokens) == text
    assert all(t.text == text[t.start : t.end] for t in tokens)


def test_clauses_end_at_half_and_full_width_commas() -> None:
    assert clauses("受理785件,审结685件，败诉67件") == ["受理785件", "审结685件", "败诉67件"]


def test_commas_inside_quotations_and_numbers_do_not_split() -> None:
    assert clauses("推行“一处失信,处处受限”，罚没1,234万元") == ["推行“一处失信,处处受限”", "罚没1,234万元"]


def test_brackets_nest_and_unmatched_ones_are_ignored() -> None:
    text = "印发《关于贯彻〈纲要〉的意见（试行）》）和“三项"
    found = find_brackets(text, Span(0, len(text)))
    assert [(b.opener, b.inner.of(text)) for b in found] == [
        ("《", "关于贯彻〈纲要〉的意见（试行）"),
        ("〈", "纲要"),
        ("（", "试行"),
    ]


def test_offsets_are_those_of_the_document() -> None:
    text = "标题\n市政府出台《办法》。"
    (found,) = segment(text, [Sentence(0, Span(3, len(text)), None, 0)], load())
    bracket = found.bracket_at(text.index("办法"))
    assert bracket is not None
    assert bracket.inner.of(text) == "办法"
    assert found.tokens[found.token_at(3)].start == 3
