"""The words of the interface in Chinese and English, from `words.toml`: `page.key = ["中文", "English"]`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kg.errors import DataError

LANGUAGES = ("zh", "en")
TAGS = {"zh": "zh-CN", "en": "en"}
"""What the attribute `lang` of a page says."""


class Words:
    """The words of one language: `words("nav.graph")`, with `{name}` filled in."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = _load()[LANGUAGES.index(language)]

    def __call__(self, key: str, /, **values: object) -> str:
        """Give the words for a key.  Raises KeyError: a page asks only for what the file has."""
        return self._texts[key].format(**values) if values else self._texts[key]

    def group(self, name: str) -> dict[str, str]:
        """Give all words of a group without the group's name, for scripts.

        >>> Words("en").group("nav")["graph"]
        'Graph'
        """
        start = f"{name}."
        return {key[len(start) :]: text for key, text in self._texts.items() if key.startswith(start)}


def keys() -> frozenset[str]:
    """Give all keys."""
    return frozenset(_load()[0])


@cache
def _load() -> tuple[Mapping[str, str], ...]:
    path = Path(__file__).parent / "words.toml"
    groups = tomllib.loads(path.read_text(encoding="utf-8"))
    pairs = {f"{group}.{key}": pair for group, entries in groups.items() for key, pair in entries.items()}
    for key, pair in pairs.items():
        if len(pair) != len(LANGUAGES) or not all(isinstance(text, str) and text for text in pair):
            raise DataError(f"{path}: {key} needs a text for each of {', '.join(LANGUAGES)}")
    return tuple({key: pair[number] for key, pair in pairs.items()} for number in range(len(LANGUAGES)))
