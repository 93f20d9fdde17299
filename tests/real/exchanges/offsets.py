"""How far connectors have come, and the topics that they have used."""

from __future__ import annotations

from pathlib import Path

from tests.real.exchanges.request import Request, delete, get, patch, post, put, scenario, settled
from tests.real.worker import FILE_SINK, FILE_SOURCE

LINES = str(Path(__file__))
"""The file that is read: this one, which is longer than the sandbox gets in the time that a test takes."""

CONFIG = {"connector.class": FILE_SOURCE, "file": LINES, "topic": "moved"}
SINK = {"connector.class": FILE_SINK, "topics": "filled"}
OWN = "/connectors/moved"
OFFSETS = f"{OWN}/offsets"
PARTITION = {"filename": LINES}
AT_ONE = {"partition": PARTITION, "offset": {"position": 1}}
OF_SINK = {"kafka_topic": "filled", "kafka_partition": 0}
GONE = get(OFFSETS, until=r'{"offsets":\[\]}')


def made(config: dict[str, str]) -> tuple[Request, Request]:
    """Requests that make a connector which never runs."""
    return post("/connectors", {"name": "moved", "config": config, "initial_state": "STOPPED"}), settled(
        "moved", "STOPPED"
    )


SCENARIOS = (
    scenario(
        "offsets of what is not there",
        get("/connectors/missing/offsets"),
        patch("/connectors/missing/offsets", {"offsets": [AT_ONE]}),
        patch("/connectors/missing/offsets", {}),
        patch("/connectors/missing/offsets", {"offsets": []}),
        delete("/connectors/missing/offsets"),
        put("/connectors/missing/offsets", {"offsets": [AT_ONE]}),
    ),
    scenario(
        "offsets and topics of a source",
        put(f"{OWN}/config", CONFIG),
        settled("moved", "RUNNING", "RUNNING"),
        get(OFFSETS, until="position", differs="in the sandbox, files grow while they are read"),
        get(f"{OWN}/topics", until='"moved"\\]'),
        patch(OFFSETS, {"offsets": [AT_ONE]}),
        delete(OFFSETS),
        put(f"{OWN}/stop"),
        settled("moved", "STOPPED"),
        put(f"{OWN}/topics/reset"),
        get(f"{OWN}/topics", until=r"\[\]"),
        patch(OFFSETS, {"offsets": [AT_ONE]}),
        get(OFFSETS, until='"position":1}'),
        patch(OFFSETS, {"offsets": [AT_ONE | {"offset": None}]}),
        GONE,
        patch(OFFSETS, {"offsets": [AT_ONE]}),
        delete(OFFSETS),
        GONE,
        delete(OFFSETS),
        since=(3, 6),
    ),
    scenario(
        "offsets that a source refuses",
        *made(CONFIG),
        patch(OFFSETS),
        patch(OFFSETS, b"null"),
        patch(OFFSETS, b"[]"),
        patch(OFFSETS, b"{"),
        patch(OFFSETS, {}),
        patch(OFFSETS, {"offsets": None}),
        patch(OFFSETS, {"offsets": []}),
        patch(OFFSETS, {"offsets": {}}),
        patch(OFFSETS, {"offsets": ["a"]}),
        patch(OFFSETS, {"offsets": [{}]}),
        patch(OFFSETS, {"offsets": [{"partition": PARTITION}]}),
        patch(OFFSETS, {"offsets": [{"offset": {"position": 1}}]}),
        patch(OFFSETS, {"offsets": [{"partition": "a", "offset": {"position": 1}}]}),
        patch(OFFSETS, {"offsets": [AT_ONE, AT_ONE]}),
        patch(OFFSETS, {"offsets": [AT_ONE | {"more": 1}]}),
        patch(OFFSETS, {"offsets": [AT_ONE], "more": 1}),
        patch(OFFSETS, {"offsets": [AT_ONE | {"offset": {"position": -1}}]}),
        patch(OFFSETS, {"offsets": [AT_ONE | {"offset": {"position": "1"}}]}),
        patch(OFFSETS, {"offsets": [AT_ONE | {"offset": {"place": 1}}]}),
        patch(OFFSETS, {"offsets": [AT_ONE | {"partition": {"file": LINES}}]}),
        delete(OFFSETS),
        GONE,
        since=(3, 7),
    ),
    scenario(
        "a source that reads no file has no offsets",
        *made({"connector.class": FILE_SOURCE, "topic": "moved"}),
        get(OFFSETS),
        patch(OFFSETS, {"offsets": [AT_ONE]}),
        delete(OFFSETS),
        since=(3, 7),
    ),
    scenario(
        "offsets that a sink takes and refuses",
        put("/connectors/filling/config", CONFIG | {"topic": "filled"}),
        get("/connectors/filling/topics", until='"filled"'),
        delete("/connectors/filling"),
        *made(SINK),
        get(OFFSETS),
        get(f"{OWN}/topics"),
        patch(OFFSETS, {"offsets": [AT_ONE]}),
        patch(OFFSETS, {"offsets": [{"partition": OF_SINK, "offset": {"kafka_offset": 0}}]}),
        get(OFFSETS, until="kafka_offset"),
        patch(OFFSETS, {"offsets": [{"partition": OF_SINK, "offset": {"position": 1}}]}),
        patch(OFFSETS, {"offsets": [{"partition": {"kafka_topic": "filled"}, "offset": None}]}),
        patch(OFFSETS, {"offsets": [{"partition": OF_SINK, "offset": None}]}),
        GONE,
        delete(OFFSETS),
        GONE,
        since=(3, 7),
    ),
)
