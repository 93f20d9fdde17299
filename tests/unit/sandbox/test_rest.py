"""The plain API: collections of objects, with ids, pages and versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox

ADA = {"name": "Ada", "address": {"city": "London", "zip": "W1"}}


@pytest.fixture
def api(sandbox: Sandbox) -> Iterator[httpx.Client]:
    sandbox.admin.switch(rest={"timestamps": False})
    variables = sandbox.environment()
    headers = {"Authorization": f"Bearer {variables['SLUICE_REST_TOKEN']}"}
    with httpx.Client(base_url=variables["SLUICE_REST_URL"], headers=headers, trust_env=False) as client:
        yield client


def said(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()


def test_an_object_is_made_read_and_deleted(api: httpx.Client) -> None:
    made = api.post("/contacts", json=ADA)
    number = made.json()["id"]
    assert said(made) == (201, {"id": number, **ADA})
    assert made.headers["Location"] == f"{api.base_url}contacts/{number}"
    assert said(api.get(f"/contacts/{number}")) == (200, {"id": number, **ADA})
    assert api.delete(f"/contacts/{number}").status_code == 204
    assert said(api.get(f"/contacts/{number}")) == (404, {"message": f"{number} of contacts was not found"})


def test_an_object_is_known_in_its_own_collection_only(api: httpx.Client) -> None:
    number = api.post("/contacts", json=ADA).json()["id"]
    assert api.get(f"/companies/{number}").status_code == 404


def test_put_replaces_and_patch_merges(api: httpx.Client) -> None:
    path = f"/contacts/{api.post('/contacts', json=ADA).json()['id']}"
    assert api.patch(path, json={"name": None, "address": {"zip": None, "street": "Strand"}}).json() == {
        "id": int(path.rpartition("/")[2]),
        "address": {"city": "London", "street": "Strand"},
    }
    assert api.put(path, json={"name": "Ada"}).json() == {"id": int(path.rpartition("/")[2]), "name": "Ada"}


def test_a_change_of_another_version_than_the_latest_is_refused(api: httpx.Client) -> None:
    made = api.post("/contacts", json=ADA)
    path, first = f"/contacts/{made.json()['id']}", {"If-Match": made.headers["ETag"]}
    assert api.put(path, json={"name": "Ada L."}, headers=first).status_code == 200
    for method in ("PUT", "PATCH", "DELETE"):
        answer = api.request(method, path, json={"name": "A."}, headers=first)
        assert said(answer) == (412, {"message": f"{path.rpartition('/')[2]} of contacts has changed meanwhile"})
    assert api.get(path).json()["name"] == "Ada L."


def test_pages_are_linked(api: httpx.Client) -> None:
    for number in range(5):
        api.post("/contacts", json={"number": number})
    pages, url = [], "/contacts?per_page=2"
    while url:
        answer = api.get(url)
        pages.append([item["number"] for item in answer.json()])
        url = answer.links.get("next", {}).get("url", "")
    assert pages == [[0, 1], [2, 3], [4]]


@pytest.mark.parametrize("query", ["page=0", "page=x", "per_page=1001"])
def test_a_page_that_cannot_be_is_refused(api: httpx.Client, query: str) -> None:
    assert api.get(f"/contacts?{query}").status_code == 400


def test_timestamps_are_the_servers_own(api: httpx.Client, sandbox: Sandbox, clock: ManualClock) -> None:
    sandbox.admin.switch(rest={"timestamps": True})
    made = api.post("/contacts", json={"created_at": "never"}).json()
    clock.advance(1)
    changed = api.put(f"/contacts/{made['id']}", json={"name": "Ada"}).json()
    assert made["created_at"] == made["updated_at"] == changed["created_at"] < changed["updated_at"]


@pytest.mark.parametrize("body", ["[]", "{", '"text"'])
def test_what_is_no_object_is_refused(api: httpx.Client, body: str) -> None:
    assert api.post("/contacts", content=body).status_code == 400


def test_without_the_token_nothing_is_answered(api: httpx.Client) -> None:
    answer = api.get("/contacts", headers={"Authorization": "Bearer guessed"})
    assert said(answer) == (401, {"message": "A bearer token is needed"})
