"""Conduct a whole build: files -> documents -> extractions -> quads -> checks -> outputs.

The only module that knows the order of the stages.  With several workers the reports are shared out among
processes; results come back in the order of the reports, so the outputs are the same bytes either way.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kg.config import Config
from kg.errors import FazhiError, InputError, OutputError
from kg.model import Document

if TYPE_CHECKING:
    from kg.decisions import Decisions
    from kg.render import ReportBuild

# A process takes about two seconds to start and load its words, as long as it takes for a few reports.
FILES_PER_WORKER = 4

T = TypeVar("T")
R = TypeVar("R")
Map = Callable[[Callable[[T], R], Sequence[T]], Iterator[R]]
Progress = Callable[[Iterable[R], int, str], Iterable[R]]


@dataclass(frozen=True, slots=True)
class Bad:
    """A file that was left out, and why; the reason names the file."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: the reports by key, the files left out, the decisions that matched nothing."""

    builds: "tuple[ReportBuild, ...]"
    bad: tuple[Bad, ...]
    unmatched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """One report's part of a build, with the decisions that matched in it."""

    build: "ReportBuild"
    used: tuple[str, ...]


def build(
    paths: Sequence[str | Path],
    config: Config,
    *,
    choices: "Decisions | None" = None,
    workers: int | None = 1,
    progress: "Progress[Any] | None" = None,
) -> Outcome:
    """Read, extract and check every report under the paths; nothing is written.

    `choices` are a reader's decisions, applied to every report; `workers` is the number of processes; None takes as many as the files and this machine make worth it.
    Raises InputError when no file is usable.
    """
    from kg import reader

    show = progress or _silent
    sources = tuple(_opened(path) for path in reader.expand(paths))
    with _mapper(workers or _enough(len(sources))) as run:
        read = list(show(run(partial(_read, config=config), sources), len(sources), "reading"))
        bad = [item for item in read if isinstance(item, Bad)]
        documents = reader.distinct([item for item in read if isinstance(item, Document)])
        work = partial(_process, config=config, choices=choices)
        results = list(show(run(work, documents), len(documents), "extracting"))
    bad += [item for item in results if isinstance(item, Bad)]
    made = [item for item in results if isinstance(item, Made)]
    if not made:
        raise InputError(_nothing(paths, bad))
    return Outcome(tuple(item.build for item in made), tuple(bad), _unmatched(choices, made))


def process(document: Document, config: Config, choices: "Decisions | None" = None) -> Made:
    """Take one document through extraction, a reader's decisions, RDF and checks."""
    from kg import audit, decisions, extract, graph, rulebook, validate
    from kg.render import ReportBuild

    with extract.uncollected():
        found = extract.extract(document, rulebook.load())
        extraction, used = decisions.apply(found, choices or decisions.Decisions())
        quads = graph.build(extraction, config)
        build = ReportBuild(extraction, quads, validate.validate(quads), audit.audit(extraction))
    return Made(build, used)


def write(out: Path, outcome: Outcome, config: Config) -> None:
    """Write all outputs of a build into a folder; what was there stays whole until the new is complete."""
    from kg.render import write_all

    write_all(out, outcome.builds, config)


def check_folder(out: Path) -> None:
    """Raise OutputError when a folder can surely not be written, before any work is done."""
    nearest = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not nearest.is_dir():
        raise OutputError(f"{nearest} is a file; choose a folder for the outputs")


def _opened(path: Path) -> Path | bytes:
    """Give a file's path, or what comes through standard input, which only this process has."""
    from kg import reader

    return sys.stdin.buffer.read(reader.LIMIT + 1) if path == Path("-") else path


def _read(source: Path | bytes, config: Config) -> Document | Bad:
    from kg import reader

    name = "standard input" if isinstance(source, bytes) else None
    try:
        return reader.read(source, name=name, config=config)
    except FazhiError as error:
        return Bad(name or str(source), str(error))


def _process(document: Document, config: Config, choices: "Decisions | None") -> Made | Bad:
    try:
        return process(document, config, choices)
    except FazhiError as error:
        return Bad(document.source, f"{document.source}: {error}")


def _unmatched(choices: "Decisions | None", made: Sequence[Made]) -> tuple[str, ...]:
    from kg import decisions

    used = [name for item in made for name in item.used]
    return () if choices is None else decisions.unmatched(choices, used)


def _nothing(paths: Sequence[str | Path], bad: Sequence[Bad]) -> str:
    if not bad:
        looked = ", ".join(Path(path).name or str(path) for path in paths)
        return f"no report found in {looked}: give .txt, .html, .docx or .pdf files, or folders of them"
    if len(bad) == 1:
        return bad[0].reason
    return f"none of {len(bad)} files is usable; the first: {bad[0].reason}"


def _silent(items: Iterable[R], total: int, label: str) -> Iterable[R]:
    return items


# --- one process or several


def _enough(files: int) -> int:
    return max(1, min(os.cpu_count() or 1, files // FILES_PER_WORKER))


@contextmanager
def _mapper(workers: int) -> "Iterator[Map[Any, Any]]":
    """Give a `map` that keeps the order, in this process or over several."""
    if workers <= 1:
        yield lambda function, items: map(function, items)
        return
    # spawn: the same on every system, and safe beside threads of libraries
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupt) as pool:
        try:
            yield pool.map
        except BrokenProcessPool as error:
            raise InputError("a worker process died, perhaps for want of memory; try --workers 1") from error
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the main process, which stops the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
