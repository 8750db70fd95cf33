"""What is known of one figure when its indicator is made: its words, its place in a list, the topic so far."""

import re
from copy import deepcopy
from dataclasses import dataclass, field, fields

from kg.model import Quantity
from kg.observations.frames import Frame
from kg.segment import Passage

MEASURED = re.compile(
    "(?:率|比例?|占比|比重|权重|份额|覆盖面|评查面|抽查面|检查面|度|水平|指数|感|增速|增幅|降幅|涨幅|强度|系数|得分|比值|倍差|分|数|额|量|值|能耗|浓度|幅度|标准|面积|收入|支出|总产|里程|规模|存量|余额|产能|排名|位次|名次)$"
)
BASE = re.compile(
    "(?:[较比]|同比)(?:去年|上年|上一年|前年|20\\d\\d年)度?(?:同期)?(?:的|(?:该|同)类[^，,]{1,6})?$"
)
PREPOSITION = re.compile(
    "(?:对|为|向|将|把|由|就|以|从|给|在|通过|按照|根据|围绕|针对|依托|利用|依据|会同|联合)"
)

JUDGED_IN = re.compile(
    "在(?P<test>[^，,在]{2,40}?(?:测评|考核|考评|评估|评价|评选|评查|调查|测试|抽查|督查|督察|竞赛|(?<!监督)检查))(?:工作|活动)?(?:的)?中"
)
AMONG = re.compile(
    "(?<=[卷件项个家名人份])[中里]的?$|(?:年度|绩效|综合|工作)*(?:考核|考评|评估|评价|测评|评比)中(?:.{0,4}(?:排名?|位列|位居|列|居))?$|(?:(?<=城市)|(?<=县市)|(?<=市区)|(?<=县区)|(?<=区县))中(?:排名?|位列|位居|列|居)?$|(?:[中里](?:仍|还|尚|就|已|只|仅|也)?有|(?:仍|还|尚)有)$"
)
HEADS = re.compile(
    "部门|单位|县区|区县|企业|乡镇|机构|人员|项目|水源地|城市|村|社区|街道|学校|医院|高校|县(?!级)|市(?![级场])|区(?!级)|省份|国家|产品|断面|事项|领域|行业|园区|开发区|自然村"
)


@dataclass(slots=True)
class Topic:
    """What the figures of a paragraph have been about so far."""

    indicator: str = ""
    object: str = ""
    head: str = ""
    verb: str = ""
    unit: str = ""
    kind: str = ""
    base: str = ""
    phrase: str = ""
    rated: str = ""
    sentence: int = -1
    members: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    listing: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    subject: str = ""
    half: int = -1
    counted: dict[str, tuple[str, int]] = field(default_factory=dict)
    spread: list[str] = field(default_factory=list)
    whole: "Whole | None" = None

    def is_of(self, passage: Passage) -> bool:
        """Tell whether the last figure stands in a sentence."""
        return self.sentence == passage.sentence.index

    def saved(self) -> "Topic":
        """Give a copy that `restore` can go back to."""
        return deepcopy(self)

    def restore(self, saved: "Topic") -> None:
        """Go back to a copy: what a bracket says leaves the topic as it was."""
        for each in fields(self):
            setattr(self, each.name, getattr(saved, each.name))


@dataclass(frozen=True, slots=True)
class Whole:
    """What the parts after 其中 are parts of."""

    object: str
    verb: str
    unit: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Said:
    """The words around one figure.

    `before` leaves out the subject's name; `shared` is what later members of a list say; `subject` is a name;
    `index` and `size` tell the figure's place in a list.
    """

    frame: Frame
    before: str
    index: int
    shared: str = ""
    subject: str = ""
    size: int = 1

    @property
    def quantity(self) -> Quantity:
        """Give the figure."""
        return self.frame.quantity
