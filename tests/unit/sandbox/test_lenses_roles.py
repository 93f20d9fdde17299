from __future__ import annotations

import re
from typing import Any

import pytest

from provider_lib.sandbox import ManualClock, Sandbox
from provider_lib.sandbox.clock import timestamp

from .lenses import Lenses, problem

URL = "/api/v1/roles"
POLICY = [{"effect": "allow", "action": ["kafka:ListTopics"], "resource": ["*"]}]


def make(lenses: Lenses, name: str = "reader", **fields: Any) -> dict[str, Any]:
    answer = lenses.post(URL, json={"name": name, "policy": POLICY, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_created_role_is_shown_with_its_policy(lenses: Lenses, clock: ManualClock) -> None:
    made = make(lenses, description="Reads.", metadata={"team": "core"})
    identity = made.pop("id")

    assert made == {
        "name": "reader",
        "display_name": "reader",
        "lrn": "iam:role:reader",
        "created_at": timestamp(clock.now()),
        "description": "Reads.",
        "policy": POLICY,
        "metadata": {"team": "core"},
    }
    assert re.fullmatch(r"role_[0-9a-f]{24}", identity)
    assert lenses.get(f"{URL}/reader").json() == {**made, "id": identity}


def test_the_list_says_only_how_long_a_policy_is(lenses: Lenses) -> None:
    whole = make(lenses)
    del whole["policy"]

    assert lenses.get(URL).json() == {"items": [{**whole, "policy_length": 1}]}


def test_a_patch_replaces_the_policy_and_leaves_what_it_does_not_name(lenses: Lenses) -> None:
    made = make(lenses, description="Reads.", metadata={"team": "core"})
    denied = [{"effect": "deny", "action": ["*"], "resource": ["kafka:topic:a", "kafka:topic:b"]}]

    patched = lenses.patch(f"{URL}/reader", json={"policy": denied, "metadata": {"team": None, "cost": "1"}})

    assert (patched.status_code, patched.json()) == (200, {**made, "policy": denied, "metadata": {"cost": "1"}})


@pytest.mark.parametrize(
    ("fields", "invalid"),
    [
        ({"policy": []}, "policy"),
        ({"policy": [{"effect": "maybe", "action": ["*"], "resource": ["*"]}]}, "policy.0.effect"),
        ({"policy": [{"effect": "allow", "action": [], "resource": ["*"]}]}, "policy.0.action"),
        ({"policy": [{"effect": "allow", "action": ["*"]}]}, "policy.0.resource"),
        ({"policy": [{"effect": "allow", "action": ["*"], "resource": ["*"], "sid": "a"}]}, "policy.0.sid"),
        ({"description": "x" * 281}, "description"),
    ],
)
def test_fields_beyond_their_limits_are_refused(lenses: Lenses, fields: dict[str, Any], invalid: str) -> None:
    make(lenses)
    created = lenses.post(URL, json={"name": "other", "policy": POLICY, **fields})
    patched = lenses.patch(f"{URL}/reader", json=fields)

    for answer in (created, patched):
        assert answer.status_code == 400
        assert [field["name"] for field in problem(answer)["invalid_fields"]] == [invalid]


@pytest.mark.parametrize(("shown_as", "action"), [("list", ["*"]), ("text", "*")])
def test_how_one_action_is_shown_is_a_switch(sandbox: Sandbox, lenses: Lenses, shown_as: str, action: object) -> None:
    sandbox.admin.switch(lenses={"lone_policy_value": shown_as})

    for given in ("*", ["*"]):
        policy = [{"effect": "allow", "action": given, "resource": ["a", "b"]}]
        made = make(lenses, f"as-{type(given).__name__}", policy=policy)
        assert made["policy"] == [{"effect": "allow", "action": action, "resource": ["a", "b"]}]


def test_a_deleted_role_goes_from_its_groups(lenses: Lenses) -> None:
    make(lenses)
    lenses.post("/api/v1/groups", json={"name": "team", "roles": ["reader"]}).raise_for_status()

    assert lenses.delete(f"{URL}/reader").status_code == 204
    assert lenses.get("/api/v1/groups/team").json()["roles"] == []
    assert problem(lenses.delete(f"{URL}/reader"))["title"] == "Role 'reader' was not found"
