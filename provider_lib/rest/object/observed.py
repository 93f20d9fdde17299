"""Waiting until an observed field has the value that a configuration waits for."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import dig
from provider_lib.rest.object.polling import NOT_THERE, poll
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.target import Target
from provider_lib.rest.object.witness import presence_of
from provider_lib.spec import Declared, Field, roles
from provider_lib.spec.checks import seconds


def wait_for_field(remote: Remote) -> Any:
    """Look at an object that was written until an observed field has the wanted value; the last view of it, if any.

    Raises:
        WaitTimedOut: it did not get there in time.
        Vanished: it was deleted meanwhile.
    """

    def watch(length: float) -> Callable[[], Any]:
        watching = remote.within(length).for_watching()
        presence = presence_of(watching)

        def look() -> Any:
            view = watching.read()
            presence.note(is_there=view is not None)
            return view

        return look

    return wait_for_value(
        remote.target, remote.values, remote.name, watch, f"{remote.name} itself is in place and kept."
    )


def wait_for_value(
    target: Target, values: Mapping[str, Any], name: str, watch: Callable[[float], Callable[[], Any]], kept: str = ""
) -> Any:
    """Look at an object until an observed field has the wanted value; the last view, None when none is waited for.

    Args:
        target: where it lives.
        values: its configuration, which says how long.
        name: what it is called in messages.
        watch: makes what looks at it, for so many seconds; None while it is not there.
        kept: what is told of it when the wait ends in vain.

    Raises:
        WaitTimedOut: it did not get there in time.
    """
    wanted = _wanted(target.declared, values)
    if wanted is None:
        return None
    field, awaited, path = wanted
    limit = values[field.name]
    length = seconds(limit) or 0
    watched = watch(length)
    seen: str | None = None

    def look() -> Any:
        nonlocal seen
        view = watched()
        seen = NOT_THERE if view is None else f"{awaited.observed} is {target.in_words(dig(view, path))}"
        return view if view is not None and dig(view, path) == awaited.value else None

    return poll(
        look,
        deadline=time.monotonic() + length,
        stop=target.stop,
        what=f"{awaited.observed} of {name}",
        wanted=as_text(awaited.value),
        advice=f"It was waited for {limit}, as `{field.name}` says. {kept}".rstrip(),
        seen=lambda: seen,
    )


def waits_for_value(declared: type[Declared], values: Mapping[str, Any]) -> bool:
    """Whether a configuration says to wait for an observed field."""
    return _wanted(declared, values) is not None


def has_value(declared: type[Declared], values: Mapping[str, Any], view: Any) -> bool:
    """Whether a view shows the observed field as it should be, where a configuration says to wait for that."""
    wanted = _wanted(declared, values)
    return wanted is None or dig(view, wanted[2]) == wanted[1].value


def _wanted(declared: type[Declared], values: Mapping[str, Any]) -> tuple[Field, roles.WaitField, str] | None:
    """The wait that a configuration asks for, and where the observed field lies in answers."""
    for field, awaited in declared.fields_with(roles.WaitField):
        if values.get(field.name) is not None:
            return field, awaited, declared.fields()[awaited.observed].answer_path or awaited.observed
    return None
