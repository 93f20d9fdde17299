"""What others on the way to an API may read, credentials among it: said on each run, since nothing else shows it."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

import httpx

from provider_lib.contract import Diagnostic
from provider_lib.errors import ConfigError
from provider_lib.rest.api.auth import chosen_way, needs
from provider_lib.rest.api.settings import Settings
from provider_lib.rest.api.urls import is_absolute
from provider_lib.spec import TokenExchange


def exposures(settings: Settings) -> Iterator[Diagnostic]:
    """A warning for each server that credentials are sent to although others may read or ask for them.

    Args:
        settings: of an API.
    """
    for key, url in _addresses(settings):
        if _is_this_machine(url.host):
            continue
        if url.scheme == "http":
            yield Diagnostic(
                "warning",
                f"{settings.title} is reached over plain http at {url.host}",
                "Whoever is on the way there reads the credentials and all that is sent. "
                f"Give an address with https in {settings.how_to_set(key)}.",
            )
        elif settings.insecure:
            yield Diagnostic(
                "warning",
                f"The certificate of {url.host}, where {settings.title} is, is not checked",
                "Whoever is on the way there can answer in its place, and reads the credentials and all that is sent. "
                f"Name the authority that signed it in {settings.how_to_set('ca_file')}, and leave out `insecure`.",
            )


def _addresses(settings: Settings) -> Iterator[tuple[str, httpx.URL]]:
    """Where credentials are sent, each with the setting that says so."""
    yield "url", httpx.URL(settings.url.root)
    try:
        way = chosen_way(settings)
    except ConfigError:
        return  # said when it is needed
    if isinstance(way, TokenExchange) and "{" in way.url:
        [key, *_] = [name for name in needs(way) if f"{{{name}}}" in way.url]
        text = settings[key]
        if key != "url" and is_absolute(text):
            yield key, httpx.URL(text)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
