"""The API of the made-up system: as it is when nothing goes wrong. A test scripts what does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from tests.scripted import NOT_THERE, Api, Handler, Reply, Request, answer
from tests.unit.rest.blueprints import Blueprints
from tests.unit.rest.club import Clubs
from tests.unit.rest.core import Core
from tests.unit.rest.life import Life

MODEL = {"model": "toys.Walker", "legs": "2"}
EXISTS = answer({"message": "it exists"}, 409)
RUNNING = {"state": "RUNNING", "tasks": [{"id": 0, "state": "RUNNING"}]}
FAILED = {"state": "RUNNING", "tasks": [{"id": 0, "state": "FAILED", "trace": "Rust\n\tat Arm.java"}]}
STARTING: dict[str, Any] = {"state": "UNASSIGNED", "tasks": []}


class Shop(Api):
    """The whole API.

    Attributes:
        core: plans and applies what is in it.
    """

    core: Core

    def __init__(self) -> None:
        super().__init__()
        self.widgets, self.robots, self.parcels, self.rooms = Widgets(self), Robots(self), Parcels(self), Rooms(self)
        self.clubs, self.blueprints = Clubs(self), Blueprints(self, self.robots)
        self.on("GET /version", answer({"version": "2.1.0"}))

    def widget(self, **values: Any) -> Life:
        """A widget in a stack of its own."""
        return Life(self.core, "sluice_toys_widget", **{"shop": "north", "name": "bolt", "tier": "silver"} | values)

    def robot(self, **values: Any) -> Life:
        """A robot in a stack of its own."""
        return Life(self.core, "sluice_toys_robot", **{"name": "robbie", "config": MODEL} | values)

    def droid(self, **values: Any) -> Life:
        """A droid in a stack of its own."""
        return Life(self.core, "sluice_toys_droid", **{"name": "robbie", "config": MODEL} | values)

    def android(self, **values: Any) -> Life:
        """An android in a stack of its own."""
        return Life(self.core, "sluice_toys_android", **{"name": "robbie", "config": MODEL} | values)

    def parcel(self, **values: Any) -> Life:
        """A parcel in a stack of its own."""
        return Life(self.core, "sluice_toys_parcel", **{"name": "gift"} | values)

    def room(self, **values: Any) -> Life:
        """A room in a stack of its own."""
        return Life(self.core, "sluice_toys_room", **{"house": "old", "name": "attic", "colour": "red"} | values)

    def club(self, **values: Any) -> Life:
        """A club in a stack of its own."""
        return Life(self.core, "sluice_toys_club", **{"name": "chess"} | values)


class Widgets:
    """Widgets of the shop ``north``. A token is only told when it is made."""

    def __init__(self, api: Api) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self.tokens = 0
        api.on("POST /shops/north/widgets", self.create)
        api.on("GET /shops/north/widgets/*", self.read)
        api.on("PATCH /shops/north/widgets/*", self.change)
        api.on("DELETE /shops/north/widgets/*", lambda request: _removed(self.objects, request.name))
        api.on("POST /shops/north/widgets/*/renew", lambda _: answer(self.renewed()))

    def create(self, request: Request) -> Reply:
        name = request.json["name"]
        if name in self.objects:
            return EXISTS
        self.objects[name] = {"made_at": "then", "status": {"load": 0}, **request.json}
        return answer(self._shown(name) | self.renewed(), 201)

    def read(self, request: Request) -> Reply:
        return answer(self._shown(request.name)) if request.name in self.objects else NOT_THERE

    def change(self, request: Request) -> Reply:
        found = self.objects[request.name]
        for name, value in request.json.items():
            if isinstance(value, dict) and name == "labels":
                value = {k: v for k, v in ((found.get(name) or {}) | value).items() if v is not None}
            found[name] = value
        return self.read(request)

    def renewed(self) -> dict[str, str]:
        self.tokens += 1
        return {"token": f"t0ken-{self.tokens}"}

    def _shown(self, name: str) -> dict[str, Any]:
        found = self.objects[name]
        return found | ({"config": _masked(found["config"])} if found.get("config") else {})


class Robots:
    """Robots, and droids and androids, which are robots to the server.

    Attributes:
        sights: what the next looks at any robot show instead of how it is.
        refused: configuration key -> what the check says of it.
        masks: whether passwords are hidden.
    """

    def __init__(self, api: Api) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self.sights: list[dict[str, Any]] = []
        self.refused: dict[str, str] = {}
        self.masks = True
        api.on("POST /check/*", self.check)
        api.on("GET /models", answer([{"name": "toys.Walker"}, {"name": "toys.Flyer"}]))
        api.on("POST /robots", self.create)
        api.on("GET /robots/*", self.read)
        api.on("PUT /robots/*/config", self.configure)
        api.on("DELETE /robots/*", lambda request: _removed(self.objects, request.name))
        for call, state in (("resume", "RUNNING"), ("pause", "PAUSED"), ("stop", "STOPPED")):
            api.on(f"PUT /robots/*/{call}", self._into(state))
        api.on("POST /robots/*/restart", answer(status=204))
        api.on("PUT /robots/*/place", self.move)

    def create(self, request: Request) -> Reply:
        name = request.json["name"]
        if name in self.objects:
            return EXISTS
        self.objects[name] = {"name": name, "config": request.json["config"]}
        self._become(name, request.json.get("begins", "RUNNING"))
        return answer(self.shown(name), 201)

    def read(self, request: Request) -> Reply:
        return answer(self.shown(request.name)) if request.name in self.objects else NOT_THERE

    def configure(self, request: Request) -> Reply:
        name = _name_before_last(request)
        self.objects[name]["config"] = request.json
        return answer(self.shown(name))

    def move(self, request: Request) -> Reply:
        self.objects[_name_before_last(request)]["place"] = request.json["place"]
        return answer(status=204)

    def check(self, request: Request) -> Reply:
        config = request.json["config"]
        entries = [{"key": key, "errors": [self.refused[key]] if key in self.refused else []} for key in config]
        return answer({"entries": entries})

    def shown(self, name: str) -> dict[str, Any]:
        found = self.objects[name] | (self.sights.pop(0) if self.sights else {})
        return found | ({"config": _masked(found["config"])} if self.masks else {})

    def config(self, name: str) -> dict[str, Any]:
        """The configuration of a robot as it is, its passwords hidden where they are."""
        found: dict[str, Any] = self.objects[name]["config"]
        return _masked(found) if self.masks else found

    def _into(self, state: str) -> Handler:
        def handle(request: Request) -> Reply:
            self._become(_name_before_last(request), state)
            return answer(status=202)

        return handle

    def _become(self, name: str, state: str) -> None:
        tasks = [] if state == "STOPPED" else [{"id": 0, "state": state}]
        self.objects[name] |= {"state": state, "tasks": tasks}


class Parcels:
    """Parcels, which the server numbers. ``stamps`` are its own."""

    def __init__(self, api: Api) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self._last = 0
        api.on("POST /parcels", self.create)
        api.on("GET /parcels/*", self.read)
        api.on("GET /parcels", self.find)
        api.on("PUT /parcels/*", self.replace)
        api.on("DELETE /parcels/*", lambda request: _removed(self.objects, request.name))

    def create(self, request: Request) -> Reply:
        self._last += 1
        self.objects[str(self._last)] = {"id": self._last, "stamps": ["air mail"], **request.json}
        return answer({"parcel": self.objects[str(self._last)]}, 201)

    def read(self, request: Request) -> Reply:
        found = self.objects.get(request.name)
        return NOT_THERE if found is None else answer({"parcel": found})

    def find(self, request: Request) -> Reply:
        wanted = request.query["name"]
        return answer({"parcels": [item for item in self.objects.values() if wanted in item["name"]]})

    def replace(self, request: Request) -> Reply:
        self.objects[request.name] = {"id": int(request.name), **request.json}
        return self.read(request)


class Rooms:
    """Rooms of houses. What lies in a house that is shut cannot be reached."""

    def __init__(self, api: Api) -> None:
        self.houses: dict[str, dict[str, Any]] = {"old": {"open": True}}
        self.objects: dict[str, dict[str, Any]] = {}
        api.on("GET /houses/*", lambda request: _found(self.houses, request.name))
        api.on("POST /houses/*/rooms", self._inside(self.create))
        api.on("GET /houses/*/rooms/*", self._inside(lambda request: _found(self.objects, request.name)))
        api.on("PUT /houses/*/rooms/*", self._inside(self.change))
        api.on("DELETE /houses/*/rooms/*", self._inside(lambda request: _removed(self.objects, request.name)))
        api.on("POST /houses/*/rooms/*/knock", answer(status=204))

    def create(self, request: Request) -> Reply:
        self.objects[request.json["name"]] = {"id": "r1", "lit": False, "lock": "brass", **request.json}
        return answer(status=201)

    def change(self, request: Request) -> Reply:
        self.objects[request.name] |= request.json
        return answer(status=204)

    def _inside(self, handle: Callable[[Request], Reply]) -> Handler:
        def guarded(request: Request) -> Reply:
            house = self.houses.get(request.seen.target.split("/")[2])
            if house is None:
                return NOT_THERE
            return handle(request) if house["open"] else answer({"message": "nobody answers the door"}, 503)

        return guarded


def _found(objects: dict[str, dict[str, Any]], name: str) -> Reply:
    found = objects.get(unquote(name))
    return NOT_THERE if found is None else answer(found)


def _removed(objects: dict[str, Any], name: str) -> Reply:
    return NOT_THERE if objects.pop(name, None) is None else answer(status=204)


def _masked(config: dict[str, Any]) -> dict[str, Any]:
    return {key: "****" if "password" in key else value for key, value in config.items()}


def _name_before_last(request: Request) -> str:
    return request.seen.target.split("/")[-2]
