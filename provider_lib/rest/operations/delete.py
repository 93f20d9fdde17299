"""Deleting an object, for good or to make another one; one that is gone already counts as deleted."""

from __future__ import annotations

import time

from provider_lib.errors import Cancelled, Conflict, SluiceError, WaitTimedOut
from provider_lib.rest.api.messages import Answer
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.object.diagnostics import changed_underneath
from provider_lib.rest.object.long_running import wait_for_outcome
from provider_lib.rest.object.polling import patiently, poll
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.resemblance import is_as_declared
from provider_lib.rest.object.sights import Sights
from provider_lib.rest.object.target import document_of, may_have_happened
from provider_lib.rest.object.witness import confirmed
from provider_lib.rest.operations.create_call import TIME_TO_LOOK
from provider_lib.rest.operations.plan import refuse_if_protected

ACCEPTED = 202
"""The server has taken the request and is at work on it (RFC 9110 15.3.3)."""

CONFLICT_PASSES_WITHIN = 10.0
"""Seconds after which a conflict is taken for a refusal for good, such as of an object that is in use."""

PRECONDITION_FAILED = 412
"""The object is not the version that the request is about (RFC 9110 15.5.13)."""


def delete(remote: Remote) -> None:
    """Delete an object and, where its API takes its time, wait until it is gone.

    Raises:
        Protected: its ``deletion_protection`` is on.
        SluiceError: it was not deleted.
    """
    refuse_if_protected(remote.resource, remote.values, "deleted")
    answer = _request_delete(remote, "delete")
    if not _wait_as_declared(remote, answer):
        _refuse_if_it_stays(remote, answer)


def by_its_own_names(remote: Remote) -> Remote:
    """An object of which little is remembered, by the names that its server gives it; ours may find nothing to delete.

    Raises:
        Cancelled: the user pressed Ctrl-C.
    """
    if not remote.is_readable_before_id:
        return remote  # it goes by its id
    try:
        view = remote.read()
    except Cancelled:
        raise
    except SluiceError:
        return remote  # the delete says what is wrong, if anything is
    return remote if view is None else remote.learn_names(view)


def make_way(remote: Remote) -> float:
    """Delete an object in whose place another one is made; the monotonic seconds from which on its name must be free.

    An answer that was lost, or a delete that takes effect late, does not leave it half way.

    Raises:
        SluiceError: it is still there.
    """
    doing = "delete, to make it anew,"
    try:
        answer = _request_delete(remote, doing)
    except Exception as cause:
        failure = as_error(cause, f"{doing} {remote.name}")
        if not may_have_happened(failure) or remote.within(TIME_TO_LOOK).read() is not None:
            raise
        answer = None
    free_from = time.monotonic() + remote.api.gone_within
    if not _wait_as_declared(remote, answer):
        if remote.is_readable_before_id:
            _wait_until_gone(remote, free_from)
        else:
            _refuse_if_it_stays(remote, answer)
    return free_from


def _wait_as_declared(remote: Remote, answer: Answer | None) -> bool:
    """Wait for the end of a delete of which the declaration, or the server, says that it takes its time."""
    if "delete" in remote.api.outcomes and answer is not None:
        wait_for_outcome(remote, "delete", document_of(remote.api.delete, answer))
    elif remote.api.delete_takes_time or (answer is not None and answer.status == ACCEPTED):
        _wait_until_gone(remote, remote.target.deadline)
    else:
        return False
    return True


def _refuse_if_it_stays(remote: Remote, answer: Answer | None) -> None:
    """Look whether an object went whose delete was answered with a document: that may say that nothing was done.

    An empty one says nothing more than its status. An object that is shown otherwise than before is marked as deleted,
    as some APIs do; where nobody can look, the status counts.

    Raises:
        WaitTimedOut: it is still there, and as it was.
    """
    if answer is None or not answer.body:
        return

    def look() -> bool | None:
        view = remote.read()
        return True if view is None or not is_as_declared(remote, view) else None

    try:
        poll(
            look,
            deadline=time.monotonic() + remote.api.shows_within,
            stop=remote.target.stop,
            what=remote.name,
            wanted="gone",
            advice=f"The server answered the delete with {answer.status}, and still shows the object as it was. It is "
            "kept in the state. If this API keeps what is deleted, let Terraform forget it: `removed`, with "
            "`lifecycle { destroy = false }`.",
        )
    except WaitTimedOut as vain:
        if vain.trouble is None:
            raise
    except Cancelled:
        raise
    except SluiceError:
        return


def _request_delete(remote: Remote, doing: str) -> Answer | None:
    """Ask for the delete of an object, again while the server is busy with it; None when it was gone already.

    Raises:
        SluiceError: it was not deleted, for example because somebody else has changed it.
    """
    passes_until = time.monotonic() + CONFLICT_PASSES_WITHIN
    return patiently(
        lambda: confirmed(remote, lambda: _refusing_to_delete_a_newer_one(remote, doing)),
        lambda error: remote.target.is_busy(error) or (isinstance(error, Conflict) and time.monotonic() < passes_until),
        deadline=remote.target.deadline,
        stop=remote.target.stop,
        what=f"{doing} {remote.name}",
    )


def _refusing_to_delete_a_newer_one(remote: Remote, doing: str) -> Answer | None:
    try:
        return remote.target.ask(remote.api.delete, remote.wire, f"{doing} {remote.name}")
    except Conflict as conflict:
        if conflict.status == PRECONDITION_FAILED:
            raise changed_underneath(remote.name, conflict) from conflict
        raise


def _wait_until_gone(remote: Remote, deadline: float | None) -> None:
    with Sights(remote) as sights:
        poll(
            lambda: True if sights.look() is None else None,
            deadline=deadline,
            stop=remote.target.stop,
            what=remote.name,
            wanted="gone",
            advice="The server accepted the delete but still shows the object. Apply again in a while.",
            seen=sights.words,
        )
