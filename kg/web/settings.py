"""Frozen settings of an endpoint, each with the limit that it sets."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kg.config import DEFAULT_BASE

ROOT = "https://w3id.org/fazhi/"
"""What the IRIs of the ontology, the vocabularies and the default base have in common."""

MIB = 1024 * 1024
_KEPT = "/:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve a store.

    Times are seconds and sizes bytes.  `timeout` ends a query; `threads` and `waiting` are queries under way and
    in line in one worker, `kept` is the size of the answers that it keeps; `request_limit` holds for queries,
    `upload_limit` for graphs that are written.  `services` and `sources` are the addresses that SERVICE and LOAD
    may name: none unless told.  A `token` makes the store writable for who shows it.
    """

    store: Path = Path("output")
    host: str = "127.0.0.1"
    port: int = 7878
    base: str = DEFAULT_BASE
    workers: int = 2
    threads: int = 4
    waiting: int = 64
    timeout: float = 30.0
    request_limit: int = MIB
    upload_limit: int = 256 * MIB
    result_limit: int = 256 * MIB
    kept: int = 32 * MIB
    memory: int | None = 4096 * MIB
    hold: str = "auto"
    origin: str = "*"
    services: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    token: str | None = None

    @property
    def writable(self) -> bool:
        """Tell whether anyone may write."""
        return self.token is not None

    def path_of(self, iri: str) -> str | None:
        """Give the path on this server at which an IRI is described, None for an IRI of others.

        >>> Settings().path_of("https://w3id.org/fazhi/id/report/淮安-2017#char=1,2")
        '/id/report/%E6%B7%AE%E5%AE%89-2017#char=1,2'
        >>> Settings().path_of("https://w3id.org/fazhi/ontology#issued")
        '/ontology#issued'
        """
        if iri.startswith(self.base):
            return "/id/" + _quoted(iri[len(self.base) :])
        return "/" + _quoted(iri[len(ROOT) :]) if iri.startswith(ROOT) else None


def _quoted(rest: str) -> str:
    """Encode an IRI's end for the wire; what is already encoded is encoded again, so that decoding gives the IRI."""
    path, mark, fragment = rest.partition("#")
    return quote(path, safe=_KEPT) + mark + quote(fragment, safe=_KEPT)
