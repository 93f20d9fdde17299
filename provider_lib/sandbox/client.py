"""A client of the sandbox's admin API."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import httpx

from provider_lib.errors import SandboxError
from provider_lib.legible import legible

_LONGEST = 64 * 2**20
"""Bytes of an answer."""
_LONGEST_TEXT = 2000
_WITHIN = 30.0
"""Seconds for an answer."""


class SandboxClient:
    """What a test or the command line does with a running sandbox.

    Args:
        url: the sandbox's root, as in ``http://127.0.0.1:4000``.
    """

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=f"{url}/_sandbox", trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def status(self) -> dict[str, Any]:
        """``pid`` and ``environment`` of the server."""
        return self._ask("GET", "/status")

    def switch(self, **parts: Mapping[str, Any]) -> dict[str, Any]:
        """Turn switches: ``switch(lenses={"create_status": 200})``; gives back all of them."""
        return self._ask("PATCH", "/switches", parts)

    def switches(self) -> dict[str, Any]:
        """Every switch, by part."""
        return self._ask("GET", "/switches")

    def fault(self, kind: str, **fields: Any) -> None:
        """Plan a fault: ``fault("status", method="POST", path="/connectors$", status=429, retry_after=1)``.

        The fields are those of ``provider_lib.sandbox.faults.rules.Fault``.
        """
        self._ask("POST", "/faults", {"kind": kind, **fields})

    def faults(self) -> list[dict[str, Any]]:
        """The faults that are still to come."""
        faults: list[dict[str, Any]] = self._ask("GET", "/faults")["faults"]
        return faults

    def clear_faults(self) -> None:
        """Forget every fault."""
        self._ask("DELETE", "/faults")

    def requests(self) -> list[dict[str, Any]]:
        """Every request to a vendor's API: ``method``, ``path``, ``query``, ``status``, ``body_keys``."""
        requests: list[dict[str, Any]] = self._ask("GET", "/requests")["requests"]
        return requests

    def clear_requests(self) -> None:
        """Start the log of requests anew."""
        self._ask("DELETE", "/requests")

    def seed(self, **parts: Mapping[str, int]) -> None:
        """Fill the tables: ``seed(lenses={"environments": 10, "connectors": 50})``."""
        self._ask("POST", "/state", parts)

    def reset(self) -> None:
        """Return everything to how it was when the sandbox was first started."""
        self._ask("DELETE", "/state")

    def connect_agent(self, agent_key: str) -> str:
        """Let a Lenses agent connect with ``agent_key``; gives back its environment's name.

        Raises:
            SandboxError: no environment has that key.
        """
        environment: str = self._ask("POST", "/agents", {"agent_key": agent_key})["environment"]
        return environment

    def disconnect_agent(self, environment: str) -> None:
        """Let the agent of a Lenses environment go away."""
        self._ask("DELETE", f"/agents/{environment}")

    def reconnect_agent(self, environment: str) -> None:
        """Let the agent of a Lenses environment come back."""
        self._ask("POST", "/agents", {"environment": environment})

    def fail(
        self, cluster: str, name: str, *, task: str = "all", trace: str | None = None, times: int | None = None
    ) -> None:
        """Have tasks of a connector fail, now and whenever they start again.

        Args:
            task: number of a task, or ``all``.
            trace: the stack trace of the failure.
            times: how often, this time included; None for until ``mend``.
        """
        asked = {"task": task, "trace": trace, "times": times}
        self._ask("PUT", "/connectors/failure", asked, cluster=cluster, name=name)

    def mend(self, cluster: str, name: str) -> None:
        """Take away what makes tasks of a connector fail; they run again once they are restarted."""
        self._ask("DELETE", "/connectors/failure", cluster=cluster, name=name)

    def connector(self, cluster: str, name: str) -> dict[str, Any]:
        """The unmasked ``config`` of a connector, None when there is none, and its ``offsets``.

        Args:
            cluster: ``lenses/<environment>/<cluster>``, ``kafka_connect/<worker>`` or ``redpanda/<cluster>``.
        """
        return self._ask("GET", "/connectors", cluster=cluster, name=name, reveal="true")

    def history(self, cluster: str, name: str) -> list[dict[str, Any]]:
        """Every state that the connector (``task`` null) and its tasks ever had, with the time ``at`` which."""
        history: list[dict[str, Any]] = self._ask("GET", "/connectors/history", cluster=cluster, name=name)["history"]
        return history

    def force_state(
        self, cluster: str, name: str, state: str, *, task: int | None = None, trace: str | None = None
    ) -> None:
        """Put a connector, or one task, into ``state`` at once."""
        forced = {"state": state, "task": task, "trace": trace}
        self._ask("PUT", "/connectors/state", forced, cluster=cluster, name=name)

    def _ask(self, method: str, path: str, body: Any = None, **query: str) -> dict[str, Any]:
        try:
            with self._http.stream(method, path, json=body, params=query) as answer:
                content = _content(answer)
        except httpx.HTTPError as error:
            raise SandboxError(
                "The sandbox does not answer", f"{error} at {self._http.base_url}. Is it running?"
            ) from error
        if answer.is_error:
            raise SandboxError(f"The sandbox refused {method} {path}", _reason(content))
        try:
            return dict(json.loads(content)) if content else {}
        except (ValueError, TypeError, RecursionError) as error:
            raise _stranger(self._http.base_url) from error


def _content(answer: httpx.Response) -> bytes:
    """All that was answered, as long as it is no more, and takes no longer, than a sandbox would."""
    deadline = time.monotonic() + _WITHIN
    content = bytearray()
    for part in answer.iter_bytes():
        content += part
        if len(content) > _LONGEST or time.monotonic() > deadline:
            raise _stranger(answer.url)
    return bytes(content)


def _reason(content: bytes) -> str:
    """Why it refused: the sandbox's own words, or all that was answered."""
    text = content.decode(errors="replace")
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        text = str(json.loads(content)["error"])
    return legible(text, _LONGEST_TEXT)


def _stranger(url: httpx.URL) -> SandboxError:
    return SandboxError(
        "What answers is no sandbox", f"It answered with something else at {url}. Is another port meant?"
    )
