"""The clause around each figure: what stands before and behind it that belongs to it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.model import Quantity, Span
from kg.observations.lexicon import Lexicon
from kg.observations.words import starts_with_verb
from kg.segment import Passage

_SEPARATOR = re.compile(
    r"[、，,]|和|及|与|以及|并且|并|且(?=[\u4e00-\u9fff]{2,8}率)|[（(）)]|[:：]|[-—–~～至到]+$"
)
RISEN = re.compile(
    " ?(?:提高|提升|增长|上升|增加|增|升|扩大|攀升|跃升|下降|降低|降|减少|减|缩短|压缩|压减|压降|缩小|回落|下调|精简|优化|调整|整合|改善){0,2}[到至为](?:(?:目前|现在|现有|如今|现|20\\d\\d年|今年|去年)的?(?=\\d|$))?"
)
GOVERNS = re.compile("(?:对|将|把|向|为)(?:全[市省县区州]|辖区内?)?$")
DONE_OF_THEM = re.compile(
    "(?:问题|隐患|线索|事项|案件|任务|意见|建议)(?P<done>(?:已|均已|已经)?(?:(?:整改|完成|办结|化解|落实|销号|采纳){1,2}|按期整改))$"
)
FREQUENCY = re.compile("的?(?:频次|频率)")
POSTS = re.compile("(?<=[\u4e00-\u9fff]{2})(?:事业|行政|专项)?编制数?$")
_THEIRS = re.compile("[^，,、的]{1,8}的(?P<thing>[^，,、的]{2,12})")
_AMONG = re.compile("[中里](?![介小央医标心断期高学考国级型])(?:直接|依法|成功|共|已|有)*")
PLACES = frozenset("省市县区镇乡村州旗")
_JOINED = re.compile("(?:、|和|及|与|以及|，|,| )+$")
_ASIDE = re.compile(r"[（(](?=[^（）()]{0,20}\d)")
_NAMING = re.compile("《[^》]*$|“[^”]*$")
_OPENERS = "“《（("
_CLOSERS = "”》）)"
_BOUNDED = re.compile("左右|以上|以下|以内|上下")
PEERS = re.compile("[（(](?:自治)?[省县市区州旗盟](?:、(?:自治)?[省县市区州旗盟])+[）)]")  # 县|（市、区）


class Frame(NamedTuple):
    """A figure with its clause, and the offsets of the words before and behind it that may belong to it."""

    quantity: Quantity
    clause: Span
    before: tuple[int, int]
    after: tuple[int, int]
    first: bool
    rated: bool
    shared: tuple[int, int] | None = None


class Page:
    """A passage with its words laid out by offset."""

    def __init__(self, text: str, passage: Passage, lexicon: Lexicon) -> None:
        self.text = text
        self.passage = passage
        self.lexicon = lexicon
        self.tokens = passage.tokens
        self._starts = list(passage.starts)

    def words(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Give the words that start in a stretch, with their offsets."""
        index = bisect_right(self._starts, start - 1)
        while index < len(self.tokens) and self.tokens[index].start < end:
            token = self.tokens[index]
            yield token.start, token.text
            index += 1

    def split(self, start: int, end: int, *, eager: bool = False) -> int:
        """Give the offset at which the noun behind a figure ends and what is said of it begins.

        `eager` takes a verb for one that elsewhere is part of a noun: 对1235家企业|实施信用修复.
        """
        if self._straddled(start, end):
            return start
        depth = 0
        for at, word in self.words(start, end):
            depth += (word in _OPENERS) - (word in _CLOSERS)
            if depth == 0 and (
                self._predicates(word, at, end, eager) or self._acts(word, start, at, end, eager)
            ):
                return at - 1 if word == "覆盖" and self.text[at - 1 : at] == "全" else at
        return end

    def _straddled(self, start: int, end: int) -> bool:
        """Tell a verb that the segmenter joined with the measure word before it: 1篇|获省领导批示."""
        index = bisect_right(self._starts, start) - 1
        if start >= end or index < 0 or self._starts[index] == start or self.tokens[index].end <= start:
            return False
        return any(self.text[start : start + n] in self.lexicon.predicates for n in (3, 2, 1))

    def _acts(self, word: str, start: int, at: int, end: int, eager: bool) -> bool:
        """Tell a verb right behind a noun for bodies or people: 6个部门|开展联合执法."""
        if word not in self.lexicon.verbs or word in self.lexicon.nominal or at == start:
            return False
        if not (eager or _BODIES.search(self.text, max(start, at - 6), at)):
            return False
        return not (
            _NOMINAL.match(self.text, at + len(word), end) or self.text.startswith("的", at + len(word))
        )

    def _predicates(self, word: str, at: int, end: int, eager: bool) -> bool:
        """Tell a verb of the clause from one inside a noun (开通率, 聘请工作, 参加的)."""
        behind, lexicon = at + len(word), self.lexicon
        word = word.removesuffix("了") if len(word) > 2 else word
        if word in lexicon.finals and word not in lexicon.predicates:
            plain = eager and word not in lexicon.nominal
            if behind >= end and self.text[at - 1 : at] == "”" and word in lexicon.verbs:
                return False
            if self.text.startswith("全覆盖", behind):
                return True
            return plain or behind >= end or self.text[behind] in "了到至于在过给，,、"
        joined = (
            len(word) == 4
            and word[:2] in lexicon.predicates
            and (word[2:] in lexicon.verbs or word[2:] in lexicon.finals or word[2:] in lexicon.predicates)
        )
        manner = len(word) > 2 and (word[:2] in lexicon.manners or word[:2] in _LIGHT)
        if word not in lexicon.predicates and not (joined or manner or _WON.match(word)):
            return False
        return not (_NOMINAL.match(self.text, behind, end) or self.text.startswith("的", behind))


