"""A TCP proxy between the provider and its server, which sees requests pass and can be told to do something then."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

_REQUEST = re.compile(rb"(GET|POST|PUT|PATCH|DELETE) (\S+) HTTP/1\.1\r\n")
_NO_WRITES = (b"/validate", b"/access-token")
_BLOCK = 65536


class Side(Enum):
    """When, in the life of a request."""

    SENT = "sent"
    """It has left the client, and the server does not have it."""
    ANSWERED = "answered"
    """The server has answered, and the client does not know."""
    DELIVERED = "delivered"
    """The client was sent the answer."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The time at which something is to happen.

    Args:
        number: of the request, from 1 on.
        side: when in its life.
        writes: count only requests that change something.
    """

    number: int
    side: Side
    writes: bool = True


Act = Callable[["Link"], None]


class Link:
    """One connection from the client to the server."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client, self.server = client, server
        self.is_cut = False
        self.awaited: list[tuple[Side, Act]] = []

    def cut(self) -> None:
        """End it on both sides, at once."""
        self.is_cut = True
        for end in (self.client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Proxy:
    """Passes bytes on, and does what was planned at the moments that were named. A context manager.

    Args:
        target: the port of the server on this machine; may be changed when it comes back at another.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self._lock = threading.Lock()
        self._plans: list[tuple[Moment, Act]] = []
        self._seen = {True: 0, False: 0}
        self._links: set[Link] = set()

    def __enter__(self) -> Proxy:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut_all()

    def plan(self, moment: Moment, act: Act) -> None:
        """Have something done at a moment that is counted from now on, once."""
        with self._lock:
            base = self._seen[moment.writes]
            self._plans.append((Moment(base + moment.number, moment.side, moment.writes), act))

    def forget(self) -> None:
        """Forget what was planned."""
        with self._lock:
            self._plans.clear()

    def cut_all(self) -> None:
        """End every connection."""
        for link in list(self._links):
            link.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return  # nobody listens there now
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link = Link(client, server)
            self._links.add(link)
            with server:
                back = threading.Thread(target=self._pass_answers, args=(link,), daemon=True)
                back.start()
                self._pass_requests(link)
                back.join()
            self._links.discard(link)

    def _pass_requests(self, link: Link) -> None:
        with suppress(OSError):
            while block := link.client.recv(_BLOCK):
                for act in self._begun(link, block):
                    act(link)
                if link.is_cut:
                    break
                link.server.sendall(block)
        link.cut()

    def _pass_answers(self, link: Link) -> None:
        with suppress(OSError):
            while block := link.server.recv(_BLOCK):
                awaited, link.awaited = link.awaited, []
                for side, act in awaited:
                    if side is Side.ANSWERED:
                        act(link)
                if link.is_cut:
                    break
                link.client.sendall(block)
                for side, act in awaited:
                    if side is Side.DELIVERED:
                        act(link)
        link.cut()

    def _begun(self, link: Link, block: bytes) -> list[Act]:
        """What is to be done before a block is passed on; what is to be done later is noted at its connection."""
        found = _REQUEST.match(block)
        if found is None:
            return []
        is_write = found[1] != b"GET" and not found[2].endswith(_NO_WRITES)
        now: list[Act] = []
        with self._lock:
            self._seen[False] += 1
            self._seen[True] += is_write
            for plan in list(self._plans):
                moment, act = plan
                if moment.number == self._seen[moment.writes] and (is_write or not moment.writes):
                    self._plans.remove(plan)
                    if moment.side is Side.SENT:
                        now.append(act)
                    else:
                        link.awaited.append((moment.side, act))
        return now
