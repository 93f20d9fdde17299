"""The mills of the made-up system, which somebody looks at and turns; what an account has of them, and their API."""

from __future__ import annotations

import sys
from typing import Any, Literal

from provider_lib.rest import Looked, RestAccount
from provider_lib.rest.mapping.private import Private
from provider_lib.spec import (
    Api,
    Declarations,
    Handover,
    Initial,
    Json,
    Lifecycle,
    Listing,
    Nested,
    Resource,
    config_map,
    delete,
    desired_state,
    get,
    key,
    optional,
    post,
    put,
    secret_env,
    secret_map,
    secret_revision,
    trigger,
    volatile,
    wait_running,
)
from tests.scripted import Api as Script
from tests.scripted import answer
from tests.unit.rest.widgets import TOYS

MILL = "/mills/{name}"
STATES = {"running": "RUNNING", "paused": "PAUSED"}


class Task(Nested):
    """A wheel of a mill."""

    id: str = volatile("Number.")
    state: str = volatile("State.")
    trace: str = volatile("Stack trace.")


class Turning:
    """The fields of everything that turns."""

    name: str = key("Name.")
    title: str | None = optional("Title.")
    config: dict[str, str] | None = config_map("Config.")
    secret_config: dict[str, str] | None = secret_map("config")
    secret_env: dict[str, str] | None = secret_env("config")
    secret_revision: int = secret_revision()
    desired_state: Literal["running", "paused"] = desired_state()
    wait_for_running: bool = wait_running()
    sack: Json | None = trigger("Where it goes on.", "fill", same="json")
    emptied: str | None = trigger("Forgets where it is.", "empty")
    state: str = volatile("State.")
    trace: str = volatile("Stack trace.")
    tasks: list[Task] = volatile("Wheels.")


class Mill(Turning, Resource, system=TOYS, name="mill"):
    """A mill: has a call for every order, some of them since some version."""

    api = Api(
        create=post("/mills"),
        read=get(MILL),
        listed=Listing(call=get("/mills"), match={"name": "name"}),
        update=put(MILL),
        delete=delete(MILL),
        calls={
            "resume": put(MILL + "/resume", body=None),
            "pause": put(MILL + "/pause", body=None),
            "restart": post(MILL + "/restart", body=None, since="3.0"),
            "restart_all": post(MILL + "/restart_all", body=None),
            "restart_wheel": post(MILL + "/wheels/{task}/restart", body=None),
            "fill": put(MILL + "/sack", body={"sack": "{sack}"}),
            "empty": delete(MILL + "/sack"),
        },
    )
    lifecycle = Lifecycle(
        states=STATES,
        calls={"running": "resume", "paused": "pause"},
        trace="trace",
        initial=Initial(path="begins", since="2.0"),
        restart="restart",
        restart_all="restart_all",
        restart_task="restart_wheel",
    )
    handover = Handover(
        read=get(MILL + "/sack", since="1.5"), items="sack", set_by="sack", forgotten_by="emptied", kind="title"
    )


class Pump(Turning, Resource, system=TOYS, name="pump"):
    """A pump: a deploy turns it in the body of its update, and only as a whole it is restarted."""

    desired_state: Literal["running", "paused"] = desired_state(sent_as="state")

    api = Api(
        create=post("/pumps"),
        read=get("/pumps/{name}"),
        update=put("/pumps/{name}"),
        delete=delete("/pumps/{name}"),
        calls={
            "halt": put("/pumps/{name}/halt", body=None),
            "restart": post("/pumps/{name}/restart", body=None),
            "fill": Mill.api.calls["fill"],
            "empty": Mill.api.calls["empty"],
        },
    )
    lifecycle = Lifecycle(states=STATES, turns={"paused": "halt"}, restart_all="restart")
    handover = Handover(read=get("/pumps/{name}/level"), set_by="sack", forgotten_by="emptied", kind="title")


class Vane(Resource, system=TOYS, name="vane"):
    """A vane: turns by itself."""

    name: str = key("Name.")

    api = Api(create=post("/vanes"), read=get("/vanes/{name}"), delete=delete("/vanes/{name}"))


DECLARED = Declarations.of(sys.modules[__name__])


class Mills(Script):
    """The API of the mills, as a test has it answer, and an account that uses it.

    Attributes:
        account: asks it.
    """

    account: RestAccount

    def __init__(self) -> None:
        super().__init__()
        self.on("GET /version", answer({"version": "3.1"}))

    def stored(self, kind: str = "mill", **values: Any) -> dict[str, Any]:
        """What a state has of a mill, or another kind, that runs."""
        fields = DECLARED.resources[f"sluice_toys_{kind}"].fields()
        usual = {"name": "old", "desired_state": "running", "wait_for_running": True}
        return dict.fromkeys(fields) | {name: value for name, value in usual.items() if name in fields} | values

    def look(self, private: Private | None = None, *, only_health: bool = False, **stored: Any) -> Looked | None:
        """A look at a mill with this state."""
        kept, options = (private or Private()).dump(), {"only_health": True} if only_health else {}
        return self.account.look("sluice_toys_mill", self.stored(**stored), kept, **options)

    def steer(self, order: str, *tasks: str, kind: str = "mill", **stored: Any) -> list[str]:
        """What is asked for when an order is given."""
        self.forget()
        self.account.steer(f"sluice_toys_{kind}", self.stored(kind, **stored), b"", order, tasks)
        return self.lines()
