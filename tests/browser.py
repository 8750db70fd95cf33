"""Find a Chromium on this machine and open pages in it, cut off from the network."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first does without a window, and with two thirds of the computing."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TIMEOUT = 60_000
"""Milliseconds that a page may take for one step; a busy machine is slow, not wrong."""
WHY = "NO BROWSER: the page was not opened; install one (apt-get install chromium-headless-shell fonts-noto-cjk, pip install playwright)"


def executable() -> str | None:
    """Give the path of a Chromium, or none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def missing() -> str | None:
    """Say why pages cannot be opened here, or none when they can."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return WHY
    return None if executable() else WHY


@contextmanager
def browser() -> Iterator[Any]:
    """Start Chromium with a profile of its own (Playwright makes and removes it)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS), headless=True)
        try:
            yield started
        finally:
            started.close()


@dataclass
class Log:
    """What a page did that it should not: requests, console errors, exceptions."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, page: Any) -> None:
        page.on("request", self._asked)
        page.on("console", self._told)
        page.on("pageerror", self._failed)

    def leave(self, page: Any) -> None:
        """Note no more of a page, which another will use."""
        page.remove_listener("request", self._asked)
        page.remove_listener("console", self._told)
        page.remove_listener("pageerror", self._failed)

    def _asked(self, request: Any) -> None:
        self.requests.append(request.url)

    def _told(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def _failed(self, error: Any) -> None:
        self.errors.append(str(error))


def tab(started: Any, **options: Any) -> Any:
    """Give an empty page.

    Pages with the same options share a context, and one that was closed is used again: to start a process for a
    page, to fetch its scripts and to compile them is most of what opening it costs.
    """
    wanted = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"} | options
    shared = next((context for context in started.contexts if context.options == wanted), None)
    if shared is None:
        shared = started.new_context(**wanted)
        shared.options, shared.idle = wanted, []
    page = shared.idle.pop() if shared.idle else shared.new_page()
    page.set_default_timeout(TIMEOUT)
    page.bring_to_front()  # behind another tab clicks and timers wait for a second each
    return page


def close(page: Any, log: Log) -> None:
    """Empty a page and forget what it kept, for the next one who asks for such a page."""
    context = page.context
    if page.url.startswith("http") and context.options.get("java_script_enabled", True):
        page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    log.leave(page)
    context.clear_cookies()
    page.emulate_media(media="null")
    page.set_viewport_size(context.options["viewport"])
    page.mouse.move(0, 0)
    context.idle.append(page)


def opened(started: Any, url: str, log: Log, ready: str = "html[data-ready]", **options: Any) -> Any:
    """Open a page and wait until its first picture is drawn, or for what else says that it is ready."""
    page = tab(started, **options)
    log.watch(page)
    page.goto(url)
    page.wait_for_selector(ready)
    return page
