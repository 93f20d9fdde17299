"""A value that is empty, and that the server is known to refuse."""

from __future__ import annotations

import pytest

from provider_lib.contract import Diagnostic
from provider_lib.sandbox import Sandbox
from provider_lib.systems import CATALOGUE
from tests.unit.rest.conftest import MakeCore
from tests.unit.rest.core import Core, Refused, refusal
from tests.unit.rest.life import Life

CONNECTOR = {"environment": "test", "cluster": "connect", "name": "sink"}
CLASS = {"connector.class": "FileStreamSink"}
REFUSED = "is empty, and the server refuses an empty value; leave the key out instead"


def test_an_empty_value_of_a_connector_behind_lenses_is_refused_by_the_plan(vendors: Core) -> None:
    sink = Life(vendors, "sluice_lenses_connector", **CONNECTOR, config={**CLASS, "transforms": ""})
    assert refusal(sink.plan) == Diagnostic("error", f"config.transforms {REFUSED}", "", ("config", "transforms"))


def test_so_is_an_empty_secret_wherever_it_comes_from(make_core: MakeCore, sandbox: Sandbox) -> None:
    core = make_core(CATALOGUE, sandbox.environment() | {"NOTHING": ""})
    kept = Life(core, "sluice_lenses_connector", **CONNECTOR, config=CLASS, secret_config={"password": ""})
    assert refusal(kept.plan) == Diagnostic(
        "error", f"secret_config.password {REFUSED}", "", ("secret_config", "password")
    )
    named = Life(core, "sluice_lenses_connector", **CONNECTOR, config=CLASS, secret_env={"password": "NOTHING"})
    assert refusal(named.plan) == Diagnostic(
        "error",
        "environment variable NOTHING is empty",
        "The provider takes the value of password from it, and an empty secret would take the place of the one that "
        "works. Set it where Terraform runs, also for a plan, and for a destroy, which plans first.",
        ("secret_env", "password"),
    )


def test_a_worker_of_kafka_connect_takes_an_empty_value(vendors: Core) -> None:
    config = {"connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector", "topics": "a"}
    sink = Life(vendors, "sluice_kafka_connect_connector", name="sink", config={**config, "transforms": ""})
    assert sink.apply()["config"]["transforms"] == ""


def test_a_variable_without_a_name_is_refused_before_the_plan(vendors: Core) -> None:
    sink = Life(vendors, "sluice_lenses_connector", **CONNECTOR, config=CLASS, secret_env={"password": "", "a": "B=C"})
    assert [(item.summary, item.path) for item in refused(sink)] == [
        ("secret_env.password '' must be the name of an environment variable", ("secret_env", "password")),
        ("secret_env.a 'B=C' must be the name of an environment variable", ("secret_env", "a")),
    ]


def refused(life: Life) -> list[Diagnostic]:
    with pytest.raises(Refused) as caught:
        life.validate()
    return caught.value.errors
