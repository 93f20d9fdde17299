"""What a person has done to something that runs, at once and beside all code: turned, or restarted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from provider_lib.errors import ConfigError
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Lifecycle

RESTART: Final = "restart"
RESTART_FAILED: Final = "restart what failed of"


def steer(remote: Remote, order: str, tasks: Sequence[str]) -> None:
    """Have an object do what is ordered.

    Args:
        order: a desired state, RESTART or RESTART_FAILED.
        tasks: the numbers of those that have failed.

    Raises:
        ConfigError: its API has no call for that, or the server is too old for it.
        SluiceError: the server refuses it, or cannot be reached.
    """
    lifecycle = remote.resource.lifecycle
    if lifecycle is None:
        raise _no_call(remote, order)
    if order == RESTART_FAILED:
        _restart_failed(remote, lifecycle, tasks)
        return
    turns = lifecycle.calls or lifecycle.turns
    call = lifecycle.restart_all if order == RESTART else turns.get(order)
    if call is None:
        raise _no_call(remote, order)
    remote.send(remote.api.calls[call], order if order == RESTART else f"set to {order}:")


def _restart_failed(remote: Remote, lifecycle: Lifecycle, tasks: Sequence[str]) -> None:
    """Restart no more than what has failed, by the most sparing call that there is for it."""
    calls = remote.api.calls
    one_for_all, each = lifecycle.restart, lifecycle.restart_task
    if one_for_all is not None and (each is None or remote.target.knows(calls[one_for_all].since)):
        remote.send(calls[one_for_all], RESTART_FAILED)
    elif each is not None and tasks:
        for task in tasks:
            remote.send(calls[each], f"restart task {task} of", given={"task": task})
    elif lifecycle.restart_all is not None:
        remote.send(calls[lifecycle.restart_all], RESTART)
    else:
        raise _no_call(remote, RESTART)


def _no_call(remote: Remote, order: str) -> ConfigError:
    doing = "restart" if order in (RESTART, RESTART_FAILED) else f"set to {order}"
    return ConfigError(
        f"{remote.resource.system.title} has no call to {doing} {remote.name}",
        "Change `desired_state` in the code, and deploy.",
    )
