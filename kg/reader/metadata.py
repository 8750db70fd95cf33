"""Describe a report: title, issuer, place, level, year, date, number, kind, each None when the text does not tell it."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.config import Config
from kg.errors import InputError
from kg.gazetteer import Division, Gazetteer
from kg.model import Document, Level
from kg.reader import dates
from kg.reader.extracted import Extracted
from kg.reader.issuer import Issuer, Scene, find_issuer
from kg.reader.lines import Line, lines
from kg.reader.particulars import Particular, particulars
from kg.reader.title import Title, find_title, head, kind_of_title, locate

WORK, LAW, DEPARTMENT, OTHER = (
    "governmentWorkReport",
    "lawGovernmentReport",
    "departmentReport",
    "otherReport",
)
_NEAR_START = 2_500
_RUN_ON = 300  # the head of a text that has lost its line breaks
_NUMBER = re.compile(
    r"(?P<letters>[\u4e00-\u9fff]{0,12})[〔\[【（(﹝［]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]】）)﹞］]\s*第?\s*(?P<number>\d{1,4})\s*号"
)
_BARE_YEAR = re.compile(r"(?<!\d)20\d\d(?=[政法依行普])")  # 2021政府信息公开工作年度报告
_REVIEWED = re.compile(r"((?:19|20)\d{2})\s*年\s*(?:的)?(?:政府)?(?:主要)?工作(?:的)?(?:回顾|总结|情况|完成)")
_DELIVERED = re.compile(r"向(?:大会|会议)(?:报告|作).{0,6}工作|大会报告.{0,8}审议")
_GENRE_IN_TEXT = re.compile(r"法治政府|依法行政")


@dataclass(frozen=True, slots=True)
class _Page:
    """The parts of a report that may tell about it."""

    text: str
    lines: tuple[Line, ...]
    title: Title
    particulars: tuple[Particular, ...]

    def told(self, field: str) -> Iterator[str]:
        return (p.value for p in self.particulars if p.field == field)


def describe(extracted: Extracted, name: str, data: bytes, config: Config) -> Document:
    """Give the document of a text; what `config` tells goes before what is found, and what is not found is noted.

    The year of a government work report is the year that it reviews, one before its delivery: 2024 for
    2025年北京市政府工作报告.
    """
    page = _page(extracted, name, config)
    kind = kind_of_title(page.title.text) or _kind_of_text(extracted.text)
    date = _date(page, kind)
    year, year_note = (config.year, None) if config.year else _year(page, kind, date)
    issuer = _issuer(page, name, year, config)
    if kind == LAW and issuer.name is not None and not issuer.is_government:
        kind = DEPARTMENT
    missing = [f"no {what} found" for what, value in _looked_for(issuer) if value is None]
    notes = (*extracted.notes, *missing, *(note for note in (year_note, issuer.note) if note))
    return Document(
        key=f"{_unique(issuer) or page.title.text}/{year or 'undated'}/{kind}",
        text=extracted.text,
        source=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=extracted.media_type,
        title=page.title.text,
        title_span=page.title.span,
        issuer=issuer.name,
        place=issuer.place.code if issuer.place else None,
        level=issuer.level,
        year=year,
        date=date,
        number=_number(page),
        kind=kind,
        notes=notes,
    )


def _looked_for(issuer: Issuer) -> tuple[tuple[str, object], ...]:
    """Give what a report should tell; a body of the whole nation has no place."""
    place = issuer.place or (issuer.level if issuer.level is Level.NATION else None)
    return ("issuer", issuer.name), ("place", place)


def _page(extracted: Extracted, name: str, config: Config) -> _Page:
    text = extracted.text
    beginning = head(text)
    particular = particulars("\n".join([extracted.margin, *(line.text for line in beginning)]))
    labelled = [p.value for p in particular if p.field == "title"]
    title = locate(text, config.title) if config.title else find_title(text, labelled, name)
    if title.span is not None:  # in a text without line breaks the particulars run on from the title
        rest = text[title.span.end : title.span.end + 200]
        particular = (*particular, *particulars(rest))
    return _Page(text, tuple(lines(text)), title, particular)


def _kind_of_text(text: str) -> str:
    if _DELIVERED.search(text[:_NEAR_START]):
        return WORK
    return LAW if len(_GENRE_IN_TEXT.findall(text)) * 2_000 > len(text) else OTHER


# --- date and year


def _date(page: _Page, kind: str) -> str | None:
    """Give the day of the report: of the speech, by the particulars, in the head, in the signature."""
    beginning = "\n".join(line.text for line in head(page.text)) or page.text[:_RUN_ON]
    spoken = list(dates.dates(beginning))
    told = [day for value in page.told("date") for day in dates.dates(value)]
    signed = [
        day for line in reversed(page.lines[-6:]) if len(line.text) < 60 for day in dates.dates(line.text)
    ]
    order = (spoken, told, signed) if kind == WORK else (told, spoken, signed)
    return next((day for days in order for day in days), None)


def _year(page: _Page, kind: str, date: str | None) -> tuple[int | None, str | None]:
    bare = _BARE_YEAR.search(page.title.text)
    titled = next(dates.years(page.title.text), int(bare.group()) if bare else None)
    if kind == WORK:
        return _reviewed_year(page, titled, date)
    start = page.title.span.end if page.title.span else 0
    found = (
        titled
        or dates.commonest_year(page.text[start : start + _NEAR_START])
        or dates.commonest_year(page.text)
    )
    if found is not None:
        return found, None
    if date is not None:
        return int(date[:4]) - 1, "year taken to be the one before the date of publication"
    return None, "no year found"


def _reviewed_year(page: _Page, titled: int | None, date: str | None) -> tuple[int | None, str | None]:
    """Give the year that a work report reviews: as its heading says, else the one before its delivery."""
    delivered = titled or (int(date[:4]) if date else None)
    headed = [int(year) for year in _REVIEWED.findall(page.text[:20_000])]
    fitting = [year for year in headed if delivered is None or year in (delivered, delivered - 1)]
    if fitting:
        return fitting[0], None
    if delivered is not None:
        return delivered - 1, None
    found = dates.commonest_year(page.text[:_NEAR_START])
    return found, None if found else "no year found"


# --- issuer, place, number


def _issuer(page: _Page, name: str, year: int | None, config: Config) -> Issuer:
    gazetteer = Gazetteer.load()
    given = _given(gazetteer, config.place, year) if config.place else None
    scene = Scene(gazetteer, year, page.text, given)
    return find_issuer(scene, page.title.text, page.lines, [*page.told("issuer"), *_of_file(name)])


def _given(gazetteer: Gazetteer, place: str, year: int | None) -> Division:
    """Give the place that the user names or numbers; raises InputError when there is none or several."""
    if place.isdecimal():
        found = gazetteer.by_code(place, year)
        if found is None:
            raise InputError(f"no place has the code {place}; give a code of GB/T 2260 such as 320800")
        return found
    candidates = gazetteer.find(place, year=year)
    full = [d for d in candidates if place in d.names] or candidates
    if not full:
        raise InputError(f"no place is called {place}; give its full name (淮安市) or its code (320800)")
    if len(full) > 1:
        options = ", ".join(f"{d.code} {gazetteer.qualified_name(d.code)}" for d in full[:5])
        raise InputError(f"several places are called {place}; give the code of one: {options}")
    return full[0]


def _of_file(name: str) -> Iterable[str]:
    """Give what the file's name says before the year or the genre, or the whole of it."""
    from kg.reader.issuer import lead

    stem = name.rpartition(".")[0] or name
    return (lead(stem), stem)


def _unique(issuer: Issuer) -> str | None:
    """Give the issuer's name with the parent's in front where several places have its place's name."""
    place = issuer.place
    if place is None or issuer.name is None or not issuer.name.startswith(place.name):
        return issuer.name
    gazetteer = Gazetteer.load()
    same = {d.code for d in gazetteer.find(place.name) if d.name == place.name}
    above = gazetteer.ancestors(place.code)
    return f"{above[0].name}{issuer.name}" if len(same) > 1 and above else issuer.name


def _number(page: _Page) -> str | None:
    """Give the document number with brackets 〔〕: labelled, or alone on a line of the head; never one that the text cites."""
    heads: Sequence[str] = [line.text for line in head(page.text)]
    for written in (*page.told("number"), *heads):
        found = _NUMBER.search(written)
        if found and len(written) <= len(found.group()) + 12 and not _cites(written, found.start("year")):
            return f"{found['letters']}〔{found['year']}〕{found['number']}号"
    return None


def _cites(written: str, start: int) -> bool:
    return "根据" in written[:start] or "《" in written[:start]
