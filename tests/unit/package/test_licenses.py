"""What a package is said to be made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_lib import __version__
from provider_lib.package.contents import Contents
from provider_lib.package.licenses import components_of


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As from a wheel: Sluice is a distribution with files, and so is a library."""
    for name, file in (("terraform-provider-sluice", "provider_lib/plugin.py"), ("gears", "gears/__init__.py")):
        folder = tmp_path / f"{name.replace('-', '_')}-{__version__}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(
            f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: MIT\n"
        )
        (folder / "RECORD").write_text(f"{file},,\n{folder.name}/METADATA,,\n")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("installed")
def test_sluice_is_named_once_however_it_is_installed() -> None:
    pytest.importorskip("PyInstaller", reason="PyInstaller is not installed: `make install` does it")
    contents = Contents(frozenset({"provider_lib.plugin", "gears"}), frozenset({"libz.so.1"}))
    assert [each.title.partition(" ")[0] for each in components_of(contents)] == [
        *("Sluice", "Python", "PyInstaller", "gears", "zlib")
    ]
