"""The state of the stack that has what is moved: it gets the new names, unless somebody has deployed meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from provider_lib.adopt import Move, Step
from provider_lib.engine.app import Stack
from provider_lib.errors import StateError
from provider_lib.run_folder import run_folder
from provider_lib.spec import Resource
from provider_lib.state.history import Snapshot, write_private
from provider_lib.state.renaming import has, renamed


class Backend(Protocol):
    """What keeps states."""

    def pull(self, directory: Path) -> str: ...
    def push(self, directory: Path, state: Path, lock_timeout: str = "") -> None: ...


class MoveState:
    """The state of a stack while something of it is moved.

    Nothing can lock it for that long: Terraform has no command that does, and a backend takes a state from nobody but
    the holder of its lock. So it is compared before it is written, and Terraform compares it again, under the lock.

    Args:
        backend: keeps it.
        stack: whose it is.
        resource: what is moved.
        under_way: how it is moved.
        lock_timeout: how long to wait for others who hold the lock; empty for not at all.
    """

    def __init__(
        self, backend: Backend, stack: Stack, resource: type[Resource], under_way: Move, lock_timeout: str
    ) -> None:
        self._backend, self._stack, self._lock_timeout = backend, stack, lock_timeout
        self._resource, self._move = resource, under_way
        self._revision: tuple[str, int] | None = None

    def look(self) -> None:
        """Look whether it can be changed, and how often it was written by now.

        Raises:
            StateError: it cannot.
        """
        self._revision, _ = self._renamed()

    def steps(self) -> list[Step]:
        """What is to be done; nothing where it has the new name already."""
        if self._has(self._move.new.named):
            return []
        return [
            Step(
                f"name {self._move.new} in the state of {self._stack.name}",
                self._name_new,
                self._name_old,
                f"name {self._move.old} in the state of {self._stack.name} again",
            )
        ]

    def _name_new(self) -> None:
        revision, state = self._renamed()
        if revision != self._revision:
            raise StateError(
                f"Somebody deployed {self._stack.name} meanwhile", "Run it again when nobody deploys this stack."
            )
        self._push(state)

    def _name_old(self) -> None:
        if self._has(self._move.new.named):
            move = self._move
            self._push(self._with_names(self._backend.pull(self._stack.directory), move.new.named, move.former_names()))

    def _renamed(self) -> tuple[tuple[str, int] | None, str]:
        """How often it was written, and it with the new names."""
        text = self._backend.pull(self._stack.directory)
        found = Snapshot.of(text.encode())
        revision = (found.lineage, found.serial) if found else None
        return revision, self._with_names(text, self._move.old.named, self._move.other_names())

    def _has(self, named: dict[str, object]) -> bool:
        return has(self._backend.pull(self._stack.directory), self._resource.type_name, named)

    def _with_names(self, text: str, old: dict[str, object], new: dict[str, object]) -> str:
        return renamed(text, self._resource.type_name, old, new, self._resource.identity_fields())

    def _push(self, state: str) -> None:
        with run_folder() as folder:
            path = folder / "terraform.tfstate"
            write_private(path, state.encode())
            self._backend.push(self._stack.directory, path, self._lock_timeout)
