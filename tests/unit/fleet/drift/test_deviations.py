"""Which objects of a plan deviate, and how."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.errors import EngineError
from provider_lib.fleet.drift import Deviation, Since, StackDrift, drift_of, unread
from provider_lib.review import Difference, Remark
from provider_lib.systems import CATALOGUE
from tests.review.plans import changed, connector, plan

KIND = "sluice_kafka_connect_connector"
AGENT = "sluice_confluent_flink_agent"
WHOSE = "Kafka Connect connector main/orders"


def drift(*changes: dict[str, Any], left: list[dict[str, Any]] | None = None, **parts: Any) -> tuple[Deviation, ...]:
    """The deviations of a plan of these changes, with what the refresh found."""
    return drift_of(plan(*changes, resource_drift=left or [], **parts), CATALOGUE, "dev").deviations


def test_what_others_changed_and_a_deploy_changes_back() -> None:
    ours, theirs = connector(), connector({"topics": "theirs"})
    found = drift(
        changed(KIND, ["update"], theirs, ours),
        left=[changed(KIND, ["update"], ours, theirs)],
    )
    value = Difference(("config", "topics"), "orders", "theirs", "orders")
    assert found == (Deviation("changed", "connector main/orders", f"{KIND}.it", WHOSE, "update", (value,)),)


def test_what_others_changed_is_told_also_where_a_deploy_changes_something_else() -> None:
    ours, theirs = connector(), connector(desired_state="paused")
    found = drift(
        changed(KIND, ["update"], theirs, connector({"topics": "new"}, desired_state="paused")),
        left=[changed(KIND, ["update"], ours, theirs)],
    )
    [(kind, values)] = [(it.kind, it.differences) for it in found]
    assert kind == "changed"
    assert values == (
        Difference(("config", "topics"), "orders", "orders", "new"),
        Difference(("desired_state",), "running", "paused", "paused"),
    )


def test_what_others_deleted_and_a_deploy_makes_again() -> None:
    found = drift(
        changed(KIND, ["create"], None, connector()),
        left=[changed(KIND, ["delete"], connector(), None)],
    )
    assert found == (Deviation("gone", "connector main/orders", f"{KIND}.it", WHOSE, "create"),)


def test_what_is_only_in_the_code_is_not_deployed_and_comes_after_what_others_did() -> None:
    gone = changed(KIND, ["delete"], connector(), None)
    new = {**changed(KIND, ["create"], None, connector(name="new")), "address": f"{KIND}.new"}
    found = drift(new, left=[gone])
    assert [(it.kind, it.deed, it.address) for it in found] == [
        ("gone", None, f"{KIND}.it"),
        ("undeployed", "create", f"{KIND}.new"),
    ]


def test_what_others_changed_and_a_deploy_leaves_alone_deviates_too() -> None:
    left = changed(KIND, ["update"], connector(), connector(desired_state="paused"))
    value = Difference(("desired_state",), "running", "paused", "paused")
    assert drift(changed(KIND, ["no-op"]), left=[left]) == (
        Deviation("changed", "connector main/orders", f"{KIND}.it", differences=(value,)),
    )


TASKS = [{"id": "0", "state": "FAILED", "trace": "it is down"}]


@pytest.mark.parametrize(
    "left",
    [
        changed(KIND, ["update"], connector(), connector(tasks=TASKS, state="FAILED", trace="it is down")),
        changed("sluice_lenses_environment", ["update"], {"agent_connected": False}, {"agent_connected": True}),
        changed(AGENT, ["update"], {"phase": "READY", "updated_at": "1"}, {"phase": "RUNNING", "updated_at": "2"}),
        changed("sluice_rest_object", ["update"], {"output": {"at": 1}}, {"output": {"at": 2}}),
        changed("sluice_redpanda_connector", ["update"], {"type": None}, {"type": "sink"}),
    ],
    ids=lambda left: left["type"],
)
def test_what_moves_by_itself_is_no_drift(left: dict[str, Any]) -> None:
    assert drift(changed(left["type"], ["no-op"]), left=[left]) == ()


def test_every_field_that_a_server_moves_by_itself_is_none() -> None:
    for kind, declared in CATALOGUE.resources.items():
        moving = [name for name, field in declared.fields().items() if field.role.traits.planned == "open"]
        left = changed(kind, ["update"], dict.fromkeys(moving, "old"), dict.fromkeys(moving, "new"))
        assert drift(changed(kind, ["no-op"]), left=[left]) == (), kind


def test_what_the_server_sets_once_drifts_when_somebody_makes_the_object_anew() -> None:
    left = changed(
        "sluice_lenses_environment", ["update"], {"name": "orders", "id": "1"}, {"name": "orders", "id": "2"}
    )
    [found] = drift(changed(left["type"], ["no-op"]), left=[left])
    assert (found.kind, found.differences) == ("changed", (Difference(("id",), "1", "2", "2"),))


def test_of_what_is_not_declared_only_what_the_code_sets_can_drift() -> None:
    left = changed("random_thing", ["update"], {"size": 1, "seen": 1}, {"size": 2, "seen": 2})
    code = {"resources": [{"address": "random_thing.it", "expressions": {"size": {"constant_value": 1}}}]}
    [found] = drift(changed("random_thing", ["no-op"]), left=[left], configuration={"root_module": code})
    assert found.differences == (Difference(("size",), 1, 2, 2),)


def test_outputs_and_actions_only_follow_what_deviates() -> None:
    output = {"actions": ["update"], "before": "a", "after": "b"}
    run = {"address": "action.a.b", "type": "sluice_kafka_connect_restart_connector", "config_values": {"name": "a"}}
    assert drift(output_changes={"connected": output}, action_invocations=[run]) == ()


def test_a_server_tells_when_somebody_changed_an_object_last() -> None:
    ours = {"name": "triage", "kafka_cluster_id": "lkc-1", "description": "ours", "updated_at": "2026-11-01T00:00:00Z"}
    theirs = {**ours, "description": "theirs", "updated_at": "2026-11-27T03:00:00Z"}
    [found] = drift(changed(AGENT, ["update"], theirs, ours), left=[changed(AGENT, ["update"], ours, theirs)])
    assert found.since == Since("2026-11-27T03:00:00Z", "server")
    assert str(found.since) == "changed last 2026-11-27T03:00:00Z, its server says"
    [left] = drift(changed(AGENT, ["no-op"]), left=[changed(AGENT, ["update"], ours, theirs)])
    assert left.since == found.since


def test_the_journal_tells_when_a_deploy_broke_off_that_was_at_work_on_it() -> None:
    made = plan(changed(KIND, ["create"], None, connector()))
    begun = [
        {"type_name": KIND, "name": "kafka connect connector main/payments", "began": 1},
        {"type_name": KIND, "name": "kafka connect connector main/orders", "began": 1_795_000_000.5},
    ]
    [found] = drift_of(made, CATALOGUE, "dev", begun=begun).deviations
    assert str(found.since) == "a deploy that broke off was at work on it 2026-11-18 11:06:40 UTC"


def test_why_a_stack_was_not_looked_at_is_told_without_credentials() -> None:
    error = EngineError("No answer from http://me:s3cret-Zq7@connect", "password=s3cret-Zq7 was refused")
    told = unread(StackDrift("dev"), error).failure
    assert told == Remark("error", "No answer from http://********@connect", "password=******** was refused")
