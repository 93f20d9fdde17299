from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox import Sandbox

from .lenses import Lenses, problem

URL = "/api/v1/groups"
ACCOUNTS = "/api/v1/service-accounts"
POLICY = [{"effect": "allow", "action": ["*"], "resource": ["*"]}]


@pytest.fixture(autouse=True)
def _others(lenses: Lenses) -> None:
    lenses.post("/api/v1/roles", json={"name": "admin", "policy": POLICY}).raise_for_status()
    for name in ("ci", "cd"):
        lenses.post(ACCOUNTS, json={"name": name}).raise_for_status()


def make(lenses: Lenses, **fields: Any) -> dict[str, Any]:
    answer = lenses.post(URL, json={"name": "team", **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def names(found: list[dict[str, Any]]) -> list[str]:
    return [item["name"] for item in found]


def test_a_created_group_is_shown_with_its_roles_and_its_members(lenses: Lenses) -> None:
    made = make(lenses, members=["ci", "anna@example.com"], roles=["admin"], description="A team.")

    assert (made["lrn"], made["sso_name"], made["description"]) == ("iam:group:team", "team", "A team.")
    assert [names(made[part]) for part in ("roles", "users", "service_accounts")] == [
        ["admin"],
        ["anna@example.com"],
        ["ci"],
    ]
    assert made["roles"] == lenses.get("/api/v1/roles").json()["items"]
    assert lenses.get(f"{URL}/team").json() == made


def test_the_list_only_counts(lenses: Lenses) -> None:
    made = make(lenses, members=["ci", "cd", "anna@example.com"], roles=["admin"])
    compact = {key: value for key, value in made.items() if key not in ("roles", "users", "service_accounts")}

    assert lenses.get(URL).json() == {"items": [{**compact, "user_count": 1, "sa_count": 2, "role_count": 1}]}


@pytest.mark.parametrize(
    ("change", "members"),
    [
        ({"add_members": ["cd", "ci"]}, ["ci", "cd"]),
        ({"remove_members": ["ci", "nobody"]}, []),
        ({"add_members": ["cd", "ci"], "remove_members": ["ci"]}, ["cd"]),
        ({"set_members": ["cd", "cd"]}, ["cd"]),
        ({"set_members": []}, []),
        ({"description": "A team."}, ["ci"]),
    ],
)
def test_members_are_added_removed_or_set(lenses: Lenses, change: dict[str, Any], members: list[str]) -> None:
    make(lenses, members=["ci"])

    patched = lenses.patch(f"{URL}/team", json=change)

    assert patched.status_code == 200
    assert names(patched.json()["service_accounts"]) == members


@pytest.mark.parametrize(
    ("change", "invalid", "error"),
    [
        ({"set_members": ["ci"], "add_members": ["cd"]}, "set_members", "invalid"),
        ({"add_members": "cd"}, "add_members", "invalid"),
        ({"add_members": ["nobody"]}, "members", "reference_not_found"),
        ({"roles": ["none"]}, "roles", "reference_not_found"),
        ({"members": ["cd"]}, "members", "unknown"),
        ({"name": "other"}, "name", "unknown"),
        ({"sso_name": ""}, "sso_name", "invalid"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_and_leaves_all_as_it_was(
    lenses: Lenses, change: dict[str, Any], invalid: str, error: str
) -> None:
    made = make(lenses, members=["ci"])

    answer = lenses.patch(f"{URL}/team", json={"display_name": "T", **change})

    assert answer.status_code == 400
    assert [(field["name"], field["error"]) for field in problem(answer)["invalid_fields"]] == [(invalid, error)]
    assert lenses.get(f"{URL}/team").json() == made


def test_the_users_that_can_be_members_are_a_switch(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(lenses={"users": ["zoe"]})

    assert names(make(lenses, members=["zoe"])["users"]) == ["zoe"]
    assert lenses.patch(f"{URL}/team", json={"add_members": ["anna@example.com"]}).status_code == 400


def test_a_deleted_account_goes_from_its_groups(lenses: Lenses) -> None:
    make(lenses, members=["ci", "cd"])

    lenses.delete(f"{ACCOUNTS}/ci")

    assert names(lenses.get(f"{URL}/team").json()["service_accounts"]) == ["cd"]
