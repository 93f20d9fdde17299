"""Apps with two constructs of one object, and with such that only look so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsii
from constructs import IValidation

from provider_lib.constructs import App, Secret, SluiceProvider, Stack, cdk, confluent, kafka_connect, redpanda
from provider_lib.constructs.lenses import (
    Connector,
    DataEnvironment,
    Environment,
    Group,
    KafkaConnection,
    Role,
    ServiceAccount,
)
from provider_lib.constructs.rest import RestObject
from provider_lib.constructs.streamkap import Destination, Pipeline, Source, Tag
from tests.synth.registry import case, refusal

CLASS = {"connector.class": "org.example.Sink"}
POLICY = [{"action": ["iam:*"], "resource": ["*"], "effect": "allow"}]
ENDS: dict[str, Any] = {
    "source": {"id": "1", "name": "s", "connector": "postgresql", "topics": ["t"]},
    "destination": {"id": "2", "name": "d", "connector": "s3"},
}

TWICE: dict[str, Callable[[Stack, str], Any]] = {
    "environment": lambda stack, id_: Environment(stack, id_, name="n", tier="staging"),
    "kafka_connection": lambda stack, id_: KafkaConnection(stack, id_, environment="e", name="n"),
    "lenses_connector": lambda stack, id_: Connector(stack, id_, environment="e", cluster="c", name="n", config=CLASS),
    "role": lambda stack, id_: Role(stack, id_, name="n", policy=POLICY),
    "group": lambda stack, id_: Group(stack, id_, name="n"),
    "service_account": lambda stack, id_: ServiceAccount(stack, id_, name="n"),
    "kafka_connect": lambda stack, id_: kafka_connect.Connector(stack, id_, name="n", config=CLASS),
    "redpanda": lambda stack, id_: redpanda.Connector(stack, id_, cluster="c", name="n", config=CLASS),
    "source": lambda stack, id_: Source(stack, id_, name="n", connector="mysql", config={"a": "b"}),
    "destination": lambda stack, id_: Destination(stack, id_, name="n", connector="s3", config={"a": "b"}),
    "pipeline": lambda stack, id_: Pipeline(stack, id_, name="n", **ENDS),
    "tag": lambda stack, id_: Tag(stack, id_, name="n", type=["general"]),
    "flink_agent": lambda stack, id_: confluent.FlinkAgent(
        stack, id_, kafka_cluster_id="k", name="n", model="m", prompt="p"
    ),
    "settings object": lambda stack, id_: RestObject(stack, id_, path="/a", object_path="{path}/settings", body={}),
    "searched object": lambda stack, id_: RestObject(
        stack, id_, path="/a", search={"key": "name", "value": "n"}, body={"name": "n"}
    ),
}


def synthesized(build: Callable[[App], Any], name: str) -> str:
    """With what an app of its own is refused."""
    app = App(outdir=f"same_object/{name}")
    build(app)
    return refusal(app.synth)


@case
def same_object(app: App) -> Any:  # noqa: ARG001
    def twice(make: Callable[[Stack, str], Any]) -> Callable[[App], Any]:
        def build(app: App) -> None:
            stack = Stack(app, "dev")
            make(stack, "one")
            make(stack, "two")

        return build

    return {name: synthesized(twice(make), name) for name, make in TWICE.items()}


def _spelt_differently(app: App) -> None:
    """A name by a construct, by its attribute and in a text; a default left out and written."""
    stack = Stack(app, "dev")
    orders = Environment(stack, "orders", name="orders", tier="staging")
    kafka = KafkaConnection(stack, "kafka", environment=orders, name="kafka")
    Connector(stack, "a", environment=orders, cluster="c", name="orders-a", config=CLASS)
    Connector(stack, "b", environment=orders.name, cluster="c", name=f"{orders.name}-a", config=CLASS)
    Connector(stack, "c", environment=kafka.environment, cluster="c", name="orders-a", config=CLASS)
    Connector(stack, "d", environment="orders", cluster="c", name="orders-a", config=CLASS)
    kafka_connect.Connector(stack, "e", name="n", config=CLASS)
    kafka_connect.Connector(stack, "f", connect="default", name="n", config=CLASS)


def _across_stacks(app: App) -> None:
    platform = Stack(app, "platform")
    orders = Environment(platform, "orders", name="orders", tier="staging")
    Connector(platform, "a", environment="orders", cluster="c", name="sink", config=CLASS)
    Connector(Stack(app, "flows"), "b", environment=orders, cluster="c", name="sink", config=CLASS)


def _plain(app: App) -> None:
    """Stacks of the CDK itself, with settings that are the same in both."""
    for name in ("one", "two"):
        stack = cdk.TerraformStack(app, name)
        SluiceProvider(stack, "p", lenses={"url": "https://hq.example.com", "token": Secret.variable("token")})
        Environment(stack, "orders", name="orders", tier="staging")


@case
def same_object_in_other_words(app: App) -> Any:  # noqa: ARG001
    apps = {"words": _spelt_differently, "across": _across_stacks, "plain": _plain}
    return {name: synthesized(build, name) for name, build in apps.items()}


@case
def different_objects(app: App) -> Any:
    """What is no second construct of one object, or is so on purpose."""
    for name in ("dev", "prod"):
        stage = Stack(app, name)
        SluiceProvider(stage, "p", lenses={"url": f"https://{name}"}, kafka_connect={"main": {"url": f"http://{name}"}})
        Environment(stage, "orders", name="orders", tier="staging")
        kafka_connect.Connector(stage, "sink", connect="main", name="sink", config=CLASS)

    one = Stack(app, "one")
    there = SluiceProvider(one, "there", alias="there", lenses={"url": "https://there"})
    Environment(one, "here", name="orders", tier="staging")
    Environment(one, "there-orders", name="orders", tier="staging", provider=there)
    each = cdk.TerraformIterator.from_list(["a", "b"])
    for id_ in ("each", "every"):
        Environment(one, id_, name=cdk.Token.as_string(each.value), tier="staging", for_each=each)
        Environment(one, f"{id_}-if", name="one-of-two", tier="staging").add_override("count", "${var.which}")
        DataEnvironment(one, f"{id_}-found", name="orders")
        Environment(one, f"{id_}-named", name="x", tier="staging").add_override("name", f"${{var.{id_}}}")
        KafkaConnection(one, f"{id_}-kafka", environment="orders", name=f"{id_}-kafka")
        RestObject(one, f"{id_}-thing", path="/things", body={"name": "n"})
        RestObject(one, f"{id_}-listed", path="/things", search={"key": "id"}, body={"name": "n"})
        asked = {"method": "POST", "path": "/asked", "body": {"id": "{id}"}}
        RestObject(one, f"{id_}-asked", path="/things", read=asked, body={"name": "n"})
        RestObject(one, f"{id_}-graph", path="/graphs", read={**asked, "body": {"query": id_}}, body={"name": "n"})
        RestObject(one, f"{id_}-set", path=f"/{id_}", object_path="{path}/settings", body={})
        kafka_connect.Connector(one, f"{id_}-sink", connect=id_, name="sink", config=CLASS)
    Environment(one, "adopted", name="mine", tier="staging")
    Environment(one, "adopting", name="mine", tier="staging", on_exists="adopt")

    gone = Stack(app, "gone")
    Environment(gone, "old", name="moved", tier="staging")
    gone.node.try_remove_child("old")
    Environment(gone, "new", name="moved", tier="staging")

    @jsii.implements(cdk.IAspect)
    class Prefix:
        def visit(self, node: Any) -> None:
            if isinstance(node, Environment):
                node.name = f"prefixed-{node.name_input}"

    Environment(Stack(app, "first"), "orders", name="again", tier="staging")
    last = Stack(app, "last")
    Environment(last, "orders", name="again", tier="staging")
    cdk.Aspects.of(last).add(Prefix())


IDS = {
    "left out": ("orders 1", "orders1"),
    "not of a to z": ("größe", "gröe"),
    "none left": ("日本", "b"),
    "a number": ("1", "b"),
}


@case
def ids_that_terraform_does_not_tell_apart(app: App) -> Any:  # noqa: ARG001
    def both(*ids: str) -> Callable[[App], Any]:
        def build(app: App) -> None:
            stack = Stack(app, "dev")
            for id_ in ids:
                Environment(stack, id_, name=f"n{ids.index(id_)}", tier="staging")

        return build

    return {name: synthesized(both(*ids), f"ids, {name}") for name, ids in IDS.items()}


@case
def several_of_one(app: App) -> Any:  # noqa: ARG001
    """What `count` and `for_each` make of a construct with one name."""
    iterator = cdk.TerraformIterator

    def environment(stack: Stack, **given: Any) -> Environment:
        return Environment(stack, "env", **{"name": "orders", "tier": "staging"} | given)

    def set_later(stack: Stack) -> None:
        environment(stack).count = 3

    def overridden(stack: Stack) -> None:
        environment(stack).add_override("count", 4)

    def behind_another(stack: Stack) -> None:
        Connector(stack, "sink", environment=environment(stack), cluster="c", name="sink", config=CLASS, count=2)

    def adopted(stack: Stack) -> None:
        environment(stack, count=2, on_exists="adopt")

    def of_unknown_number(stack: Stack) -> None:
        which = cdk.TerraformVariable(stack, "which", type="list(string)")
        environment(stack, for_each=iterator.from_list(which.list_value))

    def each_has_its_own(stack: Stack) -> None:
        each, number = iterator.from_list(["a", "b"]), cdk.TerraformCount.of(2)
        environment(stack, name=cdk.Token.as_string(each.key), for_each=each)
        Environment(stack, "number", name=f"n-{cdk.Token.as_string(number.index)}", tier="staging", count=number)
        RestObject(stack, "thing", path="/things", body={"name": "n"}, count=2)
        Environment(stack, "one", name="one", tier="staging", for_each=iterator.from_list(["a"]))
        DataEnvironment(stack, "data", name="orders", count=2)

    builds: dict[str, Callable[[Stack], Any]] = {
        "count": lambda stack: environment(stack, count=2),
        "list": lambda stack: environment(stack, for_each=iterator.from_list(["a", "b"])),
        "map": lambda stack: environment(stack, for_each=iterator.from_map({"a": 1, "b": 2, "c": 3})),
        "set later": set_later,
        "overridden": overridden,
        "behind another": behind_another,
        "adopted": adopted,
        "unknown": of_unknown_number,
        "each": each_has_its_own,
    }
    return {name: _in_a_stack(build, f"several, {name}") for name, build in builds.items()}


def _in_a_stack(build: Callable[[Stack], Any], name: str) -> list[str]:
    """With what a stack is refused, and what is remarked in it."""
    remarks: list[str] = []

    def fill(app: App) -> None:
        stack = Stack(app, "dev")
        build(stack)
        app.node.add_validation(_Remarks(app, remarks))

    return [synthesized(fill, name), *remarks]


@jsii.implements(IValidation)
class _Remarks:
    def __init__(self, app: App, remarks: list[str]) -> None:
        self._app, self._remarks = app, remarks

    def validate(self) -> list[str]:
        found = (entry for item in self._app.node.find_all() for entry in item.node.metadata)
        self._remarks += [entry.data for entry in found if entry.type == "@cdktf/warn"]
        return []
