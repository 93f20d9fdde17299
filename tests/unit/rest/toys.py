"""More of the made-up system: what runs, what only the server can name, and what lives behind something else."""

from __future__ import annotations

import sys
from typing import Literal

from provider_lib.spec import (
    Api,
    Declarations,
    Duration,
    Initial,
    Json,
    Lifecycle,
    Listing,
    Nested,
    Parent,
    Recreate,
    Redefine,
    Resource,
    Validation,
    auto_restart,
    computed,
    config_map,
    delete,
    derived,
    desired_state,
    get,
    key,
    on_exists,
    optional,
    post,
    put,
    required,
    rollback,
    secret_env,
    secret_map,
    secret_revision,
    server_id,
    timeouts,
    trigger,
    volatile,
    wait_field,
    wait_parent,
    wait_running,
)
from tests.unit.rest.club import Club
from tests.unit.rest.widgets import TOYS, Widget

__all__ = ["DECLARED", "Android", "Club", "Droid", "Parcel", "Robot", "Room", "Widget"]


class Timeouts(Nested):
    """How long an operation may take."""

    create: Duration | None = optional("For a create.")
    update: Duration | None = optional("For an update.")
    delete: Duration | None = optional("For a delete.")


class AutoRestart(Nested):
    """How often what fails is restarted."""

    attempts: int = required("How often.")
    backoff: Duration | None = optional("How long to wait.")


class Task(Nested):
    """A task."""

    id: str = volatile("Number.")
    state: str = volatile("State.")
    trace: str = volatile("Stack trace.")


class Runs:
    """The fields of everything that runs."""

    name: str = key("Name.")
    config: dict[str, str] = config_map("Config.", injects={"name": "{name}"})
    secret_config: dict[str, str] | None = secret_map("config")
    secret_env: dict[str, str] | None = secret_env("config")
    secret_revision: int = secret_revision()
    desired_state: Literal["running", "paused", "stopped"] = desired_state()
    wait_for_running: bool = wait_running()
    auto_restart: AutoRestart | None = auto_restart()
    rollback_on_failure: bool = rollback()
    place: Json | None = trigger("Where it stands.", "move", within="stopped", at_create=True, same="json")
    timeouts: Timeouts | None = timeouts()
    on_exists: Literal["fail", "adopt"] = on_exists()
    id: str = derived("Id.", "{name}")
    state: str = volatile("State.")
    trace: str = volatile("Stack trace.")
    tasks: list[Task] = volatile("Tasks.")


CALLS = {
    "resume": put("/robots/{name}/resume", body=None),
    "pause": put("/robots/{name}/pause", body=None),
    "stop": put("/robots/{name}/stop", body=None, since="1.5"),
    "restart": post("/robots/{name}/restart", body=None, repeatable=True),
    "move": put("/robots/{name}/place", body={"place": "{place}"}),
}
LIFECYCLE = Lifecycle(
    states={"running": "RUNNING", "paused": "PAUSED", "stopped": "STOPPED"},
    calls={"running": "resume", "paused": "pause", "stopped": "stop"},
    trace="trace",
    restart="restart",
    initial=Initial(path="begins", since="2.0"),
    advice="Look into its eyes",
)
VALIDATION = Validation(
    call=post("/check/{config[model]}", body={"name": "{name}", "config": "{config}"}, repeatable=True),
    entries="entries",
    key="key",
    errors="errors",
    refusal="The workshop refuses this configuration.",
    plugins=Listing(call=get("/models")),
    plugin_key="model",
    plugin_name="name",
)


class Robot(Runs, Resource, system=TOYS, name="robot"):
    """A robot: runs, and is changed in place."""

    api = Api(
        create=post("/robots", body={"name": "{name}", "config": "{config}"}),
        read=get("/robots/{name}"),
        update=put("/robots/{name}/config", body="{config}"),
        delete=delete("/robots/{name}"),
        calls=CALLS,
    )
    lifecycle = LIFECYCLE
    validation = VALIDATION


class Droid(Runs, Resource, system=TOYS, name="droid"):
    """A droid: a robot that is changed by making it anew."""

    api = Api(
        create=Robot.api.create,
        read=Robot.api.read,
        update=Recreate("its memory is kept"),
        delete=Robot.api.delete,
        calls=CALLS,
    )
    lifecycle = LIFECYCLE
    validation = VALIDATION


class Android(Runs, Resource, system=TOYS, name="android"):
    """An android: a robot that is changed by its blueprint, where it has one."""

    api = Api(
        create=Robot.api.create,
        read=Robot.api.read,
        update=Redefine(
            read=get("/blueprints/{name}"), write=put("/blueprints", body=None), otherwise=Droid.api.update
        ),
        delete=Robot.api.delete,
        calls=CALLS,
    )
    lifecycle = LIFECYCLE
    validation = VALIDATION


class Parcel(Resource, system=TOYS, name="parcel"):
    """A parcel: only the server knows its id, and a change replaces all of it."""

    name: str = required("Name.")
    note: str | None = optional("Note.", removed_as="")
    tags: set[str] | None = optional("Tags.", same="set", removed_as=[])
    timeouts: Timeouts | None = timeouts()
    on_exists: Literal["fail", "adopt"] = on_exists()
    id: str = server_id("Id.")

    api = Api(
        create=post("/parcels", item=("parcel", "")),
        read=get("/parcels/{id}", item=("parcel", "")),
        find=Listing(call=get("/parcels", query={"name": "{name}"}), items="parcels", match={"name": "name"}),
        update=put("/parcels/{id}", keeps=("stamps",)),
        delete=delete("/parcels/{id}"),
        delete_takes_time=True,
    )
    identity = ("id",)
    known_as = ("name",)


class Room(Resource, system=TOYS, name="room"):
    """A room: lives in a house, which must be open."""

    house: str = key("House.")
    name: str = key("Name.")
    colour: str = required("Colour.")
    lock: str | None = optional("Lock; the house has one for every room.", server_default=True)
    wait_for_house: Duration | None = wait_parent("How long to wait for the house.")
    wait_for_light: Duration | None = wait_field("How long to wait for light.", "lit", True)
    knock: str | None = trigger("Knocks.", "knock")
    id: str = computed("Id.")
    lit: bool = volatile("Whether there is light.")

    api = Api(
        create=post("/houses/{house}/rooms"),
        read=get("/houses/{house}/rooms/{name}"),
        update=put("/houses/{house}/rooms/{name}"),
        delete=delete("/houses/{house}/rooms/{name}"),
        calls={"knock": post("/houses/{house}/rooms/{name}/knock", body=None)},
    )
    parent = Parent(
        call=get("/houses/{house}"),
        title="house {house}",
        ready="open",
        not_ready="The door of house {house} is shut.",
        missing="gone",
    )


DECLARED = Declarations.of(sys.modules[__name__])
