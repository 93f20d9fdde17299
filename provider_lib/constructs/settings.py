"""Settings of each system, as ``SluiceProvider`` takes them; made by ``make generate``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from provider_lib.constructs.secret import Secret


class LensesSettings(TypedDict, total=False):
    """How to reach Lenses HQ."""

    url: str
    """Address of Lenses HQ, e.g. `https://hq.example.com`."""
    token: str | Secret
    """Token of a service account."""
    ca_file: str
    """PEM file with certificate authorities to trust beside the public ones and the machine's own."""
    client_cert_file: str
    """PEM file with the client certificate for mutual TLS."""
    client_key_file: str
    """PEM file with the unencrypted key of `client_cert_file`; may be left out when that file holds both."""
    insecure: bool
    """Do not check the server's certificate. For trials only: anybody can listen in."""
    timeout: str
    """How long to wait for a connection and for each part of an answer, such as `45s` or `2m`; `30s` when left out."""
    max_in_flight: int
    """How many requests may run at once; 16 when left out."""
    max_retries: int
    """How often a request that failed in passing is sent again; 4 when left out, 0 turns it off."""
    headers: Mapping[str, str | Secret]
    """Headers to send with every request. In a variable: a JSON object."""


class Systems(TypedDict, total=False):
    """The systems that a provider can reach."""

    lenses: LensesSettings
    """Lenses HQ."""
