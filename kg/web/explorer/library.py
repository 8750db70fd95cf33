"""What the pages read: reports, entities, facts, figures and sentences of the store, read once and kept.

A page of filters with live counts looks at every figure, a search box at every name: that is read by a handful of
queries (`queries/*.rq`), not asked again for each key that is pressed.  Measured: 467,000 triples in 2 s.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kg import catalog
from kg.namespaces import FZ, VOCABULARY
from kg.web import answers
from kg.web.explorer.index import Index

QUERIES = Path(__file__).parent / "queries"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """One report; what it does not say is empty."""

    iri: str
    title: str
    issuer: str
    issuer_name: str
    place: str
    place_name: str
    year: str
    date: str
    kind: str
    characters: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity with how much there is about it; a fact that is stated twice counts once."""

    iri: str
    cls: str
    name: str
    aliases: tuple[str, ...]
    facts: int
    figures: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement; `status` is the local name of the concept."""

    iri: str
    subject: str
    relation: str
    object: str
    status: str
    report: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: concepts are IRIs (empty where there is none), `kind`, `status`, `qualifier` local names."""

    iri: str
    indicator: str
    name: str
    concept: str
    about: str
    about_name: str
    value: Decimal
    unit: str
    qualifier: str
    kind: str
    period: str
    year: str
    status: str
    printed: str
    span: str
    clause: str
    sentence: str
    report: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it stands."""

    span: str
    text: str
    report: str


@dataclass
class Library:
    """All of it; what is derived is computed when it is first asked for."""

    reports: dict[str, Report]
    entities: dict[str, Entity]
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    sentences: tuple[Sentence, ...]
    by_figure: dict[str, Figure] = field(init=False)

    def __post_init__(self) -> None:
        self.by_figure = {figure.iri: figure for figure in self.figures}

    @classmethod
    def load(cls, store: Store) -> "Library":
        """Read everything from a store."""
        facts = tuple(_facts(store))
        figures = tuple(_figures(store))
        return cls(
            {row["report"]: _report(row) for row in rows(store, query("reports"))},
            _entities(store, facts, figures),
            facts,
            figures,
            tuple(Sentence(r["span"], r["text"], r["report"]) for r in rows(store, query("sentences"))),
        )

    @cached_property
    def index(self) -> Index:
        """Give the index of names for the search box."""
        return Index.of((e.iri, (e.name, *e.aliases), e.facts + e.figures) for e in self.entities.values())

    @cached_property
    def by_name(self) -> dict[str, str]:
        """Give the entity of each name that only one has."""
        owners: dict[str, set[str]] = defaultdict(set)
        for entity in self.entities.values():
            owners[entity.name].add(entity.iri)
        return {name: next(iter(iris)) for name, iris in owners.items() if len(iris) == 1}

    @cached_property
    def report_by_title(self) -> dict[str, str]:
        """Give the report of each title."""
        return {report.title: report.iri for report in self.reports.values()}

    @cached_property
    def by_sentence(self) -> dict[str, str]:
        """Give the place of each sentence and clause, where the same words stand at one place only."""
        places: dict[str, set[str]] = defaultdict(set)
        for sentence in self.sentences:
            places[sentence.text].add(sentence.span)
        return {text: next(iter(spans)) for text, spans in places.items() if len(spans) == 1}

    @cached_property
    def classes(self) -> Counter[str]:
        """Count entities by class."""
        return Counter(entity.cls for entity in self.entities.values())


def query(name: str, **values: str) -> str:
    """Give the text of a query of the explorer with its parameters bound."""
    return catalog.with_prefixes(catalog.bind(catalog.read(QUERIES / f"{name}.rq"), values))


def rows(store: Store, text: str) -> Iterable[Row]:
    """Give the rows of a query as plain texts; what is not bound is empty."""
    found = answers.select(store, text)
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield dict(zip(names, map(_text, solution), strict=True))


def _text(term: NamedNode | Literal | BlankNode | Triple | None) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _report(row: Row) -> Report:
    return Report(
        row["report"],
        row["title"],
        row["issuer"],
        row["issuerName"],
        row["place"],
        row["placeName"],
        row["year"],
        row["date"],
        row["kind"],
        int(row["characters"] or 0),
    )


def _facts(store: Store) -> Iterable[Fact]:
    for row in rows(store, query("statements")):
        yield Fact(
            row["statement"],
            row["subject"],
            row["relation"],
            row["object"],
            local(row["status"]),
            row["report"],
        )


def _entities(store: Store, facts: Iterable[Fact], figures: Iterable[Figure]) -> dict[str, Entity]:
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in rows(store, query("aliases")):
        aliases[row["thing"]].append(row["alias"])
    stated = {(fact.subject, fact.relation, fact.object, fact.status) for fact in facts}
    told = Counter(end for subject, _, other, _ in stated for end in {subject, other})
    counted = Counter(figure.about for figure in figures)
    found: dict[str, Entity] = {}
    for row in rows(store, query("entities")):
        iri = row["thing"]
        cls = row["class"].removeprefix(FZ)
        found.setdefault(iri, Entity(iri, cls, row["name"], tuple(aliases[iri]), told[iri], counted[iri]))
    return found


def _figures(store: Store) -> Iterable[Figure]:
    seen: set[str] = set()
    for row in rows(store, query("figures")):
        if row["figure"] not in seen:
            seen.add(row["figure"])
            yield _figure(row)


def _figure(row: Row) -> Figure:
    return Figure(
        row["figure"],
        row["indicator"],
        row["indicatorName"],
        row["concept"],
        row["about"],
        row["aboutName"],
        _number(row["value"]),
        row["unit"],
        local(row["qualifier"]),
        local(row["kind"]),
        row["period"],
        row["period"][:4],
        local(row["status"]),
        row["printed"],
        row["span"],
        row["clause"],
        row["sentence"],
        row["report"],
    )


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(0)


def local(iri: str) -> str:
    """Give the local name of a concept of the vocabulary.

    >>> local("https://w3id.org/fazhi/vocabulary/status/done")
    'done'
    """
    return iri.removeprefix(VOCABULARY).partition("/")[2]
