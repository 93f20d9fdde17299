"""The ways to authenticate that ``spec.auth`` declares, carried out."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

from provider_lib.dataclass import dataclass, field, replace
from provider_lib.errors import ApiError, ConfigError, UnexpectedAnswer, Unreachable
from provider_lib.rest.api.headers import is_sendable, is_sendable_value
from provider_lib.rest.api.messages import FORM, Answer, Request
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.api.settings import Settings
from provider_lib.rest.api.shared import Shared
from provider_lib.rest.json.paths import dig
from provider_lib.spec import Auth, Basic, Bearer, FirstOf, HeaderKey, NoAuth, TokenExchange, placeholders

RENEW_AHEAD = 60.0
"""Seconds before its end at which a token is renewed; a tenth of its lifetime when that is less."""

PASSING = frozenset({408, 429})


class Credentials(Protocol):
    """What proves to a server who is asking."""

    def headers(self, deadline: float | None = None) -> Mapping[str, str]:
        """The headers to send now.

        Args:
            deadline: monotonic seconds until which they may be waited for.
        """
        ...

    def renew(self, refused: Mapping[str, str]) -> bool:
        """Drop credentials that the server has just refused; False when there are no others to be had."""
        ...


class Fixed:
    """Credentials that never change."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def headers(self, deadline: float | None = None) -> Mapping[str, str]:  # noqa: ARG002
        """The headers to send now."""
        return self._headers

    def renew(self, refused: Mapping[str, str]) -> bool:  # noqa: ARG002
        """There are no others to be had."""
        return False


@dataclass(frozen=True, slots=True)
class _Token:
    headers: Mapping[str, str] = field(repr=False)
    renew_at: float | None

    def lasts(self) -> bool:
        return self.renew_at is None or time.monotonic() < self.renew_at


class ExchangedToken:
    """A token got for credentials, once for all threads, and again shortly before it ends.

    Args:
        way: how it is got.
        settings: hold the credentials.
        send: sends the request for a token without authentication, and raises what the API client raises.
        redactor: is told every token.
    """

    def __init__(
        self, way: TokenExchange, settings: Settings, send: Callable[[Request], Answer], redactor: Redactor
    ) -> None:
        self._way = way
        self._settings = settings
        self._send = send
        self._redactor = redactor
        self._token: Shared[_Token] = Shared()
        self._refusal: ConfigError | None = None

    def headers(self, deadline: float | None = None) -> Mapping[str, str]:
        """The headers to send now; asks for a token when there is none that lasts.

        Raises:
            ConfigError: the credentials are refused. They are not tried again: that could lock the account.
            SluiceError: no token came; the request that needed it was not sent.
        """
        if self._refusal is not None:
            raise self._refusal.but()
        what = f"{self._settings.title} cannot be reached to issue a token"
        return self._token.get(
            lambda: self._exchange(deadline), what=what, deadline=deadline, lasts=_Token.lasts
        ).headers

    def renew(self, refused: Mapping[str, str]) -> bool:
        """Drop a token that the server has just refused, unless another thread has replaced it already."""
        self._token.drop(lambda token: token.headers is refused)
        return True

    def _exchange(self, deadline: float | None) -> _Token:
        started = time.monotonic()
        try:
            answer = self._send(replace(self._request(), deadline=deadline))
        except ApiError as error:
            raise self._refused(error) from error
        except Unreachable as error:
            raise error.but(sent=False) from error
        token = dig(answer.body, self._way.token)
        if not isinstance(token, str) or not token.strip() or not is_sendable_value(token):
            raise UnexpectedAnswer(
                f"{self._settings.title} was asked to issue a token and answered without one",
                f"Expected it at `{self._way.token}` of the answer from {self._way.url}.",
            )
        self._redactor.add(token)
        renew_after = renewal(dig(answer.body, self._way.lifetime))
        return _Token({"Authorization": f"Bearer {token}"}, None if renew_after is None else started + renew_after)

    def _request(self) -> Request:
        also = {key: text for key, text in self._way.also.items() if self._are_given(text)}
        named = [*needs(self._way), *(name for text in also.values() for name in placeholders(text))]
        values = {name: self._settings[name] for name in named}
        at = placeholders(self._way.url)
        return Request(
            method="POST",
            path=self._way.url.format_map(values),
            headers={"Content-Type": FORM} if self._way.form else {},
            body={key: text.format_map(values) for key, text in {**self._way.send, **also}.items()},
            repeatable=True,
            what="issue a token",
            address=at[0] if at else "url",
        )

    def _are_given(self, text: str) -> bool:
        return all(self._settings.get(name) is not None for name in placeholders(text))

    def _refused(self, error: ApiError) -> ConfigError | ApiError:
        """A refused token says nothing about the object that was asked for, so it is never NotFound or Conflict."""
        if error.status >= 500 or error.status in PASSING:
            return ApiError(
                error.summary, error.detail, status=error.status, body=error.body, request_id=error.request_id
            )
        advice = "\n".join(f"Check {self._settings.how_to_set(name)}." for name in needs(self._way))
        self._refusal = ConfigError(error.summary, f"{advice}\n{error.detail}")
        return self._refusal.but()


