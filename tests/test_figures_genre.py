"""Figures of reports on law-based government and on the work of governments, with what each figure measures."""

from pathlib import Path

import pytest
from test_observations import read

from kg.config import read_yaml

FIXTURES = Path(__file__).parent / "fixtures"
SENTENCES = [
    sentence
    for name in ("figures_genre.yaml", "figures_work.yaml")
    for sentence in read_yaml(FIXTURES / name)
]


def told(text: str) -> list[list[str]]:
    """Give figure, unit, kind and indicator of every observation of a sentence."""
    found = read(text)
    whole = found.document.text
    return [
        [o.quantity.span.of(whole), o.quantity.unit, o.quantity.kind, o.indicator] for o in found.observations
    ]


def test_there_are_many_sentences_and_none_twice() -> None:
    texts = [sentence["text"] for sentence in SENTENCES]
    assert len(texts) > 100
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("sentence", SENTENCES, ids=[s["text"][:16] for s in SENTENCES])
def test_a_sentence_of_the_genre(sentence: dict[str, object]) -> None:
    assert told(str(sentence["text"])) == sentence["figures"]
