"""What a query would reach for: other servers, and graphs named by FROM.

The text is cut as SPARQL cuts it: words inside strings, comments and IRIs do not count.  Anything doubtful counts as a
request for another server, so that no spelling slips through.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.web.problems import Problem

_TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)"""
    r'''|"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*\''''
    r"|\#[^\r\n]*"
    r"|\\."
    r"|[?$][\w·]+"
    r"|@[A-Za-z-]+"
    r"|(?P<word>[A-Za-z]+)",
    re.DOTALL,
)
_CHANGING = (b"now", b"rand", b"uuid", b"bnode", b"service")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def names_dataset(text: str) -> bool:
    """Tell whether a query chooses its graphs itself, with FROM.

    >>> names_dataset('SELECT * FROM <http://a> { ?s ?p "x" }'), names_dataset('ASK { ?from ?p "FROM" } # from')
    (True, False)
    """
    return _mentions(text, b"from") and any(word == "from" for word, _ in _words(text))


def check_services(text: str, allowed: tuple[str, ...]) -> None:
    """Refuse a query that asks a server which is not on the list.  Raises Problem."""
    _check(text, "service", allowed, "queries of other servers (SERVICE)")


def check_sources(text: str, allowed: tuple[str, ...]) -> None:
    """Refuse an update that loads from an address which is not on the list.  Raises Problem."""
    _check(text, "load", allowed, "loading from other servers (LOAD)")


def with_using(text: str, graphs: tuple[str, ...], named: tuple[str, ...]) -> str:
    """Give an update whose WHERE parts see the graphs that the protocol names.

    Raises Problem 400 where the update chooses graphs itself, or has a form that cannot be told graphs.

    >>> with_using("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", ("http://g",), ())
    'INSERT { ?s ?p 1 } USING <http://g> WHERE { ?s ?p ?o }'
    """
    words = [(word, start) for word, start, depth in _placed_words(text) if depth == 0]
    if {"using", "with"} & {word for word, _ in words}:
        raise Problem(400, "the update names its graphs itself: the address must not name others")
    clause = "".join([*(f"USING <{g}> " for g in graphs), *(f"USING NAMED <{g}> " for g in named)])
    for number in range(len(words) - 1, -1, -1):
        word, start = words[number]
        if word == "where":
            if words[number - 1][0] == "delete" and not text[words[number - 1][1] + 6 : start].strip():
                raise Problem(400, "DELETE WHERE cannot be told graphs; write DELETE { … } WHERE { … }")
            text = text[:start] + clause + text[start:]
    return text


def is_lasting(text: str) -> bool:
    """Tell whether a query has the same answer as long as the store is the same.

    A name that holds one of the words counts as the word.

    >>> is_lasting("SELECT * { ?s ?p ?o }"), is_lasting("SELECT (Now() AS ?t) {}")
    (True, False)
    """
    return not _mentions(text, *_CHANGING)


def _placed_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Give every bare word with its place and how many braces are open there."""
    depth, last = 0, 0
    for token in _TOKEN.finditer(text):
        between = text[last : token.start()]
        depth += between.count("{") - between.count("}")
        last = token.end()
        if token["word"] and not _is_local_name(text, token.start()):
            yield token["word"].lower(), token.start(), depth


def _check(text: str, keyword: str, allowed: tuple[str, ...], what: str) -> None:
    for spelling in {text, _unescaped(text)} if "\\" in text else (text,):
        if _mentions(spelling, keyword.encode("ascii")):
            _check_spelling(spelling, keyword, allowed, what)


def _mentions(text: str, *words: bytes) -> bool:
    """Tell whether one of some words stands anywhere, be it as a part of another."""
    small = _small(text)
    return any(word in small for word in words)


@lru_cache(maxsize=16)
def _small(text: str) -> bytes:
    """Give a text in small letters; keywords are ASCII, and ASCII is quick to put in small letters."""
    return text.encode("utf-8", "surrogatepass").lower()


def _check_spelling(text: str, keyword: str, allowed: tuple[str, ...], what: str) -> None:
    for word, target in _words(text):
        # 'serviceX' can only be a keyword with something that follows without a space
        if word.startswith(keyword) and target not in allowed:
            raise Problem(403, f"{what} are switched off here; no request leaves this server")


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Give every bare word in small letters, with the IRI that follows it (SILENT may stand between)."""
    tokens = list(_TOKEN.finditer(text))
    for place, token in enumerate(tokens):
        if token["word"] and not _is_local_name(text, token.start()):
            yield token["word"].lower(), _target(tokens[place + 1 : place + 3])


def _target(following: list[re.Match[str]]) -> str:
    rest = following[1:] if following and (following[0]["word"] or "").lower() == "silent" else following
    return rest[0]["iri"][1:-1] if rest and rest[0]["iri"] else ""


def _is_local_name(text: str, start: int) -> bool:
    """Tell a keyword from the local name of `ex:service`."""
    return start > 0 and (text[start - 1] == ":" or text[start - 1] in "-_" or text[start - 1].isalnum())


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: _character(int(m[1] or m[2], 16)), text)


def _character(number: int) -> str:
    return chr(number) if number < 0x110000 else "?"
