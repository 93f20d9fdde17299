"""Triggers: which calls their changes make, and making them; each once, however many triggers ask for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from provider_lib.dataclass import dataclass
from provider_lib.rest.object.polling import poll
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.sights import Sights
from provider_lib.spec import Resource, roles

LETS_GO_WITHIN = 30.0
"""Seconds for bringing it back into its desired state, whatever is left of the time for what was done meanwhile."""


@dataclass(frozen=True, slots=True)
class Pull:
    """A call that triggers make.

    Args:
        call: its name.
        triggers: the fields that ask for it.
        renews: the fields that get a new value by it.
        within: the desired state in which alone the server accepts it.
    """

    call: str
    triggers: tuple[str, ...]
    renews: tuple[str, ...]
    within: str | None


def pulls(resource: type[Resource], changes: Collection[str], values: Mapping[str, Any]) -> list[Pull]:
    """The calls that changed triggers make."""
    asked = [
        (name, role, role.call if values[name] is not None else role.removed)
        for name, role in _triggers(resource)
        if name in changes
    ]
    return _once_each([*asked, *_readdressed(resource, changes)])


def _readdressed(resource: type[Resource], changes: Collection[str]) -> Iterator[tuple[str, roles.Trigger, str]]:
    """The calls that renew what nobody could seal to other recipients."""
    for field, once in resource.fields_with(roles.Once):
        if once.sealed_to in changes and once.sealed_to is not None:
            yield once.sealed_to, roles.Trigger(once.recover, (field.name,)), once.recover


def pulls_at_create(resource: type[Resource], values: Mapping[str, Any]) -> list[Pull]:
    """The calls that a new object needs for the triggers that are set."""
    return _once_each(
        (name, role, role.call) for name, role in _triggers(resource) if role.at_create and values[name] is not None
    )


def _triggers(resource: type[Resource]) -> Iterator[tuple[str, roles.Trigger]]:
    return ((field.name, role) for field, role in resource.fields_with(roles.Trigger))


def _once_each(asked: Iterable[tuple[str, roles.Trigger, str | None]]) -> list[Pull]:
    """One pull for each call that is asked for."""
    found: dict[str, Pull] = {}
    for name, role, call in asked:
        if call is not None:
            first = found.get(call, Pull(call, (), (), role.within))
            found[call] = Pull(call, (*first.triggers, name), (*first.renews, *role.renews), first.within)
    return list(found.values())


def state_for(asked: Iterable[Pull]) -> str | None:
    """The desired state in which alone the server accepts all of these calls; None when any will do."""
    return next(filter(None, (one.within for one in asked)), None)


@contextmanager
def held_for(remote: Remote, asked: Iterable[Pull]) -> Iterator[None]:
    """Hold an object in the state that these calls need, and let it go again whatever happens."""
    lifecycle, state = remote.resource.lifecycle, state_for(asked)
    if state is None or lifecycle is None:
        yield
        return
    remote.but(**{lifecycle.desired: state}).steer()
    try:
        with Sights(remote) as sights:
            poll(
                lambda: (
                    (
                        (view := sights.look()) is not None
                        and remote.projection.volatile(view)[lifecycle.observed] == lifecycle.states[state]
                    )
                    or None
                ),
                deadline=remote.target.deadline,
                stop=remote.target.stop,
                what=remote.name,
                wanted=state,
                advice=f"Nothing was changed yet. {lifecycle.advice}, or allow more time in `timeouts`.",
                seen=sights.words,
            )
        yield
    finally:
        if remote.values[lifecycle.desired] != state:
            remote.within(LETS_GO_WITHIN).steer()
