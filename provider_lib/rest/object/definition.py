"""The definition that a server has of an object: asked for, and what keeps a change from going by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from provider_lib.dataclass import dataclass, replace
from provider_lib.errors import ApiError, NotReady, UnexpectedAnswer
from provider_lib.rest.api.messages import YAML
from provider_lib.rest.mapping.definition import has_place_for
from provider_lib.rest.mapping.secrets import looks_secret
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Call, Redefine, Verbatim, roles

NOT_FOR_US: Final = frozenset({403, 404, 405, 406, 410, 501})
"""Answers of a server that has no such call, or does not let us make it."""


@dataclass(frozen=True, slots=True)
class Definition:
    """An object's own definition.

    Args:
        text: as it came; "" when there is none.
        keys: of the configuration that is looked for in it.
        obstacle: why a change cannot go by it; "" when it can.
    """

    text: str = ""
    keys: tuple[str, ...] = ()
    obstacle: str = ""


def definition_of(remote: Remote, redefine: Redefine, known: Mapping[str, Any]) -> Definition:
    """The definition that the server has of an object.

    Args:
        remote: the object.
        redefine: how it is asked for.
        known: the object's state: by the keys of its configuration, that is found in the definition.

    Raises:
        SluiceError: nobody can tell now whether there is one.
    """
    title = remote.target.declared.system.title
    call = replace(redefine.read, headers={"Accept": f"{YAML}, */*;q=0.1", **redefine.read.headers})
    try:
        text = remote.target.send(call, remote.wire, f"read the definition of {remote.name}").text
    except NotReady:
        raise
    except (ApiError, UnexpectedAnswer) as error:
        if isinstance(error, ApiError) and error.status not in NOT_FOR_US:
            raise
        return Definition(obstacle=f"{title} tells no definition of it that could be changed: {error.summary}")
    keys = _plain_keys(remote, known)
    if has_place_for(text, keys):
        return Definition(text, keys)
    return Definition(obstacle=f"Its configuration is not found in the definition that {title} has of it.")


def written(redefine: Redefine, text: str) -> Call:
    """The call that writes a definition."""
    return replace(redefine.write, headers={"Content-Type": YAML, **redefine.write.headers}, body=Verbatim(text))


def _plain_keys(remote: Remote, known: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of a configuration that a definition shows as well: those of secrets it may leave out."""
    field = remote.resource.only(roles.ConfigMap)
    entries = (known[field.name] or {}) if field is not None else {}
    return tuple(key for key, value in entries.items() if not looks_secret(key, value))
