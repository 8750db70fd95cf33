"""Choices that narrow a table of figures down: each facet with its values and how many figures each would leave."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg import catalog
from kg.namespaces import concept
from kg.web.explorer.library import Figure, Library
from kg.web.terms import Terms


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: what the address says, what is shown, how many figures it leaves."""

    value: str
    text: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet with its values, the most frequent first."""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen: values by facet, and a word that the measure holds."""

    values: Mapping[str, frozenset[str]]
    text: str


Reading = Callable[[Figure], str]


@dataclass(frozen=True)
class Readings:
    """How the value of each facet is read off a figure."""

    by_facet: Mapping[str, Reading]

    @classmethod
    def of(cls, library: Library, terms: Terms) -> "Readings":
        """Give the readings of figures of a library."""
        reports = library.reports

        def place(figure: Figure) -> str:
            report = reports.get(figure.report)
            return report.place_name if report else ""

        def title(figure: Figure) -> str:
            report = reports.get(figure.report)
            return report.title if report else ""

        return cls(
            {
                "measure": lambda f: f.concept or f.name,
                "place": place,
                "body": lambda f: f.about_name,
                "year": lambda f: f.year,
                "kind": lambda f: f.kind,
                "theme": lambda f: terms.theme(f.concept),
                "status": lambda f: f.status,
                "unit": lambda f: f.unit,
                "report": title,
            }
        )


FACETS = ("measure", "place", "body", "year", "kind", "theme", "status", "unit", "report")


def select(
    figures: Iterable[Figure], chosen: Chosen, readings: Readings
) -> tuple[list[Figure], dict[str, Counter[str]]]:
    """Give the figures that fit, and for each facet how many figures each value has among those that fit all others."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    fits, folded = [], chosen.text.casefold()
    for figure in figures:
        if folded and folded not in figure.name.casefold():
            continue
        values = {name: readings.by_facet[name](figure) for name in FACETS}
        missed = [n for n in FACETS if chosen.values.get(n) and values[n] not in chosen.values[n]]
        if not missed:
            fits.append(figure)
        for name in FACETS if not missed else missed if len(missed) == 1 else ():
            counts[name][values[name]] += 1
    return fits, counts


def facet(name: str, counts: Counter[str], chosen: frozenset[str], text: Callable[[str], str]) -> Facet:
    """Give a facet with its values; what is chosen stays even where it leaves nothing."""
    values = [value for value in {**counts, **dict.fromkeys(chosen, 0)} if value]
    values.sort(key=lambda v: (-int(v) if name == "year" and v.isdecimal() else -counts[v], v))
    return Facet(name, tuple(Option(v, text(v), counts[v], v in chosen) for v in values))


def sparql(base: str, chosen: Chosen, terms: Terms) -> str:
    """Give the query that finds the same figures."""
    lines = [_filter(name, sorted(values), terms) for name, values in chosen.values.items() if values]
    if chosen.text:
        text = catalog.to_term("string", chosen.text)
        lines.append(f"FILTER(CONTAINS(LCASE(STR(?indicatorName)), LCASE({text})))")
    return base.replace("  # filters\n", "".join(f"  {line}\n" for line in lines))


_VARIABLES = {
    "place": "STR(?placeName)",
    "body": "STR(?aboutName)",
    "year": "SUBSTR(STR(?period), 1, 4)",
    "unit": "STR(?unit)",
    "report": "STR(?title)",
}


def _filter(name: str, values: Sequence[str], terms: Terms) -> str:
    if name == "measure":
        iris = [f"<{v}>" for v in values if v.startswith("http")]
        texts = [catalog.to_term("string", v) for v in values]
        return f"FILTER(?concept IN ({', '.join(iris)}) || (!BOUND(?concept) && STR(?indicatorName) IN ({', '.join(texts)})))"
    if name == "theme":
        return f"FILTER(?concept IN ({', '.join(f'<{iri}>' for iri in terms.under(values))}))"
    if name in ("kind", "status"):
        return f"FILTER(?{name} IN ({', '.join(f'<{concept(name, v)}>' for v in values)}))"
    return f"FILTER({_VARIABLES[name]} IN ({', '.join(catalog.to_term('string', v) for v in values)}))"
