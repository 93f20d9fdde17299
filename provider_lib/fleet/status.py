"""How something that we own is, as a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final, Literal

from provider_lib.errors import NotReady, SluiceError
from provider_lib.fleet.causes import gist, judge
from provider_lib.fleet.owned import Owned
from provider_lib.rest import Looked
from provider_lib.review.masking import without_credentials
from provider_lib.spec import Cause

Verdict = Literal["well", "failed", "down", "astray", "gone", "unreachable", "unread"]
"""How it is.

well: as it should be.
failed: it should run, and it or a task of it has failed.
down: it should run, and does not.
astray: it should rest, and does not.
gone: the state has it, and its server does not.
unreachable: the agent through which it is reached is not connected.
unread: its server did not say how it is.
"""

DOWN: Final = frozenset({"failed", "down", "gone", "unreachable"})
"""The verdicts on what should run and does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task of something that runs.

    Args:
        id: its number.
        state: in the server's words.
        failed: whether that is a failure.
        trace: the stack trace of a failure, without secrets.
    """

    id: str
    state: str
    failed: bool = False
    worker: str | None = None
    trace: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How something that we own is.

    Args:
        stack: that owns it.
        construct_path: of the construct that made it.
        system: the vendor.
        kind: what it is: connector, environment, pipeline.
        place: where it is, as far as its API has places.
        desired: the state that it should be in by what was deployed.
        state: what it does, in the server's words.
        verdict: what that means.
        tasks: its tasks.
        trace: the stack trace of a failure of the whole, without secrets.
        cause: why it has failed, as far as its traces tell.
        gist: the line of its traces that says most of that, without secrets.
        drift: the attributes that somebody else has changed; None when nobody can tell.
        agent_connected: whether the agent that serves it is connected; None for what has none.
        position: how far it has come, each part as JSON; None when nobody asked, or nobody tells.
        since: when it was first seen in this state; None when nobody knows.
        why: why nothing is known of it.
    """

    stack: str
    address: str
    construct_path: str | None = None
    system: str
    kind: str
    place: str = ""
    name: str
    desired: str | None = None
    state: str | None = None
    verdict: Verdict
    tasks: tuple[Task, ...] = ()
    trace: str | None = None
    cause: Cause | None = None
    gist: str | None = None
    drift: tuple[str, ...] | None = ()
    agent_connected: bool | None = None
    position: tuple[str, ...] | None = None
    since: str | None = None
    why: str | None = None

    @property
    def does(self) -> str:
        """What it does in the server's words, where there are any."""
        if self.state is None:
            return "no agent" if self.verdict == "down" else self.verdict
        return f"{self.state}, failed" if self.verdict == "failed" else self.state

    @property
    def trouble(self) -> str:
        """What is wrong with it, in a line; empty when nothing is known to be."""
        return self.gist or self.why or ""

    @property
    def is_down(self) -> bool:
        """Whether it should run and does not."""
        return self.verdict in DOWN

    @property
    def failed(self) -> int:
        """How many of its tasks have failed."""
        return sum(task.failed for task in self.tasks)

    @property
    def traces(self) -> list[str]:
        """The stack traces of its failures, that of the whole first."""
        return [trace for trace in (self.trace, *(task.trace for task in self.tasks)) if trace]


def status_of(owned: Owned, looked: Looked | None, causes: Sequence[Cause] = ()) -> Status:
    """How something is by what its server said.

    Args:
        looked: None for what is gone.
        causes: why things fail, in the order in which they are looked for.
    """
    if looked is None:
        return _status(owned, verdict="gone", drift=None)
    resource, values = owned.resource, looked.values
    lifecycle, live = resource.lifecycle, resource.live
    if lifecycle is not None:
        status = _status(
            owned,
            state=values.get(lifecycle.observed),
            verdict=_verdict(owned, looked),
            tasks=tuple(_tasks(owned, values)),
            trace=_trace(values.get(lifecycle.trace)) if lifecycle.trace else None,
            drift=looked.drifted,
            agent_connected=True if resource.parent is not None and resource.parent.ready else None,
        )
        return _judged(status, looked.traces, causes)
    connected = values.get(live.connected) if live is not None and live.connected else None
    return _status(
        owned,
        state=values.get(live.observed) if live is not None and live.observed else None,
        verdict="down" if connected is False else "well",
        drift=looked.drifted,
        agent_connected=connected,
    )


def _judged(status: Status, traces: Sequence[str], causes: Sequence[Cause]) -> Status:
    """With why it has failed.

    Args:
        traces: in the server's words, by which is judged also where nothing of them may be shown.
    """
    if not traces:
        return status
    cause, place = judge(traces, causes)
    told = next(islice(status.traces, place, None), "")
    return replace(status, cause=cause if status.verdict == "failed" else None, gist=gist(told) or None)


def status_then(owned: Owned, recalled: Looked, causes: Sequence[Cause] = ()) -> Status:
    """How something was by what its state has of it, which tells of no change since."""
    status, live = status_of(owned, recalled, causes), owned.resource.live
    if live is None:
        is_told = recalled.verdict is not None
        status = replace(status, agent_connected=None)
    else:
        is_told = live.connected is None or status.agent_connected is not None
    status = replace(status, drift=None)
    return status if is_told else replace(status, verdict="unread", why="The state does not tell")


def status_without(owned: Owned, error: SluiceError) -> Status:
    """That nobody could tell how something is."""
    if isinstance(error, NotReady):
        return _status(owned, verdict="unreachable", drift=None, agent_connected=False, why=error.summary)
    return _status(owned, verdict="unread", drift=None, why=error.summary)


def _status(owned: Owned, **known: Any) -> Status:
    stored = owned.stored
    return Status(
        stack=stored.stack,
        address=stored.address,
        construct_path=stored.construct_path,
        system=owned.resource.system.name,
        kind=owned.resource.thing(),
        place=owned.place,
        name=owned.name,
        desired=owned.desired,
        **known,
    )


def _verdict(owned: Owned, looked: Looked) -> Verdict:
    if looked.verdict == "reached":
        return "well"
    if owned.desired != "running":
        return "astray"
    return "failed" if looked.verdict == "failed" and not _rests(owned, looked.values) else "down"


def _rests(owned: Owned, values: Mapping[str, Any]) -> bool:
    """Whether somebody has paused or stopped it, whatever else is wrong."""
    lifecycle = owned.resource.lifecycle
    assert lifecycle is not None
    resting = {word for state, word in lifecycle.states.items() if state != "running"}
    return values.get(lifecycle.observed) in resting


def _tasks(owned: Owned, values: Mapping[str, Any]) -> Iterator[Task]:
    lifecycle = owned.resource.lifecycle
    listed = values.get(lifecycle.tasks) if lifecycle is not None and lifecycle.tasks else None
    for task in listed or ():
        assert lifecycle is not None
        yield Task(
            id=str(task["id"]),
            state=str(task["state"]),
            failed=task["state"] in lifecycle.task_failed,
            worker=task.get("worker"),
            trace=_trace(task.get("trace")),
        )


def _trace(told: str | None) -> str | None:
    """A stack trace without the credentials that a driver quotes in it, such as those in a URL."""
    return told and "\n".join(map(without_credentials, told.split("\n")))
