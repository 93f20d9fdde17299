"""Pausing, resuming, stopping and restarting."""

from __future__ import annotations

from tests.real.exchanges.request import delete, get, post, put, scenario, settled
from tests.real.worker import FILE_SINK, FILE_SOURCE

CONFIG = {"connector.class": FILE_SOURCE, "file": "/nowhere/in.txt", "topic": "turned"}
FAILS = {
    "connector.class": FILE_SINK,
    "file": "/nowhere/out.txt",
    "topics": "turned",
    # The sandbox touches no files; it has to be told what happens.
    "sandbox.fail.task": "0",
    "sandbox.fail.trace": "org.apache.kafka.connect.errors.ConnectException: "
    "Couldn't find or create file '/nowhere/out.txt' for FileStreamSinkTask",
}
OWN = "/connectors/turned"
MADE = put(f"{OWN}/config", CONFIG)
RUNS = settled("turned", "RUNNING", "RUNNING")

SCENARIOS = (
    scenario(
        "a connector that is not there",
        get("/connectors/missing"),
        get("/connectors/missing/config"),
        get("/connectors/missing/status"),
        get("/connectors/missing/tasks"),
        get("/connectors/missing/topics"),
        put("/connectors/missing/topics/reset"),
        put("/connectors/missing/pause"),
        put("/connectors/missing/resume"),
        put("/connectors/missing/stop"),
        post("/connectors/missing/restart"),
        post("/connectors/missing/restart?includeTasks=true"),
        post("/connectors/missing/restart?includeTasks=true&onlyFailed=true"),
        post("/connectors/missing/tasks/0/restart"),
        delete("/connectors/missing"),
    ),
    scenario(
        "a connector is paused and resumed",
        MADE,
        RUNS,
        put(f"{OWN}/pause"),
        settled("turned", "PAUSED", "PAUSED"),
        put(f"{OWN}/pause"),
        get(OWN),
        post(f"{OWN}/restart"),
        post(f"{OWN}/tasks/0/restart"),
        settled("turned", "PAUSED", "PAUSED"),
        put(f"{OWN}/resume", {}),
        RUNS,
        put(f"{OWN}/resume"),
        RUNS,
    ),
    scenario(
        "a connector is stopped and resumed",
        MADE,
        RUNS,
        put(f"{OWN}/stop"),
        settled("turned", "STOPPED"),
        put(f"{OWN}/stop"),
        get(OWN, until=r'"tasks":\[\]'),
        get(f"{OWN}/tasks"),
        post(f"{OWN}/restart"),
        post(f"{OWN}/restart?includeTasks=true"),
        settled("turned", "STOPPED"),
        put(f"{OWN}/pause"),
        settled("turned", "PAUSED"),
        put(f"{OWN}/resume"),
        RUNS,
        since=(3, 5),
    ),
    scenario(
        "a connector is restarted",
        MADE,
        RUNS,
        post(f"{OWN}/restart"),
        RUNS,
        post(f"{OWN}/restart?includeTasks=false&onlyFailed=false"),
        RUNS,
        post(f"{OWN}/restart?includeTasks=true"),
        RUNS,
        post(f"{OWN}/restart?onlyFailed=true"),
        post(f"{OWN}/restart?includeTasks=true&onlyFailed=true"),
        post(f"{OWN}/restart?includeTasks=perhaps"),
        RUNS,
        post(f"{OWN}/restart", {}),
        RUNS,
        post(f"{OWN}/restart", {"include_tasks": True}),
        RUNS,
        post(f"{OWN}/tasks/0/restart"),
        RUNS,
        post(f"{OWN}/tasks/0/restart", {}),
        post(f"{OWN}/tasks/7/restart"),
        post(f"{OWN}/tasks/x/restart"),
    ),
    scenario(
        "a task fails",
        put(f"{OWN}/config", FAILS),
        settled("turned", "RUNNING", "FAILED"),
        get(f"{OWN}/tasks/0/status"),
        post(f"{OWN}/restart?includeTasks=true&onlyFailed=true"),
        settled("turned", "RUNNING", "FAILED"),
    ),
    scenario(
        "requests whose bodies are no JSON",
        put("/connectors/missing/pause", b"now", content_type="text/plain"),
        post("/connectors/missing/restart", b"now", content_type="text/plain"),
        post("/connectors/missing/tasks/0/restart", b"now", content_type="text/plain"),
        put("/connectors/missing/topics/reset", b"now", content_type="text/plain"),
        put("/connectors/missing/tasks", b"now", content_type="text/plain"),
        put("/connectors/missing/pause", b"now"),
    ),
)
