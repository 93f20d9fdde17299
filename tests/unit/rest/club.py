"""A club of the made-up system: what is written by calls of its own, and what those calls do."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import unquote

from provider_lib.spec import (
    Api,
    Resource,
    assigned,
    delete,
    get,
    key,
    on_exists,
    once,
    optional,
    patch,
    post,
    put,
    trigger,
)
from tests.scripted import NOT_THERE, Reply, Request, answer
from tests.scripted import Api as Script
from tests.unit.rest.widgets import TOYS


class Club(Resource, system=TOYS, name="club"):
    """A club: has sets that calls of their own write, and calls that are made when values come and go."""

    name: str = key("Name.")
    title: str | None = optional("Title.", removed_as="")
    guests: set[str] | None = assigned("Who may come in.", whole="set_guests")
    members: set[str] | None = assigned("Who belongs.", add="admit", remove="expel", read_as="members[*].name")
    doors: set[str] | None = assigned("What is open.", add="open_door", remove="shut_door")
    motto: str | None = trigger("Motto.", "renew", renews=("badge",), removed="renew", wire="motto")
    rotation: str | None = trigger("Rotates.", "renew", renews=("badge",))
    sign: str | None = trigger("Sign.", "hang", removed="unhang")
    on_exists: Literal["fail", "adopt"] = on_exists()
    badge: str = once("Badge.", recover="renew")

    api = Api(
        create=post("/clubs"),
        read=get("/clubs/{name}"),
        update=patch("/clubs/{name}", merge=True),
        delete=delete("/clubs/{name}"),
        calls={
            "set_guests": put("/clubs/{name}/guests", body={"guests": "{items}"}),
            "admit": post("/clubs/{name}/admit", body={"names": "{items}"}),
            "expel": post("/clubs/{name}/expel", body={"names": "{items}"}),
            "open_door": put("/clubs/{name}/doors/{item}", body=None),
            "shut_door": delete("/clubs/{name}/doors/{item}"),
            "renew": post("/clubs/{name}/renew", body={"motto": "{motto}"}),
            "hang": put("/clubs/{name}/sign", body={"text": "{sign}"}),
            "unhang": delete("/clubs/{name}/sign"),
        },
    )


class Clubs:
    """The clubs."""

    def __init__(self, api: Script) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self.badges = 0
        api.on("POST /clubs", self.create)
        api.on("GET /clubs/*", self.read)
        api.on("PATCH /clubs/*", self.change)
        api.on("DELETE /clubs/*", self.delete)
        api.on("PUT /clubs/*/guests", self.set_guests)
        api.on("POST /clubs/*/admit", self.admit)
        api.on("POST /clubs/*/expel", self.expel)
        api.on("PUT /clubs/*/doors/*", self.open_door)
        api.on("DELETE /clubs/*/doors/*", self.shut_door)
        api.on("POST /clubs/*/renew", self.renew)
        api.on("PUT /clubs/*/sign", answer(status=204))
        api.on("DELETE /clubs/*/sign", answer(status=204))

    def create(self, request: Request) -> Reply:
        name = request.json["name"]
        self.objects[name] = {"guests": [], "members": [], "doors": [], **request.json}
        return answer(self.objects[name] | self._badge(), 201)

    def read(self, request: Request) -> Reply:
        found = self.objects.get(request.name)
        return NOT_THERE if found is None else answer(found)

    def change(self, request: Request) -> Reply:
        self.objects[request.name] |= request.json
        return self.read(request)

    def delete(self, request: Request) -> Reply:
        del self.objects[request.name]
        return answer(status=204)

    def set_guests(self, request: Request) -> Reply:
        self._club(request)["guests"] = sorted(request.json["guests"], reverse=True)  # in an order of its own
        return answer(status=204)

    def admit(self, request: Request) -> Reply:
        club = self._club(request)
        known = [member["name"] for member in club["members"]]
        club["members"] += [{"name": name} for name in request.json["names"] if name not in known]
        return answer(status=204)

    def expel(self, request: Request) -> Reply:
        club = self._club(request)
        club["members"] = [member for member in club["members"] if member["name"] not in request.json["names"]]
        return answer(status=204)

    def open_door(self, request: Request) -> Reply:
        self._club(request)["doors"].append(unquote(request.name))
        return answer(status=204)

    def shut_door(self, request: Request) -> Reply:
        doors, door = self._club(request)["doors"], unquote(request.name)
        if door not in doors:
            return NOT_THERE
        doors.remove(door)
        return answer(status=204)

    def renew(self, request: Request) -> Reply:
        self._club(request)["motto"] = request.json.get("motto")
        return answer(self._badge())

    def _badge(self) -> dict[str, str]:
        self.badges += 1
        return {"badge": f"badge-{self.badges}"}

    def _club(self, request: Request) -> dict[str, Any]:
        return self.objects[request.seen.target.split("/")[2]]
