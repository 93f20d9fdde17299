from __future__ import annotations

from typing import Any

import httpx
import pytest

from provider_lib.sandbox import ManualClock

from .kafka_connect import OWN, make, refusal
from .lenses import FILE_SOURCE, ORDERS

SINK = {"connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector", "topics": "orders"}


def test_offsets_can_be_changed_only_while_the_connector_is_stopped(worker: httpx.Client, clock: ManualClock) -> None:
    make(worker)
    clock.advance(2)
    own = {"filename": "/data/orders"}
    wanted = {"offsets": [{"partition": own, "offset": {"position": 7}}]}

    assert worker.get(f"{OWN}/offsets").json() == {"offsets": [{"partition": own, "offset": {"position": 20}}]}
    for refused in (worker.patch(f"{OWN}/offsets", json=wanted), worker.delete(f"{OWN}/offsets")):
        status, message = refusal(refused)
        assert status == 400
        assert message.startswith("Connectors must be in the STOPPED state before their offsets can be modified.")

    worker.put(f"{OWN}/stop")
    altered = worker.patch(f"{OWN}/offsets", json=wanted)
    assert altered.json() == {"message": "The offsets for this connector have been altered successfully"}
    assert worker.get(f"{OWN}/offsets").json() == wanted
    worker.put(f"{OWN}/resume")
    clock.advance(1)
    assert worker.get(f"{OWN}/offsets").json() == {"offsets": [{"partition": own, "offset": {"position": 17}}]}

    worker.put(f"{OWN}/stop")
    reset = worker.delete(f"{OWN}/offsets")
    assert reset.json() == {"message": "The offsets for this connector have been reset successfully"}
    assert worker.get(f"{OWN}/offsets").json() == {"offsets": []}


def test_one_partition_can_be_forgotten(worker: httpx.Client) -> None:
    make(worker, initial_state="STOPPED")
    first, second = ({"partition": {"filename": name}, "offset": {"position": 1}} for name in ("a", "b"))
    worker.patch(f"{OWN}/offsets", json={"offsets": [first, second]})
    worker.patch(f"{OWN}/offsets", json={"offsets": [{**first, "offset": None}]})

    assert worker.get(f"{OWN}/offsets").json() == {"offsets": [second]}


@pytest.mark.parametrize("body", [{}, {"offsets": []}, {"offsets": None}])
def test_offsets_that_are_none_are_refused(worker: httpx.Client, body: dict[str, Any]) -> None:
    make(worker, initial_state="STOPPED")

    assert refusal(worker.patch(f"{OWN}/offsets", json=body)) == (
        400,
        "Partitions / offsets need to be provided for an alter offsets request",
    )


def stopped(worker: httpx.Client, config: dict[str, str]) -> None:
    worker.post("/connectors", json={"name": "orders", "config": config, "initial_state": "stopped"}).raise_for_status()


@pytest.mark.parametrize(
    ("config", "offset", "expected"),
    [
        (ORDERS, {"place": 1}, (500, "Offset objects should either be null or contain the key 'position'")),
        (
            ORDERS,
            {"position": "1"},
            (500, "The value for the 'position' key in the offset is expected to be a Long value"),
        ),
        (
            ORDERS,
            {"position": -1},
            (500, "The value for the 'position' key in the offset should be a non-negative value"),
        ),
        (ORDERS, {"position": 1}, (500, "Partition objects should contain the key 'filename'")),
        (
            {"connector.class": FILE_SOURCE, "topic": "orders"},
            {"position": 1},
            (
                500,
                "Offsets cannot be modified if the 'file' configuration is unspecified. "
                "This is because stdin is used for input and offsets are not tracked.",
            ),
        ),
        (
            SINK,
            {"kafka_offset": 1},
            (
                400,
                "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
            ),
        ),
    ],
)
def test_a_connector_takes_only_offsets_of_its_own_form(
    worker: httpx.Client, config: dict[str, str], offset: dict[str, Any], expected: tuple[int, str]
) -> None:
    stopped(worker, config)

    body = {"offsets": [{"partition": {"file": "a"}, "offset": offset}]}
    assert refusal(worker.patch(f"{OWN}/offsets", json=body)) == expected


def test_a_sink_takes_offsets_of_its_partitions(worker: httpx.Client) -> None:
    stopped(worker, SINK)
    wanted = {
        "offsets": [{"partition": {"kafka_topic": "orders", "kafka_partition": 0}, "offset": {"kafka_offset": 7}}]
    }

    assert worker.patch(f"{OWN}/offsets", json=wanted).status_code == 200
    assert worker.get(f"{OWN}/offsets").json() == wanted
