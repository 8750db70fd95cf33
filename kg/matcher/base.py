"""What every finder shares: the mention, the context, word indexes, edges of noun phrases."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import Any, NamedTuple, TypeVar

from kg.gazetteer import Division, Gazetteer, opening
from kg.model import Document, Span
from kg.rulebook import Rulebook
from kg.segment import Passage, Token
from kg.told import Told

T = TypeVar("T")

_PUNCTUATION = frozenset("．.，,、。；;：:！!？?\n\t 　—…·“”‘’\"'《》〈〉（）()[]【】〔〕「」")
_ADVERBIAL = frozenset(
    "了 着 过 全面 率先 先后 相继 专门 积极 进一步 已 已经 均 都 也 并 还 正 正在 初步 基本 陆续 逐步 持续 不断 深入 扎实 认真 严格 大力 加快".split()
)


class Mention(NamedTuple):
    """A place in the text that names something: `name` is the surface that stands for it.

    `attrs` holds what the finder knows for the resolver (core, prefix, title …).
    """

    span: Span
    cls: str
    rule: str
    name: str
    attrs: tuple[tuple[str, str], ...] = ()

    def attr(self, key: str) -> str | None:
        """Give the first value of an attribute."""
        for name, value in self.attrs:
            if name == key:
                return value
        return None


def _lengths(words: Iterable[str], key: slice) -> dict[str, tuple[int, ...]]:
    """Give by their first or last characters how long words are, longest first."""
    sizes: dict[str, set[int]] = {}
    for word in words:
        sizes.setdefault(word[key], set()).add(len(word))
    return {pair: tuple(sorted(found, reverse=True)) for pair, found in sizes.items()}


class WordIndex:
    """Find words of a fixed list in text: longest first at each position, by their first two characters."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(w for w in words if len(w) >= 2)
        self._sizes = _lengths(self._words, slice(2))
        self._opening = opening(self._sizes)

    def may_start(self, text: str, start: int) -> bool:
        """Tell whether any word begins with the two characters at `start`."""
        return text[start : start + 2] in self._sizes

    def at(self, text: str, start: int, end: int) -> str | None:
        """Give the longest word that stands at `start` and ends by `end`."""
        for size in self._sizes.get(text[start : start + 2], ()):
            if start + size <= end and (word := text[start : start + size]) in self._words:
                return word
        return None

    def find(self, text: str, span: Span) -> Iterator[Span]:
        """Give the words of a span from left to right, longest first, without overlaps."""
        return self._chosen(text, span.end, [m.start() for m in self._opening.finditer(text, *span)])

    def find_at(self, text: str, passage: Passage) -> Iterator[Span]:
        """Give the words of a passage that begin where its tokens do, longest first, without overlaps."""
        return self._chosen(text, passage.span.end, compress(passage.starts, passage.told(self._likely)))

    @cached_property
    def _likely(self) -> Mapping[str, bool]:
        """Tell by a token alone whether a word can begin where it does; most fail here."""
        beginnings = {word[:size] for word in self._words for size in range(1, len(word) + 1)}
        return Told(lambda token: token in beginnings or self.at(token, 0, len(token)) is not None)

    def _chosen(self, text: str, end: int, starts: Iterable[int]) -> Iterator[Span]:
        taken, sizes = 0, self._sizes
        for start in starts:
            if start >= taken and text[start : start + 2] in sizes and (word := self.at(text, start, end)):
                taken = start + len(word)
                yield Span(start, taken)


