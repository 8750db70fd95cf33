"""The catalog of ready queries: `queries/<group>/<name>.rq`, described by their header comments.

    # title: Figures of one agency
    # title-zh: 某机构的各项数字
    # description: One or more lines, joined by a space.
    # expect: none                      (only for checks that must find nothing)
    # param agency string "" Part of the agency's name; empty for all

A parameter is written `$agency` in the query and bound as one SPARQL term.  The default `-` means "not
given": it is bound as UNDEF, so such a parameter may stand only in a VALUES block (`VALUES ?year { $year }`).
The default `required` means that a value must be given.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.config import data_path
from kg.errors import DataError, QueryError
from kg.namespaces import PREFIXES, term

UNSET = "-"
CLASSES = ("Agency", "Division", "Event", "Honor", "Person", "Policy", "Post", "Reform", "System")

_HEADER = re.compile(r"#\s*(title|title-zh|description|expect|param)(?::\s*|\s+)(.*\S)\s*$")
_PARAMETER = re.compile(r'(\w+)\s+(\S+)\s+("[^"]*"|\S+)\s+(\S.*)')
_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\s]*>)"""
    r'''|(?P<text>"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')'''
    r"|(?P<comment>#[^\n]*)"
    r"|\$(?P<param>[A-Za-z_]\w*)"
    r"|(?<![\w:])(?P<prefix>[A-Za-z][\w-]*):(?!//)",
    re.DOTALL,
)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_CURIE = re.compile(r"([A-Za-z][\w-]*):([^\s/\x00-\x20<>\"{}|^`\\]+)")
_DECLARED = re.compile(r"^\s*PREFIX\s+([\w-]+):", re.IGNORECASE | re.MULTILINE)
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed parameter of a query; `default` is None where a value must be given."""

    name: str
    type: str
    default: str | None
    description: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the catalog; `group` is its folder, `text` the whole file, `expects_none` marks a check."""

    name: str
    group: str
    title: str
    title_zh: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    expects_none: bool = False


@cache
def load() -> tuple[Query, ...]:
    """Give all queries, by group and name.

    Raises DataError naming file and line when a header is wrong, or when there is no query at all.
    """
    return load_from(data_path("queries"))


def load_from(folder: Path) -> tuple[Query, ...]:
    """Give the queries of one folder of groups."""
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
    found: dict[str, list[str]] = {key: [] for key in ("title", "title-zh", "description", "expect", "param")}
    parameters: list[Parameter] = []
    for line, key, value in _header(text):
        found[key].append(value)
        if key == "param":
            parameters.append(_parameter(value, f"{path}:{line}"))
        if key == "expect" and value != "none":
            raise DataError(f"{path}:{line}: the only expectation is 'none'")
    title, title_zh, description = (" ".join(found[key]) for key in ("title", "title-zh", "description"))
    return Query(
        path.stem,
        path.parent.name,
        title,
        title_zh,
        description,
        tuple(parameters),
        text,
        bool(found["expect"]),
    )


def find(name: str) -> Query:
    """Give the query of that name (`policies-issued` or `competency/policies-issued`)."""
    for query in load():
        if name in (query.name, f"{query.group}/{query.name}", f"{query.name}.rq"):
            return query
    raise QueryError(f"no query named '{name}'; 'kg queries' lists them")


def bind(query: Query, values: Mapping[str, str]) -> str:
    """Give the query's text with every parameter replaced by a SPARQL term.

    Raises QueryError for an unknown parameter, a missing one, or a value that is not of its type.
    """
    known = {p.name: p for p in query.parameters}
    for name in values:
        if name not in known:
            raise QueryError(
                f"{query.name} has no parameter '{name}'; it takes: {', '.join(known) or 'none'}"
            )
    terms = {name: _bound(query, p, values.get(name, p.default)) for name, p in known.items()}
    return _TOKEN.sub(lambda m: terms.get(m["param"] or "", m[0]), query.text)


def to_term(kind: str, value: str) -> str:
    """Give a value as a SPARQL term of a parameter type.

    >>> to_term("string", 'a "b"')
    '"a \\\\"b\\\\""'
    >>> to_term("year", "2017")
    '"2017"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    """
    return UNDEF if value == UNSET else TYPES[kind](value)


def with_prefixes(text: str) -> str:
    """Declare the project's prefixes that a query uses but does not declare.

    Lines keep their numbers, which error messages count.

    >>> with_prefixes("ASK { ?s fz:issued ?o }")
    'PREFIX fz: <https://w3id.org/fazhi/ontology#> ASK { ?s fz:issued ?o }'
    """
    used = {m["prefix"] for m in _TOKEN.finditer(text) if m["prefix"]}
    missing = sorted(used & PREFIXES.keys() - set(_DECLARED.findall(text)))
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in missing) + text


# --- types of parameters: each turns what the user typed into one term, or raises ValueError

UNDEF = "UNDEF"


def _iri(value: str) -> str:
    curie = _CURIE.fullmatch(value)
    if curie and curie[1] in PREFIXES:
        return f"<{PREFIXES[curie[1]]}{curie[2]}>"
    if not _IRI.fullmatch(value):
        raise ValueError("an IRI, such as https://… or fz:issued")
    return f"<{value}>"


def _string(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'


def _label(value: str) -> str:
    return f"{_string(value)}@zh"


def _integer(value: str) -> str:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise ValueError("a whole number, such as 20")
    return value


def _year(value: str) -> str:
    if not re.fullmatch(r"[12]\d{3}", value, re.ASCII):
        raise ValueError("a year of four digits, such as 2017")
    return f'"{value}"^^<{PREFIXES["xsd"]}gYear>'


def _class(value: str) -> str:
    if value not in CLASSES:
        raise ValueError(f"one of {', '.join(CLASSES)}")
    return f"<{term(value)}>"


TYPES: dict[str, Callable[[str], str]] = {
    "iri": _iri,
    "string": _string,
    "label": _label,
    "integer": _integer,
    "year": _year,
    "class": _class,
}


def _bound(query: Query, parameter: Parameter, value: str | None) -> str:
    if value is None:
        raise QueryError(f"{query.name} needs a value: --param {parameter.name}=… ({parameter.description})")
    try:
        return to_term(parameter.type, value)
    except ValueError as error:
        raise QueryError(f"parameter {parameter.name} must be {error}, not '{value}'") from error


# --- reading the files


def _checked(path: Path) -> Query:
    query = read(path)
    for key, value in (
        ("title", query.title),
        ("title-zh", query.title_zh),
        ("description", query.description),
    ):
        if not value:
            raise DataError(f"{path}:1: the header has no '# {key}:' line")
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


def _check_use(path: Path, query: Query) -> None:
    """Refuse a parameter that is declared and not used, or used and not declared."""
    declared = {p.name for p in query.parameters}
    used = [(m["param"], m.start()) for m in _TOKEN.finditer(query.text) if m["param"]]
    for name, start in used:
        if name not in declared:
            line = query.text.count("\n", 0, start) + 1
            raise DataError(f"{path}:{line}: ${name} has no '# param' line")
    unused = declared - {name for name, _ in used}
    if unused:
        raise DataError(f"{path}:1: parameter never used: {', '.join(sorted(unused))}")


def _refuse_twins(queries: tuple[Query, ...]) -> None:
    seen: dict[str, str] = {}
    for query in queries:
        if query.name in seen:
            raise DataError(
                f"{query.group}/{query.name}.rq: the name is taken by {seen[query.name]}/{query.name}.rq"
            )
        seen[query.name] = query.group
