"""Keys that only one answer held, of an object of which nobody has that answer any more."""

from __future__ import annotations

from typing import Any

from provider_lib.rest.object.remote import Remote
from provider_lib.spec import roles


def may_renew(remote: Remote, once: roles.Once, view: Any) -> bool:
    """Whether a lost key may be made anew without being asked for: nobody uses the old one, as far as the server tells.

    Args:
        view: of the object, as it is now.
    """
    return once.in_use is not None and remote.projection.volatile(view)[once.in_use] is False
