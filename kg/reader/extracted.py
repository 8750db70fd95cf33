"""What a format's extractor hands on."""

from dataclasses import dataclass


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
