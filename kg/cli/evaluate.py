"""`kg evaluate`: how good a build is, against a gold made by reading."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import files, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.evaluate import Changes, Evaluation

SHOWN = 20
"""Gains and losses shown; all are in the file of --errors."""


@click.command("evaluate")
@click.argument("build", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--before",
    type=click.Path(path_type=Path),
    metavar="BUILD",
    help="Show gains and losses since this build.",
)
@click.option(
    "--errors",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write every miss and false alarm (and change) into this file.",
)
def command(build: Path, gold: Path, before: Path | None, errors: Path | None) -> None:
    """Score a build against a gold folder.

    BUILD is a build's folder or its graph.nq, GOLD a folder with entities.jsonl, observations.jsonl and
    relations.jsonl, such as tests/gold/huaian-2017.
    """
    from kg.evaluate import compare, evaluate, read_facts, read_gold

    facts, wanted = read_facts(build), read_gold(gold)
    found = evaluate(facts, wanted)
    old = read_facts(before) if before else None
    earlier = evaluate(old, wanted) if old else None
    changes = compare(earlier, found, old, facts) if earlier and old else None
    click.echo(_render(found, earlier))
    if changes:
        click.echo(_told(changes))
    if errors:
        files.write(errors, (_listed(found) + (_all(changes) if changes else "")).encode("utf-8"))


def _told(changes: "Changes") -> str:
    """Give the errors mended and made line by line, and how many facts came and went."""
    lines = [""]
    for title, errors in (("gains", changes.gains), ("losses", changes.losses)):
        lines.append(f"{title}: {len(errors)}")
        lines += [f"  {kind:<22}{error}" for kind, error in errors[:SHOWN]]
        lines += [f"  … {len(errors) - SHOWN} more"] if len(errors) > SHOWN else []
    lines.append(f"facts that came: {_counts(changes.came)}; that went: {_counts(changes.went)}")
    return "\n".join(lines)


def _counts(facts: "Sequence[tuple[str, str]]") -> str:
    counts = Counter(kind for kind, _ in facts)
    return ", ".join(f"{n} {kind}" for kind, n in sorted(counts.items())) or "none"


def _all(changes: "Changes") -> str:
    groups = (
        ("gain", changes.gains),
        ("loss", changes.losses),
        ("came", changes.came),
        ("went", changes.went),
    )
    return "".join(f"{group}: {kind}\t{text}\n" for group, facts in groups for kind, text in facts)


def _render(found: "Evaluation", earlier: "Evaluation | None") -> str:
    old = {name: score.f1 for name, score in earlier.scores.items()} | dict(earlier.shares) if earlier else {}
    scores = [
        [name, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", _change(name, s.f1, old)]
        for name, s in found.scores.items()
    ]
    shares = [[name, f"{share:.3f}", _change(name, share, old)] for name, share in found.shares.items()]
    last = "change" if earlier else ""
    upper = table.render(["", "precision", "recall", "F1", last], scores)
    return f"{upper}\n\n{table.render(['of those found', 'right', last], shares)}"


def _change(name: str, value: float, old: dict[str, float]) -> str:
    return f"{value - old[name]:+.3f}" if name in old else ""


def _listed(found: "Evaluation") -> str:
    return "".join(f"{kind}\t{error}\n" for kind, errors in found.errors.items() for error in errors)
