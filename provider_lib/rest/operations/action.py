"""Carrying out actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from provider_lib.errors import UnexpectedAnswer
from provider_lib.legible import legible
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import dig
from provider_lib.rest.mapping.defaults import with_defaults
from provider_lib.rest.mapping.request import fill, to_wire
from provider_lib.rest.object.target import Target
from provider_lib.spec import Action, System

LONGEST_WORDS: Final = 300
"""Characters of the server's own words."""


def carry_out(target: Target, config: Mapping[str, Any]) -> Iterator[str]:
    """Carry out an action, and say so.

    Raises:
        UnexpectedAnswer: the server answers with success, and says in the same answer that it failed.
        SluiceError: it failed, or nobody knows.
    """
    action = target.declared
    assert issubclass(action, Action)
    config = with_defaults(action.fields(), config)
    wire = to_wire(action.fields(), config, {})
    doing = _doing(action, config)
    answer = target.send(action.call, wire, doing)
    if (words := _words_of_error(answer.body, action.system)) is not None:
        raise UnexpectedAnswer(
            f"{action.system.title} was asked to {doing} and answered with an error, although with status "
            f"{answer.status}",
            f"It said: {legible(target.client.masked(words), LONGEST_WORDS)}\nNobody knows whether it was done.",
        )
    yield fill(action.says, wire)


def _doing(action: type[Action], config: Mapping[str, Any]) -> str:
    """What is done to what: ``ship order main/4711``."""
    return f"{action.thing()} {'/'.join(as_text(value) for value in config.values() if value is not None)}"


def _words_of_error(body: Any, system: System) -> str | None:
    """What a body says that is an error in the API's own words, whatever status it came with; None for any other."""
    said = (dig(body, shape.message) for shape in system.errors)
    return next((text.strip() for text in said if isinstance(text, str) and text.strip()), None)
