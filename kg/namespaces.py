"""Prefixes, and the only place where IRIs are minted.

Names stay Chinese in IRIs; only what RFC 3987 forbids is percent-encoded.
"""

import re
from urllib.parse import quote

from kg.model import Span

FZ = "https://w3id.org/fazhi/ontology#"
VOCABULARY = "https://w3id.org/fazhi/vocabulary/"
SHAPES = "https://w3id.org/fazhi/shapes#"

PREFIXES: dict[str, str] = {
    "fz": FZ,
    "fzv": VOCABULARY,
    "fzs": SHAPES,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "time": "http://www.w3.org/2006/time#",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
}

_PLANES = "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0xE0000, 0x10000))
# the characters of RFC 3987 beyond ASCII: no private use, no replacement character, no noncharacters
_FORBIDDEN = re.compile(
    rf"[\x00-\x20\x7f<>\"{{}}|\\^`%#?\[\]]|\s|[^\x00-\x7f\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}]"
)


def segment(name: str) -> str:
    """Make a name safe inside an IRI path, keeping Chinese and slashes as they are.

    >>> segment("“放管服”改革 a?b")
    '“放管服”改革%20a%3Fb'
    """
    return _FORBIDDEN.sub(lambda m: quote(m.group(), safe=""), name)


def term(local: str) -> str:
    """Mint a term of the ontology: class or property."""
    return FZ + local


def concept(scheme: str, local: str) -> str:
    """Mint a concept of a SKOS scheme: `concept("qualifier", "about")`."""
    return f"{VOCABULARY}{scheme}/{segment(local)}"


def entity(base: str, entity_id: str) -> str:
    """Mint an entity from its `Entity.id` (`Agency/淮安市人民政府` -> `…/agency/淮安市人民政府`)."""
    cls, _, key = entity_id.partition("/")
    return f"{base}{cls.lower()}/{segment(key)}"


def report(base: str, key: str) -> str:
    """Mint a report; it is also the name of the report's graph."""
    return f"{base}report/{segment(key)}"


def span(report_iri: str, where: Span) -> str:
    """Mint a span of a report's text as an RFC 5147 fragment."""
    return f"{report_iri}#char={where.start},{where.end}"


def part(report_iri: str, kind: str, local: str) -> str:
    """Mint something that exists only in one report: observation, statement, section, problem, plan, dataset."""
    return f"{report_iri}/{kind}/{segment(local)}"


def indicator(base: str, phrase: str) -> str:
    """Mint an indicator as printed."""
    return f"{base}indicator/{segment(phrase)}"


def software(version: str) -> str:
    """Mint a version of this software, the agent of a build."""
    return f"https://w3id.org/fazhi/software/{segment(version)}"


def rules(fingerprint: str) -> str:
    """Mint a state of the rules and vocabularies by its SHA-256."""
    return f"https://w3id.org/fazhi/rules/{fingerprint}"
