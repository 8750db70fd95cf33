"""SPARQL 1.1 Protocol: what a request asks for, read from its address, headers and body."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.web.problems import Problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_MOST_FIELDS = 1000

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update with the graphs that it is to see; `form` is a wished form of the answer."""

    text: str
    is_update: bool = False
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str = ""


def read_get(query_string: bytes) -> Operation | None:
    """Give the query of a GET request, None when it has none.  Raises Problem 400."""
    fields = _fields(query_string)
    if _values(fields, "update"):
        raise Problem(400, "an update must be sent by POST")
    return _operation(fields, "query", fields) if _values(fields, "query") else None


def read_post(query_string: bytes, content_type: str, body: bytes) -> Operation:
    """Give the query or update of a POST request.  Raises Problem 400 or 415."""
    kind, charset = _content_type(content_type)
    if kind == FORM:
        return _read_form(_fields(query_string), _fields(body))
    if kind not in (QUERY, UPDATE):
        raise Problem(415, f"send {FORM}, {QUERY} or {UPDATE}, not '{kind[:80] or 'nothing'}'")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, "send UTF-8")
    key = "update" if kind == UPDATE else "query"
    fields = _fields(query_string)
    if _values(fields, "query") or _values(fields, "update"):
        raise Problem(400, "the body is the query: the address must not hold another")
    return _operation([(key, _utf8(body))], key, fields)


def _read_form(address: Fields, body: Fields) -> Operation:
    queries, updates = _values(body, "query"), _values(body, "update")
    if queries and updates:
        raise Problem(400, "send a query or an update, not both")
    if not queries and not updates:
        raise Problem(400, "the form has no field 'query' or 'update'")
    return _operation(body, "update" if updates else "query", [*address, *body])


def _operation(fields: Fields, key: str, datasets: Fields) -> Operation:
    texts = _values(fields, key)
    if len(texts) != 1:
        raise Problem(400, f"send one {key}, not {len(texts)}")
    default, named_ = ("using-graph-uri", "using-named-graph-uri") if key == "update" else _QUERY_GRAPHS
    form = _values(datasets, "format") or _values(datasets, "output")
    return Operation(
        texts[0], key == "update", _values(datasets, default), _values(datasets, named_), "".join(form[:1])
    )


_QUERY_GRAPHS = ("default-graph-uri", "named-graph-uri")


def _values(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in fields if key == name)


def _fields(data: bytes) -> Fields:
    """Read a form or a query string; an equals sign may be missing, UTF-8 may not be broken."""
    try:
        return parse_qsl(
            data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise Problem(400, "the fields are not percent-encoded UTF-8, or there are too many") from error


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"the body is not UTF-8: byte {error.start}") from error


def _content_type(header: str) -> tuple[str, str]:
    kind, *parameters = (piece.strip().lower() for piece in header.split(";"))
    charset = next((p[8:].strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    return kind, charset
