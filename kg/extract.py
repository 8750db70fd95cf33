"""Conduct the stages from a document to an extraction; a pure function of picklable arguments."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from kg import observations, relations, resolve
from kg.gazetteer import Gazetteer
from kg.matcher import match
from kg.model import Document, Extraction
from kg.rulebook import Rulebook
from kg.sections import split
from kg.segment import segment
from kg.status import planned_sentences


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector of cyclic garbage rest: a report makes tens of thousands of tuples and quads, and no cycles.

    Its walks over them take 4 % of the extraction's time, more where quads are made and checked, and two thirds of the
    time of writing them out.  What was made goes to the old at once, or the first walk afterwards would be over all of it.
    """
    resting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if resting:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@uncollected()
def extract(document: Document, rulebook: Rulebook) -> Extraction:
    """Extract everything that the rulebook can find in a document."""
    gazetteer = Gazetteer.load()
    sections, sentences = split(document)
    passages = segment(document.text, sentences, rulebook)
    resolution = resolve.resolve(
        document, match(document, passages, rulebook, gazetteer), rulebook, gazetteer
    )
    entities = {e.id: e for e in resolution.entities}
    figures, numerals = observations.find(document, passages, resolution.located, entities, rulebook)
    ahead = planned_sentences(document, sections, sentences, rulebook)
    statements = relations.find(document, passages, ahead, resolution.located, entities, rulebook)
    return Extraction(
        document=document,
        sections=sections,
        sentences=sentences,
        entities=resolution.entities,
        observations=figures,
        statements=statements,
        findings=relations.find_findings(document, passages, sections, ahead, rulebook),
        numerals=numerals,
        unresolved=resolution.unresolved,
    )
