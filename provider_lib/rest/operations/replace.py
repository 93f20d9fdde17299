"""Replacing an object: Terraform asks for a delete, and later for a create, which are two halves of one change.

The first half refuses while the second cannot succeed. When the second fails all the same, what the first deleted is
put back: only this process knows both. docs/design/replacement.md says why it is done so.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any, Self

from provider_lib.contract import Applied, Diagnostic, Values
from provider_lib.dataclass import dataclass, replace
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.checks.faults import faults
from provider_lib.rest.checks.place import has_same_name, obstacles, refuse_in_vain
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import Secrets
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.rollback import as_before
from provider_lib.rest.operations.create import create
from provider_lib.rest.operations.delete import make_way
from provider_lib.rest.operations.made import Made
from provider_lib.rest.operations.plan import refuse_if_protected
from provider_lib.spec import Resource, roles
from provider_lib.spec.types import UNKNOWN, DynamicValue


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the plan of a create knows, and the delete before it must know.

    Args:
        place_changes: the same plan makes what it would live behind, or removes what has its name now.
        has_own_secrets: it is given secrets that only the create sees, without which it cannot be checked.
    """

    place_changes: bool = False
    has_own_secrets: bool = False

    @classmethod
    def load(cls, planned: bytes) -> Self:
        """What a plan gave."""
        return cls(**json.loads(planned)) if planned else cls()

    def dump(self) -> bytes:
        """As it travels with the plan; nothing for the usual."""
        told = {"place_changes": self.place_changes, "has_own_secrets": self.has_own_secrets}
        return json.dumps(told).encode() if any(told.values()) else b""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An object that was deleted to make another one.

    Args:
        old: it, and where it was.
        private: what was stored of it.
        view: how the server showed it last.
        successor: what was planned in its place.
        free_from: monotonic seconds from which on its name must be free.
    """

    old: Remote
    private: Private
    view: Any
    successor: Mapping[str, Any]
    free_from: float

    def put_back(self, secrets: Secrets) -> Applied | None:
        """Make it again as it was; what is stored of it then, None when nobody knows its secrets.

        Raises:
            SluiceError: it was not made again.
        """
        known = Secrets({**secrets.values, **self.old.secrets.values}, {})
        prior = dict(self.old.values)
        old = as_before(replace(self.old, secrets=known), prior, self.private, self.view)
        if old is None:
            return None
        old = replace(old, values={**old.values, **_at_rest(old)})
        made = Made(old, is_back=True)
        reached = made.finish(made.request("put back", free_from=self.free_from))
        if reached.state is None:
            return reached
        inputs = {name: prior[name] for name, field in old.resource.fields().items() if field.is_input}
        return replace(reached, state={**reached.state, **inputs}, private=self.private.dump())


def _at_rest(old: Remote) -> Values:
    """What keeps the create of an object from waiting, and from making the calls of triggers that were made before."""
    fields = old.resource.fields_with
    waits = [field.name for kind in (roles.Trigger, roles.WaitField) for field, _ in fields(kind)]
    return {**dict.fromkeys(waits), **{field.name: False for field, _ in fields(roles.WaitRunning)}}


def has_own_secrets(resource: type[Resource], secrets: Secrets) -> bool:
    """Whether some secrets of a configuration are given in it, and not only by the names of variables."""
    named = {field.name for field, _ in resource.fields_with(roles.SecretEnv)}
    return any(path[0] not in named for path in secrets.origin.values())


class Replacements:
    """The replacements of one apply that are half done."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Predecessor] = []

    def delete_old(self, old: Remote, new: Remote | None, outlook: Outlook, private: Private) -> None:
        """The first half: delete an object, unless what is planned in its place cannot be made.

        Args:
            new: what is planned; None while its API is not known.

        Raises:
            SluiceError: it was left as it is.
        """
        refuse_if_protected(old.resource, old.values, "replaced")
        if new is not None:
            _refuse_in_vain(old, new, outlook)
        view = old.read()
        free_from = make_way(old)
        if view is not None and new is not None:
            with self._lock:
                self._waiting.append(Predecessor(old, private, view, new.values, free_from))

    def create_new(self, remote: Remote) -> Applied:
        """The second half, or a create with none before it: when it fails, what was deleted for it is put back.

        Raises:
            SluiceError: it was not created, and nothing was deleted for it.
        """
        before = self._take(remote)
        if before is None:
            return create(remote)
        is_same = has_same_name(remote.resource, before.old.values, remote.values)
        try:
            applied = create(remote, free_from=before.free_from if is_same else 0.0)
        except Exception as cause:
            return _way_back(before, remote, Diagnostic.of(as_error(cause, f"create {remote.name}")))
        if applied.state is not None:
            return applied
        *others, last = applied.diagnostics
        reached = _way_back(before, remote, last)
        return replace(reached, diagnostics=(*others, *reached.diagnostics))

    def _take(self, remote: Remote) -> Predecessor | None:
        """The one that was deleted for an object: Terraform does not say, so by what was planned in its place."""
        with self._lock:
            found = [one for one in self._waiting if _is_planned(remote, one)]
            if len(found) != 1:
                return None
            self._waiting.remove(found[0])
        return found[0]


def _is_planned(remote: Remote, before: Predecessor) -> bool:
    return remote.resource is before.old.resource and became(dict(before.successor), dict(remote.values))


def became(planned: Any, final: Any) -> bool:
    """Whether a value may be what was planned, once all of it is known."""
    match planned, final:
        case _ if planned is UNKNOWN:
            return True
        case DynamicValue(), DynamicValue():
            return became(planned.value, final.value)
        case dict(), dict():
            return planned.keys() == final.keys() and all(became(item, final[name]) for name, item in planned.items())
        case list(), list():
            return len(planned) == len(final) and all(map(became, planned, final))
        case _:
            return bool(planned == final)


def _refuse_in_vain(old: Remote, new: Remote, outlook: Outlook) -> None:
    """Refuse to delete an object while what is planned in its place cannot be made.

    Raises:
        SluiceError: it cannot, or nobody can tell.
    """
    if not outlook.place_changes:
        refuse_in_vain(obstacles(new, old.values), old.name)
    if not outlook.has_own_secrets:
        refuse_in_vain(faults(new), old.name)


def _way_back(before: Predecessor, remote: Remote, failure: Diagnostic) -> Applied:
    """What is told, and stored, of a create that failed after another object was deleted for it."""
    name = before.old.name
    try:
        reached = before.put_back(remote.secrets)
    except Exception as cause:
        second = as_error(cause, f"put back {name}")
        return _told(Applied(None), failure, f"It could not be put back: {second.summary}\n{_gone(name)}")
    if reached is None:
        return _told(Applied(None), failure, f"It could not be put back, because its secrets are hidden. {_gone(name)}")
    return _told(
        reached,
        failure,
        "It was put back as it was, and is kept in the state as tainted: the next apply replaces it. To keep it "
        "instead, go back to its configuration and run `terraform untaint`.",
    )


def _gone(name: str) -> str:
    return f"{name} is gone until the next apply that succeeds."


def _told(reached: Applied, failure: Diagnostic, outcome: str) -> Applied:
    detail = f"{failure.detail}\n\nWhat it replaces had been deleted. {outcome}".strip()
    return replace(reached, diagnostics=(*reached.diagnostics, replace(failure, detail=detail)))
