"""A digest stands for what a plan does, and for nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.review import digest
from tests.review import stored
from tests.review.plans import changed, connector, reviewed

CONNECTOR = "sluice_kafka_connect_connector"


def of(after: dict[str, str], before: dict[str, Any] | None = None, **parts: Any) -> str:
    return digest(reviewed(changed(CONNECTOR, ["update"], connector(**(before or {})), connector(after)), **parts))


def test_every_kept_plan_has_a_digest_of_its_own() -> None:
    names = [name for name in stored.names() if name not in ("failed-tasks", "check")]  # these do what others do
    assert len({digest(stored.load(name).report) for name in names}) == len(names)


def test_how_things_were_when_the_plan_looked_is_no_part_of_it() -> None:
    failed = {"state": "FAILED", "tasks": [{"id": "0", "state": "FAILED", "trace": "boom"}] * 3}
    assert of({"topics": "a"}, failed, timestamp="now") == of({"topics": "a"})
    assert digest(stored.load("failed-tasks").report) == digest(stored.load("topic-added").report)


@pytest.mark.parametrize("after", [{"topics": "b"}, {"topics": "a", "tasks.max": "2"}, {}])
def test_another_value_is_another_digest(after: dict[str, str]) -> None:
    assert of(after) != of({"topics": "a"})


def test_what_somebody_changed_by_hand_meanwhile_is_another_digest() -> None:
    assert of({"topics": "a"}, {"desired_state": "paused"}) != of({"topics": "a"})


def test_an_action_with_other_arguments_is_another_digest() -> None:
    run = {"address": "action.x.y", "type": "sluice_kafka_connect_restart_connector"}
    digests = {digest(reviewed(action_invocations=[run | {"config_values": {"name": it}}])) for it in ("a", "b")}
    assert len(digests) == 2


def test_what_an_earlier_failure_left_over_is_another_digest_than_what_took_its_place() -> None:
    deleted = [changed(CONNECTOR, ["delete"], connector(name=name), None) for name in ("orders", "orders-2")]
    assert len({digest(reviewed(change)) for change in deleted}) == 2
