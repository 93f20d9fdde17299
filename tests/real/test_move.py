"""A real connector is moved: what it reads is passed on once, before and after."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from provider_lib.adopt import Move, carry_out
from provider_lib.rest import RestAccount
from provider_lib.systems import CATALOGUE
from tests.real.kafka.cluster import Worker
from tests.real.worker import Connect, eventually, sink, source

NUMBERS = 400
"""Lines that are written while the connectors are moved."""


def move(connect: Connect, old: str, new: str, *, to: Connect | None = None) -> None:
    """Move a connector, within its cluster or to another one."""
    environ = {"SLUICE_KAFKA_CONNECT_URL": connect.worker.url}
    if to is not None:
        environ["SLUICE_KAFKA_CONNECT_OTHER_URL"] = to.worker.url
    with closing(RestAccount(CATALOGUE, environ)) as server:
        server.configure({})
        kind = CATALOGUE.resources["sluice_kafka_connect_connector"]
        under_way = Move(server, kind, ("default", old), ("other" if to else "default", new), {})
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


def test_connectors_go_on_in_another_cluster_with_every_record_once(
    connect: Connect, reading: Worker, name: str, lines: Path, out: Path
) -> None:
    connect.create(f"{name}-in", source(lines, name))
    connect.create(f"{name}-out", sink(out, name))
    eventually(lambda: out.exists() and out.read_text() == "one\ntwo\n", "both lines are through")
    with Connect(reading) as there:
        with lines.open("a") as file:
            for number, moved in enumerate((f"{name}-in", f"{name}-out")):
                file.writelines(f"{line}\n" for line in range(number * NUMBERS, (number + 1) * NUMBERS))
                file.flush()
                move(connect, moved, moved, to=there)
            file.write("end\n")
        wanted = "one\ntwo\n" + "".join(f"{line}\n" for line in range(2 * NUMBERS)) + "end\n"
        eventually(lambda: out.read_text() == wanted, "every line is through, once and in order")
        assert not {f"{name}-in", f"{name}-out"} & set(connect.names())
        assert {each: there.states(each) for each in there.names()} == {
            f"{name}-in": ["RUNNING", "RUNNING"],
            f"{name}-out": ["RUNNING", "RUNNING"],
        }
        reached = [{"partition": {"filename": str(lines)}, "offset": {"position": lines.stat().st_size}}]
        eventually(lambda: there.offsets(f"{name}-in") == reached, "its position is that of the end")
        there.clear()