_BODIES = re.compile(
    "(?:局|中心|支队|大队|执法队|司法所|派出所|调委会|委员会|法院|检察院|街道办|（(?:社区|街道|居|区|市、区|县、区|市区)）|部门|单位|县区|区县|企业|乡镇|镇街|街镇|镇办|机构|人员|负责人|街道|机关|律师|群众|居民|农民工|村居|社区|学校|医院|农户|市民|学生|游客|干部|县|市|区|国家)(?:共|已|均|累计|全部)?$"
)
_WON = re.compile("获[国省市县区全中部]")
_LIGHT = frozenset(("予以", "给予", "进行", "作出", "得到"))
_NOMINAL = re.compile(
    "率(?!先)|度$|数$|面$|区(?!域)|者|量$|工作|活动|事项|任务|机制|制度|情况|服务中心|项目|人员|行动|计划|体系|平台|能力|岗位|单位"
)
_FINAL = frozenset(
    "开工 竣工 投产 投用 投运 达标 落户 落地 上榜 运行 签约 启动 通车 贯通 退出 摘帽 脱贫 受益 完成 到位 落成 挂牌 揭牌 参加 参与 通过 获批 入选 入围 升级 开放 运营 就业 上线 下线 完工 办结 审结 整改 公开 公布 实现".split()
)


def frames(page: Page, quantities: Sequence[Quantity]) -> Iterator[Frame]:
    """Frame the figures of a passage, clause by clause."""
    at = 0
    left: dict[Span, int] = {}
    while at < len(quantities):
        clause = _clause(page, quantities[at].span)
        end = at + 1
        while end < len(quantities) and _clause(page, quantities[end].span) == clause:
            end += 1
        start = _behind_aside(page.text, left[clause], quantities[at].span.start) if clause in left else None
        yield from _in_clause(page, clause, quantities[at:end], start)
        left[clause] = quantities[end - 1].span.end
        at = end


def _behind_aside(text: str, start: int, end: int) -> int:
    """Give where a clause goes on behind a bracket with figures of its own: 其中41起已结案（警告27家）、|1起尚在调查."""
    closed = max(text.rfind("）", start, end), text.rfind(")", start, end)) + 1
    bounded = _BOUNDED.match(text, closed, end)
    sign = _SEPARATOR.match(text, bounded.end() if bounded else closed, end)
    return sign.end() if sign else max(closed, start)


def _clause(page: Page, span: Span) -> Span:
    """Give the clause of a figure; a figure in round brackets has the bracket for its clause."""
    bracket = page.passage.bracket_at(span.start, "（(“")
    if bracket and len(bracket.inner.of(page.text)) > len(span.of(page.text)) + 1:
        inner = bracket.inner
        return next((c for c in _pieces(page.text, inner) if c.start <= span.start < c.end), inner)
    return page.passage.clause_at(span.start)


