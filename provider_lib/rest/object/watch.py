"""Looking at an object again and again; many that are waited for at once are looked at together, in their list."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Final, Self

from provider_lib.errors import Cancelled, SluiceError
from provider_lib.rest.object.listing import Listed
from provider_lib.rest.object.remote import Remote

FEW: Final = 3
"""So many are asked for one by one."""

ITEMS_FOR_A_REQUEST: Final = 50
"""So many items of a list cost a server, and us, about what one more request does."""

JUST_NOW: Final = 0.5
"""Seconds for which a list serves others than the one who asked for it."""


class Watch:
    """Looks at one object while it is waited for, which is as long as this context lasts.

    Args:
        remote: the object.

    Attributes:
        asked: monotonic seconds at which was asked for what the last look saw.
    """

    def __init__(self, remote: Remote) -> None:
        self._remote = remote.for_watching()
        self._crowd = remote.target.lists.crowd(remote.target, remote.api.read_many)
        self.asked: float | None = None

    def __enter__(self) -> Self:
        self._crowd.enter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crowd.leave()

    def look(self) -> Any:
        """The server's view of it now; None when it is not there.

        The first look, and one for what is not in the list, is at the object itself.
        """
        now = time.monotonic()
        listed = None if self.asked is None else self._list(max(self.asked, now - JUST_NOW))
        view = None if listed is None else listed.find(self._remote.wire)
        if listed is None or view is None:
            self.asked = now
            return self._remote.read()
        self.asked = listed.asked
        return view

    def _list(self, after: float) -> Listed | None:
        """The list of all that are waited for, where it costs less than a request for each of them."""
        remote, listing, target = self._remote, self._remote.api.read_many, self._remote.target
        waiting = self._crowd.waiting
        if listing is None or waiting <= FEW or self._crowd.listed > waiting * ITEMS_FOR_A_REQUEST:
            return None
        try:
            if not target.knows(listing.call.since):
                return None
            listed = target.lists.get(target, listing, remote.wire, f"read {remote.name}", after=after)
        except Cancelled:
            raise
        except SluiceError:
            return None
        self._crowd.listed = len(listed.items)
        return listed
