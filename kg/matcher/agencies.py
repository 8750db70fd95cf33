"""Bodies: a place (its name, or 省/市/县/区 for the report's own), then departments and parts of them.

A body is read from left to right: prefix, then parts.  A part is a word of the departments table or, failing that,
the shortest run of tokens that ends in a head word (局, 支队, 中心 …) before a boundary.  The mention keeps prefix
and parts apart, so that the resolver can put the full name together.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.matcher.base import Context, Mention, WordIndex, triggers
from kg.matcher.places import bare_towns, zones
from kg.model import Span
from kg.rulebook import Rulebook
from kg.segment import Token

LETTERS = "省市县区州盟旗镇乡"
PART = "\x1f"  # separates the parts in the attribute `parts`
_GOVERNMENT = re.compile("人民政府|政府")
_PARTY = re.compile("党委(?!会|书)|委(?!员|托|派|任|外|以|培|办学)(?:员会)?")
_SESSION = re.compile("[一二三四五六七八九十]+届")
_BEFORE_LETTER = "报经由请向对被到在与和及赴受将把为给"
_ZONE_BODY = re.compile("管理委员会|管委会|党工委|管理局|管理办公室|管理处")
_LOOSE = frozenset(
    "各项 各类 各级 各部门 亲自 有关 相关 所有 部分 主要 重点 全体 全部 多次 高度 领导".split()
)
_OFFICE = re.compile("办(?=[、，,。；;和与及印发转关：:])")
_BEGINNINGS = frozenset(LETTERS + "我本自")
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


def find(ctx: Context) -> Iterator[Mention]:
    """Find bodies in a passage from left to right."""
    bodies: Bodies = ctx.cached("bodies", compile_bodies)
    zone_ends = {span.start: span.end for span, _ in zones(ctx)}
    towns = bare_towns(ctx)
    beginnings = {span.start for span, _ in ctx.divisions} | set(zone_ends) | set(towns)
    at, inherited, text = ctx.passage.span.start, None, ctx.document.text
    for token in ctx.passage.tokens:
        if token.start < at:
            continue
        if not (inherited or token.start in beginnings) and not _may_begin(bodies, text, token):
            continue
        if _sticks(token):
            token = Token(token.end - 1, token.end, token.text[-1])
        zone_end = zone_ends.get(token.start)
        mention = _zone_body(ctx, bodies, token.start, zone_end) if zone_end else None
        if token.start in towns:
            mention = _town_body(ctx, bodies, token.start, towns[token.start])
        mention = mention or _at(ctx, bodies, token.start, inherited)
        if mention:
            at = mention.span.end
            inherited = mention.attr("prefix") if mention.rule == "agency.parts" else None
            yield mention
        elif token.text not in ("、", "和", "及", "与"):
            inherited = None


def _town_body(ctx: Context, bodies: Bodies, start: int, town_end: int) -> Mention | None:
    """Find a body of a town that stands without its county: 金井镇|调解委员会."""
    end = _headed_end(ctx, bodies, start, first=True)
    if end is None or end <= town_end or ctx.document.place is None:
        return None
    name = ctx.text[start:end]
    return Mention(
        Span(start, end), "Agency", "agency.parts", name, (("prefix", ctx.document.place), ("parts", name))
    )


def _sticks(token: Token) -> bool:
    """Tell whether a letter sticks to the word before it: 报市|人大常委会, 由省|政府."""
    return len(token.text) == 2 and token.text[1] in LETTERS and token.text[0] in _BEFORE_LETTER


def _may_begin(bodies: Bodies, text: str, token: Token) -> bool:
    """Tell cheaply whether a body could begin with a token; most fail here."""
    first = token.text[0]
    if first in _BEGINNINGS or _sticks(token):
        return True
    return first in bodies.first and bodies.national.may_start(text, token.start)


def _zone_body(ctx: Context, bodies: Bodies, start: int, end: int) -> Mention | None:
    """Find the authority of a zone and bodies of it: 开发区|管委会|综合行政执法局."""
    mention = _mention(ctx, bodies, start, end, "Z", [])
    if mention is None:
        return None
    attrs = (("prefix", ctx.text[start:end]), ("parts", mention.attr("parts") or ""))
    return Mention(mention.span, "Agency", "agency.zone", mention.name, attrs)


def _at(ctx: Context, bodies: Bodies, start: int, inherited: str | None) -> Mention | None:
    end = ctx.passage.span.end
    word = bodies.national.at(ctx.text, start, end)
    if word and start + len(word) in ctx.ends:
        return _mention(ctx, bodies, start, start + len(word), "N", [word])
    prefix = _prefix(ctx, start)
    if prefix:
        return _mention(ctx, bodies, start, prefix[0], prefix[1], [])
    word = bodies.departments.at(ctx.text, start, end)
    if word and inherited and inherited != "N" and start + len(word) in ctx.ends:
        return _mention(ctx, bodies, start, start + len(word), inherited, [word])
    return None


def _prefix(ctx: Context, start: int) -> tuple[int, str] | None:
    """Give the end of the place at `start` and what it is: a division code or a letter."""
    chain_end, code = start, ""
    for span, divisions in ctx.divisions:
        if span.start == chain_end:
            chain_end, code = span.end, code + ("|" if code else "") + ",".join(d.code for d in divisions)
    if code:
        return chain_end, code
    for name, stands_for in (("自治区", "区"), ("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
        if ctx.text.startswith(name, start):
            return start + 3, stands_for
    at = start + 1 if ctx.text.startswith(("我", "本"), start) else start
    letter = ctx.text[at]
    free = start in ctx.starts or ctx.text[start - 1] in _BEFORE_LETTER
    if letter in LETTERS and free and not _after_letter(ctx, start):
        return at + 1, letter
    return None


def _after_letter(ctx: Context, start: int) -> bool:
    """Tell whether the character before joins the letter to a longer word (县区政府, 各市政府, 全市)."""
    return start > 0 and ctx.text[start - 1] in LETTERS + "各两三一二四五六七八九十个本全级辖外跨沿"


def _mention(
    ctx: Context, bodies: Bodies, start: int, at: int, prefix: str, parts: list[str]
) -> Mention | None:
    while len(parts) < 4 and at < ctx.passage.span.end:
        part_end = _part_end(ctx, bodies, at, prefix, parts)
        if part_end is None:
            break
        parts.append(ctx.text[at:part_end])
        at = part_end
    if not parts:
        return None
    span = Span(start, at)
    return Mention(
        span, "Agency", "agency.parts", span.of(ctx.text), (("prefix", prefix), ("parts", PART.join(parts)))
    )


def _part_end(ctx: Context, bodies: Bodies, at: int, prefix: str, parts: list[str]) -> int | None:
    limit = ctx.passage.span.end
    if not parts and prefix != "N":
        for pattern in (_GOVERNMENT, _PARTY):
            if (found := pattern.match(ctx.text, at, limit)) and _stands(ctx, bodies, found.end()):
                return found.end()
    if prefix == "Z" and not parts:
        found = _ZONE_BODY.match(ctx.text, at, limit)
        return found.end() if found else None
    if parts and parts[-1] in ("政府", "人民政府", "委") and (office := _OFFICE.match(ctx.text, at, limit)):
        return office.end()
    if quoted := _quoted_end(ctx, bodies, at):
        return quoted
    word = bodies.departments.at(ctx.text, at, limit)
    if word and at + len(word) in ctx.ends and not (parts and word in ("政府", "人大", "政协")):
        return at + len(word)
    return _headed_end(ctx, bodies, at, first=not parts)


def _quoted_end(ctx: Context, bodies: Bodies, at: int) -> int | None:
    """Give the end of a quoted short form of a body: 省“双打办”."""
    quote = ctx.passage.bracket_at(at, "“") if ctx.text[at] == "“" else None
    if quote and bodies.departments.at(ctx.text, quote.inner.start, quote.inner.end) == quote.inner.of(
        ctx.text
    ):
        return quote.outer.end
    return None


def _stands(ctx: Context, bodies: Bodies, end: int) -> bool:
    return end not in ctx.starts or ctx.passage.tokens[ctx.starts[end]].text not in ("性", "化")


def _headed_end(ctx: Context, bodies: Bodies, at: int, *, first: bool) -> int | None:
    """Give the end of the run of tokens from `at` that ends in a head word, or None."""
    index = ctx.starts.get(at)
    if index is None or (not first and ctx.text[at] in LETTERS):
        return None
    found = None
    tokens = ctx.passage.tokens
    if tokens[index].text in bodies.verbs and not first:
        return None
    while index < len(tokens) and tokens[index].end - at <= _MAX_PART:
        token = tokens[index]
        quote = ctx.passage.bracket_at(token.start, "“") if token.text == "“" else None
        if quote and quote.outer.end in ctx.starts and len(quote.inner.of(ctx.text)) <= 10:
            index = ctx.starts[quote.outer.end]
            continue
        if first and found is None and token.text in ("和", "与") and _head_near(ctx, bodies, index + 1):
            index += 1
            continue
        if ctx.is_boundary(token) or token.text in _LOOSE or _is_event(ctx, bodies, token.start):
            break
        head = _head(bodies, token.text)
        if (
            head
            and head not in ("政府", "人民政府")
            and token.end - at > len(head)
            and token.end - at - len(head) >= bodies.minimum.get(head, 1)
        ):
            found = token.end
            if not _continues(ctx, bodies, index + 1):
                break
        index += 1
    return found


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
