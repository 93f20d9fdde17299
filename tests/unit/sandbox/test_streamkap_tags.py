from __future__ import annotations

from typing import Any

import httpx

from .streamkap import Streamkap


def make(streamkap: Streamkap, name: str = "prod", **fields: Any) -> dict[str, Any]:
    answer = streamkap.post("/tags", json={"name": name, "type": ["environment"], **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()


def refusal(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()["detail"]


def test_a_tag_is_made_changed_and_deleted(streamkap: Streamkap) -> None:
    made = make(streamkap, description="Production")
    changed = streamkap.put(f"/tags/{made['id']}", json={"name": "live", "type": ["general"]}).json()
    deleted = streamkap.delete(f"/tags/{made['id']}")

    assert made == {
        "id": made["id"],
        "name": "prod",
        "description": "Production",
        "type": ["environment"],
        "system": False,
        "custom": True,
    }
    assert changed == {**made, "name": "live", "description": "", "type": ["general"]}
    assert (deleted.status_code, deleted.json()) == (200, changed)
    assert refusal(streamkap.delete(f"/tags/{made['id']}")) == (404, "Tag not found")


def test_tags_are_found_by_id_name_and_type(streamkap: Streamkap) -> None:
    prod, core = make(streamkap), make(streamkap, "core", type=["general", "sources"])

    def found(**query: str) -> list[dict[str, Any]]:
        answer = streamkap.get("/tags", params=query).json()
        assert list(answer) == ["tags"]
        return answer["tags"]

    assert found() == [core, prod]
    assert found(tag_ids=prod["id"]) == [prod]
    assert found(tag_ids=f"{prod['id']},{core['id']}") == [core, prod]
    assert streamkap.get(f"/tags?tag_ids={prod['id']}&tag_ids={core['id']}&tag_type=").json() == {"tags": [core, prod]}
    assert found(tag_name="core") == [core]
    assert found(tag_type="sources") == [core]
    assert found(tag_ids="none") == []
    assert streamkap.post("/tags/search", json={"tag_ids": [core["id"]]}).json() == {"tags": [core]}


def test_a_name_that_is_taken_is_a_400(streamkap: Streamkap) -> None:
    make(streamkap)

    answer = streamkap.post("/tags", json={"name": "prod", "type": ["general"]})

    assert refusal(answer) == (400, "A tag with identical properties exists already")


def test_nulls_that_a_create_must_not_send_are_refused(streamkap: Streamkap) -> None:
    answer = streamkap.post("/tags", json={"name": "prod", "type": ["general"], "custom": None})

    assert refusal(answer) == (
        422,
        [{"type": "bool_type", "loc": ["body", "custom"], "msg": "Input should be a valid boolean", "input": None}],
    )


def test_an_unknown_type_is_refused(streamkap: Streamkap) -> None:
    status, findings = refusal(streamkap.post("/tags", json={"name": "prod", "type": ["general", "none"]}))

    assert (status, [finding["loc"] for finding in findings]) == (422, [["body", "type", "1"]])
