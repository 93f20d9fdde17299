"""Looking at what a state has, as it is now: a refresh that keeps nothing and says what others have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.dataclass import dataclass, field
from provider_lib.errors import Cancelled, SluiceError, written
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.lifecycle import Verdict, verdict_of, verdict_on
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.stack_traces import traces_in
from provider_lib.rest.operations.read import seen, view_of
from provider_lib.spec import Resource, roles


@dataclass(frozen=True, slots=True)
class Looked:
    """An object as its server has it now.

    Args:
        values: the state that a refresh would store.
        drifted: the attributes, and entries of them, that are not as they were deployed; None where nobody asked.
        verdict: whether it is in its desired state; None for what has none.
        traces: the stack traces of its failures as its server words them: to judge by, never to be shown.
    """

    values: Values = field(repr=False)
    drifted: tuple[str, ...] | None = ()
    verdict: Verdict | None = None
    traces: tuple[str, ...] = field(default=(), repr=False)


def look(remote: Remote, private: Private, *, only_health: bool) -> Looked | None:
    """An object as its server has it now, None when it is definitely gone.

    Args:
        remote: the object, with the values that are stored.
        private: what is remembered beside them.
        only_health: whether it is enough to know that it is as it should be, which a list may tell of many at once.

    Raises:
        SluiceError: nothing is known for certain.
    """
    remote = remote.knowing(private)
    if only_health and (told := _well_by_list(remote)) is not None:
        return told
    view = view_of(remote)
    if view is None:
        return None
    state, known = seen(remote, private, view)
    secret = [written((name, key)) for name in _secrets(remote.resource) for key in known.changed_outside]
    drifted = (*_drifted(remote.resource, remote.values, state), *secret)
    traces = traces_in(remote.resource, remote.projection.volatile(view))
    return Looked(state, drifted, verdict_on(remote, view), traces)


def recall(resource: type[Resource], stored: Values) -> Looked:
    """An object as it was when it was stored; its server is not asked."""
    return Looked(stored, None, verdict_of(resource, stored), traces_in(resource, stored))


def _well_by_list(remote: Remote) -> Looked | None:
    """That it is in its desired state, by a list that tells no more than that; None where it does not tell."""
    listing, lifecycle = remote.api.listed, remote.resource.lifecycle
    if listing is None or lifecycle is None or remote.api.read_many is not None:
        return None
    try:
        item = remote.target.lists.get(remote.target, listing, remote.wire, f"read {remote.name}").find(remote.wire)
    except Cancelled:
        raise
    except SluiceError:
        return None
    if item is None:
        return None
    told = remote.projection.volatile(item)
    if (lifecycle.tasks and not told[lifecycle.tasks]) or verdict_on(remote, item) != "reached":
        return None
    return Looked(told, None, "reached")


def _secrets(resource: type[Resource]) -> list[str]:
    """What takes secrets by their values, in which a drift of one is told."""
    return [field.name for field, _ in resource.fields_with(roles.SecretMap)]


def _drifted(resource: type[Resource], stored: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What a deploy would set back, as far as its code is what was deployed."""
    for name, item in resource.fields().items():
        traits = item.role.traits
        if traits.planned != "given" or traits.read == "never":
            continue
        before, after = stored.get(name), now.get(name)
        if before == after:
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from (written((name, key)) for key in {**before, **after} if before.get(key) != after.get(key))
        else:
            yield name
