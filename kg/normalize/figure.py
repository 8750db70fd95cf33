"""One numeral interpreted: value, unit, qualifier, kind and direction, or the reason why it is no figure."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from kg.model import Numeral, NumeralUse, Quantity, Span
from kg.normalize.kinds import Kinds
from kg.normalize.numbers import number
from kg.normalize.page import Page
from kg.normalize.scan import Hit
from kg.normalize.units import Unit, per
from kg.normalize.vocabulary import Words, longer_word
from kg.segment import Passage

_RANGE = re.compile(r" ?[-—–－~～至到]{1,2} ?(?=[\d一二两三四五六七八九十])")
_RANGE_TAIL = re.compile(r"\d+(?:\.\d+)? ?[余多]?(?:万亿|[十百千]?[万亿])?|[一二两三四五六七八九十百千]+")
_LIST_TAIL = re.compile(r"(?:[、和]\d+(?:\.\d+)?)+(?=[^、\d.号])")
_BRACKETED = re.compile("[（(](?P<word>[\u4e00-\u9fff])[）)](?P<times>次)?")
_POINTS = re.compile(r"(?:(?:、|和|及|以及|，)\d+(?:\.\d+)?个?)+(?<=个)百分点")
_FROM = re.compile("[从由]$")
_TO = re.compile("(?:下降|提高|上升|提升|降|升|增|减少|增加|缩小|扩大|压缩|缩短|增长|优化|改善)?[到至]")
_YEARS_BEFORE = re.compile(
    "(?:连续|历时|为期|长达|达|超过?|近|约|提前|缩短|延长|至少|最长|期限|期|平均|满|任|不少于|不超过|时隔|增加|仅|用|为|时间|存放|保存|保留)$"
)
_SPECIFICATIONS = frozenset(("千伏", "千伏安", "马力", "英寸", "寸"))
_PEOPLE = re.compile(
    "(?:人数|人口|人才资源总量|人员总量|从业人员|人才总量)(?:[达为约近超突破到至过]|共计|总计){0,3}$"
)
_NOT_MEASURES = frozenset(
    "大的在是与和至到及年月日号级强版线等时同比占比、为较向以于从由被把对其中之前后内外上下左右多余又再也都均已将达后起来去增减降升式制化度率型性者者法"
)
_WORDS_WITH_QUALIFIER = frozenset(
    "通过 经过 超过 附近 最近 邻近 靠近 临近 新近 集约 节约 条约 合约 预约 签约 违约 公约 制约 以上 网上 线上 会上 马上 赶上 联合 综合".split()
)
_FIELD = re.compile(
    "(?:全[国省市区县球域]|[苏浙皖赣湘鄂粤桂川云贵陕甘青藏疆晋冀鲁豫辽吉黑沪津渝闽琼蒙宁东西南北中][北南东西中部]|中部|西部|东部|东北|同类城市|设区市|国内)$"
)
_MANIFOLD = tuple(
    f"多{c}" for c in ("元", "样", "功能", "层", "式", "语", "媒体", "维", "边", "学科", "能", "用途", "场景")
)


class Figure(NamedTuple):
    """One stretch under interpretation."""

    hit: Hit
    page: Page
    passage: Passage
    words: Words

    def read(self) -> list[Quantity] | Numeral:
        """Give one quantity, two for a range, or the reason for none."""
        if "n" not in self.hit.parts or self.hit.attr("unit") is not None or "m" in self.hit.parts:
            return self._special()
        unit, second = self._unit()
        if unit is None:
            return self._bare_range() or self._without_unit()
        reason = self._not_a_figure(unit)
        if reason:
            return reason
        start, unit_text = self._start(unit)
        end, qualifier = self._bounds(start, unit)
        first = self._quantity(Span(start, end), number(self.hit.parts["n"]), unit_text, qualifier, unit.kind)
        return self._range(first, second) if second else [first]

    def _unit(self) -> tuple[Unit | None, str]:
        """Give the unit behind the numeral, and the second numeral where they bound a range."""
        text, end = self.page.text, self.hit.end
        if text.startswith(" ", end):
            end += 1
        unit = self._unit_at(end)
        between = _RANGE.match(text, unit.end if unit else end)
        tail = _RANGE_TAIL.match(text, between.end()) if between else None
        if tail:
            far = self._unit_at(tail.end())
            if far and (unit is None or unit.text == far.text):
                return far, tail.group()
        return unit or self._shared_unit(end), ""

    def _shared_unit(self, end: int) -> Unit | None:
        """Give the unit of the next member of a list that has none of its own: 11.1、11.2个百分点."""
        listed = _LIST_TAIL.match(self.page.text, end)
        unit = self._unit_at(listed.end()) if listed else None
        return Unit(unit.text, unit.kind, end) if unit else None

    def _unit_at(self, end: int) -> Unit | None:
        unit = self.words.units.at(self.page.text, end)
        if unit and longer_word(self.page, unit, end, self.words):
            unit = None
        return self._compound(self._bracketed(unit)) if unit else self._unknown_unit(end)

    def _bracketed(self, unit: Unit) -> Unit:
        """Take in a second measure word in brackets: 25.1万套（间）, 6200人（次）."""
        found = _BRACKETED.match(self.page.text, unit.end)
        if not found or not (found["word"] == "次" or found["word"] in self.words.units.forms):
            return self._points(unit)
        times = "次" if found["times"] or found["word"] == "次" else ""
        return Unit(unit.text.removesuffix(times) + times, unit.kind, found.end())

    def _points(self, unit: Unit) -> Unit:
        """Give 个 the meaning of the list that it opens: 1.2个和3.5个百分点."""
        shared = unit.text == "个" and _POINTS.match(self.page.text, unit.end)
        return Unit("个百分点", "change", unit.end) if shared else unit

    def _compound(self, unit: Unit) -> Unit:
        """Take in a denominator behind a unit: 1分/千瓦时."""
        text = self.page.text
        if not text.startswith("/", unit.end) or "/" in unit.text:
            return unit
        below = self.words.units.at(text, unit.end + 1)
        return Unit(f"{unit.text}/{below.text}", unit.kind, below.end) if below else unit

    def _unknown_unit(self, end: int) -> Unit | None:
        """Keep a measure word that the ontology does not know: one character that is a word of its own."""
        token = self.page.word_at(end)
        if len(token) == 1 and "\u4e00" <= token <= "\u9fff" and token not in _NOT_MEASURES:
            return Unit(token, "count", end + 1)
        return None

    def _bare_range(self) -> list[Quantity]:
        """Give the ends of a range of numbers without a unit: 比例为12.5—13.0."""
        between = _RANGE.match(self.page.text, self.hit.end)
        tail = re.compile(r"\d+(?:\.\d+)?").match(self.page.text, between.end()) if between else None
        after = self.page.text[tail.end() : tail.end() + 1] if tail else ""
        low = self.page.text[max(0, self.hit.start - 1) : self.hit.start]
        if tail is None or after not in "，,。；;、)）" or low not in "为在达至到是数率值":
            return []
        first = self._quantity(self.hit.span, number(self.hit.parts["n"]), "", "between", "ratio")
        return [first, replace(first, span=Span(tail.start(), tail.end()), value=number(tail.group()))]

    def _without_unit(self) -> list[Quantity] | Numeral:
        hit, text = self.hit, self.page.text
        plain = hit.parts["n"].strip()
        noun = self._noun(hit.end)
        if plain[-1] in "百千万亿余多" and noun is not None:
            people = any(p in noun[:12] for p in self.words.persons) or _PEOPLE.search(
                text, max(0, hit.start - 8), hit.start
            )
            unit = "户" if noun.startswith(("农户", "商户", "住户")) else "人" if people else ""
            start, qualifier = self._before(hit.start)
            return [
                self._quantity(Span(start, hit.end), number(plain), unit, self._loose(qualifier), "count")
            ]
        if re.fullmatch(r"(?:19|20)\d\d", plain):
            return Numeral(hit.span, NumeralUse.DATE, "bare year")
        if hit.rule.id == "figure.digits" and self._stands_alone():
            start, qualifier = self._before(hit.start)
            return [self._quantity(Span(start, hit.end), number(plain), "", self._loose(qualifier), "ratio")]
        where = text[hit.end : hit.end + 1]
        return Numeral(
            hit.span, NumeralUse.UNREAD, f"no unit before {where or 'the end'}".replace("\n", "the end")
        )

    def _stands_alone(self) -> bool:
        """Tell a number said of something: …指数达62.5，…缩小至1.83。"""
        before = self.page.text[max(0, self.hit.start - 3) : self.hit.start]
        after = self.page.text[self.hit.end : self.hit.end + 1]
        if _FROM.search(before) and _TO.match(self.page.text, self.hit.end):
            return True
        return (not after or after in "，,。；;、)） \n") and bool(
            re.search("[达为至到过近约超数第成分]$|降至|升至|[率数值]$", before)
        )

    def _noun(self, end: int) -> str | None:
        """Give the words right behind the numeral up to a sign, None where there are none."""
        found = re.compile("[\u4e00-\u9fff“”（）()]*").match(self.page.text, end)
        clause = self.passage.clause_at(end - 1)
        words = self.page.text[end : min(found.end() if found else end, clause.end)]
        return words.split("、")[0]

    def _not_a_figure(self, unit: Unit) -> Numeral | None:
        hit, text = self.hit, self.page.text
        if unit.text == "年" and not self._years(unit):
            return Numeral(Span(hit.start, unit.end), NumeralUse.DATE, "span of years")
        if text.startswith("级", unit.end) and not text.startswith("级别", unit.end):
            return Numeral(hit.span, NumeralUse.NAME, "size class")
        if unit.text in _SPECIFICATIONS and unit.end < len(text) and text[unit.end] not in "，。；、,;":
            return Numeral(hit.span, NumeralUse.NAME, "specification")
        return None

    def _years(self, unit: Unit) -> bool:
        text = self.page.text
        if _YEARS_BEFORE.search(text[max(0, self.hit.start - 4) : self.hit.start]):
            return True
        return text.startswith(("以上", "以下", "以内", "内", "之内", "期限"), unit.end)

    def _start(self, unit: Unit) -> tuple[int, str]:
        """Give the start with denominators before the numeral (每人每月), and the unit with them."""
        begin, _ = self._before(self.hit.start)
        before = self.page.text[max(self.passage.span.start, begin - 10) : begin]
        if unit.text == "年" and before.endswith("连续"):
            return begin - 2, unit.text
        found = per(before) if unit.kind == "amount" else None
        whole, _, below = unit.text.partition("/")
        if not found or found[0] == below:
            return self.hit.start, unit.text
        return begin - found[1], f"{whole}/{found[0]}" + (f"·{below}" if below else "")

    def _before(self, start: int) -> tuple[int, str]:
        """Give the start with a qualifier before the numeral, and the qualifier; looked for once for each start."""
        if start not in self.page.qualified:
            self.page.qualified[start] = self._qualified(start)
        return self.page.qualified[start]

    def _qualified(self, start: int) -> tuple[int, str]:
        low = max(self.passage.span.start, start - 6)
        found = self.words.qualifiers.before.search(self.page.text[low:start])
        if not found or self._part_of_word(low + found.start(), found.group()):
            return start, "exact"
        return low + found.start(), self.words.qualifiers.meaning[found.group()]

    def _part_of_word(self, start: int, word: str) -> bool:
        """Tell 通过30件, 附近5公里 from 过30件, 近5公里."""
        if len(word) > 1 or self.page.word_at(start):
            return False
        return self.page.text[start - 1 : start + 1] in _WORDS_WITH_QUALIFIER

    def _loose(self, qualifier: str) -> str:
        return (
            "over"
            if self.hit.parts["n"].rstrip(" 万亿")[-1:] in ("余", "多") and qualifier == "exact"
            else qualifier
        )

    def _bounds(self, start: int, unit: Unit) -> tuple[int, str]:
        """Give the end with a qualifier behind the unit, and the qualifier that counts."""
        end, text = unit.end, self.page.text
        _, qualifier = self._before(start)
        if (
            qualifier == "exact"
            and text.startswith(("多", "余"), end)
            and not text.startswith(_MANIFOLD, end)
        ):
            end, qualifier = end + 1, "over"
        behind = self.words.qualifiers.after.match(text, end)
        if behind and self._bounding(behind.group(), behind.end(), unit):
            return behind.end(), self.words.qualifiers.meaning[behind.group()]
        return end, self._loose(qualifier)

    def _bounding(self, word: str, end: int, unit: Unit) -> bool:
        if word == "内":
            return unit.kind in ("duration", "amount") and self.page.word_at(end - 1) in ("", word)
        return word != "整" or unit.text == "元"

    def _quantity(self, span: Span, value: Decimal, unit: str, qualifier: str, kind: str) -> Quantity:
        start, _ = self._before(span.start)
        span = Span(start, span.end)
        if unit in ("%", "‰", "‱") and self.page.text[start - 1 : start] == "前":
            return Quantity(Span(start - 1, span.end), value, unit, "atMost", "rank", None, self.hit.rule.id)
        kind, direction = Kinds(self.page, self.passage, self.words).of(span, unit, kind)
        if self._threshold(span, unit, kind, qualifier):
            kind = "threshold"
        return Quantity(span, value, unit, qualifier, kind, direction, self.hit.rule.id)

    def _threshold(self, span: Span, unit: str, kind: str, qualifier: str) -> bool:
        """Tell a limit said of the noun behind it: 10蒸吨以下燃煤锅炉, 60岁以上老年人."""
        text = self.page.text
        if (
            qualifier not in ("atLeast", "atMost")
            or span.end >= len(text)
            or text[span.end - 1] not in "上下内"
        ):
            return False
        if kind not in ("amount", "area") and unit not in ("人", "户", "岁"):
            return False
        follower = self.page.word_at(span.end)
        return bool(follower) and "\u4e00" <= follower[0] <= "\u9fff" and follower not in self.words.verbs

    def _range(self, first: Quantity, second: str) -> list[Quantity]:
        at = self.page.text.index(second, self.hit.end)
        start_of_second = at
        scale = second.lstrip("0123456789. 余多")
        value = number(self.hit.parts["n"])
        if scale and self.hit.parts["n"].strip()[-1] not in "万亿百千":
            value *= number(scale[0]) if len(scale) == 1 else number(scale)
        low = replace(first, span=Span(first.span.start, self.hit.end), value=value, qualifier="between")
        end = self._unit_at(at + len(second))
        tail = Span(start_of_second, end.end if end else at + len(second))
        return [low, replace(low, span=tail, value=number(second))]

    def _special(self) -> list[Quantity]:
        """Read a form whose rule fixes what the figure means."""
        hit = self.hit
        unit = hit.parts.get("u") or hit.attr("unit") or ""
        start, before = self._before(hit.start)
        behind = self.words.qualifiers.after.match(self.page.text, hit.end)
        end = behind.end() if behind and behind.group() != "内" else hit.end
        qualifier = self.words.qualifiers.meaning[behind.group()] if behind and end > hit.end else before
        qualifier = hit.attr("qualifier") or qualifier
        if hit.attr("kind") in ("rank", "order"):
            start, end, qualifier = self._rank_start(hit.start), hit.end, hit.attr("qualifier") or "exact"
        kind, direction = Kinds(self.page, self.passage, self.words).of(
            Span(start, end), unit, hit.attr("kind") or "ratio"
        )
        kind = hit.attr("kind") or kind
        found = Quantity(
            Span(start, end),
            self._value(),
            unit,
            qualifier,
            kind,
            hit.attr("direction") or direction,
            hit.rule.id,
        )
        return [found]

    def _rank_start(self, start: int) -> int:
        """Take in the field that a rank is in: 全省第一, 苏北第一."""
        found = _FIELD.search(self.page.text, max(self.passage.span.start, start - 6), start)
        return found.start() if found else start

    def _value(self) -> Decimal:
        parts = self.hit.parts
        fixed = self.hit.attr("value")
        if self.hit.rule.id == "figure.digits-long":
            return Decimal(10) ** (int(number(parts["n"])) - 1)
        if parts.get("m"):
            return _share(number(parts["n"]), number(parts["m"]), self.hit.attr("unit"))
        if self.hit.rule.id == "figure.tenths":
            return number(parts["n"]) * 10 + (5 if parts.get("half") else 0)
        if parts.get("n"):
            return number(parts["n"])
        return Decimal(fixed or 1)


def _share(part: Decimal, whole: Decimal, unit: str | None) -> Decimal:
    """Give a fraction in percent to two places, an odds ratio as a quotient to four."""
    if unit == "%":
        return (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return (part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize()
