"""What Streamkap's sandbox refuses, and how it says so."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox import Sandbox

from .streamkap import POSTGRESQL, Streamkap
from .test_streamkap_connectors import create, refusal


@pytest.mark.parametrize("status", [409, 422])
def test_a_name_that_is_taken_is_refused(sandbox: Sandbox, streamkap: Streamkap, status: int) -> None:
    sandbox.admin.switch(streamkap={"duplicate_status": status})
    streamkap.make_source("other")
    made = streamkap.make_source()
    body = {"name": "other", "connector": "postgresql", "config": POSTGRESQL}
    taken = (status, "Source with name other already exists")

    assert refusal(streamkap.post("/sources", json=body)) == taken
    assert refusal(streamkap.put(f"/sources/{made['id']}", json=body)) == taken


def test_what_is_wrong_with_a_configuration_is_listed_with_what_was_given(streamkap: Streamkap) -> None:
    config: dict[str, Any] = {
        **POSTGRESQL,
        "database.port.user.defined": "x",
        "database.sslmode": "maybe",
        "ssh.enabled": "yes",
        "streamkap.snapshot.parallelism": 11,
        "snapshot.read.only.user.defined": "No",
    }
    del config["database.dbname"]

    where = ["body", "config"]
    assert refusal(create(streamkap, config=config)) == (
        422,
        [
            {
                "type": "int_parsing",
                "loc": [*where, "database.port.user.defined"],
                "msg": "Input should be a valid integer",
                "input": "x",
            },
            {"type": "missing", "loc": [*where, "database.dbname"], "msg": "Field required", "input": config},
            {
                "type": "missing",
                "loc": [*where, "signal.data.collection.schema.or.database"],
                "msg": "Field required",
                "input": config,
            },
            {
                "type": "enum",
                "loc": [*where, "database.sslmode"],
                "msg": "Input should be 'require' or 'disable'",
                "input": "maybe",
            },
            {
                "type": "less_than_equal",
                "loc": [*where, "streamkap.snapshot.parallelism"],
                "msg": "Input should be less than or equal to 10",
                "input": 11,
            },
            {
                "type": "bool_parsing",
                "loc": [*where, "ssh.enabled"],
                "msg": "Input should be a valid boolean",
                "input": "yes",
            },
        ],
    )


def test_a_body_without_its_fields_is_refused(streamkap: Streamkap) -> None:
    answer = streamkap.post("/sources", json={"connector": "postgresql"})

    assert refusal(answer) == (
        422,
        [
            {
                "type": "missing",
                "loc": ["body", name],
                "msg": "Field required",
                "input": {"connector": "postgresql"},
            }
            for name in ("name", "config")
        ],
    )


def test_an_unknown_connector_or_state_is_refused(streamkap: Streamkap) -> None:
    assert refusal(create(streamkap, connector="none")) == (400, "Unknown connector: none")
    assert refusal(create(streamkap, desired_state="Asleep")) == (422, "Unknown desired_state: Asleep")


def test_a_body_that_is_not_json_is_unprocessable(streamkap: Streamkap) -> None:
    answer = streamkap.post("/sources", content=b"{")

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == "json_invalid"
