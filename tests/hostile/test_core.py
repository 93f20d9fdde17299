"""One of each kind through the real Terraform core: its exit code, what it says, and the plan after that."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from provider_lib.systems import CATALOGUE
from tests.core import attached
from tests.hostile.answers import ANSWERS
from tests.hostile.deeds import done_and_gone, done_but_says
from tests.hostile.scene import CONNECTOR, ENVIRONMENT, SECRETS, THING, Kind, environment
from tests.hostile.server import Deed, Server, serving

Misbehave = Callable[[Server], None]


def _always(on: str, deed: Deed) -> Misbehave:
    return lambda server: server.misbehave(on, deed)


CREATES: dict[str, tuple[Kind, Misbehave, str]] = {
    "an answer byte by byte": (THING, _always(THING.create, ANSWERS["byte by byte"]), "no answer in time"),
    "an answer without end": (THING, _always(THING.create, ANSWERS["without end"]), "more than 64 MiB"),
    "10,000 levels": (THING, _always(THING.create, ANSWERS["10,000 levels"]), "levels deep"),
    "a redirect to javascript:": (CONNECTOR, _always(CONNECTOR.create, ANSWERS["a redirect to javascript:"]), ""),
    "no key": (ENVIRONMENT, _always("POST .*", done_but_says("{}")), "answered without the agent_key"),
}


@pytest.mark.parametrize("case", CREATES)
def test_a_create_on_a_hostile_server(tmp_path: Path, case: str) -> None:
    kind, misbehave, says = CREATES[case]
    world: Any = kind.world()
    config = {name: item for name, item in kind.config.items() if name != "secret_body"}
    with serving(world) as server, attached(tmp_path, CATALOGUE, environment(kind, server.url)) as workspace:
        workspace.write({f"{kind.type_name}.it": config})
        misbehave(server)
        started = time.monotonic()
        run = workspace.run("apply", "-auto-approve", "-input=false", "-no-color", code=1 if says else 0)
        assert time.monotonic() - started < 30
        assert says in run.problem()
        assert "met a bug" not in run.text
        assert not [secret for secret in SECRETS if secret in run.text]
        server.behave()
        if "look for it" in run.problem():
            world.objects.clear()
        workspace.apply()
        assert workspace.plan().changes == {}
        assert len(world.objects) == 1


def test_a_renewal_that_is_lost_is_made_again_and_an_error_when_that_is_lost_too(tmp_path: Path) -> None:
    world: Any = ENVIRONMENT.world()
    it = f"{ENVIRONMENT.type_name}.it"
    with serving(world) as server, attached(tmp_path, CATALOGUE, environment(ENVIRONMENT, server.url)) as workspace:
        workspace.write({it: ENVIRONMENT.config})
        workspace.apply()
        server.misbehave("POST .*/renew-key", done_and_gone, times=1)
        workspace.write({it: dict(ENVIRONMENT.config) | {"agent_key_rotation": "1"}})
        run = workspace.run("apply", "-auto-approve", "-input=false", "-no-color")
        assert "agent_key of lenses environment prod was renewed twice" in run.problem()
        assert workspace.state()[it]["agent_key"] == f"{world.KEYS}{world.keys}"
        assert workspace.plan().changes == {}
        server.misbehave("POST .*/renew-key", done_and_gone, times=2)
        workspace.write({it: dict(ENVIRONMENT.config) | {"agent_key_rotation": "2"}})
        run = workspace.run("apply", "-auto-approve", "-input=false", "-no-color", code=1)
        assert "nobody knows the one that works now. Apply again" in run.problem()
        workspace.apply()
        assert workspace.state()[it]["agent_key"] == f"{world.KEYS}{world.keys}"
        assert workspace.plan().changes == {}


@pytest.mark.parametrize(
    ("kind", "variable"), [(CONNECTOR, "PASSWORD"), (ENVIRONMENT, "SLUICE_LENSES_TOKEN"), (THING, "SLUICE_REST_TOKEN")]
)
def test_a_variable_whose_bytes_are_no_text_is_refused_by_the_plan(tmp_path: Path, kind: Kind, variable: str) -> None:
    world: Any = kind.world()
    config = {name: item for name, item in kind.config.items() if name != "secret_body"}
    with serving(world) as server:
        environ = environment(kind, server.url) | {variable: os.fsdecode(b"pass\xff\xfeword")}
        with attached(tmp_path, CATALOGUE, environ) as workspace:
            workspace.write({f"{kind.type_name}.it": config})
            run = workspace.run("plan", "-input=false", "-no-color", code=1)
    assert f"{variable} holds bytes that are not UTF-8" in run.problem()
    assert server.lines == []
