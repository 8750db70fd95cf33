"""Decode the bytes of a Chinese text: UTF-8, GB18030 (with GBK and GB2312), UTF-16, with or without a mark.

Without a byte order mark, bytes that are valid UTF-8 are UTF-8.  Else the candidates are compared by the share of
everyday characters among the Chinese ones: over a third in real text, under a hundredth in text decoded wrongly.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the mark of UTF-16 LE, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UNMARKED = ("gb18030", "utf-16-le", "utf-16-be")
_EVERYDAY = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面方后多定行学法所民得经"
    "三之进等部度家电力如水化高自二理起小现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间"
    "各重新线内数正心明看原利比或但质向第道命此变条只结解问意建月公无系军很情最立代想已通并提直题党程展五果位入常文总次品式活设及管"
    "市县区省府办局服务执案件推强改革依规范监督项目标保障深落实城乡村企审批领域"
)
# An everyday text has five times this share; wrongly decoded text a tenth of it.
_LEAST_SHARE = 0.1
# A stray broken character is common in pages saved from the web; more of them are another encoding.
_MOST_BROKEN = 0.001
_JUDGED = 20_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding that gave it and the number of broken characters (U+FFFD in the text)."""

    text: str
    encoding: str
    broken: int = 0


def decode(data: bytes, name: str) -> Decoded:
    """Give the text of the bytes without byte order mark, line ends as they are; raises InputError."""
    found = _marked(data) or _valid_utf8(data) or _likeliest(data)
    if found is None:
        raise InputError(f"{name}: {_complaint(data)}")
    return found


def everyday_share(text: str) -> float:
    """Give the share of everyday characters among the Chinese ones, 0 when there are none."""
    chinese = [char for char in text[:_JUDGED] if "\u3400" <= char <= "\u9fff"]
    return sum(char in _EVERYDAY for char in chinese) / len(chinese) if chinese else 0.0


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding) or _lenient(data[len(mark) :], encoding)
    return None


def _valid_utf8(data: bytes) -> Decoded | None:
    return None if b"\0" in data else _strict(data, "utf-8")


def _likeliest(data: bytes) -> Decoded | None:
    """Choose by the characters that come out; broken characters are put up with only if nothing is whole."""
    for candidates in (_whole(data), _broken(data)):
        best = max(candidates, key=lambda c: everyday_share(c.text), default=None)
        if best is not None and everyday_share(best.text) >= _LEAST_SHARE:
            return best
    return None


def _whole(data: bytes) -> Iterator[Decoded]:
    found = (_strict(data, encoding) for encoding in _UNMARKED)
    yield from (decoded for decoded in found if decoded is not None and "\0" not in decoded.text)


def _broken(data: bytes) -> Iterator[Decoded]:
    found = (_lenient(data, encoding) for encoding in ("utf-8", *_UNMARKED))
    yield from (decoded for decoded in found if decoded is not None and "\0" not in decoded.text)


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _lenient(data: bytes, encoding: str) -> Decoded | None:
    text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    return Decoded(text, encoding, broken) if broken <= max(1, len(text) * _MOST_BROKEN) else None


def _complaint(data: bytes) -> str:
    if b"\0" in data or sum(byte < 9 for byte in data[:_JUDGED]) > len(data[:_JUDGED]) / 100:
        return "not a text but binary data; give the report as txt, html, docx or pdf"
    return "the encoding of this text is not known; save it as UTF-8"
