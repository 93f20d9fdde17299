"""One exchange with a server: its time and the size of its answer are limited, whatever the server does."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from typing import Any, Final

import httpcore
import httpx

from provider_lib.dataclass import dataclass
from provider_lib.rest.api.proxies import Proxy, proxy_for
from provider_lib.rest.api.tls import Tls

KEEP_ALIVE: Final = 4.0
"""Seconds an idle connection is kept: less than the 5 after which uvicorn and Node close theirs, so that no request
meets a connection that the server is just closing."""

MOMENT: Final = 0.75
"""Seconds for an exchange that is under way when time runs out, and for each one after that."""

GLANCE: Final = 0.25
"""Seconds between two looks whether time has run out."""

PIECE: Final = 16 * 1024
"""Bytes of a request that are written at once: the network counts anew whenever a server has read some of them."""

LONGEST_BODY: Final = 64 * 1024 * 1024
"""Bytes of an answer, unpacked."""


class Unintelligible(httpx.TransportError):
    """What came could not be made sense of, in a way that the HTTP library does not foresee."""


class GivenUp(httpx.ReadTimeout):
    """Somebody wanted everything to end before the answer came."""


@dataclass(frozen=True, slots=True)
class Received:
    """An answer as it came.

    Args:
        content: the body, unpacked; None when it is longer than ``LONGEST_BODY``.
    """

    status: int
    headers: httpx.Headers
    content: bytes | None


class Transport:
    """Connections to whatever servers an API needs, shared by all threads.

    HTTP/1.1 only: the HTTP/2 side of the library mixes up its streams when threads share a client
    (https://github.com/encode/httpx/issues/3002), and as many connections as requests in flight serve as well. It
    follows no redirect and keeps no cookie.

    Args:
        tls: which servers are trusted; not asked for servers and proxies without TLS.
    """

    def __init__(self, tls: Tls) -> None:
        self._tls = tls
        self._clock = _Clock()
        self._lock = threading.Lock()
        self._pools: dict[tuple[str, Proxy | None], httpcore.ConnectionPool] = {}
        self._proxies: dict[tuple[str, bytes], Proxy | None] = {}

    def exchange(self, request: httpx.Request, seconds: float) -> Received:
        """The answer to a request, which must be there in so many seconds.

        Raises:
            httpx.RequestError: there is none.
            ConfigError: the proxy cannot be used.
        """
        pool = self._pool(request.url.scheme, self._proxy_for(request.url))
        try:
            self._clock.begin(seconds)
            with _as_failures_of_a_request():
                answer = pool.handle_request(_plain(request))
                try:
                    received = _received(answer)
                    if _has_more(answer):
                        answer.extensions["network_stream"].close()
                    return received
                finally:
                    answer.close()
        except httpx.ReadTimeout as late:
            if not self._clock.has_run_out:
                raise
            raise GivenUp(str(late)) from late

    def give_up(self) -> None:
        """End the exchanges that are under way, and let later ones take a moment only."""
        self._clock.run_out()

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()

    def _proxy_for(self, url: httpx.URL) -> Proxy | None:
        """The proxy for a server, looked up in the environment once."""
        server = (url.scheme, url.netloc)
        if server not in self._proxies:
            self._proxies[server] = proxy_for(url)
        return self._proxies[server]

    def _pool(self, scheme: str, proxy: Proxy | None) -> httpcore.ConnectionPool:
        with self._lock:
            if (scheme, proxy) not in self._pools:
                self._pools[scheme, proxy] = httpcore.ConnectionPool(
                    ssl_context=self._context(scheme),
                    proxy=None if proxy is None else self._proxy(proxy),
                    max_connections=None,  # no more than requests in flight: see Throttle
                    keepalive_expiry=KEEP_ALIVE,
                    network_backend=_Network(self._clock),
                )
            return self._pools[scheme, proxy]

    def _proxy(self, proxy: Proxy) -> httpcore.Proxy:
        context = self._context(httpx.URL(proxy.url).scheme)
        return httpcore.Proxy(proxy.url, auth=proxy.credentials, ssl_context=context)

    def _context(self, scheme: str) -> ssl.SSLContext | None:
        return self._tls.context() if scheme == "https" else None


def _plain(request: httpx.Request) -> httpcore.Request:
    """The same for the lower library, without its time-outs: see _Timed."""
    return httpcore.Request(
        request.method,
        httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        ),
        headers=request.headers.raw,
        content=request.content,
    )


def _received(answer: httpcore.Response) -> Received:
    response = httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))
    if "," in response.headers.get("content-encoding", ""):
        raise httpx.DecodingError("packed several times")
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > LONGEST_BODY:
            return Received(answer.status, response.headers, None)
        parts.append(part)
    return Received(answer.status, response.headers, b"".join(parts))


def _has_more(answer: httpcore.Response) -> bool:
    """Whether bytes came behind the end of an answer (a body of a 204): on a connection that is used again, they would
    be taken for the answer to the next request. The library knows it and does not tell."""
    stream: Any = answer.stream
    more, _ = stream._stream._connection._h11_state.trailing_data
    return bool(more)


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _as_failures_of_a_request() -> Iterator[None]:
    """Raise what the lower library raises, and whatever else a server may provoke, as failures of a request."""
    try:
        yield
    except httpx.RequestError:
        raise
    except Exception as failure:
        kind = getattr(httpx, type(failure).__name__, None) if type(failure).__module__ == "httpcore" else None
        raise (kind or Unintelligible)(str(failure)) from failure


class _Exchange(threading.local):
    began_at = 0.0
    ends_at = 0.0
    has_written = False
    is_unsent = False


class _Clock:
    """Of the exchange of each thread: when it must be over, and whether its request could be written."""

    def __init__(self) -> None:
        self._of_thread = _Exchange()
        self._ran_out_at = inf

    def begin(self, seconds: float) -> None:
        """An exchange begins, and must be over in so many seconds."""
        self._of_thread.began_at = time.monotonic()
        self._of_thread.ends_at = self._of_thread.began_at + seconds
        self._of_thread.has_written = self._of_thread.is_unsent = False

    def wrote(self) -> None:
        """Some of the request has left."""
        self._of_thread.has_written = True

    def could_not_write(self) -> None:
        """Some of the request did not leave; without its head, which is written first, nothing can be carried out."""
        self._of_thread.is_unsent = not self._of_thread.has_written

    @property
    def is_unsent(self) -> bool:
        """Whether nothing of the request has left, nor will."""
        return self._of_thread.is_unsent

    def run_out(self) -> None:
        """Leave every exchange a moment, those that begin later too."""
        self._ran_out_at = min(self._ran_out_at, time.monotonic())

    @property
    def has_run_out(self) -> bool:
        """Whether exchanges have a moment only."""
        return self._ran_out_at < inf

    def left(self, late: Callable[[str], Exception]) -> float:
        """Seconds that are left.

        Raises:
            late: when none are.
        """
        ends_at = min(self._of_thread.ends_at, max(self._of_thread.began_at, self._ran_out_at) + MOMENT)
        left = ends_at - time.monotonic()
        if left <= 0:
            raise late("time is up")
        return left


class _Network(httpcore.NetworkBackend):
    """The network, in whose time-outs the exchange counts and not each part of it."""

    def __init__(self, clock: _Clock) -> None:
        self._clock = clock
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = self._clock.left(httpcore.ConnectTimeout)
        try:
            stream = self._network.connect_tcp(host, port, left, local_address, socket_options)
        except (UnicodeError, ValueError) as error:
            raise httpcore.ConnectError("not the name of a host") from error
        return _Timed(stream, self._clock)


class _Timed(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, clock: _Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        try:
            data = self._read(max_bytes)
        except httpcore.ReadError as error:
            if not self._clock.is_unsent or isinstance(error.__context__, ssl.SSLError):
                raise
            raise _unsent() from error
        if not data and self._clock.is_unsent:
            raise _unsent()
        return data

    def _read(self, max_bytes: int) -> bytes:
        while True:
            left = self._clock.left(httpcore.ReadTimeout)
            with suppress(httpcore.ReadTimeout):
                return self._stream.read(max_bytes, min(left, GLANCE))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        for start in range(0, len(buffer), PIECE):
            try:
                self._stream.write(buffer[start : start + PIECE], self._clock.left(httpcore.WriteTimeout))
            except httpcore.WriteError:
                self._clock.could_not_write()
                raise
            self._clock.wrote()

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        left = self._clock.left(httpcore.ConnectTimeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _unsent() -> httpcore.ConnectError:
    return httpcore.ConnectError("the connection was closed before the request was sent")
