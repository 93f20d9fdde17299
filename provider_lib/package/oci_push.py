"""Pushes to an OCI registry.

Protocol: https://github.com/opencontainers/distribution-spec/blob/main/spec.md
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Generator, Mapping, Sequence
from itertools import groupby

import httpx

from provider_lib.errors import ConfigError, PackageError
from provider_lib.package.archive import Archive, changed
from provider_lib.package.oci import EMPTY, INDEX, Document, digest, index, manifest, other_than_stored, tag
from provider_lib.package.oci_credentials import credentials

SCHEME = "oci://"
_REPOSITORY = re.compile(r"oci://([^/]+\.[^/]+|[^/]+:\d+|localhost)/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)")
_PARAMETER = re.compile(r'(\w+)="([^"]*)"')
_TIMEOUT = httpx.Timeout(30, read=300, write=300)


def push(url: str, archives: Sequence[Archive], environ: Mapping[str, str]) -> list[str]:
    """Push archives, a tag for each version; platforms that were pushed before stay. The tags.

    Args:
        url: ``oci://HOST/REPOSITORY``.
        archives: any versions and platforms.
        environ: says where credentials are.

    Raises:
        ConfigError: the URL names no repository.
        PackageError: the registry refuses, or has another archive of a version and platform.
    """
    named = _REPOSITORY.fullmatch(url)
    if named is None:
        raise ConfigError(f"{url!r} names no repository of a registry", "Write oci://HOST/REPOSITORY, without a tag.")
    host, name = named.groups()
    with httpx.Client(
        base_url=f"https://{host}/v2/{name}/",
        auth=_Auth(credentials(host, environ), f"repository:{name}:pull,push"),
        verify=ssl.create_default_context(),
        timeout=_TIMEOUT,
    ) as client:
        repository = _Repository(client, f"{host}/{name}")
        try:
            return [
                repository.push(version, list(group))
                for version, group in groupby(archives, lambda archive: archive.version)
            ]
        except (ValueError, LookupError, TypeError) as error:
            raise PackageError(
                f"{host}/{name} does not answer as a registry does", "Is that the address of an OCI registry?"
            ) from error


class _Repository:
    """A repository of a registry.

    Args:
        client: speaks to it.
        title: its name for errors.
    """

    def __init__(self, client: httpx.Client, title: str) -> None:
        self._client = client
        self._title = title

    def push(self, version: str, archives: Sequence[Archive]) -> str:
        """Push one version; its tag. The tag comes last, so that nobody sees a part."""
        for archive in archives:
            archive.check()
        before = self._stored(tag(version))
        if before and (others := other_than_stored(archives, before)):
            raise changed(others[0], self._title)
        self._push_blob(EMPTY)
        for archive in archives:
            self._push_blob(archive.path.read_bytes())
            described = manifest(archive)
            self._push_document(described.digest, described)
        self._push_document(tag(version), index(archives, before))
        return tag(version)

    def _stored(self, reference: str) -> bytes | None:
        answer = self._send("GET", f"manifests/{reference}", headers={"Accept": INDEX}, also=(404,))
        return None if answer.status_code == 404 else answer.content

    def _push_blob(self, content: bytes) -> None:
        if self._send("HEAD", f"blobs/{digest(content)}", also=(404,)).status_code != 404:
            return
        begun = self._send("POST", "blobs/uploads/")
        place = begun.url.join(begun.headers["Location"]).copy_merge_params({"digest": digest(content)})
        self._send("PUT", str(place), content=content, headers={"Content-Type": "application/octet-stream"})

    def _push_document(self, reference: str, document: Document) -> None:
        headers = {"Content-Type": document.media_type}
        self._send("PUT", f"manifests/{reference}", content=document.content, headers=headers)

    def _send(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        also: Sequence[int] = (),
    ) -> httpx.Response:
        try:
            answer = self._client.request(method, url, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise PackageError(f"{self._title} cannot be reached", _why(error)) from error
        if not answer.is_success and answer.status_code not in also:
            raise PackageError(f"{self._title} answered {answer.status_code}", _reason(answer))
        return answer


class _Auth(httpx.Auth):
    """Shows the credentials themselves, or the token that they give, as the registry asks for."""

    requires_response_body = True

    def __init__(self, known: tuple[str, str] | None, scope: str) -> None:
        self._basic = httpx.BasicAuth(*known) if known else None
        self._scope = scope
        self._shown = ""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._shown:
            request.headers["Authorization"] = self._shown
        answer = yield request
        if answer.status_code != 401:
            return
        asked, _, rest = answer.headers.get("WWW-Authenticate", "").partition(" ")
        if asked.lower() == "bearer":
            parameters = dict(_PARAMETER.findall(rest))
            given = yield self._token_request(parameters)
            if not given.is_success:
                return
            body = given.json()
            self._shown = f"Bearer {body.get('token') or body.get('access_token')}"
        elif asked.lower() == "basic" and self._basic:
            self._shown = next(self._basic.auth_flow(request)).headers["Authorization"]
        else:
            return
        request.headers["Authorization"] = self._shown
        yield request

    def _token_request(self, parameters: Mapping[str, str]) -> httpx.Request:
        query = {"scope": parameters.get("scope") or self._scope, "service": parameters.get("service", "")}
        request = httpx.Request("GET", parameters["realm"], params=query)
        return next(self._basic.auth_flow(request)) if self._basic else request


def _why(error: httpx.HTTPError) -> str:
    """Why there was no answer, and what to do where nobody vouches for the registry."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return str(error)
    return (
        f"Its certificate is not trusted: {cause.verify_message}. For a private authority, name a file with its "
        "certificate in SSL_CERT_FILE."
    )


def _reason(answer: httpx.Response) -> str:
    """What the registry says, or what to do where it does not know who asks."""
    if answer.status_code in (401, 403):
        return "Log in with an account that may push there: `docker login`, `podman login` or `oras login`."
    return answer.text[:500]
