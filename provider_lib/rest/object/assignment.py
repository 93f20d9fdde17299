"""Sets that are written by calls of their own: bringing one into its wanted state, item by item where the API does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provider_lib.errors import NotFound
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Call, placeholders, roles

Items = Sequence[Any] | None


def assign(remote: Remote, role: roles.Assigned, before: Items, wanted: Items) -> None:
    """Make the calls that bring a set from what was set here before to what is wanted; what is new comes first.

    Raises:
        SluiceError: it is as before, as wanted, or in between: see ``perhaps_assigned``.
    """
    had, wants = before or (), wanted or ()
    if role.whole:
        _send(remote, role.whole, wants)
        return
    if added := [item for item in wants if item not in had]:
        _send(remote, role.add, added)
    if removed := [item for item in had if item not in wants]:
        _send(remote, role.remove, removed)


def perhaps_assigned(before: Items, wanted: Items) -> list[Any]:
    """All that may be assigned after one of the calls failed; a read drops of it what is not there."""
    had = list(before or ())
    return had + [item for item in wanted or () if item not in had]


def _send(remote: Remote, name: str, items: Sequence[Any]) -> None:
    """Make a call for all items, or for each where it is about one."""
    call, doing = remote.api.calls[name], f"{name.replace('_', ' ')} of"
    if "item" not in _mentioned(call):
        remote.send(call, doing, given={"items": list(items)})
        return
    for item in items:
        try:
            remote.send(call, doing, given={"item": item})
        except NotFound:
            if call.method != "DELETE":  # else it is gone already, which is as good
                raise


def _mentioned(call: Call) -> set[str]:
    """The place-holders of a call."""
    templates = (call.path, call.query, call.headers, call.body, call.adds)
    return {name for text in _texts(templates) for name in placeholders(text)}


def _texts(template: Any) -> Iterator[str]:
    match template:
        case str():
            yield template
        case Mapping():
            yield from _texts(list(template.values()))
        case list() | tuple():
            for part in template:
                yield from _texts(part)
