"""What several stacks show at once on one terminal, or in one log."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from rich.console import Console
from rich.text import Text

from provider_lib.cli.screen import Clock, Screen
from tests.until import PATIENCE, until


def terminal(height: int = 25) -> Screen:
    return Screen(
        Console(file=io.StringIO(), width=40, height=height, force_terminal=True, color_system=None, soft_wrap=True)
    )


def log() -> Screen:
    return Screen(Console(file=io.StringIO(), width=40, soft_wrap=True))


def shown(screen: Screen) -> str:
    assert isinstance(screen.console.file, io.StringIO)
    return screen.console.file.getvalue()


def clocks(*doing: str) -> Callable[[], list[Clock]]:
    made = [Clock(one) for one in doing]
    return lambda: made


def test_what_several_stacks_do_is_drawn_together() -> None:
    screen = terminal()
    with screen.showing(clocks("Planning dev...")), screen.showing(clocks("creating prod/sink")):
        until(lambda: re.search(r"Planning dev... 0s\n. creating prod/sink 0s", shown(screen)))


def test_more_than_a_terminal_has_room_for_is_counted() -> None:
    screen = terminal(height=4)
    with screen.showing(clocks("a", "b")), screen.showing(clocks("c", "d")):
        until(lambda: "b 0s\n... and 2 more" in shown(screen))


def test_in_a_log_nothing_is_drawn() -> None:
    screen = log()
    with screen.showing(clocks("Planning dev...")):
        screen.print(Text("dev: no changes"))
    assert shown(screen) == "dev: no changes\n"


def test_when_nothing_is_under_way_nothing_of_it_is_left() -> None:
    screen = terminal()
    with screen.showing(clocks("Planning dev...")):
        pass
    before = len(shown(screen))
    screen.print(Text("dev: no changes"))
    assert shown(screen)[before:] == "dev: no changes\n"
    assert shown(screen)[:before].endswith("\x1b[1A\x1b[2K")


def test_lines_that_belong_together_are_not_parted_by_another_stack() -> None:
    screen, together = log(), Barrier(2)

    def work(stack: str) -> None:
        together.wait(PATIENCE)
        for _ in range(50):
            screen.print(Text(f"{stack}: warning"), Text(f"    of {stack}"))

    with ThreadPoolExecutor() as pool:
        list(pool.map(work, ["dev", "prod"]))
    lines = shown(screen).splitlines()
    pairs = list(zip(lines[::2], lines[1::2], strict=True))
    assert sorted(pairs) == [("dev: warning", "    of dev")] * 50 + [("prod: warning", "    of prod")] * 50


def test_while_somebody_is_asked_others_print_nothing_and_are_printed_then() -> None:
    screen = log()
    with screen.alone():
        screen.print(Text("prod: created"))
        screen.console.print("Deploy dev?", end=": ")
        assert shown(screen) == "Deploy dev?: "
    assert shown(screen) == "Deploy dev?: prod: created\n"


def test_while_somebody_is_asked_nothing_is_drawn_and_after_that_it_is_again() -> None:
    screen = terminal()
    with screen.showing(clocks("Planning prod...")):
        until(lambda: "Planning prod..." in shown(screen))
        with screen.alone():
            before = shown(screen)
            with screen.showing(clocks("Planning test...")):
                pass
            assert shown(screen) == before
        until(lambda: "Planning prod..." in shown(screen)[len(before) :])
