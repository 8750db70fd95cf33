"""Find the numerals of a text and tell the figures among them from dates, names and ordinals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Located, Numeral, NumeralUse, Quantity, Span
from kg.normalize.figure import Figure
from kg.normalize.page import Page
from kg.normalize.scan import Hit
from kg.normalize.units import Unit
from kg.normalize.vocabulary import Words, longer_word, words_of
from kg.rulebook import Rulebook
from kg.segment import Passage

_BARE_SCALE = frozenset("十百千万亿")
_BOUND = re.compile("(?:以上|以下|以内|左右)$")
_HELD = frozenset("举办 举行 组织 开展 召开 编发 印发 刊发 开办 播出 开设 编印 承办 主办".split())
_PROMISE = re.compile("(?:的)?(?:工作)?(?:目标|要求|承诺|标准|时限|改革目标|任务)")


@dataclass(frozen=True, slots=True)
class Reading:
    """All numerals of a text with their use, and the quantities among them, in text order."""

    quantities: tuple[Quantity, ...]
    numerals: tuple[Numeral, ...]


def find_quantities(
    text: str, passages: Sequence[Passage], located: Sequence[Located], rulebook: Rulebook
) -> Reading:
    """Find every numeral of a text and interpret those that state a quantity."""
    words, page = words_of(rulebook), Page(text, passages, located)
    quantities: list[Quantity] = []
    numerals: list[Numeral] = []
    done = 0
    for hit in list(words.scanner.scan(page.text)):  # all hits first: see `matcher.match`
        if hit.start < done:
            continue
        numeral, found = _interpret(hit, page, words)
        if numeral is not None:
            numerals.append(numeral)
            done = numeral.span.end
        found = _in_list(found, quantities, page)
        _bound_alike(quantities, found, page)
        quantities.extend(found)
    return Reading(tuple(quantities), tuple(numerals))


def _interpret(hit: Hit, page: Page, words: Words) -> tuple[Numeral | None, list[Quantity]]:
    """Tell what a stretch is; nothing at all when a Chinese numeral is just part of a word."""
    use = hit.attr("use") or "figure"
    if use == "word":
        return None, []
    if use != "figure":
        return Numeral(hit.span, NumeralUse(use), hit.attr("reason") or hit.rule.id), []
    if hit.rule.id == "figure.chinese" and not _chinese_number(hit, page, words):
        return None, []
    if hit.attr("kind") != "rank" and page.name_around(hit.span):
        return Numeral(hit.span, NumeralUse.NAME, "part of a name"), []
    passage = page.passage_at(hit.start)
    if passage is None:
        return Numeral(hit.span, NumeralUse.UNREAD, "outside the sentences"), []
    found = Figure(hit, page, passage, words).read()
    if isinstance(found, Numeral):
        quoted_name = found.use is NumeralUse.UNREAD and passage.bracket_at(hit.start, "“《「‘")
        return (replace(found, use=NumeralUse.NAME, reason="quoted name") if quoted_name else found), []
    quoted = _quoted(found, passage, page)
    if isinstance(quoted, Numeral):
        return quoted, []
    span = Span(min(hit.start, found[0].span.start), max(hit.end, found[-1].span.end))
    return Numeral(span, NumeralUse.OBSERVATION, hit.rule.id), quoted


def _chinese_number(hit: Hit, page: Page, words: Words) -> bool:
    """Tell a Chinese numeral that states a number from one that is part of a word."""
    numeral = hit.parts["n"].rstrip("余多")
    if numeral in ("一", "二") or not (page.word_at(hit.start) or _qualified_word(hit, page)):
        return False
    unit = words.units.at(page.text, hit.end)
    if unit is None or (unit.text in words.not_chinese and not _counted(hit, page, unit)):
        return set(numeral) <= _BARE_SCALE and _rounded(hit, page, words, unit)
    token = page.word_at(hit.start)
    if len(token) > unit.end - hit.start or longer_word(page, unit, hit.end, words):
        return False
    return not set(numeral) <= _BARE_SCALE or _bare_scale(numeral, hit, page, words, unit)


def _rounded(hit: Hit, page: Page, words: Words, unit: Unit | None) -> bool:
    """Tell a round number by the word before it: 突破万亿元, 近百万群众, but not 超千亿元产业."""
    if not words.qualifiers.before.search(page.text[max(0, hit.start - 5) : hit.start]):
        return False
    if unit is None:
        return any(page.text.startswith(person, hit.end) for person in words.persons)
    return unit.kind in ("amount", "area") and page.text[unit.end : unit.end + 1] in ("", *"，,。；;、）)和")


def _qualified_word(hit: Hit, page: Page) -> bool:
    """Tell a numeral that is one word with its qualifier: 近百, 上千."""
    word = page.word_at(hit.start - 1)
    return word[:1] in tuple("近超逾约上过达破") and len(word) <= hit.end - hit.start + 2


def _counted(hit: Hit, page: Page, unit: Unit) -> bool:
    before = page.text[max(0, hit.start - 2) : hit.start]
    held = unit.text == "期" and before in _HELD
    # 三千元, 两亿多元, but not 二元, 百元
    sum_of_money = unit.text == "元" and len(hit.parts["n"].rstrip("余多")) > 1
    return (
        held
        or sum_of_money
        or before in ("连续", "历时", "为期", "长达")
        or before.endswith(("超", "近", "逾"))
    )


def _bare_scale(numeral: str, hit: Hit, page: Page, words: Words, unit: Unit) -> bool:
    """Take 十件, 百件, 千件 as numbers; 万人, 百亿元 only with a qualifier."""
    if words.qualifiers.before.search(page.text[max(0, hit.start - 5) : hit.start]):
        return True
    if hit.parts["n"][-1] in "余多":
        return True
    if unit.text == "元":
        return page.text.startswith(("以上", "以下"), unit.end)
    return (
        unit.kind == "count"
        and numeral in ("十", "百", "千")
        and unit.text
        not in (
            "人",
            "种",
            "家",
            "户",
            "样",
            "次",
            "类",
            "处",
            "天",
        )
    )


def _in_list(found: list[Quantity], before: list[Quantity], page: Page) -> list[Quantity]:
    """Let a figure share kind and direction with the one it is listed with: 分别增长4.3%、6.1%."""
    if not found or not before or found[0].kind not in ("ratio", "count", "amount"):
        return found
    last, first = before[-1], found[0]
    gap = page.text[last.span.end : first.span.start]
    if last.kind in ("change", "rank") and last.unit == first.unit and gap in ("、", "和", "，", ",", "及"):
        return [replace(first, kind=last.kind, direction=last.direction), *found[1:]]
    return found


def _bound_alike(before: list[Quantity], found: list[Quantity], page: Page) -> None:
    """Let the members of a list with 分别 share the word behind the last one: 分别为5万亩、6万亩|以上."""
    if len(found) != 1 or found[0].qualifier == "exact" or not _BOUND.search(found[0].span.of(page.text)):
        return
    at, follows = len(before) - 1, found[0]
    while at >= 0 and page.text[before[at].span.end : follows.span.start] in ("、", "和"):
        follows = before[at]
        at -= 1
    listed = before[at + 1 :]
    if not listed or "分别" not in page.text[max(0, listed[0].span.start - 12) : listed[0].span.start]:
        return
    for index in range(at + 1, len(before)):
        if before[index].qualifier == "exact" and before[index].unit == found[0].unit:
            before[index] = replace(before[index], qualifier=found[0].qualifier)


def _quoted(found: list[Quantity], passage: Passage, page: Page) -> list[Quantity] | Numeral:
    """Leave numerals in titles and quoted names alone; a quoted promise (3个工作日完成…) is a target."""
    span = found[0].span
    bracket = passage.bracket_at(span.start, "“《「‘")
    if bracket is None:
        return found
    promise = _PROMISE.match(page.text, bracket.outer.end) and found[0].kind == "duration"
    if bracket.opener in "“「" and promise and len(bracket.inner.of(page.text)) > 8:
        return [replace(q, kind="target") for q in found]
    return Numeral(Span(span.start, found[-1].span.end), NumeralUse.NAME, "quoted name")