def _pieces(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for at in range(span.start, span.end):
        if text[at] in "，,；;、" and at > start:
            yield Span(start, at)
            start = at + 1
    if start < span.end:
        yield Span(start, span.end)


def _in_clause(
    page: Page, clause: Span, quantities: Sequence[Quantity], behind_aside: int | None
) -> Iterator[Frame]:
    start = clause.start if behind_aside is None else behind_aside
    for index, quantity in enumerate(quantities):
        behind = quantities[index + 1] if index + 1 < len(quantities) else None
        low, high = quantity.span.start, quantity.span.end
        limit = max(behind.span.start if behind else clause.end, high)
        limit = _before_aside(page.text, high, limit)
        cut = max(_cut(page, high, limit, last=behind is None), high)
        rated = behind is not None and behind.kind in ("ratio", "change") and cut == limit
        after = (high, cut)
        alone = quantity.unit in PLACES and limit == high  # 2市|4县
        if behind is not None and not alone and not page.text[high:limit].strip(" -—–~～至到的共计"):
            after = (
                behind.span.end,
                _cut(page, behind.span.end, _limit(quantities, index + 1, clause), last=True),
            )
        shared = _shared(page, clause, quantities[index:], cut) if behind else None
        yield Frame(
            quantity,
            clause,
            (min(start, low), low),
            after,
            index == 0 and behind_aside is None,
            rated,
            shared,
        )
        if quantity.kind != "threshold" and not quantity.span.of(page.text).startswith("连续"):
            start = _resume(page, quantity, behind, cut, limit)


def _before_aside(text: str, start: int, end: int) -> int:
    """Give where the words behind a figure end at the latest: at a bracket with figures of its own."""
    aside = _ASIDE.search(text, start, end)
    return aside.start() if aside and not _NAMING.search(text, start, aside.start()) else end


def _limit(quantities: Sequence[Quantity], index: int, clause: Span) -> int:
    return (
        quantities[index + 1].span.start
        if index + 1 < len(quantities)
        else max(clause.end, quantities[index].span.end)
    )


def _shared(page: Page, clause: Span, rest: Sequence[Quantity], cut: int) -> tuple[int, int] | None:
    """Give what is said of a listed figure at the end of its list: 13万人口、45个村|实现脱贫."""
    if rest[0].kind != "count" or rest[1].kind != "count":
        return None
    between = page.text[rest[0].span.end : rest[1].span.start]
    beside = not between and rest[0].unit != rest[1].unit  # 1.2万户|3.9万人
    if not (between.strip(" -—–~～至到") or beside) or RISEN.fullmatch(
        page.text, rest[0].span.end, rest[1].span.start
    ):
        return None
    split = page.split(rest[0].span.end, cut)
    if split < cut and page.text[split : rest[1].span.start].strip("、和及与以， ") != "":
        return (split, clause.end)
    gap = page.text[cut : rest[1].span.start].strip("、和及与以， ")
    before = page.text[clause.start : rest[0].span.start]
    governed = before.lstrip()[:1] in tuple("对将把向为") or GOVERNS.search(before) is not None
    told = page.split(rest[-1].span.end, clause.end, eager=governed)
    if gap or told >= clause.end:
        return None
    of = page.text.rfind("的", rest[-1].span.end + 2, told)
    return (of + 1 if of > 0 and told - of <= 12 else told, clause.end)


def _cut(page: Page, start: int, end: int, *, last: bool) -> int:
    """Give where the words behind a figure end: at a sign that opens the next member of a list."""
    gap = page.text[start:end]
    if RISEN.fullmatch(gap) or _does_of_them(gap, page.lexicon):
        return start
    if _SEPARATOR.match(gap) and not gap.startswith(("（", "(")):
        return start
    if last:
        return end
    joined = _JOINED.search(gap)
    comma = joined.start() if joined else PEERS.sub(lambda m: "…" * len(m.group()), gap).rfind("、")
    return start + comma if comma >= 0 else end


def _does_of_them(gap: str, lexicon: Lexicon) -> bool:
    """Tell what is done to part of the things just counted: 复议案件80件|中直接纠错|6件."""
    among = _AMONG.match(gap)
    return among is not None and bool(starts_with_verb(gap[among.end() :], lexicon))


def _resume(page: Page, quantity: Quantity, behind: Quantity | None, cut: int, limit: int) -> int:
    """Give where the words before the next figure start."""
    gap = page.text[cut:limit]
    sign = _SEPARATOR.match(gap) or (cut < limit and _AMONG.match(gap))
    if sign:
        return cut + sign.end()
    if behind is None or cut < limit:
        return cut
    if quantity.kind in ("count", "order") and behind.kind in (
        "ratio",
        "change",
        "amount",
        "area",
        "duration",
    ):
        return quantity.span.end
    if often := FREQUENCY.match(page.text, quantity.span.end, limit):
        return often.end()
    if starts_with_verb(gap, page.lexicon) or POSTS.search(page.text, quantity.span.end, limit):
        return quantity.span.end
    if behind.kind == "count" and (done := DONE_OF_THEM.search(page.text, quantity.span.end, limit)):
        return done.start("done")
    if behind.kind == "count" and (theirs := _THEIRS.fullmatch(page.text, quantity.span.end, limit)):
        return theirs.start("thing")
    return page.split(quantity.span.end, limit)
