"""Which files a build reads, and which of the documents are one report."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from kg.model import Document

# Those that cannot be read are listed too, so that a build names them instead of passing over them.
_READ = frozenset((".txt", ".text", ".html", ".htm", ".xhtml", ".shtml", ".docx", ".pdf"))
_NAMED = frozenset((".doc", ".wps", ".rtf", ".ofd"))
_SPACE = re.compile(r"\s+")


def expand(paths: Iterable[str | Path]) -> list[Path]:
    """Give the files of the paths, sorted, each once: files as they are, folders with all below them.

    In folders only report formats count, without hidden files and the lock files of Office (~$).  `-` stands for
    standard input.  A path that does not exist stays, for `read` to name.
    """
    found = {path for given in paths for path in _files(Path(given))}
    return sorted(found, key=str)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    barred: list[Path] = []
    for folder, below, names in os.walk(path, onerror=lambda error: barred.append(Path(error.filename))):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(folder, name) for name in names if _counts(name))
    yield from barred


def _counts(name: str) -> bool:
    return not name.startswith((".", "~$")) and Path(name).suffix.lower() in _READ | _NAMED


def distinct(documents: Iterable[Document]) -> list[Document]:
    """Give every report once, sorted by key, whatever the order of the documents.

    Documents with the same text, spaces and line breaks aside, are one report: the first by name is kept and notes the
    others.  Where reports of different texts have the same key, all of these get `~` and eight digits of their text's
    hash.
    """
    same: dict[str, list[Document]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: (d.source, d.sha256)):
        same[_SPACE.sub("", document.text)].append(document)
    kept = [_noting(copies[0], copies[1:]) for copies in same.values()]
    rivals: dict[str, list[Document]] = defaultdict(list)
    for document in kept:
        rivals[document.key].append(document)
    return sorted((_keyed(d, rivals[d.key]) for d in kept), key=lambda d: d.key)


def _noting(document: Document, others: Sequence[Document]) -> Document:
    notes = (f"the same report as {other.source}, which is left out" for other in others)
    return replace(document, notes=(*document.notes, *notes)) if others else document


def _keyed(document: Document, rivals: Sequence[Document]) -> Document:
    if len(rivals) == 1:
        return document
    return replace(document, key=f"{document.key}~{sha256(document.text.encode()).hexdigest()[:8]}")
