"""Tell the bodies that a figure counts from what they did, which the next figure counts."""

import re

from kg.observations.lexicon import Lexicon
from kg.observations.words import has_verb, starts_with_verb

FIGURE = re.compile("(?:超过|不足|少于|多于|近|约|达|逾|突破)?\\d")
_OFTEN = re.compile("\\d+余?(?:场次|场|次|期)")
_ACTOR = re.compile(
    "(?P<who>(?:村|社区|乡镇|镇街|街道)(?=开展|举办|组织)|成员(?=全年|列席|参加)|村[（(]社区[）)]|[^，,、]{1,16}(?:委员会|调委会|(?<![村镇])组织|事务所|中心|机构|支队|大队|队伍|人员|部门|单位|律师|调解员|成员|委员|专家|顾问|志愿者|企业|法庭|服务站|工作站|工作室|服务团|协会|法院|检察院|学校|医院|志愿者|行政村|村|社区|乡镇|镇街|街道)|[^，,、]{0,8}?(?:(?:市州|州市|盟市|市县|县市区?|县区|区县|省直|市直)(?:部门|政府)?|行业领域|领域|省份|地市|[省市县区州镇乡]级?政府|乡镇政府)(?:本级)?)"
    "(?:共|累计|全年|共计|总共|先后|一共)?(?P<does>[\u4e00-\u9fff]{2,6}(?:“[^”]*”|[\u4e00-\u9fff])*)$"
)


def what_they_did(noun: str, text: str, end: int, lexicon: Lexicon) -> tuple[str, str]:
    """Split bodies from their deed, told by the figure at an offset: 217个|人民调解委员会|共调处纠纷|11862件."""
    found = _ACTOR.match(noun)
    if not found:
        return noun, ""
    often = _OFTEN.match(text, end) and has_verb(found["does"], lexicon)
    if often or starts_with_verb(found["does"], lexicon):
        return found["who"], found["does"]
    return noun, ""
