"""Ways to authenticate, as data; ``{setting}`` place-holders stand for provider settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from provider_lib.dataclass import dataclass, field
from provider_lib.spec.names import HasPlaceholders, Place, SecretName, SettingName
from provider_lib.spec.word import word

Filled = Annotated[str, HasPlaceholders(settings=True)]


@word
@dataclass(frozen=True, slots=True)
class NoAuth:
    """Nothing is sent."""


@word
@dataclass(frozen=True, slots=True)
class Bearer:
    """``Authorization: Bearer`` with a token from a setting."""

    token: SecretName = "token"


@word
@dataclass(frozen=True, slots=True)
class Basic:
    """HTTP Basic with user name and password from settings."""

    username: SettingName = "username"
    password: SecretName = "password"


@word
@dataclass(frozen=True, slots=True)
class HeaderKey:
    """A key from a setting in a header of its own, whose name is a setting too."""

    key: SecretName = "api_key"
    header: SettingName = "api_key_header"


@word
@dataclass(frozen=True, slots=True, kw_only=True)
class TokenExchange:
    """Credentials are exchanged for a bearer token, once per lifetime of the token.

    Args:
        url: where; relative to the API's url, or absolute.
        send: the request's members, with place-holders.
        also: further members, each left out when a setting that it mentions is not given.
        form: sent as a form (OAuth2) instead of JSON.
        token: dotted path of the token in the answer.
        lifetime: dotted path of its lifetime in seconds in the answer.
    """

    url: Filled
    send: Mapping[str, Filled] = field(default_factory=dict)
    also: Mapping[str, Filled] = field(default_factory=dict)
    form: bool = False
    token: Place = "access_token"
    lifetime: Place = "expires_in"


@word
@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first way whose settings are all given, e.g. a ready token before client credentials.

    Args:
        ways: the one that wins first.
        exclusive: settings for two of them are a mistake.
    """

    ways: tuple[Auth, ...]
    exclusive: bool = False


Auth = NoAuth | Bearer | Basic | HeaderKey | TokenExchange | FirstOf
