"""The first plan after a move from another provider: it reads, changes nothing, and knows no old secret."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.conformance.declared import PASSWORD, Example
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, refusal
from tests.unit.rest.desk import Desk
from tests.unit.rest.life import Life
from tests.unit.rest.test_every_resource import Stack

MONGEY = "registry.terraform.io/mongey/kafka-connect"
RESTAPI = "registry.terraform.io/mastercard/restapi"
RESTFUL = "registry.terraform.io/magodo/restful"
STREAMKAP = "registry.terraform.io/streamkap-com/streamkap"

CONFIG = {
    "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector",
    "topics": "orders",
    "file": "/a",
}
SINK = {"name": "moved-sink", "config": CONFIG, "config_sensitive": {"odd.key": "hunter22"}}


@pytest.fixture
def sink(vendors: Core) -> Life:
    """A connector with a secret that does not sound like one, which another provider made."""
    life = Life(vendors, "sluice_kafka_connect_connector", name="moved-sink", config=CONFIG)
    life.apply(secret_config={"odd.key": "hunter22"})
    life.forget()
    life.config = {"name": "moved-sink", "config": CONFIG}
    return life.move_from(MONGEY, "kafka-connect_connector", SINK)


def kept(life: Life) -> str:
    """Everything that is stored."""
    return repr(life.state) + life.private.decode()


def test_a_moved_connector_is_planned_empty_and_its_secret_is_named_but_not_kept(sink: Life) -> None:
    planned = sink.plan()
    assert (planned.action, sink["connect"], sink["config"]) == ("nothing", "default", CONFIG)
    assert [warning.summary for warning in planned.warnings] == [
        "secrets of kafka connect connector default/moved-sink were left out of the import: odd.key"
    ]
    assert "hunter22" not in kept(sink)


def test_a_secret_that_is_given_after_a_move_is_sent_only_when_it_is_another(sink: Life) -> None:
    assert sink.plan(secret_config={"odd.key": "hunter22"}).is_empty
    planned = sink.plan(secret_config={"odd.key": PASSWORD})
    assert planned.difference["secret_revision"] == (1, 2)
    planned.apply()
    assert sink.plan().is_empty
    assert "hunter22" not in kept(sink)
    assert PASSWORD not in kept(sink)


@pytest.mark.parametrize(
    ("target", "source"),
    [
        ("sluice_streamkap_source", "streamkap_source_postgresql"),
        ("sluice_streamkap_destination", "streamkap_destination_snowflake"),
        ("sluice_streamkap_pipeline", "streamkap_pipeline"),
        ("sluice_streamkap_tag", "streamkap_tag"),
    ],
)
def test_what_streamkaps_own_provider_managed_is_planned_empty(
    make_core: MakeCore, sandbox: Sandbox, target: str, source: str
) -> None:
    example = Example(CATALOGUE.resources[target])
    life = Stack(make_core(CATALOGUE, sandbox.environment() | example.variables()), example).life
    if variables := life.config.pop("secret_env", None):
        life.config["secret_config"] = dict.fromkeys(variables, PASSWORD)
    life.apply()
    before = {"id": life["id"], "name": life["name"], "database_password": "hunter22"}
    life.forget()
    assert life.move_from(STREAMKAP, source, before).plan().is_empty
    assert "hunter22" not in kept(life)


BODY = {"name": "Ada", "team": {"id": 7}}


@pytest.mark.parametrize(
    ("provider", "source", "state"),
    [
        (RESTAPI, "restapi_object", {"id": "1", "path": "/things", "data": '{"token":"hunter22"}'}),
        (RESTFUL, "restful_resource", {"id": "/things/1", "path": "/things", "body": {"token": "hunter22"}}),
    ],
)
def test_an_object_of_a_generic_provider_is_planned_empty(
    desk: Desk, provider: str, source: str, state: dict[str, Any]
) -> None:
    desk.things.objects["1"] = {"id": 1, **BODY, "token": "hunter22"}
    thing = desk.thing(BODY).move_from(provider, source, state)
    assert thing.plan().is_empty
    assert desk.lines() == ["GET /things/1"]
    assert thing.plan(secret_body={"token": "hunter22"}).difference.keys() <= {"secret_revision"}
    assert thing.plan(body=BODY | {"name": "Bo"}).difference["body"]
    assert "hunter22" not in kept(thing)


def test_a_moved_object_that_is_gone_is_said_to_be_where_it_was_looked_for(desk: Desk) -> None:
    thing = desk.thing(BODY).move_from(RESTAPI, "restapi_object", {"id": "1", "path": "/things"})
    assert refusal(thing.plan) == Diagnostic(
        "error",
        "rest object default/things/1 was moved here from another provider, and is not there",
        "Check where it is looked for: the account, the server, the path. If somebody deleted it, take the `moved` "
        "block out, and let Terraform forget the old resource (`removed`, with `lifecycle { destroy = false }`): "
        "the next plan makes a new object. Nothing was changed.",
    )


def test_where_several_servers_are_configured_a_move_does_not_guess(make_core: MakeCore) -> None:
    urls = {"SLUICE_KAFKA_CONNECT_URL": "http://localhost:1", "SLUICE_KAFKA_CONNECT_EAST_URL": "http://localhost:1"}
    life = Life(make_core(CATALOGUE, urls), "sluice_kafka_connect_connector", name="moved-sink", config={})
    life.move_from(MONGEY, "kafka-connect_connector", SINK)
    assert refusal(life.plan) == Diagnostic(
        "error",
        "kafka connect connector moved-sink was moved here, and nobody says to which Kafka Connect",
        "The old state does not tell connect, and default, east are configured. Give the resource a provider of its "
        "own (`alias`) that configures only one, or import it with its connect instead of moving it. Nothing was "
        "changed.",
    )


def test_a_moved_object_is_planned_only_after_it_was_read(sink: Life) -> None:
    assert refusal(sink.plan, refresh=False) == Diagnostic(
        "error",
        "this sluice_kafka_connect_connector was moved here, and has not been read yet",
        "Plan once without `-refresh=false`: what the server has is not known before. Nothing was changed.",
    )
