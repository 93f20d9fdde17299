"""What a server made of a configuration that it was given: remembered, so that it is no drift ever after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.state import Projection
from provider_lib.spec import roles


def normalized(projection: Projection, view: Any, values: Mapping[str, Any]) -> dict[str, str | None]:
    """The entries that a server shows otherwise than they were written: as it shows them, None when it does not."""
    field = projection.resource.only(roles.ConfigMap)
    ours = values[field.name] if field is not None else None
    if field is None or not ours or (shown := projection.shown(field, view, ours)) is None:
        return {}
    return {key: shown.get(key) for key, value in ours.items() if shown.get(key) != value}


def still_normalized(private: Private, projection: Projection, view: Any, values: Mapping[str, Any]) -> Private:
    """Private state after a read: what was made of an entry counts only as long as it is shown."""
    if not private.normalized:
        return private
    now = normalized(projection, view, values)
    return replace(
        private,
        normalized={key: made for key, made in private.normalized.items() if key in now and now[key] == made},
    )
