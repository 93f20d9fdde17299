"""Making an object: the request itself, and finding out what became of it when its answer was lost."""

from __future__ import annotations

import time
from typing import Any

from provider_lib.errors import ApiError, Conflict, OutcomeUnknown, SluiceError, UnexpectedAnswer, WaitTimedOut
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.json.paths import MISSING, dig_first
from provider_lib.rest.object.polling import patiently, poll
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.resemblance import is_as_declared
from provider_lib.rest.object.target import may_have_happened
from provider_lib.rest.object.triggers import pulls_at_create, state_for

NOT_IMPLEMENTED = 501
"""A server that says so is not at work on what it was asked for (RFC 9110 15.6.2); nor is one that is busy."""

TIME_TO_LOOK = 30.0
"""Seconds for finding out, whatever is left of the time for the create itself."""


def request_create(remote: Remote, doing: str = "create", *, free_from: float, is_sure: bool = True) -> Any:
    """Make an object that was not there before; the answer, or the object itself when the answer was lost.

    Args:
        free_from: monotonic seconds until which another one, which was deleted, may still have its name.
        is_sure: whether it was not there a moment ago, so that what is found after a lost answer is this one.

    Raises:
        OutcomeUnknown: it may have been made.
        SluiceError: it was not made.
    """
    return patiently(
        lambda: _request_once(remote, doing, is_sure=is_sure),
        lambda error: remote.target.is_busy(error) or (isinstance(error, Conflict) and time.monotonic() < free_from),
        deadline=remote.target.deadline,
        stop=remote.target.stop,
        what=f"{doing} {remote.name}",
    )


def _request_once(remote: Remote, doing: str, *, is_sure: bool) -> Any:
    """Send the request; an error says that the object is not there, and so that it may be sent again."""
    initial = _initial(remote)
    try:
        body = remote.send_once(remote.api.create, doing, extra=initial)
    except Exception as cause:
        failure = as_error(cause, f"{doing} {remote.name}")
        if not may_have_happened(failure):
            raise
        if not remote.can_be_looked_up:
            raise OutcomeUnknown(failure.summary, failure.detail) from failure
        found = _find_again(remote.within(TIME_TO_LOOK), failure)
        if found is None:
            raise _not_made(failure) from failure
        if not is_sure:
            _refuse_another(remote, found, failure)
        return found
    found = dig_first(body, remote.api.create.item)
    return body if found is MISSING else found


def _refuse_another(remote: Remote, found: Any, failure: SluiceError) -> None:
    """Take what is found for refused when it is not what was sent: somebody may have made it since the names were read.

    Raises:
        Conflict: it is another one.
    """
    if not is_as_declared(remote, found):
        raise Conflict(failure.summary, failure.detail, status=409, in_doubt=True) from failure


def _not_made(failure: SluiceError) -> SluiceError:
    """What a failure is when the object was looked for and is not there."""
    detail = f"{failure.detail}\nIt was looked for afterwards, and is not there."
    return (
        UnexpectedAnswer(failure.summary, detail) if isinstance(failure, OutcomeUnknown) else failure.but(detail=detail)
    )


def _initial(remote: Remote) -> dict[str, Any]:
    """Where the server understands it: the state in which the object begins, so that it is never in another."""
    lifecycle = remote.resource.lifecycle
    if lifecycle is None or lifecycle.initial is None:
        return {}
    state = state_for(pulls_at_create(remote.resource, remote.values)) or remote.values[lifecycle.desired]
    if state == "running" or not remote.target.knows(lifecycle.initial.since):
        return {}
    return {lifecycle.initial.path: lifecycle.states[state]}


def _find_again(remote: Remote, failure: SluiceError) -> Any:
    """The object that a request made although its answer was lost; None when it was not made."""
    try:
        is_over = isinstance(failure, ApiError) and (
            failure.status == NOT_IMPLEMENTED or remote.target.has_done_nothing(failure)
        )
        return poll(
            remote.look_up,
            deadline=time.monotonic() + (0 if is_over else remote.api.shows_within),
            stop=remote.target.stop,
            what=remote.name,
            advice="",
        )
    except WaitTimedOut as nothing:
        if nothing.trouble is None:
            return _refuse_namesakes(remote, failure)
        raise OutcomeUnknown(failure.summary, failure.detail) from failure
    except Exception:
        raise OutcomeUnknown(failure.summary, failure.detail) from failure


def _refuse_namesakes(remote: Remote, failure: SluiceError) -> None:
    """Refuse to say that nothing was made while something is there that the server may have named in its own way.

    Raises:
        OutcomeUnknown: it is.
    """
    try:
        namesakes = remote.find_namesakes()
    except Exception:
        raise OutcomeUnknown(failure.summary, failure.detail) from failure
    if namesakes:
        raise OutcomeUnknown(
            failure.summary,
            f"{failure.detail}\nThe server has {', '.join(namesakes)}, which may be what was made: look for it in the "
            "API, and import or delete it.",
        ) from failure
