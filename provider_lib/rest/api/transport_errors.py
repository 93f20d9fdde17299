"""What it means that no answer came: the failures of the HTTP library in words."""

from __future__ import annotations

import re
import socket
import ssl
import time
from typing import TypeVar

import httpx

from provider_lib.dataclass import dataclass
from provider_lib.errors import ConfigError, SluiceError, UnexpectedAnswer, Unreachable
from provider_lib.rest.api.messages import Request
from provider_lib.rest.api.proxies import proxy_for
from provider_lib.rest.api.settings import Settings
from provider_lib.rest.api.transport import GivenUp, Unintelligible

Cause = TypeVar("Cause", bound=BaseException)

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_HUNG_UP = re.compile("disconnected|peer closed")
_ABOUT_OUR_CERTIFICATE = ("CERTIFICATE", "UNKNOWN_CA", "HANDSHAKE_FAILURE")


def was_sent(failure: BaseException) -> bool:
    """Whether the server may have got, and carried out, a request that failed so."""
    return not isinstance(failure, _NEVER_SENT) and not is_about_tls(failure)


def was_never_made(failure: BaseException) -> bool:
    """Whether there was no connection at all, which says something of the server and nothing of the request."""
    return not isinstance(failure, httpx.PoolTimeout) and not was_sent(failure)


def is_about_tls(failure: BaseException) -> bool:
    """Whether the two sides could not agree on TLS: that happens before any request is looked at, and stays so."""
    tls = _cause(failure, ssl.SSLError)
    if tls is None:
        return False
    return isinstance(failure, httpx.ConnectError) or _refuses_our_certificate(tls)


def transport_error(
    request: Request,
    url: httpx.URL,
    settings: Settings,
    failure: httpx.RequestError,
    *,
    in_doubt: bool = False,
    is_ours: bool = True,
) -> SluiceError:
    """The error for a request that got no answer.

    Args:
        request: what was asked.
        url: its whole URL; only scheme, host and port are shown.
        settings: name what can be done about it.
        failure: what the HTTP library says; also that an answer came but cannot be unpacked.
        in_doubt: an earlier attempt may have been carried out.
        is_ours: whether this request failed so; otherwise another one has just done, and this one was not sent.
    """
    if isinstance(failure, httpx.LocalProtocolError):
        return ConfigError(
            f"the request to {request.what} cannot be sent: a header is not valid HTTP",
            f"Check {settings.how_to_set('headers')}, and the headers of the resource.",
        )
    if isinstance(failure, httpx.DecodingError):
        return UnexpectedAnswer(
            f"{settings.title} was asked to {request.what} and answered with something that cannot be unpacked",
            "The answer is not compressed in the way its headers say; a proxy may have changed it.",
        )
    found = _Explanation.of(failure, url, settings, request)
    sent = in_doubt or (is_ours and was_sent(failure))
    outcome = "\nThe request may have been carried out all the same." if sent and request.method != "GET" else ""
    outcome += "" if is_ours else "\nIt was not sent: another request has just been tried in vain."
    return Unreachable(
        f"{settings.title} cannot be reached to {request.what}: {found.reason}",
        f"{found.advice}{outcome}\n{url.scheme}://{url.netloc.decode()} was tried.",
        sent=sent,
    )


@dataclass(frozen=True, slots=True)
class _Explanation:
    reason: str
    advice: str

    @classmethod
    def of(cls, failure: httpx.RequestError, url: httpx.URL, settings: Settings, request: Request) -> _Explanation:
        set_to = settings.how_to_set
        check_url = f"Check {set_to(request.address)}."
        longer = f"A wait of {settings.timeout:g} s is allowed; a slow server needs a longer {set_to('timeout')}."
        if request.deadline is not None and time.monotonic() >= request.deadline:
            longer = (
                "The time for the whole operation was over. A slow server needs more: raise the resource's time-out."
            )
        tls = _cause(failure, ssl.SSLError)
        if tls is not None and is_about_tls(failure):
            return cls._about_tls(tls, settings, check_url)
        proxy = proxy_for(url)
        if proxy is not None and isinstance(failure, httpx.ConnectError | httpx.ConnectTimeout):
            return cls(
                f"the proxy {httpx.URL(proxy.url).netloc.decode()} does not answer",
                f"Check {proxy.variable}; a server that needs no proxy can be named in NO_PROXY.",
            )
        match failure:
            case httpx.PoolTimeout():
                advice = "The server had asked for a pause, or other requests took long. Raise the resource's time-out."
                return cls("its turn did not come in time", advice)
            case GivenUp():
                return cls("it was given up before the answer came", "An interrupt asked for that.")
            case httpx.ConnectTimeout():
                return cls("no connection in time", f"{check_url} A firewall may drop the packets. {longer}")
            case httpx.TimeoutException():
                return cls("no answer in time", longer)
            case httpx.ProxyError():
                named = proxy.variable if proxy is not None else "HTTPS_PROXY, HTTP_PROXY"
                wants = f" It wants a user and a password in {named}." if str(failure).startswith("407") else ""
                return cls("the proxy refused", f"Check {named} and NO_PROXY.{wants}")
            case Unintelligible():
                advice = "Something else than the API may answer there, or a proxy may have changed the answer."
                return cls("the answer cannot be understood", f"{check_url} {advice}")
            case httpx.RemoteProtocolError() if not _HUNG_UP.search(str(failure)):
                return cls(
                    "what came is not HTTP",
                    f"{check_url} A server that expects TLS needs https://; another service may listen there.",
                )
        if _cause(failure, socket.gaierror) is not None:
            return cls(f"the name {url.host} does not resolve", check_url)
        if _cause(failure, ConnectionRefusedError) is not None:
            return cls(f"nothing listens at {url.netloc.decode()}", check_url)
        if isinstance(failure, httpx.ConnectError):
            return cls("no connection could be made", check_url)
        return cls("the connection ended before the answer came", "The server, or a proxy before it, closed it.")

    @classmethod
    def _about_tls(cls, failure: ssl.SSLError, settings: Settings, check_url: str) -> _Explanation:
        set_to = settings.how_to_set
        if isinstance(failure, ssl.SSLCertVerificationError):
            return cls(
                f"its certificate is not trusted: {failure.verify_message}",
                f"{check_url} For a private authority, name a PEM file with its certificate: set {set_to('ca_file')}.\n"
                f"For a trial, {settings.attribute('insecure')} turns the check off.",
            )
        if _refuses_our_certificate(failure):
            return cls(
                "it refuses this side's certificate, or the lack of one",
                f"Set {set_to('client_cert_file')}, and {set_to('client_key_file')}.",
            )
        return cls("it does not speak TLS as this side does", f"{check_url} A server without TLS needs http://.")


def _refuses_our_certificate(failure: ssl.SSLError) -> bool:
    reason = failure.reason or ""
    return "ALERT" in reason and any(word in reason for word in _ABOUT_OUR_CERTIFICATE)


def _cause(failure: BaseException, kind: type[Cause]) -> Cause | None:
    """The first exception of a kind among a failure and what caused it, which no error of an earlier request did."""
    link: BaseException | None = failure
    while link is not None and not isinstance(link, SluiceError):
        if isinstance(link, kind):
            return link
        link = link.__cause__ or link.__context__
    return None
