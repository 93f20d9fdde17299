"""Fields without what their roles work with, and parts of a declaration that do not fit its fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pytest

from provider_lib.spec import (
    Declared,
    Duration,
    Ephemeral,
    Initial,
    Lifecycle,
    Listing,
    Live,
    Nested,
    Setting,
    System,
    Tracked,
    assigned,
    auto_restart,
    computed,
    desired_state,
    endpoint,
    found,
    get,
    key,
    on_exists,
    opened,
    optional,
    owned_map,
    post,
    put,
    recipients,
    required,
    rollback,
    secret_env,
    secret_revision,
    server_id,
    timeouts,
    trigger,
    volatile,
    wait_field,
    wait_parent,
    wait_running,
)
from provider_lib.spec.upgrades import Give, Move, Upgrade
from tests.unit.spec.consistency.machines import (
    Hall,
    ListedMachine,
    Machine,
    MachineData,
    Machines,
    Oil,
    Restarts,
    Times,
    Typed,
    changed,
    told,
)


class Ticket(Ephemeral, system=Hall.system, name="ticket"):
    """What lets somebody in."""

    sealed: str = required("As it is kept.")
    number: str = opened("Its number.", of="sealed")


SEVERAL = System(name="works", title="Works", settings=(Setting(name="url", doc="Where."),), multiple=True)
NO_EFFECT = "Without it, it does nothing."


class Job(Nested):
    """A task that does not say why it failed."""

    id: str = volatile("Number.")
    state: str = volatile("State.")


def lifecycle(**words: Any) -> Any:
    return changed(Machine, lifecycle=replace(Machine.lifecycle, **words))


def calls(**further: Any) -> Any:
    return changed(Machine, api=replace(Machine.api, calls={**Machine.api.calls, **further}))


def hall(**attributes: Any) -> Any:
    return changed(Hall, **attributes)


SLIPS: list[tuple[type[Declared], str, str]] = [
    # lifecycle
    (lifecycle(states={"running": "RUNS"}), "Machine.lifecycle.states lacks paused", "Users can ask for that state."),
    (
        lifecycle(calls={"running": "start", "stopped": "pause"}),
        "Machine.lifecycle.calls names no desired state: stopped",
        "It can be `running`, `paused`.",
    ),
    (
        lifecycle(states={"running": "RUNS", "paused": "RUNS"}),
        "Machine.lifecycle.states has RUNS twice",
        "Nobody could tell by it which state is meant.",
    ),
    (
        changed(Machine, tasks=Typed(list[Job], volatile("Tasks."))),
        "Machine.lifecycle.tasks names tasks, whose items have no trace",
        "It must be a list of a Nested class with id, state, trace.",
    ),
    (
        changed(Machine, state=Typed(int, volatile("State."))),
        "Machine.lifecycle.observed names state, which is no str",
        "It holds a text of the server's.",
    ),
    (
        changed(Machine, trace=Typed(list[str], volatile("Trace."))),
        "Machine.lifecycle.trace names trace, which is no str",
        "It holds a text of the server's.",
    ),
    (
        changed(Machine, lifecycle=replace(Machine.lifecycle, turns={"running": "start"})),
        "Machine.lifecycle.turns does nothing",
        "`calls` are made at once, too.",
    ),
    (
        changed(Machine, live=Live(observed="state")),
        "Machine.live does nothing",
        "What has a lifecycle is watched by it.",
    ),
    (
        changed(Hall, warm=Typed(bool, volatile("Warm.")), live=Live(observed="warm")),
        "Hall.live.observed names warm, which is no str",
        "It holds a text of the server's.",
    ),
    (
        changed(Hall, state=Typed(str, volatile("State.")), live=Live(connected="state")),
        "Hall.live.connected names state, which is no bool",
        "It says whether an agent is there.",
    ),
    (
        changed(Machine, parent=replace(Machine.parent, not_ready="")),
        "Machine.parent can be not ready, and says nothing then",
        "Say what to do: `not_ready=`.",
    ),
    # sets with calls of their own
    (
        changed(Machine, oilers=Typed(set[str] | None, assigned("Who oils it.", whole="set_oilers", add="admit"))),
        "Machine.oilers lacks calls, or has too many",
        "Name `whole`, or `add` and `remove`.",
    ),
    (
        changed(Machine, users=Typed(set[str] | None, assigned("Who uses it.", add="admit", remove="set_oilers"))),
        "Machine.api.calls[expel] names items that it does not have\nOnly the calls of assigned(...) do.\n"
        "machines.Machine.api.calls[expel] is made by nothing",
        "Name it in a trigger(...), in `once(..., recover=...)` or in the lifecycle, or take it away.",
    ),
    (
        calls(set_oilers=put("/halls/{hall}/machines/{name}/oilers/{item}", body=None)),
        "Machine.api.calls[set_oilers] does not send the items of oilers",
        "Write {items} where they go.",
    ),
    (
        calls(admit=put("/halls/{hall}/machines/{name}/users", body={"names": ["anybody"]})),
        "Machine.api.calls[admit] does not send the items of users",
        "Write {item} or {items} where they go.",
    ),
    (
        calls(start=put("/halls/{hall}/machines/{name}/start/{item}", body=None)),
        "Machine.api.calls[start] names items that it does not have",
        "Only the calls of assigned(...) do.",
    ),
    (
        changed(Machine, users=Typed(list[str] | None, assigned("Who uses it.", add="admit", remove="expel"))),
        "Machine.users has a type that does not fit its role, Assigned",
        "It must be set[...].",
    ),
    # fields without what they work with
    (hall(wait=Typed(bool, wait_running())), "Hall.wait is a WaitRunning field without a lifecycle", NO_EFFECT),
    (
        hall(desired_state=Typed(Literal["running"], desired_state())),
        "Hall.desired_state is a DesiredState field without a lifecycle",
        NO_EFFECT,
    ),
    (
        hall(restarts=Typed(Restarts | None, auto_restart())),
        "Hall.restarts is a AutoRestart field without `restart` in a lifecycle",
        NO_EFFECT,
    ),
    (
        hall(rollback=Typed(bool, rollback())),
        "Hall.rollback is a Rollback field without wait_running(...)",
        NO_EFFECT,
    ),
    (
        hall(wait=Typed(Duration | None, wait_parent("Wait."))),
        "Hall.wait is a WaitParent field without a parent",
        NO_EFFECT,
    ),
    (
        hall(readers=Typed(set[str] | None, recipients("key"))),
        "Hall.readers is a Recipients field without once(..., sealed_to=...) that names it",
        NO_EFFECT,
    ),
    (
        hall(secret_revision=Typed(int, secret_revision())),
        "Hall.secret_revision is a SecretRevision field without secrets",
        NO_EFFECT,
    ),
    (
        hall(second=Typed(str, server_id("Id."))),
        "Hall.second is a second ServerId field",
        "Only one counts: keep one.",
    ),
    (
        hall(one=Typed(Times | None, timeouts()), other=Typed(Times | None, timeouts())),
        "Hall.other is a second Timeouts field",
        "Only one counts: keep one.",
    ),
    # systems of which there are several
    (
        hall(works=Typed(str, endpoint("Which works."))),
        "Hall.works is an endpoint, but there is only one Works",
        "Say `multiple=True` of the System, or take it away.",
    ),
    (
        changed(Oil, system=SEVERAL, call=post("/halls/{hall}/machines/{name}/oil", body=None)),
        "Oil does not say which Works it lives in",
        "Declare an endpoint(...).",
    ),
    (
        changed(Machine, seen=Typed(Any, found("What is.", wire="it", reveal="timeouts"))),
        "Machine.seen is a Found field, which means nothing in a resource",
        "There it is `computed(...)`, or `echo(...)` of a document.",
    ),
    (
        hall(clear=Typed(str, opened("In clear.", of="colour"))),
        "Hall.clear is an Opened field, which means nothing in a resource",
        "What a resource has, the state has: declare an Ephemeral.",
    ),
    # data sources, actions and ephemeral resources
    (
        changed(Ticket, done=Typed(bool, computed("Whether it is done."))),
        "Ticket.done is a Computed field, which means nothing in an ephemeral resource",
        "There it has Plain, Opened.",
    ),
    (
        changed(MachineData, on_exists=Typed(Literal["fail", "adopt"], on_exists())),
        "MachineData.on_exists is a OnExists field, which means nothing in a data source",
        "There it has Plain, Local, Endpoint, Computed, Volatile, Found, WaitField.",
    ),
    (
        changed(Oil, done=Typed(bool, computed("Whether it is done."))),
        "Oil.done is a Computed field, which means nothing in an action",
        "There it has Plain, Local, Endpoint.",
    ),
    (
        changed(MachineData, shade=Typed(str | None, optional("Shade."))),
        "MachineData.shade reaches no call",
        "Name it in path, query or body, or declare it with local(...).",
    ),
    (
        changed(Oil, amount=Typed(int, required("How much."))),
        "Oil.amount reaches no call",
        "Name it in path, query or body, or declare it with local(...).",
    ),
    (
        changed(MachineData, read=None),
        "MachineData must have one of `read` and `listing`",
        "With `read` one object answers, with `listing` many.",
    ),
    (
        changed(Machines, read=get("/halls/{hall}/machines")),
        "Machines must have one of `read` and `listing`",
        "With `read` one object answers, with `listing` many.",
    ),
    (
        changed(MachineData, into="warm"),
        "MachineData.into does nothing",
        "It is for a `listing`.",
    ),
    (
        changed(Machines, machines=Typed(list[str], computed("The machines."))),
        "Machines.into names machines, which is no list of a Nested class",
        "Make it one.",
    ),
    (
        changed(Machines, total=Typed(int, computed("How many."))),
        "Machines.total does nothing beside a list",
        "Take it away, or put it into the items.",
    ),
    (
        changed(Machines, wait=Typed(Duration | None, wait_field("Wait.", "machines", "many"))),
        "Machines.wait waits until machines is 'many', which it never is\nIt is list[dict with name].\n"
        "machines.Machines.wait does nothing beside a list",
        "Take it away, or put it into the items.",
    ),
    (
        changed(Machines, listing=replace(Machines.listing, match={"hall": "hall"})),
        "Machines.listing.match does nothing",
        "Every item goes into the list.",
    ),
    # tracking
    (
        changed(Machine, tracked=replace(Machine.tracked, system="workz")),
        "Machine.tracked.system names no system of this resource: workz",
        "Did you mean `works`?",
    ),
    (
        changed(Machine, tracked=replace(Machine.tracked, labels={"nmae": "name"})),
        "Machine.tracked.labels names no column of a connector list: nmae",
        "Did you mean `name`?",
    ),
    (
        changed(Machine, tracked=replace(Machine.tracked, secret="name")),
        "Machine.tracked.secret names name, which is not sensitive",
        "Declare it with once(...).",
    ),
    (
        changed(Machine, tracked=replace(Machine.tracked, kind="agent_key", labels={"environment": "hall"})),
        "Machine.tracked is in the list agent_key, but names no secret",
        "Name it: `secret=`.",
    ),
    (
        changed(Machine, tracked=Tracked(kind="token", system="works", secret="badge")),
        "Machine.tracked.labels does not say whose secret it is",
        "Name it: 'account'.",
    ),
    # validation
    (
        changed(Machine, validation=replace(Machine.validation, plugin_name="")),
        "Machine.validation cannot say what there is instead",
        "Give it `plugins`, `plugin_key` and `plugin_name`, or none of them.",
    ),
    (
        changed(Machine, validation=replace(Machine.validation, plugin_place="")),
        "Machine.validation cannot say which places there are",
        "Give it `plugins`, `place` and `plugin_place`, or neither `place` nor `plugin_place`.",
    ),
    # upgrades of state
    (
        hall(version=2, upgrades=(Upgrade(0, ()),)),
        "Hall.upgrades take the versions 0",
        "Each takes the version after the one before, and the last takes 1.",
    ),
    (
        hall(version=1, upgrades=(Upgrade(0, (Move("length", "widht"),)),)),
        "Hall.upgrades names no field: widht",
        "Did you mean `width`?",
    ),
    (
        hall(version=1, upgrades=(Upgrade(0, (Give("widht", 3),)),)),
        "Hall.upgrades names no field: widht",
        "Did you mean `width`?",
    ),
]


@pytest.mark.parametrize(("declared", "what", "instead"), SLIPS, ids=[what for _, what, _ in SLIPS])
def test_what_is_missing_or_does_not_fit_is_told(declared: type[Declared], what: str, instead: str) -> None:
    assert "\n".join(told(declared)) == f"machines.{what}\n{instead}"


def test_a_state_that_no_call_brings_about_is_told_with_the_call_that_is_left_over() -> None:
    assert told(lifecycle(calls={"running": "start"})) == [
        "machines.Machine.api.calls[pause] is made by nothing\n"
        "Name it in a trigger(...), in `once(..., recover=...)` or in the lifecycle, or take it away.",
        "machines.Machine.lifecycle.calls lacks paused\nUsers can ask for that state.",
    ]


def test_a_step_of_an_upgrade_may_make_what_a_later_one_moves() -> None:
    steps = (Move("length", "size"), Give("size", 3))
    assert told(hall(version=2, upgrades=(Upgrade(0, steps), Upgrade(1, (Move("size", "width"),))))) == []


def test_secrets_need_something_that_shows_their_change() -> None:
    class Safe(Hall):
        """A hall with secrets, whose change nothing shows."""

        config: dict[str, str] | None = owned_map("Config.")
        hidden: dict[str, str] | None = secret_env("config")

    assert told(Safe) == ["test_behaviour.Safe.hidden.into names config, which is no ConfigMap field\nThere is none."]


def test_what_runs_begins_in_a_state_that_it_can_be_in() -> None:
    states: Any = Literal["on", "off"]
    declared = changed(
        Hall,
        desired_state=Typed(states, desired_state()),
        state=Typed(str, volatile("State.")),
        lifecycle=Lifecycle(states={"on": "ON", "off": "OFF"}, tasks=None, initial=Initial(path="state")),
    )
    assert told(declared) == [
        "machines.Hall.desired_state has 'running' for `default`, which breaks its rule: "
        "'running' must be one of on, off\nUsers could not give it.",
        "machines.Hall.lifecycle.states lacks running\nThat is the state in which an object begins.",
        "machines.Hall.lifecycle has no way to bring a state about\n"
        "Give it `calls`, or send desired_state in bodies with `sent_as=`.",
    ]


def test_a_trigger_that_needs_a_state_needs_a_lifecycle() -> None:
    declared = changed(Hall, move=Typed(str | None, trigger("Moves.", "move", within="paused")))
    assert told(declared) == [
        "machines.Hall.move.call names no call in Api.calls: move\nThere is none.",
        "machines.Hall.move.within names no desired state: paused\nThere is none.",
    ]


def test_a_list_says_where_it_goes() -> None:
    class Lost(Machines):
        """A list that goes nowhere."""

        into = None

    assert told(Lost) == [
        'test_behaviour.Lost does not say where its list goes\nSay `into = "NAME"`, the name of a computed list.',
        "test_behaviour.Lost.machines does nothing beside a list\nTake it away, or put it into the items.",
    ]


def test_a_key_names_the_object_also_when_it_has_a_default() -> None:
    listing = Listing(call=get("/halls/{hall}/machines"), items="machines")
    assert told(changed(Machines, hall=Typed(str, optional("Hall.", default="north")), listing=listing)) == []
    assert told(changed(Machine, hall=Typed(str, key("Hall.", default="north")))) == []
    assert list(ListedMachine.__annotations__) == ["name"]
