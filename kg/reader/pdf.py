"""Take the text out of a PDF: printed lines joined to paragraphs, page numbers and running heads left out."""

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from kg.errors import InputError
from kg.reader.extracted import Extracted
from kg.reader.lines import is_furniture, lines

MEDIA_TYPE = "application/pdf"
# A page with less text than this is a picture of a page, perhaps with a page number.
_LEAST_CHARACTERS_A_PAGE = 10
# A line this much of the usual full width goes on in the next one.
_FULL = 0.85
_ENDS = re.compile(r"[。！？；!?;：:][”’」』）)》]*$")
_STARTS = re.compile(
    r"[一二三四五六七八九十]+[、．.]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、．.]|第[一二三四五六七八九十]+[章节条]|[—－]{2}"
)
_BETWEEN_CHINESE = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[ \t]+(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)


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
        return [page.extract_text() for page in reader.pages]
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


def _printed(pages: Sequence[str]) -> list[str]:
    """Give the printed lines of all pages without page numbers and running heads."""
    split = [[_BETWEEN_CHINESE.sub("", line.text) for line in lines(page)] for page in pages]
    edges = Counter(line for page in split for line in {*page[:1], *page[-1:]})
    running = {line for line, times in edges.items() if times > 2 and times > len(pages) / 2}
    return [line for page in split for line in page if line not in running and not _is_page_number(line)]


def _is_page_number(line: str) -> bool:
    return len(line) < 20 and any(c.isdigit() for c in line) and is_furniture(line) and ":" not in line


def join(printed: Sequence[str]) -> Iterator[str]:
    """Join printed lines to paragraphs: a line goes on in the next one when it is full and does not end a sentence."""
    if not printed:
        return
    full = _FULL * _usual_width(printed)
    paragraph = printed[0]
    for line, following in pairwise(printed):
        if _width(line) >= full and not _ENDS.search(line) and not _STARTS.match(following):
            paragraph += following
        else:
            yield paragraph
            paragraph = following
    yield paragraph


def _usual_width(printed: Sequence[str]) -> float:
    """Give the width that one line in ten exceeds: that of full lines, whatever a wide table adds."""
    widths = sorted(map(_width, printed))
    return widths[int(len(widths) * 0.9)] if len(widths) > 1 else widths[0] + 1


def _width(line: str) -> float:
    return sum(1 if char > "\u2e7f" else 0.5 for char in line)
