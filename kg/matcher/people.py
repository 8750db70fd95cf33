"""Persons: a post and a name (市长蔡丽新), or places and names in an enumeration that ends in 等N人."""

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.matcher.base import Context, Mention, found_where
from kg.model import Span
from kg.rulebook import Rulebook

_HAN = re.compile("[\u4e00-\u9fff]")
_GAP = " 　：:"
_TRANSCRIBED = re.compile("[\u4e00-\u9fff]{1,7}(?:[·•][\u4e00-\u9fff]{1,8})+")
_WITHOUT_NAME = ("总书记", "烈士")  # the name stands before the post
_SPOKEN = frozenset("讲话 同志 出席 主持 参加 当选 致辞".split())
_NOT_LAST = "的了等和与对在作率赴向就被将为任于是及同"
_ROLE = re.compile(
    "民警|辅警|律师|人民调解员|调解员|法官|检察官|书记员|公证员|仲裁员|执法人员|工作人员|干部|村民|居民|同志|教师|医生|职工|队员|社工"
)
_HEADS_ITS_POST = re.compile(
    "(?:常务)?副?(?:省长|市长|县长|区长|州长|盟长|旗长|镇长|乡长|主席|书记|局长|厅长|部长|院长|检察长|主任)$"
)
_WORDS_TOO = "于向应从"  # surnames that are little words as well
_OF_A_BODY = "省市县区州盟旗镇乡局厅委会办院部中"  # 高新区|区长, 常委会|主任
_SIGNER = re.compile("签发人[：:\\s]*")
_HONOURED = re.compile("(?:同志)?(?:荣获|获|被|当选|入选|荣立|、|和|等)")
_ENGAGED = re.compile("聘任|聘请|选聘|聘用|特聘|邀请")
_NUMBER_OF_THEM = re.compile("等?(?:\\d+|[一二两三四五六七八九十]+)[名位]|等(?:专家|律师|教授|学者)")
_LIST_END = re.compile(
    "(?:[、和][^，,。；;]{2,60})?等?(?:\\d+|[一二两三四五六七八九十]+)?(?:人|名|位|同志|被|荣获|获|当选)"
)


