"""The shape that the connectors of every system share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from provider_lib.spec import (
    Duration,
    HasKeys,
    Nested,
    OnExists,
    Pattern,
    computed,
    config_map,
    desired_state,
    min_tasks,
    on_exists,
    optional,
    secret_env,
    secret_map,
    secret_revision,
    timeouts,
    volatile,
    wait_running,
)

DesiredState = Literal["running", "paused", "stopped"]

WORKER_IS_BUSY = (
    r"cannot complete request (momentarily|because of a conflicting operation)"
    r"|request cannot be completed because a rebalance is expected"
)
"""What a worker says during a rebalance, also when another API passes it on (Kafka 3 and 4, HerderRequestHandler)."""


LEADER_IS_LOST = "IO Error trying to forward REST request"
"""What a worker says whose leader went away with a request (RestClient of Kafka 2 to 4)."""


NAMELESS = (
    "a|an|any|the|this|that|those|such|requested|http|https|error|status|code|404|410|page|path|url|uri|route|endpoint|"
    "resource|handler|backend|server|default|values|was|were|is|does|not|no|found|exist|matched|match|on|for|with"
)
"""The words with which gateways and frameworks speak of a missing route, as no text has that names an object."""

ABOUT_A_ROUTE = (
    r"the requested (?:url|page|resource)\b|cannot (?:get|put|post|patch|delete) |no static resource\b|no route\b|"
    r"http 404\b|(?:resteasy\d*\W+)?could not find resource for\b"
)
"""How their longer texts begin."""

MORE_THAN_NOT_FOUND = rf"(?!(?i:[\W_]*(?:(?:{NAMELESS})(?![^\W_])[\W_]*)+\Z|{ABOUT_A_ROUTE}))[\s\S]+"
"""A text about a missing object, which names it or says what kind of thing it is."""


FINDABLE = Pattern(
    r"(?!\.{1,2}$)\S(?:[^\x00-\x1f\x7f]*\S)?",
    "neither . nor .., and without control characters or white space at its ends",
)
"""Of a name: a worker trims it before it stores it, and takes dots in a path for steps."""

ADVICE = "Look at its tasks and at the worker's log"
"""Where to look when a connector does not get into its desired state."""

REFUSAL = "The Connect cluster refuses this configuration."
"""What it means that a cluster's validation finds errors."""


class Timeouts(Nested):
    """How long an operation may take in all, waits included."""

    create: Duration | None = optional("For a create; 10m when left out.", wire=None)
    update: Duration | None = optional("For an update; 10m when left out.", wire=None)
    delete: Duration | None = optional("For a delete; 10m when left out.", wire=None)


class Task(Nested):
    """A task of a connector."""

    id: str = volatile("Number of the task.")
    state: str = volatile("What it is doing.")
    worker: str = volatile("Worker that runs it.", wire="worker_id")
    trace: str = volatile("Stack trace of a failed task.")


class ConnectorFields:
    """Fields of every Kafka Connect connector, wherever it runs."""

    config: dict[str, str] = config_map(
        "Configuration, with the keys and spelling of the connector's own documentation. Only the keys set here "
        "are managed. `name` is added by itself; nothing secret belongs here.",
        injects={"name": "{name}"},
        not_ours=r"__.+",
        checks=(HasKeys(("connector.class",)),),
        example={
            "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
            "tasks.max": "1",
            "topics": "orders",
            "connection.url": "jdbc:postgresql://db:5432/orders",
            "connection.user": "sink",
        },
    )
    secret_config: dict[str, str] | None = secret_map("config")
    secret_env: dict[str, str] | None = secret_env("config", example={"connection.password": "ORDERS_DB_PASSWORD"})
    desired_state: DesiredState = desired_state()
    wait_for_running: bool = wait_running()
    min_tasks: int | None = min_tasks()
    timeouts: Timeouts | None = timeouts()
    on_exists: OnExists = on_exists()
    secret_revision: int = secret_revision()
    state: str = volatile("What the connector is doing, in the server's words.")
    type: str = computed("Source or sink.")

    @classmethod
    def surmised(cls, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Which of the two it is: Kafka Connect gives topics to sinks only; MirrorMaker mirrors those of its source."""
        config = values.get("config") or {}
        is_mirror = str(config.get("connector.class", "")).startswith("org.apache.kafka.connect.mirror.")
        return {"type": "source" if is_mirror or not (config.keys() & {"topics", "topics.regex"}) else "sink"}
