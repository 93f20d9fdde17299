"""Asks an API for something cheap, with the settings in the environment."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

from provider_lib.errors import ApiError, ConfigError, UnexpectedAnswer
from provider_lib.rest.auth import chosen_way
from provider_lib.rest.client import Client
from provider_lib.rest.configuration import Configuration
from provider_lib.rest.documents import dig
from provider_lib.rest.messages import Request
from provider_lib.rest.place import DEFAULT_NAME, Place
from provider_lib.rest.redact import Redactor
from provider_lib.rest.render import path_of, query_of
from provider_lib.rest.settings import Settings
from provider_lib.spec import NoAuth, System

SECONDS = 10.0
CHECK = "check the connection"
TELLING = frozenset({401, *range(500, 600)})
"""What is wrong, and not only absent, wherever it is answered."""


def configured(system: System, environ: Mapping[str, str]) -> list[Place]:
    """The APIs of a system for which the environment has any setting."""
    return [place for place in _places(system, environ) if any(map(environ.get, _variables(place)))]


def _places(system: System, environ: Mapping[str, str]) -> Iterator[Place]:
    if not system.named:
        yield Place(system)
        return
    address = re.compile(re.escape(system.variable("")) + r"(.+)_URL")
    names = {match.group(1).lower() for match in map(address.fullmatch, environ) if match}
    yield from (Place(system, name) for name in sorted({DEFAULT_NAME, *names}))


def _variables(place: Place) -> Iterator[str]:
    for setting in place.system.settings:
        yield from place.variables(setting.name)


def probe(place: Place, environ: Mapping[str, str]) -> str:
    """Call an API once; says what answered.

    Raises:
        SluiceError: it is configured wrongly, refuses the credentials, or does not answer.
    """
    system = place.system
    settings = Configuration([system], {}, environ).settings(system, place.name)
    if settings is None:
        raise ConfigError(f"{place.title} is not configured")
    # A person is waiting: one attempt tells enough.
    settings = replace(settings, max_retries=0, timeout=min(settings.timeout, SECONDS))
    with closing(Client(settings, stop=threading.Event(), redactor=Redactor())) as client:
        if system.probe is None:
            return _reach(client)
        answer = client.send(_request(system, settings))
    takes = "" if isinstance(chosen_way(settings), NoAuth) else " and takes the credentials"
    return f"{settings.url} answers{takes}{_version(system, answer.body)}"


def _reach(client: Client) -> str:
    """Ask for the url itself, where nothing is known to be there: only some refusals of that say anything."""
    try:
        client.send(Request(method="GET", path="", what=CHECK))
    except UnexpectedAnswer:
        pass
    except ApiError as refusal:
        if refusal.status in TELLING:
            raise
    return f"{client.settings.url} answers (whether it takes the credentials will show at the first object)"


def _request(system: System, settings: Settings) -> Request:
    assert system.probe is not None
    given = {setting.name: settings.get(setting.name) for setting in system.settings}
    return Request(
        method=system.probe.method,
        path=path_of(system.probe, given),
        query=query_of(system.probe, given),
        what=CHECK,
    )


def _version(system: System, answer: Any) -> str:
    """The version, where what was asked is what tells it."""
    if system.version is None or system.version.call != system.probe:
        return ""
    told = dig(answer, system.version.path)
    return f", version {told}" if isinstance(told, str) else ""
