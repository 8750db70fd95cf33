"""Cut sentences into clauses and tokens.

jieba segments with the domain's words added; tokens of a sentence tile its span without gaps.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, product
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from kg.cutter import Cutter, fastest, load_jieba
from kg.model import Sentence, Span
from kg.rulebook import Rulebook

T = TypeVar("T")

_OPEN = {
    "“": "”",
    "《": "》",
    "（": "）",
    "(": ")",
    "〈": "〉",
    "「": "」",
    "【": "】",
    "‘": "’",
    "〔": "〕",
    "[": "]",
}
_ENDS = re.compile("[,，;；。!！?？:：\\n]")
_MARKS = re.compile("[" + re.escape("".join([*_OPEN, *_OPEN.values()])) + "]")
_WORD = re.compile(r"^[\u4e00-\u9fff]{2,12}$")
_SURE = 2_000  # a frequency that wins over what jieba's own words would make of the same characters
_GLUED = frozenset(map("".join, product("和与及向由对将把被从原经同", "省市县区州旗")))
_AT_MEETING = "会上"  # 推进会|上


class Token(NamedTuple):
    """A word of the text with its offsets in the document (a tuple: made five thousand times a report)."""

    start: int
    end: int
    text: str


_token: Callable[[tuple[int, int, str]], Token] = partial(tuple.__new__, Token)


class Bracket(NamedTuple):
    """A bracketed stretch: `outer` with the brackets, `inner` without; `opener` is the opening character."""

    outer: Span
    inner: Span
    opener: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its tokens, its clauses (split at commas and colons outside brackets) and brackets.

    `words` are the texts of the tokens; `starts` gives their indexes by the offsets where they start, in text order.
    """

    sentence: Sentence
    tokens: tuple[Token, ...]
    words: Sequence[str]
    starts: Mapping[int, int]
    clauses: tuple[Span, ...]
    brackets: tuple[Bracket, ...]
    span: Span

    def told(self, tests: Mapping[str, T]) -> Iterator[T]:
        """Give what tests say of each word: a pass over all words without a step of Python's."""
        return map(tests.__getitem__, self.words)

    def ends_at(self, offset: int) -> int | None:
        """Give the index of the token that ends at a document offset."""
        index = self.starts.get(offset, len(self.tokens) if offset == self.span.end else 0)
        return index - 1 if index else None

    def token_at(self, offset: int) -> int:
        """Give the index of the token that covers a document offset."""
        return bisect_right(self.tokens, offset, key=itemgetter(0)) - 1

    def between(self, start: int, end: int) -> tuple[Token, ...]:
        """Give the tokens that start in a stretch."""
        tokens, first = self.tokens, itemgetter(0)
        low = self.starts.get(start)
        low = bisect_left(tokens, start, key=first) if low is None else low
        high = self.starts.get(end)
        return tokens[low : bisect_left(tokens, end, low, key=first) if high is None else high]

    def clause_at(self, offset: int) -> Span:
        """Give the clause that covers a document offset."""
        for clause in self.clauses:
            if clause[0] <= offset < clause[1]:
                return clause
        return self.clauses[-1]

    def bracket_at(self, offset: int, openers: str = "“《") -> Bracket | None:
        """Give the outermost bracket of the wanted kinds around a document offset."""
        for bracket in self.brackets:
            (start, end), _, opener = bracket
            if start <= offset < end and opener in openers:
                return bracket
        return None


def segmenter(rulebook: Rulebook) -> Cutter:
    """Give what cuts text as jieba does with the domain's words; made once per rulebook."""
    return rulebook.compiled("segmenter", _segmenter)


def _segmenter(rulebook: Rulebook) -> Cutter:
    return fastest(tokenizer(rulebook), (word for word, _ in added_words(rulebook)))


def tokenizer(rulebook: Rulebook) -> Any:
    """Give a jieba tokenizer that knows the domain's words."""
    made = load_jieba().Tokenizer()
    for word, frequency in added_words(rulebook):
        made.add_word(word, frequency)
    return made


