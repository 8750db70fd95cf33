"""Phrases that name nothing in particular: listed ones, routine meetings, names made of general words alone."""

import re

from kg.matcher.base import Context
from kg.matcher.heads import Phrase
from kg.model import Span
from kg.rulebook import Rule

_IN_GENERAL = re.compile(
    "^(?:重大|重点|大型|骨干|高水平|高质量|高能级|多层次|一体化|全方位|全链条|全过程|现代化?|国产|本土|地方|综合性|专业化|专业性|常态化).{0,8}(?:工程|项目|体系|模式|平台|系统)$"
    "|^(?:若干)?(?:重点|重大).{0,4}改革$|^(?:重点|关键|其他|相关|各)(?:领域|环节|方面|任务|行业).{0,9}改革$|新(?:模式|机制|体系|格局|体制|路径)$|体制机制$"
    "|(?:深化|促进|推动|推进|引领)[^改革]{0,3}改革$|(?:反馈|审议|评议|督察|巡视|巡察|审计|群众|公众|社会|专家|法律|书面|整改)意见$"
    "|[一二两三四五六七八九十](?:大|个|所|家)(?:研究院|中心|平台|集团|系统|数据库)$|^(?:首|第一)[个家座]"
    "|^(?:定期|不定期|日常|经常性)(?:和|、|开展)?[\u4e00-\u9fff]{0,3}(?:和|、|与)?专项(?:检查|督查|督察|整治|治理)$"
    "|^(?:[省市县区州]|自治区)(?:委|党委|政府)?(?:贯彻|若干|具体|的)*(?:实施)?(?:意见|办法|规定|细则|措施)$"
)
_ROUTINE = re.compile(
    "(?:常务会议?|党组会议?|党委会议?|办公会议?|常委会议?|全会|班子会议|中心组学习会议?|[局厅]务会议?|例会|民主生活会|主任会议|联席会议|领导小组会议?|委员会会议|常委会会议|党工委会议?|工委会议|(?:[省市县区州]长|主席)专题(?:办公)?会议?|代表大会|职工大会|党员大会|村民大会)$"
)
_NOT_OCCASION = re.compile("^[一二两三四五六七八九十\\d]+[次场期轮]|主持")
_NUMBERED = re.compile("[一二三四五六七八九十百\\d]+[届次]|扩大")


def is_general(ctx: Context, rule: Rule, phrase: Phrase, span: Span) -> bool:
    """Tell whether a phrase names nothing in particular, or is a mechanism that only a heading's slogan speaks of."""
    generic = ctx.rulebook.words["generic_names"]
    if rule.cls == "Event" and _ROUTINE.search(span.of(ctx.text)) and not _NUMBERED.search(span.of(ctx.text)):
        return True
    if rule.cls == "Event" and _NOT_OCCASION.search(span.of(ctx.text)):
        return True
    if not phrase.quotes and _IN_GENERAL.search(phrase.span.of(ctx.text)):
        return True
    if rule.body.get("specific") and not phrase.quotes and _says_nothing(ctx, rule, span):
        return True
    if span.of(ctx.text) in generic or (rule.cls == "Event" and phrase.span.of(ctx.text) in generic):
        return True
    return ctx.passage.sentence.heading and not phrase.quotes and "established" in rule.body.get("cues", ())


def _says_nothing(ctx: Context, rule: Rule, span: Span) -> bool:
    """Tell whether a name is made of general words alone: 供需对接|机制, 公共服务|平台."""
    general = ctx.cached(
        "general words", lambda rb: re.compile(f"(?:{'|'.join(sorted(rb.words['general_words'], key=len))})*")
    )
    name = span.of(ctx.text)
    heads = (h for h in rule.body["heads"] if name.endswith(h))
    return any(general.fullmatch(name.removesuffix(h)) for h in heads)
