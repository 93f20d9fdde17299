"""Write-only members of a body: sent with every write, and nowhere else."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conformance.rest_object import THING, Scene
from tests.core import needs
from tests.scripted import Reply, Request, answer

pytestmark = needs("write-only attributes", terraform="1.11", opentofu="1.11")

OLD, NEW = "hunter22-old", "hunter22-new"
SECRET = {"db": {"password": "${var.password}"}, "users": [{"pin": "${var.password}"}]}
PLAIN = {"name": "Ada", "db": {"host": "h"}, "users": [{"name": "u"}]}


def full(password: str, name: str = "Ada") -> dict[str, Any]:
    """The body as the server gets it."""
    return {"name": name, "db": {"host": "h", "password": password}, "users": [{"name": "u", "pin": password}]}


class Vault:
    """Applies an object with a secret, and gathers everything that was said and stored on the way."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.seen: list[str] = []

    def write(self, body: Any, **values: Any) -> None:
        variable = {"password": {"type": "string", "ephemeral": True, "sensitive": True}}
        resource = {"path": "/things", "body": body, "secret_body": SECRET} | values
        self.scene.workspace.write({THING: resource}, variable=variable)

    def run(self, password: str, *arguments: str, code: int = 0) -> str:
        options = ("-input=false", "-no-color")
        text = self.scene.workspace.run(*arguments, *options, code=code, TF_VAR_password=password, TF_LOG="DEBUG").text
        self.seen += [text, self.scene.stored.decode() if code == 0 else ""]
        return text

    def apply(self, password: str, body: Any = PLAIN, **values: Any) -> None:
        self.write(body, **values)
        self.run(password, "apply", "-auto-approve")

    def plan(self, password: str) -> dict[str, Any]:
        self.run(password, "plan", "-out=planned")
        shown = self.scene.workspace.run("show", "-json", "planned").text
        self.seen.append(shown)
        [change] = [item["change"] for item in json.loads(shown)["resource_changes"]]
        return change if change["actions"] != ["no-op"] else {}


@pytest.fixture
def vault(scene: Scene, caplog: pytest.LogCaptureFixture) -> Iterator[Vault]:
    """A vault in whose traces no secret may be found."""
    caplog.set_level(logging.DEBUG)
    vault = Vault(scene)
    yield vault
    traces = [*vault.seen, caplog.text]
    assert [trace for trace in traces if "hunter22" in trace] == []


def test_a_secret_is_sent_with_a_create(vault: Vault) -> None:
    vault.apply(OLD)
    assert vault.scene.api.bodies("POST") == [full(OLD)]
    assert vault.scene.state["secret_revision"] == 1
    assert vault.plan(OLD) == {}


@pytest.mark.parametrize(
    ("update", "body"),
    [
        (None, full(NEW)),
        (
            {"method": "PATCH"},
            {"db": {"password": NEW}, "users": [{"name": "u", "pin": NEW}]},
        ),
        (
            {"method": "PATCH", "headers": {"Content-Type": "application/json-patch+json"}},
            [
                {"op": "replace", "path": "/db/password", "value": NEW},
                {"op": "replace", "path": "/users", "value": [{"name": "u", "pin": NEW}]},
            ],
        ),
    ],
    ids=["PUT", "merge patch", "JSON Patch"],
)
def test_a_secret_that_changed_alone_shows_as_a_new_revision_and_is_sent(
    vault: Vault, update: dict[str, Any] | None, body: Any
) -> None:
    vault.scene.api.on("PATCH /things/1", answer(status=204))
    vault.apply(OLD, update=update)
    change = vault.plan(NEW)
    assert (change["before"]["secret_revision"], change["after"]["secret_revision"]) == (1, 2)
    assert change["before"]["body"] == change["after"]["body"] == PLAIN
    vault.apply(NEW, update=update)
    assert vault.scene.api.bodies("PUT", "PATCH") == [body]
    assert vault.plan(NEW) == {}


def test_a_secret_is_sent_along_with_any_other_change(vault: Vault) -> None:
    vault.apply(OLD)
    vault.apply(OLD, PLAIN | {"name": "Bea"})
    assert vault.scene.api.bodies("PUT") == [full(OLD, "Bea")]
    assert vault.scene.state["secret_revision"] == 1


def test_a_secret_that_was_taken_out_is_taken_out_on_the_server(vault: Vault) -> None:
    vault.scene.api.on("PATCH /things/1", answer(status=204))
    vault.apply(OLD, update={"method": "PATCH"})
    vault.apply(OLD, update={"method": "PATCH"}, secret_body={"db": {"password": "${var.password}"}})
    assert vault.scene.api.bodies("PATCH") == [{"db": {"password": OLD}, "users": [{"name": "u"}]}]
    assert vault.scene.state["secret_revision"] == 2


@pytest.mark.parametrize("echo", [OLD, "****", None], ids=["echoed", "masked", "hidden"])
def test_a_secret_in_an_answer_is_neither_stored_nor_a_difference(vault: Vault, echo: str | None) -> None:
    def read(_: Request) -> Reply:
        held = full(OLD) | {"id": 1}
        for part in (held["db"], held["users"][0]):
            for name in part.keys() & {"password", "pin"}:
                part[name] = echo
        return answer(held)

    vault.scene.api.on("GET /things/1", read)
    vault.apply(OLD)
    assert (vault.scene.state["body"], vault.scene.state["output"]) == (PLAIN, PLAIN)
    assert vault.plan(OLD) == {}
    assert vault.scene.api.lines("PUT") == []


def test_a_secret_in_an_error_is_masked(vault: Vault) -> None:
    vault.scene.api.on("POST /things", lambda request: answer({"message": f"no: {request.seen.body}"}, 400))
    vault.write(PLAIN)
    said = vault.run(OLD, "apply", "-auto-approve", code=1)
    assert '"password":"***"' in "".join(said.split())


def test_a_secret_that_stands_in_the_body_too_is_refused(vault: Vault) -> None:
    vault.write(PLAIN | {"db": {"password": None}})
    said = " ".join(vault.run(OLD, "plan", code=1).split())
    assert "Error: db.password is given twice" in said
    assert "It, or what holds it, stands in secret_body too; keep the secret one." in said
