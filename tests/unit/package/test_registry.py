"""Mirrors and registries as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from provider_lib.errors import ConfigError, PackageError
from provider_lib.package.mirror import write_packed_mirror
from provider_lib.package.registry import Registry
from tests.unit.package.archives import HERE, THERE, make_archives

URL = "https://tools.shop.example/terraform"


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GNUPGHOME", str(tmp_path))


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def test_a_registry_offers_every_version_and_platform_that_was_added(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "served", URL, "sluice/sluice")
    assert not registry.add(make_archives(tmp_path / "first", f"0.9.0_{HERE}"))
    assert not registry.add(make_archives(tmp_path / "then", f"0.10.0_{HERE}", f"0.10.0_{THERE}"))
    place = tmp_path / "served" / "v1/providers/sluice/sluice"
    linux, mac = {"os": "linux", "arch": "amd64"}, {"os": "darwin", "arch": "arm64"}
    assert read(place / "versions") == {
        "versions": [
            {"version": "0.9.0", "protocols": ["6.0"], "platforms": [linux]},
            {"version": "0.10.0", "protocols": ["6.0"], "platforms": [mac, linux]},
        ]
    }
    assert read(tmp_path / "served/.well-known/terraform.json") == {"providers.v1": f"{URL}/v1/providers/"}


def test_a_registry_says_of_an_archive_where_it_is_and_what_its_checksum_is(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "served", f"{URL}/", "sluice/sluice")
    [archive] = make_archives(tmp_path / "built", f"0.1.0_{HERE}")
    registry.add([archive])
    place = tmp_path / "served" / "v1/providers/sluice/sluice/0.1.0"
    served, sums = f"{URL}/v1/providers/sluice/sluice/0.1.0", "terraform-provider-sluice_0.1.0_SHA256SUMS"
    assert read(place / "download/linux/amd64") == {
        "protocols": ["6.0"],
        "os": "linux",
        "arch": "amd64",
        "filename": archive.name,
        "download_url": f"{served}/{archive.name}",
        "shasum": archive.sha256(),
        "shasums_url": f"{served}/{sums}",
        "shasums_signature_url": f"{served}/{sums}.sig",
        "signing_keys": {"gpg_public_keys": []},
    }
    assert (place / sums).read_text() == f"{archive.sha256()}  {archive.name}\n"
    assert (place / archive.name).read_bytes() == archive.path.read_bytes()


def test_a_registry_is_at_a_host_that_terraform_can_ask(tmp_path: Path) -> None:
    assert Registry(tmp_path, "https://shop.example:8443/x", "sluice/sluice").address == (
        "shop.example:8443/sluice/sluice"
    )
    for url in ("http://shop.example", "shop.example", "https://", "https://shop.example/?x=1"):
        with pytest.raises(ConfigError, match="A registry cannot be at"):
            Registry(tmp_path, url, "sluice/sluice")


def test_a_key_that_is_not_there_is_told_before_anything_is_written(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "served", URL, "sluice/sluice")
    with pytest.raises(PackageError, match=r"There is no secret key 'release@shop\.example' to sign with"):
        registry.add(make_archives(tmp_path / "built", f"0.1.0_{HERE}"), "release@shop.example")
    assert not (tmp_path / "served").exists()


def test_a_mirror_offers_every_version_and_platform_that_was_added(tmp_path: Path) -> None:
    address = "sluice.internal/sluice/sluice"
    write_packed_mirror(tmp_path / "mirror", address, make_archives(tmp_path / "first", f"0.9.0_{HERE}"))
    [mac, linux] = make_archives(tmp_path / "then", f"0.10.0_{HERE}", f"0.10.0_{THERE}")
    write_packed_mirror(tmp_path / "mirror", address, [mac, linux])
    place = tmp_path / "mirror" / address
    assert read(place / "index.json") == {"versions": {"0.9.0": {}, "0.10.0": {}}}
    assert read(place / "0.10.0.json") == {
        "archives": {
            "darwin_arm64": {"url": mac.name, "hashes": mac.hashes()},
            "linux_amd64": {"url": linux.name, "hashes": linux.hashes()},
        }
    }
