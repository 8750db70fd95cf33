"""The manifest of a build: from what, with what, and what came out; no clock and no path of this machine."""

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from kg import __version__, rulebook
from kg.config import data_path
from kg.render.atomic import Written
from kg.render.bundle import Bundle, ReportBuild

PACKAGES = ("jieba", "networkx", "pyoxigraph", "pyshacl", "pyvis", "rdflib", "shacl", "trafilatura")
"""Packages whose version can change what comes out."""


def manifest(bundle: Bundle, outputs: Mapping[str, Written]) -> str:
    """Give the manifest as JSON; `outputs` are the files that it lists."""
    content = {
        "software": {"name": "Fazhi KG", "version": __version__, "python": platform.python_version()},
        "packages": {name: version for name in PACKAGES if (version := _version(name))},
        "base": bundle.config.base,
        "rules": {"sha256": rulebook.load().fingerprint},
        "ontology": {"sha256": _fingerprint(data_path("ontology"))},
        "reports": [_report(build) for build in bundle.builds],
        "outputs": {name: _output(outputs[name]) for name in sorted(outputs)},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _fingerprint(folder: Path) -> str:
    """Give the SHA-256 over names and contents of all files below a folder."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(path.relative_to(folder).as_posix().encode("utf-8") + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    found = (path for suffix in ("*.ttl", "*.jsonld") for path in folder.rglob(suffix))
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _report(build: ReportBuild) -> dict[str, Any]:
    extraction, document = build.extraction, build.extraction.document
    return {
        "key": document.key,
        "title": document.title,
        "source": document.source,
        "sha256": document.sha256,
        "characters": len(document.text),
        "triples": len(build.quads),
        "entities": dict(sorted(Counter(entity.cls for entity in extraction.entities).items())),
        "observations": len(extraction.observations),
        "statements": len(extraction.statements),
        "conforms": build.validation.conforms,
    }


def _output(written: Written) -> dict[str, Any]:
    return {"bytes": written.size, "sha256": written.sha256}
