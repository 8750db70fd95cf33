"""Bring together what is one thing under several names, choose the fullest, find the other places where it is named."""

import re
from collections.abc import Callable, Iterable

from kg.matcher.base import WordIndex
from kg.model import Document, Span
from kg.resolve.registry import Record, Registry, fold

_MERGED = ("Reform", "System", "Honor", "Event", "Policy")
_TAILS = re.compile("(?:试点工作|工作|常态化制度化|建设项目|项目|升级版)$")
_LOOSE_TAILS = re.compile("(?<!检查)(?<!清理)(?<!自纠)(?:工作|常态化制度化|升级版)$")
_LEVEL = re.compile("(?:国家|[省市县区州])级|全[国省市县区州]")
_INNER = re.compile("工作(?=制度$|机制$)|门户(?=网站$)")
_FRONTS = tuple(
    sorted(
        "社会 全市 全省 全县 全区 市级 省级 县级 区级 各类 重大 大型 新型 政府 本级 农村 城市 基层".split()
    )
)
_MIN_SUFFIX = 6
# What may follow a bare quotation that stands for the whole name: “微警务”|上线, not “四港”|联动发展.
_NAME_ENDS = re.compile(
    "$|[^\u4e00-\u9fff\\d“]|“|等|在|已|是|被|将|和|与|及|也|均|让|使|全面|正式|入选|荣获|获|上线|落地|深入|持续|扎实|稳步|有序|顺利|成功|不断"
    "|工作|建设|项目|试点|改革|行动|机制|制度|体系|模式|活动|品牌|平台|系统|热线|集群|事项|成果|成效|经验|作用|功能|要求|精神|任务|案例|案件|信息|联席"
)


def settle_names(registry: Registry, document: Document, own: str) -> None:
    """Merge records that name one thing, then add every further place of their names in the text."""
    for cls in ("Reform", "System", "Event", "Honor"):
        _merge(registry, cls, _folded)
    for cls in ("Reform", "System"):
        _merge(registry, cls, _core, _alike)
        _merge_suffixes(registry, cls)
    _join_fuller_quotes(registry)
    _join_bare_quotes(registry)
    _join_government_bodies(registry)
    for record in registry.of("Reform", "System"):
        _choose_name(registry, record, own)
    _spread(registry, document)


def _folded(record: Record) -> str:
    bare = _TAILS.sub("", fold(record.name)) or fold(record.name)
    return _INNER.sub("", bare)


def _core(record: Record) -> str | None:
    core = record.attrs.get("core")
    return fold(core) if core else None


def _alike(record: Record, other: Record) -> bool:
    """Tell whether nothing before the quotation tells two names apart: 外资限制“清零” and 破坏事件“清零”行动 are two things."""
    one, two = record.name.partition("“")[0], other.name.partition("“")[0]
    return not one or not two or one.endswith(two) or two.endswith(one)


def _merge(
    registry: Registry,
    cls: str,
    key_of: Callable[[Record], str | None],
    alike: Callable[[Record, Record], bool] = lambda record, other: True,
) -> None:
    groups: dict[str, Record] = {}
    for record in registry.of(cls):
        key = key_of(record)
        if key is None:
            continue
        kept = groups.setdefault(key, record)
        if kept is not record and alike(kept, record):
            better = record if record.attrs.get("known") and not kept.attrs.get("known") else kept
            registry.merge(better, kept if better is record else record)
            groups[key] = better


def _merge_suffixes(registry: Registry, cls: str) -> None:
    """Merge 社会矛盾纠纷多元化解机制 into 矛盾纠纷多元化解机制: a short front on a long name."""
    by_name = {fold(r.name): r for r in registry.of(cls)}
    fronted = (item for item in by_name.items() if item[0].startswith(_FRONTS))
    for long, record in sorted(fronted, key=lambda item: (len(item[0]), item[0])):
        fronts = (f for f in _FRONTS if long.startswith(f) and len(long) - len(f) >= _MIN_SUFFIX)
        short = next((by_name[rest] for f in fronts if (rest := long.removeprefix(f)) in by_name), None)
        if short is not None:
            registry.merge(short, record)
            by_name[long] = short


