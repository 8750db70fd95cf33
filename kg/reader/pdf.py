"""Take the text out of a PDF: printed lines joined to paragraphs, page numbers and running heads left out."""

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kg.errors import InputError
from kg.reader.extracted import Extracted, unify
from kg.reader.lines import Line, is_furniture, lines

MEDIA_TYPE = "application/pdf"
# A page with less text than this is a picture of a page, perhaps with a page number.
_LEAST_CHARACTERS_A_PAGE = 10
# A line this much of the usual full width goes on in the next one.
_FULL = 0.85
# With an indented line in so many, indents mark the paragraphs; printed with spaces, they are kept.
_LINES_TO_INDENT = 20
# Narrow in a font of Latin letters, as wide as any other character in a Chinese one.
_WIDE = frozenset("“”‘’—…·")
_COMMA_AT_END = re.compile(r"[，,、]$")
_ENDS = re.compile(r"[。！？；!?;：:][”’」』）)》]*$")
_STARTS = re.compile(
    r"[一二三四五六七八九十]+[、．.]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}(?:[、．]|\.(?!\d))|第[一二三四五六七八九十]+[章节条]|[—－]{2}"
)
_BETWEEN_CHINESE = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[ \t]+(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A printed line and whether spaces indent it."""

    text: str
    indented: bool


# What pypdf has to say of a broken file would stand before our own one line; a program that sets up logging gets it.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def extract(data: bytes, name: str) -> Extracted:
    """Give the text of a PDF; raises InputError when it is broken, locked by a password or holds only pictures."""
    pages = _pages(data, name)
    if sum(len("".join(page.split())) for page in pages) < _LEAST_CHARACTERS_A_PAGE * len(pages):
        raise InputError(f"{name}: no text in this PDF (a scan?); recognise its characters (OCR) first")
    return Extracted("\n".join(join(_printed(pages))), MEDIA_TYPE)


def _pages(data: bytes, name: str) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not _unlock(reader):
            raise InputError(
                f"{name}: protected by a password; remove it (print it to a new PDF) or give text"
            )
        return [unify(page.extract_text()) for page in reader.pages]
    except DependencyError as error:
        raise InputError(
            f"{name}: encrypted; print it to a new PDF without protection or give text"
        ) from error
    except (PyPdfError, zlib.error, OSError) as error:
        raise InputError(_broken(name)) from error
    # What pypdf stumbles over in files that are not whole.
    except (ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError) as error:
        raise InputError(_broken(name)) from error
    except (RecursionError, TypeError, ValueError) as error:
        raise InputError(_broken(name)) from error


def _broken(name: str) -> str:
    return f"{name}: not a whole PDF, it is broken; fetch or save it again"


def _unlock(reader: Any) -> bool:
    """Open a PDF that only forbids printing or copying: its password for reading is empty."""
    return bool(reader.decrypt(""))


def _printed(pages: Sequence[str]) -> list[_Printed]:
    """Give the printed lines of all pages without page numbers and running heads."""
    split = [[_read_line(page, line) for line in lines(page)] for page in pages]
    edges = Counter(line.text for page in split for line in {*page[:1], *page[-1:]})
    running = {line for line, times in edges.items() if times > 2 and times > len(pages) / 2}
    return [p for page in split for p in page if p.text not in running and not _is_page_number(p.text)]


def _read_line(page: str, line: Line) -> _Printed:
    before = page[: line.span.start].rpartition("\n")[2]
    return _Printed(_BETWEEN_CHINESE.sub("", line.text), len(before) > 1 or before == "\u3000")


def _is_page_number(line: str) -> bool:
    return len(line) < 20 and any(c.isdigit() for c in line) and is_furniture(line) and ":" not in line


def join(printed: Sequence[_Printed]) -> Iterator[str]:
    """Join printed lines to paragraphs: a line goes on in the next one when it is full or breaks off, as far as
    the next one does not look like a beginning.
    """
    if not printed:
        return
    is_full = _fullness([line.text for line in printed])
    indents = sum(line.indented for line in printed) > len(printed) / _LINES_TO_INDENT
    paragraph = printed[0].text
    for line, following in pairwise(printed):
        ends = bool(_ENDS.search(line.text)) and not (indents and is_full(line.text))
        breaks_off = is_full(line.text) or _COMMA_AT_END.search(line.text)
        if breaks_off and not ends and not following.indented and not _STARTS.match(following.text):
            paragraph += following.text
        else:
            yield paragraph
            paragraph = following.text
    yield paragraph


def _fullness(texts: Sequence[str]) -> Callable[[str], bool]:
    """Give what tells a full line.

    The full length is what one line in ten exceeds, whatever a wide table adds.  It is measured twice, because
    digits and Latin letters are half as wide as Chinese characters in some fonts and as wide in others.
    """
    usual = [_upper(measure, texts) for measure in (len, _width)]
    return lambda text: len(text) >= _FULL * usual[0] or _width(text) >= _FULL * usual[1]


def _upper(measure: Callable[[str], float], texts: Sequence[str]) -> float:
    lengths = sorted(map(measure, texts))
    return lengths[int(len(lengths) * 0.9)] if len(lengths) > 1 else lengths[0] + 1


def _width(line: str) -> float:
    return sum(1 if char > "\u2e7f" or char in _WIDE else 0.5 for char in line)
