"""Scripts and styles: packed once, and those whose address holds a version kept by browsers for good."""

import gzip
from functools import lru_cache
from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from kg.web import pages

VERSIONED = "vendor/"
"""Where addresses hold the version of what they give."""
LEVEL = 5
"""Of gzip: level 9 takes four times as long for two percent less."""
SMALLEST = 1024
PACKED = [Middleware(GZipMiddleware, minimum_size=SMALLEST, compresslevel=LEVEL)]
"""For routes that give pages."""
_TEXTS = ("text/", "application/json", "image/svg+xml")


class Assets(StaticFiles):
    """The files of `static/`."""

    def __init__(self) -> None:
        super().__init__(directory=pages.STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Give a file with how long a browser may keep it without asking."""
        found = await super().get_response(path, scope)
        answer = _packed(found, Request(scope))
        kept = path.replace("\\", "/").startswith(VERSIONED)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return answer


def _packed(found: Response, request: Request) -> Response:
    if not isinstance(found, FileResponse) or not (found.media_type or "").startswith(_TEXTS):
        return found
    headers = {"Vary": "Accept-Encoding", "ETag": found.headers["etag"]}
    found.headers.update(headers)
    file = Path(found.path)
    if file.stat().st_size < SMALLEST or "gzip" not in request.headers.get("accept-encoding", ""):
        return found
    body = b"" if request.method == "HEAD" else _bytes(file, file.stat().st_mtime_ns)
    return Response(body, headers={**headers, "Content-Encoding": "gzip"}, media_type=found.media_type)


@lru_cache(maxsize=64)
def _bytes(file: Path, changed: int) -> bytes:
    """Give a file packed; `changed` makes a changed file another one."""
    return gzip.compress(file.read_bytes(), LEVEL, mtime=0)
