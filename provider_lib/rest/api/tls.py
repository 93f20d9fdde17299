"""Which servers are trusted, and how this side proves who it is."""

from __future__ import annotations

import os
import ssl
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

import httpx

from provider_lib.errors import ConfigError
from provider_lib.rest.api.settings import Settings

BUNDLES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Alpine
    "/etc/pki/tls/certs/ca-bundle.crt",  # Red Hat and what is made from it, once
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # and now
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # macOS, BSD
)
"""Where systems keep the authorities that they trust; OpenSSL only knows the place of the one that it was built on."""


class _KeyIsEncrypted(Exception):
    pass


class Tls:
    """The TLS side of the settings, made when the first server needs it: loading the authorities takes 20 ms.

    Raises:
        ConfigError: a file that is named cannot be read, or does not hold what it should.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._making = threading.Lock()
        self._made: ssl.SSLContext | None = None
        if settings.ca_file or settings.client_cert_file or settings.client_key_file:
            self.context()

    def context(self) -> ssl.SSLContext:
        """Which servers are trusted, and what they are shown."""
        with self._making:
            if self._made is None:
                self._made = tls_context(self._settings)
            return self._made


def tls_context(settings: Settings) -> ssl.SSLContext:
    """The TLS side of the settings.

    The machine's authorities are trusted (companies install theirs there, and SSL_CERT_FILE replaces them), the
    public ones that come with httpx where a machine has none, and those of ``ca_file`` beside them: an API may be
    private while its token endpoint is public.

    Raises:
        ConfigError: a file cannot be read, or does not hold what it should.
    """
    context = trusting_the_machine()
    if settings.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if settings.ca_file is not None:
        _load_authorities(context, settings, settings.ca_file)
    if settings.client_cert_file is not None:
        _load_certificate(context, settings, settings.client_cert_file)
    elif settings.client_key_file is not None:
        raise _refused(settings, "client_cert_file", "is missing although `client_key_file` is set")
    return context


def trusting_the_machine(bundles: Iterable[str] = BUNDLES) -> ssl.SSLContext:
    """What trusts the authorities of this machine, or the public ones where it has none.

    Args:
        bundles: where to look when OpenSSL finds none where it was built to look, and the environment names none.
    """
    context = ssl.create_default_context()
    if not os.environ.get("SSL_CERT_FILE"):
        for bundle in bundles:
            if context.cert_store_stats()["x509_ca"]:
                break
            with suppress(OSError):
                context.load_verify_locations(bundle)
    if not context.cert_store_stats()["x509_ca"]:
        context = httpx.create_ssl_context(trust_env=False)
        context.load_default_certs()
    return context


def _load_authorities(context: ssl.SSLContext, settings: Settings, path: str) -> None:
    try:
        context.load_verify_locations(path)
    except ssl.SSLError:
        raise _refused(settings, "ca_file", f"({path}) holds no certificate in PEM form") from None
    except OSError as error:
        raise _refused(settings, "ca_file", f"({path}) cannot be read: {error.strerror}") from None


def _load_certificate(context: ssl.SSLContext, settings: Settings, path: str) -> None:
    key = settings.client_key_file
    files = f"({path}, key in {key})" if key else f"({path})"
    try:
        context.load_cert_chain(path, key, _no_password)
    except _KeyIsEncrypted:
        raise _refused(settings, "client_key_file", f"{files} is encrypted; give a key without a password") from None
    except ssl.SSLError:
        reason = f"{files} must hold a certificate and the key that belongs to it, both in PEM form"
        raise _refused(settings, "client_cert_file", reason) from None
    except OSError as error:
        raise _refused(settings, "client_cert_file", f"{files} cannot be read: {error.strerror}") from None


def _no_password() -> str:
    """Called for an encrypted key, where OpenSSL would otherwise ask on the terminal."""
    raise _KeyIsEncrypted


def _refused(settings: Settings, key: str, reason: str) -> ConfigError:
    return ConfigError(f"{settings.attribute(key)} {reason}", f"Set {settings.how_to_set(key)}.")
