"""An OCI registry, as the distribution specification has it: who writes needs a token, and names are checksums."""

from __future__ import annotations

import hashlib
import json
import ssl
from base64 import b64encode
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.package.static_host import serving

USER, PASSWORD, TOKEN = "ci", "planted-password", "planted-token"
_JSON = "application/json"


@dataclass
class Store:
    """What a registry holds.

    Args:
        public: whether anybody may read.
    """

    public: bool = True
    blobs: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By tag and by digest: media type and bytes."""

    def serve(self, tls: ssl.SSLContext) -> AbstractContextManager[str]:
        """Serve it on a port of this machine; gives ``localhost:PORT``."""
        return serving(type("Handler", (_Handler,), {"store": self}), tls)


class _Handler(BaseHTTPRequestHandler):
    store: Store
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/token":
            return self._give_token()
        if path == "/v2/":
            return self._answer(200, b"{}")
        if not self.store.public and not self._has_token():
            return self._ask_for_token()
        kind, reference = path.split("/")[-2:]
        if kind == "tags":
            tags = [name for name in self.store.manifests if not name.startswith("sha256:")]
            return self._answer(200, json.dumps({"name": self._repository(), "tags": tags}).encode())
        if kind == "manifests" and reference in self.store.manifests:
            media_type, content = self.store.manifests[reference]
            return self._answer(200, content, media_type, **{"Docker-Content-Digest": digest(content)})
        if kind == "blobs" and reference in self.store.blobs:
            return self._answer(200, self.store.blobs[reference], "application/octet-stream")
        return self._answer(404, _errors("NOT_FOUND"))

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        if not self._has_token():
            return self._ask_for_token()
        return self._answer(202, Location=f"/v2/{self._repository()}/blobs/uploads/1?state=begun")

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._has_token():
            return self._ask_for_token()
        url = urlsplit(self.path)
        kind, reference = url.path.split("/")[-2:]
        named = parse_qs(url.query).get("digest", [reference])[0]
        if named.startswith("sha256:") and named != digest(content):
            return self._answer(400, _errors("DIGEST_INVALID"))
        if kind == "uploads":
            assert parse_qs(url.query)["state"] == ["begun"]
            self.store.blobs[named] = content
        elif missing := _named_by(content) - self.store.blobs.keys() - self.store.manifests.keys():
            return self._answer(400, _errors(f"MANIFEST_BLOB_UNKNOWN {sorted(missing)}"))
        else:
            stored = self.headers["Content-Type"], content
            self.store.manifests |= {reference: stored, digest(content): stored}
        return self._answer(201)

    def _give_token(self) -> None:
        expected = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers["Authorization"] != f"Basic {expected}":
            return self._answer(401, _errors("UNAUTHORIZED"))
        return self._answer(200, json.dumps({"token": TOKEN}).encode())

    def _has_token(self) -> bool:
        return bool(self.headers["Authorization"] == f"Bearer {TOKEN}")

    def _ask_for_token(self) -> None:
        realm = f"https://{self.headers['Host']}/token"
        asked = f'Bearer realm="{realm}",service="test",scope="repository:{self._repository()}:pull,push"'
        self._answer(401, _errors("UNAUTHORIZED"), **{"WWW-Authenticate": asked})

    def _repository(self) -> str:
        steps = urlsplit(self.path).path.split("/")
        return "/".join(steps[2 : next(i for i, step in enumerate(steps) if step in ("blobs", "manifests", "tags"))])

    def _answer(self, status: int, content: bytes = b"", media_type: str = _JSON, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def digest(content: bytes) -> str:
    """The name of something stored."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _named_by(manifest: bytes) -> set[str]:
    document = json.loads(manifest)
    described = [*document.get("layers", []), *document.get("manifests", []), *filter(None, [document.get("config")])]
    return {item["digest"] for item in described}


def _errors(code: str) -> bytes:
    return json.dumps({"errors": [{"code": code, "message": "refused"}]}).encode()
