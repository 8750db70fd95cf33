"""Names become IRIs whatever characters they hold."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.namespaces import segment

PLACES = "https://w3id.org/fazhi/id/agency/"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_makes_an_iri_that_gives_the_name_back(name):
    node = NamedNode(PLACES + segment(name))
    assert unquote(node.value.removeprefix(PLACES)) == name


@pytest.mark.parametrize(
    "char", ["\ufffd", "\ue000", "\ufdd0", "\U0001fffe", "\U000f0000", "\x85", "\u2028", "#"]
)
def test_characters_that_no_iri_may_hold_are_encoded(char):
    assert segment(f"甲{char}乙").startswith("甲%")


def test_chinese_stays_as_it_is():
    assert segment("淮安市/“放管服”改革〔2017〕12号𠮷") == "淮安市/“放管服”改革〔2017〕12号𠮷"
