"""A change that makes another object never costs the one that is there: through the real Terraform core."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from provider_lib.systems import CATALOGUE
from tests.core import Workspace, attached
from tests.hostile.deeds import instead
from tests.hostile.estates import Agents, DataPlane, Estate, Named, Workers
from tests.hostile.server import Exchange, Server, answer, serving
from tests.hostile.worlds import Hq, Things

PASSWORD = "correct-horse-battery"
ENVIRONMENT = {"PASSWORD": PASSWORD}


@dataclass(frozen=True)
class Change:
    """A change that makes another object, and cannot succeed.

    Args:
        config: what is there.
        changed: what is different in it.
        says: what the user reads.
        is_planned: whether the plan can tell; else what was deleted is put back.
    """

    world: type[Any]
    type_name: str
    config: Mapping[str, Any]
    changed: Mapping[str, Any]
    says: str
    is_planned: bool = True
    variables: Mapping[str, str] = field(default_factory=dict)


def lenses(says: str, **changed: Any) -> Change:
    config = {"connector.class": "FileStreamSink", "topics": "a"}
    own = {"environment": "prod", "cluster": "connect", "name": "sink", "config": config}
    token = {"SLUICE_LENSES_TOKEN": "token-of-hq-4711"}
    own["secret_env"] = {"x.password": "PASSWORD"}
    return Change(Estate, "sluice_lenses_connector", own, changed, says, variables=token)


def connect(says: str, *, is_planned: bool = True, **changed: Any) -> Change:
    config = {"connector.class": "FileStreamSink", "topics": "a"}
    own = {"connect": "main", "name": "sink", "config": config, "secret_env": {"x.password": "PASSWORD"}}
    return Change(Workers, "sluice_kafka_connect_connector", own, changed, says, is_planned)


def redpanda(says: str, *, is_planned: bool = True, **changed: Any) -> Change:
    config = {"connector.class": "FileStreamSink", "topics": "a"}
    own = {"name": "sink", "config": config, "secret_env": {"x.password": "PASSWORD"}}
    token = {"SLUICE_REDPANDA_TOKEN": "token-of-plane-4711"}
    return Change(DataPlane, "sluice_redpanda_connector", own, changed, says, is_planned, token)


def agent(says: str, *, is_planned: bool = True, **changed: Any) -> Change:
    own = {"kafka_cluster_id": "lkc-1", "name": "helper", "model": "chat", "prompt": "Answer."}
    settings = {"ORGANIZATION_ID": "o-1", "ENVIRONMENT_ID": "env-1", "API_KEY": "key", "API_SECRET": "secret-4711"}
    variables = {f"SLUICE_CONFLUENT_{name}": text for name, text in settings.items()}
    return Change(Agents, "sluice_confluent_flink_agent", own, changed, says, is_planned, variables)


def shelf(says: str, *, is_planned: bool = True, **changed: Any) -> Change:
    own = {
        "path": "/shelf",
        "object_path": "/shelf/cup",
        "body": {"colour": "red"},
        "create": {"method": "PUT", "path": "/shelf/cup"},
        "replace_on": ["colour"],
    }
    return Change(Named, "sluice_rest_object", own, changed, says, is_planned)


def thing(says: str, **changed: Any) -> Change:
    own = {"path": "/things", "body": {"name": "ada"}, "replace_on": ["name"]}
    return Change(Things, "sluice_rest_object", own, changed, says, is_planned=False)


def found(says: str, **changed: Any) -> Change:
    search = {"path": "/things", "items": "items", "key": "name", "value": "ada"}
    own = {"path": "/things", "body": {"name": "ada"}, "replace_on": ["name"], "search": search}
    return Change(Things, "sluice_rest_object", own, changed, says)


TAKEN = {"connector.class": "FileStreamSink"}
CHANGES = {
    "a cluster misspelt, behind an agent": lenses("there is no cluster cnnect", cluster="cnnect"),
    "an environment misspelt": lenses("environment prdo is not there", environment="prdo"),
    "an environment whose agent is away": lenses("environment away is not ready", environment="away"),
    "a name taken, behind an agent": lenses("lenses connector prod/connect/theirs exists already", name="theirs"),
    "a name taken in another environment": lenses("next/connect/sink exists already", environment="next"),
    "a class misspelt, with another name": lenses(
        "FileStreamSnk is not installed", name="new", config={"connector.class": "FileStreamSnk"}
    ),
    "a worker without the class": connect("FileStreamSink is not installed", connect="spare"),
    "a worker that nobody set": connect("SLUICE_KAFKA_CONNECT_SPEAR_URL", connect="spear"),
    "a name taken on a worker": connect("main/theirs exists already", name="theirs"),
    "a Connect cluster misspelt": redpanda("Connect cluster redpnda is not there", cluster="redpnda"),
    "a name taken on a data plane": redpanda("redpanda/theirs exists already", name="theirs"),
    "a configuration that a data plane refuses": redpanda(
        "topics is needed", is_planned=False, name="new", config={"connector.class": "FileStreamSink"}
    ),
    "a Kafka cluster misspelt": agent("not found", is_planned=False, kafka_cluster_id="lkc-2"),
    "tools that are not there": agent("there is no tool unknown", is_planned=False, tools=["unknown"]),
    "a name of an agent taken": agent("lkc-1/theirs exists already", name="theirs"),
    "a body that is refused": shelf("no black", is_planned=False, body={"colour": "black"}),
    "a collection misspelt": thing("no such thing", path="/thngs"),
    "a name taken by another object": found(
        "exists already",
        body={"name": "eve"},
        search={"path": "/things", "items": "items", "key": "name", "value": "eve"},
    ),
    "a place taken by another object": shelf(
        "exists already", object_path="/shelf/theirs", path="/shelf2", create={"method": "PUT", "path": "/shelf/theirs"}
    ),
}


@contextmanager
def living(change: Change, folder: Path) -> Iterator[tuple[Workspace, Server, Any]]:
    """The object that is there, and a stranger's beside it."""
    world: Any = change.world()
    system = change.type_name.split("_")[1].replace("kafka", "kafka_connect").upper()
    with serving(world) as server:
        own = {f"SLUICE_{system}_URL": server.url, f"SLUICE_{system}_MAX_RETRIES": "0"}
        if change.world is Workers:
            own = {f"SLUICE_KAFKA_CONNECT_{name}_URL": f"{server.url}/{name.lower()}" for name in ("MAIN", "SPARE")}
        with attached(folder, CATALOGUE, own | ENVIRONMENT | dict(change.variables)) as workspace:
            workspace.write({f"{change.type_name}.it": dict(change.config)})
            workspace.apply()
            yield workspace, server, world


