"""What is asked of a server once for every object of a run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar

from provider_lib.rest.api.shared import Shared
from provider_lib.rest.json.exact_json import encode
from provider_lib.rest.mapping.request import Wire, body_of
from provider_lib.spec import Call

if TYPE_CHECKING:
    from provider_lib.rest.object.target import Target

Thing = TypeVar("Thing")


class SharedAnswers:
    """What was made of answers, by API, path, query, headers and body. Safe to use from several threads.

    A server that is down is thus asked once, retries included, and not once for each of hundreds of objects.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[Hashable, Shared[Any]] = {}

    def get(
        self,
        target: Target,
        call: Call,
        wire: Wire,
        what: str,
        ask: Callable[[], Thing],
        *,
        kind: Hashable = None,
        lasts: Callable[[Thing], bool] = lambda _: True,
    ) -> Thing:
        """What is made of the answer to a call, now or before.

        Args:
            target: the server.
            call: tells, with its values, one question from others; always about the same thing.
            wire: the values.
            what: is asked for, in messages, after "to".
            ask: makes it.
            kind: tells what is made of one answer from what else is.
            lasts: whether what was made before is still good.

        Raises:
            SluiceError: whatever ``ask`` raises, now or a moment ago.
        """
        request = target.request(call, wire, what)
        asked = (request.path, tuple(request.query), tuple(request.headers.items()))
        body = encode(body_of(call, target.declared.fields(), wire))
        with self._lock:
            key = (target.client.name, *asked, body, kind)
            one: Shared[Thing] = self._made.setdefault(key, Shared())
        late = f"{target.declared.system.title} cannot be reached to {what}"
        return one.get(ask, what=late, deadline=target.deadline, lasts=lasts)

    def body(self, target: Target, call: Call, wire: Wire, what: str) -> Any:
        """The body of the answer to a call, now or before.

        Raises:
            SluiceError: whatever the target raises, now or a moment ago.
        """
        return self.get(target, call, wire, what, lambda: target.send(call, wire, what).body)