def credentials_for(settings: Settings, send: Callable[[Request], Answer], redactor: Redactor) -> Credentials:
    """The credentials that the settings give.

    Args:
        settings: of the API.
        send: sends a request without authentication, for a token exchange.
        redactor: is told every secret made from the settings.

    Raises:
        ConfigError: they are missing, incomplete, or cannot be sent.
    """
    match way := chosen_way(settings):
        case Bearer(token=key):
            token = settings[key]
            if not is_sendable_value(token):
                raise ConfigError(f"{settings.attribute(key)} holds a line break", f"Set {settings.how_to_set(key)}.")
            return Fixed({"Authorization": f"Bearer {token}"})
        case Basic(username=username, password=password):
            pair = f"{settings[username]}:{settings[password]}".encode()
            encoded = b64encode(pair).decode()
            redactor.add(encoded)
            return Fixed({"Authorization": f"Basic {encoded}"})
        case HeaderKey(key=key, header=header):
            name, value = settings[header], settings[key]
            if not is_sendable(name, value):
                raise ConfigError(
                    f"{settings.attribute(key)} cannot be sent in the header {name!r}",
                    f"Set {settings.how_to_set(key)}.\nSet {settings.how_to_set(header)}.",
                )
            return Fixed({name: value})
        case TokenExchange():
            return ExchangedToken(way, settings, send, redactor)
        case _:
            return Fixed({})


def chosen_way(settings: Settings) -> Auth:
    """The first way whose settings are all given.

    Raises:
        ConfigError: there is none, or one was begun (a user name without a password) and would be passed over, or
            there are two and the system does not say which one wins.
    """
    defaults = settings.system.defaults()
    begun: list[Auth] = []
    auth = settings.system.auth
    ways = list(_ways(auth))
    if isinstance(auth, FirstOf) and auth.exclusive:
        _refuse_two(settings, ways)
    for way in ways:
        given = [name for name in needs(way) if settings.get(name) is not None]
        if len(given) == len(needs(way)):
            if isinstance(way, NoAuth) and begun:
                break
            return way
        if any(name not in defaults for name in given):
            begun.append(way)
    raise _incomplete(settings, begun or ways)


def _refuse_two(settings: Settings, ways: list[Auth]) -> None:
    complete = [way for way in ways if needs(way) and all(settings.get(name) is not None for name in needs(way))]
    if len(complete) > 1:
        defaults = settings.system.defaults()
        names = ["`" + "` with `".join(name for name in needs(way) if name not in defaults) + "`" for way in complete]
        raise ConfigError(
            f"{settings.title} has two ways to authenticate: {' and '.join(names)}",
            f"Keep one of them in `{settings.entry}` in the provider block, and look at its environment variables.",
        )


def needs(way: Auth) -> tuple[str, ...]:
    """The names of the settings that a way takes."""
    match way:
        case Bearer(token=token):
            return (token,)
        case Basic(username=username, password=password):
            return (username, password)
        case HeaderKey(key=key, header=header):
            return (key, header)
        case TokenExchange(url=url, send=send):
            return tuple(dict.fromkeys(name for text in (url, *send.values()) for name in placeholders(text)))
        case _:
            return ()


def _ways(auth: Auth) -> Iterator[Auth]:
    if isinstance(auth, FirstOf):
        for way in auth.ways:
            yield from _ways(way)
    else:
        yield auth


def _incomplete(settings: Settings, ways: list[Auth]) -> ConfigError:
    missing = [[name for name in needs(way) if settings.get(name) is None] for way in ways]
    choices = [" and ".join(f"`{name}`" for name in names) for names in missing if names]
    lines = dict.fromkeys(f"Set {settings.how_to_set(name)}." for names in missing for name in names)
    return ConfigError(f"{settings.title} is not configured: {', or '.join(choices)} missing", "\n".join(lines))


def renewal(lifetime: Any) -> float | None:
    """The seconds after which a token is renewed, by its lifetime as a number or as text; None when it has none."""
    if isinstance(lifetime, bool) or not isinstance(lifetime, int | Decimal | str):
        return None
    try:
        seconds = float(lifetime)
    except (ValueError, OverflowError):
        return None
    return seconds - min(RENEW_AHEAD, seconds / 10)
