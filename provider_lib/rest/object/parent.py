"""The object that must be there, and ready, before another one can be reached."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from provider_lib.errors import ApiError, NotFound, NotReady, Path, SluiceError
from provider_lib.rest.api.messages import Answer
from provider_lib.rest.json.paths import dig
from provider_lib.rest.mapping.request import Wire, fill
from provider_lib.rest.object.polling import NOT_THERE, poll
from provider_lib.rest.object.presence import Presence
from provider_lib.spec import Declared, Parent, placeholders

if TYPE_CHECKING:
    from provider_lib.rest.object.target import Target

PERHAPS_THE_PARENT = frozenset({404, 410, *range(500, 600)})
SAYS_MISSING = frozenset({404, 410})
SHORT_LOOK = 2.0
"""Seconds for a question that only saves time."""


def find_parent(target: Target, wire: Wire) -> Any:
    """The parent, None when it is not there."""
    parent = target.parent
    assert parent is not None
    try:
        return target.fetch_item(parent.call, wire, f"read {fill(parent.title, wire)}")
    except NotFound:
        return None


def is_parent_ready(target: Target, wire: Wire) -> bool:
    """Whether the parent is there and ready."""
    found = find_parent(target, wire)
    assert target.parent is not None
    return found is not None and is_ready(target.parent, found)


def is_ready(parent: Parent, found: Any) -> bool:
    """Whether a parent that was found says that it is ready."""
    return parent.ready is None or dig(found, parent.ready) is True


def wait_until_ready(target: Target, wire: Wire, length: float) -> None:
    """Wait so many seconds for the parent to be there and ready.

    Raises:
        WaitTimedOut: it did not get ready in time.
        Vanished: it was deleted meanwhile.
    """
    parent = target.parent
    assert parent is not None
    seen: str | None = None
    watching = target.within(length)
    presence = Presence(
        fill(parent.title, wire),
        lambda: find_parent(watching.for_watching(), wire),
        advice=how_to_have(parent, target.declared),
    )

    def look() -> bool | None:
        nonlocal seen
        found = find_parent(watching.for_watching(), wire)
        presence.note(is_there=found is not None)
        seen = _in_words(parent, found, watching)
        return (found is not None and is_ready(parent, found)) or None

    poll(
        look,
        deadline=watching.deadline,
        stop=target.stop,
        what=fill(parent.title, wire),
        wanted="ready",
        advice=fill(parent.not_ready, wire),
        seen=lambda: seen,
    )


def _in_words(parent: Parent, found: Any, target: Target) -> str:
    if found is None or parent.ready is None:
        return NOT_THERE
    return f"{parent.ready} is {target.in_words(dig(found, parent.ready))}"


def hopeless(target: Target, wire: Wire) -> Callable[[Answer], bool] | None:
    """Whether the parent says that it is not ready, so that what lives behind it cannot be reached; asked once."""
    if target.parent is None or target.parent.ready is None:
        return None

    @cache
    def is_parent_away() -> bool:
        try:
            return not is_parent_ready(target.within(SHORT_LOOK), wire)
        except SluiceError:
            return False

    return lambda _: is_parent_away()


def blame_parent(target: Target, error: ApiError, wire: Wire) -> None:
    """Raise a clearer error when the parent is not there, or not ready, and that may be the cause of this one.

    Raises:
        NotReady: it is not ready.
        ApiError: it is not there.
    """
    if target.parent is None or error.status not in PERHAPS_THE_PARENT:
        return
    try:
        found = find_parent(target, wire)
    except SluiceError:
        return
    if found is not None:
        refuse_unready(target, found, error, wire)
    elif error.status in SAYS_MISSING:
        refuse_missing(target, error, wire)


def attribute_of(parent: Parent, declared: type[Declared]) -> Path:
    """The attribute that names a parent; nothing where none does."""
    return tuple(name for name in placeholders(parent.call.path) if name in declared.fields())[-1:]


def how_to_have(parent: Parent, declared: type[Declared]) -> str:
    """What to do about a parent that is not there: an attribute names it, or else a setting."""
    names = attribute_of(parent, declared) or tuple(placeholders(parent.call.path))
    return f"Correct `{names[-1]}`, or make it first." if names else "Make it first."


def refuse_missing(target: Target, error: ApiError, wire: Wire) -> None:
    """Say that the parent is not there rather than what the server said of the object.

    Raises:
        ApiError: always.
    """
    parent = target.parent
    assert parent is not None
    raise error.but(
        summary=f"{fill(parent.title, wire)} is not there",
        detail=f"{how_to_have(parent, target.declared)}\n\nThe server's own words: {error}",
        path=attribute_of(parent, target.declared),
    ) from error


def refuse_unready(target: Target, found: Any, error: ApiError, wire: Wire) -> None:
    """Say that the parent is not ready rather than what the server said of the object.

    Raises:
        NotReady: it is not ready.
    """
    parent = target.parent
    assert parent is not None
    if is_ready(parent, found):
        return
    raise NotReady(
        f"{fill(parent.title, wire)} is not ready",
        f"{fill(parent.not_ready, wire)}\n\nThe server's own words: {error}",
        status=error.status,
        body=error.body,
        request_id=error.request_id,
        speaker=error.speaker,
    ) from error
