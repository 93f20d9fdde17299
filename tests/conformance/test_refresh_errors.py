"""A refresh that cannot tell for certain is an error and leaves the state as it is; only a definite "gone" removes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from provider_lib.systems import CATALOGUE
from tests.conformance.conftest import Using
from tests.conformance.lenses import CONNECTION, CONNECTOR, ENVIRONMENT, connector, environment
from tests.conformance.test_bad_input import CHECK_URL, NEW_TOKEN, NO_LICENCE
from tests.conformance.test_lenses_environment import api
from tests.core import Workspace, attached
from tests.diagnostics import Said, errors

LINES = "/api/v1/environments/test/proxy/api/kafka-connect/clusters/connect/connectors/lines"

RESOURCES = {
    ENVIRONMENT: environment(),
    CONNECTION: {"environment": "${sluice_lenses_environment.test.name}", "name": "orders"},
    CONNECTOR: connector(),
}


@dataclass(frozen=True)
class Settled:
    """Everything that Lenses has, applied once; no test may change it."""

    workspace: Workspace
    sandbox: Sandbox

    def state(self) -> bytes:
        return (self.workspace.folder / "terraform.tfstate").read_bytes()


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settled]:
    folder = tmp_path_factory.mktemp("settled")
    with Sandbox() as sandbox:
        environ = sandbox.environment() | {"SLUICE_LENSES_MAX_RETRIES": "0", "SLUICE_LENSES_TIMEOUT": "2s"}
        with attached(folder, CATALOGUE, environ) as workspace:
            workspace.write(RESOURCES)
            workspace.apply()
            yield Settled(workspace, sandbox)


@pytest.fixture
def settled(applied: Settled) -> Iterator[Settled]:
    yield applied
    applied.sandbox.admin.clear_faults()
    applied.sandbox.admin.clear_requests()


INSTEAD = "The url probably leads to a user interface or a proxy instead of the API.\n"
SLOW = (
    "A wait of 2 s is allowed; a slow server needs a longer `timeout` of `lenses` in the provider block, or "
    "SLUICE_LENSES_TIMEOUT.\nhttp://HOST was tried."
)

FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "401": (
        {"kind": "status", "status": 401, "body": {"title": "Who are you?", "status": 401, "request_id": "r-17"}},
        "Lenses HQ refused to read {name}: Who are you? (401)",
        NEW_TOKEN + "\nGET {path} was answered with 401, request id r-17.",
    ),
    "402": (
        {"kind": "status", "status": 402, "body": {"error": "No licence"}},
        "the Lenses agent refused to read {name}: No licence (402)",
        NO_LICENCE + "\nGET {path} was answered with 402.",
    ),
    "403": (
        {"kind": "status", "status": 403, "body": {"title": "Not you"}},
        "Lenses HQ refused to read {name}: Not you (403)",
        "The service account may not do this. Add the permission to one of its groups' roles in Lenses HQ.\n"
        "GET {own_path} was answered with 403.",
    ),
    "429": (
        {"kind": "status", "status": 429},
        "Lenses HQ refused to read {name}: Too Many Requests (429)",
        "GET {path} was answered with 429.",
    ),
    "500": (
        {"kind": "status", "status": 500},
        "Lenses HQ could not read {name}: Internal Server Error (500)",
        "GET {path} was answered with 500.",
    ),
    "a gateway": (
        {"kind": "html", "status": 502},
        "Lenses HQ could not read {name}: Bad Gateway (502)",
        "A web page answered, so a proxy or a login page may stand before the API.\n"
        + CHECK_URL
        + "; it is now http://HOST/lenses.\nGET {path} was answered with 502.",
    ),
    "a login page": (
        {"kind": "html", "status": 200},
        "Lenses HQ was asked to read {name} and answered with a web page instead of JSON",
        INSTEAD + CHECK_URL + "; it is now http://HOST/lenses.\nGET {path} was answered with 200.",
    ),
    "a page that is not found": (
        {"kind": "html", "status": 404},
        "Lenses HQ was asked to read {name} and answered with a web page that says 404",
        INSTEAD + CHECK_URL + "; it is now http://HOST/lenses.\nGET {path} was answered with 404.",
    ),
    "a 404 of somebody else": (
        {"kind": "status", "status": 404, "body": {"code": "no route"}},
        "Lenses HQ was asked to read {name} and answered with 404 in words that are not the API's own",
        INSTEAD + CHECK_URL + "; it is now http://HOST/lenses.\nGET {path} was answered with 404.",
    ),
    "half an answer": (
        {"kind": "broken_json"},
        "Lenses HQ was asked to read {name} and answered with broken JSON",
        INSTEAD + CHECK_URL + "; it is now http://HOST/lenses.\nGET {path} was answered with 200, request id ID.",
    ),
    "no answer in time": (
        {"kind": "latency", "seconds": 3},
        "Lenses HQ cannot be reached to read {name}: no answer in time",
        SLOW,
    ),
    "a closed connection": (
        {"kind": "drop"},
        "Lenses HQ cannot be reached to read {name}: the connection ended before the answer came",
        "The server, or a proxy before it, closed it.\nhttp://HOST was tried.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_refresh_that_fails_leaves_the_state_byte_identical(settled: Settled, fault: str) -> None:
    fields, summary, detail = FAULTS[fault]
    before = settled.state()
    settled.sandbox.admin.fault(method="GET", count=None, **fields)
    environment = {"name": "lenses environment test", "path": "/api/v1/environments"}
    assert errors(settled.workspace) == [
        Said(
            summary.format(**environment),
            detail.format(own_path="/api/v1/environments/test", **environment),
            ENVIRONMENT,
        )
    ]
    assert settled.state() == before


@pytest.mark.parametrize("fault", FAULTS)
def test_a_refresh_of_a_connector_that_fails_leaves_the_state_byte_identical(settled: Settled, fault: str) -> None:
    fields, summary, detail = FAULTS[fault]
    before = settled.state()
    settled.sandbox.admin.fault(method="GET", count=None, path="/connectors/lines$", **fields)
    connector = {"name": "lenses connector test/connect/lines", "path": LINES}
    assert errors(settled.workspace) == [
        Said(summary.format(**connector), detail.format(own_path=LINES, **connector), CONNECTOR)
    ]
    assert settled.state() == before


@pytest.mark.parametrize("body", [None, [], "maintenance"])
def test_an_answer_without_an_object_does_not_mean_that_there_is_none(settled: Settled, body: Any) -> None:
    before = settled.state()
    settled.sandbox.admin.fault("status", method="GET", path="/connectors/lines$", status=200, body=body)
    [said] = errors(settled.workspace)
    assert said == Said(
        "Lenses HQ was asked to read lenses connector test/connect/lines and answered without it",
        f"Expected an object at the top of the answer to GET {LINES}.",
        CONNECTOR,
    )
    assert settled.state() == before


def test_a_list_that_fails_is_asked_for_once_for_all_that_are_in_it(using: Using, sandbox: Sandbox) -> None:
    workspace = using()
    names = [f"e{number}" for number in range(4)]
    workspace.write({f"sluice_lenses_environment.{name}": environment(name=name) for name in names})
    workspace.apply()
    sandbox.admin.clear_requests()
    sandbox.admin.fault("status", method="GET", path="/environments$", status=500, count=None)
    assert {item.address for item in errors(workspace)} == {f"sluice_lenses_environment.{name}" for name in names}
    assert [item["status"] for item in sandbox.admin.requests()] == [500]


def test_a_list_that_may_not_be_read_is_no_reason_not_to_read_the_object(settled: Settled) -> None:
    settled.sandbox.admin.fault("status", method="GET", path="/environments$", status=403, body={"title": "No lists"})
    assert settled.workspace.plan().changes == {}


@pytest.mark.parametrize("status", [404, 410])
def test_an_object_that_is_definitely_gone_is_planned_again(settled: Settled, status: int) -> None:
    body = {"title": "gone", "status": status}
    settled.sandbox.admin.fault("status", method="GET", path="/kafka-connections", status=status, body=body, count=None)
    assert settled.workspace.plan().changes == {CONNECTION: ["create"]}


def test_kafka_connections_of_an_environment_that_vanished_are_planned_again_with_it(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({ENVIRONMENT: environment(), CONNECTION: RESOURCES[CONNECTION]})
    workspace.apply()
    with api(sandbox) as other:
        other.delete("/environments/test").raise_for_status()
    assert workspace.plan().changes == {ENVIRONMENT: ["create"], CONNECTION: ["create"]}


@pytest.mark.parametrize("away", [404, 503])
def test_a_connector_is_not_gone_when_nobody_can_say_whether_its_agent_is_there(settled: Settled, away: int) -> None:
    before = settled.state()
    admin = settled.sandbox.admin
    admin.fault("status", method="GET", path="/connectors/lines$", status=away, body={"error": "?"}, count=None)
    admin.fault("status", method="GET", path="/environments/test$", status=500, count=None)
    [said] = errors(settled.workspace)
    assert said.address == CONNECTOR
    assert settled.state() == before


@pytest.mark.parametrize(
    "pause", [{"status": 429, "retry_after": 1}, {"status": 503, "retry_after": 1}, {"status": 503}]
)
def test_a_server_that_is_only_busy_is_asked_again(
    workspace: Workspace, sandbox: Sandbox, pause: dict[str, int]
) -> None:
    workspace.write({ENVIRONMENT: environment()})
    workspace.apply()
    sandbox.admin.clear_requests()
    sandbox.admin.fault("status", method="GET", path="/environments$", **pause)
    assert workspace.plan().changes == {}
    assert [item["status"] for item in sandbox.admin.requests()] == [pause["status"], 200]
