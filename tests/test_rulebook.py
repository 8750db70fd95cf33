"""The rulebook reads the ontology and the rules, and refuses what is wrong in them."""

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.rulebook import Rulebook, _rules, load, marked

RELATIONS = "issued drafted established launched piloted operates holdsPost partOf received conferredBy held attendedTo commissioned reviewed repealed implements supervises investigated participatesIn".split()


def rule_file(folder: Path, body: str) -> Path:
    path = folder / "x.yaml"
    path.write_text("class: Reform\nrules:\n" + body, encoding="utf-8")
    return path


def test_the_nineteen_relations_have_words_and_ends() -> None:
    assert sorted(load().relations) == sorted(RELATIONS)
    assert all(r.triggers and r.domains and r.ranges for r in load().relations.values())


def test_marked_text_gives_offsets_in_the_plain_text() -> None:
    assert marked("推行⟦河长制⟧和⟦林长制⟧。") == ("推行河长制和林长制。", [(2, 5), (6, 9)])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("  - {id: a, kind: heads, heads: [x], examples: [y]}", "needs examples and counterexamples"),
        (
            "  - {id: a, kind: heads, heads: [x], color: red, examples: [y], counterexamples: [z]}",
            "unknown keys",
        ),
        ("  - {id: a, kind: magic, examples: [y], counterexamples: [z]}", "unknown kind"),
        ("  - {id: a, kind: heads, examples: [y], counterexamples: [z]}", "has no 'heads'"),
    ],
)
def test_a_wrong_rule_is_refused_with_file_and_rule(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(DataError, match=f"x.yaml: rule a: {message}"):
        list(_rules([rule_file(tmp_path, body)]))


def test_a_rule_that_stands_twice_is_refused(tmp_path: Path) -> None:
    body = "  - {id: a, kind: heads, heads: [x], examples: [y], counterexamples: [z]}\n"
    with pytest.raises(DataError, match="stands twice"):
        list(_rules([rule_file(tmp_path, body * 2)]))


def test_the_rulebook_is_pickled_by_name() -> None:
    import pickle

    assert isinstance(pickle.loads(pickle.dumps(load())), Rulebook)


def test_an_unknown_scheme_is_an_error() -> None:
    with pytest.raises(DataError, match="no SKOS scheme"):
        load().scheme("weather")
