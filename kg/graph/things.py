"""Entities in RDF: what they are and are called, where they are named, and the places that hold them."""

from collections.abc import Callable, Iterator

from pyoxigraph import Literal, NamedNode

from kg import namespaces
from kg.gazetteer import Division, Gazetteer
from kg.graph.scene import Scene
from kg.graph.terms import A, Term, Triple, concept, division, term, zh
from kg.model import Entity


def entities(scene: Scene) -> Iterator[Triple]:
    """Give every entity with its names, places in the text and attributes."""
    for entity in scene.extraction.entities:
        node = scene.entity(entity.id)
        yield node, A, NamedNode(namespaces.term(entity.cls))
        yield node, term("skos:prefLabel"), zh(entity.name)
        for alias in entity.aliases:
            if alias != entity.name:
                yield node, term("skos:altLabel"), zh(alias)
        for where in entity.spans:
            yield node, term("prov:wasDerivedFrom"), scene.cite(where)
        yield from _attributes(scene, node, entity)


def _attributes(scene: Scene, node: NamedNode, entity: Entity) -> Iterator[Triple]:
    for name, value in entity.attrs:
        rule = _ATTRIBUTES.get(name) or _ATTRIBUTES.get(f"{entity.cls}.{name}")
        if rule:
            predicate, to_term = rule
            yield node, term(predicate), to_term(scene.base, value)


def places(scene: Scene) -> Iterator[Triple]:
    """Give the places that hold the named ones; they come from the gazetteer and are not entities of the report."""
    codes = {code for e in scene.extraction.entities for code in _codes_of(e)} | {
        code for code in (scene.extraction.document.place,) if code
    }
    gazetteer = Gazetteer.load()
    for code in codes:
        found = gazetteer.by_code(code, scene.extraction.document.year)
        line = (found, *gazetteer.ancestors(code)) if found else ()
        for place in line:
            yield from _place(scene.base, place)


def _codes_of(entity: Entity) -> Iterator[str]:
    names = ("code", "place", "parent") if entity.cls == "Division" else ("place",)
    return (value for name in names if (value := entity.attr(name)))


def _place(base: str, place: Division) -> Iterator[Triple]:
    node = division(base, place.code)
    yield node, A, term("schema:AdministrativeArea")
    yield node, term("rdfs:label"), zh(place.name)
    yield node, term("fz:divisionCode"), Literal(place.code)
    yield node, term("fz:level"), concept("level", place.level)
    if place.parent:
        yield node, term("schema:containedInPlace"), division(base, place.parent)


def _scheme(name: str) -> Callable[[str, str], Term]:
    return lambda base, value: concept(name, value)


_ATTRIBUTES: dict[str, tuple[str, Callable[[str, str], Term]]] = {
    "Agency.parent": ("fz:parentName", lambda base, name: zh(name)),
    "agencyType": ("fz:agencyType", _scheme("agency-type")),
    "code": ("fz:divisionCode", lambda base, code: Literal(code)),
    "core": ("fz:quotedName", lambda base, name: zh(name)),
    "Division.parent": ("schema:containedInPlace", division),
    "Event.known": ("fz:known", _scheme("known-event")),
    "level": ("fz:level", _scheme("level")),
    "number": ("fz:documentNumber", lambda base, number: Literal(number)),
    "place": ("fz:place", division),
    "Policy.known": ("fz:known", _scheme("known-policy")),
    "policyStatus": ("fz:policyStatus", _scheme("policy-status")),
    "policyType": ("fz:policyType", _scheme("policy-type")),
    "postIn": ("org:postIn", lambda base, body: NamedNode(namespaces.entity(base, body))),
    "Reform.known": ("fz:known", _scheme("known-reform")),
    "System.known": ("fz:known", _scheme("known-system")),
}
"""How an attribute of an entity is said in RDF; attributes that are not here are the resolver's own notes."""
