"""A real server in processes of its own, on a free port of this machine."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(store: Path, *options: str, token: str | None = None) -> Iterator[tuple[str, int]]:
    """Run `kg serve`; give its address and the number of its keeper."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options]
    environment = {**os.environ, **({"KG_TOKEN": token} if token else {})}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    try:
        yield _address(process), process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def _address(process: "subprocess.Popen[bytes]") -> str:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], 20)
    assert ready, "the server does not start"
    line = process.stdout.readline().decode("utf-8")
    found = re.search(r"http://[\d.]+:\d+/", line)
    assert found, line
    return found[0]


def children(pid: int) -> list[int]:
    """Give the processes that a process started."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


def eventually(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Wait until something is so; tell whether it came to that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
