"""SPARQL 1.1 Protocol: what a request asks for, read from its address, headers and body."""

import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from kg.web.problems import Problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_MOST_FIELDS = 1000

Fields = Mapping[str, list[str]]


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
    fields = read_fields(query_string)
    if "update" in fields:
        raise Problem(400, "an update must be sent by POST")
    return _operation(fields, "query", fields) if "query" in fields else None


def read_post(query_string: bytes, content_type: str, body: bytes) -> Operation:
    """Give the query or update of a POST request.  Raises Problem 400 or 415."""
    kind, charset = _content_type(content_type)
    if kind == FORM:
        return _read_form(read_fields(query_string), read_fields(body))
    if kind not in (QUERY, UPDATE):
        raise Problem(415, f"send {FORM}, {QUERY} or {UPDATE}, not '{kind[:80] or 'nothing'}'")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, "send UTF-8")
    key = "update" if kind == UPDATE else "query"
    fields = read_fields(query_string)
    if "query" in fields or "update" in fields:
        raise Problem(400, "the body is the query: the address must not hold another")
    return _operation({key: [_utf8(body)]}, key, fields)


def _read_form(address: Fields, body: Fields) -> Operation:
    if "query" in body and "update" in body:
        raise Problem(400, "send a query or an update, not both")
    if "query" not in body and "update" not in body:
        raise Problem(400, "the form has no field 'query' or 'update'")
    both = {name: [*address.get(name, ()), *body.get(name, ())] for name in {*address, *body}}
    return _operation(body, "update" if "update" in body else "query", both)


def _operation(fields: Fields, key: str, datasets: Fields) -> Operation:
    texts = fields[key]
    if len(texts) != 1:
        raise Problem(400, f"send one {key}, not {len(texts)}")
    default, named = _UPDATE_GRAPHS if key == "update" else _QUERY_GRAPHS
    form = datasets.get("format") or datasets.get("output") or ("",)
    return Operation(
        texts[0],
        key == "update",
        tuple(datasets.get(default, ())),
        tuple(datasets.get(named, ())),
        form[0],
    )


_QUERY_GRAPHS = ("default-graph-uri", "named-graph-uri")
_UPDATE_GRAPHS = ("using-graph-uri", "using-named-graph-uri")


def read_fields(data: bytes) -> Fields:
    """Read a form or a query string; an equals sign may be missing, UTF-8 may not be broken."""
    if data.count(b"&") >= _MOST_FIELDS:
        raise Problem(400, f"there are more than {_MOST_FIELDS} fields")
    found: dict[str, list[str]] = {}
    try:
        for pair in data.split(b"&"):
            if pair:
                name, _, value = pair.partition(b"=")
                found.setdefault(_decoded(name), []).append(_decoded(value))
    except UnicodeDecodeError as error:
        raise Problem(400, "the fields are not percent-encoded UTF-8") from error
    return found


def _decoded(data: bytes) -> str:
    """Undo percent-encoding.  Raises UnicodeDecodeError.

    Quoted-printable is the same with another sign, and its decoder is in C: a query's text takes 4 µs instead
    of 25 µs, half of all the time that a look-up spends in Python.  What is no good percent-encoding stays as it is.

    >>> _decoded(b"SELECT+%2A+%7B%E6%B7%AE_%3D%7D"), _decoded(b"100%+%zz%")
    ('SELECT * {淮_=}', '100% %zz%')
    """
    if data.isalpha():
        return data.decode("ascii")
    if data.isascii() and b"\n" not in data and b"\r" not in data:
        signs = data.replace(b"=", b"=3D").replace(b"+", b" ").replace(b"%", b"=")
        found = binascii.a2b_qp(signs)
        # every code becomes one byte; a broken one would leave more
        if len(found) == len(signs) - 2 * signs.count(b"="):
            return found.decode("utf-8")
    return unquote_plus(data.decode("ascii"), errors="strict")


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"the body is not UTF-8: byte {error.start}") from error


def _content_type(header: str) -> tuple[str, str]:
    kind, *parameters = (piece.strip().lower() for piece in header.split(";"))
    charset = next((p[8:].strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    return kind, charset
