"""Find the title in the head of a report, and the kind of report that it tells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Span
from kg.reader import words
from kg.reader.lines import Line, is_furniture, lines

_HEAD_LINES = 40
_LONGEST = 90
_BODY_LINE = 120
_ENDING = r"(?:(?:情况|工作)的?(?:年度)?(?:报告|汇报|总结|通报|公告)|报告书?|白皮书|情况|总结|汇报|公报|综述|公告|通报)"
_ENDS = re.compile(rf"{_ENDING}(?:[(（〔\[【《][^)）〕\]】》]{{1,30}}[)）〕\]】》])?[》”]?$")
_NO_TITLE = re.compile(r"[。；;!！?？\t]|^[—－–\-(（]|^[一二三四五六七八九十]+[、．.]|[:：]$|现将.{0,40}报告")
_INNER_SPACE = re.compile(r"(?<=[\u4e00-\u9fff])[ \t\u3000\xa0]+(?=[\u4e00-\u9fff])")
_GOES_ON = re.compile(r"关于|年度?$|[”》\d]$|[的与和及暨]$")
_RUN_IN = re.compile(rf"^[^。；;!！?？\t]{{0,{_LONGEST}}}?{_ENDING}(?:[(（][^)）]{{1,20}}[)）])?")
_FILE_ENDING = re.compile(r"\.(?:txt|text|html?|xhtml|shtml|docx?|pdf)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """A title in one line; `span` is where it is printed, None when the text does not have it."""

    text: str
    span: Span | None


def head(text: str) -> list[Line]:
    """Give the lines before the first paragraph of the report proper."""
    found: list[Line] = []
    for line in lines(text[:20_000]):
        if len(found) == _HEAD_LINES or (len(line.text) > _BODY_LINE and "。" in line.text):
            break
        found.append(line)
    return found


def find_title(text: str, labelled: Sequence[str], name: str) -> Title:
    """Give the title: of the genre in the head, any other title there, a labelled one, else the file's name."""
    candidates = [line for line in head(text) if not is_furniture(line.text)]
    found = _of_genre(candidates) or _run_in(text) or _of_label(text, labelled) or _any(candidates)
    return found or Title(_FILE_ENDING.sub("", name).strip() or name, None)


def locate(text: str, title: str) -> Title:
    """Give a title that was told from outside, with its place when the head of the text has it."""
    at = text[:20_000].find(title)
    return Title(title, Span(at, at + len(title)) if at >= 0 and title else None)


def kind_of_title(title: str) -> str | None:
    """Give the kind of report that a title tells, None when it tells none.

    >>> kind_of_title("2025年北京市政府工作报告"), kind_of_title("某市2020年依法行政工作情况的报告")
    ('governmentWorkReport', 'lawGovernmentReport')
    """
    return next((kind for phrase, kind in words.genres().items() if phrase in title), None)


def collapse(line: str) -> str:
    """Take out the spaces that spread a title (政 府 工 作 报 告).

    >>> collapse("政 府　工 作 报 告 2018")
    '政府工作报告 2018'
    """
    return _INNER_SPACE.sub("", line)


def _of_genre(candidates: Sequence[Line]) -> Title | None:
    """Give the first line that is a title, else the first two or three that make one together."""
    for size in (1, 2, 3):
        for start in range(len(candidates) - size + 1):
            chosen = candidates[start : start + size]
            if _is_title(_join(chosen)) and not any(_NO_TITLE.search(line.text) for line in chosen):
                return _title([*_before(candidates[:start]), *chosen])
    return None


def _is_title(joined: str) -> bool:
    return len(joined) <= _LONGEST and bool(_ENDS.search(joined)) and kind_of_title(joined) is not None


def _before(candidates: Sequence[Line]) -> list[Line]:
    """Give the lines right before that the title began on: the body's name, or a line that breaks off."""
    kept: list[Line] = []
    for line in reversed(candidates[-2:]):
        text = collapse(line.text)
        starts = text.endswith(tuple(words.bodies())) or bool(_GOES_ON.search(text))
        if (
            len(text) > 40
            or not starts
            or _NO_TITLE.search(text)
            or _ENDS.search(text)
            or ":" in text
            or "：" in text
        ):
            break
        kept.insert(0, line)
    return kept


def _run_in(text: str) -> Title | None:
    """Give the title of a text that has lost its line breaks: what comes first up to 报告."""
    first = next(lines(text), None)
    found = _RUN_IN.match(first.text) if first is not None and len(first.text) > _BODY_LINE else None
    if (
        first is None
        or found is None
        or kind_of_title(found.group()) is None
        or _NO_TITLE.search(found.group())
    ):
        return None
    return Title(collapse(found.group()), Span(first.span.start, first.span.start + found.end()))


def _of_label(text: str, labelled: Sequence[str]) -> Title | None:
    return next((locate(text, title) for title in labelled if len(title) > 4), None)


def _any(candidates: Sequence[Line]) -> Title | None:
    """Give the first line that ends like a title, whatever it is about."""
    fitting = (
        c
        for c in candidates
        if _ENDS.search(c.text) and len(c.text) <= _LONGEST and not _NO_TITLE.search(c.text)
    )
    return next((_title([line]) for line in fitting), None)


def _title(chosen: Sequence[Line]) -> Title:
    return Title(_join(chosen), Span(chosen[0].span.start, chosen[-1].span.end))


def _join(chosen: Sequence[Line]) -> str:
    return collapse("".join(line.text for line in chosen))
