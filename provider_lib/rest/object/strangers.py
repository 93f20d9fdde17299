"""An answer to a create that names another object than the one that is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provider_lib.errors import UnexpectedAnswer
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.likeness import alike
from provider_lib.rest.json.paths import dig
from provider_lib.rest.object.lookup import id_in
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import roles

ACCEPTED = 202
"""What a server answers that is not done yet: it may speak of the work and not of the object (RFC 9110 15.3.3)."""


def stranger(remote: Remote, answer: Any, view: Any) -> tuple[str, str] | None:
    """What the answer to a create names, and what is seen where the object was to be; None where both are the same."""
    is_about_work = "create" in remote.api.outcomes or dig(answer, "status") == ACCEPTED
    names = [] if is_about_work else _names(remote, answer, view)
    return next(((told, there) for told, there in names if not _are_one(told, there)), None)


def _are_one(told: str, there: str) -> bool:
    """Whether two names may be of one object; a name may be told with all that holds the object."""
    return alike(told, there) or alike(told.rpartition("/")[2], there)


def answered_with_another(name: str, told: str, there: str) -> UnexpectedAnswer:
    """The error of such an answer."""
    return UnexpectedAnswer(
        f"{name} was made, and the server answered with another object",
        f"The answer to its create names {told}, and what is there is {there}. {name} is kept in the state as tainted, "
        f"so that the next apply makes it anew. As for {told}, look for it in the API, and delete it if this create "
        "made it.",
    )


def _names(remote: Remote, answer: Any, view: Any) -> Iterator[tuple[str, str]]:
    """What tells the object from others: in the answer, and where it is looked at."""
    for field in remote.resource.fields().values():
        if isinstance(field.role, roles.ServerId):
            for path in remote.projection.paths_of(field):
                told, there = id_in(answer, [path]), id_in(view, [path])
                if told is not None and there is not None:
                    yield told, there
        elif isinstance(field.role, roles.Key) and field.answer_path is not None:
            named = dig(answer, field.answer_path)
            if isinstance(named, str):
                yield named, as_text(remote.values[field.name])
