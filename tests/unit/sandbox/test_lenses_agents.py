from __future__ import annotations

import pytest

from provider_lib.errors import SandboxError
from provider_lib.sandbox import ManualClock, Sandbox
from provider_lib.sandbox.clock import timestamp

from .lenses import CONNECT, Lenses, problem


def is_connected(lenses: Lenses) -> bool:
    return lenses.get("/api/v1/environments/prod").json()["status"]["agent_connected"]


def renew_key(lenses: Lenses) -> str:
    return lenses.post("/api/v1/environments/prod/renew-key").json()["agent_key"]


def test_an_agent_connects_with_its_environments_key(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    key = lenses.make_environment()["agent_key"]

    assert sandbox.admin.connect_agent(key) == "prod"
    now = {"updated_at": timestamp(clock.now())}
    assert lenses.get("/api/v1/environments/prod").json()["status"] == {
        "agent_connected": True,
        "agent": {
            **now,
            "roundtrip_duration": 1,
            "agent": {
                "hostname": "sandbox",
                "version": "6.1.0",
                "protocol_version": 1,
                "capabilities": {"metrics": True, "k2k": True, "publish": True},
            },
            "metrics": {
                "kafka": {"version": "3.9", "num_brokers": 3, **now},
                "data": {
                    "num_topics": 0,
                    "num_partitions": 0,
                    "num_schemas": 0,
                    "num_policies": 0,
                    "topic_data_total_bytes": 0,
                    "data_in_bytes_per_sec": 0,
                    "data_out_bytes_per_sec": 0,
                    "data_in_messages_per_sec": 0,
                    **now,
                },
                "apps": {"num_consumers": 0, "num_other_apps": 0, **now},
                "connect": {"num_clusters": 2, "num_connectors": 0, **now},
                "other": {"num_issues": 0, **now},
            },
        },
    }


def test_an_agent_with_an_unknown_key_is_turned_away(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="No environment has that agent key"):
        sandbox.admin.connect_agent("agent_key_unknown")


def test_a_renewed_key_makes_the_old_one_useless(sandbox: Sandbox, lenses: Lenses) -> None:
    created = lenses.make_environment()
    old = created.pop("agent_key")

    renewed = lenses.post("/api/v1/environments/prod/renew-key")
    new = renewed.json().pop("agent_key")

    assert (renewed.status_code, renewed.json()) == (200, {**created, "agent_key": new})
    with pytest.raises(SandboxError, match="No environment has that agent key"):
        sandbox.admin.connect_agent(old)
    assert sandbox.admin.connect_agent(new) == "prod"


def test_the_key_of_an_unknown_environment_cannot_be_renewed(lenses: Lenses) -> None:
    assert problem(lenses.post("/api/v1/environments/none/renew-key"))["type"] == "not_found"


def test_a_renewed_key_leaves_the_session_by_default(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])
    renew_key(lenses)

    assert is_connected(lenses)


def test_a_renewed_key_can_end_the_session(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(lenses={"renew_key_session": "drops", "renew_key_status": 201})
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])
    answer = lenses.post("/api/v1/environments/prod/renew-key")

    assert (answer.status_code, answer.json()["status"]) == (201, {"agent_connected": False})
    assert not is_connected(lenses)
    sandbox.admin.connect_agent(answer.json()["agent_key"])
    assert is_connected(lenses)


def test_agents_can_be_told_to_connect_by_themselves(sandbox: Sandbox, lenses: Lenses, clock: ManualClock) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": 200})
    lenses.make_environment()

    clock.advance(0.199)
    assert not is_connected(lenses)
    clock.advance(0.002)
    assert is_connected(lenses)


def test_an_agent_that_went_away_is_no_longer_connected(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])
    sandbox.admin.disconnect_agent("prod")

    assert not is_connected(lenses)


@pytest.mark.parametrize("status", [404, 502, 503, 504])
def test_hq_answers_for_an_agent_that_is_away(sandbox: Sandbox, lenses: Lenses, status: int) -> None:
    sandbox.admin.switch(lenses={"agent_away_status": status})
    lenses.make_environment()

    assert problem(lenses.get(f"{CONNECT}/connectors")) == {
        "title": "The agent of environment 'prod' is not connected",
        "status": status,
    }


def test_the_answer_for_an_agent_that_is_away_can_have_the_agents_shape(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.switch(lenses={"agent_away_shape": "agent", "agent_away_status": 502})
    lenses.make_environment()

    answer = lenses.get(f"{CONNECT}/plugins")

    assert (answer.status_code, answer.json()) == (
        502,
        {
            "error": "The agent of environment 'prod' is not connected",
            "errorType": "InternalError",
            "fields": [],
        },
    )


def test_the_proxy_of_an_unknown_environment_is_hqs_404(lenses: Lenses) -> None:
    assert problem(lenses.get(f"{CONNECT}/connectors"))["type"] == "not_found"


def test_an_agent_that_went_away_comes_back(sandbox: Sandbox, lenses: Lenses) -> None:
    sandbox.admin.connect_agent(lenses.make_environment()["agent_key"])
    sandbox.admin.disconnect_agent("prod")
    assert not is_connected(lenses)
    sandbox.admin.reconnect_agent("prod")
    assert is_connected(lenses)
    with pytest.raises(SandboxError):
        sandbox.admin.reconnect_agent("none")
