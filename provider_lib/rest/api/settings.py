"""The settings of one API, checked and ready for use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from provider_lib.dataclass import dataclass
from provider_lib.errors import ConfigError
from provider_lib.rest.api.headers import is_sendable
from provider_lib.rest.api.setting_names import SettingNames
from provider_lib.rest.json import exact_json
from provider_lib.spec import System
from provider_lib.spec.checks import IsDuration, seconds
from provider_lib.spec.secret import Secret
from provider_lib.spec.transport import DEFAULT_MAX_IN_FLIGHT, DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from provider_lib.rest.api.urls import BaseUrl

Parser = Callable[[Any], Any]

_WORDS = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(SettingNames):
    """How to reach one API.

    Args:
        url: address of the API.
        values: the system's own settings that are given, secrets wrapped.
        timeout: seconds, for a request from its connection to the end of its answer.
        max_in_flight: how many requests may run at once.
        max_retries: how often a request is sent again.
        headers: sent with every request.
        ca_file: PEM file of further authorities to trust.
        client_cert_file: PEM file with the client certificate.
        client_key_file: PEM file with its key.
        insecure: the server's certificate is not checked.
    """

    url: BaseUrl
    values: Mapping[str, str | Secret]
    timeout: float
    max_in_flight: int
    max_retries: int
    headers: Mapping[str, Secret]
    ca_file: str | None
    client_cert_file: str | None
    client_key_file: str | None
    insecure: bool

    def get(self, key: str) -> str | None:
        """One of the system's own settings in clear, None when it is not given."""
        return self[key] if key in self.values else None

    def __getitem__(self, key: str) -> str:
        """One of the system's own settings that is given, in clear."""
        value = self.values[key]
        return value.reveal() if isinstance(value, Secret) else value

    def secrets(self) -> list[str]:
        """Every secret among the settings in clear, for the redactor."""
        held = [*self.values.values(), *self.headers.values()]
        return [item.reveal() for item in held if isinstance(item, Secret)]


@dataclass(frozen=True, slots=True)
class Given:
    """The value of a setting as it was written, and where, in prose."""

    value: Any
    origin: str


def read_settings(names: SettingNames, given: Mapping[str, Given]) -> Settings:
    """The settings of an API.

    Args:
        names: say which API.
        given: what is given of them, by name.

    Raises:
        ConfigError: a needed one is missing, or one cannot be used.
    """
    system = names.system
    defaults = {**DEFAULTS, **system.defaults()}
    found = {**{key: Given(value, "the default") for key, value in defaults.items()}, **given}
    if missing := [item.name for item in system.settings if item.needed and item.name not in found]:
        raise _incomplete(names, missing)
    return Settings(
        system=system,
        name=names.name,
        values={
            item.name: Secret(value) if item.secret else value
            for item in system.settings
            if (value := _parsed(names, item.name, _text, found.get(item.name))) is not None
        },
        **{key: _parsed(names, key, parse, found.get(key)) for key, parse in _parsers(system).items()},
    )


def problems(names: SettingNames, given: Mapping[str, Given]) -> Iterator[ConfigError]:
    """What is wrong with the settings that are given."""
    for key, parse in _parsers(names.system).items():
        try:
            _parsed(names, key, parse, given.get(key))
        except ConfigError as error:
            yield error


def _incomplete(names: SettingNames, missing: list[str]) -> ConfigError:
    """The error that names every attribute that is missing, and its variables."""
    keys, verb = " and ".join(f"`{key}`" for key in missing), "is" if len(missing) == 1 else "are"
    return ConfigError(
        f"{names.title} is not configured: {keys} {verb} missing",
        "\n".join(f"Set {names.how_to_set(key)}." for key in missing),
    )


def _parsed(names: SettingNames, key: str, parse: Parser, given: Given | None) -> Any:
    """The value of a setting, checked.

    Raises:
        ConfigError: it cannot be used; says where it was found, and does not repeat it.
    """
    if given is None:
        return None
    try:
        return parse(given.value)
    except ValueError as error:
        detail = f"Set {names.how_to_set(key)}."
        raise ConfigError(f"{given.origin} {error}", detail, names.path(key)) from None


def _parsers(system: System) -> dict[str, Parser]:
    """How each setting is read that is more than a text of the system's own."""
    return {"url": lambda text: _url(text, system), **PARSERS}


def _text(value: Any) -> str:
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError:  # Python's stand-ins for the bytes of a variable that are no text
        raise ValueError("holds bytes that are not UTF-8") from None
    return text


def _url(text: str, system: System) -> BaseUrl:
    from provider_lib.rest.api.urls import parse_base_url  # needs the HTTP library: see ClientPool

    return parse_base_url(_text(text), system.drop_suffix)


def _duration(value: str) -> float:
    length = seconds(value)
    if not length:
        raise ValueError(f"must be {IsDuration().words}, longer than none")
    return length


def _count(least: int, value: int | Decimal | str) -> int:
    text = str(value)
    if not text.isdecimal() or int(text) < least:
        raise ValueError(f"must be a whole number, at least {least}")
    return int(text)


def _flag(value: bool | str) -> bool:
    if isinstance(value, bool):
        return value
    if value.lower() not in _WORDS:
        raise ValueError("must be true or false")
    return _WORDS[value.lower()]


def _headers(value: Mapping[str, str] | str) -> dict[str, Secret]:
    try:
        given = exact_json.decode(_text(value)) if isinstance(value, str) else value
    except ValueError:
        given = None
    if not isinstance(given, Mapping) or not all(isinstance(item, str) for item in given.values()):
        raise ValueError('must be an object of texts, in a variable as JSON: {"X-Team": "streams"}')
    for name, item in given.items():
        if not is_sendable(name, item):
            raise ValueError(f"holds a header that cannot be sent: {name!r}")
    return {name: Secret(item) for name, item in given.items()}


DEFAULTS: Mapping[str, Any] = {
    "timeout": DEFAULT_TIMEOUT,
    "max_in_flight": DEFAULT_MAX_IN_FLIGHT,
    "max_retries": DEFAULT_MAX_RETRIES,
    "headers": {},
    "insecure": False,
}
PARSERS: Mapping[str, Parser] = {
    "timeout": _duration,
    "max_in_flight": partial(_count, 1),
    "max_retries": partial(_count, 0),
    "headers": _headers,
    "ca_file": str,
    "client_cert_file": str,
    "client_key_file": str,
    "insecure": _flag,
}
