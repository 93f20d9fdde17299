"""The admin API of the Connect model: what no vendor's API shows, and what only a failure can bring about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel, ConfigDict, Field

from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.connect_engine.connector import Connector
from provider_lib.sandbox.connect_engine.connectors import Connectors
from provider_lib.sandbox.connect_engine.errors import ConnectError, ConnectorMissing
from provider_lib.sandbox.connect_engine.lifecycle import State
from provider_lib.sandbox.connect_engine.switches import ConnectSwitches
from provider_lib.sandbox.connect_engine.tables import TABLES
from provider_lib.sandbox.exchange import Answer, Call, PlainRefusal, Route, there_are
from provider_lib.sandbox.part import Part, World
from provider_lib.sandbox.secrets import MASK, SECRET


class ForcedState(BaseModel):
    """A state to put a connector, or one of its tasks, into."""

    model_config = ConfigDict(extra="forbid")

    state: State
    task: int | None = None
    trace: str | None = None


class AskedFailure(BaseModel):
    """A failure that tasks are to have."""

    model_config = ConfigDict(extra="forbid")

    task: str = Field(default="all", pattern=r"all|\d+")
    trace: str | None = None
    times: int | None = Field(default=None, ge=1)


class _Admin:
    """Answers for ``?cluster=...&name=...``; secrets are masked unless ``reveal=true`` is added."""

    def __init__(self, world: World) -> None:
        self._connectors = Connectors(world)

    def show(self, call: Call) -> Answer:
        cluster, name = _names(call)
        try:
            connector = self._connectors.get(cluster, name)
            offsets = self._connectors.offsets(cluster, name)
        except ConnectError:
            return Answer({"config": None, "offsets": self._connectors.stored_offsets(cluster, name)})
        revealed = call.query.get("reveal") == "true"
        return Answer({"config": connector.config if revealed else _masked(connector), "offsets": offsets})

    def history(self, call: Call) -> Answer:
        changes = self._connectors.history(*_names(call))
        return Answer(
            {
                "history": [
                    {"at": timestamp(change.at), "task": change.task, "state": change.state} for change in changes
                ]
            }
        )

    def force(self, call: Call) -> Answer:
        asked = ForcedState.model_validate(call.json())
        with self._refusing():
            self._connectors.force(*_names(call), asked.state, asked.task, asked.trace)
        return Answer(status=204)

    def fail(self, call: Call) -> Answer:
        asked = AskedFailure.model_validate(call.json())
        with self._refusing():
            self._connectors.fail(*_names(call), asked.task, asked.trace, asked.times)
        return Answer(status=204)

    def mend(self, call: Call) -> Answer:
        with self._refusing():
            self._connectors.mend(*_names(call))
        return Answer(status=204)

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Refuses in the admin API's words what a worker would refuse, and names what there is."""
        try:
            yield
        except ConnectorMissing as error:
            raise PlainRefusal(error.status, f"{error.message}; {there_are(self._connectors.paths())}") from error
        except ConnectError as error:
            raise PlainRefusal(error.status, error.message) from error


def _masked(connector: Connector) -> dict[str, str | None]:
    """A configuration for people to look at: without the passwords of its plugin, and what else sounds secret."""
    secret = connector.plugin.secret_keys
    return {key: MASK if key in secret or SECRET.search(key) else value for key, value in connector.config.items()}


def _names(call: Call) -> tuple[str, str]:
    try:
        return call.query["cluster"], call.query["name"]
    except KeyError as missing:
        raise PlainRefusal(400, f"The query has no {missing}") from missing


def _admin_routes(world: World) -> list[Route]:
    admin = _Admin(world)
    return [
        Route("GET", "/connectors", admin.show),
        Route("GET", "/connectors/history", admin.history),
        Route("PUT", "/connectors/state", admin.force),
        Route("PUT", "/connectors/failure", admin.fail),
        Route("DELETE", "/connectors/failure", admin.mend),
    ]


CONNECT = Part("connect", TABLES, ConnectSwitches, admin_routes=_admin_routes)
"""The Connect model; it has no API of its own."""
