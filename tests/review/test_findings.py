"""What the policy of an app finds stands in the review, as far as it is about what changes."""

from __future__ import annotations

from dataclasses import replace

from provider_lib.policy import Finding
from provider_lib.review import Report, document, markdown, review, text
from provider_lib.systems import CATALOGUE
from tests.review.plans import changed, connector, plan

KIND = "sluice_kafka_connect_connector"
ONE_TASK = Finding("one-task", "warning", "dev/orders", "config.tasks.max", "is 4", "It runs one task.", "Set 1.")
ELSEWHERE = replace(ONE_TASK, construct="dev/clicks")
WAIVED = replace(ELSEWHERE, waived="The team moves it, until 2099-06-30")


def reviewed(*findings: Finding) -> Report:
    change = changed(KIND, ["update"], connector(), connector({"tasks.max": "4"}))
    return review(plan(change), CATALOGUE, stack="dev", names={f"{KIND}.it": "dev/orders"}, findings=findings)


def test_a_finding_about_what_changes_is_told_with_the_way_out() -> None:
    report = reviewed(ELSEWHERE, ONE_TASK)
    told, written = text(report), markdown([report])
    assert (
        "\nPolicy\n    warning: dev/orders: config.tasks.max is 4\n      It runs one task. Set 1. [one-task]\n" in told
    )
    assert "- warning: `dev/orders`: config.tasks.max is 4. It runs one task. Set 1. \\[one-task\\]\n" in written
    assert "clicks" not in told + written


def test_what_is_waived_is_told_with_its_reason() -> None:
    told, written = text(reviewed(WAIVED)), markdown([reviewed(WAIVED)])
    assert "\nPolicy\n    waived: dev/clicks: config.tasks.max is 4\n      [one-task] The team moves it" in told
    assert "- waived: `dev/clicks`: config.tasks.max is 4. The team moves it, until 2099-06-30\n" in written


def test_other_programs_get_all_findings() -> None:
    [stack] = document([reviewed(ONE_TASK, ELSEWHERE, WAIVED)])["stacks"]
    assert [(finding["construct"], finding["waived"]) for finding in stack["findings"]] == [
        ("dev/orders", ""),
        ("dev/clicks", ""),
        ("dev/clicks", "The team moves it, until 2099-06-30"),
    ]


def test_what_a_policy_finds_is_no_part_of_what_was_reviewed() -> None:
    assert text(reviewed()).splitlines()[-1] == text(reviewed(ONE_TASK)).splitlines()[-1]