def added_words(rulebook: Rulebook) -> Iterator[tuple[str, int | None]]:
    """Give the words to add to jieba's dictionary, each with its frequency, which None leaves to jieba."""
    yield from ((word, None) for word in sorted(domain_words(rulebook)))
    yield from ((word, _SURE) for word in sorted(rulebook.words.get("compounds", ())))


def domain_words(rulebook: Rulebook) -> set[str]:
    """Collect the words that jieba should not cut: bodies' short forms, verbs of the rules."""
    words = {row["short"] for row in rulebook.tables.get("departments", ())}
    words |= set(rulebook.words.get("boundaries", ()))
    words |= {w for r in rulebook.relations.values() for w in r.triggers}
    words |= {w for r in rulebook.rules_of("Relation") for w in r.body.get("verbs", ())}
    return {w for w in words if _WORD.match(w)}


def segment(text: str, sentences: Iterable[Sentence], rulebook: Rulebook) -> tuple[Passage, ...]:
    """Segment every sentence of a document."""
    cutter, sentences = segmenter(rulebook), tuple(sentences)
    # all words first: see `matcher.match`
    glued = rulebook.told("glued", _is_glued)
    words = [_unglued(cutter.lcut(s.span.of(text)), glued) for s in sentences]
    return tuple(map(partial(_passage, text), sentences, words))


def _unglued(words: list[str], glued: Mapping[str, bool]) -> list[str]:
    """Cut the letter of a place off a little word that the segmenter guessed it to belong to: 向区 -> 向|区."""
    if not any(map(glued.__getitem__, words)):
        return words
    return [piece for word in words for piece in (_pieces(word) if glued[word] else (word,))]


def _is_glued(word: str, rulebook: Rulebook) -> bool:
    if word == _AT_MEETING:
        return True
    return word[-2:] in _GLUED and len(word) <= 3 and not segmenter(rulebook).knows(word)


def _pieces(word: str) -> Iterator[str]:
    return filter(None, (word[:-2], word[-2], word[-1]))


def _passage(text: str, sentence: Sentence, words: Sequence[str]) -> Passage:
    span = sentence.span
    edges = list(accumulate(map(len, words), initial=span.start))
    tokens = tuple(map(_token, zip(edges, edges[1:], words, strict=False)))
    starts = dict(zip(edges, range(len(tokens)), strict=False))
    brackets = find_brackets(text, span)
    return Passage(sentence, tokens, words, starts, split_clauses(text, span, brackets), brackets, span)


def find_brackets(text: str, span: Span) -> tuple[Bracket, ...]:
    """Find matched brackets, outer before inner; unmatched ones are ignored."""
    stack: list[tuple[str, int]] = []
    found = []
    for mark in _MARKS.finditer(text, span.start, span.end):
        char, at = mark.group(), mark.start()
        if char in _OPEN:
            stack.append((char, at))
        elif any(_OPEN[c] == char for c, _ in stack):
            while _OPEN[stack[-1][0]] != char:
                stack.pop()
            opener, start = stack.pop()
            if at > start + 1:
                found.append(Bracket(Span(start, at + 1), Span(start + 1, at), opener))
    return tuple(sorted(found, key=lambda b: (b.outer.start, -b.outer.end)))


def split_clauses(text: str, span: Span, brackets: Sequence[Bracket]) -> tuple[Span, ...]:
    """Split a sentence at commas, colons and stops outside brackets and outside numbers (1,234 and 10:30).

    The brackets are in text order, outer before inner, as `find_brackets` gives them.
    """
    clauses, start, closed = [], span.start, span.start
    outer = iter(brackets)
    bracket = next(outer, None)
    for mark in _ENDS.finditer(text, span.start, span.end):
        at = mark.start()
        while bracket is not None and bracket.inner.start <= at:
            closed = max(closed, bracket.inner.end)
            bracket = next(outer, None)
        if at >= closed and not _in_number(text, at):
            if at > start:
                clauses.append(Span(start, at))
            start = at + 1
    if start < span.end:
        clauses.append(Span(start, span.end))
    return tuple(clauses) or (span,)


def _in_number(text: str, at: int) -> bool:
    return text[at] in ",，:：" and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()
