"""Recognise a file by its content, not by its name, and take the text out of it."""

import re

from kg.errors import InputError
from kg.reader import encodings
from kg.reader.extracted import Extracted

_SAVE = "open it in Word or WPS and save it as .docx"
_PICTURE = "a picture, not a text; recognise its characters (OCR) and save them as text"
_ARCHIVE = "an archive; unpack it and give the files inside"
_REFUSED = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"{\\rtf", f"rich text (RTF); {_SAVE}"),
    (b"\x1f\x8b", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"BZh9", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word 97-2003, WPS, and encrypted .docx
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|script|style|div|p|table|article)\b",
    re.IGNORECASE | re.DOTALL,
)


def extract(data: bytes, name: str, limit: int) -> Extracted:
    """Take the text out of a txt, html, docx or pdf file; raises InputError with what to do for anything else.

    `limit` bounds, in bytes, what a packed file may grow to (four times as much for all its parts).
    """
    if not data:
        raise InputError(f"{name}: the file is empty; give a report with text")
    _refuse(data, name)
    if data[:1024].lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-"):
        from kg.reader import pdf

        return pdf.extract(data, name)
    if data.startswith(b"PK\x03\x04"):
        from kg.reader import docx

        return docx.extract(data, name, limit)
    return _extract_text(data, name)


def _refuse(data: bytes, name: str) -> None:
    for beginning, complaint in _REFUSED:
        if data.startswith(beginning):
            raise InputError(f"{name}: {complaint}")
    if data.startswith(_COMPOUND):
        locked = _ENCRYPTED in data
        what = "protected by a password; remove it" if locked else f"an old Word or WPS file; {_SAVE}"
        raise InputError(f"{name}: {what}")


def _extract_text(data: bytes, name: str) -> Extracted:
    decoded = _decode(data, name)
    notes = (f"{decoded.broken} broken characters in {name}",) if decoded.broken else ()
    if is_html(decoded.text, name):
        from kg.reader import html

        return html.extract(decoded.text, name, notes)
    return Extracted(decoded.text, "text/plain", notes=notes)


def _decode(data: bytes, name: str) -> encodings.Decoded:
    """Decode, and tell what a file that is no text was meant to be."""
    try:
        return encodings.decode(data, name)
    except InputError as error:
        for ending in (".docx", ".pdf"):
            if name.lower().endswith(ending):
                raise InputError(
                    f"{name}: not a whole {ending} file, it is broken; fetch or save it again"
                ) from error
        raise


def is_html(text: str, name: str) -> bool:
    """Tell whether a text is HTML: it begins like it, or is named so and has tags."""
    named = name.lower().endswith((".html", ".htm", ".xhtml", ".shtml"))
    return bool(_HTML.match(text[:4096])) or (named and "</" in text)
