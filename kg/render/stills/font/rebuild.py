"""Make the font of the pictures again: Noto Sans CJK SC cut down to the characters that reports use.

    python kg/render/stills/font/rebuild.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

Needs fonttools and the font (Debian: `fonts-noto-cjk`).  What is kept: GB 2312, Latin-1, the usual marks, and every
character of the project's own lexicons and vocabularies (rare place names among them).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

HERE = Path(__file__).parent
PROJECT = HERE.parents[3]
SOURCE = "Noto Sans CJK SC"
NAME = "Fazhi Sans SC"
"""A name of its own: the whole font may be installed beside it."""
MARKS = "“”‘’…—–·〔〕【】《》〈〉「」『』℃％‰㎡㎞²³①②③④⑤⑥⑦⑧⑨⑩→←↑↓≥≤×÷±─│●○■□◆◇▲△▼▽★☆✓✗"


def characters() -> set[str]:
    """Give the characters that the font keeps."""
    data = [*PROJECT.glob("kg/lexicon/*.*"), *PROJECT.glob("ontology/**/*.ttl")]
    own = {char for path in sorted(data) for char in path.read_text(encoding="utf-8")}
    return set(gb2312()) | {chr(code) for code in range(0x20, 0x100)} | set(MARKS) | own


def gb2312() -> Iterator[str]:
    """Give the 7,445 characters of GB 2312."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield from bytes((row, cell)).decode("gb2312", errors="ignore")


def main() -> None:
    """Write the font beside this file."""
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    fonts = TTCollection(sys.argv[1]).fonts
    font = next(font for font in fonts if font["name"].getDebugName(1) == SOURCE)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(characters())))
    cutter.subset(font)
    for number in (1, 4, 6):
        font["name"].setName(NAME.replace(" ", "") if number == 6 else NAME, number, 3, 1, 0x409)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(HERE / "NotoSansSC-subset.otf")


if __name__ == "__main__":
    main()
