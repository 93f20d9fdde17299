"""Carrying out actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.mapping.defaults import with_defaults
from provider_lib.rest.mapping.request import fill, to_wire
from provider_lib.rest.object.target import Target
from provider_lib.spec import Action


def carry_out(target: Target, config: Mapping[str, Any]) -> Iterator[str]:
    """Carry out an action, and say so."""
    action = target.declared
    assert issubclass(action, Action)
    config = with_defaults(action.fields(), config)
    wire = to_wire(action.fields(), config, {})
    target.send(action.call, wire, _doing(action, config))
    yield fill(action.says, wire)


def _doing(action: type[Action], config: Mapping[str, Any]) -> str:
    """What is done to what: ``ship order main/4711``."""
    return f"{action.thing()} {'/'.join(as_text(value) for value in config.values() if value is not None)}"
