"""Values of numerals: digits, Chinese numerals and mixtures of both."""

from decimal import Decimal

_WIDTH = dict(zip("０１２３４５６７８９％．∶：＋／Ｇ〇", "0123456789%.::+/G零", strict=True))
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_MULTIPLES = {"十": 10, "百": 100, "千": 1000} | _MYRIADS
MORE = "余多"


def fold(text: str) -> str:
    """Make full-width digits and signs half-width, one character for one, so that offsets stay.

    >>> fold("办结率９９．６％")
    '办结率99.6%'
    """
    for (
        wide,
        narrow,
    ) in _WIDTH.items():  # many times faster than str.translate, which asks for every character
        text = text.replace(wide, narrow)
    return text


def number(numeral: str) -> Decimal:
    """Give the value of a folded numeral; 余 and 多 inside it are passed over.

    >>> [int(number(n)) for n in ("402万", "6500多", "1,234", "两", "二十九", "百余", "1.2万亿", "三百二十")]
    [4020000, 6500, 1234, 2, 29, 100, 1200000000000, 320]
    >>> number("三点五")
    Decimal('3.5')
    """
    digits = "".join(c for c in numeral if c in "0123456789.")
    if not digits:
        whole, _, decimals = numeral.partition("点")
        tail = "".join(str(_DIGITS[c]) for c in decimals)
        return Decimal(f"{chinese(whole)}.{tail}" if tail else chinese(whole))
    value = Decimal(digits.rstrip("."))
    for char in numeral:
        value *= _MULTIPLES.get(char, 1)
    return Decimal(int(value)) if value == int(value) else value


def chinese(numeral: str) -> int:
    """Give the value of a Chinese numeral; a scale without a digit before it counts once (百 is 100).

    >>> [chinese(n) for n in ("十", "二十九", "一万二千", "三亿零五万", "万亿", "二五")]
    [10, 29, 12000, 300050000, 1000000000000, 25]
    """
    total = section = 0
    digit: int | None = None
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char] if digit is None or char == "零" else digit * 10 + _DIGITS[char]
        elif char in _SCALES:
            section += (1 if digit in (None, 0) else digit or 0) * _SCALES[char]
            digit = None
        elif char in _MYRIADS:
            total, section = _close(total, section + (digit or 0), _MYRIADS[char])
            digit = None
    return total + section + (digit or 0)


def _close(total: int, section: int, myriad: int) -> tuple[int, int]:
    """Multiply what was read since the last myriad, or all of it where a greater myriad follows (万亿)."""
    if section == 0 and total:
        return total * myriad, 0
    return total + (section or 1) * myriad, 0
