"""Plans that are none, and parts of plans that nobody knows yet."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.errors import ConfigError
from provider_lib.review import Change, Difference, Effect, digest, review, text
from provider_lib.systems import CATALOGUE
from tests.review.plans import changed, connector, plan, reviewed

CONNECTOR = "sluice_kafka_connect_connector"


@pytest.mark.parametrize("document", [None, [], {}, 7, "plan", {"format_version": "1.2"}, {"format_version": 1}])
def test_what_is_no_plan_is_refused_with_how_to_make_one(document: Any) -> None:
    with pytest.raises(ConfigError, match="This is no plan in JSON"):
        review(document, CATALOGUE)


def test_a_plan_of_a_later_format_is_refused() -> None:
    with pytest.raises(ConfigError) as raised:
        review(plan() | {"format_version": "2.0"}, CATALOGUE)
    assert str(raised.value) == "The plan is of format 2.0\nThis version of Sluice knows 1.x."


@pytest.mark.parametrize(
    "broken", [{"resource_changes": 7}, {"resource_changes": [7]}, {"resource_changes": [{"address": "a"}]}]
)
def test_a_broken_plan_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="The plan cannot be read"):
        review(plan() | broken, CATALOGUE)


def test_an_unknown_action_is_the_worst_that_can_happen() -> None:
    report = reviewed(changed(CONNECTOR, ["create", "forget"], connector(), connector()))
    assert report.tier == "lockout"
    assert report.changes[0].effects == (
        Effect("lockout", "undergoes something that Sluice does not know: create, forget"),
    )


def test_a_type_of_ours_that_is_not_known_is_the_worst_that_can_happen() -> None:
    assert reviewed(changed("sluice_lenses_quota", ["update"], {}, {})).tier == "lockout"


def test_an_object_of_another_provider_has_facts_and_no_consequences() -> None:
    report = reviewed(changed("aws_s3_bucket", ["update"], {"acl": "private", "arn": "a"}, {"acl": "public"}))
    assert text(report) == (
        "dev: SAFE - 1 aws_s3_bucket changes (not judged 1)\n"
        "Nothing happens to the data that is known here\n"
        "\n"
        "not judged  aws_s3_bucket.it  changes\n"
        "    Changes. What that does is not known here.\n"
        "    acl: private -> public\n"
        "    arn: a -> nothing\n"
        "    aws_s3_bucket\n"
        "\n"
        f"digest {digest(report)}\n"
    )


@pytest.mark.parametrize("actions", [["delete"], ["delete", "create"], ["create", "delete"]])
def test_that_another_providers_object_is_destroyed_may_be_a_loss(actions: list[str]) -> None:
    assert reviewed(changed("aws_s3_bucket", actions, {"acl": "private"}, None)).tier == "loss"


def test_what_is_only_read_or_stays_as_it_is_is_no_change() -> None:
    data = changed("aws_ami", ["read"]) | {"mode": "data"}
    report = reviewed(data, changed(CONNECTOR, ["no-op"], connector(), connector()))
    assert (report.changes, text(report)) == ((), "dev: SAFE - no changes\n")


def test_a_plan_that_is_not_whole_says_so() -> None:
    assert "This plan is not whole: there is more to do than it says" in text(reviewed(errored=True))


def test_an_action_that_runs_is_told() -> None:
    run = {
        "address": "action.x.y",
        "type": "sluice_kafka_connect_restart_connector",
        "config_values": {"name": "orders"},
    }
    report = reviewed(action_invocations=[run])
    assert report.changes == (
        Change(
            "action.x.y",
            "action.x.y",
            "restart connector",
            "Kafka Connect",
            "",
            "invoke",
            "restarts",
            (Effect("restarts", "restarts connector orders and its tasks"),),
            differences=(Difference(("name",), None, None, "orders"),),
        ),
    )


def test_text_of_a_server_steers_no_terminal_and_makes_no_line() -> None:
    trace = "\x1b[2J\x1b]0;gone\x07 boom\u202e\nat a.b"
    failed = connector(tasks=[{"id": "0\n  safe  all is well", "state": "FAILED", "trace": trace}])
    after = connector({"topics": "orders,\x1b[8mhidden"})
    shown = text(reviewed(changed(CONNECTOR, ["update"], failed, after)))
    assert [line for line in shown.split("\n") if not line.isprintable()] == []
    assert r"    task 0\n  safe  all is well: \x1b[2J\x1b]0;gone\x07 boom\u202e" in shown.splitlines()
