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
    assert Registry(tmp_path, "https://Shop.Example:443/", "sluice/sluice").address == "shop.example/sluice/sluice"


@pytest.mark.parametrize(
    "url",
    [
        *("http://shop.example", "shop.example", "https://", "https://shop.example/?x=1", "https://shop.example#x"),
        *("https://ci:token@shop.example", "https://shop.example:port", "https://[::1]", "https://[::1"),
        *("https://shop example", "https://shop.example/a b", "https://büro.example", "https://shop.example/é"),
    ],
)
def test_a_place_that_terraform_cannot_ask_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="A registry cannot be at"):
        Registry(tmp_path, url, "sluice/sluice")


def signed_registry(folder: Path) -> Path:
    """What a registry with one version has of it, as if somebody's key had signed it."""
    Registry(folder / "served", URL, "sluice/sluice").add(make_archives(folder / "built", f"0.1.0_{HERE}"))
    place = folder / "served" / "v1/providers/sluice/sluice/0.1.0"
    (place / "terraform-provider-sluice_0.1.0_SHA256SUMS.sig").write_bytes(b"signature")
    document = read(place / "download/linux/amd64")
    document["signing_keys"]["gpg_public_keys"] = [{"key_id": "ABC", "ascii_armor": "key"}]
    (place / "download/linux/amd64").write_text(json.dumps(document, indent=2) + "\n")
    return place


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_signature_stays_where_another_version_is_added_without_a_key(tmp_path: Path) -> None:
    place = signed_registry(tmp_path)
    before = files(place)
    registry = Registry(tmp_path / "served", URL, "sluice/sluice")
    assert not registry.add(make_archives(tmp_path / "then", f"0.2.0_{HERE}"))
    assert files(place) == before
    assert (place.parent / "0.2.0/terraform-provider-sluice_0.2.0_SHA256SUMS.sig").read_bytes() == b""


def test_what_is_signed_does_not_change_without_a_key(tmp_path: Path) -> None:
    place = signed_registry(tmp_path)
    before, offered = files(place), (place.parent / "versions").read_bytes()
    with pytest.raises(PackageError, match="0_SHA256SUMS is signed, and there is no key to sign it anew"):
        Registry(tmp_path / "served", URL, "sluice/sluice").add(make_archives(tmp_path / "mac", f"0.1.0_{THERE}"))
    after = files(place)
    assert {name: after[name] for name in before} == before
    assert (place.parent / "versions").read_bytes() == offered


def test_a_key_that_cannot_sign_leaves_what_is_served_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that has expired: GnuPG lists it, and does not sign with it."""
    place = signed_registry(tmp_path)
    before = files(place)
    gpg = tmp_path / "bin" / "gpg"
    gpg.parent.mkdir()
    gpg.write_text(
        '#!/bin/sh\ncase "$*" in *--list-secret-keys*) echo sec:e:2048 ;; '
        "*) echo '[GNUPG:] KEYEXPIRED 1' >&2; echo 'gpg: no default secret key' >&2; exit 2 ;; esac\n"
    )
    gpg.chmod(0o755)
    monkeypatch.setenv("PATH", str(gpg.parent), prepend=":")
    with pytest.raises(PackageError) as refused:
        Registry(tmp_path / "served", URL, "sluice/sluice").add(make_archives(tmp_path / "then", f"0.2.0_{HERE}"))
    assert str(refused.value) == (
        "GnuPG cannot sign\ngpg: no default secret key\n"
        "See whether the key has expired, and whether gpg can ask for its passphrase: gpg --list-secret-keys."
    )
    assert files(place) == before


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