def add_strangers(world: Any) -> None:
    if isinstance(world, Estate):
        world.objects |= {"prod/theirs": TAKEN, "next/sink": TAKEN}
    elif isinstance(world, Named):
        world.objects["theirs"] = {"colour": "blue"}
    elif isinstance(world, Agents):
        world.objects["theirs"] = {"name": "theirs", "spec": {}, "metadata": {"uid": "u-2"}}
    elif isinstance(world, Things):
        world.objects["77"] = {"id": 77, "name": "eve"}
    else:
        world.objects["theirs"] = TAKEN


@pytest.mark.parametrize("case", CHANGES)
def test_a_replacement_that_cannot_succeed_leaves_the_old_object(tmp_path: Path, case: str) -> None:
    change = CHANGES[case]
    address = f"{change.type_name}.it"
    with living(change, tmp_path) as (workspace, server, world):
        add_strangers(world)
        before = copy.deepcopy(world.objects)
        workspace.write({address: {**change.config, **change.changed}})
        server.lines.clear()
        said = workspace.refuse("plan" if change.is_planned else "apply")
        assert change.says in said
        assert PASSWORD not in said
        assert "met a bug" not in said
        assert (server.count("DELETE .*") == 0) is change.is_planned
        assert _same(world.objects, before)
        assert address in workspace.state()
        workspace.write({address: dict(change.config)})
        workspace.apply()
        assert workspace.plan().changes == {}
        assert _same(world.objects, before)


