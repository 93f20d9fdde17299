"""An app is held to a policy: what is found, what is waived, and what cannot be said."""

from __future__ import annotations

from datetime import date

import pytest

from provider_lib.errors import ConfigError, StateError, SynthError
from provider_lib.policy import DEFAULT, App, Finding, Found, Policy, Subject, Waiver, examine, from_json, rule, to_json
from provider_lib.policy.pack.dead_letters import DeadLetterQueue
from tests.unit.policy.connectors import found, sink

TODAY = date(2026, 11, 28)
DROPPING = sink({"errors.tolerance": "all"})
FINDING = Finding(
    rule="dead-letter-queue",
    severity="warning",
    construct="dev/orders",
    attribute='config["errors.tolerance"]',
    what="is 'all', and there is no dead-letter queue",
    reason=DeadLetterQueue().reason,
    way_out=DeadLetterQueue().way_out,
    source=DeadLetterQueue().source,
)


@rule("named", severity="error", reason="Names are for people.", way_out="Choose another.", source="https://a.example")
def named(subject: Subject, app: App) -> list[Found]:  # noqa: ARG001 - as rules are called
    return [Found("is short", ("name",))] if len(str(subject.get("name"))) < 7 else []


def test_what_the_rules_find_is_told_whole() -> None:
    assert examine(App((DROPPING,)), Policy(), TODAY) == (FINDING,)


def test_only_the_resources_of_one_stack_are_looked_at_when_asked() -> None:
    assert examine(App((DROPPING,)), Policy(), TODAY, stack="prod") == ()
    assert examine(App((DROPPING,)), Policy(), TODAY, stack="dev") == (FINDING,)


def test_a_function_is_a_rule() -> None:
    assert examine(App((DROPPING,)), Policy.of([named]), TODAY) == (
        Finding(
            "named",
            "error",
            "dev/orders",
            "name",
            "is short",
            "Names are for people.",
            "Choose another.",
            "https://a.example",
        ),
    )


def test_a_rule_that_fails_is_named_with_its_line() -> None:
    @rule("broken", reason="", way_out="")
    def broken(subject: Subject, app: App) -> list[Found]:  # noqa: ARG001
        raise LookupError("no such thing")

    with pytest.raises(SynthError) as caught:
        examine(App((DROPPING,)), Policy((broken,)), TODAY)
    line = test_a_rule_that_fails_is_named_with_its_line.__code__.co_firstlineno + 3
    assert str(caught.value) == (
        f"dev/orders: the rule broken of the policy failed\nLookupError: no such thing\nat {__file__}, line {line}"
    )


def test_a_waiver_covers_a_finding_until_its_day_is_over() -> None:
    waiver = Waiver("dead-letter-queue", "dev/*", "The source is replayed anyway.", "2026-11-28")
    policy = Policy(DEFAULT, (waiver,))
    (waived,) = examine(App((DROPPING,)), policy, TODAY)
    assert waived.waived == "until 2026-11-28: The source is replayed anyway."
    assert examine(App((DROPPING,)), policy, date(2026, 11, 29)) == (
        Finding(
            "waiver-over",
            "error",
            "",
            "",
            "the waiver of dead-letter-queue for dev/* ended on 2026-11-28",
            "It was given because: The source is replayed anyway.",
            "Mend what it covers and take it out, or give it another day.",
        ),
        FINDING,
    )


def test_a_waiver_covers_only_its_rule_and_constructs() -> None:
    waivers = (
        Waiver("dead-letter-queue", "prod/*", "Because.", "2026-12-31"),
        Waiver("topics-twice", "*", "Because.", "2026-12-31"),
    )
    assert examine(App((DROPPING,)), Policy(DEFAULT, waivers), TODAY) == (FINDING,)


@pytest.mark.parametrize(
    ("rule", "construct", "says"),
    [
        ("topics-twice", "dev/orders", True),
        ("dead-letter-queue", "dev/order", True),
        ("dead-letter-queue", "dev/orders", False),
        ("topics-twice", "prod/orders", False),  # the synth of that stack tells
        ("topics-twice", "*", False),
    ],
)
def test_a_waiver_that_covers_nothing_in_its_stack_is_a_warning(rule: str, construct: str, says: bool) -> None:
    waiver = Waiver(rule, construct, "Because.", "2026-12-31")
    found = examine(App((DROPPING,)), Policy(DEFAULT, (waiver,)), TODAY, stack="dev")
    warned = [finding for finding in found if finding.rule == "waiver-unused"]
    assert warned == ([waiver.unused()] if says else [])
    assert (waiver.unused().severity, waiver.unused().summary) == (
        "warning",
        f"the waiver of {rule} for {construct} covers nothing",
    )


@pytest.mark.parametrize(
    ("reason", "until", "said"),
    [
        (" ", "2026-12-31", "The waiver of heartbeat for prod/* has no reason"),
        ("Because.", "next year", "The waiver of heartbeat for prod/* ends on 'next year', which is no day"),
    ],
)
def test_a_waiver_needs_a_reason_and_a_day(reason: str, until: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Waiver("heartbeat", "prod/*", reason, until)
    assert caught.value.summary == said


def test_findings_are_read_as_they_were_written() -> None:
    assert from_json(to_json([FINDING])) == (FINDING,)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 2, "findings": []}', '{"format": 1, "findings": [{"a": 1}]}']
)
def test_what_no_synth_wrote_is_refused(text: str) -> None:
    with pytest.raises(StateError) as caught:
        from_json(text)
    assert caught.value.summary == "policy.json cannot be read"


def test_rules_say_what_to_do_and_who_says_so() -> None:
    incomplete = [item.id for item in DEFAULT if not (item.id and item.reason and item.way_out and item.source)]
    assert incomplete == []
    assert len({item.id for item in DEFAULT}) == len(DEFAULT)


def test_a_clean_connector_has_no_findings() -> None:
    assert [found(item, sink()) for item in DEFAULT] == [[]] * len(DEFAULT)
