"""Trim runs of words to phrases, and tell verbs from nouns in them."""

import re
from functools import lru_cache

from kg.observations.lexicon import Lexicon

_LEAD = re.compile(
    r"(?:[\s　，,、；;：:（）()—\-①-⑳]+|我们(?:将|要)?|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|\d{1,2}[.．](?!\d)|其中|此外|同时|另外|另(?=有|$|评|开|组|发|受|办)|[较比](?:上年|去年|年初|前年)(?:同期|末|底)?(?=[净增新减])|截至目前|目前|截至?[^，,]{1,14}?[日底末月](?![常间])|截至|坚持把|共?处(?=罚金(?!额)|罚款\d)|会(?=专题|传达)|[一二三四五六七八九十]{2}是|"
    r"(?:19|20)\d\d ?年(?:度|底|末|初|全年)?|\d{1,2}月份?底?|全年|年内|去年|今年|以来|底(?=共|累计|全)|年度(?=共|累计|组织|开展)|上年(?!度?末?结转|遗留)|当年|[上下]半年|(?:第|前)?[一二三四1-4]季度|年初|年中|年底|年末|本年度|一年来|近年来|[近过]\S{1,2}年来?|"
    r"一般(?!公共|债|程序|工业|性|等次|等级|缺陷|案件|处罚|违法|纠纷)|共计|总共|总计|累计|合计|分别|先后|仅有|有(?=行政[复诉应])|已经|已有|已(?!建在建)|还有|还(?![款贷建迁清])|也|又|再(?!审|生|造|担保|贷款|就业)|并且|并(?![网购联发])|且|而|"
    r"报告期(?:间)?内?|其次(?:分别)?[是为]?|再次[是为]|最多的(?:分别)?[是为]|(?:审理|处理|办理|办案)?结果(?:分别)?[是为]|相继|陆续|同步(?=[开推召组举出制])|有针对性地?|分层分类|择优|按照[^，,]{2,14}?要求(?=[检开推组清])|全部|专门(?!教育|学校|机构|人才|委员)|深入|扎实|积极|大力|有效(?!发明|期|投资)|圆满|顺利|成功(?!率)|切实|进一步|持续|不断|整体(?=[提推])|全面(?!依法)|统筹(?!区域)|着力|稳步|有序|"
    r"依法(?=[审查办处作受打]|行政处罚|实施|开展)|该案(?=涉)|高质量(?=[^发])|高标准(?!农田)|高效(?=[^节能])|高水平(?=[建推实])|创新(?=[推开建实成设])|加快|认真|充分|严格(?=[落执按])|含(?=[上往历一简普结\d])|包括|主动(?!公开)|广泛|集中力量|"
    r"共有|共(?![同享建青和产治赢])|现有|[一二三四五六七八九十]是|均(?![衡价等])|都(?!市)|则|使(?![用馆])|让(?!利)|就(?![业医读餐地近])|如(?=[新开建]|基层|部分|个别|一些)|等(?![级次待])|的|了(?!解)|"
    r"奋力|力争|确保|努力|预计|计划(?=[新完建实制修起出开举组培推争引])|拟(?=[新建]|制(?!定)|修(?![改订]))|现(?=[省市县区州]级|已|全[省市县区州])|尚(?=有)|经(?:依法|严格)?审[查核](?:后)?(?=[受不予决])|将(?![军来])|要(?![素道件求案])|至|到(?![位期账达户村])(?![市省京县区](?:集|上|个)?访))"
)
_PLACE = re.compile(
    r"(?:(?:[省市县区州](?:政府|级)?)?本级(?=[受收审办结共应全行诉清制出修])|全[市省区县州盟旗](?:各级|各地)?(?!各|域|面|性)|我[市省区县州盟]|本[市省区县]|全自治区|我自治区|(?:全[市省区县]|全|本|市|省)?系统(?=内|上下|共|累计|新|各级|办|查|立)(?:内|上下)?|全局(?=共|上下|系统|累计|各)|辖区内|区域内|市县两级|全辖区|各地(?=[^区方市])|各级(?=[^别])|市内|省内|区内|县内)"
)
_TOGETHER = re.compile(
    "(?<=[机关构门单位织所会委院局员问队团心师庭站厅组察])(?:全年|共计?(?!计)|累计|总计)(?=[^同享建和产])|(?<=[统府级])共(?=[^同享建和产有计])"
)
_MUST = re.compile(
    "(?<=[率数额量度])(?:(?:已|均|都|一直|始终|继续)?(?:连续[^，,、]{1,4}年)?(?:已|均|都|一直|始终|继续|全部)?(?:保持|维持|实现)|要|须|应|必须|应当|将|力争|争取|确保|要求)$"
)
_TO = re.compile(
    "(?:控制|保持|稳定|维持|提高|提升|增长|增加|上升|增|升|扩大|扩|拓展|攀升|跃升|下降|降低|降|减少|减|最短缩|缩短|缩|压缩|压减|压降|缩小|回落|下调|精简|调整|改善)(?:到|至|在|为)$"
)
_TAIL = re.compile(
    "(?:截[至止][^，,、]{1,10}[日底末月]|(?<=[率例度重])(?:持续|稳定|稳步|逐步|逐年)|达到了?|达成|(?:继续|始终|一直|持续)*(?<!水土)保持|已达|高达|可达|将达|达|为(?<!行为)(?<!作为)|是|有(?<![所国拥设配享建持含存留公私占]有)|约(?<![条契合公节预特履违签集制大]约)|近(?<!附近)|超过|突破|超|逾|[迈跨](?:上|过|入|进)?|分别|(?<![年人日月户亩])均|都(?<!首都)|各|平均|已|也|还|仅|只|就|需要|需|共计|累计|总计|合计|共|总共|将|可(?<!许可)(?<!认可)|能(?<![产功性智节储动职可]能)|至少|最多|最高|最低|最快|最长|"
    "不低于|不少于|不超过|其中|比例为|了|，|,|:|：|、|“|（|\\(|\\s|占|完成|实现|跃居|稳居|位居|居(?<!新居)(?<!安居)(?<!村居)|位列|列(?<!系列)(?<!班列)|排名|排在|排(?<!减排)(?<!安排)(?<!编排)|名列|荣获|(?:再|迈|又|跃)?上新?台阶|获得(?=$)(?<!上获得)|提升|上升|跃升|连续[^，,]{0,3}年|连续|历时|为期|耗时|预计|有望|力争|等|过(?<!通过)(?<!超过)|并|且|再|又|和|及(?<![普惠涉]及)|与|以及|至|(?<![收接得受])到|(?<!关)于|在|全部|余(?<!其余)|多(?<!许多)|仅为|不足|不到|突破了|超出|按照?|基本|首次|大约|左右|高居|来到|其|个|由(?<!自由)(?<!理由)|从|仍|原来)$"
)
_END = re.compile("|".join(pattern.pattern for pattern in (_TO, _TAIL, _MUST)))
_BODY = re.compile(
    "(?:调解|仲裁|公证|审计|监管|执法|救助|服务|复议|鉴定|援助|管理)(?:组织|机构|机关|部门|委员会|中心)(?=[^数量率])"
)
_ACTING = re.compile(
    "[^，,的和]{2,14}?(?:(?<=解)组织|(?<=解)委员会|(?<=议)机关|(?<=议)机构|委员会|调委会|中心|大队|支队|总队|大厅|法院|检察院|司法所|派出所|办公室|顾问团|监管局|执法局|公安局|司法局)(?:共计?|累计|全年|依法|已)?(?=[受审办处调化开查立排组举召签发收摸])"
)
_OF_LEVEL = re.compile("[省市县区州]级(?=取消|精简|压减|下放|承接|保留|新增)")
_PAPER = re.compile("(?:通知|意见|建议|决定|告知|承诺|协议|责任|倡议)[书单函]")
_ACTS = re.compile("(?:组织开展|组织|开展|举办|召开)(?=[\u4e00-\u9fff])")
_WAYS = re.compile("^(?:形式|方式|渠道|途径|手段|举措|内容|方面的?(?=建议|提案|问题|案件|信息))(?:累计|共)?")
_TO_BODIES = re.compile("^向[^，,]{4,40}?(?=请示|报告|报送|提出|提交|移送|反馈|通报)")
_BY_WAYS = re.compile(
    "^(?P<who>[^，,、]{0,10}?)(?P<way>以[^，,]{4,36}?(?:方式|形式|途径))(?P<done>[^，,、]{2,22})$"
)
_BARE = 4
_READ = frozenset("学习 传达 研读 宣讲".split())
_CONCERNING = re.compile("(?P<whose>[^，,、]{2,14}?(?:代表|委员|政协|人大|群众|企业))(?:涉及?|关于|有关)")
_AROUND = re.compile("(?:围绕|聚焦|针对|结合)[^，,]{2,40}?(?:领域|行业|环节|方面|问题|主题|工作)")
_FIELDS = re.compile("(?:重点|关键|热点)?(?:领域|行业|环节|问题|方面|主题|任务)")
_HELD_LIST = re.compile(
    "[^、]{0,8}?(?P<held>(?:组织|主持|统筹)?(?:召开|举办|举行|开展|安排)|组织)[^“《]*、(?P<last>[^、]{4,22}(?:会|会议|活动|培训|培训班|讲座|学习))"
)
_BEFORE_NOUNS = frozenset("其他 社会 基层 法治 专项 行政 综合 联合 专题".split())
_MEETINGS = frozenset("会议 文件 制度 活动 培训 材料 资料 工作".split())
_SHORT = frozenset("纠纷 争议 矛盾 诉求".split())
_SUBMITTING = frozenset("提请 报请 提交 报送 报".split())
GENERIC = frozenset(
    "案件 事项 项目 申请 工作 人员 企业 活动 单位 文件 建议 材料 人 案 数 率 业务 机构 场所 对象 中心 平台 基地 队伍 书 决定 会 额 收入 投资 总额 面积 数量 人数 意见 问题 线索 信息 率".split()
)

