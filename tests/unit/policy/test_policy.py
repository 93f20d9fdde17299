"""What a policy is made of, in Python or in cdktf.json."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provider_lib.errors import ConfigError
from provider_lib.policy import DEFAULT, App, Found, Policy, Subject, Waiver, rule
from provider_lib.policy.pack.dead_letters import DeadLetterQueue
from provider_lib.policy.pack.topics import TopicsTwice


@rule("own", reason="Ours.", way_out="Do as we do.")
def own(subject: Subject, app: App) -> list[Found]:  # noqa: ARG001 - as rules are called
    return []


PACK = (TopicsTwice(), own)
HERE = __name__


def test_a_policy_is_made_of_packs_and_rules() -> None:
    assert Policy.of([]) == Policy(())
    assert Policy.of(["default"]) == Policy(DEFAULT)
    assert Policy.of(["default", own]) == Policy((*DEFAULT, own))
    assert Policy.of([PACK, DeadLetterQueue()]) == Policy((*PACK, DeadLetterQueue()))


def test_rules_of_ones_own_are_imported_by_name() -> None:
    assert Policy.of([f"{HERE}:own", f"{HERE}:PACK"]) == Policy((own, TopicsTwice()))


def test_severities_are_given_by_id() -> None:
    severities = {"own": "error", "topics-twice": "off"}
    assert Policy.of([severities, PACK]) == Policy((replace(own, severity="error"),))


def test_waivers_are_values_or_objects_of_json() -> None:
    waiver = Waiver("own", "dev/*", "Because.", "2026-12-31")
    written = {"waive": "own", "construct": "dev/*", "reason": "Because.", "until": "2026-12-31"}
    assert Policy.of([own, waiver]) == Policy.of([own, written]) == Policy((own,), (waiver,))


WAIVER_KEYS = "It has the texts construct, reason, until, waive."


@pytest.mark.parametrize(
    ("chosen", "summary", "detail"),
    [
        ("default", "The policy is str, not a list", "A policy is a list of"),
        (7, "The policy is int, not a list", "A policy is a list of"),
        ([7], "7 is nothing of a policy", "A policy is a list of"),
        (["strict"], "'strict' is nothing of a policy", "A policy is a list of"),
        (["no_such:own"], "The policy names no_such:own, which cannot be imported", "No module named 'no_such'."),
        ([f"{HERE}:none"], f"The policy names {HERE}:none, which cannot be imported", "module"),
        ([{"owm": "off"}], "The policy has no rule 'owm'", 'It has no rules at all: begin it with "default".'),
        ([PACK, {"owm": "off"}], "The policy has no rule 'owm'", "Did you mean `own`?"),
        ([PACK, {"x": "off"}], "The policy has no rule 'x'", "It can be `topics-twice`, `own`."),
        ([Waiver("x", "*", "Because.", "2026-12-31"), own], "The policy has no rule 'x'", "It can be `own`."),
        (
            [own, {"own": "fatal"}],
            "The policy gives own the severity 'fatal'",
            "There are: error, warning, information, off.",
        ),
        ([own, {"waive": "own"}], "{'waive': 'own'} is no waiver", WAIVER_KEYS),
        (
            [own, {"waive": "own", "construct": "*", "reason": 1, "until": ""}],
            "{'waive': 'own', 'construct': '*', 'reason': 1, 'until': ''} is no waiver",
            WAIVER_KEYS,
        ),
    ],
)
def test_what_is_no_policy_is_refused(chosen: Any, summary: str, detail: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Policy.of(chosen)
    assert caught.value.summary == summary
    assert caught.value.detail.startswith(detail)
