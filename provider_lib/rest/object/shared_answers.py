"""Answers that serve every object of a run, each asked for once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from provider_lib.rest.api.shared import Shared
from provider_lib.rest.mapping.request import Wire
from provider_lib.spec import Call

if TYPE_CHECKING:
    from provider_lib.rest.object.target import Target


class SharedAnswers:
    """Bodies of answers by API, path and query. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bodies: dict[tuple[str, str, tuple[tuple[str, str], ...]], Shared[Any]] = {}

    def body(self, target: Target, call: Call, wire: Wire, what: str) -> Any:
        """What a call answers with, now or before.

        Raises:
            SluiceError: whatever the target raises, now or a moment ago.
        """
        request = target.request(call, wire, what)
        with self._lock:
            one = self._bodies.setdefault((target.client.name, request.path, tuple(request.query)), Shared())
        late = f"{target.declared.system.title} cannot be reached to {what}"
        return one.get(lambda: target.send(call, wire, what).body, what=late, deadline=target.deadline)
