"""Names that the ontology knows: nation-wide reforms, systems, policies and events with their usual forms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.matcher.base import Context, Mention, WordIndex, is_bound, skip_adverbs, triggers, verb_in
from kg.model import Span
from kg.rulebook import Concept, Rulebook

_SCHEMES = {
    "known-reform": "Reform",
    "known-system": "System",
    "known-policy": "Policy",
    "known-event": "Event",
}


_GOVERNING = ("launched", "established", "piloted", "implements", "attendedTo")
# Forms that also are plain words for a field of work: they name the reform only where a verb sets it going.
_VAGUE = re.compile(
    "(?:建设|监督|应诉|职责|法治化|工作|公开|治理|保护|服务|发展|复议|调解|规范化|管理|审查|一体化|现代化|城镇化|融合|城市)$"
)

_CORE = re.compile("“([^”]+)”")


@dataclass(frozen=True, slots=True)
class Known:
    """All forms of the known names, and what each form stands for."""

    index: WordIndex
    concepts: Mapping[str, tuple[Concept, str]]


def compile_known(rulebook: Rulebook) -> Known:
    """Collect the labels of the known names; a form that two concepts share goes to the first."""
    forms: dict[str, tuple[Concept, str]] = {}
    for scheme, cls in _SCHEMES.items():
        for concept in rulebook.concepts.get(scheme, ()):
            for label in concept.labels:
                forms.setdefault(label.strip("《》"), (concept, cls))
    return Known(WordIndex(forms), forms)


def find(ctx: Context) -> Iterator[Mention]:
    """Find known names in a passage; a bare form between quotation marks takes the marks in."""
    known: Known = ctx.cached("known", compile_known)
    yield from _plenums(ctx, known)
    verbs = ctx.cached("known.verbs", lambda rb: triggers(rb, _GOVERNING))
    for span in known.index.find_at(ctx.text, ctx.passage):
        concept, cls = known.concepts[span.of(ctx.text)]
        if not _whole(ctx, span) or _part_of_longer(ctx, span, cls):
            continue
        if cls == "Reform" and _vague(ctx, span) and not _governed(ctx, span, verbs):
            continue
        span, core = _quoted(ctx, span)
        attrs = (("known", concept.local), ("label", concept.label.strip("《》")), ("scheme", concept.scheme))
        yield Mention(span, cls, f"known.{cls.lower()}", span.of(ctx.text), attrs + core)


def _plenums(ctx: Context, known: Known) -> Iterator[Mention]:
    """Find the plenums of a list that share their number and head: 十九届|二中、三中、四中全会."""
    if ctx.text.find("届", *ctx.passage.span) < 0:
        return
    for found in _PLENUMS.finditer(ctx.text, *ctx.passage.span):
        for place in _PLENUM.finditer(ctx.text, *found.span("list")):
            name = f"{found['term']}{place['number']}全会"
            if name not in known.concepts:
                continue
            concept = known.concepts[name][0]
            first = place.start("number") == found.start("list")
            span = Span(found.start("term") if first else place.start("number"), place.end())
            attrs = (("known", concept.local), ("label", concept.label), ("scheme", concept.scheme))
            yield Mention(span, "Event", "known.event", name, attrs)


def _whole(ctx: Context, span: Span) -> bool:
    """Tell whether a form stands as whole words and is no part of a longer noun (综合|医改)."""
    if ctx.text[span.start] == "“" or ctx.text[span.start - 1 : span.start] == "“":
        return True
    index = ctx.starts[span.start]
    if not ctx.is_end(span.end) and not ctx.text.startswith("精神", span.end):  # …届历次|全会精神
        return False
    before = ctx.passage.tokens[index - 1].text if index else "，"
    return len(span.of(ctx.text)) > 3 or is_bound(before, ctx.rulebook) or not _HAN.match(before)


def _part_of_longer(ctx: Context, span: Span, cls: str) -> bool:
    """Tell whether a form is part of a title, the end of a longer quoted name, or the front of a body's or a platform's."""
    title = ctx.passage.bracket_at(span.start, "《")
    if title is not None and title.inner != span:
        return True
    if cls == "Policy":
        return _OF_A_DAY.match(ctx.text, span.end, ctx.passage.span.end) is not None
    if ctx.text[span.start - 1 : span.start] in (")", "）"):
        return True
    if _LONGER.match(ctx.text, span.end, ctx.passage.span.end):
        return True
    quote = ctx.passage.bracket_at(span.start, "“")
    return quote is not None and quote.inner.start < span.start and span.end == quote.inner.end


_PLENUMS = re.compile(
    "(?P<term>(?:十[七八九]|二十)届)(?P<list>(?:[一二三四五六七]中(?:全会)?[、和])+[一二三四五六七]中全会)"
)
_PLENUM = re.compile("(?P<number>[一二三四五六七]中)(?:全会)?")
_LONGER = re.compile(
    "(?:工作|服务|管理|调处|综合|指挥|协调)*(?:中心|办公室|工作室|领导小组|联席会议|委员会|平台|系统|协会|督查组|调查组|考核组|专班)"
)
_OF_A_DAY = re.compile("(?:日|宣传|宣誓|意识|教育|知识|主题|广场|公园|月|周|进)")
_HAN = re.compile("[\u4e00-\u9fff]{2}")


def _quoted(ctx: Context, span: Span) -> tuple[Span, tuple[tuple[str, str], ...]]:
    """Take in the quotation marks around a form; give the words between the marks as the name's core."""
    text = ctx.text
    if text[span.start - 1 : span.start] == "“" and text[span.end : span.end + 1] == "”":
        return Span(span.start - 1, span.end + 1), (("core", span.of(text)),)
    inner = _CORE.search(text, *span)
    return span, ((("core", inner.group(1)),) if inner else ())


def _vague(ctx: Context, span: Span) -> bool:
    quoted = ctx.text[span.start] == "“" or ctx.text[span.start - 1 : span.start] == "“"
    return not quoted and _VAGUE.search(span.of(ctx.text)) is not None


def _governed(ctx: Context, span: Span, verbs: frozenset[str]) -> bool:
    """Tell whether a verb of launching stands directly before a known name."""
    index = ctx.starts.get(span.start)
    before = skip_adverbs(ctx, index - 1) if index is not None else -1
    return before >= 0 and verb_in(ctx.passage.tokens[before].text, verbs, ctx.rulebook) is not None
