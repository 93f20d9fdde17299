"""The settings of one API, checked and ready for use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provider_lib.errors import ConfigError
from provider_lib.rest.api.headers import is_sendable
from provider_lib.rest.api.setting_names import Place
from provider_lib.rest.json import exact_json
from provider_lib.spec.checks import IsDuration, seconds
from provider_lib.spec.secret import Secret
from provider_lib.spec.transport import DEFAULT_MAX_IN_FLIGHT, DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from provider_lib.rest.api.urls import BaseUrl

_WORDS = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to reach one API.

    Args:
        place: where the settings are written.
        url: address of the API.
        values: the system's own settings that are given, secrets wrapped.
        timeout: seconds, for a connection and for each part of an answer.
        max_in_flight: how many requests may run at once.
        max_retries: how often a request is sent again.
        headers: sent with every request.
        ca_file: PEM file of further authorities to trust.
        client_cert_file: PEM file with the client certificate.
        client_key_file: PEM file with its key.
        insecure: the server's certificate is not checked.
    """

    place: Place
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
        value = self.values.get(key)
        return value.reveal() if isinstance(value, Secret) else value

    def secrets(self) -> list[str]:
        """Every secret among the settings in clear, for the redactor."""
        held = [*self.values.values(), *self.headers.values()]
        return [item.reveal() for item in held if isinstance(item, Secret)]


@dataclass(frozen=True, slots=True)
class Source:
    """The attribute values and environment variables that settings are read from, empty ones left out.

    Args:
        place: names them.
        attributes: what the provider block says; every value is known.
        environ: the environment.
    """

    place: Place
    attributes: Mapping[str, Any]
    environ: Mapping[str, str]

    def find(self, key: str) -> tuple[Any, str]:
        """The value of a setting and where it was found; None when it is given nowhere."""
        written = _tidy(self.attributes.get(key))
        if written not in (None, ""):
            return written, self.place.attribute(key)
        for variable in self.place.variables(key):
            if value := _tidy(self.environ.get(variable)):
                return value, variable
        return None, ""

    def read(self, key: str, parse: Callable[[Any], Any], default: Any = None) -> Any:
        """The value of a setting, checked.

        Raises:
            ConfigError: it cannot be used; says where it was found, and does not repeat it.
        """
        value, origin = self.find(key)
        if value is None:
            value, origin = default, "the default"
        if value is None:
            return None
        try:
            return parse(value)
        except ValueError as error:
            detail = f"Set {self.place.how_to_set(key)}."
            raise ConfigError(f"{origin} {error}", detail, self.place.path(key)) from None


def read_settings(source: Source) -> Settings:
    """The settings of an API.

    Raises:
        ConfigError: a needed one is missing, or one cannot be used.
    """
    require_needed(source)
    defaults = source.place.system.defaults()
    return Settings(
        place=source.place,
        values={
            item.name: Secret(value) if item.secret else value
            for item in source.place.system.settings
            if (value := source.read(item.name, str, item.default)) is not None
        },
        **{key: source.read(key, parse, defaults.get(key, default)) for key, parse, default in _checked(source.place)},
    )


def problems(source: Source) -> Iterator[ConfigError]:
    """What is wrong with the values that the provider block itself gives."""
    for key, parse, _ in _checked(source.place):
        try:
            Source(source.place, source.attributes, {}).read(key, parse)
        except ConfigError as error:
            yield error


def require_needed(source: Source) -> None:
    """Refuse settings among which a needed one is missing.

    Raises:
        ConfigError: names every attribute that is missing, and its variables.
    """
    place = source.place
    missing = [
        item.name
        for item in place.system.settings
        if item.needed and item.default is None and source.find(item.name)[0] is None
    ]
    if missing:
        names = " and ".join(f"`{key}`" for key in missing)
        verb = "is" if len(missing) == 1 else "are"
        raise ConfigError(
            f"{place.title} is not configured: {names} {verb} missing",
            "\n".join(f"Set {place.how_to_set(key)}." for key in missing),
        )


Checked = tuple[str, Callable[[Any], Any], Any]


def _checked(place: Place) -> list[Checked]:
    """The settings that are more than text: name, parser, default."""
    return [
        ("url", lambda text: _url(text, place), None),
        ("timeout", _duration, DEFAULT_TIMEOUT),
        ("max_in_flight", _count(1), DEFAULT_MAX_IN_FLIGHT),
        ("max_retries", _count(0), DEFAULT_MAX_RETRIES),
        ("headers", _headers, {}),
        ("ca_file", str, None),
        ("client_cert_file", str, None),
        ("client_key_file", str, None),
        ("insecure", _flag, False),
    ]


def _url(text: str, place: Place) -> BaseUrl:
    from provider_lib.rest.api.urls import parse_base_url  # needs the HTTP library: see ClientPool

    return parse_base_url(text, place.system.drop_suffix)


def _tidy(value: Any) -> Any:
    """Without the line end that a value read from a file has, and that no header may hold."""
    return value.strip("\r\n") if isinstance(value, str) else value


def _duration(value: str) -> float:
    length = seconds(value)
    if not length:
        raise ValueError(f"must be {IsDuration().words}, longer than none")
    return length


def _count(least: int) -> Callable[[Any], int]:
    def parse(value: int | Decimal | str) -> int:
        text = str(value)
        if not text.isdecimal() or int(text) < least:
            raise ValueError(f"must be a whole number, at least {least}")
        return int(text)

    return parse


def _flag(value: bool | str) -> bool:
    if isinstance(value, bool):
        return value
    if value.lower() not in _WORDS:
        raise ValueError("must be true or false")
    return _WORDS[value.lower()]


def _headers(value: Mapping[str, str] | str) -> dict[str, Secret]:
    try:
        given = exact_json.decode(value) if isinstance(value, str) else value
    except ValueError:
        given = None
    if not isinstance(given, Mapping) or not all(isinstance(item, str) for item in given.values()):
        raise ValueError('must be an object of texts, in a variable as JSON: {"X-Team": "streams"}')
    for name, item in given.items():
        if not is_sendable(name, item):
            raise ValueError(f"holds a header that cannot be sent: {name!r}")
    return {name: Secret(item) for name, item in given.items()}
