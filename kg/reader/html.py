"""Take the main text out of a web page.

trafilatura tells what the main text is; the page is then read from the first of its paragraphs to the last, because
trafilatura leaves out lists, headings and loose lines that stand among them.  Where it finds nothing, the whole page
is taken without menus and the like.  The title goes on top when the page has it elsewhere.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from kg.errors import InputError
from kg.reader.extracted import Extracted, count_chinese, unify
from kg.reader.lines import is_furniture

MEDIA_TYPE = "text/html"
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol option p pre section table tbody tfoot thead title tr ul".split()
)
_LEFT_OUT = frozenset(
    "script style noscript template button select iframe object svg nav footer textarea".split()
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLANK = re.compile(r"[ \r\f\u3000\xa0\u200b]+")
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—]\s+")
_ONLY_SPACE = str.maketrans("", "", " \t\r\n\f\u3000\xa0\u200b")
# Longer cells lay out a page; cells of tables are short.
_LONGEST_CELL = 200
# A main text with less of the page than this is only a piece of it.
_LEAST_OF_PAGE = 0.4
# The element around the main text is taken whole unless it holds this much more.
_MOST_AROUND = 1.3


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of the page and the element that it stands in."""

    text: str
    element: Any


# trafilatura reports pages without text to nobody in particular; we do so ourselves.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def extract(page: str, name: str, notes: tuple[str, ...] = ()) -> Extracted:
    """Give the main text of a page, a line for each paragraph and table row; raises InputError when it is no page."""
    tree = _parse(page, name)
    pieces = list(_pieces(tree))
    main = _main(pieces, _kept(page))
    before = pieces[: pieces.index(main[0])] if main else pieces
    margin = "\n".join([*_described(tree), *(piece.text for piece in before)])
    text = [piece.text for piece in main]
    title = _title(tree, [piece.text for piece in pieces])
    if title and not _starts_with(text, title):
        text.insert(0, title)
    return Extracted(unify("\n".join(text)), MEDIA_TYPE, margin, notes)


def _parse(page: str, name: str) -> Any:
    from lxml import etree, html

    try:
        tree = html.document_fromstring(_DECLARATION.sub("", page))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name}: the page has no text; save it whole, or as text") from error
    etree.strip_elements(tree, *_LEFT_OUT, with_tail=False)
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    return tree


def _kept(page: str) -> set[str]:
    """Give the paragraphs that trafilatura takes for the main text, without spaces."""
    import trafilatura

    text = trafilatura.extract(_DECLARATION.sub("", page), include_comments=False, include_tables=False) or ""
    return {line.translate(_ONLY_SPACE) for line in text.splitlines()} - {""}


def _main(pieces: list[_Piece], kept: set[str]) -> list[_Piece]:
    """Give the pieces from the first kept one to the last, and what else stands in the element around them."""
    places = [i for i, piece in enumerate(pieces) if piece.text.translate(_ONLY_SPACE) in kept]
    main = pieces[places[0] : places[-1] + 1] if places else []
    if not main or _amount(main) < _LEAST_OF_PAGE * _amount(pieces):
        return [piece for piece in pieces if not is_furniture(piece.text)]
    around = _around(pieces, main)
    return around if _amount(around) <= _MOST_AROUND * _amount(main) else main


def _around(pieces: list[_Piece], main: list[_Piece]) -> list[_Piece]:
    """Give the pieces that stand in the innermost element around all of the main text."""
    shared = _path(main[0].element)
    for piece in main:
        pairs = zip(shared, _path(piece.element), strict=False)
        shared = [one for one, _ in takewhile(lambda pair: pair[0] is pair[1], pairs)]
    inside = set(shared[-1].iter())
    return [piece for piece in pieces if piece.element in inside]


def _path(element: Any) -> list[Any]:
    """Give the elements around an element from the outermost to itself."""
    return [*reversed(list(element.iterancestors())), element]


def _amount(pieces: Sequence[_Piece]) -> int:
    return sum(count_chinese(piece.text) for piece in pieces)


def _title(tree: Any, shown: Sequence[str]) -> str | None:
    """Give the title that the page names: in the particulars of government sites, as heading, or of the window."""
    for path in ("//meta[@name='ArticleTitle']/@content", "//h1", "//title"):
        for found in tree.xpath(path):
            title = _collapse(_plain(found if isinstance(found, str) else "".join(found.itertext())))
            title = _SITE.split(title)[0]
            if count_chinese(title) >= 6:
                return title
    return None


def _starts_with(text: Sequence[str], title: str) -> bool:
    head = "".join(text[:8]).translate(_ONLY_SPACE)
    return title.translate(_ONLY_SPACE) in head


def _described(tree: Any) -> Iterator[str]:
    """Yield the date that the page's own description gives, as if it were printed."""
    for content in tree.xpath(
        "//meta[@name='PubDate' or @name='pubdate' or @property='article:published_time']/@content"
    ):
        yield f"发布日期：{content}"


def _collapse(text: str) -> str:
    return _BLANK.sub(" ", text).strip()


def _pieces(tree: Any) -> Iterator[_Piece]:
    """Yield the lines of a page: text between the borders of blocks, and rows of tables of data."""
    words: list[str] = []
    place = tree
    for text, element in _runs(tree):
        if text != "\n":
            place = element if not words else place
            words.append(text)
            continue
        line = _collapse("".join(words))
        if line:
            yield _Piece(line, place)
        words = []


def _runs(tree: Any) -> Iterator[tuple[str, Any]]:
    """Yield runs of text with the element that each stands in, and "\\n" at the borders of blocks."""
    from lxml import etree

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        border = element.tag in _BLOCKS
        if border:
            yield "\n", element
        if event == "start" and element.tag == "tr" and _is_data(element):
            yield "\t".join(_cell(cell) for cell in element), element
            walk.skip_subtree()
        elif event == "start":
            yield _plain(element.text), element
        elif event == "end" and element is not tree:
            yield _plain(element.tail), element.getparent()
    yield "\n", tree


def _plain(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\t", " ")


def _cell(cell: Any) -> str:
    return _collapse("".join(text for text, _ in _runs(cell)).replace("\n", " ").replace("\t", " "))


def _is_data(row: Any) -> bool:
    """Tell a row of data, which becomes one line, from a row that only lays out the page."""
    lengths = [len("".join(cell.itertext()).strip()) for cell in row]
    return len(lengths) > 1 and max(lengths) <= _LONGEST_CELL and row.find(".//table") is None
