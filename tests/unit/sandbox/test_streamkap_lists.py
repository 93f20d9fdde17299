"""The lists of Streamkap's sandbox, and the schemas of its connectors."""

from __future__ import annotations

import pytest

from provider_lib.sandbox import Sandbox

from .streamkap import Streamkap
from .test_streamkap_connectors import refusal


def test_the_list_is_cut_into_pages(streamkap: Streamkap) -> None:
    made = [streamkap.make_source(f"s{number:02}") for number in range(12)]

    first = streamkap.get("/sources").json()
    second = streamkap.get("/sources", params={"page": 2}).json()
    whole = streamkap.get("/sources", params={"page_size": 100}).json()

    by_name = {source["name"]: source for source in made}
    names = [source["name"] for source in whole["result"]]
    assert sorted(names) == sorted(by_name)
    assert whole == {
        "result": [by_name[name] for name in names],
        "page": 1,
        "page_size": 100,
        "total": 12,
        "has_next": False,
    }
    assert first == {**whole, "result": whole["result"][:10], "page_size": 10, "has_next": True}
    assert second == {**whole, "result": whole["result"][10:], "page": 2, "page_size": 10}


@pytest.mark.parametrize(
    ("name", "value", "kind", "wanted"),
    [
        ("page_size", "101", "less_than_equal", "less than or equal to 100"),
        ("page", "0", "greater_than_equal", "greater than or equal to 1"),
        ("page", "x", "int_parsing", "a valid integer"),
    ],
)
def test_a_page_that_cannot_be_is_refused(streamkap: Streamkap, name: str, value: str, kind: str, wanted: str) -> None:
    answer = streamkap.get("/sources", params={name: value})

    assert refusal(answer) == (
        422,
        [{"type": kind, "loc": ["query", name], "msg": f"Input should be {wanted}", "input": value}],
    )


def test_the_list_can_be_narrowed(streamkap: Streamkap) -> None:
    orders = streamkap.make_source("orders-eu")
    hook = streamkap.make_source("hook", connector="webhook", config={"format": "json"}, desired_state="Paused")

    def names(**query: str) -> list[str]:
        return sorted(source["name"] for source in streamkap.get("/sources", params=query).json()["result"])

    assert names(partial_name="orders") == ["orders-eu"]
    assert names(connector="webhook,mysql") == ["hook"]
    assert names(status="Paused") == ["hook"]
    assert names(status="Paused,Active") == ["hook", "orders-eu"]
    assert names(id=orders["id"]) == ["orders-eu"]
    assert names(id=hook["id"], partial_name="orders") == []


def test_the_schema_of_a_connector(sandbox: Sandbox, streamkap: Streamkap) -> None:
    schema = streamkap.get("/sources/connectors", params={"connector_code": "kafkadirect"}).json()
    expected = {
        "name": "schemas.enable",
        "description": "",
        "user_defined": True,
        "required": True,
        "order_of_display": 3,
        "display_name": "schemas.enable",
        "tab": "settings",
        "value": {"control": "boolean", "type": "raw", "readonly": False},
        "encrypt": False,
        "set_once": False,
        "conditions": [{"operator": "EQ", "config": "format", "value": "json"}],
    }

    assert list(schema) == ["Kafka Direct"]
    assert schema["Kafka Direct"]["connector"] == "kafkadirect"
    assert schema["Kafka Direct"]["config"][3] == expected
    assert schema["Kafka Direct"]["config"][2]["value"] == {
        "control": "one-select",
        "type": "raw",
        "readonly": False,
        "default": "json",
        "raw_values": ["json", "string", "avro"],
    }
    sandbox.admin.switch(streamkap={"schema_details": False})
    for key in ("encrypt", "set_once", "conditions"):
        del expected[key]
    plain = streamkap.get("/sources/connectors", params={"connector_code": "kafkadirect"}).json()
    assert plain["Kafka Direct"]["config"][3] == expected


def test_the_schemas_of_one_side(streamkap: Streamkap) -> None:
    assert list(streamkap.get("/destinations/connectors").json()) == [
        "Snowflake",
        "ClickHouse",
        "PostgreSQL",
        "Amazon S3",
        "BigQuery",
    ]
