"""A real server in processes of its own, on a free port of this machine."""

import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Store

from kg.web import http as web_http
from kg.web.app import Application, create_app
from kg.web.server import listen
from kg.web.settings import Settings


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
        process.communicate(timeout=60)


@contextmanager
def in_thread(store: Store, settings: Settings) -> Iterator[tuple[tuple[str, int], Application]]:
    """Run one server in a thread of this process; give its host and port, and the application."""
    settings = replace(settings, port=0)
    (listener,) = listen(settings, 1)
    app = create_app(settings, store)
    server = web_http.make_server(app, settings)

    def end() -> None:
        server.should_exit = True

    app.site.engine.condemn = end
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    host, port = listener.getsockname()[:2]
    thread.start()
    try:
        yield (host, port), app
    finally:
        end()
        thread.join(10)


def _address(process: "subprocess.Popen[bytes]") -> str:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], 60)
    assert ready, "the server does not start"
    line = process.stdout.readline().decode("utf-8")
    found = re.search(r"http://[\d.]+:\d+/", line)
    assert found, line
    return found[0]


def children(pid: int) -> list[int]:
    """Give the processes that a process started."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


def eventually(condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait until something is so; tell whether it came to that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
