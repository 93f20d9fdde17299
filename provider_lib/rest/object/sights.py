"""What the looks of a wait see: told when the wait ends in vain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.object.lifecycle import Health
from provider_lib.rest.object.polling import NOT_THERE
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.watch import Watch
from provider_lib.spec import roles


class Sights(Watch):
    """Looks at an object, and the last thing that was seen of it.

    Args:
        remote: the object.
    """

    def __init__(self, remote: Remote) -> None:
        super().__init__(remote)
        self._last: Callable[[], str] | None = None

    def look(self) -> Any:
        """The server's view of it now; None when it is not there."""
        view = super().look()
        self._last = lambda: in_words(self._remote, view)
        return view

    def words(self) -> str | None:
        """What was seen last; None when nothing was."""
        return None if self._last is None else self._last()


def in_words(remote: Remote, view: Any) -> str:
    """An object in a line, as far as the server says what it is doing."""
    if view is None:
        return NOT_THERE
    told, lifecycle = remote.projection.volatile(view), remote.resource.lifecycle
    if lifecycle is not None:
        return Health(lifecycle, told, remote.values[lifecycle.desired], 0, remote.target.client.masked).words
    return ", ".join([*_telemetry(remote, told), *_statuses(remote, view)]) or "it is there"


def _telemetry(remote: Remote, told: dict[str, Any]) -> Iterator[str]:
    for field, _ in remote.resource.fields_with(roles.Volatile):
        if isinstance(told[field.name], str | bool):
            yield f"{field.name} is {remote.target.in_words(told[field.name])}"


def _statuses(remote: Remote, view: Any) -> Iterator[str]:
    """What lies where a write of the object is waited for."""
    for path in dict.fromkeys(outcome.status for outcome in remote.api.outcomes.values()):
        if (found := dig(view, path)) not in (MISSING, None):
            yield f"{path.removeprefix('body.')} is {remote.target.in_words(found)}"
