"""APIs that behave: a plain collection, a worker that runs connectors, an HQ with keys, and tags behind a token."""

from __future__ import annotations

import itertools
from typing import Any

from tests.hostile.server import Request, Response, answer

PASSWORD = "correct-horse-battery"
"""A secret of the configuration."""

NOT_THERE = answer({"message": "no such thing"}, 404)

Objects = dict[str, dict[str, Any]]


class Things:
    """``/things``: objects that the server numbers, found by name in pages of two."""

    PAGE = 2

    def __init__(self) -> None:
        self.objects: Objects = {}
        self._numbers = itertools.count(1)

    def __call__(self, request: Request) -> Response:
        match request.method, request.steps:
            case "POST", ["things"]:
                number = next(self._numbers)
                self.objects[str(number)] = {"id": number, **request.json}
                return answer(self.objects[str(number)], 201, location=f"/things/{number}")
            case "GET", ["things"]:
                return self._page(request)
            case "GET", ["things", number] if number in self.objects:
                return answer(self.objects[number])
            case "PUT", ["things", number] if number in self.objects:
                self.objects[number] = {"id": int(number), **request.json}
                return answer(self.objects[number])
            case "DELETE", ["things", number] if self.objects.pop(number, None):
                return answer(status=204)
            case _:
                return NOT_THERE

    def _page(self, request: Request) -> Response:
        start = int(request.query.get("offset") or request.query.get("cursor") or 0)
        everything = list(self.objects.values())
        following = str(start + self.PAGE) if len(everything) > start + self.PAGE else None
        named = {"link": f'</things?cursor={following}>; rel="next"'} if following else {}
        return answer({"items": everything[start : start + self.PAGE], "next": following}, **named)


class Worker:
    """A Kafka Connect worker whose connectors run at once."""

    def __init__(self) -> None:
        self.objects: Objects = {}

    def __call__(self, request: Request) -> Response:
        match request.method, request.steps:
            case "GET", [""]:
                return answer({"version": "3.9.0", "commit": "x", "kafka_cluster_id": "y"})
            case "PUT", ["connector-plugins", _, "config", "validate"]:
                return answer({"name": "x", "error_count": 0, "groups": [], "configs": []})
            case "GET", ["connector-plugins"]:
                return answer([{"class": "FileStreamSink", "type": "sink"}])
            case "GET", ["connectors"]:
                return answer({name: self._whole(name) for name in self.objects})
            case "POST", ["connectors"]:
                name = request.json["name"]
                if name in self.objects:
                    return answer({"error_code": 409, "message": f"Connector {name} already exists"}, 409)
                self.objects[name] = request.json["config"]
                return answer(self._info(name), 201)
            case method, ["connectors", name, *rest] if name in self.objects:
                return self._one(method, name, rest, request)
            case _:
                return answer({"error_code": 404, "message": "Connector sink not found"}, 404)

    def _one(self, method: str, name: str, rest: list[str], request: Request) -> Response:
        match method, rest:
            case "GET", []:
                return answer(self._info(name))
            case "GET", ["status"]:
                return answer(self._status(name))
            case "PUT", ["config"]:
                self.objects[name] = request.json
                return answer(self._info(name))
            case "PATCH", ["config"]:
                merged = self.objects[name] | request.json
                self.objects[name] = {key: text for key, text in merged.items() if text is not None}
                return answer(self._info(name))
            case "DELETE", []:
                del self.objects[name]
                return answer(status=204)
            case _:
                return answer(status=202)

    def _whole(self, name: str) -> dict[str, Any]:
        return {"info": self._info(name), "status": self._status(name)}

    def _info(self, name: str) -> dict[str, Any]:
        config = {key: "****" if "password" in key else text for key, text in self.objects[name].items()}
        return {"name": name, "config": config, "tasks": [{"connector": name, "task": 0}], "type": "sink"}

    def _status(self, name: str) -> dict[str, Any]:
        task = {"id": 0, "state": "RUNNING", "worker_id": "w:1"}
        return {"name": name, "connector": {"state": "RUNNING", "worker_id": "w:1"}, "tasks": [task], "type": "sink"}


