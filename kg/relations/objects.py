"""Which entities a verb governs: after it, enumerated, or fronted by 对, 将, 就."""

import re
from collections.abc import Iterable

from kg.matcher.base import is_bound, verb_in
from kg.model import Located, Span
from kg.relations.agents import group, of_a_post, qualifies
from kg.relations.scene import Scene

_FRONTING = frozenset(["对", "将", "把", "就", "围绕", "针对"])
_LIGHT = frozenset("落实 进行 作出 开展 情况 工作 实施 做出 专门 执行".split())
_COVERING = frozenset({"Policy", "Reform", "System", "Event", "Agency", "Honor", "Post"})
_MAX_GAP = 16


def governed(scene: Scene, verb: Span, ranges: Iterable[str]) -> list[Located]:
    """Give the entities of the wanted classes that stand after the verb as its objects, enumerations whole."""
    wanted = scene.classes.intersection(ranges)
    if not wanted or scene.located[-1].span.start < verb.end or verb.end >= (end := _end(scene, verb)):
        return []
    after = [
        p
        for p in scene.within(Span(verb.end, end), wanted)
        if not (_hidden(scene, p) or _modifies(scene, p) or qualifies(scene, p) or _means(scene, p))
        and not (p.cls == "Agency" and _MEMBERS.fullmatch(scene.text, verb.end, p.span.start))
        and not (wanted == {"Policy"} and _ABOUT_IT.match(scene.text, p.span.end))
        and not scene.aside(p.span.start, verb)
    ]
    listed = after and scene.text[verb.end : after[0].span.start].strip("“《") == "、"
    if not after or listed or not _reaches(scene, verb, after[0]):
        return []
    return group(scene, after, after[0])


def _end(scene: Scene, verb: Span) -> int:
    """Give up to where a verb can have objects: its clause, or the quotation or bracket that it stands in."""
    bracket = scene.passage.bracket_at(verb.start, "“《（(")
    end = scene.passage.clause_at(verb.start).end
    if _FORMING.search(verb.of(scene.text)) and (
        made := _MADE_OF.match(scene.text, verb.end, scene.passage.span.end)
    ):
        end = max(end, scene.passage.clause_at(made.end() - 1).end)
    return min(end, bracket.inner.end) if bracket and bracket.inner.covers(verb) else end


def named(scene: Scene, span: Span, classes: Iterable[str]) -> list[Located]:
    """Give the names of some classes in a span that are no part of a longer one."""
    return [p for p in scene.within(span, classes) if not _hidden(scene, p)]


def _hidden(scene: Scene, place: Located) -> bool:
    return scene.nested(place, _COVERING) or of_a_post(scene, place)


def _modifies(scene: Scene, place: Located) -> bool:
    """Tell whether a name only qualifies the noun after it: 综合执法改革的实施方案, “放管服”改革涉及的规定."""
    if place.cls not in ("Reform", "System", "Event"):
        return False
    rest = scene.passage.between(place.span.end, scene.passage.span.end)
    after = next((t.text for t in rest if t.text not in "》”"), "。")
    words = scene.rulebook.words
    if place.cls == "Event":
        return after in ("精神", "情况") or _SPIRIT.match(scene.text, place.span.end) is not None
    if after in _QUALIFYING or _LONGER.match(scene.text, place.span.end):
        return True
    ends = after[0] in _SIGNS or is_bound(after, scene.rulebook) or after in words["name_tails"]
    return not (ends or verb_in(after, words["cues_after"], scene.rulebook) or after in words["boundaries"])


def _means(scene: Scene, place: Located) -> bool:
    """Tell whether a name only says of what: 以“两单一书”为主要内容的监管体系."""
    return scene.text[max(0, place.span.start - 2) : place.span.start].rstrip("“《").endswith("以")


_LONGER = re.compile(
    "[”》]?(?:提升|创建|攻坚|整治|示范|服务|宣传|培训|考核|督察|监测|保护|强化|优化|巩固|质量)[\\u4e00-\\u9fff]{0,6}"
    "(?:工程|行动|计划|机制|制度|方案|体系|平台|会议|培训班)"
)
_SPIRIT = re.compile(
    "(?:[、和及][^，,。；;]{2,32}?)+(?:会议|全会|大会)?精神"
)  # 党的二十大|、二十届一中全会精神
_DRAFTING = re.compile("(?:牵头|组织|研究|认真)?(?:起草|草拟|拟定|拟订|代拟|编制)")
_SENT_UP = re.compile(
    "(?:完成)?(?:并|后)?(?:及时)?(?:提请|报请|报|提交|报送|报经|推动)[^，。；《》]{2,16}(?:印发|出台|审议|审定|审议通过|发布|制定|颁布|下发|批准)(?:实施)?了?"
)
_SETTING_UP = re.compile("(?:探索|率先|创新|不断|进一步)?(?:建立|构建|推行|实行|打造|搭建)")
_FORMING = re.compile("(?:成立|组建|设立|组成|建立)了?$")
_CARRYING_OUT = re.compile("落实|贯彻|执行|按照|根据|对照|依据")
_ISSUED = re.compile("(?:联合|共同|新)?(?:印发|出台|制定|下发|发布|颁布|公布|修订)(?:实施)?的?[《“]?")
_HELPING = re.compile("指导|督促|督导|支持")
_MADE_OF = re.compile(
    "了?(?:[由以]|(?=[^，,。；]{2,20}[任为]组长))[^。；]{2,90}?(?:为|任|担任|参加|组成|参与)[^。；]{0,12}的(?:全面|专门|专项)?"
)
_MEMBERS = re.compile("了?由[^的。；;]*")  # 建立由|市委政法委|牵头的制度
_PASSED = re.compile("并?(?:原则)?(?:通过|同意|批准)了?(?:关于)?")
_SUCH_THAT = re.compile("了?(?:(?!机制|制度|体系|平台|模式|，|。)[\u4e00-\u9fff、“”]){6,44}的")
_ABOUT_IT = re.compile(
    "》?(?:[、和及与]?《[^》]*》)*(?:制修订|修订|修改|立法|起草|制定)(?:工作)?(?=[，,。；;]|$)|》?(?:立法|修订|起草|制定|调研|实施|配套|解读|宣传|贯彻)[\\u4e00-\\u9fff]{0,6}(?:方案|工作|细则|办法|意见|措施|举措|政策|制度|文件|活动|报告|培训班|讲座)"
)
_QUALIFYING = frozenset("的 涉及 所需 相关 情况".split())
_SIGNS = frozenset("，,。；;、：:！？（）()“”《》\n ")