_LONGEST_VERB = 7
_LONGEST_END = 16
_LONGEST_ACT = 12
_NEAR = 64
"""How many phrases are kept as trimmed: one figure asks for the same few again and again."""


@lru_cache(_NEAR)
def trimmed(words: str) -> str:
    """Strip adverbs, dates, places and copulas from both ends of a phrase."""
    words = _TOGETHER.sub("", words.strip(" 　\t\n"))
    while found := _LEAD.match(words) or _PLACE.match(words):
        words = words[found.end() :]
    return trimmed_end(words)


@lru_cache(_NEAR)
def trimmed_end(words: str) -> str:
    """Strip copulas and signs from the end of a phrase."""
    while found := _end_of(words):
        words = words[: found.start()]
    return words


def _end_of(words: str) -> re.Match[str] | None:
    # searching from the front costs twice as much
    return _END.search(words, max(0, len(words) - _LONGEST_END))


def starts_with_verb(words: str, lexicon: Lexicon) -> str:
    """Give the verb that a phrase starts with."""
    verbs = lexicon.verbs
    for size in range(min(_LONGEST_VERB, len(words)), 1, -1):
        if words[:size] in verbs and words[size : size + 1] != "性":
            return words[:size]
    return ""


def ends_with_verb(words: str, lexicon: Lexicon) -> str:
    """Give the verb that a phrase ends with."""
    verbs = lexicon.verbs
    for size in range(min(_LONGEST_VERB, len(words)), 1, -1):
        if words[-size:] in verbs:
            return words[-size:]
    return ""