class EndIndex:
    """Find the longest word of a list that ends at an offset, by last characters."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._sizes = _lengths(self._words, slice(-2, None))
        self._lasts = frozenset(key[-1] for key in self._sizes)

    def may_end(self, word: str) -> bool:
        """Tell whether any word can end where this one ends."""
        if len(word) < 2:
            return word in self._lasts
        return word[-2:] in self._sizes or word[-1] in self._sizes

    def ending_at(self, text: str, start: int, end: int) -> str | None:
        """Give the longest word that ends at `end` and does not begin before `start`."""
        for last in (text[end - 2 : end], text[end - 1 : end]):
            for size in self._sizes.get(last, ()):
                if end - size >= start and (word := text[end - size : end]) in self._words:
                    return word
        return None


@dataclass(frozen=True, slots=True)
class Context:
    """What a finder sees: one passage of a document, the divisions in it, the rulebook."""

    document: Document
    passage: Passage
    divisions: tuple[tuple[Span, tuple[Division, ...]], ...]
    rulebook: Rulebook
    gazetteer: Gazetteer
    text: str
    boundaries: Mapping[str, bool]
    starts: Mapping[int, int]
    kept: dict[Any, Any]

    def cached(self, key: str, make: Callable[[Rulebook], T]) -> T:
        """Give what `make(rulebook)` made the first time for this rulebook."""
        return self.rulebook.compiled(key, make)

    def once(self, make: Callable[["Context"], T]) -> T:
        """Give what `make(context)` made the first time for this passage."""
        if make not in self.kept:
            self.kept[make] = make(self)
        found: T = self.kept[make]
        return found

    def is_end(self, offset: int) -> bool:
        """Tell whether a word ends at an offset of the document."""
        return self.passage.ends_at(offset) is not None

    def is_boundary(self, token: Token) -> bool:
        """Tell whether a noun phrase cannot go across a token."""
        return self.boundaries[token.text]


def is_bound(word: str, rulebook: Rulebook) -> bool:
    """Tell whether a word ends noun phrases: one of the list, or two of them written together (积极探索)."""
    return rulebook.told("bound", _is_bound)[word]


def _is_boundary(word: str, rulebook: Rulebook) -> bool:
    return word[0] in _PUNCTUATION or _is_bound(word, rulebook)


def _is_bound(word: str, rulebook: Rulebook) -> bool:
    words = rulebook.words["boundaries"]
    if word in words or len(word) < 3:
        return word in words
    bare = word[:-1] if word[-1] == "了" else word
    if bare in words or (len(bare) == 4 and bare[:2] in words and bare[2:] in words):
        return True
    return word in rulebook.compiled("long verbs", _long_verbs)


def _long_verbs(rulebook: Rulebook) -> frozenset[str]:
    """Give the triggers of three characters and more: 专题调研, 组织开展; they never stand inside a name."""
    words = {w for r in rulebook.relations.values() for w in r.triggers if len(w) > 2}
    return frozenset(words) - rulebook.words["nominal_triggers"]


def verb_in(word: str, verbs: Set[str], rulebook: Rulebook) -> str | None:
    """Give the verb that a token is or ends in: 建立, 积极|探索, 认真|落实."""
    if word in verbs:
        return word
    if len(word) < 3:
        return None
    bare = word[:-1] if word[-1] == "了" else word
    if bare in verbs:
        return bare
    words = rulebook.words["boundaries"]
    compound = len(bare) == 4 and bare[2:] in verbs and (bare in words or bare[:2] in words)
    return bare[2:] if compound else None


def context(document: Document, passage: Passage, rulebook: Rulebook, gazetteer: Gazetteer) -> Context:
    """Prepare what the finders need of a passage."""
    span, text = passage.span, document.text
    named = gazetteer.match(span.of(text), document.year)
    divisions = tuple(
        (Span(s.start + span.start, s.end + span.start), found)
        for s, found in named
        if not _conjoins(document, s.of(span.of(text)), text[s.end + span.start : s.end + span.start + 1])
    )
    boundaries = rulebook.told("boundary", _is_boundary)
    return Context(document, passage, divisions, rulebook, gazetteer, text, boundaries, passage.starts, {})


def _conjoins(document: Document, name: str, after: str) -> bool:
    """Tell 和 with the letter of a body from a county: 纲要和|县委, outside the reports of 和县 and the city above it."""
    return name == "和县" and after in "委政级域人司" and (document.place or "")[:4] != "3405"


def _holding(text: str, starts: Sequence[int], ends: Sequence[int], words: str) -> Iterator[int]:
    """Give the indexes of the stretches that hold some words: one search through the text for all of them."""
    index, last = 0, len(starts)
    while index < last and (at := text.find(words, starts[index])) >= 0:
        index = bisect_right(starts, at, index)
        if at + len(words) <= ends[index - 1]:
            yield index - 1


def found_where(
    contexts: Sequence[Context], finders: Iterable[tuple[str, Callable[[Context], Iterable[Mention]]]]
) -> list[list[Mention]]:
    """Give for each passage what finders find in it; one reads only the passages that hold its words."""
    if not contexts:
        return []
    found: list[list[Mention]] = [[] for _ in contexts]
    starts, ends = zip(*(ctx.passage.span for ctx in contexts), strict=True)
    for words, find in finders:
        for index in _holding(contexts[0].text, starts, ends, words):
            found[index] += find(contexts[index])
    return found


def skip_adverbs(ctx: Context, index: int) -> int:
    """Step left over adverbs and 了 from a token index; give the index of the first other token (or -1)."""
    while index >= 0 and ctx.passage.tokens[index].text in _ADVERBIAL:
        index -= 1
    return index


def triggers(rulebook: Rulebook, relations: Iterable[str]) -> frozenset[str]:
    """Collect the words that express any of the relations."""
    return frozenset(w for r in relations for w in rulebook.relations[r].triggers)
