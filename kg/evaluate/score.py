"""Precision, recall and F1 per class, relation and observation field, with the errors behind them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.evaluate.facts import CLASSES, RELATIONS, Facts, Figure, Thing
from kg.evaluate.gold import Gold, Item
from kg.evaluate.likeness import alike, fold, same_unit

FIELDS = ("unit", "indicator", "subject", "period", "qualifier", "kind")
_NEAR = ("about", "under")


@dataclass(frozen=True, slots=True)
class Score:
    """Hits, false alarms, misses."""

    hits: int
    spurious: int
    missed: int

    @property
    def precision(self) -> float:
        """Give the share of what was said that is right."""
        return self.hits / (self.hits + self.spurious) if self.hits + self.spurious else 0.0

    @property
    def recall(self) -> float:
        """Give the share of what is right that was said."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.hits + other.hits, self.spurious + other.spurious, self.missed + other.missed)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by name (`entity Agency`, `figure`, `relation issued` …), shares by name, errors by kind."""

    scores: Mapping[str, Score]
    shares: Mapping[str, float]
    errors: Mapping[str, tuple[str, ...]]


def evaluate(facts: Facts, gold: Gold) -> Evaluation:
    """Score what a build says against a gold."""
    errors: dict[str, list[str]] = defaultdict(list)
    links = _links(facts, gold)
    scores = _entities(facts, gold, links, errors)
    shares = {"canonical name": _canonical(facts, links)}
    figure_scores, figure_shares = _figures(facts, gold, errors)
    scores |= figure_scores | _relations(facts, gold, links, errors)
    return Evaluation(scores, shares | figure_shares, {k: tuple(v) for k, v in sorted(errors.items())})


# --- entities


def _labels(item: Item) -> set[str]:
    return {fold(x) for x in (item["name"], *item["aliases"])}


def _links(facts: Facts, gold: Gold) -> dict[str, Item]:
    """Link each entity of the build to the gold entity that shares a label, the same class first."""
    by_label: dict[str, list[Item]] = defaultdict(list)
    for item in gold.entities:
        for label in _labels(item):
            by_label[label].append(item)
    links = {}
    for iri, thing in facts.things.items():
        labels = {fold(x) for x in thing.labels}
        found = [item for label in labels for item in by_label.get(label, ())]
        if found:
            links[iri] = min(found, key=lambda item: _distance(thing, labels, item))
    return links


def _distance(thing: Thing, labels: set[str], item: Item) -> tuple[bool, bool, bool, str]:
    name = fold(item["name"])
    return item["type"] != thing.cls, name not in labels, name != fold(thing.name), name


def _entities(
    facts: Facts, gold: Gold, links: Mapping[str, Item], errors: dict[str, list[str]]
) -> dict[str, Score]:
    scores = {f"entity {cls}": _class_score(cls, facts, gold, links, errors) for cls in CLASSES}
    return scores | {"entity ALL": sum(scores.values(), Score(0, 0, 0))}


def _class_score(
    cls: str, facts: Facts, gold: Gold, links: Mapping[str, Item], errors: dict[str, list[str]]
) -> Score:
    hits: Counter[str] = Counter()
    spurious = 0
    for iri, thing in facts.things.items():
        if thing.cls != cls:
            continue
        item = links.get(iri)
        if item is not None and item["type"] == cls:
            hits[item["name"]] += 1
            continue
        spurious += 1
        _note_spurious(thing, item, errors)
    required = [item for item in gold.entities if item["type"] == cls and item["required"]]
    found = [item for item in required if hits[item["name"]]]
    errors["entity missed"] += [f"{cls}: {i['name']} {i['aliases']}" for i in required if i not in found]
    errors["entity split"] += [f"{cls}: {name} x{n}" for name, n in hits.items() if n > 1]
    twice = sum(n - 1 for n in hits.values() if n > 1)
    return Score(len(found), spurious + twice, len(required) - len(found))


def _note_spurious(thing: Thing, item: Item | None, errors: dict[str, list[str]]) -> None:
    if item is None:
        errors["entity spurious"].append(f"{thing.cls}: {thing.name}")
    else:
        errors["entity type"].append(f"{thing.name}: said {thing.cls}, gold {item['type']}")


def _canonical(facts: Facts, links: Mapping[str, Item]) -> float:
    right = sum(fold(facts.things[iri].name) == fold(item["name"]) for iri, item in links.items())
    return right / len(links) if links else 0.0


# --- figures


