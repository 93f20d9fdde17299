"""The last good states of a stack, kept outside of the file that Terraform writes.

Terraform empties the file of a state and writes it anew with every object that it makes: a run that is killed meanwhile
leaves it empty or cut, and the next one takes that for a stack that was never deployed.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from provider_lib.dataclass import dataclass, field
from provider_lib.state.room import Room

KEPT = 10
"""States that are kept of a stack."""

_SUFFIX = ".tfstate"

_SPARE_BYTES = 1_048_576
"""What is set aside for a run beside twice the size of its state, which it will enlarge."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state that is whole.

    Args:
        serial: how often it was written.
        lineage: which is one for a state from its first day on.
        resources: how many it holds; None when that cannot be seen, since it is encrypted.
        content: all of it. Not redacted: it holds secrets.
    """

    serial: int
    lineage: str
    resources: int | None
    content: bytes = field(repr=False)

    @classmethod
    def of(cls, content: bytes) -> Snapshot | None:
        """The state in a file; None when the file is empty, cut, or something else."""
        try:
            stored = json.loads(content)
            serial, lineage = int(stored["serial"]), str(stored["lineage"])
            resources = None if "encrypted_data" in stored else len(stored.get("resources") or ())
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
            return None
        return cls(serial, lineage, resources, content)

    @property
    def addresses(self) -> frozenset[str]:
        """The managed resources in it, without their instances; none when it is encrypted."""
        found = [item for item in json.loads(self.content).get("resources") or () if item.get("mode") == "managed"]
        return frozenset(".".join(filter(None, map(item.get, ("module", "type", "name")))) for item in found)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost with it."""
        return self.resources == 0

    def __str__(self) -> str:
        many = "encrypted" if self.resources is None else f"{self.resources} resources"
        return f"serial {self.serial}, {many}"


NO_STATE = Snapshot(0, "", 0, b'{"serial": 0, "lineage": "", "resources": []}\n')
"""What is kept when somebody says that it is right that there is no state."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A state that was kept.

    Args:
        number: of the states of its stack, in the order in which they were kept.
        path: of the file that holds it.
    """

    number: int
    path: Path

    @property
    def moment(self) -> datetime:
        """When it was kept."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    @property
    def state(self) -> Snapshot | None:
        """The state; None when its file was damaged."""
        return Snapshot.of(self.path.read_bytes())


@dataclass(frozen=True, slots=True)
class History:
    """The states that were kept of one stack.

    Args:
        folder: which holds them and nothing else; made when the first is kept, for its owner only.
    """

    folder: Path

    @property
    def _room(self) -> Room:
        return Room(self.folder / "room")

    @contextmanager
    def with_room(self) -> Iterator[None]:
        """Be able to keep a state also when the disk is full by then."""
        newest = self.newest()
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._room.take(_SPARE_BYTES + 2 * len(newest.content if newest else b""))
        try:
            yield
        finally:
            self._room.give_up()

    def all(self) -> list[Kept]:
        """Every state that is kept, the newest last."""
        names = sorted(self.folder.glob(f"*{_SUFFIX}")) if self.folder.is_dir() else []
        return [Kept(int(path.name.partition("-")[0]), path) for path in names]

    def newest(self) -> Snapshot | None:
        """The newest that is whole."""
        return next((state for kept in reversed(self.all()) if (state := kept.state)), None)

    def states(self) -> list[Snapshot]:
        """Every state that is kept and whole, the newest last; to have none is not one of them."""
        return [state for kept in self.all() if (state := kept.state) and state.lineage]

    def keep(self, state: Snapshot, instead_of: Kept | None = None) -> Kept:
        """Keep a state, and let go of what is too old.

        Args:
            instead_of: a state that it takes the place of.

        Raises:
            OSError: it cannot be written.
        """
        with self._alone():
            for unfinished in self.folder.glob(".*"):  # of a run that was killed while it wrote
                unfinished.unlink(missing_ok=True)
            every = self.all()
            number = instead_of.number if instead_of else (every[-1].number + 1 if every else 1)
            path = self.folder / f"{number:06d}-{state.serial}{_SUFFIX}"
            self._room.have(lambda: write_private(path, state.content))
            if instead_of and instead_of.path != path:
                instead_of.path.unlink(missing_ok=True)
            for old in self.all()[:-KEPT]:
                old.path.unlink(missing_ok=True)
        return Kept(number, path)

    def set_aside(self, content: bytes) -> Path:
        """Keep what is no state: the cut end of one may hold what is nowhere else."""
        with self._alone():
            descriptor, path = tempfile.mkstemp(prefix="damaged-", dir=self.folder)
            with open(descriptor, "wb") as file:
                file.write(content)
        return Path(path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def write_private(path: Path, content: bytes) -> None:
    """Put a file in place whole and on the disk, or not at all, for its owner's eyes only.

    Raises:
        OSError: it cannot be written.
    """
    descriptor, fresh = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise
