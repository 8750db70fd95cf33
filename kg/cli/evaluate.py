"""`kg evaluate`: how good a build is, against a gold made by reading."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import files, table

if TYPE_CHECKING:
    from kg.evaluate import Evaluation


@click.command("evaluate")
@click.argument("build", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--before", type=click.Path(path_type=Path), metavar="BUILD", help="Show the change from this build."
)
@click.option(
    "--errors",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write every miss and false alarm into this file.",
)
def command(build: Path, gold: Path, before: Path | None, errors: Path | None) -> None:
    """Score a build against a gold folder.

    BUILD is a build's folder or its graph.nq, GOLD a folder with entities.jsonl, observations.jsonl and
    relations.jsonl, such as tests/gold/huaian-2017.
    """
    found = _evaluation(build, gold)
    earlier = _evaluation(before, gold) if before else None
    click.echo(_render(found, earlier))
    if errors:
        files.write(errors, _listed(found).encode("utf-8"))


def _evaluation(build: Path, gold: Path) -> "Evaluation":
    from kg.evaluate import evaluate, read_facts, read_gold

    return evaluate(read_facts(build), read_gold(gold))


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
