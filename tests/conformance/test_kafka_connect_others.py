"""A change of a connector leaves alone what others set, on workers that know PATCH (3.8) and on those that do not."""

from __future__ import annotations

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.kafka_connect import CONNECTOR, FILE_SOURCE, calls, connector, worker
from tests.core import Workspace

SECRETS = {"consumer.override.sasl.jaas.config": "sesame", "x.api.key": "letmein"}
OWN = {"connector.class": FILE_SOURCE, "tasks.max": "1", "file": "/tmp/in.txt", "topic": "lines", "name": "lines"}

VERSIONS = pytest.mark.parametrize(("version", "verb"), [("3.7.0", "PUT"), ("3.8.0", "PATCH"), ("4.1.0", "PATCH")])


@VERSIONS
def test_a_key_that_somebody_else_added_stays(workspace: Workspace, sandbox: Sandbox, version: str, verb: str) -> None:
    sandbox.admin.switch(kafka_connect={"version": version})
    workspace.write({CONNECTOR: connector()})
    workspace.apply()
    with worker(sandbox) as other:
        other.put("/connectors/lines/config", json=OWN | {"x.extra": "theirs"}).raise_for_status()
        assert workspace.plan().changes == {}
        workspace.write({CONNECTOR: connector({"topic": "rows"})})
        workspace.apply()
        assert other.get("/connectors/lines/config").json() == OWN | {"topic": "rows", "x.extra": "theirs"}
    assert len(calls(sandbox, verb, "/lines/config")) == (2 if verb == "PUT" else 1)
    assert workspace.plan().changes == {}


@VERSIONS
def test_an_imported_connector_keeps_its_secrets(
    workspace: Workspace, sandbox: Sandbox, version: str, verb: str
) -> None:
    sandbox.admin.switch(kafka_connect={"version": version})
    with worker(sandbox) as other:
        other.post("/connectors", json={"name": "lines", "config": OWN | SECRETS}).raise_for_status()
        workspace.write({CONNECTOR: connector()})
        workspace.run("import", "-input=false", "-no-color", CONNECTOR, "default/lines")
        assert workspace.plan().changes == {}
        workspace.write({CONNECTOR: connector({"topic": "rows"})})
        workspace.apply()
        assert other.get("/connectors/lines/config").json() == OWN | SECRETS | {"topic": "rows"}
        assert workspace.plan().changes == {}
        workspace.write({CONNECTOR: connector({"topic": "rows"}, secret_config={"x.api.key": "open"})})
        workspace.apply()
        assert other.get("/connectors/lines/config").json() == OWN | SECRETS | {"topic": "rows", "x.api.key": "open"}
        workspace.write({CONNECTOR: connector({"topic": "rows"})})
        workspace.apply()
        left = {key: value for key, value in SECRETS.items() if key != "x.api.key"}
        assert other.get("/connectors/lines/config").json() == OWN | left | {"topic": "rows"}
    assert len(calls(sandbox, verb, "/lines/config")) == 3
