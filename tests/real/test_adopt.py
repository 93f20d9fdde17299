"""Real connectors are taken over: they run on as if nobody had looked, and nothing of them changes."""

from __future__ import annotations

import json
from pathlib import Path

from provider_lib.adopt import Found, Names, import_id
from provider_lib.systems import CATALOGUE
from tests.real.worker import Connect, eventually, sink, source
from tests.unit.adopt.test_survey import look_at
from tests.unit.rest.core import core_of
from tests.unit.rest.life import Life

ODD = {
    "x.places": "${topic} ${file:/opt/x:y} 100%{x} $${a}",
    "x.lines": "one\ntwo: 'quoted' \"double\"\n",
    "x.größe": "漢字 ☃",
    "x.empty": "",
    "x.regex": r"^(a|b)\.\d+$",
}


def test_what_is_adopted_runs_on_and_its_plan_is_empty(connect: Connect, name: str, lines: Path, out: Path) -> None:
    connect.create(f"{name}-in", source(lines, name, **ODD))
    connect.create(f"{name}-out", sink(out, name, **ODD, **{"x.password": "correct-horse"}))
    eventually(lambda: out.exists() and out.read_text() == "one\ntwo\n", "both lines are through")
    before = {each: connect.config(each) for each in connect.names()}

    environ = {"SLUICE_KAFKA_CONNECT_URL": connect.worker.url}
    found = look_at("kafka_connect", environ)
    assert found.unread == ()
    assert {item.name: set(item.secrets) for item in found.found} == {
        f"{name}-in": set(),
        f"{name}-out": {"x.password"},
    }
    names = Names(found.found)
    variables = {item.name: {key: names.environment(item, key) for key in item.secrets} for item in found.found}
    secrets = {variables[item.name][key]: value or "" for item in found.found for key, value in item.secrets.items()}
    with core_of(CATALOGUE, environ | secrets) as core:

        def adopted(item: Found) -> Life:
            values = {field: item.values[field] for field in ("connect", "name", "config")}
            written = import_id(item, variables[item.name])
            life = Life(core, item.resource.type_name, **values, secret_env=variables[item.name] or None)
            return life.import_object(written if isinstance(written, str) else json.dumps(written))

        lives = {item.name: adopted(item) for item in found.found}
        assert {each: plan.difference for each, life in lives.items() if not (plan := life.plan()).is_empty} == {}
        sinks = lives[f"{name}-out"]
        changed = {**sinks["config"], "x.places": "${other}"}
        assert sinks.plan(config=changed).difference["config"] == (sinks["config"], changed)

    assert {each: connect.config(each) for each in connect.names()} == before
    with lines.open("a") as file:
        file.write("three\n")
    eventually(lambda: out.read_text() == "one\ntwo\nthree\n", "every line is through, once")
    assert connect.logged(f"Creating task {name}-in-0") == connect.logged(f"Creating task {name}-out-0") == 1