def compile_posts(rulebook: Rulebook) -> re.Pattern[str]:
    """Compile the titles of posts by first character, longest first, with the bodies that may stand inside them."""
    rests: dict[str, list[str]] = {}
    for title in sorted({r["title"] for r in rulebook.tables["posts"]}, key=lambda t: (-len(t), t)):
        rests.setdefault(title[0], []).append(re.escape(title[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(ends)})" for first, ends in rests.items()))


def find(ctx: Context, bodies: Iterable[Span] = ()) -> Iterator[Mention]:
    """Find persons and the posts before them; a post begins after the body that runs into it: 区司法局|局长."""
    posts: re.Pattern[str] = ctx.cached("posts", compile_posts)
    bodies = tuple(bodies)
    run: list[Mention] = []
    for found in posts.finditer(ctx.text, ctx.passage.span.start, ctx.passage.span.end):
        if found.start() not in ctx.starts and not ctx.is_end(found.end()):
            continue
        post = _post(ctx, Span(*found.span()), bodies)
        if run and not _joined(ctx, run[-1].span.end, post.span.start):
            run = []
        between = _name_between(ctx, post.span, bodies)
        if between:
            post = post._replace(attrs=(*post.attrs, ("body_end", str(between.start))))
        run.append(post)
        name = between or _name_after(ctx, found) or _name_before(ctx, post.span)
        if name:
            yield from run
            yield Mention(name, "Person", "person.post", name.of(ctx.text))
            run = []
    yield from _listed(ctx)
    yield from _engaged(ctx)
    yield from _by_role(ctx)


def signed(contexts: Sequence[Context]) -> list[list[Mention]]:
    """Find in every passage who signed: 签发人：王立新."""
    return found_where(contexts, [("签发人", _signer)])


def _signer(ctx: Context) -> Iterator[Mention]:
    for label in _SIGNER.finditer(ctx.text, *ctx.passage.span):
        if name := _name(ctx, label.end()):
            yield Mention(name, "Person", "person.signed", name.of(ctx.text))


def _post(ctx: Context, span: Span, bodies: tuple[Span, ...]) -> Mention:
    inside = (b.end for b in bodies if b.start < span.start < b.end < span.end)
    span = Span(next(inside, span.start), span.end)
    return Mention(span, "Post", "post.title", span.of(ctx.text), (("title", span.of(ctx.text)),))


def _name_after(ctx: Context, post: re.Match[str]) -> Span | None:
    at = _skip_gap(ctx, post.end())
    foreign = _TRANSCRIBED.match(ctx.text, at, ctx.passage.span.end)
    if foreign:
        return _without_verb(ctx, Span(*foreign.span()))
    return None if post.group().endswith(_WITHOUT_NAME) else _name(ctx, at)


def _name_before(ctx: Context, post: Span) -> Span | None:
    """Give the name of three characters that heads a clause before its post: 王立新|市长|出席."""
    start = post.start - 3
    heads = start >= ctx.passage.span.start and (
        start == ctx.passage.span.start or ctx.text[start - 1] in "，,。；;：:、由"
    )
    if not heads or start not in ctx.starts or not _HEADS_ITS_POST.match(ctx.text, *post):
        return None
    name = _name(ctx, start) if ctx.text[post.start - 1] not in _OF_A_BODY else None
    return name if name and name.end == post.start else None


def _name_between(ctx: Context, post: Span, bodies: tuple[Span, ...]) -> Span | None:
    """Give the name between a body and its head's post: 司法部|贺新民|部长."""
    if not _HEADS_ITS_POST.match(ctx.text, *post):
        return None
    starts = (b.end for b in bodies if b.end in (post.start - 3, post.start - 2))
    return next((n for s in starts if (n := _name(ctx, s)) and n.end == post.start), None)


def _without_verb(ctx: Context, name: Span) -> Span:
    """Take a verb off the end of a transcribed name: 艾尔肯·吐尼亚孜|讲话."""
    last = ctx.passage.ends_at(name.end)
    token = ctx.passage.tokens[last] if last is not None else None
    verb = token is not None and (ctx.is_boundary(token) or token.text in _SPOKEN)
    return Span(name.start, token.start) if token and verb and token.start > name.start else name


def _by_role(ctx: Context) -> Iterator[Mention]:
    """Find names after a word for what somebody is, before a verb of honour: 民警王建军荣获."""
    for role in _ROLE.finditer(ctx.text, ctx.passage.span.start, ctx.passage.span.end):
        name = _name(ctx, role.end())
        if name and _HONOURED.match(ctx.text, name.end):
            yield Mention(name, "Person", "person.role", name.of(ctx.text))
        elif role.group() == "同志" and _HONOURED.match(ctx.text, role.start()):
            starts = (role.start() - 3, role.start() - 2)
            named = (n for s in starts if (n := _name(ctx, s)) and n.end == role.start())
            yield from (Mention(n, "Person", "person.role", n.of(ctx.text)) for n in named)


def _joined(ctx: Context, end: int, start: int) -> bool:
    """Tell whether two posts are of one person: 市委常委、政法委书记; a body may stand between them."""
    between = ctx.text[end:start]
    return (
        len(between) <= 16 and between[:1] in ("、", "，", ",", "兼", " ", "　") and between.count("、") <= 1
    )


def _skip_gap(ctx: Context, at: int) -> int:
    while at < ctx.passage.span.end and ctx.text[at] in _GAP:
        at += 1
    return at


def _name(ctx: Context, start: int) -> Span | None:
    """Give the personal name that starts here: a surname and one or two characters that end where a token ends."""
    surnames = ctx.rulebook.words["surnames"]
    for surname in (ctx.text[start : start + 2], ctx.text[start : start + 1]):
        if surname not in surnames:
            continue
        for length in (2, 1):
            span_end = start + len(surname) + length
            if _is_name(ctx, start, span_end):
                return Span(start, span_end)
    return None


def _is_name(ctx: Context, start: int, end: int) -> bool:
    if end > ctx.passage.span.end or not all(_HAN.match(c) for c in ctx.text[start:end]):
        return False
    words = [t for t in ctx.passage.tokens if start < t.end and t.start < end]
    addressed = ctx.text[start] in _WORDS_TOO and ctx.text.startswith("同志", end)  # 市长|于海田同志
    if (
        any(ctx.is_boundary(t) for t in words[addressed:])
        or ctx.text[start:end] in ctx.rulebook.words["not_names"]
    ):
        return False
    if ctx.text[start] == "任" and ctx.text[start + 1 : start + 2] in ("双", "总", "副"):
        return False  # 由书记、镇长任双组长
    if ctx.text[start] == "任" and ctx.cached("posts", compile_posts).match(ctx.text, start + 1):
        return False  # 由县长任组长
    closed = ctx.is_end(end) or ctx.text[end : end + 1] in "、，,等和为" or _verb_glued(ctx, end)
    return closed and ctx.text[end - 1] not in _NOT_LAST and ctx.text[start] != ctx.text[start + 1]


def _verb_glued(ctx: Context, end: int) -> bool:
    """Tell whether the segmenter glued a verb of one character to a name: 王凯|作."""
    return ctx.text[end : end + 1] in "作率赴带" and ctx.is_end(end + 1)


def _engaged(ctx: Context) -> Iterator[Mention]:
    """Find names listed after a verb of engaging before their number: 聘任|王丽华、李国强|等5名律师."""
    for verb in _ENGAGED.finditer(ctx.text, *ctx.passage.span):
        names, at = [], verb.end()
        while name := _name(ctx, at):
            names.append(name)
            at = name.end + (ctx.text[name.end : name.end + 1] in ("、", "和"))
        if names and _NUMBER_OF_THEM.match(ctx.text, at, ctx.passage.span.end):
            yield from (Mention(n, "Person", "person.listed", n.of(ctx.text)) for n in names)


def _listed(ctx: Context) -> Iterator[Mention]:
    """Find names that stand after places in a list of people: 淮安区喻文忠、清江浦区赵成树等2人."""
    places = {span.start for span, _ in ctx.divisions}
    for place, _ in ctx.divisions:
        name = _name(ctx, place.end) if place.end not in places else None
        if name and _LIST_END.match(ctx.text, name.end, ctx.passage.span.end):
            yield Mention(name, "Person", "person.listed", name.of(ctx.text))
