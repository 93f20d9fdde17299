"""Whether the name of a new object is free: told by one list for all creates of an apply, where that is safe."""

from __future__ import annotations

import time
from typing import Final

from provider_lib.errors import ApiError, Cancelled, SluiceError
from provider_lib.rest.object.remote import Remote

LASTS: Final = 60.0
"""Seconds for which a list tells what is free."""


def is_listed_as_free(remote: Remote) -> bool:
    """Whether the list of the names that are taken lacks that of an object; False when there is none that tells.

    Others may have taken the name since. Such a list is declared only where the create is then refused, and what was
    in the way is looked at by itself.
    """
    listing, target = remote.api.taken, remote.target
    if listing is None:
        return False
    try:
        wire, after = remote.wire, time.monotonic() - LASTS
        return target.lists.get(target, listing, wire, f"look for {remote.name}", after=after).lacks(wire)
    except Cancelled:
        raise
    except SluiceError as error:
        if isinstance(error, ApiError) and error.refuses_credentials:
            raise  # and are not tried again
        return False  # it is looked for by itself, which tells what is wrong
