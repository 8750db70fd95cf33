"""Pages that stand alone: one HTML file with its style, scripts and data, and a policy that allows nothing else."""

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def template(name: str) -> Any:
    """Give a template; values in it are escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # the braces of CSS and JavaScript never meet Jinja: assets are values, not template text
    loader = FileSystemLoader(HERE / "templates", encoding="utf-8")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)


@cache
def asset(name: str) -> str:
    """Give the text of a style sheet or script."""
    return (HERE / "assets" / name).read_text(encoding="utf-8")


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Give a content security policy that allows exactly these texts as scripts and styles, and no request."""
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def embed(payload: Any) -> str:
    """Write JSON that cannot end the element it stands in, whatever the names hold."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _hashes(texts: Iterable[str]) -> str:
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)
