"""The font of the pictures: one that comes with the program, and the system's for characters that it lacks.

matplotlib draws an empty box for a character that no font holds and only warns; here that is an error.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg.errors import OutputError

OWN = Path(__file__).parent / "font" / "NotoSansSC-subset.otf"
FAMILY = "Fazhi Sans SC"
SYSTEM = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "SimSun",
    "SimHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)


def families(texts: Iterable[str]) -> list[str]:
    """Give the font families that hold all characters of some texts, the program's own first.

    Raises OutputError naming the characters that no font on this machine holds.
    """
    lacking = {char for text in texts for char in text if not char.isspace()} - _own()
    if not lacking:
        return [FAMILY]
    others = _installed()
    unknown = sorted(char for char in lacking if not any(ord(char) in held for held in others.values()))
    if unknown:
        shown = " ".join(f"{char} (U+{ord(char):04X})" for char in unknown[:5])
        raise OutputError(f"no font here draws {shown}: install a Chinese font such as fonts-noto-cjk")
    return [FAMILY, *others]


@cache
def _own() -> frozenset[str]:
    from matplotlib import font_manager

    font_manager.fontManager.addfont(OWN)
    return frozenset(map(chr, _characters(str(OWN))))


@cache
def _installed() -> dict[str, frozenset[int]]:
    from matplotlib import font_manager

    files = {font.name: font.fname for font in font_manager.fontManager.ttflist}
    return {name: _characters(files[name]) for name in SYSTEM if name in files}


def _characters(path: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(path).get_charmap())
