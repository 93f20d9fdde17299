"""Asks an API for something cheap, with the settings in the environment."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace

from provider_lib.errors import ConfigError
from provider_lib.rest.client import Client
from provider_lib.rest.configuration import Configuration
from provider_lib.rest.messages import Request
from provider_lib.rest.redact import Redactor
from provider_lib.rest.render import path_of
from provider_lib.spec import System

SECONDS = 10.0


def probe(system: System, environ: Mapping[str, str]) -> str:
    """Call the API of a system once; says what answered.

    Raises:
        SluiceError: it is configured wrongly, refuses the credentials, or does not answer.
    """
    settings = Configuration([system], {}, environ).settings(system)
    if settings is None:
        raise ConfigError(f"{system.title} is not configured")
    if system.probe is None:
        return f"configured for {settings.url} (it has nothing cheap to ask)"
    # A person is waiting: one attempt tells enough.
    settings = replace(settings, max_retries=0, timeout=min(settings.timeout, SECONDS))
    path = path_of(system.probe, {setting.name: settings.get(setting.name) for setting in system.settings})
    with closing(Client(settings, stop=threading.Event(), redactor=Redactor())) as client:
        client.send(Request(method=system.probe.method, path=path, what="check the connection"))
    return f"{settings.url} answers and takes the credentials"
