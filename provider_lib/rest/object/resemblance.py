"""Whether an object on the server is as it is declared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from provider_lib.rest.mapping.normalization import is_perhaps_a_form
from provider_lib.rest.object.diagnostics import storable
from provider_lib.rest.object.remote import Remote
from provider_lib.spec.types import UNKNOWN


def is_as_declared(remote: Remote, view: Any, names: Iterable[str] | None = None) -> bool:
    """Whether a view has what is declared, or the server's own form of it, wherever that is known.

    Args:
        names: the fields that are compared; all that a create sends when left out.
    """
    fields, values = remote.resource.fields(), remote.values
    if names is None:
        names = [name for name, field in fields.items() if field.role.traits.change == "body"]
    state = remote.projection.state(view, storable(values))
    compared = [(state[name], values[name]) for name in names if values[name] is not UNKNOWN]
    return all(there == ours or is_perhaps_a_form(there, ours) for there, ours in compared)
