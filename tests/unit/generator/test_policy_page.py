"""The page of the reference about rules says what each holds."""

from __future__ import annotations

from provider_lib.generator.policy_page import policy_page
from provider_lib.policy.pack.protection import Unprotected
from provider_lib.policy.pack.unwritten import UnwrittenTopic

HOLDS = "What is protected by default, because of what it is for, stays so."


def test_a_rule_has_a_row_and_a_section() -> None:
    page = policy_page([Unprotected(), UnwrittenTopic()])
    assert page[page.index("| Rule |") : page.index("## unwritten-topic")].splitlines() == [
        "| Rule | Severity | What holds |",
        "| --- | --- | --- |",
        f"| [`unprotected`](#unprotected) | warning | {HOLDS} |",
        "| [`unwritten-topic`](#unwritten-topic) | information "
        "| A sink reads what a source of the app writes, where the sources of its Kafka are all in the app. |",
        "",
        "## unprotected",
        "",
        f"{HOLDS} {Unprotected().reason}",
        "",
        f"Way out: {Unprotected().way_out}",
        "",
        "In Python: `Unprotected()` of `provider_lib.policy.pack`. Source: [environment.md](lenses/environment.md).",
        "",
    ]
    assert "In Python: `UnwrittenTopic(written=...)` of" in page
