"""Find which body issued a report, and for which place."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Division, Gazetteer
from kg.model import Level
from kg.reader import words
from kg.reader.lines import Line
from kg.reader.title import collapse

_CONTEXT = 6_000
_LEVELS = tuple(Level)
_YEAR = r"[〇○零一二三四五六七八九\d]{4}\s*(?:[—–~～-]\s*\d{4}\s*)?年度?"
# What may stand before the body's name in a title, and where that name ends.
_BEFORE = re.compile(rf"^(?:关于(?:呈报|报送|印发|公布|发布|公开)?|《|“|{_YEAR})")
_AFTER = re.compile(
    rf"关于|{_YEAR}|(?<!\d)20\d\d(?=[政法依行普])|年度|“?十[一二三四五六]五|[《(（]|(?:全面|深入|扎实|持续)?(?:贯彻|落实|推进|加强|开展)|工作(?!委员会|办|领导)"
)
_OWN = re.compile(r"[我本全各][省市县区州盟旗]?")
_LETTER = re.compile(r"(?:自治区|自治州|自治县|[省市州盟县旗]|区)(?![场政民])(?=.)")
_LED = re.compile(
    r"在(?:中共)?(?P<place>[\u4e00-\u9fff]{2,12}?[市县区旗州盟])(?:党?委|人民政府|政府)[^，,。]{0,12}领导下"
)
_SPEECH = re.compile(
    r"在\s*(?P<body>[\u4e00-\u9fff ]{2,20}?)\s*第\s*[一二三四五六七八九十百]+\s*届\s*人民代表大会"
)
_FOR = re.compile(r"代表(?P<body>[\u4e00-\u9fff]{2,20}?政府)[，,向]")
_OF_PLACE = re.compile(r"[省市县区州盟旗]$")
_TOWN = re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处)?$")
_STREET = re.compile(r"[\u4e00-\u9fff]{2,4}街(?:办事处)?")  # 黄石街 for 黄石街道, as in the south
_TOWN_ENDINGS = (("镇", "人民政府"), ("乡", "人民政府"), ("街道", "办事处"))
_TOWN_ALONE = re.compile(
    r"(?!各|本|我|全|该|所辖|下辖)[\u4e00-\u9fff]{2,6}(?:镇|乡|街道)(?:人民政府|办事处)?"
)
_ALONE = re.compile(r"(?![我全本各])[\u4e00-\u9fff]{4,16}")
_NUMBERED = re.compile(r"\s*[（(]?(?:[一二三四五六七八九十]+|\d+)[）)、.．]")
# Two bodies that issue together: the party committee of a body or place, and the body or its government itself.
_JOINT = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{2,20})党[委组](?P=body)|中共(?P<place>[\u4e00-\u9fff]{2,20}?)(?:委员会|工作委员会)(?P<seat>(?P=place)[\u4e00-\u9fff]{2,16})"
)
_OPENING = re.compile(
    rf"(?:^|\n)[ \t\u3000]*(?:{_YEAR}(?:以来)?[，,]\s*)?(?P<body>[\u4e00-\u9fff]{{2,12}}?(?:镇|乡|街道|局|厅|委员会|管委会|人民政府))"
    r"(?=在|以(?!来)|坚持|始终|深入|认真|全面|积极|紧紧|按照|围绕|严格|切实)"
)
_ZONE = re.compile(r"(?:开发区|高新区|新区|园区|示范区|度假区|保税区|试验区|合作区|产业园|风景区|管理区)$")
_NATION = re.compile(
    r"国务院|(?:国家|中国|中华人民共和国|最高人民).{2,}|[\u4e00-\u9fff]{2,8}(?:部|总局|总署|署)"
)
_DATE_AT_END = re.compile(r"\s*[〇○零一二三四五六七八九\d]{4}\s*年.*$")
_GOVERNMENT = re.compile(r"(?:人民)?政府(?:办公[厅室])?|行政公署|人民|")
_SENTENCE = re.compile(r"[，,。；;：:、]")
_HEAD_LINES = 10
_SIGNATURE_LINES = 6
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing body: its usual full name, its place (None for national and unknown ones), its level."""

    name: str | None
    place: Division | None
    level: Level | None
    note: str | None = None

    @property
    def is_government(self) -> bool:
        """Tell a government, or the authority of a zone, from a department."""
        return self.name is not None and _family(self.name) == "government"


