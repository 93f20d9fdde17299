from __future__ import annotations

import os

import pytest

from provider_lib.errors import SandboxError
from provider_lib.sandbox import Sandbox

from .lenses import CONNECT, CONNECTORS, Lenses

ENVIRONMENTS = "/api/v1/environments"


def test_the_log_holds_requests_without_credentials_or_values(sandbox: Sandbox, lenses: Lenses) -> None:
    lenses.post(ENVIRONMENTS, json={"name": "prod", "tier": "s3cret"})
    lenses.get(f"{ENVIRONMENTS}/a%2Fb", params={"x": "1"})

    assert sandbox.admin.requests() == [
        {
            "method": "POST",
            "path": "/lenses/api/v1/environments",
            "query": "",
            "status": 400,
            "body_keys": ["name", "tier"],
        },
        {
            "method": "GET",
            "path": "/lenses/api/v1/environments/a%2Fb",
            "query": "x=1",
            "status": 404,
            "body_keys": [],
        },
    ]


def test_a_request_without_an_answer_is_logged_without_status(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.fault("drop")
    with pytest.raises(Exception, match=r"disconnected|reset"):
        lenses.get(ENVIRONMENTS)

    assert [request["status"] for request in sandbox.admin.requests()] == [None]


def test_the_log_can_be_started_anew(sandbox: Sandbox, lenses: Lenses) -> None:
    lenses.get(ENVIRONMENTS)
    sandbox.admin.clear_requests()

    assert sandbox.admin.requests() == []


def test_switches_have_defaults_and_can_be_turned(sandbox: Sandbox) -> None:
    before = sandbox.admin.switches()
    after = sandbox.admin.switch(connect={"start_after_ms": 7}, lenses={"duplicate_status": 422})

    assert before["connect"]["start_after_ms"] == 50
    assert after == {
        **before,
        "connect": {**before["connect"], "start_after_ms": 7},
        "lenses": {**before["lenses"], "duplicate_status": 422},
    }
    assert sandbox.admin.switches() == after


@pytest.mark.parametrize(
    ("part", "values", "wrong"),
    [
        ("lenses", {"create_status": 404}, "create_status"),
        ("lenses", {"unknown": 1}, "unknown"),
        ("mystery", {}, "The sandbox has no part named 'mystery'"),
    ],
)
def test_a_switch_that_does_not_exist_turns_nothing(
    sandbox: Sandbox, part: str, values: dict[str, int], wrong: str
) -> None:
    before = sandbox.admin.switches()

    with pytest.raises(SandboxError) as refused:
        sandbox.admin.switch(connect={"start_after_ms": 7}, **{part: values})
    assert wrong in refused.value.detail
    assert sandbox.admin.switches() == before


def test_a_reset_undoes_everything(sandbox: Sandbox, lenses: Lenses) -> None:
    switches = sandbox.admin.switches()
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])
    lenses.make_connector()
    sandbox.admin.switch(lenses={"duplicate_status": 422})
    sandbox.admin.fault("drop", count=None)
    sandbox.admin.reset()

    assert sandbox.admin.switches() == switches
    assert sandbox.admin.requests() == []
    assert sandbox.admin.faults() == []
    assert lenses.get(ENVIRONMENTS).json() == {"items": []}
    assert sandbox.admin.connector("lenses/prod/main", "orders") == {"config": None, "offsets": []}


def test_environments_and_connectors_can_be_seeded(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.seed(lenses={"environments": 2, "connectors": 3})

    assert [item["name"] for item in lenses.get(ENVIRONMENTS).json()["items"]] == ["seeded-0000", "seeded-0001"]
    listed = lenses.get(f"{CONNECT.replace('prod', 'seeded-0001')}/connectors").json()["data"]
    assert [(item["name"], item["cluster"]) for item in listed] == [(f"seeded-000{n}", "connect") for n in range(3)]


def test_the_status_names_the_process_and_the_variables(sandbox: Sandbox) -> None:
    assert sandbox.admin.status() == {"pid": os.getpid(), "environment": sandbox.environment()}
    assert sandbox.environment()["SLUICE_LENSES_URL"] == f"{sandbox.url}/lenses"


def test_the_admin_api_says_what_is_missing_from_a_query(sandbox: Sandbox, lenses: Lenses) -> None:
    answer = lenses.get(f"{sandbox.url}/_sandbox/connectors", params={"cluster": "a"})

    assert (answer.status_code, answer.json()) == (400, {"error": "The query has no 'name'"})


def test_the_state_of_an_unknown_connector_cannot_be_forced(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="Connector none not found"):
        sandbox.admin.force_state("lenses/prod/main", "none", "FAILED")


def test_what_is_not_there_is_refused_with_the_names_of_what_is(sandbox: Sandbox, lenses: Lenses) -> None:
    with pytest.raises(SandboxError) as refused:
        sandbox.admin.disconnect_agent("none")
    assert refused.value.detail == "Environment none not found; there is none"

    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])
    lenses.make_connector()
    for act in (sandbox.admin.disconnect_agent, sandbox.admin.reconnect_agent):
        with pytest.raises(SandboxError) as refused:
            act("none")
        assert refused.value.detail == "Environment none not found; there are: prod"
    with pytest.raises(SandboxError) as refused:
        sandbox.admin.mend("", "orders")
    assert refused.value.detail == "Connector orders not found; there are: lenses/prod/main/orders"


def test_a_path_that_no_vendor_has_is_a_plain_404(lenses: Lenses, sandbox: Sandbox) -> None:
    for url in (f"{sandbox.url}/none", "/api/v2/environments", f"{CONNECTORS}/a/b/c/d"):
        answer = lenses.get(url)
        assert (answer.status_code, answer.text) == (404, "Not Found")
