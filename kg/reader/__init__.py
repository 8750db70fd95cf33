"""Read reports from files, streams or bytes: txt, html, docx and pdf in any usual Chinese encoding.

The text of a txt file is what its bytes decode to, without byte order mark and with its own line ends, so that
offsets are those of `open(path, encoding=…, newline="")`.  Of the other formats it is the extracted text, a
line for each paragraph.  `Document.sha256` is of the bytes.
"""

from pathlib import Path
from typing import BinaryIO

from kg.config import Config
from kg.errors import InputError
from kg.model import Document
from kg.reader.corpus import distinct, expand
from kg.reader.extracted import Extracted, count_chinese
from kg.reader.formats import extract
from kg.reader.metadata import describe
from kg.reader.source import load

__all__ = ["LIMIT", "distinct", "expand", "read"]

LIMIT = 50_000_000  # bytes of a file; the longest report known has a hundredth of it
_DEFAULT = Config()
_LEAST_CHINESE = 10
_LEAST_SHARE = 0.2


def read(
    source: Path | BinaryIO | bytes, *, name: str | None = None, config: Config = _DEFAULT, limit: int = LIMIT
) -> Document:
    """Give the document of a file (`-` for standard input), a stream or bytes.

    `name` replaces the file's name; `limit` is in bytes and looked at before anything is read.  Raises InputError
    with one line saying what to do: missing, empty, too large, binary, broken, encrypted, without text or Chinese.
    """
    loaded = load(source, name, limit)
    extracted = extract(loaded.data, loaded.name, limit)
    _require_chinese(extracted, loaded.name)
    return describe(extracted, loaded.name, loaded.data, config)


def _require_chinese(extracted: Extracted, name: str) -> None:
    written = "".join(extracted.text.split())
    chinese = count_chinese(written)
    if not written:
        raise InputError(f"{name}: there is no text in it; give a report with text")
    if chinese >= max(_LEAST_CHINESE, _LEAST_SHARE * len(written)):
        return
    if extracted.media_type == "text/plain" and name.lower().endswith((".docx", ".pdf")):
        raise InputError(
            f"{name}: not a {name.rpartition('.')[2]} file, whatever its name; fetch or save it again"
        )
    raise InputError(f"{name}: hardly any Chinese in it ({chinese} characters); give a Chinese report")