def _join_fuller_quotes(registry: Registry) -> None:
    """Take “阳光信访” and “阳光信访网络时代的治理新路径” as one: a whole quoted name begins a longer one."""
    cored = [(record, core) for record in registry.of("Reform") if (core := _core(record))]
    for record, core in cored:
        if len(core) < 4:
            continue
        for other, longer in cored:
            if longer != core and longer.startswith(core) and registry.get(other.cls, other.key) is other:
                registry.merge(record, other)


def _join_bare_quotes(registry: Registry) -> None:
    """Give a reform that is only a quotation to the system of the same core when the reform has no other form."""
    systems = {_core(r): r for r in registry.of("System") if _core(r)}
    for record in registry.of("Reform"):
        system = systems.get(_core(record))
        if system and all(fold(s) == _core(record) for s in record.surfaces()):
            system.places += record.places
            registry.drop(record)


def _join_government_bodies(registry: Registry) -> None:
    """Take 淮安市行政复议委员会 and 淮安市人民政府行政复议委员会 as one body."""
    by_bare = {r.name.replace("人民政府", "", 1): r for r in registry.of("Agency") if "人民政府" in r.name}
    for record in registry.of("Agency"):
        fuller = by_bare.get(record.name)
        if fuller is not None and fuller is not record:
            registry.merge(fuller, record)


def _choose_name(registry: Registry, record: Record, own: str) -> None:
    """Name a record by its longest form that does not end in a general tail, as printed in this report."""
    forms = [s for s in record.surfaces() if not _LOOSE_TAILS.search(s)] or record.surfaces()
    forms = [s for s in forms if not _LEVEL.match(s)] or forms
    quoted = [s for s in forms if "“" in s]
    printed = _LOOSE_TAILS.sub("", max(quoted or forms[:1], key=len))
    if not record.fuller and (not record.name.endswith(printed) or record.attrs.get("known")):
        record.extra.add(record.name)
        record.name = printed
    registry.rekey(record, f"{own}/{record.name}")


def _spread(registry: Registry, document: Document) -> None:
    """Add the places where a name stands again that no finder took (in headings, without its verb)."""
    owners: dict[str, Record] = {}
    for record in registry.of(*_MERGED):
        for form in _forms(record):
            owners.setdefault(form, record)
    taken = _taken(registry)
    for span in WordIndex(owners).find(document.text, Span(0, len(document.text))):
        if any(t.overlaps(span) for t in _near(taken, span)) or _in_a_title(document.text, span):
            continue
        form = span.of(document.text)
        record = owners[form]
        if _NAME_ENDS.match(document.text, span.end) or not _is_bare(record, form):
            record.places.append((span, form))


def _in_a_title(text: str, span: Span) -> bool:
    """Tell whether a name is only part of a title in 《》, be it of a document or of a book."""
    opened = text.rfind("《", max(0, span.start - 40), span.start)
    whole = opened == span.start - 1 and text.startswith("》", span.end)
    return opened >= 0 and not whole and "》" not in text[opened : span.start]


def _is_bare(record: Record, form: str) -> bool:
    """Tell whether a form is only what the name quotes."""
    return form == f"“{record.attrs.get('core')}”" and form not in record.surfaces()


def _forms(record: Record) -> Iterable[str]:
    """Give the forms of a record that are long or quoted enough to be sure of."""
    core = (
        record.attrs.get("core") if record.cls != "Event" else None
    )  # “空中丝路” is more than the forum on it
    forms = {s for s in (record.name, *record.surfaces()) if len(s) >= 5}
    return sorted(forms | ({f"“{core}”"} if core else set()))


def _taken(registry: Registry) -> dict[int, list[Span]]:
    taken: dict[int, list[Span]] = {}
    for record in registry:
        if record.cls in (*_MERGED, "Agency", "Person"):
            for span, _ in record.places:
                for block in range(span.start // 64, span.end // 64 + 1):
                    taken.setdefault(block, []).append(span)
    return taken


def _near(taken: dict[int, list[Span]], span: Span) -> Iterable[Span]:
    for block in range(span.start // 64, span.end // 64 + 1):
        yield from taken.get(block, ())
