"""Headers of every answer, and the answer to OPTIONS."""

from kg.web import asgi
from kg.web.asgi import Headers, Receive, Scope, Send
from kg.web.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DRAWN_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
"""For pages whose drawing library sets styles of its own."""

_ALLOWED = {"/sparql": "GET, HEAD, POST, OPTIONS", "/graphs": "GET, HEAD, PUT, POST, DELETE, OPTIONS"}


def always(settings: Settings) -> Headers:
    """Give the headers that every answer has."""
    pairs = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
        "Access-Control-Allow-Origin": settings.origin,
        "Access-Control-Expose-Headers": "Retry-After, Location, Link",
    }
    return asgi.encode((name, value) for name, value in pairs.items() if value)


def with_headers(send: Send, headers: Headers) -> Send:
    """Give a `send` that adds headers to an answer; a header that the answer has of its own stays."""

    async def sender(message: asgi.Scope) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(h for h in headers if h[0] not in own)]
        await send(message)

    return sender


async def send_options(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer OPTIONS, also the question that a browser asks before it asks."""
    methods = _ALLOWED.get(scope["path"], "GET, HEAD, OPTIONS")
    answer = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
        "Access-Control-Max-Age": "86400",
    }
    await asgi.send_whole(send, 204, asgi.encode(answer.items()), b"")
