"""The policy of an app: errors fail its synth, all else is remarked, and all of it is noted beside the stack."""

from __future__ import annotations

import json
import re
from inspect import getsourcelines
from typing import Any

from provider_lib.policy import from_json
from tests.synth import policies
from tests.synth.conftest import Synthesized

ADVICE = (
    "A record that cannot be converted or transformed is dropped, and nobody can get it back from the sink. Set "
    "errors.deadletterqueue.topic.name, or leave errors.tolerance at none. [dead-letter-queue]"
)
DROPS = "config[\"errors.tolerance\"] is 'all', and there is no dead-letter queue"


def notes(synthesized: Synthesized, case: str) -> list[tuple[Any, ...]]:
    manifest = json.loads((synthesized.folder / case / "manifest.json").read_text())
    found = [note for stack in manifest["stacks"].values() for note in stack["annotations"]]
    return [
        (note["constructPath"], note["level"], re.sub(r" \([^()]*, line \d+\)$", "", note["message"])) for note in found
    ]


def test_what_is_no_error_is_remarked(synthesized: Synthesized) -> None:
    assert notes(synthesized, "policy/own") == [
        (
            "dev",
            "@cdktf/warn",
            "the waiver of heartbeat for dev/gone covers nothing. It was given because: x "
            "Take it out, or mend its path. [waiver-unused]",
        ),
        ("dev/orders-sink", "@cdktf/warn", f"{DROPS}. {ADVICE}"),
        ("dev/orders", "@cdktf/info", "name names no team. Somebody must answer for it. Begin it with a team. [team]"),
    ]


def test_all_that_was_found_is_noted_beside_the_stack(synthesized: Synthesized) -> None:
    found = from_json(synthesized.path("policy/own", "dev").with_name("policy.json").read_text())
    assert [(item.construct, item.rule, item.waived) for item in found] == [
        ("", "waiver-unused", ""),
        ("dev/orders-sink", "dead-letter-queue", ""),
        ("dev/let-be", "dead-letter-queue", "until 2999-01-01: x"),
        ("dev/orders", "team", ""),
    ]
    _, start = getsourcelines(policies.sink)
    assert {item.line.rpartition("/")[2] for item in found if item.line} == {f"policies.py, line {start + 1}"}


def test_an_error_fails_the_synth_with_the_line(synthesized: Synthesized) -> None:
    _, start = getsourcelines(policies.sink)
    summary, line, advice = synthesized.notes["policy_of_errors"].splitlines()
    assert summary == (
        "[dev] dev/sink: config[\"transforms\"] names the transform 'unwrap', and transforms.unwrap.type is not set"
    )
    assert line.startswith("dev/sink: at ")
    assert line.endswith(f"policies.py, line {start + 1}")
    assert advice == (
        "Kafka Connect refuses a name without a type. Give it a type in an entry of its own, or take the name out. "
        "[undefined-transform]"
    )


def test_an_app_of_the_cdk_itself_takes_its_policy_from_its_settings(synthesized: Synthesized) -> None:
    advice = "Somebody must answer for it. Begin it with a team. [team]"
    assert notes(synthesized, "policy_in_settings/own") == [
        ("dev/sink", "@cdktf/info", f"name names no team. {advice}")
    ]


def test_a_policy_that_cannot_be_used_fails_the_synth(synthesized: Synthesized) -> None:
    refused = synthesized.notes["policy_in_settings"]
    assert refused["over"] == (
        "[dev] the waiver of team for * ended on 2020-12-31\n"
        "It was given because: Old names. Mend what it covers and take it out, or give it another day. [waiver-over]"
    )
    assert refused["unknown"].partition("\n")[0] == "[dev] 'strict' is nothing of a policy"


def test_what_connectors_of_two_stacks_share_is_found_where_they_meet(synthesized: Synthesized) -> None:
    refused = synthesized.notes["policy_across_stacks"]
    slot = "config[\"slot.name\"] is 'orders', which one/first has too"
    assert refused["one server"].partition("\n")[0] == f"[two] two/second: {slot}"
    assert refused["two servers"] == refused["two slots"] == "nothing was refused"
    assert notes(synthesized, "policy_across_stacks/two_servers") == []
    [(construct, level, message)] = notes(synthesized, "policy_across_stacks/two_slots")
    assert (construct, level) == ("two/second", "@cdktf/warn")
    assert message.startswith("config[\"topic.prefix\"] is 'shop', which one/first has too. ")


def test_a_sink_reads_what_a_source_of_a_later_stack_writes(synthesized: Synthesized) -> None:
    assert synthesized.notes["policy_across_stacks"]["written in a later stack"] == "nothing was refused"
    [(construct, level, message)] = notes(synthesized, "policy_across_stacks/written_later")
    assert (construct, level) == ("one/first", "@cdktf/info")
    assert message.startswith("config[\"topics\"] names 'odrers', which no source of the app writes. ")


def test_what_a_rule_works_out_of_an_app_is_worked_out_once_until_an_aspect_changes_a_stack(
    synthesized: Synthesized,
) -> None:
    assert synthesized.notes["policy_worked_out_once"] == {
        "as it is": [[None, None, None]],
        "changed": [[None, None, None], [None, "Changed", None]],
    }
