"""Whether an API speaks at all that says "not found": of an API without words of its own nobody can tell.

A server that starts, a proxy and a wrong address say 404 as well, and to everything. So before an object counts as
gone there, something else that must be there is asked for, and then the object once more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from provider_lib.errors import ApiError, NotFound, UnexpectedAnswer
from provider_lib.rest.mapping.request import path_of
from provider_lib.rest.object.presence import Presence
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Call

Found = TypeVar("Found")

SAYS_NOTHING = frozenset({408, 429, *range(500, 600)})
"""Refusals that do not show that the API knows its own paths; 405 does, and so does 403."""


def confirmed(remote: Remote, ask: Callable[[], Found | None]) -> Found | None:
    """What a question about an object brings; None, which means that it is gone, only with a witness.

    Args:
        remote: the object.
        ask: the question; None when the answer was "not found".

    Raises:
        UnexpectedAnswer: the witness is not found either, so that nothing is known.
        SluiceError: it cannot be asked.
    """
    found, witness = ask(), remote.api.witness
    if found is None and witness is not None:
        _hear(witness, remote)
        return ask()  # a server may have started in between
    return found


def presence_of(remote: Remote) -> Presence:
    """Whether an object that is waited for is still there."""
    return Presence(remote.name, lambda: confirmed(remote, remote.read), remote.api.shows_within)


def _hear(witness: Call, remote: Remote) -> None:
    path = path_of(witness, remote.wire)
    try:
        remote.target.send(witness, remote.wire, f"see whether {path} is there")
    except NotFound as silence:
        raise UnexpectedAnswer(
            f"nobody knows whether {remote.name} is gone: {path} is not found either",
            "A server that starts, a proxy or a wrong url answers so to everything; nothing is taken for gone. If this "
            "API has nothing at that path, say in `gone` how its 404 tells that an object is gone: {} for any 404.",
        ) from silence
    except ApiError as refusal:
        if refusal.status in SAYS_NOTHING:
            raise