def _figures(
    facts: Facts, gold: Gold, errors: dict[str, list[str]]
) -> tuple[dict[str, Score], dict[str, float]]:
    aliases = {item["name"]: _labels(item) for item in gold.entities}
    used: set[str] = set()
    right: Counter[str] = Counter()
    required = [item for item in gold.observations if item["required"]]
    for item in gold.observations:
        iri = _matching(facts, item, used)
        if iri is None:
            if item["required"]:
                errors["figure missed"].append(f"{item['s']} {item['text']} {item['indicator']}")
            continue
        used.add(iri)
        if item["required"]:
            _count_fields(facts.figures[iri], item, aliases, right, errors)
    loose = [f for iri, f in facts.figures.items() if iri not in used]
    errors["figure spurious"] += [
        f"{f.start}-{f.end} {f.value} {f.unit} {sorted(f.indicators)}" for f in loose
    ]
    hits = right["figure"]
    scores = {
        "figure": Score(hits, len(loose), len(required) - hits),
        "observation full": Score(
            right["full"], len(loose) + hits - right["full"], len(required) - right["full"]
        ),
    }
    return scores, {name: right[name] / hits if hits else 0.0 for name in FIELDS}


def _matching(facts: Facts, item: Item, used: set[str]) -> str | None:
    """Give the figure at the gold span with the gold value, the one with a like indicator first."""
    start, end = item["span"]
    found = [
        iri
        for iri, f in facts.figures.items()
        if iri not in used
        and f.start < end
        and start < f.end
        and abs(f.value - item["value"]) <= 1e-6 * max(1, abs(item["value"]))
    ]
    return min(found, key=lambda iri: not _indicator_right(facts.figures[iri], item)) if found else None


def _indicator_right(figure: Figure, item: Item) -> bool:
    wanted = [item["indicator"], *item.get("indicator_alts", [])]
    return any(alike(said, w) for said in figure.indicators for w in wanted)


def _count_fields(
    figure: Figure,
    item: Item,
    aliases: Mapping[str, set[str]],
    right: Counter[str],
    errors: dict[str, list[str]],
) -> None:
    subjects = aliases.get(item["subject"], {fold(item["subject"])})
    verdicts = {
        "unit": same_unit(figure.unit, item["unit"]),
        "indicator": _indicator_right(figure, item),
        "subject": bool(subjects & {fold(s) for s in figure.subjects}),
        "period": str(item["period"])[:4] in figure.period,
        "qualifier": figure.qualifier == item["qualifier"]
        or {figure.qualifier, item["qualifier"]} <= set(_NEAR),
        "kind": figure.kind == item["kind"],
    }
    said = {
        "unit": figure.unit, "indicator": sorted(figure.indicators), "subject": sorted(figure.subjects),
        "period": figure.period, "qualifier": figure.qualifier, "kind": figure.kind,
    }  # fmt: skip
    right["figure"] += 1
    right["full"] += all(verdicts[name] for name in ("unit", "indicator", "subject", "period"))
    for name, verdict in verdicts.items():
        right[name] += verdict
        if not verdict:
            errors[f"observation {name}"].append(
                f"{item['s']} {item['text']}: gold {item[name]}, said {said[name]}"
            )


# --- relations


def _relations(
    facts: Facts, gold: Gold, links: Mapping[str, Item], errors: dict[str, list[str]]
) -> dict[str, Score]:
    wanted = {(i["subject"], i["predicate"], i["object"]): i["required"] for i in gold.relations}
    optional = {i["name"] for i in gold.entities if not i["required"]}
    hits: Counter[str] = Counter()
    spurious: Counter[str] = Counter()
    seen: set[tuple[str, str, str]] = set()
    for subject, predicate, target in facts.relations:
        key = _key(facts, links, subject, predicate, target, wanted)
        if key in seen or subject not in facts.things:
            continue
        seen.add(key)
        if key in wanted:
            hits[predicate] += wanted[key]
        elif not {links[i]["name"] for i in (subject, target) if i in links} & optional:
            spurious[predicate] += 1
            errors["relation spurious"].append(" ".join(key))
    required = Counter(key[1] for key, needed in wanted.items() if needed)
    errors["relation missed"] += [
        " ".join(key) for key, needed in wanted.items() if needed and key not in seen
    ]
    named = [p for p in RELATIONS if required[p] or spurious[p]]
    scores = {f"relation {p}": Score(hits[p], spurious[p], required[p] - hits[p]) for p in named}
    return scores | {"relation ALL": sum(scores.values(), Score(0, 0, 0))}


def _key(
    facts: Facts,
    links: Mapping[str, Item],
    subject: str,
    predicate: str,
    target: str,
    wanted: Mapping[tuple[str, str, str], bool],
) -> tuple[str, str, str]:
    """Give a relation by gold names; a post matches when its title holds or is held by the gold's."""
    left = links[subject]["name"] if subject in links else facts.names[subject]
    right = links[target]["name"] if target in links else facts.names[target]
    if predicate == "holdsPost":
        for key in wanted:
            title = fold(key[2].split("@")[0])
            if key[:2] == (left, predicate) and (title in fold(right) or fold(right) in fold(key[2])):
                return key
    return left, predicate, right
