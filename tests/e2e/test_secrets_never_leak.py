"""No secret is to be found in anything that Terraform or the provider shows, writes or logs.

The provider runs as the process that Terraform starts, with the most talkative log that there is.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from provider_lib.sandbox.pytest_plugin import sandbox
from provider_lib.sandbox.server import Sandbox
from provider_lib.sealing import Identities, new_identity
from tests.conformance.lenses import CONNECTOR, ENVIRONMENT, connector, environment
from tests.core import Workspace

__all__ = ["sandbox"]

TOKEN = "sa_key_4f1c9b27"
HEADER = 'gate/way "pass"+port=1'
IN_CONFIG = 'first "pass"/wörd+&<1>%'
IN_ENVIRONMENT = "tröp\\ique\t'7'/x?y=z"
VARIABLE = {"variable": {"secret": {"ephemeral": True, "sensitive": True}}}
LINES = "/kafka-connect/clusters/connect/connectors/lines$"


def spellings(secret: str) -> set[str]:
    """The ways in which a secret may be written."""
    raw = secret.encode()
    return {
        secret,
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1]
        .replace("<", r"\u003c")
        .replace(">", r"\u003e")
        .replace("&", r"\u0026"),
        quote(secret, safe=""),
        quote(secret),
        quote_plus(secret),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
        base64.b64encode(raw).decode().rstrip("="),
    }


def echo(*secrets: str) -> str:
    """A text that holds secrets in every spelling."""
    return " ".join(spelling for secret in secrets for spelling in sorted(spellings(secret)))


def leaks(text: str, *secrets: str) -> list[str]:
    """The secrets that can be read in a text, in any spelling."""
    return [secret for secret in secrets if any(spelling in text for spelling in spellings(secret))]


@dataclass(frozen=True)
class Estate:
    """A workspace whose every word is kept."""

    workspace: Workspace
    sandbox: Sandbox
    said: list[str]

    @property
    def log(self) -> Path:
        return self.workspace.folder / "trace.log"

    def write(self, config: dict[str, str] | None = None, tier: str = "development", **values: Any) -> None:
        own = connector(
            config,
            secret_config={"db.password": "${var.secret}"},
            secret_env={"db.passphrase": "ORDERS_PASSPHRASE"},
        )
        self.workspace.write({ENVIRONMENT: environment(tier=tier, **values), CONNECTOR: own}, **VARIABLE)

    def run(self, *arguments: str, code: int = 0) -> str:
        text = self.workspace.run(*arguments, code=code).text
        self.said.append(text)
        return text

    def apply(self, *arguments: str, code: int = 0) -> str:
        return self.run("apply", "-auto-approve", "-input=false", "-no-color", *arguments, code=code)

    def state(self) -> str:
        return (self.workspace.folder / "terraform.tfstate").read_text()

    def agent_key(self) -> str:
        key: str = self.workspace.state()[ENVIRONMENT]["agent_key"]
        return key

    def journal(self) -> str:
        files = (self.workspace.folder.parent / "journal").rglob("*")
        return "\n".join(file.read_text() for file in files if file.is_file())

    def assert_silent(self) -> None:
        """Nothing that was said, logged or stored holds a secret; state and plan may hold the agent key, marked."""
        everything = "\n".join([*self.said, self.log.read_text(), self.state()])
        assert leaks(everything, TOKEN, HEADER, IN_CONFIG, IN_ENVIRONMENT) == []
        assert leaks("\n".join([*self.said, self.log.read_text()]), self.agent_key()) == []


@pytest.fixture
def estate(tmp_path: Path, sandbox: Sandbox) -> Iterator[Estate]:
    folder = tmp_path / "stack"
    folder.mkdir()
    environ = sandbox.environment() | {
        "SLUICE_HOME": str(tmp_path / "home"),
        "SLUICE_JOURNAL": str(tmp_path / "journal"),
        "SLUICE_LENSES_HEADERS": json.dumps({"X-Gateway": HEADER}),
        "SLUICE_LENSES_MAX_RETRIES": "0",
        "ORDERS_PASSPHRASE": IN_ENVIRONMENT,
        "TF_VAR_secret": IN_CONFIG,
        "TF_LOG": "TRACE",
        "TF_LOG_PATH": str(folder / "trace.log"),
    }
    estate = Estate(Workspace(folder, environ), sandbox, [])
    estate.write()
    estate.run("init", "-no-color")
    yield estate
    assert "sluice_lenses_connector.test" in estate.log.read_text()
    estate.assert_silent()


def test_the_search_finds_a_secret_in_every_spelling() -> None:
    for secret in (TOKEN, HEADER, IN_CONFIG, IN_ENVIRONMENT):
        for spelling in spellings(secret):
            assert leaks(f"before{spelling}after", TOKEN, HEADER, IN_CONFIG, IN_ENVIRONMENT) == [secret]
    assert leaks("nothing to see", TOKEN, HEADER, IN_CONFIG, IN_ENVIRONMENT) == []


def test_secrets_reach_the_server_and_nothing_else(estate: Estate) -> None:
    estate.run("plan", "-out=planned", "-input=false", "-no-color")
    estate.run("show", "-json", "planned")
    estate.run("show", "-no-color", "planned")
    estate.apply()
    written = estate.sandbox.admin.connector("lenses/test/connect", "lines")["config"]
    assert (written["db.password"], written["db.passphrase"]) == (IN_CONFIG, IN_ENVIRONMENT)
    estate.write({"topic": "others"})
    estate.apply()
    estate.run("show", "-no-color")
    shown = json.loads(estate.workspace.run("show", "-json").text)["values"]["root_module"]["resources"]
    [marks] = [item["sensitive_values"] for item in shown if item["address"] == ENVIRONMENT]
    assert marks["agent_key"] is True


def test_a_key_with_recipients_is_nowhere_in_clear(estate: Estate) -> None:
    identity, recipient = new_identity()
    estate.write(agent_key_recipients=[recipient])
    estate.run("plan", "-out=planned", "-input=false", "-no-color")
    estate.run("apply", "-no-color", "planned")
    key = Identities(identity).open(estate.agent_key())
    assert key is not None
    assert leaks("\n".join([*estate.said, estate.log.read_text(), estate.state(), estate.journal()]), key) == []
    assert '"agent_key":"-----BEGIN AGE' in estate.journal()


def test_a_server_that_repeats_secrets_in_its_errors_is_not_quoted(estate: Estate) -> None:
    estate.sandbox.admin.switch(lenses={"as_code_away": 404})
    estate.apply()
    admin = estate.sandbox.admin
    body: dict[str, Any] = {"title": echo(TOKEN, HEADER, IN_ENVIRONMENT)}
    admin.fault("status", method="GET", path=LINES, status=401, body=body)
    assert "(401)" in estate.run("plan", "-input=false", "-no-color", code=1)
    body = {"title": echo(TOKEN, HEADER, estate.agent_key())}
    admin.fault("status", method="PATCH", path="/environments/test$", status=403, body=body)
    body = {"error": echo(TOKEN, IN_ENVIRONMENT, IN_CONFIG), "fields": [{"field": "db", "error": echo(IN_CONFIG)}]}
    admin.fault("status", method="POST", path="/validate$", status=500, body=body, count=None)
    admin.fault("status", method="POST", path="/connectors$", status=402, body=body)
    estate.write({"topic": "others"}, tier="staging")
    assert "(403)" in estate.apply(code=1)
    estate.write({"topic": "others"})
    assert "(402)" in estate.apply(code=1)


def test_a_trace_that_quotes_secrets_is_masked_in_errors_and_in_the_state(estate: Estate) -> None:
    estate.apply()
    trace = f"PSQLException: {IN_CONFIG} was refused\n\tat Driver.java:1\nCaused by: {IN_ENVIRONMENT} {TOKEN}"
    body = {"state": "RUNNING", "config": {}, "tasks": [{"id": "0", "state": "FAILED", "trace": trace}]}
    looks_before_it_is_changed = 3
    estate.sandbox.admin.fault(
        "status", method="GET", path=LINES, status=200, body=body, skip=looks_before_it_is_changed, count=None
    )
    estate.write({"topic": "others"})
    assert "PSQLException: *** was refused" in estate.apply(code=1)
    assert "PSQLException: *** was refused" in estate.state()


def test_a_trace_that_a_refresh_finds_is_stored_without_secrets(estate: Estate) -> None:
    estate.apply()
    config = estate.sandbox.admin.connector("lenses/test/connect", "lines")["config"]
    trace = f"PSQLException: {IN_CONFIG} was refused by {IN_ENVIRONMENT}"
    view = {"state": "RUNNING", "tasks": [{"id": "0", "state": "FAILED", "trace": trace}]}
    shown = {"PSQLException: *** was refused": config, "withheld, because": config | {"db.password": "****"}}
    for told, shown_config in shown.items():
        body = view | {"config": shown_config}
        estate.sandbox.admin.fault("status", method="GET", path=LINES, status=200, body=body, count=None)
        estate.apply("-refresh-only")
        estate.sandbox.admin.clear_faults()
        assert told in estate.state()
        estate.assert_silent()
    estate.write({"topic": "others"})
    assert "FAILED" in estate.run("plan", "-refresh=false", "-input=false", "-no-color")
