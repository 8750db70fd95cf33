"""What a format's extractor hands on."""

import unicodedata
from dataclasses import dataclass

_RADICALS = "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⼾⾭"
_CHARACTERS = "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟户青"
_COMPATIBLE = [chr(code) for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA))]
_UNIFIED = str.maketrans(
    {char: unicodedata.normalize("NFKC", char) for char in _COMPATIBLE}
    | dict(zip(_RADICALS, _CHARACTERS, strict=True))
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file; `margin` is text around it that may hold particulars (文号, 发布日期), `notes` what went wrong."""

    text: str
    media_type: str
    margin: str = ""
    notes: tuple[str, ...] = ()


def count_chinese(text: str) -> int:
    """Count the Chinese characters of a text."""
    return sum("\u3400" <= char <= "\u9fff" for char in text)


def unify(text: str) -> str:
    """Give a text with characters for radicals: fonts of PDF files, and what was copied from these, have ⼀⼈⺠ for 一人民."""
    return text.translate(_UNIFIED)
