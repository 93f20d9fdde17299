from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox
from provider_lib.sandbox.clock import timestamp

from .lenses import Lenses, problem

URL = "/api/v1/service-accounts"
GROUPS = "/api/v1/groups"
LATER = "2033-01-01T00:00:00Z"


def make(lenses: Lenses, **fields: Any) -> dict[str, Any]:
    answer = lenses.post(URL, json={"name": "ci", **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def allow(lenses: Lenses, action: str) -> None:
    """Put the account into a group that may do this."""
    policy = [{"effect": "allow", "action": [action], "resource": ["*"]}]
    lenses.post("/api/v1/roles", json={"name": "role", "policy": policy}).raise_for_status()
    lenses.post(GROUPS, json={"name": "team", "roles": ["role"], "members": ["ci"]}).raise_for_status()


def call(sandbox: Sandbox, token: str) -> httpx.Response:
    with Lenses(sandbox.environment()["SLUICE_LENSES_URL"], token) as lenses:
        return lenses.get("/api/v1/environments")


def test_a_created_account_is_answered_once_with_its_token(lenses: Lenses, clock: ManualClock) -> None:
    made = make(lenses, description="Deploys.", token_expires_at="2033-01-01T01:00:00+01:00")
    token, identity = made.pop("token"), made.pop("id")

    assert made == {
        "name": "ci",
        "display_name": "ci",
        "lrn": "iam:service-account:ci",
        "created_at": timestamp(clock.now()),
        "description": "Deploys.",
        "groups": [],
        "token_expires_at": "2033-01-01T00:00:00.000Z",
        "token_expired": False,
        "is_admin": False,
    }
    assert re.fullmatch(r"sa_key_[\w-]{32}", token)
    assert re.fullmatch(r"sa_[0-9a-f]{24}", identity)
    assert lenses.get(f"{URL}/ci").json() == {**made, "id": identity}
    assert lenses.get(URL).json() == {"items": [{**made, "id": identity}]}


def test_a_token_without_expiry_never_expires(lenses: Lenses) -> None:
    assert "token_expires_at" not in make(lenses)


@pytest.mark.parametrize("status", [200, 201])
def test_a_renewed_token_has_the_expiry_that_is_asked_for(sandbox: Sandbox, lenses: Lenses, status: int) -> None:
    sandbox.admin.switch(lenses={"renew_token_status": status})
    first = make(lenses, token_expires_at=LATER)

    again = lenses.post(f"{URL}/ci/renew-token", json={"token_expires_at": "2034-01-01T00:00:00Z"})
    for_ever = lenses.post(f"{URL}/ci/renew-token")

    assert (again.status_code, again.json()["token_expires_at"]) == (status, "2034-01-01T00:00:00.000Z")
    assert "token_expires_at" not in for_ever.json()
    assert len({answer["token"] for answer in (first, again.json(), for_ever.json())}) == 3


def test_the_expiry_cannot_be_patched(lenses: Lenses) -> None:
    make(lenses)

    answer = lenses.patch(f"{URL}/ci", json={"token_expires_at": LATER})

    assert [field["name"] for field in problem(answer)["invalid_fields"]] == ["token_expires_at"]


def test_a_patch_leaves_what_it_does_not_name(lenses: Lenses) -> None:
    made = make(lenses, description="Deploys.", token_expires_at=LATER, metadata={"team": "core"})
    del made["token"]

    patched = lenses.patch(f"{URL}/ci", json={"description": ""})

    assert (patched.status_code, patched.json()) == (200, {**made, "description": ""})


@pytest.mark.parametrize(
    ("change", "groups"),
    [
        ({"set_groups": ["b"]}, ["b"]),
        ({"set_groups": []}, []),
        ({"add_to_groups": ["b"]}, ["a", "b"]),
        ({"remove_from_groups": ["a"]}, []),
        ({"add_to_groups": ["b", "a"], "remove_from_groups": ["a"]}, ["b"]),
    ],
)
def test_groups_are_set_added_or_removed(lenses: Lenses, change: dict[str, Any], groups: list[str]) -> None:
    make(lenses)
    for name, members in (("a", ["ci", "anna@example.com"]), ("b", ["anna@example.com"])):
        lenses.post(GROUPS, json={"name": name, "members": members}).raise_for_status()

    answer = lenses.put(f"{URL}/ci/groups", json=change)

    assert (answer.status_code, [group["name"] for group in answer.json()["groups"]]) == (200, groups)
    assert [len(lenses.get(f"{GROUPS}/{name}").json()["users"]) for name in ("a", "b")] == [1, 1]


@pytest.mark.parametrize(
    ("change", "invalid", "error"),
    [
        ({"set_groups": ["none"]}, "groups", "reference_not_found"),
        ({"set_groups": [], "add_to_groups": []}, "set_groups", "invalid"),
    ],
)
def test_groups_that_cannot_be_set_are_refused(
    lenses: Lenses, change: dict[str, Any], invalid: str, error: str
) -> None:
    make(lenses)

    answer = lenses.put(f"{URL}/ci/groups", json=change)

    assert [(field["name"], field["error"]) for field in problem(answer)["invalid_fields"]] == [(invalid, error)]


@pytest.mark.parametrize(("action", "status"), [("*", 200), ("kafka:ListTopics", 403)])
def test_a_token_does_what_a_role_of_its_groups_allows(
    sandbox: Sandbox, lenses: Lenses, action: str, status: int
) -> None:
    token = make(lenses)["token"]
    assert call(sandbox, token).status_code == 403

    allow(lenses, action)

    assert call(sandbox, token).status_code == status


def test_a_token_is_no_good_once_it_is_renewed_or_its_account_is_gone(sandbox: Sandbox, lenses: Lenses) -> None:
    first = make(lenses)["token"]
    second = lenses.post(f"{URL}/ci/renew-token").json()["token"]
    allow(lenses, "*")

    assert [call(sandbox, token).status_code for token in (first, second)] == [401, 200]
    lenses.delete(f"{URL}/ci")
    assert problem(call(sandbox, second))["title"] == "Authentication is required"


def test_a_token_is_no_good_once_it_has_expired(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    token = make(lenses, token_expires_at=timestamp(clock.now()))["token"]

    assert lenses.get(f"{URL}/ci").json()["token_expired"] is True
    assert problem(call(sandbox, token)) == {"type": "unauthorised", "title": "The token has expired", "status": 401}
