"""What a command says of several stacks that it worked on at once."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from threading import Event

import pytest

from provider_lib.cli.at_once import at_once
from provider_lib.engine.app import Stack
from provider_lib.engine.terraform import Engine
from provider_lib.errors import Cancelled, EngineError, SluiceError, StalePlan
from tests.until import PATIENCE, until

ENGINE = Engine(("terraform",), {})
STACKS = [Stack(name, Path(name)) for name in ("dev", "staging", "prod")]
CHAIN = {"dev": [], "staging": ["dev"], "prod": ["staging"]}


def failing(**errors: SluiceError) -> SluiceError:
    """What is raised when these stacks fail, of three that follow on each other."""
    graph = {"dev": [], "staging": [], "prod": ["staging"]}

    def do(_: Engine, stack: Stack) -> None:
        if stack.name in errors:
            raise errors[stack.name]

    with pytest.raises(SluiceError) as raised:
        at_once(ENGINE, STACKS, do, "Not deployed", jobs=2, graph=graph)
    return raised.value


def test_results_come_in_the_order_of_the_stacks_whichever_was_ready_first() -> None:
    prod_is_ready = Event()

    def do(_: Engine, stack: Stack) -> str:
        if stack.name == "prod":
            prod_is_ready.set()
        assert prod_is_ready.wait(PATIENCE)
        return stack.name

    assert at_once(ENGINE, STACKS, do, "Not read", jobs=3) == ["dev", "staging", "prod"]


def test_each_stack_gets_an_engine_that_hears_the_interrupts_of_all() -> None:
    first, second, third = at_once(ENGINE, STACKS, lambda engine, _: engine.ending, "Not read", jobs=3)
    assert first is not None
    assert first is second is third


def test_one_failure_is_told_as_it_is_with_what_was_left() -> None:
    error = failing(staging=StalePlan("The plan is stale", "Plan again."))
    assert type(error) is StalePlan
    assert str(error) == "staging: The plan is stale\nPlan again.\n\nNot deployed: prod"
    assert str(failing(dev=EngineError("It fails"))) == "dev: It fails"


def test_those_that_fail_alike_are_told_together() -> None:
    same = {name: EngineError("No answer", "Look at the network.") for name in ("dev", "staging")}
    assert str(failing(**same)) == "dev, staging: No answer\nLook at the network.\n\nNot deployed: prod"


def test_those_that_fail_for_other_reasons_are_told_one_after_the_other() -> None:
    error = failing(dev=EngineError("No answer", "Look at the network."), staging=Cancelled("Not approved"))
    assert type(error) is EngineError
    assert str(error) == (
        "2 stacks failed: dev, staging\n"
        "dev: No answer\nLook at the network.\n\nstaging: Not approved\n\nNot deployed: prod"
    )


def test_what_was_ready_is_there_also_when_another_fails() -> None:
    seen = dict[str, str]()

    def do(_: Engine, stack: Stack) -> str:
        if stack.name == "staging":
            raise EngineError("It fails")
        return stack.name

    with pytest.raises(EngineError):
        at_once(ENGINE, STACKS, do, "Not looked at", jobs=1, graph=CHAIN, results=seen)
    assert seen == {"dev": "dev"}


def test_after_an_interrupt_no_other_stack_begins() -> None:
    def do(engine: Engine, _: Stack) -> None:
        assert engine.ending is not None
        os.kill(os.getpid(), signal.SIGINT)
        ending = engine.ending
        until(lambda: ending.reached)

    with pytest.raises(Cancelled) as raised:
        at_once(ENGINE, STACKS, do, "Not deployed", jobs=1, graph=CHAIN)
    assert str(raised.value) == "Interrupted\nNot deployed: staging, prod"
