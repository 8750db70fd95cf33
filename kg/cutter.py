"""Cut text into words exactly as jieba does (dictionary path, hidden Markov model for the rest), several times faster.

jieba's dictionary, its model and its arithmetic are used as they are, so ties and rounding fall the same way; only
the loops differ: one pass from right to left finds words and best path together, and the model's four states are
written out.  Where it is installed, rjieba (the same search for the best path, in Rust) does that pass four times as
fast again.  `tests/test_cutter.py` compares the words of both with jieba's own.
"""

import logging
import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from math import log
from typing import Any

from kg.told import Told

_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
_SPACE = re.compile(r"(\r\n|\s)")
_HAN = re.compile(r"([\u4E00-\u9FD5]+)")
_LATIN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
# Where these stand rjieba does not part a text into blocks as jieba does.
_PARTED_OTHERWISE = re.compile(
    "[-\r\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\ud800-\udfff\U00010000-\U0010ffff]"
)
_NEVER = float("-inf")
_LATIN_SINGLES = frozenset(char for char in map(chr, range(128)) if _BLOCK.match(char))
_NO_WORD = "\ue000\ue001"


@cache
def load_jieba() -> Any:
    """Import jieba, told to be silent; without pkg_resources, which takes three times as long as all of jieba.

    jieba opens its files with it, and by their paths where it is missing.
    """
    known = sys.modules.get("pkg_resources")
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba
        import jieba.finalseg
    finally:
        del sys.modules["pkg_resources"]
        if known is not None:
            sys.modules["pkg_resources"] = known
    jieba.setLogLevel(logging.WARNING)
    return jieba


class Cutter:
    """Cut text with the dictionary of a jieba tokenizer that is complete: words added to it later are not seen."""

    def __init__(self, tokenizer: Any) -> None:
        tokenizer.check_initialized()
        found: dict[str, int] = tokenizer.FREQ
        total = log(tokenizer.total)
        self._frequencies = found
        self._costs = {n: log(n) - total for n in set(found.values()) | {1} if n}
        # a dictionary of half a million words lies beyond a processor's caches; the pairs that one kind of text uses do not
        self._pairs = Told(self._pair)
        self._unknown = Model(load_jieba().finalseg)

    def knows(self, word: str) -> bool:
        """Tell whether a word is in the dictionary."""
        return bool(self._frequencies.get(word))

    def lcut(self, text: str) -> list[str]:
        """Give the words of a text, which they tile without gaps.

        Source: `jieba.Tokenizer.lcut` with its defaults.
        """
        words: list[str] = []
        for index, block in enumerate(_BLOCK.split(text)):
            if index % 2:
                self._cut(block, words)
            elif len(block) == 1:
                words.append(block)
            elif block:
                for piece in _SPACE.split(block):
                    words.extend((piece,) if piece == "\r\n" else piece)
        return words

    def _cut(self, block: str, words: list[str]) -> None:
        """Add the words of a block, handing runs of single characters that are no word to the model."""
        ends, at, size = self._path(block), 0, len(block)
        while at < size:
            start, at = at, ends[at]
            if at == start + 1:
                while at < size and ends[at] == at + 1:
                    at += 1
                if at > start + 1:
                    self._singles_of(block[start:at], words)
                    continue
            words.append(block[start:at])

    def _singles_of(self, run: str, words: list[str]) -> None:
        if self._frequencies.get(run):
            words.extend(run)
        else:
            self._unknown.cut(run, words)

    def _path(self, block: str) -> list[int]:
        """Give for each place the end of the word that begins there on the likeliest way to the block's end."""
        frequencies, costs, pairs = self._frequencies.get, self._costs, self._pairs
        size = start = len(block)
        scores, ends = [0.0] * (size + 1), [0] * size
        closed = block + "\n"  # no word holds a line's end, so every search stops there
        best = 0.0
        while start:
            start -= 1
            end = start + 2
            pair = closed[start:end]
            single, frequency = pairs[pair]
            alone, best = best, best + single
            best_end = end - 1
            while frequency is not None:
                if frequency and (score := costs[frequency] + scores[end]) >= best:
                    best, best_end = score, end
                end += 1
                frequency = frequencies(closed[start:end])
            if best == _NEVER:
                best = alone + costs[1]
            scores[start], ends[start] = best, best_end
        return ends

    def _pair(self, pair: str) -> tuple[float, int | None]:
        """Give the cost of the first character alone and the frequency of both, which few reports look up anew.

        A character that only begins words (A of A股) is never alone where one of them stands.
        """
        single = self._frequencies.get(pair[0], 1)
        return self._costs[single] if single else _NEVER, self._frequencies.get(pair)


