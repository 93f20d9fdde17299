"""Sees to it that no command takes a lost state for a stack that was never deployed.

What a killed run left empty or cut is restored at once: nobody does that on purpose, and nothing in it is lost. A state
that is whole, and older or another than the last one, may be meant: that is for a person to say.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shlex import quote

from provider_lib.engine.local_state import LocalState
from provider_lib.errors import StateError
from provider_lib.state.history import NO_STATE, Snapshot, write_private

ERRORED = "errored.tfstate"
"""In which Terraform leaves, in the folder of the stack, a state that its backend did not take."""

_PATIENCE = 5.0
"""Seconds for another run to write its state to the end."""

Tell = Callable[[str], None]


def check(local: LocalState, stack: str, tell: Tell) -> None:
    """Restore the state of a stack when it is damaged, and keep it when it is good.

    Args:
        local: the state.
        stack: its name.
        tell: says to the user what was done.

    Raises:
        StateError: it is not the state that it was, which may be meant.
    """
    local.hide()
    content = local.read()
    state = Snapshot.of(content) if content else None
    newest = local.history.newest()
    if content is not None and state is None:
        _restore_damaged(local, content, tell)
    elif state is None:
        if newest and not newest.is_empty:
            raise _refusal(f"There is no state in {local.path} any more", newest, stack)
    elif newest is None or state.content != newest.content:
        _check_succession(local.path, state, newest, stack)
        with suppress(OSError):  # what cannot be kept is no reason to stop
            local.history.keep(state)


def check_errored(directory: Path, pull: Callable[[], str], local: LocalState | None) -> None:
    """Refuse to go on while a state lies there that its backend did not take; one that is no use any more is removed.

    Args:
        directory: where Terraform runs for the stack.
        pull: gives the state that the backend has.
        local: the state, where that is on this machine.

    Raises:
        StateError: says how to give it to the backend.
    """
    path = directory / ERRORED
    state = unstored(directory)
    if state is None:
        if path.is_file() and local:  # a disk that was full left it empty or cut
            local.history.set_aside(path.read_bytes())
            path.unlink()
        return
    there = Snapshot.of(pull().encode())
    if there and there.lineage == state.lineage and there.serial >= state.serial:
        missing = sorted(state.addresses - there.addresses)
        if missing and not local:  # somebody else, on another machine, has deployed since
            raise StateError(
                "The last deploy could not store its state, and somebody else has deployed since",
                f"Only {path} knows of {', '.join(missing)}.\n"
                "Move that file away and deploy: what is in the provider's journal is taken over, with its keys. "
                "Import the rest; the file has the ids.",
            )
        if local or state.content.strip() == there.content.strip():
            path.unlink()
        return
    raise StateError(
        f"The last deploy could not store its state ({state})",
        f"Terraform left it in {path}. Once its backend can be reached: sluice state restore {quote(directory.name)}\n"
        "If it is not wanted, delete that file; what only it knows of is then in no state.",
    )


def unstored(directory: Path) -> Snapshot | None:
    """The state that Terraform left in the folder of a stack because its backend did not take it.

    Args:
        directory: where Terraform runs for the stack.
    """
    path = directory / ERRORED
    return Snapshot.of(path.read_bytes()) if path.is_file() else None


def keep_dump(local: LocalState | None, directory: Path, content: bytes) -> str:
    """Keep a state that Terraform could write nowhere and so has told; says what became of it.

    Args:
        local: the state, where that is on this machine.
        directory: where Terraform runs for the stack.
        content: what it told.
    """
    state = Snapshot.of(content)
    try:
        if state is None:
            return "Terraform could not write its state"
        if local:
            local.history.keep(state)
        else:
            write_private(directory / ERRORED, content)
    except OSError as error:
        return (
            f"Terraform could not write its state, nor can it be kept ({error.strerror}): make room, and deploy again"
        )
    return f"Terraform could not write its state: it is kept here ({state}), and the next command finds it"


def restore(local: LocalState, stack: str, serial: int | None = None) -> Snapshot:
    """Put a state that was kept into the place of the one that is there.

    Args:
        serial: which; the newest when left out.

    Raises:
        StateError: there is none, or a run is using the state.
    """
    kept = local.history.states()
    chosen = [state for state in kept if serial is None or state.serial == serial]
    if not kept and serial is None and (backup := _backup(local)):
        chosen = [backup]
    if not chosen:
        known = ", ".join(str(state.serial) for state in kept) or "none"
        raise StateError(f"No such state of {stack} was kept", f"Serials that were: {known}.")
    _refuse_in_use(local, stack)
    content = local.read()
    if content and Snapshot.of(content) is None:
        local.history.set_aside(content)
    _put(local, chosen[-1])
    return chosen[-1]


def accept(local: LocalState, stack: str) -> Snapshot:
    """Take the state as it is now for the right one.

    Raises:
        StateError: it is no state, or a run is using it.
    """
    _refuse_in_use(local, stack)
    content = local.read()
    state = Snapshot.of(content) if content else NO_STATE
    if state is None:
        raise StateError(
            f"{local.path} is not a state", f"Restore one (sluice state restore {quote(stack)}), or delete the file."
        )
    local.history.keep(state)
    return state


def _put(local: LocalState, state: Snapshot) -> None:
    try:
        local.path.parent.mkdir(parents=True, exist_ok=True)
        write_private(local.path, state.content)
        local.history.keep(state)
    except OSError as error:
        raise StateError(f"The state cannot be put into {local.path}: {error.strerror}") from error


def _restore_damaged(local: LocalState, content: bytes, tell: Tell) -> None:
    """Put the newest good state into the place of a file that a killed run left empty or cut."""
    if _is_being_written(local):
        return
    how = "cut" if content else "empty"
    known = [*local.history.states()[-1:], *filter(None, [_backup(local)])]
    newest = max(known, key=lambda state: state.serial, default=None)
    if newest is None:
        if content and local.history.newest() == NO_STATE:
            kept = local.history.set_aside(content)
            local.path.unlink()
            tell(
                f"The state in {local.path} was cut by the first run that wrote it, so no other was kept. What was "
                f"left of it is in {kept}. What that run made, the provider's journal knows: a deploy takes it over."
            )
            return
        if content:
            raise StateError(
                f"The state in {local.path} is {how}, and no other was kept",
                "A run was killed while it wrote it. Take it from a backup of your own, or delete it to begin anew.",
            )
        tell(
            f"{local.path} is empty: a run was killed before it wrote a state. What it may have made, the "
            "provider's journal knows: a deploy takes it over."
        )
        return
    aside = f" What was left of it is in {local.history.set_aside(content)}." if content else ""
    _put(local, newest)
    tell(
        f"The state in {local.path} was {how}, as a run leaves it that is killed while it writes: restored the newest "
        f"good one ({newest}).{aside} What the killed run made after that is in no state."
    )


def _is_being_written(local: LocalState) -> bool:
    """Whether another run is only about to write the file; waits for that."""
    until = time.monotonic() + _PATIENCE
    while local.is_in_use():
        if Snapshot.of(local.read() or b"") or time.monotonic() > until:
            return True
        time.sleep(0.05)
    return Snapshot.of(local.read() or b"") is not None


def _check_succession(path: Path, state: Snapshot, newest: Snapshot | None, stack: str) -> None:
    """Refuse a state that does not follow on the newest that was kept."""
    if newest is None:
        return
    if state.lineage != newest.lineage:
        if not newest.is_empty:
            raise _refusal(f"The state in {path} ({state}) is that of other objects", newest, stack)
    elif state.serial < newest.serial:
        raise _refusal(f"The state in {path} ({state}) is older than the last one", newest, stack)


def _refusal(summary: str, newest: Snapshot, stack: str) -> StateError:
    return StateError(
        summary,
        f"The last one was {newest}, and going on would forget what it knows.\n"
        f"To have it back: sluice state restore {quote(stack)}\n"
        f"If what is there now is meant: sluice state accept {quote(stack)}",
    )


def _refuse_in_use(local: LocalState, stack: str) -> None:
    if local.is_in_use():
        raise StateError(f"A run is using the state of {stack}", "Wait until it has ended.")


def _backup(local: LocalState) -> Snapshot | None:
    try:
        return Snapshot.of(local.backup.read_bytes())
    except OSError:
        return None
