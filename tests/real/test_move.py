"""A real connector is moved: what it reads is passed on once, before and after."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from provider_lib.adopt import Move, carry_out
from provider_lib.rest import RestAccount
from provider_lib.systems import CATALOGUE
from tests.real.worker import Connect, eventually, sink, source

NUMBERS = 400
"""Lines that are written while the connectors are moved."""


def move(connect: Connect, old: str, new: str) -> None:
    with closing(RestAccount(CATALOGUE, {"SLUICE_KAFKA_CONNECT_URL": connect.worker.url})) as server:
        server.configure({})
        kind = CATALOGUE.resources["sluice_kafka_connect_connector"]
        under_way = Move(server, kind, ("default", old), ("default", new), {})
        under_way.look()
        carry_out(under_way.steps(list), lambda _: None)


@pytest.mark.parametrize("which", ["source", "sink"])
def test_a_moved_connector_loses_no_record_and_doubles_none(
    connect: Connect, name: str, lines: Path, out: Path, which: str
) -> None:
    connect.create(f"{name}-in", source(lines, name))
    connect.create(f"{name}-out", sink(out, name))
    eventually(lambda: out.exists() and out.read_text() == "one\ntwo\n", "both lines are through")
    with lines.open("a") as file:
        file.writelines(f"{number}\n" for number in range(NUMBERS))
        file.flush()
        moved = f"{name}-{'in' if which == 'source' else 'out'}"
        move(connect, moved, f"{moved}-2")
        file.writelines(f"{number}\n" for number in range(NUMBERS, 2 * NUMBERS))
    wanted = "one\ntwo\n" + "".join(f"{number}\n" for number in range(2 * NUMBERS))
    eventually(lambda: out.read_text() == wanted, "every line is through, once and in order")
    assert moved not in connect.names()
    assert connect.states(f"{moved}-2") == ["RUNNING", "RUNNING"]
    assert connect.logged(f"Creating task {moved}-2-0") == 1
