from __future__ import annotations

from typing import Any

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox
from provider_lib.sandbox.clock import timestamp

from .streamkap import Streamkap


def pipeline(source: dict[str, Any], destination: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "name": "orders-to-lake",
        "source": {key: source[key] for key in ("id", "name", "connector")} | {"topics": ["public.orders"]},
        "destination": {key: destination[key] for key in ("id", "name", "connector")},
        **fields,
    }


@pytest.fixture
def body(streamkap: Streamkap) -> dict[str, Any]:
    return pipeline(streamkap.make_source(), streamkap.make_destination())


def refusal(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()["detail"]


def test_a_pipeline_embeds_its_whole_source_and_destination(
    streamkap: Streamkap, body: dict[str, Any], clock: ManualClock
) -> None:
    source = streamkap.one(f"/sources/{body['source']['id']}")
    destination = streamkap.one(f"/destinations/{body['destination']['id']}")
    assert source

    made = streamkap.post("/pipelines", json={**body, "tags": ["t1"]}).json()

    assert made == {
        "id": made["id"],
        "name": "orders-to-lake",
        "created_timestamp": timestamp(clock.now()),
        "snapshot_new_tables": False,
        "transforms": [],
        "topic_auto_discovery_transforms": [],
        "tags": ["t1"],
        "periodic_audit": None,
        "source": {**source, "topics": ["public.orders"]},
        "destination": destination,
        "topic_ids": [f"source_{source['id']}.public.orders"],
        "topics": ["public.orders"],
    }
    assert streamkap.one(f"/pipelines/{made['id']}") == made
    assert streamkap.get("/pipelines").json()["result"] == [made]


def test_embedded_secrets_are_shown_only_when_asked_for(streamkap: Streamkap, body: dict[str, Any]) -> None:
    hidden = streamkap.post("/pipelines", json=body).json()
    asked = streamkap.one(f"/pipelines/{hidden['id']}?secret_returned=true")

    assert asked
    assert hidden["source"]["config"]["database.password"] is None
    assert asked["source"]["config"]["database.password"] == "s3cret"


def test_a_put_replaces_everything_but_tags_that_it_does_not_name(streamkap: Streamkap, body: dict[str, Any]) -> None:
    audited = {**body, "tags": ["t1"], "snapshot_new_tables": True, "periodic_audit": {"interval_minutes": 5}}
    made = streamkap.post("/pipelines", json=audited).json()
    assert made["periodic_audit"] == {"interval_minutes": 5}

    changed = streamkap.put(f"/pipelines/{made['id']}", json={**body, "name": "renamed"}).json()

    assert changed == {**made, "name": "renamed", "snapshot_new_tables": False, "periodic_audit": None}


def test_a_transforms_topic_is_what_follows_the_first_dot_of_its_id(streamkap: Streamkap, body: dict[str, Any]) -> None:
    transforms = [{"id": "x", "topic_id": "live_x.SiteAlert-us-Local.v1"}]

    made = streamkap.post("/pipelines", json={**body, "transforms": transforms}).json()

    assert made["transforms"] == [{**transforms[0], "topic": "SiteAlert-us-Local.v1"}]


def test_a_relational_destination_of_a_schemaless_source_gets_a_key(streamkap: Streamkap) -> None:
    dynamodb = {
        "aws.region": "eu-west-1",
        "aws.access.key.id": "AKIA",
        "aws.secret.key": "s3cret",
        "s3.export.bucket.name": "export",
        "table.include.list.user.defined": "Orders",
    }
    postgresql = {
        "database.hostname.user.defined": "db",
        "database.database.user.defined": "shop",
        "connection.username": "sink",
        "connection.password": "s3cret",
        "table.name.prefix": "public",
    }
    source = streamkap.make_source(connector="dynamodb", config=dynamodb)
    destination = streamkap.make_destination(connector="postgresql", config=postgresql)
    key = "transforms.MarkColumnsAsOptional.fields.include.list"
    assert destination["config"][key] is None

    made = streamkap.post("/pipelines", json=pipeline(source, destination)).json()

    assert made["destination"]["config"] == {**destination["config"], key: "*"}


def test_a_deleted_pipeline_is_gone(streamkap: Streamkap, body: dict[str, Any]) -> None:
    made = streamkap.post("/pipelines", json=body).json()

    deleted = streamkap.delete(f"/pipelines/{made['id']}")

    assert (deleted.status_code, deleted.json()) == (200, made)
    assert streamkap.one(f"/pipelines/{made['id']}") is None
    assert refusal(streamkap.delete(f"/pipelines/{made['id']}")) == (404, "Pipeline not found")


def test_a_missing_pipeline_can_be_a_404(sandbox: Sandbox, streamkap: Streamkap) -> None:
    sandbox.admin.switch(streamkap={"missing": "404"})

    assert refusal(streamkap.get("/pipelines/none")) == (404, "Pipeline not found")


def test_a_name_that_is_taken_is_refused(streamkap: Streamkap, body: dict[str, Any]) -> None:
    streamkap.post("/pipelines", json=body)

    assert refusal(streamkap.post("/pipelines", json=body)) == (
        422,
        "Pipeline with name orders-to-lake already exists",
    )


def test_a_pipeline_of_something_that_does_not_exist_is_refused(streamkap: Streamkap, body: dict[str, Any]) -> None:
    no_source = {**body, "source": {**body["source"], "id": "none"}}
    no_destination = {**body, "destination": {**body["destination"], "id": "none"}}

    assert refusal(streamkap.post("/pipelines", json=no_source)) == (404, "Source not found")
    assert refusal(streamkap.post("/pipelines", json=no_destination)) == (404, "Destination not found")
    assert refusal(streamkap.post("/pipelines", json={"name": "x"}))[0] == 422


def test_a_pipeline_outlives_its_source(streamkap: Streamkap, body: dict[str, Any]) -> None:
    made = streamkap.post("/pipelines", json=body).json()
    streamkap.delete(f"/sources/{body['source']['id']}?wait=true")

    assert streamkap.one(f"/pipelines/{made['id']}") == {**made, "source": body["source"]}
