"""Shows what Terraform is doing: live on a terminal, in plain lines elsewhere, or as JSON lines for programs.

Errors are not shown here: they are raised at the end of the run and shown once, by whoever catches them.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from textwrap import indent
from threading import Lock
from typing import Self, TextIO

from rich.text import Text

from provider_lib.cli.consoles import Unfailing, said
from provider_lib.cli.screen import Clock, Screen
from provider_lib.engine.diagnosis import describe
from provider_lib.engine.events import Diagnostic, Done, Drifted, Event, Failed, Note, Summary, Working
from provider_lib.engine.origins import Origin

# doing, done
_WORDS: Mapping[str, tuple[str, str]] = {
    "create": ("creating", "created"),
    "read": ("reading", "read"),
    "update": ("updating", "updated"),
    "delete": ("deleting", "deleted"),
    "refresh": ("refreshing", "refreshed"),
}
_TOLD = ("log", "provision_progress", "action_start", "action_progress", "action_complete", "action_errored")


_WRITING = Lock()
"""Held to write a line that a program reads: streams of text are not made for several threads."""


class Progress(AbstractContextManager["Progress"]):
    """Listens to the events of one stack while it is entered."""

    @abstractmethod
    def __call__(self, event: Event) -> None:
        """Take the next event."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Nothing to put away."""

    def begin(self, doing: str) -> None:
        """Say what comes now, for as long as no event does.

        Args:
            doing: e.g. ``Planning``.
        """

    def conclude(self, *, changes: bool, refresh_only: bool) -> None:
        """Say what a plan came to, beyond what Terraform said of it.

        Terraform counts only the changes of resources, and counts none also in a plan that failed.

        Args:
            changes: there is something to apply.
            refresh_only: which is only what the state does not know yet.
        """


def progress(screen: Screen, stack: str, origins: Mapping[str, Origin]) -> Progress:
    """The progress for people: live when the screen is a terminal, and not only coloured like one.

    Args:
        screen: where to print.
        stack: its name, put before every line.
        origins: address -> what made the resource.
    """
    shown = LiveProgress if screen.console.is_interactive else PlainProgress
    return shown(screen, stack, origins)


class PlainProgress(Progress):
    """A line whenever something is done, fails or takes long."""

    def __init__(self, screen: Screen, stack: str, origins: Mapping[str, Origin]) -> None:
        self._screen = screen
        self._stack = stack
        self._origins = origins
        self._planned: Summary | None = None
        self._drifted: list[Drifted] = []

    def conclude(self, *, changes: bool, refresh_only: bool) -> None:
        """Say it in words where a count would not do."""
        if not changes:
            for event in self._drifted:
                if event.action == "delete":
                    self._line(f"{self._name(event.address)} is gone", "yellow")
            self._line("no changes", "bold")
        elif refresh_only:
            for event in self._drifted:
                what = "is gone" if event.action == "delete" else "is not as the state says"
                self._line(f"{self._name(event.address)} {what}", "yellow")
        elif self._planned is not None:
            # Only now: a plan that fails tells its counts, too, and they are those of a part.
            self._line("only outputs change" if self._planned.is_empty else _counts(self._planned), "bold")

    def __call__(self, event: Event) -> None:
        """Print what there is to say of the event."""
        match event:
            case Working(elapsed=0):
                self._started(event)
            case Working():
                self._continued(event)
            case Done(action="refresh"):
                self._ended(event)
            case Done():
                self._ended(event)
                self._line(f"{_words(event.action)[1]} {self._name(event.address)}{_seconds(event.elapsed)}", "green")
            case Failed():
                self._ended(event)
                self._line(
                    f"failed {_words(event.action)[0]} {self._name(event.address)}{_seconds(event.elapsed)}", "red"
                )
            case Summary(operation="plan"):
                self._planned = event
            case Drifted():
                self._drifted.append(event)
            case Summary():
                self._line(_counts(event), "bold")
            case Diagnostic(severity="warning"):
                self._warn(event)
            case Note() if event.message.get("type") == "state_lock_acquire":
                self._line("waiting for the lock")
            case Note() if event.message.get("type") in _TOLD:
                self._line(event.text, "yellow" if event.level == "warn" else "")

    def _warn(self, event: Diagnostic) -> None:
        described = describe(event, self._origins)
        self._screen.print_once(
            (event.summary, described),
            self._text(f"warning: {event.summary}", "yellow"),
            said(indent(described, "    "), "dim"),
        )

    def _started(self, event: Working) -> None:
        if event.action != "refresh":
            self._line(f"{_words(event.action)[0]} {self._name(event.address)}")

    def _continued(self, event: Working) -> None:
        self._line(f"still {_words(event.action)[0]} {self._name(event.address)}{_seconds(event.elapsed)}")

    def _ended(self, event: Done | Failed) -> None:
        pass

    def _name(self, address: str) -> str:
        """The construct's path, as errors have it; the address of what no construct made."""
        resource, bracket, instance = address.partition("[")
        origin = self._origins.get(resource)
        return f"{origin.construct}{bracket}{instance}" if origin else address

    def _line(self, text: str, style: str = "") -> None:
        self._screen.print(self._text(text, style))

    def _text(self, text: str, style: str) -> Text:
        return Text.assemble((f"{self._stack}: ", "cyan"), said(text, style))


class LiveProgress(PlainProgress):
    """What is under way with a clock, below the lines of what is done."""

    def __init__(self, screen: Screen, stack: str, origins: Mapping[str, Origin]) -> None:
        super().__init__(screen, stack, origins)
        self._phase: Clock | None = None
        self._active: dict[str, Clock] = {}
        self._shown = ExitStack()

    def __enter__(self) -> Self:
        self._shown.enter_context(self._screen.showing(self._clocks))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._shown.close()
        super().__exit__(kind)

    def begin(self, doing: str) -> None:
        """Show it with a clock."""
        self._phase = Clock(f"{doing} {self._stack}...")

    def _started(self, event: Working) -> None:
        self._active[event.address] = Clock(f"{_words(event.action)[0]} {self._name(event.address)}")

    def _continued(self, event: Working) -> None:
        pass

    def _ended(self, event: Done | Failed) -> None:
        self._active.pop(event.address, None)

    def _clocks(self) -> list[Clock]:
        # A copy: it is drawn by a thread of its own.
        return list(self._active.values()) or list(filter(None, [self._phase]))


class JsonProgress(Progress):
    """Passes Terraform's messages through, one a line, each with the name of its stack."""

    def __init__(self, stream: TextIO, stack: str) -> None:
        self._stream = Unfailing(stream)
        self._stack = stack

    def __call__(self, event: Event) -> None:
        """Write the event's message."""
        line = json.dumps({"stack": self._stack, **event.message}) + "\n"
        with _WRITING:
            self._stream.write(line)
            self._stream.flush()


def _words(action: str) -> tuple[str, str]:
    return _WORDS.get(action, (f"{action}: working on", f"{action}: done with"))


def _seconds(elapsed: int) -> str:
    return f" ({elapsed}s)" if elapsed else ""


def _counts(summary: Summary) -> str:
    planned = summary.operation == "plan"
    counts = {
        "to add" if planned else "added": summary.add,
        "to change" if planned else "changed": summary.change,
        "to destroy" if planned else "destroyed": summary.remove,
        "to import" if planned else "imported": summary.imported,
        "actions to run" if planned else "actions run": summary.actions,
    }
    always = list(counts)[:3]
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count or what in always)