class Hq:
    """A Lenses HQ, which shows an environment's key only when it makes one."""

    KEYS = "agent_key_of_a_test_"

    def __init__(self) -> None:
        self.objects: Objects = {}
        self.connections: dict[str, Any] = {}
        self.keys = 0

    def __call__(self, request: Request) -> Response:
        match request.method, request.steps:
            case "GET", ["api", "v1", "environments"]:
                return answer({"items": list(self.objects.values())})
            case "POST", ["api", "v1", "environments"]:
                name = request.json["name"]
                if name in self.objects:
                    return answer({"title": "exists", "request_id": "r"}, 409)
                self.objects[name] = self._made(request.json)
                return answer(self.objects[name] | self._key(), 201)
            case "GET", ["api", "v1", "environments", name] if name in self.objects:
                return answer(self.objects[name])
            case "POST", ["api", "v1", "environments", name, "renew-key"] if name in self.objects:
                return answer(self._key())
            case "PATCH", ["api", "v1", "environments", name] if name in self.objects:
                labels = self.objects[name]["metadata"] | (request.json.get("metadata") or {})
                kept = {key: text for key, text in labels.items() if text is not None}
                self.objects[name] |= request.json | {"metadata": kept}
                return answer(self.objects[name])
            case "DELETE", ["api", "v1", "environments", name] if self.objects.pop(name, None):
                return answer(status=204)
            case method, ["api", "v1", "environments", name, "kafka-connections", one] if name in self.objects:
                return self._connection(method, f"{name}/{one}", request)
            case _:
                return self._nothing()

    def _connection(self, method: str, key: str, request: Request) -> Response:
        if method == "PUT":
            self.connections[key] = {"name": key.partition("/")[2], **request.json}
        found = self.connections.get(key)
        if method == "DELETE":
            self.connections.pop(key, None)
        return self._nothing() if found is None else answer(found)

    def _nothing(self) -> Response:
        return answer({"title": "No such thing", "status": 404, "request_id": "r"}, 404)

    def _made(self, given: dict[str, Any]) -> dict[str, Any]:
        shown = {"display_name": given["name"], "metadata": {}, "created_at": "2026-01-01T00:00:00Z"}
        return shown | given | {"id": "e-1", "lrn": "lrn:e-1", "status": {"agent_connected": False}}

    def _key(self) -> dict[str, str]:
        self.keys += 1
        return {"agent_key": f"{self.KEYS}{self.keys}"}


class Tags:
    """Streamkap's tags, behind a token."""

    TOKEN = "token-of-a-test-4711"

    def __init__(self) -> None:
        self.objects: Objects = {}
        self.ignores_filters = False
        self._numbers = itertools.count(1)

    def __call__(self, request: Request) -> Response:
        match request.method, request.steps:
            case "POST", ["auth", "access-token"]:
                return answer({"accessToken": self.TOKEN, "expiresIn": 3600})
            case "GET", ["tags"]:
                return answer({"tags": [item for item in self.objects.values() if self._is_asked(item, request)]})
            case "POST", ["tags"]:
                number = f"tag-{next(self._numbers)}"
                self.objects[number] = {"id": number, **request.json}
                return answer(self.objects[number], 201)
            case "PUT", ["tags", number] if number in self.objects:
                self.objects[number] |= request.json
                return answer(self.objects[number])
            case "DELETE", ["tags", number] if self.objects.pop(number, None):
                return answer(status=204)
            case _:
                return answer({"detail": "Object not found"}, 404)

    def _is_asked(self, item: dict[str, Any], request: Request) -> bool:
        wanted = {"tag_ids": "id", "tag_name": "name"}
        return self.ignores_filters or all(item[at] == request.query.get(name, item[at]) for name, at in wanted.items())
