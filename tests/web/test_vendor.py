"""The vendored browser libraries are the files of their manifest, each with its licence."""

import re
import tomllib
from pathlib import Path

import pytest
from tools import vendor


def test_every_file_is_as_the_manifest_says() -> None:
    assert len(list(vendor.files())) >= 8
    assert vendor.check() == []


def test_a_changed_a_missing_and_a_stray_file_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "vendor"
    (folder / "x-1").mkdir(parents=True)
    (folder / "vendor.toml").write_text(
        '[[asset]]\nfolder = "x-1"\nlicence = "MIT"\npackages = { x = "1" }\n'
        + "".join(f'[asset.files."{name}"]\npath = "x"\nsha256 = "0"\n' for name in ("a.js", "b.js")),
        encoding="utf-8",
    )
    (folder / "x-1" / "a.js").write_text("changed", encoding="utf-8")
    (folder / "x-1" / "c.js").write_text("stray", encoding="utf-8")
    monkeypatch.setattr(vendor, "FOLDER", folder)
    monkeypatch.setattr(vendor, "MANIFEST", folder / "vendor.toml")
    told = "\n".join(vendor.check())
    assert re.search(r"a\.js: is not the file", told)
    assert re.search(r"b\.js: is missing", told)
    assert re.search(r"c\.js: is in no manifest", told)


def test_every_library_has_a_licence_a_pin_and_a_version_in_its_address() -> None:
    for asset in tomllib.loads(vendor.MANIFEST.read_text(encoding="utf-8"))["asset"]:
        assert "LICENSE" in asset["files"]
        assert asset["licence"]
        version = asset["folder"].rpartition("-")[2]
        assert version in asset["packages"].values()


def test_sigma_is_the_one_with_right_chinese_labels() -> None:
    versions = {name: v for file in vendor.files() for name, v in file.packages.items()}
    assert versions["sigma"].startswith("3.0.")


def test_no_file_asks_another_host_for_a_script_or_a_style() -> None:
    for file in vendor.files():
        text = file.at.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|href)=["']?https?://[^"']+\.(?:js|css)|url\(["']?https?:""", text), (
            file.at
        )
