"""The documentation says what the program does: every command and option, every path, every ready query named."""

import re
from pathlib import Path

import click
import pytest

from kg import catalog, cli
from kg.catalog import CLASSES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTEXT = click.Context(cli.cli)
NAMES = cli.cli.list_commands(CONTEXT)


def command(name: str) -> click.Command:
    found = cli.cli.get_command(CONTEXT, name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_command_has_help_and_a_row_in_the_readme(name: str) -> None:
    assert command(name).help
    assert len(command(name).get_short_help_str(limit=200)) <= 70
    assert re.search(rf"^\| `kg {name}\b", README, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_every_option_has_help(name: str) -> None:
    options = [p for p in command(name).params if isinstance(p, click.Option)]
    assert [o.opts for o in options if not (o.help or isinstance(o.type, click.Choice))] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_module_of_the_command_line_is_a_command(name: str) -> None:
    assert (ROOT / "kg" / "cli" / f"{name}.py").is_file()


def test_no_command_is_missing_from_the_help_page() -> None:
    folder = ROOT / "kg" / "cli"
    commands = {p.stem for p in folder.glob("*.py") if "@click.command" in p.read_text(encoding="utf-8")}
    assert commands == set(NAMES)


def test_every_kg_line_of_the_readme_is_a_command() -> None:
    named = set(re.findall(r"`kg ([a-z]+)\b", README)) | set(re.findall(r"/kg ([a-z]+)\b", README))
    assert len(named) >= len(NAMES)
    assert named - set(NAMES) == set()


def test_queries_named_in_the_readme_exist() -> None:
    named = set(re.findall(r"kg query ([a-z]+(?:-[a-z]+)+)", README))
    assert named
    for name in named:
        assert catalog.find(name)


def test_options_named_in_the_readme_exist() -> None:
    rows = re.findall(r"^\| `kg ([a-z]+)\b.*$", README, re.MULTILINE)
    assert rows
    for name in rows:
        (line,) = (row for row in README.splitlines() if row.startswith(f"| `kg {name}"))
        known = {opt for p in command(name).params for opt in p.opts}
        assert set(re.findall(r"(?<![\w-])(--[a-z]+|-[a-z])\b", line)) <= known


def test_paths_named_in_the_readme_exist() -> None:
    paths = set(re.findall(r"`((?:kg|ontology|queries|tests)/[\w./-]*)", README))
    assert len(paths) > 8
    assert [p for p in sorted(paths) if not (ROOT / p).exists()] == []


def test_pictures_of_the_readme_are_there() -> None:
    pictures = re.findall(r"!\[.+?\]\((.+?)\)", README)
    assert pictures
    assert [p for p in pictures if not (ROOT / p).is_file()] == []


def test_all_classes_are_in_the_vocabulary_table() -> None:
    assert [c for c in CLASSES if f"`fz:{c}`" not in README] == []


def test_readme_has_a_chinese_section() -> None:
    assert "## 简体中文" in README


def test_make_targets_named_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)\b(?= |`)", README)) - {"it"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
