"""Words are jieba's own, whatever the text."""

from functools import cache
from importlib.util import find_spec
from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.config import sample_path
from kg.cutter import Cutter, NativeCutter, fastest
from kg.rulebook import load
from kg.segment import added_words, tokenizer

MIXED = "市政府建立行政复议制度的一了在和国人中张伟蔡丽新邗潥龘，。“”《》()（）12％%3.5万aBc+#&._- \r\n\t\u3000é㐀"


@cache
def jieba() -> Any:
    return tokenizer(load())


@cache
def cutters() -> tuple[Cutter, ...]:
    """Give the one in Python, and the one in Rust where it is installed."""
    fast = fastest(jieba(), (word for word, _ in added_words(load())))
    return (Cutter(jieba()), fast)


@cache
def dictionary() -> list[str]:
    return sorted(word for word, frequency in jieba().FREQ.items() if frequency)


def assert_as_jieba(text: str) -> None:
    wanted = jieba().lcut(text)
    for cutter in cutters():
        assert cutter.lcut(text) == wanted


def test_without_the_engine_in_rust_python_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(cutters()[1]) is NativeCutter or not find_spec("rjieba")
    monkeypatch.setattr("kg.cutter.find_spec", lambda name: None)
    assert type(fastest(jieba(), ())) is Cutter


def test_the_sample_is_cut_as_jieba_cuts_it() -> None:
    assert_as_jieba(sample_path().read_text(encoding="utf-8"))


def test_marked_examples_of_all_rules_are_cut_as_jieba_cuts_them() -> None:
    for rule in load().rules:
        for text in (*rule.examples, *rule.counterexamples):
            assert_as_jieba(text)


@settings(deadline=None)
@given(st.text(alphabet=MIXED, max_size=40))
@example("")
@example("\r\n")
@example("文件\r\n\r\n+1.5%#")
@example("赵洪权李邗潥")
@example("办结率达99.5%abc1.2.3")
def test_mixed_text_is_cut_as_jieba_cuts_it(text: str) -> None:
    assert_as_jieba(text)


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 300_000), max_size=8),
    st.lists(st.sampled_from(["A", "K", "5G", "12.5%", "1.x", "，"])),
)
@example([], ["A"])
def test_words_of_the_dictionary_are_cut_as_jieba_cuts_them(picks: list[int], between: list[str]) -> None:
    chosen = [dictionary()[pick] for pick in picks]
    assert_as_jieba("".join(a + b for a, b in zip_longest(chosen, between, fillvalue="")))


@pytest.mark.parametrize(
    "text", ["K党政军可比", "炒A股票指数", "KKKK党", "增5G盘庚", "骤骤骤骤骤", "礼礼礼礼礼经经经经经"]
)
def test_ties_and_beginnings_that_are_no_word_are_cut_as_jieba_cuts_them(text: str) -> None:
    assert_as_jieba(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x4DF0, max_codepoint=0x9FFF), max_size=30))
def test_rare_characters_are_cut_as_jieba_cuts_them(text: str) -> None:
    assert_as_jieba(text)


@pytest.mark.parametrize("name", ["蔡丽新", "喻文忠", "赵成树", "邗潥龘"])
def test_words_of_no_dictionary_are_found_by_the_model(name: str) -> None:
    assert_as_jieba(f"市长{name}主持会议")
