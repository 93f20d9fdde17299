"""What is declared of changes, seen over the whole catalogue, and what becomes of it for single changes."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.review.effects import effects
from provider_lib.review.report import Effect
from provider_lib.spec import Action, Resource
from provider_lib.systems import CATALOGUE
from tests.review.plans import changed, connector, reviewed

USERS_OWN = "sluice_rest_object"
"""Of an API that its user describes nobody else knows what a change does."""

JUDGED = [item for name, item in CATALOGUE.resources.items() if name != USERS_OWN]


@pytest.mark.parametrize("resource", JUDGED, ids=lambda item: item.type_name)
def test_whatever_is_done_to_a_resource_something_is_said_of_it(resource: type[Resource]) -> None:
    for act in ("create", "update", "replace", "delete"):
        assert effects(resource.consequences, act, {}, {}), act


@pytest.mark.parametrize("resource", JUDGED, ids=lambda item: item.type_name)
def test_a_field_that_replaces_says_so_or_leaves_it_to_the_act(resource: type[Resource]) -> None:
    for name, field in resource.fields().items():
        act = "replace" if field.immutable else "update"
        assert effects(resource.consequences, act, {name: "was"}, {name: "is"}), name


@pytest.mark.parametrize("action", CATALOGUE.actions.values(), ids=lambda item: item.type_name)
def test_every_action_says_what_it_does(action: type[Action]) -> None:
    assert effects(action.consequences, "invoke", None, {"name": "orders"})


CHANGES: list[tuple[dict[str, str | None], str, str]] = [
    ({"topics": "orders,payments"}, "restarts", "reads payments too, from the beginning"),
    (
        {"topics": "orders,payments", "consumer.override.auto.offset.reset": "latest"},
        "gap",
        "reads payments too, but only what comes from now on",
    ),
    ({"topics": "payments"}, "gap", "stops reading orders: what is unread there stays unread"),
    ({"topics.regex": "o.*"}, "gap", "reads the topics that match another pattern: others than before"),
    (
        {"consumer.override.group.id": "again"},
        "duplicates",
        "reads as another consumer group: everything again, from the beginning",
    ),
    ({"errors.tolerance": "all"}, "loss", "skips records that it cannot handle, and keeps them nowhere"),
    (
        {"errors.tolerance": "all", "errors.deadletterqueue.topic.name": "dead"},
        "restarts",
        "restarts 1 task",
    ),
    (
        {"connector.class": "com.example.Other"},
        "duplicates",
        "is another class of connector, to which its position so far may mean nothing",
    ),
    (
        {"value.converter": "com.example.Json"},
        "gap",
        "expects records in another format (value.converter), also of those that are in its topics already",
    ),
]


@pytest.mark.parametrize(("config", "tier", "says"), CHANGES)
def test_a_change_of_a_sinks_configuration_has_consequences(config: dict[str, Any], tier: str, says: str) -> None:
    change = changed("sluice_kafka_connect_connector", ["update"], connector(), connector(config))
    assert reviewed(change).changes[0].effects[0] == Effect(tier, says)


@pytest.mark.parametrize(
    ("field", "value", "effect"),
    [
        ("desired_state", "stopped", "gap"),
        ("offsets", "[]", "loss"),
        ("offsets_reset", "1", "duplicates"),
        ("wait_for_running", False, "safe"),
    ],
)
def test_a_change_of_a_field_has_its_tier(field: str, value: Any, effect: str) -> None:
    change = changed("sluice_kafka_connect_connector", ["update"], connector(), connector(**{field: value}))
    assert reviewed(change).tier == effect


def test_a_new_configuration_of_something_paused_restarts_nothing() -> None:
    before, after = connector(desired_state="paused"), connector({"file": "b"}, desired_state="paused")
    change = changed("sluice_kafka_connect_connector", ["update"], before, after)
    assert reviewed(change).changes[0].effects == (
        Effect("safe", "gets the new configuration, which counts when it runs again"),
    )


def test_what_is_not_known_yet_counts_as_any_value() -> None:
    before, after = connector(), connector()
    del after["config"]["topics"]
    unknown = {"config": {"topics": True}}
    report = reviewed(changed("sluice_kafka_connect_connector", ["update"], before, after, after_unknown=unknown))
    says = [effect.says for effect in report.changes[0].effects]
    assert "reads what is not known yet too, from the beginning" in says
