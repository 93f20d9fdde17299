"""A table that fits every terminal, and tells what is wrong below it."""

from __future__ import annotations

from rich.cells import cell_len

from provider_lib.cli.status_table import lines, summary
from provider_lib.fleet import Status, Task

GIST = "java.net.ConnectException: Connection \x1b[31mrefused"
WELL = Status(
    stack="dev",
    address="a.b",
    system="lenses",
    kind="connector",
    place="orders/connect",
    name="sink",
    desired="running",
    state="RUNNING",
    verdict="well",
    tasks=(Task(id="0", state="RUNNING"), Task(id="1", state="RUNNING")),
    agent_connected=True,
)
FAILED = Status(
    stack="dev",
    address="a.c",
    system="lenses",
    kind="connector",
    place="orders/connect",
    name="source\x07",
    desired="running",
    state="RUNNING",
    verdict="failed",
    tasks=(Task(id="0", state="RUNNING"), Task(id="1", state="FAILED", failed=True, trace=f"{GIST}\n\tat x")),
    gist=GIST,
    drift=('config["topics"]',),
    agent_connected=True,
)
AWAY = Status(
    stack="prod",
    address="a.d",
    system="lenses",
    kind="environment",
    name="orders-" + "x" * 60,
    verdict="down",
    agent_connected=False,
)
GONE = Status(
    stack="prod",
    address="a.e",
    system="redpanda",
    kind="connector",
    name="old",
    desired="paused",
    verdict="gone",
    drift=None,
)


def plain(width: int, *statuses: Status) -> list[str]:
    return [line.plain for line in lines(statuses, width)]


def test_what_is_in_trouble_comes_first_and_says_why() -> None:
    assert plain(115, WELL, FAILED, GONE) == [
        "name                       state            tasks          desired  drift  agent  since  position  stack",
        "orders/connect/source\\x07  RUNNING, failed  1 of 2 failed  running  yes    yes    -      -         dev",
        "  java.net.ConnectException: Connection \\x1b[31mrefused",
        "old                        gone             -              paused   -      -      -      -         prod",
        "orders/connect/sink        RUNNING          2              running  no     yes    -      -         dev",
    ]


def test_sixty_columns_are_enough() -> None:
    assert plain(60, WELL, FAILED) == [
        "name                       state            tasks",
        "orders/connect/source\\x07  RUNNING, failed  1 of 2 failed",
        "  java.net.ConnectException: Connection \\x1b[31mrefused",
        "orders/connect/sink        RUNNING          2",
    ]


def test_a_long_name_gives_way() -> None:
    assert plain(40, AWAY) == [
        "name                     state     tasks",
        "orders-xxxxxxxxxxxxxxx…  no agent  -",
    ]


def test_nothing_is_wider_than_the_terminal() -> None:
    for width in range(30, 200):
        assert max(cell_len(line) for line in plain(width, WELL, FAILED, AWAY, GONE)) <= width


def test_the_summary_counts_by_verdict() -> None:
    assert summary([WELL, FAILED, WELL]) == "2 well, 1 failed"
    assert summary([]) == "nothing is owned here"
