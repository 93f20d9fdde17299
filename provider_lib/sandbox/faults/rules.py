"""Faults that the sandbox commits on demand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator


class FaultKind(StrEnum):
    """What goes wrong."""

    LATENCY = "latency"
    """The request is carried out, and its answer comes ``seconds`` late."""
    STATUS = "status"
    """The answer is ``status`` with ``body`` as JSON, and ``Retry-After`` if given."""
    DROP = "drop"
    """The connection is closed without an answer."""
    HTML = "html"
    """The answer is an HTML page, as of a gateway, with ``status``."""
    BROKEN_JSON = "broken_json"
    """The request is carried out and its answer cut in half."""
    SLOW_BODY = "slow_body"
    """The request is carried out and its answer dribbles in over ``seconds``."""
    STARTING = "starting"
    """The web server is up and what it serves is not: 404, in JSON or HTML as the client accepts, as Jetty's is."""


class Fault(BaseModel):
    """One fault, and the requests that it befalls.

    Args:
        method: the request's method; any, unless given.
        path: a regular expression that is searched in the request's path, percent-encoding and all.
        skip: how many matching requests are let through first.
        count: how many it then befalls; None for every one.
        carried_out: whether a request that is answered by a ``status``, ``html`` or ``drop`` takes effect before.
        retry_after: seconds or an HTTP date.
        headers: of an answer that is a ``status``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: FaultKind
    method: str | None = None
    path: str = ""
    skip: int = Field(default=0, ge=0)
    count: int | None = Field(default=1, ge=1)
    carried_out: bool = False
    seconds: float = Field(default=1.0, ge=0)
    status: int = Field(default=503, ge=200, le=599)
    retry_after: int | str | None = None
    headers: dict[str, str] = {}
    body: Any = None

    @field_validator("path")
    @classmethod
    def _is_pattern(cls, path: str) -> str:
        try:
            re.compile(path)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return path

    def befalls(self, method: str, path: str) -> bool:
        """Whether a request for ``path`` is one that the fault is meant for."""
        return self.method in (None, method) and re.search(self.path, path) is not None


@dataclass(slots=True)
class _Planned:
    fault: Fault
    skip: int
    left: int | None

    @classmethod
    def of(cls, fault: Fault) -> Self:
        return cls(fault, fault.skip, fault.count)

    def take(self) -> bool:
        """Count one matching request; says whether the fault befalls it."""
        if self.skip:
            self.skip -= 1
            return False
        if self.left is None:
            return True
        self.left -= 1
        return self.left >= 0


class Faults:
    """The faults that are still to come, oldest first."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def add(self, fault: Fault) -> None:
        """Plan a fault."""
        self._planned.append(_Planned.of(fault))

    def clear(self) -> None:
        """Forget every fault."""
        self._planned.clear()

    def pending(self) -> list[dict[str, Any]]:
        """Every fault that can still befall a request, with how often."""
        return [
            {**planned.fault.model_dump(mode="json"), "skip": planned.skip, "count": planned.left}
            for planned in self._planned
        ]

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that befalls this request, if any; it counts as committed."""
        for planned in self._planned:
            if planned.fault.befalls(method, path) and planned.take():
                if planned.left == 0:
                    self._planned.remove(planned)
                return planned.fault
        return None
