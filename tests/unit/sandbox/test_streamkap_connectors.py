from __future__ import annotations

from typing import Any

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox
from provider_lib.sandbox.clock import timestamp

from .streamkap import CLICKHOUSE, POSTGRESQL, Streamkap


def refusal(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()["detail"]


def create(streamkap: Streamkap, **fields: Any) -> httpx.Response:
    return streamkap.post(
        "/sources", json={"name": "orders", "connector": "postgresql", "config": POSTGRESQL, **fields}
    )


def test_a_source_shows_its_configuration_as_posted_with_defaults_filled_in_as_text(
    streamkap: Streamkap, clock: ManualClock
) -> None:
    made = streamkap.make_source(created_from="terraform", tags=["t1"])
    identity = made["id"]

    assert made == {
        "name": "orders",
        "connector": "postgresql",
        "id": identity,
        "connector_display_name": "PostgreSQL",
        "created_timestamp": timestamp(clock.now()),
        "sub_id": "sandbox",
        "tenant_id": "sandbox",
        "service_id": "sandbox",
        "config": {
            "database.hostname.user.defined": "db.example.com",
            "database.port.user.defined": 5433,
            "database.user": "cdc",
            "database.password": None,
            "database.dbname": "shop",
            "snapshot.read.only.user.defined": "Yes",
            "signal.data.collection.schema.or.database": None,
            "schema.include.list": "public",
            "table.include.list.user.defined": "public.orders, public.items",
            "column.include.list.toggled": "true",
            "column.include.list.user.defined": None,
            "column.exclude.list.user.defined": None,
            "heartbeat.enabled": "false",
            "heartbeat.use.logical.message": None,
            "slot.name": "streamkap_pgoutput_slot",
            "publication.name": "streamkap_pub",
            "database.sslmode": "require",
            "binary.handling.mode": "bytes",
            "streamkap.snapshot.parallelism": "1",
            "ssh.enabled": "false",
            "ssh.host": None,
            "ssh.port": None,
            "ssh.user": None,
            "ssh.public.key.user.displayed": None,
            "transforms.ValueToKey.fields.include.list": None,
            "preserve.null.values": "false",
            "transforms.OversizedRecords.max.field.size.bytes": "1048576",
            "InsertTopicName.enabled": "false",
        },
        "topic_ids": [f"source_{identity}.public.orders", f"source_{identity}.public.items"],
        "topic_map": {},
        "topics": ["public.orders", "public.items"],
        "tasks": [0],
        "connector_status": "Active",
        "desired_state": "Active",
        "kc_cluster_id": None,
        "task_statuses": {"0": {"status": "RUNNING"}},
        "tags": ["t1"],
    }
    assert streamkap.one(f"/sources/{identity}") == made


def test_a_destination_has_no_service_and_lives_apart_from_sources(streamkap: Streamkap) -> None:
    made = streamkap.make_destination("orders")
    streamkap.make_source("orders")

    assert "service_id" not in made
    assert made["config"] == {
        **CLICKHOUSE,
        "connection.password": None,
        "port": "8443",
        "ssl": "true",
        "ingestion.mode": "upsert",
        "hard.delete": "true",
        "tasks.max": "5",
        "topics.config.map": None,
        "consumer.override.max.poll.records": "10000",
        "quote.identifiers": "true",
        "transforms.DropFields.fields.include.list": None,
    }
    assert streamkap.one(f"/destinations/{made['id']}") == made
    assert streamkap.one(f"/sources/{made['id']}") is None


@pytest.mark.parametrize(
    ("switches", "query", "password"),
    [
        ({}, "", None),
        ({"secrets_hidden_as": "********"}, "", "********"),
        ({}, "?secret_returned=true", "s3cret"),
        ({"secrets_echoed": False}, "?secret_returned=true", None),
    ],
)
def test_secrets_are_shown_only_when_asked_for_and_not_always_then(
    sandbox: Sandbox, streamkap: Streamkap, switches: dict[str, Any], query: str, password: str | None
) -> None:
    sandbox.admin.switch(streamkap=switches)
    made = streamkap.make_source()

    shown = streamkap.one(f"/sources/{made['id']}{query}")

    assert shown
    assert shown["config"]["database.password"] == password


def test_values_keep_the_types_in_which_they_were_posted(streamkap: Streamkap) -> None:
    posted = {
        "ssh.enabled": False,
        "ssh.user": "streamkap",
        "ssh.port": 22,
        "heartbeat.enabled": "true",
        "transforms.OversizedRecords.max.field.size.bytes": 2097152,
    }
    config = streamkap.make_source(config={**POSTGRESQL, **posted})["config"]

    assert {key: config[key] for key in posted} == posted
    assert (config["preserve.null.values"], config["heartbeat.use.logical.message"]) == ("false", "false")


def test_lists_and_objects_of_destinations_are_kept(streamkap: Streamkap) -> None:
    given = {"topics.config.map": {"public.orders": {"delete": True}}, "output_fields": ["key", "value"]}
    config = streamkap.make_destination(config={**CLICKHOUSE, **given})["config"]

    assert {key: config[key] for key in given} == given


def test_numbers_and_booleans_can_be_echoed_as_text(sandbox: Sandbox, streamkap: Streamkap) -> None:
    sandbox.admin.switch(streamkap={"stringified": True})
    config = streamkap.make_source(config={**POSTGRESQL, "ssh.enabled": False})["config"]

    assert (config["database.port.user.defined"], config["ssh.enabled"]) == ("5433", "false")


def test_a_condition_of_a_schema_compares_with_a_boolean(streamkap: Streamkap) -> None:
    [kind] = streamkap.get("/sources/connectors", params={"connector_code": "postgresql"}).json().values()
    [host] = [entry for entry in kind["config"] if entry["name"] == "ssh.host"]

    assert host["conditions"] == [{"operator": "EQ", "config": "ssh.enabled", "value": True}]


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("postgresql", {"heartbeat.use.logical.message", "transforms.OversizedRecords.max.field.size.bytes"}),
        ("mysql", {"heartbeat.use.logical.message", "binary.handling.mode"}),
        ("mongodb", {"ssh.enabled", "ssh.host", "ssh.port", "ssh.user"}),
    ],
)
def test_a_schema_names_the_keys_that_a_connector_takes(streamkap: Streamkap, code: str, keys: set[str]) -> None:
    [kind] = streamkap.get("/sources/connectors", params={"connector_code": code}).json().values()

    assert keys <= {entry["name"] for entry in kind["config"]}