def _reaches(scene: Scene, verb: Span, place: Located) -> bool:
    """Tell whether nothing but modifiers stands between the verb and its first object."""
    gap = Span(verb.end, place.span.start) if verb.end < place.span.start else None
    if gap is None:
        return True
    if gap.of(scene.text).endswith("暨" if place.cls != "Agency" else ("暨", "在")):
        return False
    words = gap.of(scene.text).rstrip("《“")
    if _DRAFTING.fullmatch(verb.of(scene.text)) and _SENT_UP.fullmatch(words):
        return True
    if place.cls == "Policy" and _PASSED.fullmatch(words):  # 审议并|通过了|《办法》
        return True
    if place.cls == "Policy" and _CARRYING_OUT.search(verb.of(scene.text)) and _issued_by(scene, gap):
        return True
    if place.cls == "Reform" and _SETTING_UP.match(verb.of(scene.text)) and _SUCH_THAT.fullmatch(words):
        return True
    if place.cls == "Agency" and _FORMING.match(verb.of(scene.text)) and _MADE_OF.fullmatch(words):
        return True
    if place.cls == "Agency" and _HELPING.search(verb.of(scene.text)) and _FORMING.search(words):
        return False  # 指导|金湖县组建|行政审批局
    tokens = [t for t in scene.bare(gap) if not scene.aside(t.start, verb)]
    boundaries = scene.rulebook.words["boundaries"]
    length = sum(len(t.text) for t in tokens)
    passed = scene.words("joiners") | scene.words("fillers")
    blocked = any(t.text in boundaries and t.text not in passed for t in tokens)
    return length <= _MAX_GAP and not blocked


def _issued_by(scene: Scene, gap: Span) -> bool:
    """Tell whether a gap only says who issued what follows: 落实|国务院印发的|《纲要》."""
    bodies = scene.within(gap, {"Agency"})
    if not bodies or not _ISSUED.fullmatch(gap.of(scene.text)[bodies[-1].span.end - gap.start :]):
        return False
    passed = scene.words("joiners")
    return all(t.text in passed for t in scene.bare(gap) if t.end <= bodies[-1].span.end)


def fronted(scene: Scene, verb: Span, ranges: Iterable[str]) -> list[Located]:
    """Give the entities that stand before the verb after 对, 将 or 就 in its clause."""
    wanted = scene.classes.intersection(ranges)
    if not wanted:
        return []
    clause = scene.passage.clause_at(verb.start)
    before = [t for t in scene.passage.between(clause.start, verb.start) if t.end <= verb.start]
    marker = next(
        (t for t in reversed(before) if t.text in _FRONTING and scene.covering(t.start) is None), None
    )
    if marker is None or marker.end >= verb.start:
        return []
    found = named(scene, Span(marker.end, verb.start), wanted)
    if not found or not _starts(
        scene, Span(marker.end, found[0].span.start) if marker.end < found[0].span.start else None
    ):
        return []
    return group(scene, found, found[0])


def _starts(scene: Scene, gap: Span | None) -> bool:
    return gap is None or sum(len(t.text) for t in scene.bare(gap) if t.text not in _LIGHT) <= 4


def before(scene: Scene, verb: Span, ranges: Iterable[str], skipped: frozenset[str]) -> list[Located]:
    """Give the entities directly before the verb (adverbs aside) as the thing that the verb says was set going."""
    wanted = scene.classes.intersection(ranges)
    clause = scene.passage.clause_at(verb.start)
    if not wanted or clause.start >= verb.start:
        return []
    found = named(scene, Span(clause.start, verb.start), wanted)
    if not found:
        return []
    between = [t.text for t in scene.passage.between(found[-1].span.end, verb.start)]
    if any(t not in skipped and not t.isnumeric() for t in between):
        return []
    return group(scene, found, found[-1])