def _same(now: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether the same objects are there; those that a server numbers have other numbers."""
    if all(name.isdecimal() for name in before):
        return sorted(one["name"] for one in now.values()) == sorted(one["name"] for one in before.values())
    return dict(now) == dict(before)


def test_what_has_become_impossible_since_the_plan_keeps_the_old_object(tmp_path: Path) -> None:
    change = lenses("", name="new")
    with living(change, tmp_path) as (workspace, server, world):
        workspace.write({"sluice_lenses_connector.it": {**change.config, **change.changed}})
        workspace.plan()
        world.refuses = "topics"
        said = workspace.run("apply", "-input=false", "-no-color", "planned", code=1).problem()
        assert "topics: is wrong" in said
        assert "sink was left as it is" in said
        assert server.count("DELETE .*") == 0
        assert workspace.tainted() == set()
        world.refuses = None
        workspace.apply()
        assert set(world.objects) == {"prod/new"}


def test_an_environment_that_the_same_apply_makes_is_waited_for(tmp_path: Path) -> None:
    """Renaming an environment together with what lives in it stays possible."""
    world = Hq()
    variables = {"SLUICE_LENSES_TOKEN": "token-of-hq-4711", "SLUICE_LENSES_MAX_RETRIES": "0"}
    inside = {"environment": "${sluice_lenses_environment.it.name}", "name": "orders"}
    with serving(world) as server, attached(tmp_path, CATALOGUE, variables | _at(server)) as workspace:
        for name in ("old", "new"):
            environment = {"name": name, "tier": "staging"}
            workspace.write({"sluice_lenses_environment.it": environment, "sluice_lenses_kafka_connection.it": inside})
            workspace.apply()
            assert (set(world.objects), set(world.connections)) == ({name}, {f"{name}/orders"})


def _at(server: Server) -> dict[str, str]:
    return {"SLUICE_LENSES_URL": server.url}


def test_an_environment_misspelt_for_a_kafka_connection_is_refused_by_the_plan(tmp_path: Path) -> None:
    world = Hq()
    variables = {"SLUICE_LENSES_TOKEN": "token-of-hq-4711", "SLUICE_LENSES_MAX_RETRIES": "0"}
    with serving(world) as server, attached(tmp_path, CATALOGUE, variables | _at(server)) as workspace:
        for name in ("prod", "prdo"):
            workspace.write(
                {
                    "sluice_lenses_environment.it": {"name": "prod", "tier": "staging"},
                    "sluice_lenses_kafka_connection.it": {
                        "environment": name,
                        "name": "orders",
                        "depends_on": ["sluice_lenses_environment.it"],
                    },
                }
            )
            if name == "prod":
                workspace.apply()
        assert "environment prdo is not there" in workspace.refuse("plan")
        assert set(world.connections) == {"prod/orders"}


@pytest.mark.parametrize("phase", ["shown", "hidden"])
def test_a_name_that_is_free_only_seconds_after_the_delete_is_waited_for(tmp_path: Path, phase: str) -> None:
    change = shelf("", body={"colour": "blue"})
    with living(change, tmp_path) as (workspace, server, world):
        going = threading.Event()

        def remove(exchange: Exchange) -> None:
            going.set()
            threading.Timer(3.0, lambda: (world.objects.clear(), going.clear())).start()
            exchange.send(answer(status=204))

        def make(exchange: Exchange) -> None:
            exchange.send(answer({"message": "it is DELETING"}, 409) if going.is_set() else exchange.carry_out())

        server.misbehave("DELETE .*", remove)
        server.misbehave("PUT .*", make)
        if phase == "hidden":
            hide = instead('{"message": "no such thing"}', 404)
            server.misbehave("GET .*", lambda it: (hide if going.is_set() else lambda x: x.send(x.carry_out()))(it))
        workspace.write({"sluice_rest_object.it": {**change.config, **change.changed}})
        workspace.apply()
        assert world.objects == {"cup": {"colour": "blue"}}
        assert workspace.plan().changes == {}


@pytest.mark.parametrize("how", ["-replace", "taint"])
def test_what_terraform_is_told_to_replace_is_put_back_as_well(tmp_path: Path, how: str) -> None:
    change = connect("")
    if how == "taint":  # Terraform does not hand on what is stored of the secrets of a tainted object
        change = replace(change, config={**change.config, "secret_env": None})
    address = f"{change.type_name}.it"
    with living(change, tmp_path) as (workspace, server, world):
        before = copy.deepcopy(world.main.objects)
        server.misbehave("POST /main/connectors", instead('{"message": "the cluster is full"}', 403), times=1)
        options = ["-auto-approve", "-input=false", "-no-color"]
        if how == "taint":
            workspace.run("taint", address)
        else:
            options.append(f"-replace={address}")
        assert "It was put back as it was" in workspace.run("apply", *options, code=1).problem()
        assert world.main.objects == before
        workspace.apply()
        assert workspace.plan().changes == {}
        assert world.main.objects == before