def test_a_create_goes_through_its_states_when_nobody_waits(
    sandbox: Sandbox, streamkap: Streamkap, clock: ManualClock
) -> None:
    sandbox.admin.switch(streamkap={"pending_ms": 1000, "starting_ms": 1000})
    made = streamkap.make_source(query="?wait=false")
    seen = [made["connector_status"]]
    for _ in range(2):
        clock.advance(1.001)
        shown = streamkap.one(f"/sources/{made['id']}")
        assert shown
        seen.append(shown["connector_status"])

    assert seen == ["Pending", "Starting", "Active"]


@pytest.mark.parametrize(("desired", "status"), [("Paused", "Paused"), ("Stopped", "Stopped"), ("Active", "Active")])
def test_a_source_can_be_created_in_another_state(streamkap: Streamkap, desired: str, status: str) -> None:
    made = streamkap.make_source(desired_state=desired)

    assert (made["desired_state"], made["connector_status"]) == (desired, status)


def test_a_configuration_can_ask_for_a_failure(streamkap: Streamkap, clock: ManualClock) -> None:
    rehearsal = {"sandbox.fail.task": "0", "sandbox.fail.trace": "boom", "sandbox.fail.after.ms": "1000"}
    made = streamkap.make_source(config={**POSTGRESQL, **rehearsal})

    assert made["connector_status"] == "Active"
    clock.advance(1.001)
    shown = streamkap.one(f"/sources/{made['id']}")
    assert shown
    assert shown["connector_status"] == "Broken"
    assert shown["task_statuses"] == {"0": {"status": "FAILED", "trace": "boom"}}


def test_a_create_can_be_made_to_fail_by_the_configuration(streamkap: Streamkap) -> None:
    answer = create(streamkap, config={**POSTGRESQL, "sandbox.fail.create": "no such slot"})

    assert refusal(answer) == (400, "no such slot")
    assert streamkap.get("/sources").json()["total"] == 0


def test_a_key_that_the_schema_does_not_name_is_kept(streamkap: Streamkap) -> None:
    family = {"transforms.OversizedRecords.replacement": "gone", "unknown.key": [1, {"a": None}]}
    made = streamkap.make_source(config={**POSTGRESQL, **family})

    assert {key: made["config"][key] for key in family} == family


