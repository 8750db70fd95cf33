"""Take the text out of a Word file: a line for each paragraph, a line for each table row with tabs between cells.

The XML is walked here, because python-docx leaves out what stands in tracked insertions, content controls, smart tags
(which Word 2003 put around every date and place) and text boxes.  Deleted text, tables of contents, headers, footers
and footnotes are left out; automatic numbers (一、 that Word counts) are put in.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from kg.errors import InputError
from kg.reader.extracted import Extracted, unify

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    (*(W + tag for tag in ("del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "rt")), _FALLBACK)
)
_CHARACTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_TEXT, _PARAGRAPH, _TABLE, _ROW, _CELL, _BOX = (W + t for t in ("t", "p", "tbl", "tr", "tc", "txbxContent"))
# Pictures may be large, words are not: 4 x the limit for the whole, the limit for its largest XML part.
_PARTS_TO_LIMIT = 4
_MOST_PARTS = 5_000
_OTHER_PACKAGES = (
    ("OFD.xml", "an OFD file; save it as PDF with text"),
    ("xl/workbook.xml", "a spreadsheet; save the report as .docx or text"),
    ("ppt/presentation.xml", "a presentation; save the report as .docx or text"),
    ("content.xml", "an OpenDocument file; save it as .docx"),
)


def extract(data: bytes, name: str, limit: int) -> Extracted:
    """Give the text of a Word file; raises InputError when it is broken, no Word file, or grows over the limit."""
    _check_package(data, name, limit)
    document = _open(data, name)
    return Extracted(unify("\n".join(_lines(document))), MEDIA_TYPE)


def _check_package(data: bytes, name: str, limit: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(_broken(name)) from error
    names = {part.filename for part in parts}
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise InputError(f"{name}: {_other(names)}")
    if (
        len(parts) > _MOST_PARTS
        or _sizes(parts, "") > _PARTS_TO_LIMIT * limit
        or _sizes(parts, ".xml") > limit
    ):
        raise InputError(f"{name}: grows too large when unpacked; save it again or give it as text")


def _sizes(parts: Iterable[zipfile.ZipInfo], ending: str) -> int:
    return sum(part.file_size for part in parts if part.filename.lower().endswith(ending))


def _other(names: set[str]) -> str:
    known = (complaint for part, complaint in _OTHER_PACKAGES if part in names)
    return next(known, "an archive; unpack it and give the files inside")


def _broken(name: str) -> str:
    return f"{name}: not a whole .docx file, it is broken; open and save it again in Word or WPS"


def _open(data: bytes, name: str) -> Any:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        return docx.Document(io.BytesIO(data))
    except (OpcError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error) as error:
        raise InputError(_broken(name)) from error
    except (KeyError, ValueError, AttributeError, EOFError, RuntimeError, NotImplementedError) as error:
        raise InputError(_broken(name)) from error


def _lines(document: Any) -> Iterator[str]:
    from kg.reader.numbering import Numbering

    yield from _block(document.element.body, Numbering.of(document))


def _block(element: Any, numbering: Any) -> Iterator[str]:
    """Yield the lines of a body, a cell, a content control or whatever holds paragraphs."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, numbering)
        elif child.tag == _TABLE:
            yield from _table(child, numbering)
        elif child.tag not in _SKIPPED and not _is_contents(child):
            yield from _block(child, numbering)


def _is_contents(element: Any) -> bool:
    """Tell whether a content control is a table of contents, whose lines would be taken for headings."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery") if element.tag == W + "sdt" else None
    return gallery is not None and gallery.get(W + "val") == "Table of Contents"


def _paragraph(paragraph: Any, numbering: Any) -> Iterator[str]:
    if numbering.is_contents(paragraph):
        return
    text = "".join(_inline(paragraph))
    yield from f"{numbering.label(paragraph)}{text}".split("\n") if text.strip() else [""]
    for box in paragraph.iter(_BOX):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield from _block(box, numbering)


def _inline(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _SKIPPED and child.tag != _BOX:
            yield from _inline(child)


def _table(table: Any, numbering: Any) -> Iterator[str]:
    for row in _inside(table, _ROW):
        cells = [[line for line in _block(cell, numbering) if line.strip()] for cell in _inside(row, _CELL)]
        # A row of one cell is layout, often around the whole report: its paragraphs stay lines.
        if len(cells) == 1:
            yield from cells[0]
        else:
            yield "\t".join(" ".join(cell).replace("\t", " ") for cell in cells)


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """Yield rows of a table or cells of a row, through content controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED and child.tag not in (_PARAGRAPH, _TABLE):
            yield from _inside(child, tag)
