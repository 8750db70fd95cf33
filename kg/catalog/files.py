"""Ready queries as files: the header comments that describe them, and what is refused in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.catalog import names
from kg.catalog.types import TYPES, to_term
from kg.errors import DataError

_HEADER = re.compile(
    r"#\s*(title|title-zh|description|description-zh|expect|names|param|param-zh)(?::\s*|\s+)(.*\S)\s*$"
)
_PARAMETER = re.compile(r'(\w+)\s+(\S+)\s+("[^"]*"|\S+)\s+(\S.*)')
TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\s]*>)"""
    r'''|(?P<text>"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')'''
    r"|(?P<comment>#[^\n]*)"
    r"|\$(?P<param>[A-Za-z_]\w*)"
    r"|(?<![\w:])(?P<prefix>[A-Za-z][\w-]*):(?!//)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed parameter of a query; `default` is None where a value must be given."""

    name: str
    type: str
    default: str | None
    description: str
    description_zh: str = ""

    def told(self, language: str) -> str:
        """Give what it means, in a language where it is told in it."""
        return self.description_zh if language == "zh" and self.description_zh else self.description


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the catalog.

    `group` is its folder, `text` the whole file; `expects_none` marks a check; `names` are the kinds of terms whose
    Chinese names stand in the text as `$kind_names`.
    """

    name: str
    group: str
    title: str
    title_zh: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    expects_none: bool = False
    names: tuple[str, ...] = ()
    description_zh: str = ""

    def heading(self, language: str) -> str:
        """Give the title, in a language where there is one in it; a query without any is called by its name."""
        return (self.title_zh if language == "zh" else "") or self.title or self.name

    def told(self, language: str) -> str:
        """Give what it answers, in a language where it is told in it."""
        return self.description_zh if language == "zh" and self.description_zh else self.description


def load_from(folder: Path) -> tuple[Query, ...]:
    """Give the queries of one folder of groups, by group and name.

    Raises DataError naming file and line when a header is wrong, or when there is no query at all.
    """
    queries = tuple(_checked(path) for path in sorted(folder.glob("*/*.rq")))
    if not queries:
        raise DataError(f"no query found under {folder}")
    _refuse_twins(queries)
    return queries


def read(path: Path) -> Query:
    """Give the query of any .rq file; what its header does not say stays empty.

    Raises DataError naming file and line when a header line is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 text") from error
    found: dict[str, list[str]] = {}
    parameters: list[Parameter] = []
    for line, key, value in _header(text):
        found.setdefault(key, []).append(value)
        _check_line(key, value, f"{path}:{line}")
        if key == "param":
            parameters.append(_parameter(value, f"{path}:{line}"))
    title, title_zh, description = (" ".join(found.get(k, ())) for k in ("title", "title-zh", "description"))
    meanings = dict(value.partition(" ")[::2] for value in found.get("param-zh", ()))
    return Query(
        path.stem,
        path.parent.name,
        title,
        title_zh,
        description,
        tuple(replace(one, description_zh=meanings.get(one.name, "")) for one in parameters),
        text,
        "expect" in found,
        tuple(found.get("names", ())),
        "".join(found.get("description-zh", ())),
    )


def _checked(path: Path) -> Query:
    query = read(path)
    for key, value in (
        ("title", query.title),
        ("title-zh", query.title_zh),
        ("description", query.description),
        ("description-zh", query.description_zh),
        *((f"param-zh {one.name}", one.description_zh) for one in query.parameters),
    ):
        if not value:
            raise DataError(f"{path}:1: the header has no '# {key}' line")
    _check_use(path, query)
    return query


def _header(text: str) -> Iterator[tuple[int, str, str]]:
    """Give line number, key and value of the comment lines that open a file."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            return
        found = _HEADER.match(line)
        if found:
            yield number, found[1], found[2]


def _check_line(key: str, value: str, where: str) -> None:
    if key == "expect" and value != "none":
        raise DataError(f"{where}: the only expectation is 'none'")
    if key == "names" and value not in names.KINDS:
        raise DataError(f"{where}: names of '{value}' are not known; use one of {', '.join(names.KINDS)}")


def _parameter(value: str, where: str) -> Parameter:
    found = _PARAMETER.fullmatch(value)
    if not found:
        raise DataError(f"{where}: a parameter is '# param name type default description'")
    name, kind, default, description = found.groups()
    default = default[1:-1] if default.startswith('"') else default
    if kind not in TYPES:
        raise DataError(f"{where}: unknown type '{kind}'; use one of {', '.join(TYPES)}")
    _check_default(kind, default, where)
    return Parameter(name, kind, None if default == "required" else default, description)


def _check_default(kind: str, default: str, where: str) -> None:
    if default == "required":
        return
    try:
        to_term(kind, default)
    except ValueError as error:
        raise DataError(f"{where}: the default must be {error}, not '{default}'") from error


def variable(kind: str) -> str:
    """Give what stands for the names of a kind in a query's text: `agency_type_names`."""
    return f"{kind.replace('-', '_')}_names"


def _check_use(path: Path, query: Query) -> None:
    """Refuse a parameter that is declared and not used, or used and not declared."""
    declared = {p.name for p in query.parameters} | {variable(kind) for kind in query.names}
    used = [(m["param"], m.start()) for m in TOKEN.finditer(query.text) if m["param"]]
    for name, start in used:
        if name not in declared:
            line = query.text.count("\n", 0, start) + 1
            raise DataError(f"{path}:{line}: ${name} has no '# param' line")
    unused = declared - {name for name, _ in used}
    if unused:
        raise DataError(f"{path}:1: parameter never used: {', '.join(sorted(unused))}")


def _refuse_twins(queries: Sequence[Query]) -> None:
    seen: dict[str, str] = {}
    for query in queries:
        if query.name in seen:
            raise DataError(
                f"{query.group}/{query.name}.rq: the name is taken by {seen[query.name]}/{query.name}.rq"
            )
        seen[query.name] = query.group