def test_a_put_replaces_the_configuration(streamkap: Streamkap) -> None:
    made = streamkap.make_source(config={**POSTGRESQL, "slot.name": "mine"})

    body = {"name": "renamed", "connector": "postgresql", "config": {**POSTGRESQL, "publication.name": None}}
    changed = streamkap.put(f"/sources/{made['id']}?wait=true", json=body).json()

    assert changed == {
        **made,
        "name": "renamed",
        "config": {**made["config"], "slot.name": "streamkap_pgoutput_slot", "publication.name": None},
    }


def test_a_put_can_be_told_to_keep_what_it_does_not_name(sandbox: Sandbox, streamkap: Streamkap) -> None:
    sandbox.admin.switch(streamkap={"unnamed_keys": "kept"})
    made = streamkap.make_source(config={**POSTGRESQL, "slot.name": "mine"})

    body = {"name": "orders", "connector": "postgresql", "config": {"database.user": "other"}}
    changed = streamkap.put(f"/sources/{made['id']}?wait=true", json=body).json()

    assert changed["config"] == {**made["config"], "database.user": "other"}


def test_tags_that_a_put_does_not_name_stay_and_an_empty_list_clears_them(streamkap: Streamkap) -> None:
    made = streamkap.make_source(tags=["t1"])
    body = {"name": "orders", "connector": "postgresql", "config": POSTGRESQL}

    kept = streamkap.put(f"/sources/{made['id']}", json=body).json()["tags"]
    cleared = streamkap.put(f"/sources/{made['id']}", json={**body, "tags": []}).json()["tags"]

    assert (kept, cleared) == (["t1"], [])


def test_a_change_is_pending_for_a_while_when_nobody_waits(
    sandbox: Sandbox, streamkap: Streamkap, clock: ManualClock
) -> None:
    sandbox.admin.switch(streamkap={"update_ms": 1000})
    made = streamkap.make_source()
    body = {"name": "orders", "connector": "postgresql", "config": POSTGRESQL, "desired_state": "Paused"}

    changed = streamkap.put(f"/sources/{made['id']}?wait=false", json=body).json()
    clock.advance(1.001)
    settled = streamkap.one(f"/sources/{made['id']}")

    assert settled
    assert (changed["connector_status"], settled["connector_status"]) == ("Pending Update", "Paused")


@pytest.mark.parametrize(("action", "status"), [("pause", "Paused"), ("resume", "Active"), ("restart", "Active")])
def test_an_action_changes_the_desired_state(streamkap: Streamkap, action: str, status: str) -> None:
    made = streamkap.make_source()

    acted = streamkap.post(f"/sources/{made['id']}/actions/{action}").json()

    assert (acted["desired_state"], acted["connector_status"]) == (status, status)


def test_a_deleted_source_lingers_and_keeps_its_name_taken_when_nobody_waits(
    sandbox: Sandbox, streamkap: Streamkap, clock: ManualClock
) -> None:
    sandbox.admin.switch(streamkap={"delete_ms": 1000})
    made = streamkap.make_source()

    deleted = streamkap.delete(f"/sources/{made['id']}?wait=false")

    assert (deleted.status_code, deleted.json()) == (200, made)
    assert streamkap.one(f"/sources/{made['id']}") == {**made, "desired_state": "Pending Delete"}
    assert refusal(create(streamkap)) == (422, "Source with name orders already exists")
    clock.advance(1.001)
    assert streamkap.one(f"/sources/{made['id']}") is None
    assert create(streamkap).status_code == 200


def test_a_missing_source_can_be_an_empty_list_or_a_404(sandbox: Sandbox, streamkap: Streamkap) -> None:
    missing = (404, "Source not found")
    for method in ("PUT", "DELETE"):
        assert refusal(streamkap.request(method, "/sources/none", json={})) == missing

    assert streamkap.one("/sources/none") is None
    sandbox.admin.switch(streamkap={"missing": "404"})
    assert refusal(streamkap.get("/sources/none")) == missing


def test_a_single_get_can_answer_with_the_bare_object(sandbox: Sandbox, streamkap: Streamkap) -> None:
    sandbox.admin.switch(streamkap={"enveloped": False})
    made = streamkap.make_source()

    assert streamkap.get(f"/sources/{made['id']}").json() == made
