"""Waiting for what becomes of a write that the server accepts before it is done."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

from provider_lib.dataclass import replace
from provider_lib.errors import SluiceError, UnexpectedAnswer, WaitFailed
from provider_lib.rest.api.links import resolve
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.object.polling import NOT_THERE, OPERATION_TIMEOUT, poll
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.target import document_of
from provider_lib.rest.object.witness import presence_of
from provider_lib.spec import Call, Outcome


def wait_for_outcome(remote: Remote, operation: str, answer: Any) -> None:
    """Wait until the server is done with a write, where the object says how to see that.

    Args:
        remote: the object.
        operation: ``create``, ``update`` or ``delete``; after a delete, an object that is gone is the outcome.
        answer: of the write.

    Raises:
        WaitFailed: the server says that it was in vain.
        WaitTimedOut: it was not done in time.
        Vanished: it was deleted meanwhile.
        UnexpectedAnswer: the write's answer does not say where to ask.
    """
    outcome = remote.api.outcomes.get(operation)
    if outcome is None:
        return
    call = _asked(remote, outcome, answer)
    now = time.monotonic()
    limit = remote.target.deadline or now + OPERATION_TIMEOUT
    watching = remote.for_watching()
    presence = presence_of(remote)
    is_of_object = call == remote.api.read
    seen: str | None = None

    def look() -> bool | None:
        found = watching.target.ask(call, watching.wire, f"see whether the {operation} of {remote.name} is done")
        nonlocal seen
        if is_of_object:
            presence.note(is_there=found is not None)
        if found is None:
            seen = NOT_THERE
            return operation == "delete" or None
        status = dig(document_of(call, found), outcome.status)
        place = outcome.status.removeprefix("body.")
        seen = f"nothing at {place}" if status in (MISSING, None) else f"{place} is {remote.target.in_words(status)}"
        return _is_done(remote, outcome, operation, status) or None

    poll(
        look,
        deadline=limit if outcome.timeout is None else min(limit, now + outcome.timeout),
        stop=remote.target.stop,
        what=f"the {operation} of {remote.name}",
        wanted="done",
        advice=f"Ask the API what became of it, or allow more time in `wait.{operation}.timeout`.",
        interval=outcome.interval,
        seen=lambda: seen,
    )


def _asked(remote: Remote, outcome: Outcome, answer: Any) -> Call:
    """The call that tells, at the URL that the write's answer names."""
    if outcome.link is None:
        return outcome.call
    link = dig(answer, outcome.link)
    if not isinstance(link, str) or not link:
        raise UnexpectedAnswer(
            f"the answer about {remote.name} does not say where to see what becomes of it",
            f"A URL was expected at `{outcome.link}` of the answer.",
        )
    try:
        url = resolve(remote.target.client.settings.url.root + "/", link)
    except ValueError as error:
        raise UnexpectedAnswer(
            f"the answer about {remote.name} names a place to see what becomes of it that {error}",
            f"At `{outcome.link}` of the answer stands {link!r}.",
        ) from None
    return replace(outcome.call, path=quote(url, safe="/:?#[]@!$&'()*+,;=%~"))


def wait_again(remote: Remote, operation: str) -> None:
    """Wait once more for a write that was waited for in vain, unless only its answer said where to ask.

    Raises:
        WaitFailed: the server says that it was in vain.
        WaitTimedOut: it was not done in time.
    """
    if _asked_again(remote, operation) is not None:
        wait_for_outcome(remote, operation, None)


def is_done(remote: Remote, operation: str) -> bool:
    """Whether a write that was waited for in vain is done by now, as far as there is anything to ask."""
    outcome = _asked_again(remote, operation)
    if outcome is None:
        return True
    doing = f"see whether the {operation} of {remote.name} is done"
    try:
        found = remote.target.ask(outcome.call, remote.wire, doing)
        status = MISSING if found is None else dig(document_of(outcome.call, found), outcome.status)
        return found is not None and _is_done(remote, outcome, operation, status)
    except SluiceError:  # neither a failure nor an error tells that it is done
        return False


def _asked_again(remote: Remote, operation: str) -> Outcome | None:
    outcome = remote.api.outcomes.get(operation)
    return None if outcome is None or outcome.link is not None else outcome


def is_pending(outcome: Outcome, view: Any) -> bool:
    """Whether an object says by itself that the server is at work on it."""
    found = dig(view, outcome.status)
    return found is not MISSING and as_text(found).lower() in {word.lower() for word in outcome.pending}


def _is_done(remote: Remote, outcome: Outcome, operation: str, found: Any) -> bool:
    if found is MISSING or found is None:
        return not outcome.pending and not outcome.success
    status = as_text(found)
    word = status.lower()
    pending, success, failure = (
        {item.lower() for item in words} for words in (outcome.pending, outcome.success, outcome.failure)
    )
    if word in success or (not success and word not in pending | failure):
        return True
    if word in failure or (success and pending and word not in pending):
        raise WaitFailed(
            f"the {operation} of {remote.name} failed: its status is {remote.target.in_words(found)}",
            "The server accepted the request, and that is what became of it. What it holds now is kept in the state; "
            "ask the API for the reason.",
        )
    return False
