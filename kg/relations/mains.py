"""Whether a verb says what its clause is about."""

import re

from kg.model import Span
from kg.relations.agents import adjacent, word_at, word_before
from kg.relations.scene import Scene
from kg.rulebook import Relation

_FRONTS = frozenset("对 就 针对 围绕 关于 开展 召开".split())
_IS = re.compile("[^一二三四五六七八九十]是$")
_ABOUT = ("围绕", "聚焦", "立足", "着眼", "紧扣", "瞄准")
_FOR_WHOM = re.compile(
    "[^，,。；;]{0,6}为[^，,。；;]{0,24}(?:企业|主体|商户|群众|居民|市民|村民|职工|人员|学生|干部|单位|部门|公众|青少年|老年人|农民工|当事人|社区|乡镇)(?:们|等)?(?:免费|集中|上门|主动|量身|定期)*$"
)
_AIM = re.compile("以[^，,。；;]{4,40}?为(?:总?目标|方向|导向|愿景|追求|宗旨)")
_ACCORDING = frozenset("依据 根据 按照 对照 依照 遵照".split())
_CARRIES_OUT = re.compile("贯彻|落实|执行")
_ITSELF = re.compile("(?:我|本|市|县|区|省|州)(?:局|厅|委|办|院|会|中心)(?:牵头|组织|负责|具体)*$")


def is_main(scene: Scene, verb: Span, relation: Relation) -> bool:
    """Tell whether a verb says what its clause is about: not 对落实《规定》作出批示, not 各方参与的平台."""
    if word_before(scene, verb.start) in _FRONTS:
        return False
    if _for_a_purpose(scene, verb) and not _carries_out_a_text(scene, verb, relation):
        return False
    if _IS.search(scene.text, max(0, verb.start - 2), verb.start):
        return False
    if verb.of(scene.text) in _ACCORDING and not _heads(scene, verb):
        return False
    if relation.local == "launched" and _is_an_aim(scene, verb):
        return False
    if relation.local == "issued" and _only_tells_how_new(scene, verb):
        return False
    if scene.text[verb.end : verb.end + 1] == "、" and not _listed_with_verbs(scene, verb):
        return False
    if verb.of(scene.text) == "创新" and _in_a_new_way(scene, verb):
        return False
    attributive = scene.text[verb.end : verb.end + 1] == "的"
    return not attributive or bool(adjacent(scene, verb, relation.domains)) or _by_itself(scene, verb)


def _is_an_aim(scene: Scene, verb: Span) -> bool:
    """Tell whether a verb only says what is aimed at: 以推进现代医院管理制度建设为目标."""
    clause = scene.passage.clause_at(verb.start)
    aim = _AIM.search(scene.text, clause.start, clause.end)
    return aim is not None and aim.start() < verb.start < aim.end()


def _listed_with_verbs(scene: Scene, verb: Span) -> bool:
    """Tell whether a verb is listed with other verbs, 审查、|审议《办法》, and not as a noun: 审核、|集体讨论制度."""
    following = word_at(scene, verb.end + 1)
    return _is_a_verb(scene, following) or following in scene.rulebook.words["nominal_triggers"]


def _only_tells_how_new(scene: Scene, verb: Span) -> bool:
    """Tell whether a verb only says how new a text is: 学习《水法》、新|修订《防洪法》, 执行新|修订《防洪法》."""
    new = verb.start - 1
    if scene.text[new] != "新":
        return False
    word = word_before(scene, new)
    return scene.text[new - 2 : new] == "》、" or any(_is_a_verb(scene, w) for w in (word, word[-2:]))


def _carries_out_a_text(scene: Scene, verb: Span, relation: Relation) -> bool:
    """Tell whether a text is what a purpose carries out: 为全面|贯彻《条例》，我局…, not 为|贯彻新发展理念."""
    return (
        relation.local == "implements"
        and _CARRIES_OUT.search(verb.of(scene.text)) is not None
        and scene.text[verb.end : verb.end + 1] == "《"
    )


def _in_a_new_way(scene: Scene, verb: Span) -> bool:
    """Tell whether 创新 only says how something is done: 创新|实施改革."""
    return _is_a_verb(scene, word_at(scene, verb.end))


def _is_a_verb(scene: Scene, word: str) -> bool:
    return word in scene.verbs or word in scene.rulebook.words["boundaries"]


def _for_a_purpose(scene: Scene, verb: Span) -> bool:
    """Tell whether a clause only says what for or about what: 为有序推进法治政府建设，… 围绕构建新发展格局，…"""
    clause = scene.passage.clause_at(verb.start)
    words = clause.of(scene.text)
    marker = scene.rulebook.cue("clause.marker").match(words)
    words = words[marker.end() if marker else 0 :]
    if _FOR_WHOM.match(scene.text, clause.start, verb.start):
        return False
    return words.startswith("为") or (words.startswith(_ABOUT) and "《" not in words)


def _heads(scene: Scene, verb: Span) -> bool:
    """Tell whether only adverbs and dates stand before a word in its clause."""
    gap = scene.before(verb)
    return gap is None or all(
        t.text in scene.words("adverbs") or t.text in scene.words("openers") for t in scene.bare(gap)
    )


def _by_itself(scene: Scene, verb: Span) -> bool:
    """Tell whether the report's own body stands before a verb as 我局 or 市局."""
    clause = scene.passage.clause_at(verb.start)
    return _ITSELF.search(scene.text, clause.start, verb.start) is not None
