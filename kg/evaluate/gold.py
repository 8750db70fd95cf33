"""Read a gold folder: entities, observations and relations as JSON lines."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gold:
    """The items of a gold folder, in the order of the files."""

    entities: tuple[Item, ...]
    observations: tuple[Item, ...]
    relations: tuple[Item, ...]


def read_gold(folder: Path) -> Gold:
    """Read a gold folder; a missing or empty file is an error, never a perfect score."""
    return Gold(*(_items(folder / f"{name}.jsonl") for name in ("entities", "observations", "relations")))


def _items(path: Path) -> tuple[Item, ...]:
    if not path.is_file():
        raise InputError(
            f"{path}: no such gold file; a gold folder has entities, observations and relations.jsonl"
        )
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if not items:
        raise InputError(f"{path}: no gold in it")
    return tuple({"required": True, **item} for item in items)
