"""Pipelines and tags."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.streamkap import (
    DESTINATION,
    PASSWORD,
    PIPELINE,
    SOURCE,
    TAG,
    account,
    calls,
    destination,
    found,
    pipeline,
    source,
)
from tests.core import Workspace
from tests.diagnostics import error

ENDS = {SOURCE: source(), DESTINATION: destination()}
LABEL = {TAG: {"name": "orders", "type": ["sources", "pipelines"]}}


def test_a_pipeline_joins_a_source_to_a_destination(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(ENDS | {PIPELINE: pipeline()})
    workspace.apply()
    [made] = found(sandbox, "pipelines")
    state = workspace.state()
    assert (made["source"]["id"], made["destination"]["id"]) == (state[SOURCE]["id"], state[DESTINATION]["id"])
    assert state[PIPELINE]["source"] == {
        "id": state[SOURCE]["id"],
        "name": "orders",
        "connector": "postgresql",
        "topics": ["public.orders"],
    }
    assert workspace.plan().changes == {}
    workspace.destroy()
    assert [found(sandbox, kind) for kind in ("pipelines", "sources", "destinations")] == [[], [], []]


def test_the_configurations_inside_a_pipeline_do_not_reach_the_state(workspace: Workspace) -> None:
    workspace.write(ENDS | {PIPELINE: pipeline()})
    workspace.apply()
    state = (workspace.folder / "terraform.tfstate").read_text()
    assert PASSWORD not in state
    assert "config" not in str(workspace.state()[PIPELINE])


@pytest.mark.parametrize("enveloped", [True, False])
@pytest.mark.parametrize("missing", ["empty", "404"])
def test_a_pipeline_that_vanished_is_planned_again(
    workspace: Workspace, sandbox: Sandbox, missing: str, enveloped: bool
) -> None:
    sandbox.admin.switch(streamkap={"missing": missing, "enveloped": enveloped})
    workspace.write(ENDS | {PIPELINE: pipeline()})
    workspace.apply()
    with account(sandbox) as other:
        other.delete(f"/pipelines/{workspace.state()[PIPELINE]['id']}").raise_for_status()
    assert workspace.plan().changes == {PIPELINE: ["create"]}


@pytest.mark.parametrize("topic", ["public.SiteAlert-us-Local", "live_x.SiteAlert-us-Local", "plain"])
def test_topics_are_changed_in_place_whatever_they_are_called(
    workspace: Workspace, sandbox: Sandbox, topic: str
) -> None:
    workspace.write(ENDS | {PIPELINE: pipeline()})
    workspace.apply()
    changed: dict[str, Any] = pipeline()
    changed["source"] |= {"topics": ["public.orders", topic]}
    workspace.write(ENDS | {PIPELINE: changed})
    assert workspace.plan().changes == {PIPELINE: ["update"]}
    workspace.apply()
    assert found(sandbox, "pipelines")[0]["source"]["topics"] == ["public.orders", topic]
    assert workspace.plan().changes == {}


def test_a_change_keeps_what_was_added_to_the_pipeline_elsewhere(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(ENDS | {PIPELINE: pipeline()})
    workspace.apply()
    audit = {"topics": ["public.orders"], "timestamp_column": "at", "interval_minutes": 5}
    transforms = [{"id": "t1", "name": "clean", "topic_id": "source_1.public.orders", "topic": "public.orders"}]
    with account(sandbox) as other:
        now = found(sandbox, "pipelines")[0]
        body = now | {"periodic_audit": audit, "transforms": transforms}
        other.put(f"/pipelines/{now['id']}", json=body).raise_for_status()
    assert workspace.plan().changes == {}
    workspace.write(ENDS | {PIPELINE: pipeline(snapshot_new_tables=True)})
    workspace.apply()
    now = found(sandbox, "pipelines")[0]
    assert (now["snapshot_new_tables"], now["periodic_audit"], now["transforms"]) == (True, audit, transforms)


def test_tags_of_a_pipeline_are_put_on_and_taken_off(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write(ENDS | LABEL | {PIPELINE: pipeline(tags=["${sluice_streamkap_tag.test.id}"])})
    workspace.apply()
    assert found(sandbox, "pipelines")[0]["tags"] == [workspace.state()[TAG]["id"]]
    workspace.write(ENDS | LABEL | {PIPELINE: pipeline(tags=[])})
    workspace.apply()
    assert found(sandbox, "pipelines")[0]["tags"] == []
    assert workspace.plan().changes == {}


def test_a_tag_is_read_and_changed_by_its_id(workspace: Workspace, sandbox: Sandbox) -> None:
    workspace.write({TAG: {"name": "orders", "type": ["sources", "pipelines"], "description": "All of them"}})
    workspace.apply()
    before = workspace.state()[TAG]["id"]
    workspace.write({TAG: {"name": "sales", "type": ["pipelines", "sources"]}})
    assert workspace.plan().difference(TAG) == {"name": ("orders", "sales"), "description": ("All of them", None)}
    workspace.apply()
    [now] = found(sandbox, "tags")
    assert (now["id"], now["name"], now["description"]) == (before, "sales", "")
    assert workspace.plan().changes == {}


def test_a_type_of_tag_that_does_not_exist_is_told_while_planning(workspace: Workspace) -> None:
    workspace.write({TAG: {"name": "orders", "type": ["sources", "piplines"]}})
    assert "'piplines' must be one of environment, general, sources" in error(workspace).summary


def test_a_hundred_sources_are_refreshed_by_two_calls(workspace: Workspace, sandbox: Sandbox) -> None:
    many = {f"sluice_streamkap_source.s{n}": source(name=f"s{n}", wait_for_running=False) for n in range(105)}
    workspace.write(many)
    workspace.apply()
    sandbox.admin.clear_requests()
    assert workspace.plan().changes == {}
    assert calls(sandbox, "GET") == [
        "/sources?secret_returned=false&page=1&page_size=100",
        "/sources?secret_returned=false&page=2&page_size=100",
    ]
