"""Which versions of the provider wrote the states of stacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from provider_lib.cli.at_once import at_once
from provider_lib.engine.app import Stack
from provider_lib.engine.terraform import Engine
from provider_lib.errors import Cancelled, SluiceError
from provider_lib.package.archive import precedence
from provider_lib.rest import written_by
from provider_lib.state import stored_objects
from provider_lib.systems import CATALOGUE


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote the states of some stacks.

    Args:
        by: version -> names of the stacks of which it is the newest that wrote something; empty for those that tell
            none. Stacks that hold nothing of ours are not in it.
        unread: name of a stack -> why its state was not read.
    """

    by: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unread: Mapping[str, SluiceError] = field(default_factory=dict)


def written_states(engine: Engine, stacks: Sequence[Stack]) -> Written:
    """Ask the state of each stack.

    Args:
        engine: reads them.
        stacks: that were synthesized.

    Raises:
        Cancelled: somebody interrupted it.
    """

    def look(engine: Engine, stack: Stack) -> str | SluiceError | None:
        try:
            return _newest_writer(engine, stack)
        except Cancelled:
            raise
        except SluiceError as error:
            return error

    by: dict[str, list[str]] = {}
    unread: dict[str, SluiceError] = {}
    for stack, found in zip(stacks, at_once(engine, stacks, look, "Not read", jobs=None), strict=True):
        if isinstance(found, SluiceError):
            unread[stack.name] = found
        elif found is not None:
            by.setdefault(found, []).append(stack.name)
    return Written(by, unread)


def _newest_writer(engine: Engine, stack: Stack) -> str | None:
    """The newest version that wrote an object, empty when none tells, None when there is no object of ours."""
    engine.prepare(stack.directory)
    objects = stored_objects(stack.name, engine.pull(stack.directory), {})
    writers = [written_by(item.private) for item in objects if item.type in CATALOGUE.resources]
    return max(writers, key=precedence, default=None)
