"""Ways to authenticate, as data; ``{setting}`` place-holders stand for provider settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NoAuth:
    """Nothing is sent."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """``Authorization: Bearer`` with a token from a setting."""

    token: str = "token"


@dataclass(frozen=True, slots=True)
class Basic:
    """HTTP Basic with user name and password from settings."""

    username: str = "username"
    password: str = "password"


@dataclass(frozen=True, slots=True)
class HeaderKey:
    """A key from a setting in a header of its own, whose name is a setting too."""

    key: str = "api_key"
    header: str = "api_key_header"


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

    url: str
    send: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    form: bool = False
    token: str = "access_token"
    lifetime: str = "expires_in"


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
