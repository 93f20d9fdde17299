"""Deleting an object; one that is gone already counts as deleted."""

from __future__ import annotations

from provider_lib.errors import Conflict
from provider_lib.rest.plan import refuse_if_protected
from provider_lib.rest.remote import Remote
from provider_lib.rest.waits import patiently, poll


def remove(remote: Remote) -> None:
    """Delete an object and, where its API takes its time, wait until it is gone.

    Raises:
        Protected: its ``deletion_protection`` is on.
        SluiceError: it was not deleted.
    """
    refuse_if_protected(remote.resource, remote.values, "deleted")
    delete(remote, "delete")
    if remote.api.delete_takes_time:
        _wait_until_gone(remote)


def delete(remote: Remote, doing: str) -> None:
    """Ask for the delete of an object, again while the server is busy with it; one that is gone is no error."""
    patiently(
        lambda: remote.target.fetch(remote.api.delete, remote.wire, f"{doing} {remote.name}"),
        lambda error: isinstance(error, Conflict) or remote.target.is_busy(error),
        deadline=remote.target.deadline,
        stop=remote.target.stop,
        what=f"{doing} {remote.name}",
    )


def _wait_until_gone(remote: Remote) -> None:
    deadline = remote.target.deadline
    assert deadline is not None
    poll(
        lambda: True if remote.read() is None else None,
        deadline=deadline,
        stop=remote.target.stop,
        what=f"{remote.name} being gone",
        advice="The server accepted the delete but still shows the object. Apply again in a while.",
    )