@dataclass(frozen=True, slots=True)
class Scene:
    """What the search may look at: all places, the year, the text, and the place told from outside."""

    gazetteer: Gazetteer
    year: int | None
    text: str
    given: Division | None = None

    def choose(self, candidates: Sequence[Division]) -> Division | None:
        """Choose among places of one name: in the given one, the highest, the one whose surroundings the text names."""
        if self.given is not None:
            inside = [d for d in candidates if self.gazetteer.is_within(d.code, self.given.code)]
            candidates = inside or candidates
        highest = min((_LEVELS.index(d.level) for d in candidates), default=0)
        candidates = [d for d in candidates if _LEVELS.index(d.level) == highest]
        return candidates[0] if len(candidates) == 1 else self._by_surroundings(candidates)

    def _by_surroundings(self, candidates: Sequence[Division]) -> Division | None:
        named = Counter(d.code for d in self.named())
        scores = {d.code: sum(named[a.code] for a in self.gazetteer.ancestors(d.code)) for d in candidates}
        best = [d for d in candidates if scores[d.code] == max(scores.values())]
        return best[0] if len(best) == 1 else None

    def named(self) -> Iterator[Division]:
        """Yield the places that the beginning of the text names, time after time, where the name is the place's alone."""
        for _, candidates in self.gazetteer.match(self.text[:_CONTEXT], self.year):
            if len(candidates) == 1:
                yield candidates[0]

    def owner(self, body: str) -> Division | None:
        """Give the place before a lettered name where the head of the text has it in full: 武汉|市水务局."""
        before = self.text[:1000].partition(body)[0] if body in self.text[:1000] else ""
        for size in (4, 3, 2):
            letter = body[:1]
            found = (
                self.gazetteer.find(before[-size:] + letter, year=self.year) if len(before) >= size else ()
            )
            if found:
                return self.choose(found)
        heads = re.findall(rf"([\u4e00-\u9fff]{{2,5}}){re.escape(body)}", self.text[:1000])
        named = [d for h in heads for d in self.gazetteer.find(h + body[:1], year=self.year)]
        return named[0] if len({d.code for d in named}) == 1 else None

    def led(self) -> Division | None:
        """Give the place whose committee or government the beginning of the text says leads the issuer: 在某市委领导下."""
        found = _LED.search(self.text[:_CONTEXT])
        matches = self.gazetteer.match(found["place"], self.year) if found else ()
        return (
            self.choose(matches[-1][1])
            if matches and found and matches[-1][0].end == len(found["place"])
            else None
        )

    def commonest(self, ending: str = "") -> Division | None:
        """Give the place that the beginning of the text names most often, if at least twice; the given one goes first."""
        if self.given is not None and self.given.name.endswith(ending):
            return self.given
        counts = Counter(d for d in self.named() if d.name.endswith(ending))
        best = max(counts, key=lambda d: counts[d], default=None)
        return best if best is not None and counts[best] > 1 else None


def find_issuer(scene: Scene, title: str, lines: Sequence[Line], told: Iterable[str]) -> Issuer:
    """Give the issuing body: by the title, the signature, the occasion of the speech, what is `told` around the text
    (particulars, the file's name), at last by the place that the text names most often.
    """
    unplaced: Issuer | None = None
    for written in _written(scene, title, lines, told):
        found = resolve(scene, written)
        if found is not None and (found.place is not None or found.level is Level.NATION):
            return _in_full(_told(scene, found))
        unplaced = unplaced or found
    return _in_full(_told(scene, _guessed(scene, unplaced)))


def _in_full(issuer: Issuer) -> Issuer:
    """Lengthen a short form that stands for one name alone: 武汉市市场监管局 -> 武汉市市场监督管理局."""
    name = issuer.name or ""
    for short, full in words.shorts():
        front = name.removesuffix(short)
        if front and front != name and not name.endswith(full) and _OF_PLACE.search(front):
            return replace(issuer, name=front + full)
    return issuer


