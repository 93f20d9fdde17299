"""Creating an object without ever leaving an orphan or taking over a stranger's."""

from __future__ import annotations

from typing import Any

from provider_lib.contract import Applied
from provider_lib.errors import ApiError, Conflict, OutcomeUnknown, SluiceError
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.checks.server_validation import unknown_place
from provider_lib.rest.object.long_running import is_pending, wait_for_outcome
from provider_lib.rest.object.remote import Remote, is_conflict_or_refusal
from provider_lib.rest.object.taken_names import is_listed_as_free
from provider_lib.rest.operations.made import Made
from provider_lib.rest.operations.resume import resume
from provider_lib.rest.operations.take_over import (
    already_exists,
    carries_our_label,
    claim,
    taken_as_it_is,
    taken_by_label,
)
from provider_lib.spec import Validation, roles

PERHAPS_THE_PLACE = frozenset({400, 404, 422})
"""Statuses of a create that may be refused because there is no such place for it."""


def create(remote: Remote, *, free_from: float = 0.0) -> Applied:
    """Create an object; from the moment it may exist, every failure still returns its state.

    It is looked for first where that is possible, by itself or in a list that serves all creates: a create may
    overwrite what exists, and what is found after an answer was lost is then known to be this create's work. What a
    former run left half done is gone on with.

    Args:
        free_from: monotonic seconds until which another one, which was deleted, may still have its name.

    Raises:
        SluiceError: it was not created, and nothing was left behind.
    """
    remote = remote.wait_for_parent()
    if (resumed := resume(remote)) is not None:
        return resumed
    is_listed = is_listed_as_free(remote)
    existing = None if is_listed else _look(remote)
    if existing is not None:
        return _adopt(remote, existing)
    made = Made(remote)
    try:
        answer = made.request(free_from=free_from, is_sure=not is_listed)
    except OutcomeUnknown as failure:
        return made.perhaps(failure)
    except ApiError as refusal:
        existing = _in_the_way(remote, refusal)
        if existing is None:
            raise _with_place(remote, refusal) from refusal
        return _adopt(remote, existing)
    except SluiceError:
        raise
    except Exception as cause:
        return made.perhaps(as_error(cause, f"create {remote.name}"))
    return made.finish(answer)


def _look(remote: Remote) -> Any:
    """What has its name, None where nothing has, or nobody can tell."""
    return _unless_it_goes(remote, remote.look_up()) if remote.can_be_looked_up else None


def _unless_it_goes(remote: Remote, existing: Any) -> Any:
    """What has its name; None once it is gone, where the declaration says how to see that it is on its way out.

    Raises:
        WaitTimedOut: it was still there when time was up.
    """
    outcome = remote.api.outcomes.get("delete")
    if existing is None or outcome is None or outcome.link is not None or not is_pending(outcome, existing):
        return existing
    wait_for_outcome(remote.learn_id(existing), "delete", None)
    return remote.look_up()


def _adopt(remote: Remote, existing: Any) -> Applied:
    """Take over an object that exists, or say how to.

    Raises:
        AlreadyExists: ``on_exists`` is not ``adopt``, and nothing says that it is ours; or the same apply deletes it.
    """
    remote = remote.learn_id(existing).learn_names(existing)
    if remote.resource.value_of(roles.OnExists, remote.values) == "adopt":
        claim(remote)
        return taken_as_it_is(remote, existing, is_ours=False)
    if carries_our_label(remote, existing):
        return taken_by_label(remote, existing)
    raise already_exists(remote)


def _with_place(remote: Remote, refusal: ApiError) -> ApiError:
    """An error of what a create was refused with, and of the places there are when its own is not among them."""
    validation = remote.resource.validation
    if refusal.status not in PERHAPS_THE_PLACE or not isinstance(validation, Validation):
        return refusal.but()
    unknown = unknown_place(remote.target, validation, remote.wire)
    if unknown is None:
        return refusal.but()
    return refusal.but(detail=f"{refusal.detail}\n\n{unknown.detail}", path=unknown.path)


def _in_the_way(remote: Remote, refusal: ApiError) -> Any:
    """The object that a create was refused for; in a conflict also one whose name the server takes for the same."""
    if not is_conflict_or_refusal(refusal):
        return None
    existing = remote.look_up()
    if existing is None and isinstance(refusal, Conflict):
        namesakes = [*remote.find_namesakes().values()]
        return namesakes[0] if len(namesakes) == 1 else None
    return existing
