from __future__ import annotations

import re

import pytest

from provider_lib.sandbox import ManualClock, Sandbox
from provider_lib.sandbox.clock import timestamp

from .lenses import Lenses, problem


def test_a_created_environment_is_answered_once_with_its_agent_key(lenses: Lenses, clock: ManualClock) -> None:
    answer = lenses.post(
        "/api/v1/environments",
        json={"name": "prod-eu", "display_name": "Production", "tier": "production", "metadata": {"team": "core"}},
    )
    created = answer.json()
    key, identity = created.pop("agent_key"), created.pop("id")

    assert answer.status_code == 201
    assert created == {
        "name": "prod-eu",
        "display_name": "Production",
        "lrn": "environments:environment:prod-eu",
        "created_at": timestamp(clock.now()),
        "tier": "production",
        "status": {"agent_connected": False},
        "metadata": {"team": "core"},
    }
    assert re.fullmatch(r"agent_key_[\w-]{32}", key)
    assert re.fullmatch(r"env_[0-9a-f]{24}", identity)
    assert lenses.get("/api/v1/environments/prod-eu").json() == {**created, "id": identity}


def test_an_environment_without_display_name_and_metadata_shows_its_name_and_no_metadata(lenses: Lenses) -> None:
    created = lenses.make_environment("dev", tier="development")

    assert created["display_name"] == "dev"
    assert "metadata" not in created


def test_the_list_holds_whole_environments_by_name(lenses: Lenses) -> None:
    for name in ("b", "a"):
        lenses.make_environment(name)

    listed = lenses.get("/api/v1/environments").json()

    assert listed == {"items": [lenses.get(f"/api/v1/environments/{name}").json() for name in ("a", "b")]}


def test_both_documented_prefixes_lead_to_the_same_environments(lenses: Lenses) -> None:
    lenses.make_environment()

    assert lenses.get("/v1/environments/prod").json() == lenses.get("/api/v1/environments/prod").json()


def test_a_patch_merges_metadata_and_null_removes_a_key(lenses: Lenses) -> None:
    created = lenses.make_environment(metadata={"team": "core", "cost": "1"})
    del created["agent_key"]

    patched = lenses.patch(
        "/api/v1/environments/prod",
        json={"tier": "staging", "display_name": "P", "metadata": {"team": "data", "cost": None, "gone": None}},
    )

    expected = {**created, "tier": "staging", "display_name": "P", "metadata": {"team": "data"}}
    assert (patched.status_code, patched.json()) == (200, expected)
    assert lenses.get("/api/v1/environments/prod").json() == expected


def test_a_patch_leaves_what_it_does_not_name(lenses: Lenses) -> None:
    created = lenses.make_environment(display_name="P", metadata={"team": "core"})
    del created["agent_key"]

    assert lenses.patch("/api/v1/environments/prod", json={}).json() == created


def test_the_name_cannot_be_patched(lenses: Lenses) -> None:
    lenses.make_environment()

    answer = lenses.patch("/api/v1/environments/prod", json={"name": "other"})

    assert problem(answer) == {
        "title": "The request has invalid fields",
        "status": 400,
        "invalid_fields": [{"name": "name", "error": "unknown", "title": "name is not accepted here"}],
    }


def test_a_deleted_environment_is_gone(lenses: Lenses) -> None:
    lenses.make_environment()

    deleted = lenses.delete("/api/v1/environments/prod")

    assert (deleted.status_code, deleted.content) == (204, b"")
    assert problem(lenses.get("/api/v1/environments/prod")) == {
        "type": "not_found",
        "title": "Environment 'prod' was not found",
        "status": 404,
    }
    assert lenses.delete("/api/v1/environments/prod").status_code == 404
    assert lenses.get("/api/v1/environments").json() == {"items": []}


def test_an_environment_made_anew_has_another_id_and_key(lenses: Lenses) -> None:
    first = lenses.make_environment()
    lenses.delete("/api/v1/environments/prod")
    second = lenses.make_environment()

    assert first["id"] != second["id"]
    assert first["agent_key"] != second["agent_key"]