def _written(scene: Scene, title: str, lines: Sequence[Line], told: Iterable[str]) -> Iterator[str]:
    yield lead(title)
    yield from _signed(lines[:_HEAD_LINES])
    yield from _signed(lines[-_SIGNATURE_LINES:])
    yield from _spoken(scene.text)
    yield from told
    yield from (found["body"] for found in _OPENING.finditer(scene.text[:1000]))


def lead(title: str) -> str:
    """Give what a title names before its subject: the body or only the place.

    >>> lead("关于2017年淮安市法治政府建设情况的报告"), lead("2025年北京市政府工作报告"), lead("某县公安局2022年法治政府建设年度报告")
    ('淮安市', '北京市', '某县公安局')
    """
    rest = collapse(title)
    while found := _BEFORE.match(rest):
        rest = rest[found.end() :].lstrip()
    ends = [found.start()] if (found := _AFTER.search(rest)) else []
    ends += [at for phrase in words.genres() if (at := rest.find(phrase)) >= 0]
    return _last_of(rest[: min(ends, default=0)].strip(" 、，,：:"))


def _last_of(bodies: str) -> str:
    """Give of a party committee and a government that issue together the government.

    >>> _last_of("中共某县某镇委员会某县某镇人民政府"), _last_of("海关总署党委海关总署")
    ('某县某镇人民政府', '海关总署')
    """
    joint = _JOINT.fullmatch(bodies)
    return (joint["body"] or joint["seat"]) if joint else bodies


