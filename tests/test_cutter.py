"""Words are jieba's own, whatever the text."""

from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.config import sample_path
from kg.cutter import Cutter
from kg.rulebook import load
from kg.segment import tokenizer

MIXED = "市政府建立行政复议制度的一了在和国人中张伟蔡丽新邗潥龘，。“”《》()（）12％%3.5万aBc+#&._- \r\n\t\u3000é㐀"


@cache
def jieba() -> Any:
    return tokenizer(load())


@cache
def cutter() -> Cutter:
    return Cutter(jieba())


def test_the_sample_is_cut_as_jieba_cuts_it() -> None:
    text = sample_path().read_text(encoding="utf-8")
    assert cutter().lcut(text) == jieba().lcut(text)


def test_marked_examples_of_all_rules_are_cut_as_jieba_cuts_them() -> None:
    for rule in load().rules:
        for text in (*rule.examples, *rule.counterexamples):
            assert cutter().lcut(text) == jieba().lcut(text)


@settings(deadline=None)
@given(st.text(alphabet=MIXED, max_size=40))
@example("")
@example("\r\n")
@example("赵洪权李邗潥")
@example("办结率达99.5%abc1.2.3")
def test_mixed_text_is_cut_as_jieba_cuts_it(text: str) -> None:
    assert cutter().lcut(text) == jieba().lcut(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x4DF0, max_codepoint=0x9FFF), max_size=30))
def test_rare_characters_are_cut_as_jieba_cuts_them(text: str) -> None:
    assert cutter().lcut(text) == jieba().lcut(text)


@pytest.mark.parametrize("name", ["蔡丽新", "喻文忠", "赵成树", "邗潥龘"])
def test_words_of_no_dictionary_are_found_by_the_model(name: str) -> None:
    text = f"市长{name}主持会议"
    assert cutter().lcut(text) == jieba().lcut(text)
