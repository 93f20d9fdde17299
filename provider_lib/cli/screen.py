"""Where several stacks show at once what they do: lines that stay, and below them, on a terminal, what is under way.

There is one for a command. Whatever is printed while stacks are worked on goes through it: a line that came between two
movements of the cursor would spoil what is drawn.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Lock, RLock, Thread

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

_PAUSE = 1 / 8
"""Seconds between two looks of what is drawn."""


class Clock:
    """Something under way, and for how long; never more than a line."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._since = time.monotonic()
        self._spinner = Spinner("dots", style="cyan")

    def render(self) -> RenderableType:
        """How it looks now."""
        now = time.monotonic()
        frame = self._spinner.render(now)
        assert isinstance(frame, Text)  # it has no text of its own
        return Text.assemble(frame, f" {self._doing} {now - self._since:.0f}s", no_wrap=True, overflow="ellipsis")


Clocks = Callable[[], Sequence[Clock]]
"""What is under way of one stack, now."""


class Screen:
    """One place to print for all stacks of a command.

    Args:
        console: where it is.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        # Taken again by the thread that has it, when what is drawn prints.
        self._lock = RLock()
        self._asking = Lock()
        self._said: set[tuple[str, str]] = set()
        self._kept: list[Text] | None = None
        self._shown: list[Clocks] = []
        self._live: Live | None = None
        self._ended = Event()

    def print(self, *lines: Text) -> None:
        """Print lines that stay and belong together; while somebody is asked, only after that."""
        with self._lock:
            if self._kept is not None:
                self._kept.extend(lines)
            else:
                self.console.print(*lines, sep="\n", soft_wrap=True)

    def print_once(self, what: tuple[str, str], *lines: Text) -> None:
        """Print lines, unless they were printed for another stack.

        Args:
            what: says it, without the name of the stack.
        """
        with self._lock:
            if what not in self._said:
                self._said.add(what)
                self.print(*lines)

    @contextmanager
    def showing(self, clocks: Clocks) -> Iterator[None]:
        """Draw what is under way for as long as it is entered, where that can be drawn.

        Args:
            clocks: asked anew for each look, in a thread of its own.
        """
        with self._lock:
            self._shown.append(clocks)
            self._draw()
        try:
            yield
        finally:
            with self._lock:
                if self._shown == [clocks]:
                    self._wipe()
                self._shown.remove(clocks)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Leave the terminal to one who asks: nothing is drawn, and what others print comes after."""
        with self._asking:
            with self._lock:
                self._wipe()
                self._kept = []
            try:
                yield
            finally:
                with self._lock:
                    kept, self._kept = self._kept, None
                    for line in kept or ():
                        self.print(line)
                    self._draw()

    def _draw(self) -> None:
        if self._live is None and self._kept is None and self._shown and self.console.is_interactive:
            self._live = Live(
                console=self.console,
                get_renderable=self._render,
                transient=True,
                auto_refresh=False,  # its own thread would draw while another prints
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start()
            self._ended = Event()
            Thread(target=self._draw_again, args=(self._live, self._ended), daemon=True).start()

    def _draw_again(self, live: Live, ended: Event) -> None:
        while not ended.wait(_PAUSE):
            with self._lock:
                if not ended.is_set():
                    live.refresh()

    def _wipe(self) -> None:
        if self._live is not None:
            self._ended.set()
            self._live.stop()
            self._live = None

    def _render(self) -> RenderableType:
        active = [clock for clocks in self._shown for clock in clocks()]
        room = max(self.console.height - 2, 1)
        lines: list[RenderableType] = [clock.render() for clock in active[:room]]
        if len(active) > room:
            lines.append(Text(f"... and {len(active) - room} more", style="dim"))
        return Group(*lines)