def _signed(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the bodies that stand alone on a line, as under a title or a signature, the last first."""
    for line in reversed(lines):
        written = _DATE_AT_END.sub("", collapse(line.text)).strip("（()）").removesuffix("文件")
        if (
            not _NUMBERED.match(line.text)
            and 4 <= len(written) <= _LONGEST_NAME
            and _family(written) is not None
            and not _SENTENCE.search(written)
        ):
            yield written


def _spoken(text: str) -> Iterator[str]:
    """Yield the place whose congress hears the report, and the government in whose name it is given."""
    for pattern in (_SPEECH, _FOR):
        for found in pattern.finditer(text[:1000]):
            yield collapse(found["body"])


def resolve(scene: Scene, written: str) -> Issuer | None:
    """Give the body that a name, or a place alone, stands for; None when it is neither."""
    name = collapse(written).strip()
    if not 1 < len(name) <= _LONGEST_NAME or _OWN.fullmatch(name):
        return None
    return (
        _named_in_full(scene, name)
        or _named_short(scene, name)
        or _lettered(scene, name)
        or _hosted(scene, name)
        or _unplaced(name)
    )


def _named_in_full(scene: Scene, name: str) -> Issuer | None:
    """Resolve 江苏省淮安市公安局, 国家税务总局淮安市税务局, 淮安市."""
    matches = scene.gazetteer.match(name, scene.year)
    if not matches:
        return None
    last, candidates = matches[-1]
    place, rest = scene.choose(candidates), name[last.end :]
    if matches[0][0].start == 0 and not _names_body(rest):
        rest = ""  # a place and words on what it does: 浙江省|人大常委会首次审议
    if matches[0][0].start == 0 or _GOVERNMENT.fullmatch(rest):
        return _body(place, place.name if place else last.of(name), rest)
    return Issuer(name, place, place.level if place else None) if _family(name) else None


def _names_body(rest: str) -> bool:
    """Tell whether what follows a place in a name makes the name of a body of it."""
    return (
        not rest
        or _family(rest) is not None
        or bool(
            _TOWN.search(rest) or _STREET.fullmatch(rest) or _ZONE.search(rest) or _GOVERNMENT.fullmatch(rest)
        )
    )


def _named_short(scene: Scene, name: str) -> Issuer | None:
    """Resolve 宁夏, 宁夏政府, 上海海关, 淮安经济技术开发区."""
    for end in range(min(len(name), 8), 1, -1):
        short, rest = name[:end], name[end:]
        places = scene.gazetteer.find(short, year=scene.year)
        if rest.startswith(("镇", "乡", "街道")):  # the town 仁和镇, not the district 仁和
            continue
        if places and (_GOVERNMENT.fullmatch(rest) or _ZONE.search(rest) or _family(rest)):
            return _body(scene.choose(places), short, rest)
    return None


def _lettered(scene: Scene, name: str) -> Issuer | None:
    """Resolve 市公安局 and 自治区人民政府, which leave the place to the reader."""
    letter = _LETTER.match(name)
    if letter is None:
        return None
    place = scene.commonest("区" if letter.group() == "自治区" else letter.group()[-1]) or scene.owner(name)
    return None if place is None else _body(place, place.name, name[letter.end() :])


def _hosted(scene: Scene, name: str) -> Issuer | None:
    """Resolve a zone, or a body of one, that is named without the city where it lies: 国家税务总局苏州工业园区税务局."""
    zone = max((z for z in words.zones() if z in name), key=len, default=None)
    host = scene.gazetteer.by_code(words.zones()[zone]) if zone else None
    if host is None or not (name == zone or _family(name)):
        return None
    return Issuer(f"{name}管理委员会" if name == zone else name, host, host.level)


def _unplaced(name: str) -> Issuer | None:
    if _TOWN_ALONE.fullmatch(name):
        ending = next((e for town, e in _TOWN_ENDINGS if name.endswith(town)), "")
        return Issuer(name + ending, None, Level.TOWNSHIP)
    if _ZONE.search(name) and _ALONE.fullmatch(name):
        return Issuer(f"{name}管理委员会", None, None)
    if _family(name) is None:
        return None
    return Issuer(name, None, Level.NATION if _NATION.fullmatch(name) else None)


def _body(place: Division | None, printed: str, rest: str) -> Issuer:
    """Complete a name: a place alone is its government, a zone or a township alone its authority."""
    level = place.level if place else None
    note = None if place else f"several places are called {printed}"
    if _GOVERNMENT.fullmatch(rest):
        return Issuer(government(place) if place else f"{printed}人民政府", place, level, note)
    if _STREET.fullmatch(rest):
        return Issuer(f"{printed}{rest.removesuffix('办事处')}道办事处", place, Level.TOWNSHIP, note)
    if _TOWN.search(rest):
        ending = next((e for town, e in _TOWN_ENDINGS if rest.endswith(town)), "")
        return Issuer(printed + rest + ending, place, Level.TOWNSHIP, note)
    return Issuer(printed + rest + ("管理委员会" if _ZONE.search(rest) else ""), place, level, note)


def government(place: Division) -> str:
    """Give the name of a place's government.

    >>> government(Division("540000", "西藏自治区", "西藏", Level.PROVINCE, None, None, None, ()))
    '西藏自治区人民政府'
    """
    if place.name.endswith(("地区", "盟")):
        return f"{place.name}行政公署"
    return f"{place.name}{'政府' if place.name.endswith('特别行政区') else '人民政府'}"


def _guessed(scene: Scene, named: Issuer | None) -> Issuer:
    led = scene.led()
    if led is not None and named is not None and named.name and named.level is None:
        return Issuer(
            led.name + named.name, led, led.level, f"place taken from whom it is led by: {led.name}"
        )
    place = scene.commonest()
    if place is None or (named is not None and named.note):
        return named or Issuer(None, None, None)
    note = f"place taken from the name that the text has most often: {place.name}"
    name = named.name if named is not None and named.name else government(place)
    town = named is not None and named.level is Level.TOWNSHIP
    return Issuer(name, place, Level.TOWNSHIP if town else place.level, note)


def _told(scene: Scene, found: Issuer) -> Issuer:
    """Let the place that was told from outside go before the one that was found."""
    place = scene.given
    if place is None or (found.place is not None and found.place.code == place.code):
        return found
    own = found.level not in (Level.TOWNSHIP, Level.NATION) and (found.name is None or found.is_government)
    return replace(
        found, name=government(place) if own else found.name, place=place, level=place.level, note=None
    )


def _family(name: str) -> str | None:
    """Give the family of a body by the longest ending that fits, None when it is no body's name."""
    fitting = [ending for ending in words.bodies() if name.endswith(ending)]
    return words.bodies()[max(fitting, key=len)] if fitting else None
