"""Listing what an account has, and writing down what is found so that its plan changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from provider_lib.contract import Diagnostic, Values
from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import PASSWORD, Example
from tests.scripted import Api, answer
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.life import Life
from tests.unit.rest.test_every_resource import Stack

LISTED = [name for name, item in CATALOGUE.resources.items() if item.listing()]
SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector"


def lines(sandbox: Sandbox) -> list[str]:
    """What was asked."""
    return [f"{item['method']} {item['path']}" for item in sandbox.admin.requests()]


@dataclass(frozen=True)
class WrittenDown:
    """An object that was listed, and a resource block with the configuration that was generated for it."""

    title: str
    state: Values
    life: Life


def written_down(core: Core, type_name: str) -> WrittenDown:
    """The only object of a kind, imported as it was listed."""
    [found] = core.list(type_name, with_states=True).found
    assert found.state is not None
    life = Life(core, type_name, **core.generate(type_name, found.state)).import_by({"identity": found.identity})
    return WrittenDown(found.title, found.state, life)


@pytest.fixture(params=LISTED)
def example(request: pytest.FixtureRequest) -> Example:
    return Example(CATALOGUE.resources[request.param])


def test_every_object_that_is_listed_is_written_down_and_planned_empty(
    example: Example, make_core: MakeCore, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 0})
    core = make_core(CATALOGUE, sandbox.environment() | example.variables())
    name = example.resource.type_name
    life = Stack(core, example).life
    life.apply()
    titles = core.list(name).titles
    adopted = written_down(core, name)
    assert titles == {adopted.title}
    assert PASSWORD not in repr(adopted.state)
    assert [adopted.life[key] for key in life.kind.schema.identity] == [life[key] for key in life.kind.schema.identity]
    assert adopted.life.plan().difference == {}


@pytest.mark.parametrize("name", [name for name in LISTED if "description" in CATALOGUE.resources[name].fields()])
def test_a_text_that_is_empty_and_that_the_core_writes_down_as_none_is_planned_empty(
    name: str, make_core: MakeCore, sandbox: Sandbox
) -> None:
    example = Example(CATALOGUE.resources[name])
    core = make_core(CATALOGUE, sandbox.environment() | example.variables())
    Stack(core, example).life.apply(description="")
    assert written_down(core, name).life.plan().difference == {}


def connectors(core: Core, *names: str, **values: Any) -> None:
    for name in names:
        config = {"connector.class": SINK, "topics": "orders", "file": "/a"}
        Life(core, "sluice_kafka_connect_connector", name=name, config=config, **values).apply()


def test_a_list_has_what_fits_its_filters_and_no_more_than_its_limit(vendors: Core, sandbox: Sandbox) -> None:
    connectors(vendors, "orders-sink", "orders-source", "refunds-sink")
    sandbox.admin.clear_requests()

    def titles(**options: Any) -> set[str]:
        return vendors.list("sluice_kafka_connect_connector", **options).titles

    assert titles() == {"default/orders-sink", "default/orders-source", "default/refunds-sink"}
    assert titles(name="orders-*") == {"default/orders-sink", "default/orders-source"}
    assert titles(name="refunds-sink", connect="d*") == {"default/refunds-sink"}
    assert titles(connect="east*") == titles(connect="") == titles(name="[") == set()
    assert len(titles(limit=2)) == 2
    assert set(lines(sandbox)) == {"GET /kafka_connect/default/", "GET /kafka_connect/default/connectors"}


def test_a_filter_on_what_only_the_server_knows_of_an_object_is_heeded_too(vendors: Core) -> None:
    for name in ("orders", "refunds"):
        Life(vendors, "sluice_streamkap_tag", name=name, type=["sources"]).apply()
    [found] = vendors.list("sluice_streamkap_tag", name="ord*").found
    assert (found.title, found.state) == ("orders", None)


def test_what_lies_in_several_places_is_looked_for_in_each_that_a_filter_leaves(
    make_core: MakeCore, sandbox: Sandbox
) -> None:
    url = sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"]
    core = make_core(CATALOGUE, {"SLUICE_KAFKA_CONNECT_EAST_URL": url, "SLUICE_KAFKA_CONNECT_WEST_URL": url})
    connectors(core, "orders-sink", connect="east")
    kind = "sluice_kafka_connect_connector"
    assert core.list(kind).titles == {"east/orders-sink", "west/orders-sink"}
    assert core.list(kind, connect="w*").titles == {"west/orders-sink"}


def test_a_place_that_is_named_need_not_be_looked_for(vendors: Core, sandbox: Sandbox) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 0})
    for name in ("orders", "refunds"):
        Life(vendors, "sluice_lenses_environment", name=name, tier="staging").apply()
    sandbox.admin.clear_requests()
    assert vendors.list("sluice_lenses_kafka_connection", environment="orders").found == []
    assert [line for line in lines(sandbox) if line.endswith("/environments")] == []


def test_what_can_be_read_is_listed_and_what_cannot_is_named(make_core: MakeCore, sandbox: Sandbox) -> None:
    url = sandbox.environment()["SLUICE_KAFKA_CONNECT_URL"]
    away = {"SLUICE_KAFKA_CONNECT_AWAY_URL": "http://127.0.0.1:1", "SLUICE_KAFKA_CONNECT_AWAY_MAX_RETRIES": "0"}
    core = make_core(CATALOGUE, {"SLUICE_KAFKA_CONNECT_EAST_URL": url} | away)
    connectors(core, "orders-sink", connect="east")
    listing = core.list("sluice_kafka_connect_connector")
    assert listing.titles == {"east/orders-sink"}
    assert [warning.severity for warning in listing.warnings] == ["warning"]
    assert refusal(core.list, "sluice_kafka_connect_connector", connect="away").severity == "error"


def test_what_a_list_does_not_name_whole_is_told(make_core: MakeCore, sandbox: Sandbox) -> None:
    agents = [
        {"name": "bare", "metadata": {}},
        {"metadata": {}},
        {"name": "triage", "metadata": {"self": "https://flink/databases/lkc-1/agents/triage"}},
    ]
    environ, api = sandbox.environment(), Api()
    place = f"organizations/{environ['SLUICE_CONFLUENT_ORGANIZATION_ID']}/environments/*/agents"
    api.on(f"GET /sql/v1/{place}", answer({"data": agents, "metadata": {}}))
    with api.server:
        listing = make_core(CATALOGUE, {**environ, "SLUICE_CONFLUENT_URL": api.url}).list(
            "sluice_confluent_flink_agent"
        )
    assert listing.titles == {"lkc-1/triage"}
    assert listing.warnings == [
        Diagnostic("warning", f"flink agent {untold}", "Nothing finds it by that. It was left out of the list.")
        for untold in ("bare is listed without its kafka_cluster_id", "is listed without its kafka_cluster_id and name")
    ]


def test_a_limit_that_one_place_reaches_asks_no_other(make_core: MakeCore) -> None:
    api = Api()
    names = [f"sink-{number}" for number in range(10)]
    api.on("GET /east/connectors", answer({name: {"info": {"name": name}} for name in names}))
    places = {f"SLUICE_KAFKA_CONNECT_{place.upper()}_URL": f"/{place}" for place in ("east", "west")}
    with api.server:
        core = make_core(CATALOGUE, {name: f"{api.url}{path}" for name, path in places.items()})
        assert len(core.list("sluice_kafka_connect_connector", limit=10).found) == 10
    assert [line.partition("?")[0] for line in api.lines() if "connectors" in line] == ["GET /east/connectors"]


def test_of_an_account_that_is_not_configured_nothing_is_listed(make_core: MakeCore) -> None:
    assert refusal(make_core(CATALOGUE, {}).list, "sluice_kafka_connect_connector") == Diagnostic(
        "error",
        "Kafka Connect is not configured: `url` is missing",
        "Set `url` of `kafka_connect.default` in the provider block, or SLUICE_KAFKA_CONNECT_DEFAULT_URL or "
        "SLUICE_KAFKA_CONNECT_URL.",
    )


def test_a_rest_object_that_is_imported_is_written_down_too(vendors: Core) -> None:
    body = {"name": "Ada", "tags": ["a", 1], "of": {"x": ""}}
    thing = Life(vendors, "sluice_rest_object", path="/things", body=body)
    thing.apply()
    adopted = Life(vendors, "sluice_rest_object").import_object(f"default/%2Fthings/{thing['id']}")
    assert adopted.state is not None
    adopted.config = vendors.generate("sluice_rest_object", adopted.state)
    assert adopted.plan().difference == {}
