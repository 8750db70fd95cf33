"""The graph: a neighbourhood, a report or the whole as a picture, every fact of it as a list with its sentence."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pyoxigraph import Store
from starlette.requests import Request

from kg import catalog
from kg.namespaces import VOCABULARY, term
from kg.web import pages
from kg.web.explorer import drawing, wish
from kg.web.explorer.drawing import Drawing
from kg.web.explorer.shown import Shown
from kg.web.explorer.wish import Names, Wish
from kg.web.net import evidence
from kg.web.net.cut import Group, Part
from kg.web.net.evidence import Passage
from kg.web.net.network import CLASSES, POST_IN, STATEMENTS, Network
from kg.web.words import Words

QUOTED = 300
"""Facts of a picture whose clause the list quotes."""
_STATUSES = ("done", "ongoing", "planned", "denied")


@dataclass(frozen=True, slots=True)
class End:
    """An entity where it is named: `name` is its IRI without the base."""

    name: str
    label: str
    cls: str
    iri: str
    degree: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact in words; `quote` is the clause that says it first."""

    fact: str
    subject: End
    predicate: str
    object: End
    status: str
    times: int
    quote: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a way between two entities: the facts that tie them, each with its sentences."""

    start: End
    end: End
    claims: tuple[tuple[Claim, tuple[Passage, ...]], ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A group that is shown one by one; `href` closes it."""

    predicate: str
    outgoing: bool
    href: str


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows; `whole` counts the entities that belong to the picture, shown or not."""

    mode: str
    wish: Wish
    focus: End | None
    target: End | None
    report: str
    whole: int
    drawing: Drawing
    classes: tuple[tuple[str, int], ...]
    predicates: tuple[tuple[str, int], ...]
    opened: tuple[Opened, ...]
    entity: End | None
    mentions: tuple[Passage, ...]
    claim: Claim | None
    passages: tuple[Passage, ...]
    ways: tuple[tuple[Step, ...], ...]
    facts: tuple[Claim, ...]
    words: dict[str, str]


async def give(request: Request) -> Shown:
    """Give the picture that the address asks for."""
    site = pages.site_of(request)
    wanted = wish.read(request.query_params)
    language = pages.language_of(request)

    def label(iri: str) -> str | None:
        return site.terms.label(iri, language)

    def work(store: Store) -> View:
        names = Names(site.networks.get(), site.settings.base)
        return _view(store, names, wanted, named(Words(language), label, names.network))

    view = await site.fetch(work)
    return Shown("graph.html", view, (_query(site.settings.base, wanted),))


def _view(store: Store, names: Names, asked: Wish, words: dict[str, str]) -> View:
    network, asked = names.network, _shortened(names, asked)
    chosen = names.link(asked.fact) if asked.fact else None
    wanted = _with_focus(names, asked, chosen)
    part = drawing.part_of(names, wanted, chosen)
    entity = _entity(names, wanted)
    return View(
        _mode(wanted),
        wanted,
        _end(names, names.node(wanted.focus)) if wanted.focus else None,
        _end(names, names.node(wanted.to)) if wanted.to else None,
        evidence.title(store, names.iri(wanted.report)) if wanted.report else "",
        part.whole,
        drawing.draw(names, wanted, part),
        _counts((network.nodes[n].cls for n in part.nodes), CLASSES),
        _counts(network.links[n].predicate for n in part.links),
        tuple(_opened(names, wanted, group) for group in part.opened),
        entity,
        evidence.mentions(store, entity.iri) if entity and chosen is None else (),
        None if chosen is None else _claim(store, names, chosen),
        () if chosen is None else evidence.passages(store, network, network.links[chosen]),
        _ways(store, names, part),
        _facts(store, names, part, wanted),
        words,
    )


def _shortened(names: Names, asked: Wish) -> Wish:
    """Give the same wish with its names short, so that each picture has one address."""
    return replace(
        asked,
        focus=names.short(asked.focus),
        to=names.short(asked.to),
        report=names.short(asked.report),
        node=names.short(asked.node),
        fact=names.short(asked.fact),
        expand=tuple(names.short(name) for name in asked.expand),
    )


def _with_focus(names: Names, asked: Wish, chosen: int | None) -> Wish:
    """Set the subject of a chosen fact into the middle where nothing else is, so that a fact is an address."""
    if chosen is None or asked.focus or asked.report:
        return asked
    return replace(asked, focus=names.short(names.network.nodes[names.network.links[chosen].source].iri))


def _mode(wanted: Wish) -> str:
    if wanted.focus:
        return "ways" if wanted.to else "focus"
    return "report" if wanted.report else "whole"


def _entity(names: Names, wanted: Wish) -> End | None:
    """Give the entity that the panel tells of: the chosen one, else the one in the middle."""
    name = wanted.node or (wanted.focus if not wanted.to else "")
    return _end(names, names.node(name)) if name else None


def _end(names: Names, number: int) -> End:
    node = names.network.nodes[number]
    return End(names.short(node.iri), node.label, node.cls, node.iri, names.network.degree(number))


def _claim(store: Store, names: Names, number: int, *, quoted: bool = True) -> Claim:
    link = names.network.links[number]
    first = evidence.clause(store, link.facts[0]) if quoted else ""
    return Claim(
        names.short(link.facts[0].iri),
        _end(names, link.source),
        link.predicate,
        _end(names, link.target),
        link.status,
        len(link.facts),
        first,
    )


def _facts(store: Store, names: Names, part: Part, wanted: Wish) -> tuple[Claim, ...]:
    """List the facts of a picture: of the chosen entity first, then relation by relation, the commonest first."""
    links = names.network.links
    name = wanted.node or wanted.focus
    first = names.node(name) if name else -1
    counts = Counter(links[n].predicate for n in part.links)

    def order(n: int) -> tuple[object, ...]:
        link = links[n]
        return first not in (link.source, link.target), -counts[link.predicate], link.predicate, n

    return tuple(
        _claim(store, names, n, quoted=i < QUOTED) for i, n in enumerate(sorted(part.links, key=order))
    )


def _ways(store: Store, names: Names, part: Part) -> tuple[tuple[Step, ...], ...]:
    found = []
    for way in part.ways:
        found.append(tuple(_step(store, names, part, start, end) for start, end in pairwise(way)))
    return tuple(found)


def _step(store: Store, names: Names, part: Part, start: int, end: int) -> Step:
    links = names.network.links
    between = [n for n in part.links if {links[n].source, links[n].target} == {start, end}]
    told = ((_claim(store, names, n), evidence.passages(store, names.network, links[n])) for n in between)
    return Step(_end(names, start), _end(names, end), tuple(told))


def _opened(names: Names, wanted: Wish, group: Group) -> Opened:
    key = drawing.key_of(names, wanted, group)
    rest = tuple(k for k in wanted.open if k != key)
    return Opened(group.predicate, group.outgoing, wanted.address(open=rest, node="", fact=""))


def _counts(names: Iterable[str], order: Sequence[str] = ()) -> tuple[tuple[str, int], ...]:
    counts, known = Counter(names), {name: i for i, name in enumerate(order)}
    return tuple(sorted(counts.items(), key=lambda item: (known.get(item[0], 99), -item[1], item[0])))


def named(words: Words, label: Callable[[str], str | None], network: Network) -> dict[str, str]:
    """Give the names of all classes, relations and statuses in the reader's language."""
    predicates = sorted({link.predicate for link in network.links} - {POST_IN})
    named = {name: label(term(name)) or name for name in (*CLASSES, *predicates)}
    statuses = {name: label(f"{VOCABULARY}status/{name}") or name for name in _STATUSES}
    return {**named, **statuses, POST_IN: words("graph.post_in")}


def _query(base: str, wanted: Wish) -> str:
    """Give the query that finds the same facts."""
    if wanted.report:
        return STATEMENTS.replace("GRAPH ?report {", f"GRAPH <{Names.full(base, wanted.report)}> {{")
    ends = [Names.full(base, name) for name in (wanted.focus, wanted.to, *wanted.expand) if name]
    if not all(_IRI.fullmatch(iri) for iri in ends) or not ends:
        return STATEMENTS
    return _ABOUT % " ".join(f"<{iri}>" for iri in ends)


_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
_ABOUT = catalog.with_prefixes(
    "SELECT ?subject ?predicate ?object ?status ?sentence WHERE {\n"
    "  VALUES ?entity { %s }\n"
    "  ?statement a fz:Statement ; rdf:subject|rdf:object ?entity ;\n"
    "    rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; fz:status ?status ;\n"
    "    prov:wasDerivedFrom/fz:inSentence/oa:exact ?sentence\n}"
)
