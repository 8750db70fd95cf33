"""The parts of a body's name after its place: a word of the departments table, or a run that ends in a head word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.matcher.area import AREA
from kg.matcher.base import Context, WordIndex, triggers
from kg.model import Level
from kg.rulebook import Rulebook

LETTERS = "省市县区州盟旗镇乡"
_ABOVE_TOWNS = frozenset("省市县区州盟旗")
LEVEL_CODES = {
    Level.NATION: "N",
    Level.PROVINCE: "P",
    Level.PREFECTURE: "C",
    Level.COUNTY: "X",
    Level.TOWNSHIP: "X",
}
"""How the table of departments writes levels."""
PART = "\x1f"  # separates the parts in the attribute `parts`
CORPS = "师兵"  # 师市, 兵团: the divisions of 新疆生产建设兵团 and the corps itself
GOVERNMENT = re.compile("人民政府|政府|行政公署|行署")
PARTY = re.compile("党委(?!会|书)|委(?!员|托|派|任|外|以|培|办学)(?:员会)?")
_COURT = re.compile(
    "第[一二三四五六七]中级人民法院|(?:铁路运输|互联网|知识产权|金融|海事|林区)(?:中级|基层)?(?:人民)?法院|人民检察院第?[一二三四五]?分院"
)
_PARTY_GROUP = re.compile("(?:党组|党委)(?:(?:理论)?(?:学习)?中心组)?(?!书记|副书记|成员|会|班子)")
_SESSION = re.compile("[一二三四五六七八九十]+届")
_ZONE_BODY = re.compile("管理委员会|管委会|党工委|管理局|管理办公室|管理处")
_AREA_SEAT = re.compile(
    "管理委员会|管委会|党工委(?!书|副|委|班)|工委(?!书|副|委|会)|办事处|司法所|派出所|财政所"
)
_LOOSE = frozenset(
    "各项 各类 各级 各部门 亲自 分管 主管 副书记 书记 主任 副主任 有关 相关 所有 部分 主要 重点 全体 全部 多次 高度 领导".split()
)
_VERBS = frozenset(
    "推进 推动 开展 落实 实施 参与 推行 承接 完成 召开 举办 印发 制定 出台 牵头 联合 会同 划入 建立 打造 挂牌 获评 整合 依托 组建 成立 设立 聘请 邀请 结合 调整 配合 协同 协助 联动 对接".split()
)
_TOGETHER = frozenset(
    "调解 执法 接访 接待 惩戒 治理 服务 工作 会商 指挥 整治 监管 督查 调处 办公 办案 宣讲".split()
)
# Groups named by what they aim at, and standing conferences that act as bodies: 创建…示范县领导小组, 依法行政工作联席会议.
_AIMED_GROUP = re.compile(
    "(?:创建|争创)[\u4e00-\u9fff“”]{2,24}?(?:领导小组|指挥部|工作专班)(?:办公室)?"
    "|[\u4e00-\u9fff]{2,14}?联席会议(?:办公室|(?=印发|制定|出台|研究|审议|统筹|牵头|部署|成员))"
)
_OFFICE = re.compile("办(?=[、，,。；;和与及印发转关：:])")
_FIRST_OF = frozenset("首个 首家 首座 首所 唯一 一个 一批".split())  # 我区首个室内冰雪健身中心 names none
_TOWN_SEAT = re.compile(
    "(?P<town>[\u4e00-\u9fff]{1,5}?(?:镇|乡|苏木|街道))(?:人民政府|政府|党委(?![会书])|党工委(?!书)|办事处|人大(?!代表))"
)
_MAX_PART = 22


@dataclass(frozen=True, slots=True)
class Bodies:
    """The compiled lexicon of bodies."""

    departments: WordIndex
    national: WordIndex
    heads: WordIndex
    minimum: Mapping[str, int]
    not_bodies: frozenset[str]
    verbs: frozenset[str]
    events: WordIndex
    first: frozenset[str]


def compile_bodies(rulebook: Rulebook) -> Bodies:
    """Compile the tables of departments and head words."""
    rows, heads = rulebook.tables["departments"], rulebook.tables["agency_heads"]
    local = [r for r in rows if r["levels"] != "N"]
    words = {w for r in local for w in (r["short"], r["full"]) if w}
    national = {
        w for r in rows if "N" in r["levels"].split(";") for w in (r["short"], r["full"]) if len(w) > 2
    }
    event_heads = {h for r in rulebook.rules_of("Event") for h in r.body.get("heads", ())}
    return Bodies(
        WordIndex(words),
        WordIndex(
            w for w in national if w not in words or w.startswith(("国务院", "国家", "中央", "全国", "最高"))
        ),
        WordIndex([r["head"] for r in heads] + ["局委", "局站"]),
        {r["head"]: int(r["min_prefix"] or 1) for r in heads},
        frozenset(r["word"] for r in rulebook.tables["agency_not"]),
        triggers(rulebook, rulebook.relations),
        WordIndex(event_heads),
        frozenset(w[0] for w in national),
    )


def part_end(ctx: Context, bodies: Bodies, at: int, prefix: str, parts: list[str]) -> int | None:
    """Give the end of the part that begins at `at` after the parts found so far, or None."""
    limit = ctx.passage.span.end
    if prefix == "Z" and not parts:
        found = _ZONE_BODY.match(ctx.text, at, limit)
        return found.end() if found else None
    if prefix == AREA and not parts and (seat := _AREA_SEAT.match(ctx.text, at, limit)):
        return seat.end()
    if not parts and prefix != "N" and (end := _seat_end(ctx, at)):
        return end
    if not parts and prefix != "N" and (group := _AIMED_GROUP.match(ctx.text, at, limit)):
        return group.end()
    if parts and parts[-1] in ("政府", "人民政府", "委") and (office := _OFFICE.match(ctx.text, at, limit)):
        return office.end()
    if parts and (group := _PARTY_GROUP.match(ctx.text, at, limit)):
        return group.end()
    if quoted := _quoted_end(ctx, bodies, at):
        return quoted
    word = bodies.departments.at(ctx.text, at, limit)
    if word and ctx.is_end(at + len(word)) and not (parts and word in ("政府", "人大", "政协")):
        return at + len(word)
    return headed_end(ctx, bodies, at, first=not parts)


def _seat_end(ctx: Context, at: int) -> int | None:
    """Give the end of a government, party committee or special court of a place, or the seat of a town in it."""
    limit = ctx.passage.span.end
    for pattern in (GOVERNMENT, PARTY, _COURT):
        if (found := pattern.match(ctx.text, at, limit)) and _stands(ctx, found.end()):
            return found.end()
    return town_seat_end(ctx, at)


def town_seat_end(ctx: Context, at: int) -> int | None:
    """Give the end of the government or party committee of a town that begins at `at`: 旧铺镇|人民政府."""
    found = _TOWN_SEAT.match(ctx.text, at, ctx.passage.span.end) if at in ctx.starts else None
    if (
        found is None
        or found["town"].startswith(("各", "等", "的", "乡镇", "重点"))
        or not _stands(ctx, found.end())
    ):
        return None
    first = ctx.passage.tokens[ctx.starts[at]]
    return None if ctx.is_boundary(first) or found["town"] in ("乡镇", "城镇", "集镇") else found.end()


def _quoted_end(ctx: Context, bodies: Bodies, at: int) -> int | None:
    """Give the end of a quoted short form of a body: 省“双打办”."""
    quote = ctx.passage.bracket_at(at, "“") if ctx.text[at] == "“" else None
    if quote and bodies.departments.at(ctx.text, quote.inner.start, quote.inner.end) == quote.inner.of(
        ctx.text
    ):
        return quote.outer.end
    return None


def _stands(ctx: Context, end: int) -> bool:
    return end not in ctx.starts or ctx.passage.tokens[ctx.starts[end]].text not in ("性", "化")


def headed_end(ctx: Context, bodies: Bodies, at: int, *, first: bool) -> int | None:
    """Give the end of the run of tokens from `at` that ends in a head word, or None."""
    index = ctx.starts.get(at)
    if index is None or (not first and (ctx.text[at] in LETTERS or _places(ctx, at))):
        return None
    found, start = None, index
    tokens = ctx.passage.tokens
    if (
        tokens[index].text in _FIRST_OF
        or (tokens[index].text in _VERBS and not _joint(ctx, index))
        or (tokens[index].text in bodies.verbs and not first)
    ):
        return None
    while index < len(tokens) and tokens[index].end - at <= _MAX_PART:
        token = tokens[index]
        quote = ctx.passage.bracket_at(token.start, "“") if token.text == "“" else None
        if quote and quote.outer.end in ctx.starts and len(quote.inner.of(ctx.text)) <= 10:
            index = ctx.starts[quote.outer.end]
            continue
        if (
            first
            and index > start
            and found is None
            and token.text in ("和", "与")
            and _head_near(ctx, bodies, index + 1)
        ):
            index += 1
            continue
        if ctx.is_boundary(token) or token.text in _LOOSE or _is_event(ctx, bodies, token.start):
            break
        if index > start and (
            token.text in _ABOVE_TOWNS or token.text in _VERBS or token.text[0].isdigit()
        ):  # 规划局|职责|划入|市|…局
            break
        if token.text not in bodies.not_bodies and _heads(bodies, ctx.text[at : token.end]):
            found = token.end
            if not _continues(ctx, bodies, index + 1):
                break
        index += 1
    return found


def _places(ctx: Context, at: int) -> bool:
    """Tell whether a place is named here: what follows is another body, not a part: 某市委编办|某市大数据局."""
    return any(span.start == at and span.of(ctx.text)[-1] in LETTERS for span, _ in ctx.divisions)


def _joint(ctx: Context, index: int) -> bool:
    """Tell a body of several from what it does together with others: 县|联合调解工作站, not 县|联合省厅."""
    tokens = ctx.passage.tokens
    return tokens[index].text == "联合" and index + 1 < len(tokens) and tokens[index + 1].text in _TOGETHER


def _heads(bodies: Bodies, name: str) -> bool:
    """Tell whether a run of characters is a head word with enough before it."""
    return any(
        len(name) - n >= bodies.minimum[name[-n:]]
        for n in (6, 5, 4, 3, 2, 1)
        if len(name) > n and name[-n:] in bodies.minimum and name[-n:] not in ("政府", "人民政府")
    )


def _head_near(ctx: Context, bodies: Bodies, index: int) -> bool:
    """Tell whether the head of a department follows within a few words after 和: 城市管理和|综合执法局."""
    for token in ctx.passage.tokens[index : index + 4]:
        if ctx.is_boundary(token):
            return False
        if token.text.endswith(("局", "厅", "委员会")) and _head(bodies, token.text):
            return len(token.text) > 1 or token is not ctx.passage.tokens[index]
    return False


def _head(bodies: Bodies, word: str) -> str | None:
    if word in bodies.not_bodies:
        return None
    return next(
        (word[-n:] for n in (6, 5, 4, 3, 2, 1) if len(word) >= n and word[-n:] in bodies.minimum), None
    )


def _continues(ctx: Context, bodies: Bodies, index: int) -> bool:
    """Tell whether the tokens after a head make a longer head: 管理|局, 服务|中心|管理|办公室."""
    tokens = ctx.passage.tokens
    return index < len(tokens) and _head(bodies, tokens[index].text) == tokens[index].text


def _is_event(ctx: Context, bodies: Bodies, at: int) -> bool:
    return bodies.events.at(ctx.text, at, ctx.passage.span.end) is not None or bool(
        _SESSION.match(ctx.text, at)
    )
