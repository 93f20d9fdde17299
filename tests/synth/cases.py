"""Apps for the tests of this folder, all synthesized by one process per CDK flavour.

    SLUICE_CDK=cdktf python -m tests.synth.cases

Writes each app to a folder named after its case and prints what the cases noted as JSON. A start of jsii takes a
second and the flavours cannot be mixed in a process, hence one process with many small apps.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsii

from provider_lib.constructs import App, Construct, Secret, SluiceProvider, Stack, cdk, kafka_connect, rest
from provider_lib.constructs.base.data_source import DataSource as DataSourceBase
from provider_lib.constructs.base.outputs import Item
from provider_lib.constructs.base.resource import Resource as ResourceBase
from provider_lib.constructs.lenses import (
    Connector,
    DataConnectors,
    DataEnvironment,
    DataEnvironments,
    Environment,
    KafkaConnection,
)
from provider_lib.generator.source import module_source
from provider_lib.spec.consistency import field_names
from tests.synth import (  # noqa: F401 - they hold more cases
    backends,
    conventions,
    named_by_text,
    policies,
    same_object,
    sources,
)
from tests.synth.literals import FILE_SOURCE, KNOWN, LITERALS, MIXED
from tests.synth.registry import CASES, case, refusal
from tests.unit.constructs import declarations

CLASS = {"connector.class": "org.example.Sink"}
ROOT = Path(__file__).parents[2]
SECRET = Secret.env("SECRET")
PLANTED = "hunter2-planted"


@case
def whole_stack(app: App) -> Any:
    stack = Stack(app, "dev", version="1.4.0")
    environment = Environment(stack, "orders", name="orders", tier="staging", metadata={"team": "payments"})
    connection = KafkaConnection(
        stack, "kafka", environment=environment, name="orders-kafka", override_broker_addresses=["a:9092", "b:9092"]
    )
    connector = Connector(
        stack,
        "sink",
        environment=environment,
        cluster="connect",
        name="orders-sink",
        config=CLASS | {"password": "${file:/run/db:password}", "topics": f"{environment.lrn}-orders"},
        secrets={"a": Secret.env("A_PASSWORD"), "b": Secret.variable("b_password"), "c": Secret.plain("in the clear")},
        timeouts={"create": "5m"},
        depends_on=[connection],
        lifecycle={"prevent_destroy": True, "ignore_changes": ["config"]},
    )
    listed = DataConnectors(stack, "listed", environment=environment, clusters=["connect"])
    everything = DataEnvironments(stack, "all")
    cdk.TerraformOutput(stack, "agent_key", value=environment.agent_key, sensitive=True)
    cdk.TerraformOutput(stack, "tasks", value=connector.tasks)
    cdk.TerraformOutput(stack, "task_state", value=connector.tasks.get(0).state)
    cdk.TerraformOutput(stack, "listed_task_state", value=listed.connectors.get(1).tasks.get(0).state)
    cdk.TerraformOutput(stack, "team", value=everything.environments.get(0).metadata.lookup("team"))
    return cdk.Testing.synth_hcl(stack)


@case
def settings(app: App) -> Any:
    stack = Stack(app, "prod")
    SluiceProvider(
        stack,
        "sluice",
        lenses={
            "url": "https://hq.example.com",
            "token": Secret.variable("lenses_token"),
            "insecure": True,
            "max_in_flight": 4,
            "headers": {"X-Api-Key": Secret.plain("key")},
        },
    )
    other = SluiceProvider(stack, "other", alias="other", lenses={"url": "https://other.example.com"})
    Environment(stack, "a", name="a", tier="staging", provider=other)
    return cdk.Testing.synth_hcl(stack)


@case
def two_stacks(app: App) -> Any:
    platform = Stack(app, "platform")
    environment = Environment(platform, "orders", name="orders", tier="staging")
    connectors = Stack(app, "connectors")
    KafkaConnection(connectors, "kafka", environment=environment, name="kafka")
    return None


@case
def imports(app: App) -> Any:
    stack = Stack(app, "dev")
    environment = Environment(stack, "orders", name="orders", tier="staging")
    environment.import_from("orders")
    Environment.generate_config_for_import(stack, "payments", "payments")
    return None


@case
def shared_secrets(app: App) -> Any:
    stack = Stack(app, "dev")
    SluiceProvider(stack, "provider", lenses={"token": Secret.variable("shared")})
    cdk.TerraformVariable(stack, "declared", type="string", sensitive=True, description="Declared by the user.")
    for name in ("one", "two"):
        Connector(
            stack,
            name,
            environment="orders",
            cluster="connect",
            name=name,
            config=CLASS,
            secrets={key: Secret.variable(key) for key in ("shared", "declared", "own")},
        )
    Environment(stack, "taken", name="taken", tier="staging")
    return refusal(
        lambda: Connector(
            stack, "x", environment="a", cluster="c", name="x", config=CLASS, secrets={"x": Secret.variable("taken")}
        )
    )


@case
def labels(app: App) -> Any:
    stack = Stack(app, "dev", version="2.0.0")
    Environment(Construct(stack, "group"), "none", name="none", tier="staging")
    Environment(stack, "own", name="own", tier="staging", metadata={"sluice.version": "mine"})
    Environment(stack, "full", name="full", tier="staging", metadata={f"key{index}": "x" for index in range(49)})
    source = DataEnvironment(stack, "source", name="source")
    Environment(stack, "token", name="token", tier="staging", metadata=cdk.Token.as_string_map(source.metadata))
    unversioned = Stack(app, "unversioned")
    Environment(unversioned, "none", name="unlabelled", tier="staging")
    return None


@case
def read_back(app: App) -> Any:
    stack = Stack(app, "dev", version="1.0.0")
    environment = Environment(stack, "orders", name="orders", tier="staging", metadata={"team": "payments"})
    connector = Connector(
        stack, "sink", environment=environment, cluster="c", name="n", config=CLASS, secrets={"a": Secret.env("A")}
    )
    before = [
        environment.tier_input,
        environment.metadata_input,
        environment.display_name_input,
        connector.environment_input is environment,
        connector.secrets_input == {"a": Secret.env("A")},
    ]
    environment.reset_metadata()
    connector.reset_secrets()
    return [*before, environment.metadata_input, connector.secrets_input]


@case
def assigned(app: App) -> Any:
    """Aspects that read what was given and assign, or change it in place."""
    stack = Stack(app, "dev", version="1.0.0")
    labels = {"team": "payments"}
    orders = Environment(stack, "orders", name="orders", tier="staging", metadata=labels)
    labels["later"] = "is not seen"
    sink = Connector(stack, "sink", environment=orders, cluster="c", name="n", config=CLASS, secrets={"a": SECRET})
    found = DataEnvironment(stack, "found", name="found")
    thing = rest.RestObject(stack, "thing", path="/a", body={"a": [1]}, secret_body={"pin": Secret.plain("0")})

    @jsii.implements(cdk.IAspect)
    class Labels:
        def visit(self, node: Any) -> None:
            if hasattr(node, "metadata_input") and hasattr(node, "tier"):
                node.metadata = {**(node.metadata_input or {}), "cost-centre": "${4711}"}

    cdk.Aspects.of(stack).add(Labels())
    sink.config_input["batch.size"] = 5  # type: ignore[index]
    thing.body_input["a"].append("${x}")  # type: ignore[index]
    sink.secrets = {**(sink.secrets_input or {}), "b": Secret.env("B")}
    thing.secret_body = {"pin": Secret.plain("1")}
    found.name = "other"
    refused = refusal(lambda: setattr(orders, "tier", "stagin"))
    return [refused, orders.tier_input, refusal(lambda: setattr(sink, "name", None)), list(sink.secrets or [])]


@case
def overrides(app: App) -> Any:
    stack = Stack(app, "dev")
    source = Connector(stack, "source", environment="e", cluster="c", name="source", config=CLASS | {"gone": "x"})
    source.add_override("config.batch\\.size", "${var.size}")
    source.add_override("config.gone", None)
    source.add_override("timeouts.create", "5m")
    source.add_override("desired_state", "paused")
    source.add_override("lifecycle.prevent_destroy", True)
    return [cdk.Testing.synth_hcl(stack), refusal(lambda: source.add_override("config.batch.size", "5"))]


@case
def plain_stacks(app: App) -> Any:
    """Stacks of the CDK itself, with a provider or without, made before or after."""
    for name in ("none", "after", "before", "taken"):
        stack = cdk.TerraformStack(app, name)
        if name == "before":
            SluiceProvider(stack, "own", lenses={"url": "https://hq.example.com"})
        Environment(stack, "sluice" if name == "taken" else "orders", name=f"orders-{name}", tier="staging")
        if name == "after":
            SluiceProvider(stack, "own", lenses={"url": "https://hq.example.com"})
    DataEnvironment(cdk.TerraformStack(app, "data"), "orders", name="orders")
    return None


@case
def refused_aspects(app: App) -> Any:
    """An error in an aspect comes out of the synth as it was raised."""
    orders = Environment(Stack(app, "dev"), "orders", name="orders", tier="staging")

    @jsii.implements(cdk.IAspect)
    class Wrong:
        def visit(self, node: Any) -> None:
            if node is orders:
                node.name = "Orders_EU"

    own = App(outdir="refused_aspects/own")
    orders = Environment(Stack(own, "dev"), "orders", name="orders", tier="staging")
    cdk.Aspects.of(own.node.find_child("dev")).add(Wrong())
    return refusal(own.synth)


@case
def tokens(app: App) -> Any:
    stack = Stack(app, "dev")
    source = Connector(stack, "source", environment="e", cluster="c", name="source", config=CLASS)
    found = DataEnvironment(stack, "found", name="found")
    Connector(
        stack,
        "copy",
        environment=found,
        cluster=source.cluster,
        name=f"copy-of-{source.name}",
        config=source.config,
        secrets=source.secret_env,
        wait_for_running=found.agent_connected,
        desired_state=source.desired_state,  # type: ignore[arg-type]
    )
    KafkaConnection(stack, "kafka", environment=found, name="k", override_broker_addresses=cdk.Fn.split(",", found.lrn))
    return None


@case
def loops(app: App) -> Any:
    stack = Stack(app, "dev")
    iterator = cdk.TerraformIterator.from_list(["a", "b"])
    Environment(stack, "each", name=cdk.Token.as_string(iterator.value), tier="staging", for_each=iterator)
    number = cdk.TerraformCount.of(2)
    Environment(stack, "counted", name=f"n-{cdk.Token.as_string(number.index)}", tier="staging", count=number)
    return None


@case
def every_kind(app: App) -> Any:
    """A resource with an argument of every kind, from a module that is generated here and now."""
    constructs: dict[str, Any] = {"__name__": "tiny"}
    source = module_source(declarations.TINY, declarations.CATALOGUE)
    exec(source.replace("provider_lib.systems", declarations.__name__), constructs)
    stack = Stack(app, "dev")
    shelf = constructs["Shelf"](stack, "shelf", name="upper")
    box = constructs["Box"](
        stack,
        "box",
        shelf=shelf,
        config={"a": "b"},
        colour="green",
        amount=2**60,
        place="here",
        size="small",
        heavy=False,
        tags={"b", "a"},
        neighbours=[shelf, "lower"],
        limits={"rate": 5, "burst": 1.5},
        body={"deep": [1, {"x": shelf.name}]},
        pin=Secret.variable("pin"),
        count=1,
    )
    outputs = {
        "amount": box.amount,
        "heavy": box.heavy,
        "tags": box.tags,
        "limits": box.limits,
        "body": box.body,
        "part": box.parts.get(0).id,
        "width": constructs["DataShelf"](stack, "data", name=shelf.name).width,
    }
    for name, value in outputs.items():
        cdk.TerraformOutput(stack, name, value=value)
    return cdk.Testing.synth_hcl(stack)


@case
def literals(app: App) -> Any:
    stack = Stack(app, "dev", version="${1}")
    orders = Environment(stack, "orders", name=KNOWN, tier="staging", metadata={"note": "${team} %{x}"})
    mixed = [orders.name.join(parts) for parts in MIXED]
    kafka_connect.Connector(
        stack,
        "sink",
        name="${n} of %{n}",
        wait_for_running=False,
        config=FILE_SOURCE | {f"x{number}": text for number, text in enumerate([*LITERALS, *mixed])},
        secrets={f"s{number}": Secret.plain(text) for number, text in enumerate(LITERALS)},
    )
    rest.RestObject(
        stack,
        "thing",
        path="/things",
        body={"mixed": mixed, "keys": {text: [{text: text}] for text in LITERALS}},
        secret_body={"pin": Secret.plain("${1}")},
        headers={"x-note": "${a} %{b}"},
        query={"q": "${a} %{b}"},
        create={"headers": {"x-deep": f"$${{a}} ${orders.name}"}, "query": {"p": "%%{b}"}},
        wait={"create": {"path": "/things/{id}", "status": "body:state", "pending": ["5"], "success": ["${ok}"]}},
    )
    return cdk.Testing.synth_hcl(stack)


@case
def seeming_references(app: App) -> Any:
    stack = Stack(app, "dev")
    Environment(
        stack,
        "orders",
        name="orders",
        tier="staging",
        metadata={
            "a": "${var.region}",
            "b": "${aws_msk_cluster.orders.arn}/x",
            "c": "${upper(topic)}",
            "d": "${topic} ${file:/run/db:password} ${env:X} ${a.b}",
        },
    )
    config: dict[str, Any] = {
        "name": "sink",
        "config": CLASS | {"x": "${local.x}", "tasks.max": 1, "topics": ["a", "b"]},
    }
    secrets = {"y": Secret.plain("${var.hunter2}")}
    kafka_connect.Connector(stack, "sink", name="sink", config=config, secrets=secrets)
    return None


@case
def refusals(app: App) -> Any:
    stack = Stack(app, "dev")
    environment = Environment(stack, "orders", name="orders", tier="staging")
    kafka = KafkaConnection(stack, "kafka", environment=environment, name="kafka")
    connector = Connector(stack, "sink", environment=environment, cluster="c", name="sink", config=CLASS)

    def make(**given: Any) -> Callable[[], Any]:
        return lambda: Environment(stack, "new", **{"name": "new", "tier": "staging", **given})

    def connect(**given: Any) -> Callable[[], Any]:
        base: dict[str, Any] = {"environment": environment, "cluster": "c", "name": "new", "config": CLASS}
        return lambda: Connector(stack, "new", **(base | given))

    attempts = {
        "name": make(name="Orders_EU"),
        "tier": make(tier="stagin"),
        "unknown": make(teir="staging"),
        "none": make(metadata={"team": None}),
        "upper": make(name=environment.id.upper()),
        "list": lambda: [connect(config=CLASS | {"a": address})() for address in kafka.override_broker_addresses],
        "boolean": connect(config=CLASS | {"a": f"{environment.agent_connected}"}),
        "number": connect(config=CLASS | {"a": f"{connector.secret_revision}"}),
        "objects": connect(config=CLASS | {"a": f"{connector.tasks}"}),
        "shown": connect(config=CLASS | {"topics": f"{environment}-orders"}),
        "calculated": lambda: connector.secret_revision + 1,
        "config": connect(config={"name": "new", "config": CLASS | {"name": "sink"}, "tasks": []}),
        "list in config": connect(config=CLASS | {"topics": kafka.override_broker_addresses}),
        "construct": connect(environment=connector),
        "literal": connect(secrets={"password": PLANTED}),
        "literal in config": connect(config=CLASS | {"connection.password": PLANTED}),
        "login in config": connect(config=CLASS | {"url": f"jdbc:x://db/shop?user=jo&password={PLANTED}"}),
        "literal in body": lambda: rest.RestObject(stack, "new", path="/a", body={"db": {"password": PLANTED}}),
        "token": lambda: SluiceProvider(stack, "p", lenses={"token": PLANTED}),
        "header": lambda: SluiceProvider(stack, "p", lenses={"headers": {"X-Key": PLANTED}}),
        "system": lambda: SluiceProvider(stack, "p", lense={}),  # type: ignore[call-arg]
        "twice": lambda: Environment(stack, "orders", name="orders", tier="staging"),
        "no scope": lambda: Environment(None, "new", name="new", tier="staging"),  # type: ignore[arg-type]
        "no id": lambda: Environment(stack, None, name="new", tier="staging"),  # type: ignore[arg-type]
        "empty id": lambda: Environment(stack, "", name="new", tier="staging"),
        "id left out": lambda: Environment(stack, name="new", tier="staging"),  # type: ignore[call-arg]
        "stack without id": lambda: Stack(app, None),  # type: ignore[arg-type]
        "provider without id": lambda: SluiceProvider(stack, None),  # type: ignore[arg-type]
        "depends on text": make(depends_on=["kafka"]),
        "depends on one": make(depends_on=kafka),
        "for each of a list": make(for_each=["a"]),
        "count of text": make(count="2"),
        "count of no number": make(count=float("nan")),
        "lifecycle by number": make(lifecycle={1: True}),
        "provider by name": make(provider="other"),
        "import of nothing": lambda: environment.import_from(None),  # type: ignore[arg-type]
        "import of an empty id": lambda: environment.import_from(""),
        "variable without name": lambda: Secret.env(None),  # type: ignore[arg-type]
        "digits": lambda: rest.RestObject(stack, "new", path="/x", body={"a": [10**400]}),
        "no number": lambda: rest.RestObject(stack, "new", path="/x", body={"a": float("nan")}),
        "many digits": connect(min_tasks=10**400),
        "endless digits": connect(config=CLASS | {"a": 10**5000}),
        "nothing like it": make(tier="xyz"),
    }
    return {name: refusal(attempt) for name, attempt in attempts.items()}


@case
def unknown_token(app: App) -> Any:  # noqa: ARG001
    """A text that stood for a value in another run."""
    own = App(outdir="unknown_token/own")
    Environment(Stack(own, "dev"), "orders", name="orders", tier="staging", display_name="a ${TfToken[TOKEN.4711]}")
    return refusal(own.synth)


@case
def documented(app: App) -> Any:
    """Runs the Python examples of the reference, each once the constructs that it refers to have been made."""
    pages = {path: path.read_text() for path in sorted((ROOT / "docs/reference").rglob("*.md"))}
    waiting = {path: block for path, text in pages.items() for block in re.findall(r"```python\n(.*?)```", text, re.S)}
    made: dict[Path, Any] = {}
    while ready := {path: block for path, block in waiting.items() if _others(path, pages[path]).keys() <= made.keys()}:
        for path, block in ready.items():
            names = {"self": Stack(app, f"{path.parent.name}-{path.stem}")}
            names |= {name: made[other] for other, name in _others(path, pages[path]).items()}
            exec(block, names)
            made[path] = list(names.values())[-1]
            del waiting[path]
    return sorted(map(str, waiting))


def _others(path: Path, text: str) -> dict[Path, str]:
    """The pages of the constructs that an example takes, each with the variable for it."""
    return {path.parent / page: name for name, page in re.findall(r"`(\w+)` is a \[`\w+`\]\((.+?)\)", text)}


@case
def members(app: App) -> Any:  # noqa: ARG001
    """What the generated classes override of the CDK's own classes."""
    ours = [Environment, Connector, KafkaConnection, DataEnvironment, DataConnectors, DataEnvironments]
    return [f"{item.__name__}.{name}" for item in ours for name in vars(item) if _is_taken(item, name)]


def _is_taken(item: type, name: str) -> bool:
    base = cdk.TerraformResource if issubclass(item, cdk.TerraformResource) else cdk.TerraformDataSource
    return not name.startswith("__") and hasattr(base, name)


@case
def untold_members(app: App) -> Any:  # noqa: ARG001
    """Members of what the generated classes are derived from by whose names a field could be declared."""
    told = field_names.OF_CONSTRUCTS | field_names.OF_TERRAFORM
    of_constructs = {name for base in (ResourceBase, DataSourceBase) for name in _members(base)} - told
    return sorted(of_constructs | (_members(Item) - field_names.OF_OBJECTS))


def _members(base: type) -> set[str]:
    return {name for owner in base.__mro__ for name in vars(owner) if field_names.NAME.fullmatch(name)}


def main() -> None:
    notes = {}
    for name, build in CASES.items():
        app = App(outdir=name)
        notes[name] = build(app)
        app.synth()
    print(json.dumps({"flavour": cdk.__name__, "notes": notes}))  # noqa: T201


if __name__ == "__main__":
    main()
