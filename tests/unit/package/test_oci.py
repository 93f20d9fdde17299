"""What lies in an OCI registry after a push."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from provider_lib.errors import ConfigError, PackageError
from provider_lib.package.archive import Archive
from provider_lib.package.oci_credentials import credentials
from provider_lib.package.oci_push import push
from tests.package.conftest import login_to
from tests.package.oci_server import PASSWORD, Store, digest
from tests.package.static_host import serving
from tests.unit.package.archives import HERE, THERE, make_archives
from tests.unit.rest.api.authority import Authority

Push = Callable[[list[Archive]], list[str]]


@pytest.fixture
def store() -> Store:
    return Store(public=False)


@pytest.fixture
def host(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with store.serve(authority.server_context()) as served:
        yield served


@pytest.fixture
def pushed(host: str, tmp_path: Path) -> Push:
    environ = {"HOME": str(tmp_path), "DOCKER_CONFIG": login_to(tmp_path, host)}
    return lambda archives: push(f"oci://{host}/tofu/sluice", archives, environ)


def document(store: Store, reference: str) -> dict[str, Any]:
    media_type, content = store.manifests[reference]
    found: dict[str, Any] = json.loads(content)
    assert found["mediaType"] == media_type
    return found


def test_a_version_is_an_index_of_platforms_each_with_its_archive(store: Store, pushed: Push, tmp_path: Path) -> None:
    [archive] = make_archives(tmp_path, f"0.1.0_{HERE}")
    assert pushed([archive]) == ["0.1.0"]
    index = document(store, "0.1.0")
    [target] = index.pop("manifests")
    assert index == {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "artifactType": "application/vnd.opentofu.provider",
    }
    assert target["platform"] == {"architecture": "amd64", "os": "linux"}
    assert target["artifactType"] == "application/vnd.opentofu.provider-target"
    manifest = document(store, target["digest"])
    assert manifest["artifactType"] == target["artifactType"]
    [layer] = manifest["layers"]
    assert (layer["mediaType"], layer["size"]) == ("archive/zip", archive.path.stat().st_size)
    assert store.blobs[layer["digest"]] == archive.path.read_bytes()


def test_platforms_that_others_pushed_stay(store: Store, pushed: Push, tmp_path: Path) -> None:
    pushed(make_archives(tmp_path / "linux", f"0.1.0_{HERE}"))
    pushed(make_archives(tmp_path / "mac", f"0.1.0_{THERE}"))
    pushed(make_archives(tmp_path / "mac", f"0.1.0_{THERE}"))
    offered = [target["platform"]["os"] for target in document(store, "0.1.0")["manifests"]]
    assert offered == ["darwin", "linux"]


def test_an_archive_that_was_pushed_is_never_replaced_by_another(store: Store, pushed: Push, tmp_path: Path) -> None:
    [archive] = make_archives(tmp_path / "linux", f"0.1.0_{HERE}")
    pushed([archive])
    with pytest.raises(PackageError, match=f"/tofu/sluice has another {archive.name}"):
        pushed(make_archives(tmp_path / "other", f"0.1.0_{HERE}", text="starts otherwise"))
    assert digest(archive.path.read_bytes()) in store.blobs


def test_who_is_not_logged_in_is_told_to_log_in(host: str, tmp_path: Path) -> None:
    archives = make_archives(tmp_path, f"0.1.0_{HERE}")
    with pytest.raises(PackageError) as refused:
        push(f"oci://{host}/tofu/sluice", archives, {"HOME": str(tmp_path)})
    assert str(refused.value) == (
        f"{host}/tofu/sluice answered 401\n"
        "Log in with an account that may push there: `docker login`, `podman login` or `oras login`."
    )
    assert PASSWORD not in str(refused.value)


def test_a_registry_whose_certificate_nobody_vouches_for_is_refused_with_the_way_out(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(PackageError) as refused:
        push(f"oci://{host}/tofu/sluice", make_archives(tmp_path, f"0.1.0_{HERE}"), {"HOME": str(tmp_path)})
    assert str(refused.value) == (
        f"{host}/tofu/sluice cannot be reached\n"
        "Its certificate is not trusted: unable to get local issuer certificate. For a private authority, name a file "
        "with its certificate in SSL_CERT_FILE."
    )


def test_a_program_that_keeps_credentials_is_asked(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    helper = tmp_path / "docker-credential-safe"
    helper.write_text(f'#!/bin/sh\nread host\necho \'{{"Username": "ci", "Secret": "{PASSWORD}"}}\'\n')
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    (tmp_path / "config.json").write_text(json.dumps({"credsStore": "safe"}))
    archives = make_archives(tmp_path, f"0.1.0_{HERE}")
    assert push(f"oci://{host}/tofu/sluice", archives, {"DOCKER_CONFIG": str(tmp_path)}) == ["0.1.0"]


@pytest.mark.parametrize(
    "settings",
    [
        '{"auths": {"shop.example": {"auth": "no base64"}}}',
        '{"auths": {"shop.example": {"auth": 7}}}',
        '{"credHelpers": "all"}',
        '{"credsStore": "broken"}',
    ],
)
def test_credentials_that_cannot_be_read_are_named_with_their_file(
    settings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper = tmp_path / "docker-credential-broken"
    helper.write_text("#!/bin/sh\necho '{}'\n")
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    (tmp_path / "config.json").write_text(settings)
    with pytest.raises(ConfigError) as refused:
        credentials("shop.example", {"DOCKER_CONFIG": str(tmp_path)})
    assert str(refused.value) == (
        f"Cannot read the credentials in {tmp_path}/config.json\n"
        "What it, or the program it names, has for shop.example is not what `docker login` leaves. Log in again."
    )


@pytest.mark.parametrize("asked", ["Bearer", 'Bearer realm="nowhere"', 'Bearer realm="https://HOST/page"'])
def test_a_server_that_is_no_registry_is_told(asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            self.send_response(200 if self.path.startswith("/page") else 401)
            self.send_header("WWW-Authenticate", asked.replace("HOST", self.headers["Host"]))
            self.end_headers()
            self.wfile.write(b"<html>")

    with serving(Handler, authority.server_context()) as host, pytest.raises(PackageError) as refused:
        push(f"oci://{host}/tofu/sluice", make_archives(tmp_path, f"0.1.0_{HERE}"), {"HOME": str(tmp_path)})
    assert refused.value.summary in (
        f"{host}/tofu/sluice does not answer as a registry does",
        f"{host}/tofu/sluice cannot be reached",
    )


@pytest.mark.parametrize("url", ["shop.example/sluice", "oci://shop.example", "oci://shop.example/sluice:0.1.0"])
def test_what_names_no_repository_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="names no repository of a registry"):
        push(url, [], {})
