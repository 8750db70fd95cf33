"""Years and dates as Chinese texts write them: 2018-05-03, 2018年5月3日, 二〇一八年五月三日, 2017年度, 二〇一七年."""

import re
from collections import Counter
from collections.abc import Iterator

_DIGITS = {
    char: i
    for i, chars in enumerate(("〇○零Ｏ", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_DIGITS |= {chr(ord("０") + i): i for i in range(10)} | {str(i): i for i in range(10)}
_DIGIT = rf"[{''.join(sorted(_DIGITS))}]"
_YEAR = rf"(?:(?:1[89]|20|21)\d\d|[１２][８９０]{_DIGIT}{{2}}|[一二][〇○零Ｏ八九]{_DIGIT}{{2}})"
_DATE = re.compile(
    rf"(?<![\d０-９至止到])(?P<year>{_YEAR})\s*(?:年\s*(?P<month>[\d０-９一二三四五六七八九十]{{1,2}})\s*月\s*(?P<day>[\d０-９一二三四五六七八九十]{{1,3}})\s*日(?!起|至)"
    r"|(?P<mark>[-/.．－])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?!\d))"
)
# No year of a report: 2016-2020年, 2016年至2020年, and the date of one day.
_PLAIN_YEAR = re.compile(
    rf"(?<![\d０-９—–\-－~～至到])(?P<year>{_YEAR})\s*(?=年(?!\s*[至到—–\-－~～]|\s*[\d０-９一二三四五六七八九十]{{1,2}}\s*月\s*[\d０-９一二三四五六七八九十]{{1,3}}\s*日))"
)


def number(written: str) -> int:
    """Give the number that digits of any kind write, 十 included (二十三, 23, ２３, 二〇一七)."""
    tens, ten, ones = written.rpartition("十")
    if ten:
        return (number(tens) if tens else 1) * 10 + (number(ones) if ones else 0)
    return int("".join(str(_DIGITS[char]) for char in written))


def dates(text: str) -> Iterator[str]:
    """Yield the dates of a text as ISO 8601, in order; what is no day of the calendar is passed over."""
    for found in _DATE.finditer(text):
        year, month, day = found["year"], found["month"] or found["m"], found["day"] or found["d"]
        if 1 <= number(month) <= 12 and 1 <= number(day) <= 31:
            yield f"{number(year):04}-{number(month):02}-{number(day):02}"


def years(text: str) -> Iterator[int]:
    """Yield the years of a text (2017年, 二〇一七年度), in order, without those of dates and of ranges."""
    for found in _PLAIN_YEAR.finditer(text):
        yield number(found["year"])


def commonest_year(text: str) -> int | None:
    """Give the year that a text names most often, of several the one named first."""
    counts = Counter(years(text))
    return max(counts, key=lambda year: counts[year], default=None)
