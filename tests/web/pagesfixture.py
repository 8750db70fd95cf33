"""The sample as its pages are served, and a store whose every text wants to be run."""

from pathlib import Path

from pyoxigraph import Literal, Quad, RdfFormat, Store

HOSTILE = (
    "<img src=x onerror=window.hacked=1>",
    '"><script>window.hacked=1</script>',
    "</script><script>window.hacked=1</script>",
    "{{ 7*7 }}${7*7}`;window.hacked=1;`",
    "' onmouseover='window.hacked=1",
    '=HYPERLINK("http://evil.example")',
)
_KEPT = ("xsd", "fz:sectionNumber")


def poisoned(built: Path, folder: Path) -> Path:
    """Give the sample's graph with every Chinese text replaced by one that wants to be run, and its own words after it."""
    store, out = Store(), Store()
    store.bulk_load(path=str(built / "graph.nq"), format=RdfFormat.N_QUADS)
    for number, quad in enumerate(sorted(store, key=str)):
        term = quad.object
        if (
            isinstance(term, Literal)
            and term.language == "zh"
            and not quad.predicate.value.endswith("#exact")
        ):
            term = Literal(f"{HOSTILE[number % len(HOSTILE)]}{term.value}", language="zh")
        out.add(Quad(quad.subject, quad.predicate, term, quad.graph_name))
    path = folder / "poisoned.nq"
    out.dump(str(path), RdfFormat.N_QUADS)
    return path
