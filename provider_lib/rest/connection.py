"""Asks an API for something cheap, with the settings in the environment."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from provider_lib.contract import Diagnostic
from provider_lib.dataclass import replace
from provider_lib.errors import ApiError, UnexpectedAnswer
from provider_lib.rest.api.auth import chosen_way
from provider_lib.rest.api.client import Client
from provider_lib.rest.api.configuration import Configuration
from provider_lib.rest.api.exposure import exposures
from provider_lib.rest.api.messages import Request
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.api.setting_names import SettingNames
from provider_lib.rest.api.settings import Settings
from provider_lib.rest.json.paths import dig
from provider_lib.rest.mapping.request import path_of, query_of
from provider_lib.spec import NoAuth, System

SECONDS = 10.0
CHECK = "check the connection"
TELLING = frozenset({401, *range(500, 600)})
"""What is wrong, and not only absent, wherever it is answered."""


def probe(names: SettingNames, environ: Mapping[str, str]) -> str:
    """Call an API once; says what answered.

    Raises:
        SluiceError: it is configured wrongly, refuses the credentials, or does not answer.
    """
    system, settings = names.system, _settings(names, environ)
    # A person is waiting: one attempt tells enough.
    settings = replace(settings, max_retries=0, timeout=min(settings.timeout, SECONDS))
    with closing(Client(settings, stop=threading.Event(), redactor=Redactor())) as client:
        if system.probe is None:
            return _reach(client)
        answer = client.send(_request(system, settings))
    takes = "" if isinstance(chosen_way(settings), NoAuth) else " and takes the credentials"
    return f"{settings.url} answers{takes}{_version(system, answer.body)}"


def exposed(names: SettingNames, environ: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Warn of what others on the way to an API may read, as each run does; calls nobody.

    Raises:
        ConfigError: it is configured wrongly.
    """
    return tuple(exposures(_settings(names, environ)))


def _settings(names: SettingNames, environ: Mapping[str, str]) -> Settings:
    settings = Configuration([names.system], {}, environ).settings(names.system, names.name)
    assert settings is not None  # the environment has no unknown values
    return settings


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
