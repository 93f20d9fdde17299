from __future__ import annotations

import pytest

from provider_lib.sandbox import Sandbox

from .lenses import Lenses, problem

URL = "/api/v1/environments/prod/kafka-connections"
FIELDS = {"override_broker_addresses": ["broker:9092"], "auth": {"type": "plaintext"}}


@pytest.fixture(autouse=True)
def _environment(lenses: Lenses) -> None:
    lenses.make_environment()


def test_a_put_makes_a_connection_and_a_second_one_replaces_it(lenses: Lenses) -> None:
    made = lenses.put(f"{URL}/k2k", json=FIELDS)
    replaced = lenses.put(f"{URL}/k2k", json={"auth": {}})

    assert (made.status_code, made.json()) == (200, {"name": "k2k", **FIELDS})
    assert (replaced.status_code, replaced.json()) == (200, {"name": "k2k", "auth": {}})
    assert lenses.get(f"{URL}/k2k").json() == {"name": "k2k", "auth": {}}


def test_the_list_holds_the_environments_connections(lenses: Lenses) -> None:
    lenses.make_environment("other")
    lenses.put("/api/v1/environments/other/kafka-connections/c", json=FIELDS)
    for name in ("b", "a"):
        lenses.put(f"{URL}/{name}", json=FIELDS)

    assert lenses.get(URL).json() == {"items": [{"name": "a", **FIELDS}, {"name": "b", **FIELDS}]}


def test_a_deleted_connection_is_gone(lenses: Lenses) -> None:
    lenses.put(f"{URL}/k2k", json=FIELDS)

    deleted = lenses.delete(f"{URL}/k2k")

    assert (deleted.status_code, deleted.content) == (204, b"")
    for answer in (lenses.get(f"{URL}/k2k"), lenses.delete(f"{URL}/k2k")):
        assert problem(answer) == {
            "type": "not_found",
            "title": "Kafka connection 'k2k' was not found",
            "status": 404,
        }


def test_connections_go_with_their_environment(lenses: Lenses) -> None:
    lenses.put(f"{URL}/k2k", json=FIELDS)
    lenses.delete("/api/v1/environments/prod")
    lenses.make_environment()

    assert lenses.get(URL).json() == {"items": []}


def test_connections_of_an_unknown_environment_are_not_found(lenses: Lenses) -> None:
    unknown = "/api/v1/environments/none/kafka-connections"

    for answer in (lenses.get(unknown), lenses.put(f"{unknown}/k2k", json=FIELDS)):
        assert problem(answer)["title"] == "Environment 'none' was not found"


@pytest.mark.parametrize(
    ("name", "fields", "invalid"),
    [
        ("k2k", {}, "auth"),
        ("k2k", {"auth": "plaintext"}, "auth"),
        ("k2k", {"auth": {}, "name": "k2k"}, "name"),
        ("k2k", {"auth": {}, "override_broker_addresses": [1]}, "override_broker_addresses"),
        ("k2k", {"auth": {}, "override_broker_addresses": "b:9092"}, "override_broker_addresses"),
        ("K2K", {"auth": {}}, "name"),
    ],
)
def test_a_connection_that_cannot_be_used_is_refused(
    lenses: Lenses, name: str, fields: dict[str, object], invalid: str
) -> None:
    answer = lenses.put(f"{URL}/{name}", json=fields)

    assert [field["name"] for field in problem(answer)["invalid_fields"]] == [invalid]


def test_the_status_of_a_put_that_makes_is_a_switch(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(lenses={"connection_put_status": 201})

    assert [lenses.put(f"{URL}/k2k", json=FIELDS).status_code for _ in range(2)] == [201, 200]
