"""The admin API: faults, switches, the request log, and the state as a whole. It asks for no credentials."""

from __future__ import annotations

import os
from collections.abc import Sequence

from provider_lib.errors import ConfigError
from provider_lib.sandbox.encoded_paths import ADMIN
from provider_lib.sandbox.exchange import Answer, Call, PlainRefusal, Route
from provider_lib.sandbox.faults.rules import Fault, Faults
from provider_lib.sandbox.part import Part, World
from provider_lib.sandbox.request_log import RequestLog


class Admin:
    """The operations on the sandbox itself, below ``/_sandbox``."""

    def __init__(self, world: World, parts: Sequence[Part], faults: Faults, log: RequestLog) -> None:
        self._world = world
        self._parts = {part.name: part for part in parts}
        self._faults = faults
        self._log = log

    def routes(self) -> list[Route]:
        """Everything that is not a part's own."""
        return [
            Route("GET", "/status", self.status),
            Route("GET", "/faults", self.list_faults),
            Route("POST", "/faults", self.add_fault),
            Route("DELETE", "/faults", self.clear_faults),
            Route("GET", "/requests", self.list_requests),
            Route("DELETE", "/requests", self.clear_requests),
            Route("GET", "/switches", self.list_switches),
            Route("PATCH", "/switches", self.change_switches),
            Route("POST", "/state", self.seed),
            Route("DELETE", "/state", self.reset),
        ]

    def status(self, call: Call) -> Answer:
        """The server's process, and the variables that point the provider at it."""
        root = call.root.removesuffix(ADMIN)
        variables: dict[str, str] = {}
        for part in self._parts.values():
            variables |= part.variables(f"{root}/{part.name}")
        return Answer({"pid": os.getpid(), "environment": variables})

    def list_faults(self, _: Call) -> Answer:
        return Answer({"faults": self._faults.pending()})

    def add_fault(self, call: Call) -> Answer:
        self._faults.add(Fault.model_validate(call.json()))
        return Answer(status=204)

    def clear_faults(self, _: Call) -> Answer:
        self._faults.clear()
        return Answer(status=204)

    def list_requests(self, _: Call) -> Answer:
        return Answer({"requests": self._log.values()})

    def clear_requests(self, _: Call) -> Answer:
        self._log.clear()
        return Answer(status=204)

    def list_switches(self, _: Call) -> Answer:
        return Answer(self._world.switches.values())

    def change_switches(self, call: Call) -> Answer:
        try:
            self._world.switches.change(call.json_object())
        except ConfigError as error:
            raise PlainRefusal(400, str(error)) from error
        return Answer(self._world.switches.values())

    def seed(self, call: Call) -> Answer:
        """Fill tables quickly: ``{"lenses": {"environments": 10, "connectors": 50}}``."""
        for name, counts in call.json_object().items():
            if name not in self._parts:
                raise PlainRefusal(400, f"The sandbox has no part named {name!r}")
            self._parts[name].seed(self._world, counts)
        return Answer(status=204)

    def reset(self, _: Call) -> Answer:
        """Everything is as it was when the sandbox was first started."""
        self._world.store.reset()
        self._world.switches.reset()
        self._faults.clear()
        self._log.clear()
        return Answer(status=204)
