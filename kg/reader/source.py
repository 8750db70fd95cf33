"""Get the bytes of a file, a stream or standard input, within a limit of size."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.errors import InputError

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The bytes of a source and its name without folders."""

    name: str
    data: bytes


def load(source: Path | BinaryIO | bytes, name: str | None, limit: int) -> Loaded:
    """Read all bytes of a source; raises InputError for what is missing, not readable or over the limit."""
    if isinstance(source, bytes):
        return Loaded(name or "text", _within(source, name or "text", limit))
    if isinstance(source, Path) and source != STANDARD_INPUT:
        return Loaded(name or source.name, _read_file(source, limit))
    stream = sys.stdin.buffer if isinstance(source, Path) else source
    called = name or _name_of(stream)
    with _explained(called):
        return Loaded(called, _within(stream.read(limit + 1), called, limit))


def _read_file(path: Path, limit: int) -> bytes:
    with _explained(str(path)):
        if path.is_dir():
            raise InputError(
                f"{path}: a folder that cannot be read as a report, or not be opened; give its files"
            )
        # A pipe has no size: there only what is read counts.
        if path.stat().st_size > limit:
            raise InputError(_too_large(str(path), limit))
        with path.open("rb") as file:
            return _within(file.read(limit + 1), str(path), limit)


def _within(data: bytes, name: str, limit: int) -> bytes:
    if len(data) > limit:
        raise InputError(_too_large(name, limit))
    return data


def _too_large(name: str, limit: int) -> str:
    return f"{name}: larger than {limit / 1_000_000:g} MB; give the report alone, as text"


def _name_of(stream: BinaryIO) -> str:
    name = getattr(stream, "name", None)
    return Path(name).name if isinstance(name, str) and not name.startswith("<") else "standard input"


@contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise InputError(f"{name}: there is no such file; check the path") from error
    except PermissionError as error:
        raise InputError(f"{name}: not allowed to read it; change its permissions") from error
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:  # a null character in a path, a closed stream
        raise InputError(f"{name!r}: cannot be read: {error}") from error
