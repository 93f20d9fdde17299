"""Calls that do not suffice for the fields of a resource, and options of calls that have no effect."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import pytest

from provider_lib.spec import (
    Api,
    Declared,
    Length,
    Listing,
    Parts,
    Recreate,
    Redefine,
    Setting,
    Since,
    System,
    computed,
    config_map,
    delete,
    get,
    local,
    optional,
    patch,
    post,
    put,
    required,
    revision,
    server_id,
    volatile,
)
from tests.unit.spec.consistency.machines import Drawing, Hall, Machine, MachineData, Typed, changed, told

ONE = "/halls/{hall}/machines/{name}"
PLAIN = System(name="works", title="Works", settings=(Setting(name="url", doc="Where.", needed=True),))


def api(**calls: Any) -> Any:
    return changed(Machine, api=replace(Machine.api, **calls))


def hall(**calls: Any) -> Any:
    return changed(Hall, api=replace(Hall.api, **calls))


def drawing(**calls: Any) -> Any:
    return changed(Drawing, api=replace(Drawing.api, **calls))


SLIPS: list[tuple[type[Declared], str, str]] = [
    (
        hall(create=post("/halls", body={"name": "{name}", "colour": "{colour}"})),
        "Hall.api.create does not send width",
        "Name it in path, query or body, or declare it with local(...).",
    ),
    (
        changed(Hall, floors=Typed(int | None, optional("Floors.", wire=None, immutable=True))),
        "Hall.api.create does not send floors",
        "Name it in path, query or body, or declare it with local(...).",
    ),
    (
        hall(update=put("/halls/{id}", body={"name": "{name}"})),
        "Hall.api.update does not send colour",
        "Name it there, or say `immutable=True`.",
    ),
    (
        changed(Drawing, api=replace(Drawing.api, update=None)),
        "Drawing.body may change, but `api` has no update",
        "Give it one, or say `immutable=True`.",
    ),
    (
        hall(update=Redefine(read=get("/plans/{id}"), write=put("/plans", body=None), otherwise=Recreate())),
        "Hall.api.update is Redefine without a config_map(...)",
        "Nothing else can be put back.",
    ),
    (
        api(update=Redefine(read=get(f"/plans{ONE}"), write=put("/plans"), otherwise=Recreate())),
        "Machine.api.update.write.body does nothing",
        "The body is the definition.",
    ),
    (
        api(update=Redefine(read=get("/plans/{hall}"), write=put("/plans", body=None), otherwise=Recreate())),
        "Machine.api.update.read does not say which name it is about",
        "Name {name} in it.",
    ),
    (
        changed(
            Machine,
            config=Typed(dict[str, str], config_map("Config.", typed=True)),
            api=replace(
                Machine.api,
                update=Redefine(read=get(f"/plans{ONE}"), write=put("/plans", body=None), otherwise=Recreate()),
            ),
        ),
        "Machine.api.update is Redefine, but config is typed or has nulls",
        "A definition holds texts, and lacks what is taken out.",
    ),
    (
        hall(update=Recreate()),
        "Hall.api.update is Recreate without a config_map(...)",
        "Nothing else can be put back.",
    ),
    (
        changed(
            Hall,
            api=Api(
                create=post("/halls"), update=put("/halls/{id}"), delete=delete("/halls/{id}"), paths={"id": ("id",)}
            ),
        ),
        "Hall.api has no call that reads",
        "Give it `read`, `read_many` or `find`.",
    ),
    (
        hall(find=Listing(call=get("/halls"), items="halls")),
        "Hall.api.find matches nothing",
        'Say how an item is told: `match={"name": "name"}`.',
    ),
    (
        hall(find=Listing(call=get("/halls"), match={"name": "self"}, excerpts={"id": "/halls/(.+)"})),
        "Hall.api.find.excerpts[id] does nothing",
        "Say in `match` where the text of id lies.",
    ),
    (
        hall(find=Listing(call=get("/halls"), match={"name": "self"}, excerpts={"name": "/halls/.+"})),
        "Hall.api.find.excerpts[name] is '/halls/.+'",
        "Put what is meant into one group: `/a/([^/]+)`.",
    ),
    (
        api(read_many=Listing(call=get("/halls/{hall}/machines", item=("items",)), match={"name": "name"})),
        "Machine.api.read_many.call.item does nothing",
        "Write `items='items'` in the Listing.",
    ),
    (
        api(calls={**Machine.api.calls, "stop": put(ONE + "/stop", body=None)}),
        "Machine.api.calls[stop] is made by nothing",
        "Name it in a trigger(...), in `once(..., recover=...)` or in the lifecycle, or take it away.",
    ),
    (
        hall(create=post("/halls/{id}")),
        "Hall.api.create names id, which is not known yet",
        "Name what users give.",
    ),
    (
        hall(find=Listing(call=get("/halls"), match={"id": "id"})),
        "Hall.api.find names id, which is not known yet",
        "Name what users give.",
    ),
    (
        hall(read=get("/halls/{name}/{id}")),
        "Hall.api.read names name, which an import does not know",
        "Add it to `identity`, which is id.",
    ),
    (
        changed(Machine, identity=("name",), parent=None, wait_for_hall=Typed(str | None, local("Wait."))),
        "Machine.api.read names hall, which an import does not know\nAdd it to `identity`, which is name.\n"
        "machines.Machine.api.read_many.call names hall, which an import does not know",
        "Add it to `identity`, which is name.",
    ),
    (
        hall(delete=delete("/halls")),
        "Hall.api.delete does not say which id it is about",
        "Name {id} in it.",
    ),
    (
        hall(read=get("/halls", item=("halls.0",))),
        "Hall.api.read does not say which id it is about",
        "Name {id} in it.",
    ),
    (
        api(calls={**Machine.api.calls, "start": put("/halls/{hall}/start", body=None)}),
        "Machine.api.calls[start] does not say which name it is about",
        "Name {name} in it.",
    ),
    (
        api(read_many=Listing(call=get("/machines"), match={"name": "name"})),
        "Machine.api.read_many.call does not say which hall it is about",
        "Name {hall} in it.",
    ),
    (
        changed(Hall, colour=Typed(str | None, optional("Colour.", wire="width"))),
        "Hall sends width and colour at the same place, width",
        "Only the last arrives: correct `wire` of one.",
    ),
    (
        changed(Hall, identity=()),
        "Hall has nothing that identifies an object",
        'Declare a key(...), or say `identity = ("id",)`.',
    ),
    (
        changed(Hall, identity=("id", "floor"), floor=Typed(str, computed("Floor."))),
        "Hall.identity names floor, by which nothing is found",
        "Name keys, or the server_id.",
    ),
    (
        changed(Hall, identity=("id", "floor"), floor=Typed(int, optional("Floor.", default=1))),
        "Hall.identity names floor, which is no str",
        "An import id is made of texts.",
    ),
    (
        changed(Hall, made_at=Typed(str, computed("When.", wire=None))),
        "Hall.made_at is never read",
        "Say where it lies in answers: `wire=` or `read_as=`.",
    ),
    (
        changed(Hall, id=Typed(str, server_id("Id.", read_as=None))),
        "Hall.id is never read",
        "Say where it lies in answers: `wire=` or `read_as=`.",
    ),
    (
        changed(Hall, mark=Typed(str, revision("Mark."))),
        "Hall.mark is never read",
        "Say where it lies in answers: `wire=` or `read_as=`.",
    ),
    (
        changed(
            Hall,
            api=replace(Hall.api, read=Parts({"info": get("/halls/{id}"), "status": get("/halls/{id}/status")})),
            id=Typed(str, server_id("Id.", read_as="info.id")),
            name=Typed(str, optional("Name.", default="a", wire="info.name")),
            width=Typed(int | None, optional("Width.", wire="info.width", immutable=True)),
            colour=Typed(str | None, optional("Colour.", wire="info.colour")),
            load=Typed(int, volatile("Load.", wire="load")),
        ),
        "Hall.load is read at load, which is in no part of the answer",
        "Write `info.load` or `status.load`.",
    ),
    (
        api(create=post("/halls/{hall}/machines", merge=True)),
        "Machine.api.create.merge does nothing",
        "It is for the update alone.",
    ),
    (hall(create=post("/halls", keeps=("a",))), "Hall.api.create.keeps does nothing", "It is for the update alone."),
    (
        drawing(create=post("/drawings/{name}", body="{body}", operations=True)),
        "Drawing.api.create.operations does nothing",
        "It is for the update alone.",
    ),
    (
        api(amend=patch(ONE)),
        "Machine.api.amend is no merge patch of newer servers alone",
        "Write `merge=True` and `since=...` there, or make it the `update`.",
    ),
    (
        api(update=patch(ONE, operations=True)),
        "Machine.api.update.operations needs a document(...)",
        "A JSON Patch changes nothing else.",
    ),
    (
        api(delete=delete(ONE, with_key=True)),
        "Machine.api.delete.with_key does nothing",
        "It is for a body of FIELDS.",
    ),
    (
        changed(Hall, system=PLAIN, api=replace(Hall.api, delete=delete("/halls/{id}", since="1.2"))),
        "Hall.api.delete.since does nothing",
        "Give the System a `version=ServerVersion(...)`.",
    ),
    (
        changed(Hall, system=PLAIN, name=Typed(Annotated[str, Since("1.2", Length(1))], required("Name."))),
        "Hall.name has a rule that does nothing",
        "Give the System a `version=ServerVersion(...)`.",
    ),
    (
        changed(MachineData, name=Typed(Annotated[str, Since("1.2", Length(1))], required("Name."))),
        "MachineData.name has a rule that does nothing",
        "Since is for a resource: take it away.",
    ),
]


@pytest.mark.parametrize(("declared", "what", "instead"), SLIPS, ids=[what for _, what, _ in SLIPS])
def test_calls_that_do_not_suffice_are_told(declared: type[Declared], what: str, instead: str) -> None:
    assert "\n".join(told(declared)) == f"machines.{what}\n{instead}"


class Described(Drawing):
    """A drawing whose calls each object describes itself."""

    @classmethod
    def api_for(cls, values: Any) -> Api:
        raise NotImplementedError(values)


def test_of_calls_that_each_object_describes_only_the_names_are_looked_at() -> None:
    sends_nothing = replace(Drawing.api, create=post("/drawings"), update=put("/drawings"), read=get("/{mark_from}"))
    assert told(changed(Described, api=replace(sends_nothing, read=get("/drawings")))) == []
    assert told(changed(Described, api=replace(sends_nothing, read=get("/{nmae}")))) == [
        "machines.Described.api.read.path names no field or setting: nmae\nDid you mean `name`?"
    ]
