"""A configuration arrives at Streamkap in the types that it takes, whatever text it is in Terraform."""

from __future__ import annotations

import json
from typing import Any

from provider_lib.sandbox.server import Sandbox
from tests.conformance.streamkap import DESTINATION, PASSWORD, SOURCE, account, destination, found, source
from tests.core import Workspace
from tests.diagnostics import Said, error

SWITCHES = {
    "database.port.user.defined": 5433,
    "heartbeat.enabled": True,
    "ssh.enabled": False,
    "transforms.OversizedRecords.max.field.size.bytes": 2097152,
    "slot.name": "12",
}
LAKE: dict[str, Any] = {
    "name": "files",
    "connector": "s3",
    "config": {
        "aws.s3.region": "eu-west-1",
        "aws.s3.bucket.name": "lake",
        "format.output.fields.user.defined": json.dumps(["key", "value"]),
    },
    "secret_config": {"aws.access.key.id": PASSWORD, "aws.secret.access.key": PASSWORD},
}


def change(sandbox: Sandbox, identity: str, connector: str, side: str = "sources", **config: Any) -> None:
    """Let somebody else change keys of a connector."""
    with account(sandbox) as other:
        [item] = [item for item in found(sandbox, side, secret_returned="true") if item["id"] == identity]
        body = {"name": item["name"], "connector": connector, "config": item["config"] | config}
        other.put(f"/{side}/{identity}?wait=true", json=body).raise_for_status()


def test_booleans_numbers_and_texts_arrive_as_such(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source(SWITCHES)})
    workspace.apply()
    config = found(sandbox)[0]["config"]
    assert {key: config[key] for key in SWITCHES} == SWITCHES
    assert {key: type(config[key]) for key in SWITCHES} == {key: type(value) for key, value in SWITCHES.items()}
    assert workspace.state()[SOURCE]["config"]["ssh.enabled"] == "false"
    assert workspace.plan().changes == {}


def test_a_change_keeps_the_types_too(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source(SWITCHES)})
    workspace.apply()
    workspace.write({SOURCE: source({**SWITCHES, "heartbeat.enabled": False})})
    assert workspace.plan().changes == {SOURCE: ["update"]}
    workspace.apply()
    config = found(sandbox)[0]["config"]
    assert {key: config[key] for key in SWITCHES} == {**SWITCHES, "heartbeat.enabled": False}
    assert workspace.plan().changes == {}


def test_lists_and_objects_arrive_as_such(workspace: Workspace, sandbox: Sandbox) -> None:
    tables = {"auto.qa.dedupe.table.mapping": json.dumps({"raw.orders": "orders"})}
    loader = {
        "name": "wh",
        "connector": "snowflake",
        "config": {
            "snowflake.url.name": "acme.snowflakecomputing.com",
            "snowflake.user.name": "loader",
            "snowflake.database.name": "SHOP",
            "snowflake.schema.name": "ORDERS",
            **tables,
        },
        "secret_config": {"snowflake.private.key": PASSWORD},
    }
    workspace.write({DESTINATION: LAKE, "sluice_streamkap_destination.wh": loader})
    workspace.apply()
    by_name = {item["name"]: item["config"] for item in found(sandbox, "destinations")}
    assert by_name["files"]["format.output.fields.user.defined"] == ["key", "value"]
    assert by_name["wh"]["auto.qa.dedupe.table.mapping"] == {"raw.orders": "orders"}
    assert workspace.plan().changes == {}


def test_json_that_the_api_takes_as_text_stays_text(workspace: Workspace, sandbox: Sandbox) -> None:
    topics = json.dumps({"public.orders": json.dumps({"delete_sql_execute": "x"})})
    workspace.write({DESTINATION: destination({"topics.config.map": topics})})
    workspace.apply()
    assert found(sandbox, "destinations")[0]["config"]["topics.config.map"] == topics
    assert workspace.plan().changes == {}


def test_commas_and_json_are_two_ways_to_write_one_list(workspace: Workspace, sandbox: Sandbox) -> None:
    tables = "table.include.list.user.defined"
    workspace.write({SOURCE: source({tables: "public.orders,public.items"})})
    workspace.apply()
    workspace.write({SOURCE: source({tables: json.dumps(["public.orders", "public.items"])})})
    assert workspace.plan().changes == {}
    workspace.write({SOURCE: source({tables: json.dumps(["public.items", "public.orders"])})})
    workspace.apply()
    assert found(sandbox)[0]["config"][tables] == "public.items,public.orders"
    assert workspace.plan().changes == {}


def test_a_list_in_another_order_is_the_same(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({DESTINATION: LAKE})
    workspace.apply()
    identity = workspace.state()[DESTINATION]["id"]
    change(sandbox, identity, "s3", "destinations", **{"format.output.fields.user.defined": ["value", "key"]})
    assert workspace.plan().changes == {}
    change(sandbox, identity, "s3", "destinations", **{"format.output.fields.user.defined": ["value"]})
    before, after = workspace.plan().difference(DESTINATION)["config"]
    key = "format.output.fields.user.defined"
    assert (before[key], json.loads(after[key])) == ('["value"]', ["key", "value"])


def test_what_somebody_changed_elsewhere_shows(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({SOURCE: source(SWITCHES)})
    workspace.apply()
    identity = workspace.state()[SOURCE]["id"]
    change(sandbox, identity, "postgresql", **{"heartbeat.enabled": "true", "database.port.user.defined": "5433"})
    assert workspace.plan().changes == {}, "the same as text"
    change(sandbox, identity, "postgresql", **{"heartbeat.enabled": False, "database.port.user.defined": 5434})
    before, after = workspace.plan().difference(SOURCE)["config"]
    changed = ("heartbeat.enabled", "database.port.user.defined")
    assert [(before[key], after[key]) for key in changed] == [("false", "true"), ("5434", "5433")]
    workspace.apply()
    config = found(sandbox)[0]["config"]
    assert {key: config[key] for key in SWITCHES} == SWITCHES


def test_the_plan_after_an_import_is_empty(workspace: Workspace) -> None:
    workspace.write({DESTINATION: LAKE})
    workspace.apply()
    identity = workspace.state()[DESTINATION]["id"]
    imported = "sluice_streamkap_destination.imported"
    workspace.write({DESTINATION: LAKE, imported: LAKE})
    workspace.run("import", "-no-color", imported, identity)
    assert workspace.plan().changes == {}


def test_types_survive_where_the_published_keys_cannot_be_read(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.admin.fault("status", path="/sources/connectors$", status=403, body={"detail": "No"}, count=None)
    given = {**SWITCHES, "slot.name": '"12"', "fields": json.dumps(["a", 1]), "map": json.dumps({"a": True})}
    workspace.write({SOURCE: source(given)})
    workspace.apply()
    config = found(sandbox)[0]["config"]
    assert {key: config[key] for key in given} == {**SWITCHES, "fields": ["a", 1], "map": {"a": True}}
    assert workspace.plan().changes == {}


def test_a_value_of_another_type_is_told_while_planning(workspace: Workspace) -> None:
    workspace.write({SOURCE: source({"ssh.enabled": "yes"})})
    assert error(workspace) == Said("ssh.enabled is no boolean", "It must be true or false.", SOURCE)


def test_the_published_keys_are_asked_for_once_a_run(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({f"sluice_streamkap_source.s{number}": source(name=f"s{number}") for number in range(5)})
    workspace.apply()
    asked = [item for item in sandbox.admin.requests() if item["path"].endswith("/sources/connectors")]
    assert len(asked) == len({item["query"] for item in asked}) * 2, "once to plan and once to apply"
