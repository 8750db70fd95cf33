"""Imports between the project's modules run one way: a module imports only what stands above it."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

KG = Path(__file__).parent.parent / "kg"

# From the ground up; modules of one row do not import each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "config", "model", "told"),
    ("namespaces",),
    ("gazetteer", "terms"),
    ("reader",),
    ("sections",),
    ("rulebook", "cutter"),
    ("segment",),
    ("matcher",),
    ("normalize", "resolve", "status"),
    ("observations", "relations"),
    ("extract",),
    ("decisions",),
    ("archive",),
    ("graph",),
    ("validate", "audit"),
    ("store",),
    ("catalog",),
    ("ask",),
    ("network", "evaluate"),
    ("render",),
    ("web",),
    ("pipeline",),
    ("api",),
    ("cli",),
    ("__init__", "__main__", "lexicon"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
FILES = sorted(KG.rglob("*.py"))


def module_of(path: Path) -> str:
    parts = path.relative_to(KG.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


def top_of(module: str) -> str:
    return module.split(".")[1]


def exists(module: str) -> bool:
    base = KG.parent.joinpath(*module.split("."))
    return base.with_suffix(".py").is_file() or base.is_dir()


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Give line and full name of every module of ours that a file imports, wherever it does so."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name) for a in node.names if a.name.split(".")[0] == "kg")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            if node.module and node.module.split(".")[0] == "kg":
                yield from ((node.lineno, name) for name in _targets(node))


def _targets(node: ast.ImportFrom) -> set[str]:
    """Tell modules (`from kg import store`) from names in modules (`from kg import __version__`)."""
    assert node.module is not None
    inner = {f"{node.module}.{a.name}" for a in node.names if exists(f"{node.module}.{a.name}")}
    outer = {node.module} if len(inner) < len(node.names) else set()
    return inner | outer


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(KG)))
def test_a_module_imports_only_what_stands_above_it(path: Path) -> None:
    own = top_of(module_of(path))
    assert own in RANK, f"kg/{own} has no place in LAYERS"
    for line, target in imports_of(path):
        if target == "kg":  # the version, which stands in the package itself
            continue
        other = top_of(target)
        assert other == own or RANK[other] < RANK[own], f"{path}:{line}: {own} imports {other}"


def test_no_module_is_in_a_cycle() -> None:
    graph = {
        module_of(path): {t for _, t in imports_of(path) if t not in ("kg", module_of(path))}
        for path in FILES
    }
    assert len(list(TopologicalSorter(graph).static_order())) >= len(FILES)


def test_every_layer_is_there() -> None:
    there = {top_of(module_of(path)) for path in FILES}
    assert set(RANK) - there <= {"web"}, "a layer without a module: mend LAYERS"


def test_only_the_package_itself_is_imported_from_the_package() -> None:
    names = {
        a.name
        for path in FILES
        for node in nodes_of(path)
        if isinstance(node, ast.ImportFrom) and node.module == "kg"
        for a in node.names
        if not exists(f"kg.{a.name}")
    }
    assert names <= {"__version__"}
