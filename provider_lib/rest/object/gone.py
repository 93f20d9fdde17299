"""Whether an object is gone: what a "not found" says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provider_lib.errors import NotFound
from provider_lib.rest.json.paths import says
from provider_lib.rest.mapping.request import Wire
from provider_lib.rest.object.parent import find_parent, refuse_missing, refuse_unready
from provider_lib.spec import Call

if TYPE_CHECKING:
    from provider_lib.rest.object.target import Target


def is_gone(target: Target, error: NotFound, call: Call, wire: Wire) -> bool:
    """Whether a "not found" is about the object itself rather than about what stands before it.

    That the API itself speaks, and no proxy before it, ``api.error_responses`` has made sure of.

    Raises:
        NotReady: the parent is there, but the object cannot be reached through it now.
        ApiError: the parent is not there, and that says nothing of the object.
    """
    if call.gone is not None and not says(error.body, call.gone):
        return False
    if target.parent is None:
        return True
    parent = find_parent(target, wire)
    if parent is None:
        if target.parent.missing != "gone":
            refuse_missing(target, error, wire)
        return True
    refuse_unready(target, parent, error, wire)
    return True