class NativeCutter(Cutter):
    """Cut text with the best path found by rjieba, which has jieba's dictionary and is told the words added to it.

    Its model rounds otherwise than jieba's, so runs of single characters go to the model here.
    """

    def __init__(self, tokenizer: Any, added: Iterable[str]) -> None:
        from rjieba import Jieba

        super().__init__(tokenizer)
        engine = Jieba()
        for word in added:
            engine.add_word(word, self._frequencies[word], None)
        # jieba counts words given anew twice; a word that no text holds makes up for it
        engine.add_word(_NO_WORD, tokenizer.total - sum(self._frequencies.values()), None)
        self._engine = engine
        # a word is one and the same string wherever it stands: the many look-ups of it later cost half as much
        self._wholes = Told(self._whole)
        self._runs = Told(self._words_of)

    def lcut(self, text: str) -> list[str]:
        """Give the words of a text, which they tile without gaps."""
        if _PARTED_OTHERWISE.search(text):
            return super().lcut(text)
        words: list[str] = []
        wholes, runs, run = self._wholes, self._runs, ""
        for piece in self._engine.cut(text, False):
            if word := wholes[piece]:
                if run:
                    words += runs[run]
                    run = ""
                words.append(word)
            else:
                run += piece
        return words + runs[run]

    def _whole(self, piece: str) -> str:
        """Give a piece of the best path that is a word, nothing for one that is left to the model."""
        if len(piece) == 1:
            single = "\u4e00" <= piece <= "\u9fd5" or piece in _LATIN_SINGLES
        else:
            single = piece.isascii() and not self.knows(piece)
        return "" if single else piece

    def _words_of(self, run: str) -> list[str]:
        """Give the words of characters that the path leaves single."""
        if len(run) < 2:
            return list(run)
        words: list[str] = []
        self._singles_of(run, words)
        return words


def fastest(tokenizer: Any, added: Iterable[str]) -> Cutter:
    """Give the fastest cutter there is for a tokenizer and the words added to its dictionary."""
    return NativeCutter(tokenizer, added) if find_spec("rjieba") else Cutter(tokenizer)


class Model:
    """The hidden Markov model that finds words which no dictionary knows (B begin, M middle, E end, S single)."""

    def __init__(self, source: Any) -> None:
        start, moves, emit = source.start_P, source.trans_P, source.emit_P
        self._low: float = source.MIN_FLOAT
        self._split: set[str] = source.Force_Split_Words
        self._emit = [emit[state].get for state in "BMES"]
        self._start = [start[state] for state in "BMES"]
        pairs = [
            ("E", "B"),
            ("S", "B"),
            ("B", "M"),
            ("M", "M"),
            ("E", "S"),
            ("S", "S"),
            ("B", "E"),
            ("M", "E"),
        ]
        self._moves = [moves[a].get(b, self._low) for a, b in pairs]

    def cut(self, run: str, words: list[str]) -> None:
        """Add the words of a run.  Source: `jieba.finalseg.cut`."""
        for index, block in enumerate(_HAN.split(run)):
            if index % 2:
                self._cut(block, words)
            elif block:
                words.extend(filter(None, _LATIN.split(block)))

    def _cut(self, block: str, words: list[str]) -> None:
        begin = 0
        for at, state in enumerate(self._states(block), 1):
            if state in "ES":
                word = block[begin:at]
                words.extend((word,) if word not in self._split else word)
                begin = at

    def _states(self, block: str) -> list[str]:
        """Give the likeliest state of each character (Viterbi); of equals the later letter is taken."""
        eb, sb, bm, mm, es, ss, be, me = self._moves
        low = self._low
        emit_b, emit_m, emit_e, emit_s = self._emit
        first = block[0]
        b, m, e, s = (begin + emit(first, low) for begin, emit in zip(self._start, self._emit, strict=True))
        back: list[tuple[str, str, str, str]] = []
        for char in block[1:]:
            here = emit_b(char, low)
            from_e, from_s = e + eb + here, s + sb + here
            next_b, prev_b = (from_s, "S") if from_s >= from_e else (from_e, "E")
            here = emit_m(char, low)
            from_b, from_m = b + bm + here, m + mm + here
            next_m, prev_m = (from_m, "M") if from_m >= from_b else (from_b, "B")
            here = emit_e(char, low)
            from_b, from_m = b + be + here, m + me + here
            next_e, prev_e = (from_m, "M") if from_m >= from_b else (from_b, "B")
            here = emit_s(char, low)
            from_e, from_s = e + es + here, s + ss + here
            s, prev_s = (from_s, "S") if from_s >= from_e else (from_e, "E")
            b, m, e = next_b, next_m, next_e
            back.append((prev_b, prev_m, prev_e, prev_s))
        return _backwards("S" if s >= e else "E", back)


def _backwards(last: str, back: list[tuple[str, str, str, str]]) -> list[str]:
    """Follow the best path from its last state."""
    states = [last]
    for previous in reversed(back):
        states.append(previous["BMES".index(states[-1])])
    states.reverse()
    return states
