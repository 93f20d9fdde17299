"""The states of stacks for what looks at all of them: one that cannot be read keeps no other from being shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from provider_lib.cli.at_once import at_once
from provider_lib.cli.session import Session
from provider_lib.engine.app import Stack
from provider_lib.engine.stack_file import read_stack
from provider_lib.engine.terraform import Engine
from provider_lib.errors import Cancelled, EngineError, SluiceError
from provider_lib.fleet import Owned, StackState, owned_by, provider_blocks
from provider_lib.state import stored_objects
from provider_lib.systems import CATALOGUE


@dataclass(frozen=True, slots=True)
class States:
    """What stacks own.

    Args:
        owned: of all that were read.
        unread: name of a stack -> why it was not.
    """

    owned: tuple[Owned, ...] = ()
    unread: Mapping[str, SluiceError] = field(default_factory=dict)

    @property
    def watched(self) -> tuple[Owned, ...]:
        """All of which anybody asks how it is."""
        return tuple(one for one in self.owned if one.is_watched)

    def check(self, stacks: int) -> None:
        """End a command that showed what was read, where not everything was.

        Args:
            stacks: how many were to be read.

        Raises:
            EngineError: names those that were not, and why.
        """
        if self.unread:
            raise EngineError(
                f"{len(self.unread)} of {stacks} stacks could not be read",
                "\n".join(f"{name}: {error}" for name, error in self.unread.items()),
            )

    def rows(self) -> list[dict[str, Any]]:
        """The stacks that were not read, for programs."""
        return [{"stack": name, "why": error.summary} for name, error in self.unread.items()]


def read_states(
    session: Session, stacks: Sequence[Stack], environ: Mapping[str, str], jobs: int | None = None
) -> States:
    """What stacks own by their states.

    Args:
        environ: has the values of Terraform variables, which provider blocks may use.
        jobs: how many stacks at once.

    Raises:
        Cancelled: somebody interrupted it.
    """

    def look(engine: Engine, stack: Stack) -> StackState | SluiceError:
        try:
            return _read(engine, stack, environ)
        except Cancelled:
            raise
        except SluiceError as error:
            return error

    with session.working("Reading the state"):
        found = at_once(session.engine(), stacks, look, "Not read", jobs=jobs)
    read = [one for one in found if isinstance(one, StackState)]
    unread = {stack.name: one for stack, one in zip(stacks, found, strict=True) if isinstance(one, SluiceError)}
    return States(tuple(owned_by(read, CATALOGUE)), unread)


def _read(engine: Engine, stack: Stack, environ: Mapping[str, str]) -> StackState:
    engine.init(stack.directory)
    objects = stored_objects(stack.name, engine.pull(stack.directory), stack.construct_paths)
    return StackState(tuple(objects), provider_blocks(read_stack(stack.directory), environ))
