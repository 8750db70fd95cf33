"""A store made up for tests of the network: one body with many documents, reforms and a neighbour."""

from pyoxigraph import RdfFormat, Store

from tests.web.conftest import PREFIXES

BASE = "https://w3id.org/fazhi/id/"
REPORT = f"{BASE}report/甲市/2024"


def store(facts: list[tuple[str, str, str, str]], labels: dict[str, str] | None = None) -> Store:
    """Make a store of facts (subject, predicate, object, status), each in a sentence "subject|predicate|object。"."""
    made, text, lines = Store(), "", []
    names: dict[str, None] = {}
    for number, (subject, predicate, target, status) in enumerate(facts):
        names |= {subject: None, target: None}
        start = len(text)
        one, two = label(subject, labels), label(target, labels)
        sentence = f"{one}|{predicate}|{two}。"
        text += sentence
        here, ends = (start, start + len(sentence)), (start, start + len(sentence) - 1)
        lines += [
            f"<{REPORT}/statement/{number}> a fz:Statement ; rdf:subject {iri(subject)} ; rdf:predicate fz:{predicate} ;"
            f' rdf:object {iri(target)} ; fz:status status:{status} ; fz:extractedBy "made" ; prov:wasDerivedFrom {span(*ends)} .',
            f"{iri(subject)} prov:wasDerivedFrom {span(start, start + len(one))} .",
            f"{iri(target)} prov:wasDerivedFrom {span(ends[1] - len(two), ends[1])} .",
            *(
                described(a, b, text[a:b], here)
                for a, b in (here, ends, (start, start + len(one)), (ends[1] - len(two), ends[1]))
            ),
        ]
    lines += [
        f"{iri(name)} a fz:{name.partition('/')[0].capitalize()} ; skos:prefLabel {quoted(label(name, labels))} ."
        for name in names
    ]
    body = f'<{REPORT}> {{ <{REPORT}> a fz:Report ; dcterms:title "甲市报告"@zh . ' + "\n".join(lines) + " }"
    made.load((PREFIXES + body).encode(), RdfFormat.TRIG)
    return made


def label(name: str, labels: dict[str, str] | None = None) -> str:
    return (labels or {}).get(name, name.partition("/")[2])


def iri(name: str) -> str:
    return f"<{BASE}{name}>"


def span(start: int, end: int) -> str:
    return f"<{REPORT}#char={start},{end}>"


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"@zh'


def described(start: int, end: int, text: str, sentence: tuple[int, int]) -> str:
    return (
        f"{span(start, end)} a fz:Span ; oa:start {start} ; oa:end {end} ; oa:exact {quoted(text)} ;"
        f" fz:inSentence {span(*sentence)} ; dcterms:isPartOf <{REPORT}> ."
    )


CITY, OFFICE = "agency/甲市人民政府", "agency/甲市司法局"


def hub(policies: int = 30, reforms: int = 8) -> list[tuple[str, str, str, str]]:
    """Give a body with more neighbours than a picture shows one by one, and an office with a few of its own."""
    facts = [(CITY, "issued", f"policy/办法{n}", "done") for n in range(policies)]
    facts += [(CITY, "launched", f"reform/改革{n}", "planned") for n in range(reforms)]
    facts += [(OFFICE, "partOf", CITY, "done"), (OFFICE, "drafted", "policy/办法0", "done")]
    facts += [(OFFICE, "operates", f"system/平台{n}", "denied") for n in range(3)]
    facts += [("agency/乙县人民政府", "issued", "policy/乙县办法", "done")]
    return facts