def has_verb(words: str, lexicon: Lexicon) -> bool:
    """Tell whether any verb stands in a phrase."""
    return any(words[i : i + n] in lexicon.verbs for i in range(len(words) - 1) for n in (2, 3, 4))


def verb_and_object(words: str, lexicon: Lexicon) -> tuple[str, str]:
    """Split a phrase into its leading verbs and its noun, which is what follows the last 的.

    A verb right before a noun too general to stand alone belongs to the noun (调解案件).
    """
    if _BODY.match(words):
        noun = _object_within(words, lexicon)
        return "", noun.rpartition("的")[2] or noun
    if acting := _ACTING.match(words):
        return _of_actor(words, acting, lexicon)
    at, last = 2 if words.startswith("平均") or _OF_LEVEL.match(words) else 0, ""
    mean = at
    while verb := starts_with_verb(words[at:], lexicon):
        if at > mean and (verb in lexicon.nominal or _PAPER.match(words, at + len(verb))):
            break
        at, last = at + len(verb), verb
        if words[at : at + 1] in ("和", "及", "、") and _long(
            words[at + 1 + len(starts_with_verb(words[at + 1 :], lexicon)) :]
        ):
            at += bool(starts_with_verb(words[at + 1 :], lexicon))
    noun = (
        (words if words[at : at + 1] in ("、", "和", "及") else words[at:])
        if at > mean
        else _object_within(words, lexicon)
    )
    if noun in GENERIC and last and at > len(last):
        at, noun = at - len(last), last + noun
    if last in _SUBMITTING:
        noun = _object_within(noun, lexicon)
    return words[:at], noun.rpartition("的")[2] or noun


