"""Frozen settings of a build, and where the project's own data files are."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DEFAULT_BASE = "https://w3id.org/fazhi/id/"
PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one build: `base` is the IRI prefix of data; the rest override what the report says."""

    base: str = DEFAULT_BASE
    year: int | None = None
    place: str | None = None
    title: str | None = None


@cache
def data_path(name: str) -> Path:
    """Give the folder `ontology` or `queries`, in a wheel or in a source checkout."""
    packaged = PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else PACKAGE.parent / name


def lexicon_path(name: str) -> Path:
    """Give a file of `kg/lexicon/`."""
    return PACKAGE / "lexicon" / name


def rules_path() -> Path:
    """Give the folder of rule files."""
    return PACKAGE / "rules"


def sample_path() -> Path:
    """Give the sample report that the project carries."""
    return PACKAGE / "sample" / "huaian-2017.txt"


def read_yaml(path: Path) -> Any:
    """Read a YAML file by libyaml where PyYAML has it: ten times faster.

    Raises OSError, UnicodeDecodeError or yaml.YAMLError.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)