def test_a_second_environment_of_a_name_is_refused(lenses: Lenses) -> None:
    lenses.make_environment()

    answer = lenses.post("/api/v1/environments", json={"name": "prod", "tier": "staging"})

    assert problem(answer) == {
        "title": "The request has invalid fields",
        "status": 409,
        "invalid_fields": [{"name": "name", "error": "already_exists", "title": "Environment 'prod' exists already"}],
    }


@pytest.mark.parametrize("name", ["a", "0", "a-b", "a" * 63])
def test_a_valid_name_is_accepted(lenses: Lenses, name: str) -> None:
    assert lenses.make_environment(name)["name"] == name


@pytest.mark.parametrize("name", ["", "-a", "a-", "A", "a_b", "a.b", "a" * 64, None, 7])
def test_an_invalid_name_is_refused(lenses: Lenses, name: object) -> None:
    answer = lenses.post("/api/v1/environments", json={"name": name, "tier": "staging"})

    assert [field["name"] for field in problem(answer)["invalid_fields"]] == ["name"]


@pytest.mark.parametrize(
    ("fields", "invalid"),
    [
        ({"tier": "prod"}, "tier"),
        ({"display_name": ""}, "display_name"),
        ({"display_name": "x" * 151}, "display_name"),
        ({"metadata": ["a"]}, "metadata"),
        ({"metadata": {str(n): "v" for n in range(51)}}, "metadata"),
        ({"metadata": {"é" * 21: "v"}}, f"metadata.{'é' * 21}"),
        ({"metadata": {"k": "é" * 251}}, "metadata.k"),
        ({"metadata": {"k": 1}}, "metadata.k"),
        ({"domain": "x"}, "domain"),
    ],
)
def test_fields_beyond_their_limits_are_refused(lenses: Lenses, fields: dict[str, object], invalid: str) -> None:
    lenses.make_environment("other")
    created = lenses.post("/api/v1/environments", json={"name": "prod", "tier": "staging", **fields})
    patched = lenses.patch("/api/v1/environments/other", json=fields)

    for answer in (created, patched):
        assert answer.status_code == 400
        assert [field["name"] for field in problem(answer)["invalid_fields"]] == [invalid]


def test_fields_at_their_limits_are_accepted(lenses: Lenses) -> None:
    metadata = {f"{n:02}" + "é" * 19: "é" * 250 for n in range(50)}

    created = lenses.make_environment(display_name="x" * 150, metadata=metadata)

    assert created["metadata"] == metadata


def test_a_create_without_tier_is_refused(lenses: Lenses) -> None:
    answer = lenses.post("/api/v1/environments", json={"name": "prod"})

    assert [field["name"] for field in problem(answer)["invalid_fields"]] == ["tier"]


def test_a_body_that_is_not_an_object_is_refused(lenses: Lenses) -> None:
    broken = lenses.post("/api/v1/environments", content=b'{"name":')
    array = lenses.post("/api/v1/environments", json=[])

    assert problem(array) == {"title": "The request body is not a JSON object", "status": 400}
    assert problem(broken)["title"].startswith("The request body is not JSON")


def test_a_refused_create_leaves_nothing(lenses: Lenses) -> None:
    lenses.post("/api/v1/environments", json={"name": "prod", "tier": "x"})

    assert lenses.get("/api/v1/environments").json() == {"items": []}


@pytest.mark.parametrize("status", [200, 201])
def test_the_status_of_a_create_is_a_switch(sandbox: Sandbox, lenses: Lenses, status: int) -> None:
    sandbox.admin.switch(lenses={"create_status": status})

    answer = lenses.post("/api/v1/environments", json={"name": "prod", "tier": "staging"})

    assert answer.status_code == status


@pytest.mark.parametrize("status", [400, 409, 422])
def test_the_status_of_a_duplicate_is_a_switch(sandbox: Sandbox, lenses: Lenses, status: int) -> None:
    sandbox.admin.switch(lenses={"duplicate_status": status})
    lenses.make_environment()

    answer = lenses.post("/api/v1/environments", json={"name": "prod", "tier": "staging"})

    assert problem(answer)["status"] == status
