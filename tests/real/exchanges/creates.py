"""Creates, in all the ways in which they can go wrong, and in those in which they do not."""

from __future__ import annotations

from typing import Any

from tests.real.exchanges.request import Request, delete, get, post, put, scenario, settled
from tests.real.worker import FILE_SINK, FILE_SOURCE

CONFIG = {"connector.class": FILE_SOURCE, "file": "/nowhere/in.txt", "topic": "made"}
VALIDATE = f"/connector-plugins/{FILE_SOURCE}/config/validate"
SINK = {"connector.class": FILE_SINK, "file": "/nowhere/out.txt", "topics": "made"}


def create(config: Any, **more: Any) -> Request:
    """A create of a connector named ``made``."""
    return post("/connectors", {"name": "made", "config": config, **more})


SCENARIOS = (
    scenario(
        "creates of what cannot be made",
        create({}),
        create({"connector.class": ""}),
        create({"connector.class": FILE_SOURCE}),
        create({"topic": "made"}),
        create(CONFIG | {"name": "other"}),
        create(CONFIG | {"name": ""}),
        create(CONFIG | {"connector.class": "no.such.Connector"}),
        create(CONFIG | {"connector.class": "org.apache.kafka.connect.json.JsonConverter"}),
        create(CONFIG | {"batch.size": "many", "errors.tolerance": "some"}),
        create(CONFIG | {"tasks.max": "-1"}),
        create(CONFIG | {"key.converter": "no.such.Converter"}),
        create(CONFIG | {"transforms": "cut", "transforms.cut.type": "no.such.Transform"}),
        create({"connector.class": FILE_SINK, "file": "/nowhere/out.txt"}),
        create(SINK | {"topics.regex": "b"}),
        create(SINK | {"errors.deadletterqueue.topic.name": "made"}),
        create(CONFIG | {"tasks.max": None}),
        create(CONFIG | {"errors.tolerance": None}),
        create(CONFIG | {"file": ["/nowhere/in.txt"]}),
        create(CONFIG | {"file": {"path": "/nowhere/in.txt"}}),
        create([CONFIG]),
        create("text"),
        create(None),
        get("/connectors"),
    ),
    scenario(
        "creates whose bodies have other fields than they should",
        create(CONFIG, more=1),
        create(CONFIG, initial_state="ASLEEP"),
        create(CONFIG, initial_state=1),
        post("/connectors", {"name": "made"}),
        post("/connectors", {"config": CONFIG}),
        post("/connectors", {"name": "", "config": CONFIG}),
        post("/connectors", {"name": "  ", "config": CONFIG}),
        post("/connectors", {"name": None, "config": CONFIG}),
        post("/connectors", {"name": ["made"], "config": CONFIG}),
        post("/connectors", {}),
        post("/connectors", b"null"),
        post("/connectors", b"[]"),
        post("/connectors", b'"text"'),
        post("/connectors", b"{"),
        post("/connectors", b'{"name": "made", }'),
        post("/connectors"),
        post("/connectors", b"", content_type="application/json"),
        post("/connectors", b'{"name": "made"}', content_type="text/plain"),
        post("/connectors", b'{"name": "made"}', content_type="application/xml"),
        get("/connectors"),
    ),
    scenario(
        "connectors that are made",
        create(CONFIG),
        create(CONFIG),
        create(CONFIG | {"topic": "other"}),
        settled("made", "RUNNING", "RUNNING"),
        get("/connectors/made"),
        get("/connectors?expand=info&expand=status"),
        get("/connectors?expand=status"),
        delete("/connectors/made"),
        get("/connectors/made", until="not found"),
        delete("/connectors/made"),
    ),
    scenario(
        "connectors that are made of other values than text",
        create(CONFIG | {"file": None}),
        get("/connectors/made/config"),
        settled("made", "FAILED"),
        delete("/connectors/made"),
        get("/connectors/made", until="not found"),
        create(CONFIG | {"name": None, "topic": None}),
        get("/connectors/made/config"),
        delete("/connectors/made"),
        get("/connectors/made", until="not found"),
        create(CONFIG | {"name": "made", "tasks.max": 1, "errors.log.enable": True, "more": 1.5, "big": 12345678901}),
        get("/connectors/made/config"),
        post("/connectors", {"name": 7, "config": CONFIG}),
        post("/connectors", {"name": " trimmed ", "config": CONFIG}),
        post("/connectors", {"name": True, "config": CONFIG}),
        get("/connectors"),
    ),
    scenario(
        "connectors of a class by its short name",
        create(CONFIG | {"connector.class": "FileStreamSource"}),
        settled("made", "RUNNING", "RUNNING"),
        get("/connectors/made"),
        post("/connectors", {"name": "other", "config": CONFIG | {"connector.class": "FileStreamSourceConnector"}}),
        post("/connectors", {"name": "third", "config": CONFIG | {"connector.class": "filestreamsource"}}),
    ),
    scenario(
        "a version of the plugin that older workers know nothing of",
        create(CONFIG | {"connector.plugin.version": "1.0"}),
        before=(4, 1),
    ),
    scenario(
        "a version of the plugin is asked for",
        create(CONFIG | {"connector.plugin.version": "4.1.1"}),
        put(VALIDATE, CONFIG | {"name": "checked", "connector.plugin.version": "4.1.1"}),
        put(
            VALIDATE,
            CONFIG | {"name": "checked", "connector.plugin.version": "0.9"},
            differs="the sandbox tells the keys of the plugin even of a version that is not installed",
        ),
        post("/connectors", {"name": "older", "config": CONFIG | {"connector.plugin.version": "1.0"}}),
        post("/connectors", {"name": "odd", "config": CONFIG | {"connector.plugin.version": "newest"}}),
        since=(4, 1),
    ),
    scenario(
        "connectors that are made at rest",
        create(CONFIG, initial_state="STOPPED"),
        settled("made", "STOPPED"),
        get("/connectors/made/tasks"),
        get("/connectors/made"),
        post("/connectors", {"name": "small", "config": CONFIG, "initial_state": "stopped"}),
        post("/connectors", {"name": "paused", "config": CONFIG, "initial_state": "PAUSED"}),
        settled("paused", "PAUSED"),
        since=(3, 7),
    ),
)
