"""The wordings of `queries/ask.yaml`, and what a question means by them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from kg import catalog
from kg.ask.names import WHOLE, Names, plain
from kg.config import data_path, read_yaml
from kg.errors import DataError

_KEYS = {"query", "words", "values", "answer", "examples", "not"}
_SLOT = re.compile(r"\{(\w+)\}")
_POLITE = re.compile(r"^(请问|请告诉我|告诉我|我想知道|想知道|查一下|查询|查查|请)+|(呢|啊|吗|呀)$")
_STOPS = re.compile(r"[?？。.!！,，]+$")


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question: wordings, the ready query that answers it, and how one row is told.

    `examples` are questions about the sample with the values that they give; `others` must go elsewhere.
    """

    query: str
    words: tuple[str, ...]
    values: Mapping[str, str]
    answer: str
    examples: tuple[tuple[str, Mapping[str, str]], ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What a question was taken for: the kind, and the parameters of its query."""

    question: Question
    values: Mapping[str, str]


@cache
def load() -> tuple[Question, ...]:
    """Read all kinds of questions; raises DataError naming the one that is wrong."""
    path = data_path("queries") / "ask.yaml"
    entries = read_yaml(path)
    if not entries:
        raise DataError(f"{path}: no question in it")
    return tuple(_question(entry, f"{path}: {number}") for number, entry in enumerate(entries, start=1))


def matches(text: str, names: Names) -> Iterator[Match]:
    """Give what a question can mean, the first kind first."""
    asked = _bare(text)
    for question in load():
        found = next(_readings(question, asked, names), None)
        if found is not None:
            yield Match(question, found)


def closest(text: str, count: int = 3) -> list[str]:
    """Give the examples that look most like a question."""
    asked = _bare(text)
    examples = [example for question in load() for example, _ in question.examples]
    return sorted(examples, key=lambda e: (-SequenceMatcher(None, asked, _bare(e)).ratio(), e))[:count]


def _readings(question: Question, asked: str, names: Names) -> Iterator[Mapping[str, str]]:
    for words in question.words:
        found = _pattern(words, names).fullmatch(asked)
        slots = {k: names.find(k, v) for k, v in found.groupdict().items()} if found else {}
        if found and None not in slots.values():
            yield {name: _filled(value, slots) for name, value in question.values.items()}


def _filled(value: str, slots: Mapping[str, str | None]) -> str:
    return _SLOT.sub(lambda m: slots[m[1]] or "", value)


def _pattern(words: str, names: Names) -> re.Pattern[str]:
    """Compile a wording: whole names where the slot takes them, any text where not."""
    return re.compile(_SLOT.sub(lambda m: f"(?P<{m[1]}>{_group(m[1], names)})", words), re.IGNORECASE)


def _group(slot: str, names: Names) -> str:
    if slot not in WHOLE:
        return ".+?"
    known = sorted(names.known(slot), key=lambda n: (-len(n), n))
    return "|".join(map(re.escape, known)) or "(?!)"


def _bare(text: str) -> str:
    """Give a question without marks and polite words; the spaces of English stay."""
    text = _STOPS.sub("", text.strip())
    text = _POLITE.sub("", re.sub(r"[“”‘’\"'「」《》]", "", text))
    return _STOPS.sub("", text).strip()


def _question(entry: Any, where: str) -> Question:
    if not isinstance(entry, dict) or set(entry) != _KEYS:
        raise DataError(f"{where}: a question has exactly {', '.join(sorted(_KEYS))}")
    if not entry["examples"] or not entry["not"]:
        raise DataError(f"{where}: a question needs an example and a counter-example")
    known = {p.name for p in catalog.find(entry["query"]).parameters}
    if set(entry["values"]) - known:
        raise DataError(
            f"{where}: {entry['query']} has no parameter {', '.join(set(entry['values']) - known)}"
        )
    return Question(
        entry["query"],
        tuple(entry["words"]),
        entry["values"],
        entry["answer"],
        tuple((text, values) for text, values in entry["examples"]),
        tuple(entry["not"]),
    )


__all__ = ["Match", "Question", "closest", "load", "matches", "plain"]
