"""Write a folder of outputs so that nobody ever meets half of a file.

All files of a build are first written into a hidden folder inside the output folder (so on the same disk) and
moved to their places only when the last one is complete.  Each move is one step of the file system: whatever stops
a build, every file in the output folder is whole, either the old one or the new one.  A build that fails or is
killed before the moves leaves all old files as they were; its hidden folder goes with the next build.  Only a
machine that stops during the moves, which take milliseconds, can leave files of two builds side by side: the
manifest is moved last, so its hashes tell.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OutputError

PREFIX = ".build-"
LAST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Written:
    """Size in bytes and SHA-256 of a file that was written."""

    size: int
    sha256: str


def write(path: Path, chunks: Iterable[str | bytes]) -> Written:
    """Write chunks into a file, text as UTF-8 with the line ends as they are."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for chunk in chunks:
            data = chunk.encode("utf-8") if isinstance(chunk, str) else chunk
            digest.update(data)
            size += file.write(data)
    return Written(size, digest.hexdigest())


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Give an empty folder; what is in it at the end moves to `out`, and nothing when the block fails.

    Makes `out` when it is not there.  Raises OutputError when it cannot be written, is being written by another
    build, or the disk is full.
    """
    try:
        made = _make(out)
        with _alone(out):
            yield from _stage(out)
    except OSError as error:
        raise OutputError(f"cannot write into {out}: {error.strerror or error}") from error
    finally:
        with suppress(OSError, UnboundLocalError):
            for folder in made:
                folder.rmdir()  # only when nothing came into it


def _make(out: Path) -> list[Path]:
    """Make a folder and give those that were not there, the innermost first."""
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    out.mkdir(parents=True, exist_ok=True)
    return missing


def _stage(out: Path) -> Iterator[Path]:
    for leftover in out.glob(f"{PREFIX}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=PREFIX, dir=out))
    try:
        yield stage
        _publish(stage, out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _publish(stage: Path, out: Path) -> None:
    """Move everything to its place; an old folder moves out of the way into the stage."""
    names = sorted((path.name for path in stage.iterdir()), key=lambda name: (name == LAST, name))
    for name in names:
        if (out / name).is_dir() != (stage / name).is_dir() and (out / name).exists():
            raise OutputError(f"{out / name} is in the way: a build writes a file or folder of this name")
    for name in names:
        if (stage / name).is_dir() and (out / name).exists():
            (out / name).replace(stage / f"{PREFIX}{name}")
        (stage / name).replace(out / name)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Keep other builds out of a folder; the lock ends with the process, however it ends."""
    if sys.platform == "win32":  # a folder cannot be locked there
        yield
        return
    import fcntl

    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise OutputError(
            f"another build is writing into {out}; wait for it or choose another folder"
        ) from error
    finally:
        os.close(handle)
