"""Whether what a server shows is the object that was asked for: by its names, by its id, by anything it must have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provider_lib.errors import UnexpectedAnswer
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.likeness import alike
from provider_lib.rest.json.paths import MISSING, dig, dig_first
from provider_lib.rest.object.lookup import id_in
from provider_lib.spec import Call, roles
from provider_lib.spec.types import UNKNOWN

if TYPE_CHECKING:
    from provider_lib.rest.object.remote import Remote


def refuse_stranger(remote: Remote, view: Any) -> None:
    """Refuse a view of something else: it would be taken for what became of the object, and written back to it.

    Raises:
        UnexpectedAnswer: it names another object, or has nothing that such an object has.
    """
    for name, ours, told in _names(remote, view):
        if not alike(told, ours):
            raise another_object(remote.name, name, ours, told)
    if not _has_anything(remote, view):
        raise _without(remote, "The answer has nothing that such an object has")
    if remote.tells_id and not shows_id(remote, view):
        raise _without(remote, "Its answers have had its id so far, and this one has not")


def refuse_unfiltered(remote: Remote, call: Call, view: Any) -> None:
    """Refuse another object than the one that was asked for by a filter: a server may not heed it.

    Raises:
        UnexpectedAnswer: it is another one.
    """
    field = remote.resource.only(roles.ServerId)
    if field is None or view is None or f"{{{field.name}}}" not in call.query.values():
        return
    ours, told = as_text(remote.values[field.name]), _id_in(remote, view)
    if told != ours:
        raise another_object(remote.name, field.name, ours, str(told), ": it does not heed the filter")


def shows_id(remote: Remote, view: Any) -> bool:
    """Whether a view shows the id that the server gave the object."""
    field, told = remote.resource.only(roles.ServerId), _id_in(remote, view)
    return field is not None and told is not None and alike(told, as_text(remote.values[field.name]))


def _names(remote: Remote, view: Any) -> list[tuple[str, str, str]]:
    """What names the object in a view, where that is known: the field, what was asked for, what is shown."""
    found = [
        (field.name, remote.values[field.name], dig(view, field.answer_path))
        for field, _ in remote.resource.fields_with(roles.Key)
        if field.answer_path is not None
    ]
    field = remote.resource.only(roles.ServerId)
    if field is not None and remote.tells_id:
        found.append((field.name, remote.values[field.name], _id_in(remote, view)))
    return [(name, as_text(ours), told) for name, ours, told in found if isinstance(told, str) and ours is not UNKNOWN]


def _id_in(remote: Remote, view: Any) -> str | None:
    field = remote.resource.only(roles.ServerId)
    return None if field is None else id_in(view, remote.projection.paths_of(field))


def _has_anything(remote: Remote, view: Any) -> bool:
    """Whether a view has anything that an object of this kind has."""
    projection = remote.projection
    places = [paths for field in remote.resource.fields().values() if (paths := projection.paths_of(field))]
    return not places or any(dig_first(view, paths) not in (MISSING, None) for paths in places)


def another_object(name: str, field: str, ours: str, told: str, why: str = "") -> UnexpectedAnswer:
    """The error of an answer about another object.

    Args:
        name: of the object that was asked for.
        field: that tells them apart.
        ours: what was asked for there.
        told: what the answer has there.
    """
    return UnexpectedAnswer(
        f"{name} was asked for, and the server answered with another object",
        f"Asked for the {field} {ours}, it answered with {told}{why}. Nothing is taken from that answer.",
    )


def _without(remote: Remote, why: str) -> UnexpectedAnswer:
    return UnexpectedAnswer(
        f"{remote.target.declared.system.title} was asked to read {remote.name} and answered without it",
        f"{why}, so it is about something else. None of it is taken.",
    )