def _of_actor(words: str, acting: re.Match[str], lexicon: Lexicon) -> tuple[str, str]:
    """Give the object of what a body does; the cases of a body that reconsiders are 行政复议案件."""
    rest = words[acting.end() :]
    verb = starts_with_verb(rest, lexicon)
    noun = rest[len(verb) :] if verb else ""
    if not noun:
        return "", _object_within(words, lexicon).rpartition("的")[2] or words
    if noun in GENERIC:
        noun = f"行政复议{noun}" if "复议" in acting.group() else verb + noun
    return "", noun.rpartition("的")[2] or noun


def _object_within(words: str, lexicon: Lexicon) -> str:
    """Give the object of a verb that follows an agent or a prepositional phrase: 行政复议机关收到|行政复议申请."""
    for at in range(2, min(16, len(words) - 1)):
        verb = starts_with_verb(words[at:], lexicon)
        if verb and verb not in lexicon.nominal and _long(words[at + len(verb) :]) and _balanced(words[at:]):
            return words[at + len(verb) :]
    return words


def _long(noun: str) -> bool:
    return len(noun) >= 4 or noun in _SHORT


def shortened(words: str, lexicon: Lexicon, limit: int = 22) -> str:
    """Keep of a long run of words its end from a verb on."""
    around = _AROUND.match(words)
    if around and starts_with_verb(words[around.end() :], lexicon):
        words = words[around.end() :]
    if len(words) <= limit:
        return words
    words = _TO_BODIES.sub("", words)
    if (by := _BY_WAYS.match(words)) and len(by["done"]) < len(words):
        if "复议" in by["who"] and len(by["done"]) <= _BARE:
            return f"行政复议{by['done']}"
        return by["done"] if len(by["done"]) > _BARE else words[by.start("way") :]
    for mark in "，,":
        words = words.rpartition(mark)[2]
    head, listed, rest = words.rpartition("等")
    if listed and len(rest) >= 3 and _balanced(rest):
        rest = _WAYS.sub("", rest)
        if whose := _CONCERNING.match(head):
            return whose["whose"] + rest
        words = _verbs_of(head, lexicon) + rest
        if (acts := _ACTS.search(rest)) and acts.start() <= 6:
            words = rest[acts.start() :]
        if (field := _FIELDS.match(words)) and starts_with_verb(words[field.end() :], lexicon):
            words = words[field.end() :]
    elif listed and rest in _MEETINGS and (verb := starts_with_verb(head, lexicon)):
        words = verb + rest
    if len(words) <= limit:
        return words
    if held := _HELD_LIST.fullmatch(words):
        return held["held"] + held["last"]
    for at in range(max(0, len(words) - limit - 6), len(words) - 3):
        inside = words[max(0, at - 2) : at] in _BEFORE_NOUNS
        if starts_with_verb(words[at:], lexicon) and _balanced(words[at:]) and not inside:
            return words[at:]
    piece = words.rpartition("、")[2]
    if len(piece) >= 4 and _balanced(piece):
        return piece
    return words[-limit:] if _balanced(words[-limit:]) else re.split("[”》）)]", words)[-1] or words[-limit:]


def _verbs_of(head: str, lexicon: Lexicon) -> str:
    """Give what is done to the things of a list: 研究解决|阵地建设、…, 组织干部职工学习|《民法典》…"""
    before = re.split("[《“]", head)[0]
    if (
        before != head
        and len(before) <= _LONGEST_ACT
        and (before[-2:] in _READ or ends_with_verb(before, lexicon))
    ):
        return before
    first = starts_with_verb(head, lexicon)
    return first + starts_with_verb(head[len(first) :], lexicon) if first else ""


def _balanced(words: str) -> bool:
    return all(words.count(a) == words.count(b) for a, b in ("“”", "《》", "（）", "()"))
