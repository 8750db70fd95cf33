"""Bodies that share one head: 盱眙县、金湖县司法局 names the bureau of each of the two."""

from collections.abc import Iterator

from kg.matcher import Mention
from kg.matcher.parts import PART
from kg.model import Span


def sharing(mention: Mention, own: str | None) -> Iterator[tuple[Mention, Span]]:
    """Give, for every place listed before a body, the body of that place and where the place stands."""
    head = (mention.attr("parts") or "").removeprefix(mention.attr("town") or "")
    for item in filter(None, (mention.attr("sharers") or "").split("|")):
        offsets, _, prefix = item.partition("=")
        start, end = map(int, offsets.split("-"))
        other = _of_place(mention, prefix, head, own)
        if other is not None:
            yield other, Span(start, end)


def _of_place(mention: Mention, prefix: str, head: str, own: str | None) -> Mention | None:
    kind, _, name = prefix.rpartition(":")
    if not kind:
        return mention._replace(attrs=(("prefix", prefix), ("parts", head)))
    whole = name + head.replace(PART, "")
    if kind == "zone":
        return mention._replace(rule="agency.zone", name=whole, attrs=(("prefix", name), ("parts", head)))
    return mention._replace(name=whole, attrs=(("prefix", own or ""), ("parts", whole))) if own else None
