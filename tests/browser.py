"""Find a Chromium on this machine and open pages in it, cut off from the network."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WHY = "NO BROWSER: the page was not opened; install one (apt-get install chromium fonts-noto-cjk, pip install playwright)"


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
        page.on("request", lambda request: self.requests.append(request.url))
        page.on(
            "console",
            lambda message: message.type in {"error", "warning"} and self.errors.append(message.text),
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))


def opened(started: Any, url: str, log: Log, ready: str = "html[data-ready]", **context: Any) -> Any:
    """Open a page and wait until its first picture is drawn, or for what else says that it is ready."""
    page = started.new_context(
        **{"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"} | context
    ).new_page()
    page.set_default_timeout(20_000)
    log.watch(page)
    page.goto(url)
    page.wait_for_selector(ready)
    return page
