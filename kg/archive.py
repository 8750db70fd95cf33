"""Extractions as JSON lines and back, so that later commands need not read the reports again.

One line is one report: the data model as it is, with a span as `[start, end]` and a decimal as text.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from kg.errors import StoreError
from kg.model import Extraction, Span

FILE = "extractions.jsonl"


def dumps(extraction: Extraction) -> str:
    """Give an extraction as one line of JSON."""
    return json.dumps(_encode(extraction), ensure_ascii=False, separators=(",", ":"))


def loads(line: str) -> Extraction:
    """Give back the extraction of a line; raises StoreError when the line is not one."""
    try:
        extraction: Extraction = _decoder(Extraction)(json.loads(line))
    except (ValueError, TypeError, KeyError, ArithmeticError) as error:
        raise StoreError(
            f"not an archived extraction ({type(error).__name__}: {error}); build again"
        ) from error
    return extraction


def read(folder: Path) -> tuple[Extraction, ...]:
    """Give the extractions of a built folder; raises StoreError when there are none."""
    path = folder / FILE
    if not path.is_file():
        raise StoreError(f"{folder} is not a build's folder (it has no {FILE}); run 'kg build' first")
    # not splitlines(): a report may hold U+2028 and its like
    return tuple(loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line)


def _encode(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        return {field.name: _encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    return str(value) if isinstance(value, Decimal | StrEnum) else value


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """Give the function that turns JSON into a value of an annotated type."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional(kind)
    if origin is tuple:
        return _tuple(get_args(kind))
    if kind is Span:
        return lambda pair: Span(*pair)
    if is_dataclass(kind):
        return _record(kind)
    return kind if kind is Decimal or issubclass(kind, StrEnum) else _as_is


def _optional(kind: Any) -> Callable[[Any], Any]:
    inner = _decoder(next(arg for arg in get_args(kind) if arg is not type(None)))
    return lambda value: None if value is None else inner(value)


def _tuple(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    decode = _decoder(args[0])
    return lambda values: tuple(decode(value) for value in values)


def _record(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields(kind)}
    return lambda data: kind(**{name: decode(data[name]) for name, decode in decoders.items()})


def _as_is(value: Any) -> Any:
    return value
