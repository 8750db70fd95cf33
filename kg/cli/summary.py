"""The one-screen summary of a build."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.table import cut
from kg.model import NumeralUse

if TYPE_CHECKING:
    from kg.model import Extraction
    from kg.pipeline import Outcome
    from kg.render import ReportBuild

SHOWN = 8


def render(outcome: "Outcome", out: Path) -> str:
    """Give the summary: what was found, what was not understood, what to look at, where to go on."""
    extractions = [build.extraction for build in outcome.builds]
    rows = [*_reports(extractions), *_found(extractions), *_doubts(outcome), *_next(out)]
    lines = [f"{name:<12}{text}" for name, text in rows]
    return "\n".join([*lines, *_remarks(outcome)])


def remarks(outcome: "Outcome") -> list[str]:
    """Give what a person should look at; a build with remarks ends with exit code 1."""
    left_out = [f"left out   {bad.reason}" for bad in outcome.bad]
    idle = [f"decision   {name}: matches nothing" for name in outcome.unmatched]
    return left_out + idle + [remark for build in outcome.builds for remark in _of_report(build)]


def _of_report(build: "ReportBuild") -> list[str]:
    document = build.extraction.document
    found = []
    if document.year is None:
        found.append(f"no year    {document.source}: give it with --year")
    if not build.extraction.sections:
        found.append(f"no heading {document.source}: no section was found, is it a report?")
    if not build.validation.conforms:
        found.append(f"shapes     {document.source}: {len(build.validation.results)} facts break a shape")
    return found


def _reports(extractions: "list[Extraction]") -> list[tuple[str, str]]:
    titles = [e.document.title for e in extractions]
    if len(titles) == 1:
        return [("report", cut(titles[0], 90))]
    years = sorted({e.document.year for e in extractions if e.document.year})
    span = f", {years[0]}-{years[-1]}" if years else ""
    return [("reports", f"{len(titles)}{span}")]


def _found(extractions: "list[Extraction]") -> list[tuple[str, str]]:
    entities = {entity.id: entity.cls for e in extractions for entity in e.entities}
    findings = Counter(finding.cls for e in extractions for finding in e.findings)
    figures = sum(len(e.observations) for e in extractions)
    facts = Counter(s.status.value for e in extractions for s in e.statements)
    return [
        ("entities", f"{len(entities):,}: {_counts(Counter(entities.values()))}"),
        ("facts", f"{facts.total():,}: {_counts(facts)}"),
        ("figures", f"{figures:,}"),
        ("findings", f"{findings['Problem']:,} problems admitted, {findings['Plan']:,} plans made"),
    ]


def _doubts(outcome: "Outcome") -> list[tuple[str, str]]:
    extractions = [build.extraction for build in outcome.builds]
    numerals = [numeral for e in extractions for numeral in e.numerals]
    unread = sum(numeral.use is NumeralUse.UNREAD for numeral in numerals)
    unresolved = sum(len(e.unresolved) for e in extractions)
    arithmetic = sum(len(build.findings) for build in outcome.builds)
    return [
        ("understood", f"{_share(len(numerals) - unread, len(numerals))} of {len(numerals):,} numerals"),
        ("not sure", f"{unread:,} numerals unread, {unresolved:,} mentions unresolved"),
        ("arithmetic", f"{arithmetic:,} of the reports' own sums, shares and growth do not add up"),
    ]


def _next(out: Path) -> list[tuple[str, str]]:
    return [
        ("look at", f"{out / 'graph.html'} in a browser, {out / 'observations.csv'} in a spreadsheet"),
        ("doubts in", f"{out / 'coverage.md'}"),
    ]


def _remarks(outcome: "Outcome") -> list[str]:
    found = remarks(outcome)
    more = [f"  … and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return ["", *(f"! {remark}" for remark in found[:SHOWN]), *more] if found else []


def _counts(counter: "Counter[str]") -> str:
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {number:,}" for name, number in ordered)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"
