"""A review says once of a stack which keys lie in its state in clear although they could be sealed."""

from __future__ import annotations

from typing import Any

from provider_lib.review import markdown, text
from tests.review.plans import changed, reviewed

KIND = "sluice_lenses_environment"
TOLD = "agent_key_recipients would seal it"


def environment(name: str, **values: Any) -> dict[str, Any]:
    after = {"name": name, "tier": "staging", "agent_key": "agent_key_planted"} | values
    return changed(KIND, ["no-op"], after, after) | {"address": f"{KIND}.{name}"}


def renamed(**values: Any) -> dict[str, Any]:
    before = {"name": "own", "tier": "staging", "display_name": "Own"} | values
    return changed(KIND, ["update"], before, before | {"display_name": "Ours"})


def test_keys_in_clear_are_told_in_one_line_with_what_would_seal_them() -> None:
    report = reviewed(renamed(), *[environment(name) for name in ("a", "b", "c")])
    expected = "In Terraform's state in clear: agent_key of environment own, environment a, environment b and 1 more"
    assert text(report).count(f"{expected}; {TOLD}\n") == 1
    assert markdown([report]).count(TOLD.replace("_", "\\_")) == 1


def test_what_is_sealed_is_not_told() -> None:
    assert TOLD not in text(reviewed(renamed(agent_key_recipients=["age1x"])))


def test_it_is_no_news_where_nothing_changes() -> None:
    assert TOLD not in text(reviewed(environment("a"))) + markdown([reviewed(environment("a"))])
