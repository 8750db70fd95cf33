"""Check or renew the vendored browser libraries in kg/web/static/vendor/.

    python tests/tools/vendor.py --check     re-hash what is there; no network
    python tests/tools/vendor.py --update    fetch the pinned packages with npm, bundle, write files and hashes

`--update` needs node and npm; the same pins give the same bytes.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "kg" / "web" / "static" / "vendor"
MANIFEST = FOLDER / "vendor.toml"
BUNDLE = ("--bundle", "--format=esm", "--minify", "--target=es2020", "--legal-comments=eof", "--charset=utf8")


@dataclass(frozen=True, slots=True)
class File:
    """One vendored file; `path` is its place among the packages, `entry` the module that a bundle starts from."""

    at: Path
    packages: dict[str, str]
    sha256: str
    path: str = ""
    entry: str = ""
    bundler: str = ""


def files() -> Iterator[File]:
    """Give what the manifest lists."""
    for asset in tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["asset"]:
        for name, row in asset["files"].items():
            known = {key: row[key] for key in ("path", "entry", "bundler") if key in row}
            yield File(FOLDER / asset["folder"] / name, asset["packages"], row["sha256"], **known)


def check() -> list[str]:
    """Give what is wrong: files that are missing, changed, or in no manifest."""
    listed = list(files())
    wrong = [f"{file.at}: is missing" for file in listed if not file.at.is_file()]
    wrong += [
        f"{file.at}: is not the file of the manifest"
        for file in listed
        if file.at.is_file() and digest(file.at) != file.sha256
    ]
    known = {file.at for file in listed} | {MANIFEST, FOLDER / "README.md"}
    return wrong + [f"{path}: is in no manifest" for path in _all_files() if path not in known]


def _all_files() -> list[Path]:
    return sorted(path for path in FOLDER.rglob("*") if path.is_file())


def digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def update() -> None:
    """Fetch, bundle and write every file, then the hashes into the manifest."""
    with tempfile.TemporaryDirectory() as name:
        modules = Path(name) / "node_modules"
        for package, version in {(p, v) for file in files() for p, v in file.packages.items()}:
            _fetch(modules, package, version)
        for file in files():
            _write(file, modules)
    _record()


def _fetch(modules: Path, package: str, version: str) -> None:
    target = modules / package
    target.mkdir(parents=True)
    done = _npm("pack", "--silent", "--pack-destination", str(modules), f"{package}@{version}")
    with tarfile.open(modules / done.split()[-1]) as tar:
        for member in tar.getmembers():
            member.name = member.name.partition("/")[2]
            if member.name:
                tar.extract(member, target, filter="data")


def _write(file: File, modules: Path) -> None:
    file.at.parent.mkdir(exist_ok=True)
    if file.entry:
        file.at.write_bytes(_bundle(file, modules))
    elif file.path:
        file.at.write_bytes((modules / file.path).read_bytes())


def _bundle(file: File, modules: Path) -> bytes:
    entry = modules.parent / "entry.mjs"
    entry.write_text(file.entry, encoding="utf-8")
    command = ["npx", "--yes", file.bundler, entry.name, *BUNDLE]
    return subprocess.run(command, cwd=modules.parent, check=True, stdout=subprocess.PIPE).stdout


def _npm(*arguments: str) -> str:
    return subprocess.run(["npm", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def _record() -> None:
    hashes = iter([digest(file.at) for file in files()])
    text = MANIFEST.read_text(encoding="utf-8")
    text = re.sub(r'(?m)^sha256 = ".*"$', lambda _: f'sha256 = "{next(hashes)}"', text)
    MANIFEST.write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("--check", action="store_true", help="compare with the manifest")
    group.add_argument("--update", action="store_true", help="fetch and build all anew")
    if parser.parse_args().update:
        update()
    wrong = check()
    print("\n".join(wrong) or f"{len(list(files()))} files are as the manifest says")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
