"""APIs that behave, and in which something can be made in a wrong place: an HQ with agents, a data plane, agents."""

from __future__ import annotations

from typing import Any

from tests.hostile.server import Request, Response, answer
from tests.hostile.worlds import NOT_THERE, Worker

GONE = answer(status=204)


class Estate:
    """A Lenses HQ with environments, whose agents reach the Connect cluster ``connect``."""

    CLASSES = ("FileStreamSink", "JdbcSink")

    def __init__(self) -> None:
        self.environments = {"prod": True, "next": True, "away": False}
        self.objects: dict[str, dict[str, str]] = {}
        self.refuses: str | None = None
        """A configuration key that validation refuses."""

    def __call__(self, request: Request) -> Response:
        match request.method, request.steps:
            case "GET", ["api", "v1", "environments", name] if name in self.environments:
                return answer({"name": name, "status": {"agent_connected": self.environments[name]}})
            case _, ["api", "v1", "environments", name, "proxy", "api", "kafka-connect", *rest] if (
                name in self.environments
            ):
                if not self.environments[name]:
                    return answer({"title": "agent not connected"}, 503)
                return self._connect(name, rest, request)
            case _:
                return answer({"title": "No such thing", "status": 404, "request_id": "r"}, 404)

    def _connect(self, environment: str, rest: list[str], request: Request) -> Response:
        match request.method, rest:
            case "GET", ["plugins"]:
                there = request.query.get("cluster", "connect") == "connect"
                return answer({"data": [{"class": one, "cluster": "connect"} for one in self.CLASSES if there]})
            case "POST", ["validate"]:
                return self._refused(request) or self._checked(request)
            case "POST", ["connectors"]:
                return self._refused(request) or self._made(environment, request)
            case method, ["clusters", "connect", "connectors", name, *_] if f"{environment}/{name}" in self.objects:
                return self._one(method, f"{environment}/{name}", name)
            case _:
                return answer({"error": "there is no such connector"}, 404)

    def _refused(self, request: Request) -> Response | None:
        if request.json["cluster"] != "connect":
            return answer({"error": f"no Connect cluster {request.json['cluster']}"}, 404)
        if request.json["configuration"]["connector.class"] not in self.CLASSES:
            return answer({"error": "no such class"}, 400)
        return None

    def _checked(self, request: Request) -> Response:
        keys = request.json["configuration"]
        entries = [{"name": key, "errors": ["is wrong"] if key == self.refuses else []} for key in keys]
        return answer({"class": keys["connector.class"], "configuration": entries})

    def _made(self, environment: str, request: Request) -> Response:
        config, name = request.json["configuration"], request.json["name"]
        if self.refuses in config:
            return answer({"error": f"{self.refuses} is wrong"}, 400)
        if f"{environment}/{name}" in self.objects:
            return answer({"error": f"Connector {name} already exists"}, 400)
        self.objects[f"{environment}/{name}"] = config
        return answer({})

    def _one(self, method: str, key: str, name: str) -> Response:
        if method == "DELETE":
            del self.objects[key]
        tasks = [{"id": "0", "state": "RUNNING"}]
        shown = {"name": name, "lrn": "lrn:c", "cluster": "connect", "state": "RUNNING", "tasks": tasks}
        config = {key: "****" if "password" in key else text for key, text in self.objects.get(key, {}).items()}
        return answer(shown | {"type": "sink", "className": "FileStreamSink", "config": config})


class DataPlane(Worker):
    """Redpanda's data plane with the Connect cluster ``redpanda``; a connector without topics is refused."""

    def __call__(self, request: Request) -> Response:
        match request.method, request.steps:
            case method, ["v1", "kafka-connect", "clusters", "redpanda", *rest]:
                return self._inside(method, rest, request)
            case _:
                return answer({"code": 5, "message": "a connect cluster with this name does not exist"}, 404)

    def _inside(self, method: str, rest: list[str], request: Request) -> Response:
        match method, rest:
            case "GET", []:
                return answer({"cluster": {"name": "redpanda"}})
            case "PUT", ["connectors", name, "config"]:
                if "topics" not in request.json:
                    return answer({"code": 3, "message": "topics is needed"}, 400)
                self.objects[name] = request.json
                return answer({"connector": self._info(name)}, 201)
            case "GET", ["connectors", name] if name in self.objects:
                return answer({"connector": self._info(name)})
            case "GET", ["connectors", name, "status"] if name in self.objects:
                return answer({"status": self._status(name) | {"holistic_state": "CONNECTOR_HOLISTIC_STATE_HEALTHY"}})
            case "DELETE", ["connectors", name] if self.objects.pop(name, None):
                return GONE
            case _:
                return answer({"code": 5, "message": "connector was not found by its name"}, 404)


class Agents:
    """Confluent's Flink agents in the Kafka cluster ``lkc-1``."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}

    def __call__(self, request: Request) -> Response:
        match request.method, request.steps[6:]:
            case "GET", ["agents"]:
                return answer({"data": list(self.objects.values()), "metadata": {}})
            case "POST", ["databases", "lkc-1", "agents"]:
                if request.json["spec"].get("tools") == ["unknown"]:
                    return self._problem(400, "there is no tool unknown")
                return self._made(request.json)
            case "GET", ["databases", "lkc-1", "agents", name] if name in self.objects:
                return answer(self.objects[name])
            case "DELETE", ["databases", "lkc-1", "agents", name] if self.objects.pop(name, None):
                return answer()
            case _:
                return self._problem(404, "not found")

    def _made(self, given: dict[str, Any]) -> Response:
        metadata = {"uid": "u-1", "created_at": "2026-01-01T00:00:00Z", "resource_version": "1"}
        self.objects[given["name"]] = given | {"metadata": metadata, "status": {"phase": "READY"}}
        return answer(self.objects[given["name"]])

    def _problem(self, status: int, text: str) -> Response:
        return answer({"errors": [{"status": str(status), "detail": text}]}, status)


class Named:
    """``/shelf/NAME``: objects that are made where their path says; one of the colour black is refused."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}

    def __call__(self, request: Request) -> Response:
        match request.method, request.steps:
            case "PUT", ["shelf", name]:
                if request.json["colour"] == "black":
                    return answer({"message": "no black"}, 422)
                self.objects[name] = request.json
                return answer(request.json)
            case "GET", ["shelf", name] if name in self.objects:
                return answer(self.objects[name])
            case "DELETE", ["shelf", name] if self.objects.pop(name, None):
                return GONE
            case _:
                return NOT_THERE


class Workers:
    """Two Connect clusters, ``/main`` and ``/spare``; of ``/spare`` nobody has installed anything."""

    def __init__(self) -> None:
        self.main, self.spare = Worker(), Worker()
        self.objects = self.main.objects

    def __call__(self, request: Request) -> Response:
        first, _, rest = request.target.lstrip("/").partition("/")
        world = self.main if first == "main" else self.spare
        inner = Request(request.method, f"/{rest}", request.headers, request.body)
        if world is self.spare and inner.steps[0] == "connector-plugins":
            if request.method == "GET":
                return answer([{"class": "Other", "type": "sink"}])
            return answer({"error_code": 404, "message": "no such class"}, 404)
        if world is self.spare and request.method == "POST":
            return answer({"error_code": 500, "message": "no such class"}, 500)
        return world(inner)
