"""How far an object has come, for another one that goes on from there."""

from __future__ import annotations

from provider_lib.errors import ConfigError, UnexpectedAnswer
from provider_lib.rest.json.exact_json import encode, in_order
from provider_lib.rest.json.paths import dig
from provider_lib.rest.object.remote import Remote

Parts = tuple[str, ...]
"""A position: each of its parts as JSON that is written in one way only, in one order."""


def position(remote: Remote) -> Parts | None:
    """How far an object has come; None when it is not there.

    Raises:
        ConfigError: its API does not tell, or an object that goes on from there cannot be made in it.
        SluiceError: it cannot be read.
    """
    word, target = remote.resource.handover, remote.target
    if word is None:
        raise ConfigError(
            f"{target.declared.system.title} neither tells how far something has come nor takes it",
            f"So what {remote.name} does cannot go on from there elsewhere.",
        )
    target.require(word.read, f"tell how far {remote.name} has come")
    _require_rest(remote)
    answer = target.ask(word.read, remote.wire, f"read the position of {remote.name}")
    if answer is None:
        return None
    found = dig(answer.body, word.items)
    if not isinstance(found, list):
        raise UnexpectedAnswer(
            f"The position of {remote.name} was asked for and is not in the answer",
            f"Expected a list at {word.items or 'the top'} of it.",
        )
    return tuple(sorted(encode(in_order(part)) for part in found))


def _require_rest(remote: Remote) -> None:
    """Refuse a server on which what is new runs at once.

    Raises:
        ConfigError: it is too old.
    """
    target, lifecycle = remote.target, remote.resource.lifecycle
    initial = None if lifecycle is None else lifecycle.initial
    if initial is None or not target.knows(initial.since):
        needed = f"That needs version {initial.since}, and it is {target.version()}. " if initial else ""
        raise ConfigError(
            f"{target.declared.system.title} cannot make {remote.name} without running it at once",
            f"{needed}What runs before its position is set begins anew.",
        )
