"""Chinese names of the ontology's terms as rows of a VALUES block, so that no query repeats the ontology."""

from kg.namespaces import FZ, VOCABULARY
from kg.terms import terms

KINDS = ("class", "relation", "status", "qualifier", "kind", "direction", "level", "policy-type", "policy-status", "agency-type")  # fmt: skip


def rows(kind: str) -> str:
    """Give `(<iri> "name"@zh)` for every term of a kind: classes, properties, or the concepts of a scheme.

    >>> rows("direction")
    '(<https://w3id.org/fazhi/vocabulary/direction/down> "下降"@zh) (<https://w3id.org/fazhi/vocabulary/direction/up> "上升"@zh)'
    """
    found = {_iri(local): term.zh for local, term in terms().items() if _kind(local) == kind}
    return " ".join(f'(<{iri}> "{name}"@zh)' for iri, name in sorted(found.items()))


def _kind(local: str) -> str:
    scheme, slash, _ = local.partition("/")
    if slash:
        return scheme
    return "class" if local[:1].isupper() else "relation"


def _iri(local: str) -> str:
    return (VOCABULARY if "/" in local else FZ) + local
