"""When two names, phrases or units count as the same."""

import re
import unicodedata
from collections import Counter

_DROPPED = re.compile("[\\s“”\"'‘’《》<>〈〉「」()（）,，、·]")
_UNITS = {
    "名": "人", "位": "人", "个人": "人", "％": "%", "百分之": "%", "百分点": "个百分点", "m²": "平方米", "㎡": "平方米",
    "工作日": "个工作日", "天数": "天",
}  # fmt: skip
_ENOUGH = 0.45


def fold(name: str) -> str:
    """Fold width away and drop quotes, brackets, commas and spaces."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", name))


def same_unit(left: str, right: str) -> bool:
    """Tell whether two units are the same: 名 and 人, 件 and 个件."""
    return _unit(left) == _unit(right)


def _unit(unit: str) -> str:
    folded = fold(unit)
    if folded in _UNITS:
        return _UNITS[folded]
    return folded if folded == "个" else folded.removeprefix("个")


def alike(left: str, right: str) -> bool:
    """Tell whether two phrases are alike: one holds the other, or their character pairs overlap (Dice >= 0.45)."""
    a, b = fold(left), fold(right)
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    return 2 * sum((pairs_a & pairs_b).values()) / (sum(pairs_a.values()) + sum(pairs_b.values())) >= _ENOUGH


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) or Counter([text])
