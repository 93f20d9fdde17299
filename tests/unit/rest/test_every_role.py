"""A made-up resource with a field of every role: planned, applied and read by the traits of its roles alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import Secrets
from provider_lib.rest.mapping.state import Projection
from provider_lib.rest.operations.plan import planned_state
from provider_lib.spec import (
    Api,
    Field,
    Lifecycle,
    Resource,
    assigned,
    auto_restart,
    computed,
    config_map,
    delete,
    derived,
    desired_state,
    document,
    echo,
    endpoint,
    key,
    local,
    min_tasks,
    on_exists,
    on_lost_key,
    once,
    owned_map,
    post,
    protection,
    recipients,
    required,
    revision,
    roles,
    rollback,
    secret_document,
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
from provider_lib.spec.traits import Traits
from provider_lib.spec.types import UNKNOWN, DynamicValue
from tests.unit.rest.widgets import TOYS


class Everything(Resource, system=TOYS, name="everything"):
    """A field of every role."""

    endpoint: str = endpoint("Endpoint.")
    name: str = key("Key.")
    tier: str = required("Plain.")
    labels: dict[str, str] | None = owned_map("Map.")
    config: dict[str, str] | None = config_map("Config.")
    secret_config: dict[str, str] | None = secret_map("config")
    secret_env: dict[str, str] | None = secret_env("config")
    body: Any | None = document("Document.", wire="body", ignore="ignore", equivalent="same", replace_on="replaces")
    secret_body: Any | None = secret_document("body")
    desired_state: str = desired_state()
    rotation: str | None = trigger("Trigger.", "renew", renews=("token",))
    members: set[str] | None = assigned("Assigned.", add="admit", remove="expel")
    ignore: list[str] | None = local("Local.")
    same: dict[str, str] | None = local("Local.")
    replaces: list[str] | None = local("Local.")
    wait_for_parent: str | None = wait_parent("Wait.")
    wait_for_ready: str | None = wait_field("Wait.", "ready", value=True)
    wait_for_running: bool = wait_running()
    min_tasks: int | None = min_tasks()
    auto_restart: int | None = auto_restart()
    rollback: bool = rollback()
    protected: bool = protection("Protection.")
    on_exists: str = on_exists()
    on_lost_key: str | None = on_lost_key("token")
    timeouts: str | None = timeouts()
    path: str = derived("Derived.", "/things/{name}")
    secret_revision: int = secret_revision()
    id: str = server_id("Id.")
    made_at: str = computed("Computed.")
    recipients: set[str] | None = recipients("token")
    token: str = once("Once.", recover="renew", sealed_to="recipients")
    state: str = volatile("Volatile.")
    version: str = revision("Revision.", wire="version")
    output: Any = echo("Echo.", of="body")

    api = Api(create=post("/things"), delete=delete("/things/{id}"))
    lifecycle = Lifecycle(desired="desired_state", observed="state", states={"running": "RUNNING", "paused": "PAUSED"})


def everything(**values: Any) -> dict[str, Any]:
    """A configuration, or a state, in which all that is not given is null."""
    return dict.fromkeys(Everything.fields()) | values


GIVEN = {
    "name": "bolt",
    "tier": "gold",
    "labels": {"team": "a"},
    "config": {"size": "5"},
    "body": DynamicValue.of({"colour": "red"}),
    "rotation": "1",
    "members": ["ann", "ben"],
    "ignore": ["size"],
    "wait_for_parent": "1m",
    "wait_for_ready": "2m",
    "min_tasks": 2,
    "auto_restart": 3,
    "timeouts": "5m",
}
LEFT_OUT = {
    "endpoint": "default",
    "desired_state": "running",
    "wait_for_running": True,
    "rollback": False,
    "protected": False,
    "on_exists": "fail",
}
MADE = {"path": "/things/bolt", "secret_revision": 0}
FROM_SERVER = {
    "id": "7",
    "made_at": "then",
    "token": "t0k3n",
    "state": "RUNNING",
    "version": "v1",
    "output": DynamicValue.of({"colour": "red"}),
}
STATE = everything(**GIVEN, **LEFT_OUT, **MADE, **FROM_SERVER)
ANSWER = {
    "name": "BOLT",
    "tier": "silver",
    "labels": {"team": "b", "theirs": "x"},
    "config": {"size": "6", "theirs": "x"},
    "body": {"colour": "blue", "theirs": "x"},
    "ignore": ["theirs"],
    "rotation": "theirs",
    "members": ["ben", "theirs"],
    "id": "8",
    "made_at": "now",
    "state": "PAUSED",
    "version": "v2",
}


def plan(prior: dict[str, Any] | None, config: dict[str, Any]) -> dict[str, Any]:
    return planned_state(Everything, prior, config, Private(), Secrets({}, {}))


def test_there_is_a_field_of_every_role() -> None:
    known = {item for item in vars(roles).values() if isinstance(item, type) and issubclass(item, roles.Role)}
    bases, of_others = {roles.Role, roles.Secret, roles.SecretEntries}, {roles.Found, roles.Opened}
    assert {type(field.role) for field in Everything.fields().values()} == known - bases - of_others


def test_a_new_object_is_as_given_with_defaults_and_the_rest_from_the_server() -> None:
    assert plan(None, everything(**GIVEN)) == everything(
        **GIVEN, **LEFT_OUT, **MADE, **dict.fromkeys(FROM_SERVER, UNKNOWN)
    )


def test_an_unchanged_configuration_changes_nothing() -> None:
    assert plan(STATE, everything(**GIVEN)) == STATE


@pytest.mark.parametrize(
    "changed", ["name", "tier", "labels", "config", "body", "rotation", "members", "desired_state"]
)
def test_a_change_on_the_server_leaves_open_what_may_become_another(changed: str) -> None:
    other = {"labels": {}, "config": {}, "body": DynamicValue.of({}), "members": ["ann"]}.get(changed, "other")
    planned = plan(STATE, everything(**GIVEN | {changed: other}))
    renewed = {"token"} if changed == "rotation" else set()
    assert {name for name, value in planned.items() if value is UNKNOWN} == {"state", "version", "output"} | renewed


@pytest.mark.parametrize(
    "changed",
    [
        "auto_restart",
        "endpoint",
        "ignore",
        "on_exists",
        "on_lost_key",
        "protected",
        "rollback",
        "secret_env",
        "timeouts",
        "wait_for_parent",
        "wait_for_ready",
        "wait_for_running",
    ],
)
def test_a_change_that_the_server_never_sees_leaves_nothing_open(changed: str) -> None:
    assert plan(STATE, everything(**GIVEN | {changed: "other"})) == STATE | {changed: "other"}


def test_a_refresh_takes_from_an_answer_what_each_role_reads() -> None:
    assert Projection(Everything).state(ANSWER, STATE) == STATE | {
        "tier": "silver",
        "labels": {"team": "b"},
        "config": {"size": "6"},
        "body": DynamicValue.of({"colour": "blue"}),
        "members": ["ben"],
        "desired_state": "paused",
        "made_at": "now",
        "state": "PAUSED",
        "version": "v2",
        "output": DynamicValue.of({"colour": "blue"}),
    }


def test_an_answer_without_anything_empties_only_what_it_must_show() -> None:
    empty = {"tier", "state", "version", "output"}
    nothing = {"labels": {}, "body": DynamicValue.of(None), "members": []}
    expected = STATE | dict.fromkeys(empty) | nothing
    assert Projection(Everything).state({}, STATE) == expected


def test_an_apply_keeps_what_was_planned_and_takes_the_rest() -> None:
    planned = everything(**GIVEN, **LEFT_OUT, **MADE, **dict.fromkeys(FROM_SERVER, UNKNOWN))
    taken = {"id": "8", "made_at": "now", "token": None, "state": "PAUSED", "version": "v2"}
    output = DynamicValue.of({"colour": "blue"})
    assert Projection(Everything).applied(ANSWER, planned) == planned | taken | {"output": output}


@dataclass(frozen=True, slots=True)
class Strange(roles.Role):
    """Goes ways of its own, which the engine does not know."""

    traits = Traits(planned="made", change="nothing", read="specially")


class WithStrange(Resource, system=TOYS, name="strange"):
    """Has a field of a role that the engine does not know."""

    odd: str = Field(doc="Odd.", role=Strange(), read_as="odd")  # type: ignore[assignment]

    api = Api(create=post("/strange"), delete=delete("/strange"))


def test_a_way_of_its_own_that_planning_does_not_know_is_an_error() -> None:
    with pytest.raises(TypeError, match="Strange is made from other fields, but nothing says how"):
        planned_state(WithStrange, None, {"odd": None}, Private(), Secrets({}, {}))


def test_a_way_of_its_own_that_reading_does_not_know_is_an_error() -> None:
    with pytest.raises(TypeError, match="Strange is read specially, but nothing says how"):
        Projection(WithStrange).state({"odd": 1}, {"odd": None})
