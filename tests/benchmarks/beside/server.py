"""A small fast server: a worker of Kafka Connect below ``/connect`` and a collection of objects at ``/objects``.

``python -m tests.benchmarks.beside.server SECONDS`` prints its port, and waits so long before each answer.
``POST /-/reset`` forgets everything, ``GET /-/calls`` tells how many requests there were since it was last asked, and
``/-/state`` keeps a state as Terraform's backend ``http`` wants it, which does not count.
"""

from __future__ import annotations

import asyncio
import json
import sys
from http import HTTPStatus
from typing import Any

Answer = tuple[HTTPStatus, Any]

NOT_FOUND: Answer = (HTTPStatus.NOT_FOUND, {"error_code": 404, "message": "not found"})
PLUGIN = "org.apache.kafka.connect.file.FileStreamSourceConnector"


class World:
    """What the server holds."""

    def __init__(self) -> None:
        self.calls = 0
        self.connectors: dict[str, dict[str, str]] = {}
        self.objects: dict[str, dict[str, Any]] = {}
        self.state: Any = None

    def answer(self, method: str, path: str, body: Any) -> Answer:
        """What comes of a request."""
        match path.partition("?")[0].strip("/").split("/"):
            case ["-", "reset"]:
                self.calls, self.connectors, self.objects, self.state = 0, {}, {}, None
                return HTTPStatus.NO_CONTENT, None
            case ["-", "state"]:
                self.state = body if method == "POST" else self.state
                return (HTTPStatus.OK, self.state) if self.state else NOT_FOUND
            case ["-", "calls"]:
                calls, self.calls = self.calls, 0
                return HTTPStatus.OK, calls
        self.calls += 1
        match path.partition("?")[0].strip("/").split("/"):
            case ["objects", *rest]:
                return self._object(method, rest, body)
            case ["connect"]:
                return HTTPStatus.OK, {"version": "4.1.0", "commit": "0", "kafka_cluster_id": "bench"}
            case ["connect", "connector-plugins"]:
                return HTTPStatus.OK, [{"class": PLUGIN, "type": "source", "version": "4.1.0"}]
            case ["connect", "connector-plugins", plugin, "config", "validate"]:
                return HTTPStatus.OK, {"name": plugin, "error_count": 0, "groups": [], "configs": []}
            case ["connect", "connectors"]:
                return self._connectors(method, path, body)
            case ["connect", "connectors", name, *rest]:
                return self._connector(method, name, rest, body)
        return NOT_FOUND

    def _object(self, method: str, rest: list[str], body: Any) -> Answer:
        if method == "POST":
            made = {**body, "id": body["name"]}
            self.objects[made["id"]] = made
            return HTTPStatus.CREATED, made
        if not rest or rest[0] not in self.objects:
            return NOT_FOUND
        if method == "PUT":
            self.objects[rest[0]] = {**body, "id": rest[0]}
        found = self.objects.pop(rest[0]) if method == "DELETE" else self.objects[rest[0]]
        return HTTPStatus.OK, found

    def _connectors(self, method: str, path: str, body: Any) -> Answer:
        if method == "POST":
            self.connectors[body["name"]] = body["config"]
            return HTTPStatus.CREATED, self._info(body["name"])
        if "expand" not in path:
            return HTTPStatus.OK, list(self.connectors)
        return HTTPStatus.OK, {
            name: {"info": self._info(name), "status": self._status(name)} for name in self.connectors
        }

    def _connector(self, method: str, name: str, rest: list[str], body: Any) -> Answer:
        if method == "PUT" and rest == ["config"]:
            self.connectors[name] = body
        if name not in self.connectors:
            return NOT_FOUND
        if method == "DELETE":
            del self.connectors[name]
            return HTTPStatus.NO_CONTENT, None
        shown = {(): self._info, ("config",): self.connectors.get, ("status",): self._status}.get(
            tuple(rest), self._info
        )
        return HTTPStatus.OK, shown(name)

    def _info(self, name: str) -> dict[str, Any]:
        tasks = [{"connector": name, "task": 0}]
        return {"name": name, "config": self.connectors[name], "tasks": tasks, "type": "source"}

    def _status(self, name: str) -> dict[str, Any]:
        running = {"state": "RUNNING", "worker_id": "bench:8083"}
        return {"name": name, "connector": running, "tasks": [{"id": 0, **running}], "type": "source"}


class Connection(asyncio.Protocol):
    """One connection, on which requests come one after the other.

    Args:
        latency: seconds before each answer.
    """

    def __init__(self, world: World, latency: float) -> None:
        self._world = world
        self._latency = latency
        self._received = b""

    def connection_made(self, transport: Any) -> None:
        """Keep what is answered on."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer a request when all of it is there."""
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        request, *headers = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (header.partition(":") for header in headers)}
        if len(body) < int(fields.get("content-length", 0)):
            return
        self._received = b""
        method, path, _ = request.split(" ")
        status, shown = self._world.answer(method, path, json.loads(body) if body else None)
        content = b"" if shown is None else json.dumps(shown).encode()
        lines = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
        size = "" if status is HTTPStatus.NO_CONTENT else f"Content-Length: {len(content)}\r\n"
        self._answer_later(f"{lines}{size}\r\n".encode() + content, path)

    def _answer_later(self, answer: bytes, path: str) -> None:
        if self._latency and not path.startswith("/-/"):
            asyncio.get_running_loop().call_later(self._latency, self._transport.write, answer)
        else:
            self._transport.write(answer)


async def _serve(latency: float) -> None:
    world = World()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(world, latency), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
