"""Lists of things that share a figure or have one each."""

import re

from kg.observations.said import Said

AND = re.compile("[、，,]|以及|(?<!满意)和(?![谐解平睦美])|(?<![普惠涉以])及(?![时其格以])|(?<![参])与")
_NUMBERED = re.compile(
    "(?:率|比例|占比|比重|指数|满意度|增速|增加值|总数|人数|数量|数|总量|量|额|收入|浓度|面积|投资|产值|支出|排名|总产|消费|价格|产量|余额|水平|时间|时限|得分|里程|标准|营收|利润|销售|装机|容量|产能|存款|贷款|税收|进出口|出口|进口|补贴|补助|就业)$"
)
_SIDES = re.compile("(?<!人均可支配)(?:收入|支出)$")
_HEAD = re.compile(
    "(?:.{2}率|营业收入|可支配收入|增加值|吞吐量|满意度|零售额|总数|人数|数量|总量|比例|占比|比重|指数|增速|收入|浓度|面积|投资|产值|支出|排名|总产|消费|价格|产量|余额|水平|时间|时限|得分|里程|标准|营收|利润|销售|装机|容量|产能|存款|贷款|税收|进出口|出口|进口|补贴|补助|数|量|额)$"
)


_RATE_OF_THINGS = re.compile("..的[^的]{1,6}率$")
_CLAUSE = re.compile(
    "(?:推进|提升|提高|加强|强化|完善|改善|见效|显效|全覆盖|显现|增强|开展|落实|实施|完成|优化|深化|健全|建立|规范)$"
)
MEASURE = re.compile(
    "(?:登记数|成交额|交易额|发案数|立案数|破案数|损失数|损失|死亡人数|受伤人数|伤亡人数|批次|人次|件次|人数|金额|数量|面积|总量|起数|件数|批数|户数|总额|规模|(?:受理|审结|办结|死亡|受伤|收案|结案)人?数)$"
)


def pieces(words: str) -> list[str]:
    """Split at the signs and words that join the members of a list."""
    return [p for p in AND.split(words) if p]


def members(words: str, said: Said) -> list[str]:
    """Give the things that share a figure (均达), or the one thing that has this figure of a list (分别)."""
    parts = pieces(words)
    if said.size == 2 and len(parts) == 1 and "城乡" in words:
        return [words.replace("城乡", ("城镇", "农村")[said.index], 1)]
    if said.size > 1 and len(parts) == said.size:
        return [with_head(parts)[said.index]]
    found = coordinated(parts) or [words]
    if len(found) == 1:
        return found
    if len(found) > 1 and "分别" in said.before:
        return [found[min(said.index, len(found) - 1)]]
    rates = len(found) == len(parts) and all(p.endswith(("率", "满意度")) for p in parts)
    return found if rates or re.search("[均都]", said.before[-6:]) else [words]


def coordinated(parts: list[str]) -> list[str]:
    """Give 办结率、满意率 and 出口和进口额 as members that each name a measure, nothing where they do not."""
    if len(parts) < 2 or not _NUMBERED.search(parts[-1]) or any(len(p) < 2 for p in parts):
        return []
    parts = _with_their_rates(parts)
    while _CLAUSE.search(parts[0]) and len(parts) > 1:
        parts = parts[1:]
    if len(parts) == 1:
        return parts
    return with_head(parts)


def _with_their_rates(parts: list[str]) -> list[str]:
    """Keep together two things that share the rates after them: 监管事项、检查事项的认领率|、办结率."""
    first, second, *others = parts
    shared = others and "率" not in first and _RATE_OF_THINGS.search(second)
    if shared and all(other.endswith("率") and "的" not in other for other in others):
        return [f"{first}、{second}", *others]
    return parts


def with_head(parts: list[str]) -> list[str]:
    """Give every member the measure that the last one names for all: 出口、进口额; 城镇、农村居民收入."""
    parts = _industries(with_front(parts))
    last = parts[-1]
    end = _HEAD.search(last)
    if end is None or all(_is_measure(p, last) for p in parts):
        return parts
    return [
        p
        if _is_measure(p, last)
        else p + (last[len(p) :] if _parallel(p, last, end.start()) else end.group())
        for p in parts
    ]


def _industries(parts: list[str]) -> list[str]:
    """Name the industries of a list by their ordinals: 一、二、三|产业增加值."""
    ordinal = re.match("([二三])(?=产业)", parts[-1])
    if ordinal is None or any(p not in ("一", "二") for p in parts[:-1]):
        return parts
    rest = parts[-1][1:]
    return [f"第{p}{rest}" for p in (*parts[:-1], ordinal[1])]


def _is_measure(part: str, last: str) -> bool:
    """Tell a member that names a measure itself, not one that stands for the front of the last: 进口、出口整体通关时间."""
    return bool(_NUMBERED.search(part)) and not (len(part) == 2 and len(last) > 5)


def with_front(parts: list[str]) -> list[str]:
    """Give later members what the first one says for all: 来访批次、人次; 因公开引发的复议、诉讼.

    >>> with_front(["来访批次", "人次"]), with_front(["因公开引发的行政复议", "行政诉讼"])
    (['来访批次', '来访人次'], ['因公开引发的行政复议', '因公开引发的行政诉讼'])
    """
    first = parts[0]
    if measure := MEASURE.search(first):
        base = first[: measure.start()]
        return [first, *(base + p if base and MEASURE.fullmatch(p) else p for p in parts[1:])]
    if (kind := _SIDES.search(first)) and all(_SIDES.fullmatch(p) for p in parts[1:]):
        return [first, *(first[: kind.start()] + p for p in parts[1:])]
    front, of, _ = first.rpartition("的")
    if len(front) < 4:
        return parts
    return [first, *(p if "的" in p or len(p) > 8 else front + of + p for p in parts[1:])]


def _parallel(part: str, last: str, head: int) -> bool:
    """Tell a short member that stands for the first words of the last: 城镇 and 农村居民收入, not 原煤 and 天然气产量."""
    return len(part) <= 3 and len(last) > len(part) + 1 and (len(part) == 1 or head - len(part) != 1)
