"""Changing what an API cannot change: delete and create under the same name, with a way back."""

from __future__ import annotations

from typing import Any

from provider_lib.contract import Values
from provider_lib.dataclass import replace
from provider_lib.errors import SluiceError
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.checks.faults import faults
from provider_lib.rest.checks.place import refuse_in_vain
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.rollback import as_before, is_held
from provider_lib.rest.object.unmanaged import with_entries_of_others
from provider_lib.rest.operations.create_call import request_create
from provider_lib.rest.operations.delete import make_way


def recreate(remote: Remote, prior: Values, private: Private) -> None:
    """Delete and create under the same name; put the old one back when the create fails.

    Raises:
        SluiceError: the new configuration is not in force; the detail says what is.
    """
    refuse_in_vain(faults(remote), remote.name)
    before, free_from = remote.read(), 0.0
    if before is not None:
        remote = replace(remote, values=with_entries_of_others(remote, remote.values, before, prior, private))
        free_from = make_way(remote)
    try:
        request_create(remote, free_from=free_from)
    except Exception as cause:
        if before is None:
            raise
        failure = as_error(cause, f"create {remote.name}")
        raise _way_back(remote, as_before(remote, prior, private, before), failure, free_from) from cause


def put_back(old: Remote, *, free_from: float) -> Any:
    """Make an object again as it was; the answer to its create.

    Raises:
        SluiceError: it is not there, or not in its former state.
    """
    answer = request_create(old, "put back", free_from=free_from)
    if is_held(old):
        old.steer()
    return answer


def _way_back(remote: Remote, old: Remote | None, failure: SluiceError, free_from: float) -> SluiceError:
    """Make the old object again; the error that tells how that went."""
    summary = f"the change of {remote.name} failed: {failure.summary}"
    if old is None:
        outcome = "The old configuration could not be put back, because the server masks its secrets. " + _gone(remote)
        return failure.but(summary=summary, detail=_with_reason(outcome, failure))
    try:
        put_back(old, free_from=free_from)
    except Exception as cause:
        second = as_error(cause, f"put back {remote.name}")
        outcome = f"The old configuration could not be put back either: {second.summary}\n{_gone(remote)}"
        return failure.but(summary=summary, detail=_with_reason(outcome, failure))
    outcome = "The old configuration was put back and is in force."
    return SluiceError(summary, _with_reason(outcome, failure))


def _gone(remote: Remote) -> str:
    """What it means that the object was deleted and could not be made again."""
    way = remote.api.recreate
    keeps = f"; {way.keeps}" if way is not None and way.keeps else ""
    return f"{remote.name} is gone until the next apply that succeeds{keeps}."


def _with_reason(outcome: str, failure: SluiceError) -> str:
    return f"{outcome}\n\n{failure.detail}".strip()
