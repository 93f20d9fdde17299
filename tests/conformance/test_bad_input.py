"""What a user reads who configured the provider wrongly: one summary line, and a detail that says what to do."""

from __future__ import annotations

import socket

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.lenses import CONNECTOR, ENVIRONMENT, connector, environment, with_connector
from tests.core import Workspace
from tests.diagnostics import Said, error, errors, warnings

CHECK_URL = "Check `url` of `lenses` in the provider block, or SLUICE_LENSES_URL"
NEW_TOKEN = (
    "The token is wrong, has expired or was renewed. Make a new one for the service account in Lenses HQ and set "
    "`token` of `lenses` in the provider block, or SLUICE_LENSES_TOKEN."
)
NO_LICENCE = (
    "The Lenses licence does not cover this feature. Ask whoever holds the licence, or take this resource out of the "
    "stack."
)
CREATE = "POST /api/v1/environments was answered with"


def unused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.mark.parametrize("command", ["plan", "apply"])
def test_settings_that_are_missing_are_named_with_their_variables_before_anything_is_done(
    using: Using, command: str
) -> None:
    workspace = using(SLUICE_LENSES_URL="", SLUICE_LENSES_TOKEN="")
    workspace.write({ENVIRONMENT: environment()})
    assert error(workspace, command) == Said(
        "Lenses HQ is not configured: `url` and `token` are missing",
        "Set `url` of `lenses` in the provider block, or SLUICE_LENSES_URL.\n"
        "Set `token` of `lenses` in the provider block, or SLUICE_LENSES_TOKEN.",
        ENVIRONMENT,
    )


def test_a_system_that_no_resource_uses_needs_no_settings(using: Using) -> None:
    workspace = using(SLUICE_LENSES_URL="", SLUICE_LENSES_TOKEN="")
    workspace.write({"terraform_data.test": {}})
    workspace.apply()


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("hq.example.com", "must begin with https:// or http://"),
        (
            "https://user:hunter22@hq.example.com",
            "must not hold a user name or password: they have settings of their own",
        ),
        (
            "https://hq.example.com/#/environments",
            "has a # part, so it is the address of a web page: take the part before it",
        ),
    ],
)
def test_a_url_that_is_none_is_refused_where_it_is_written_and_not_repeated(using: Using, url: str, wrong: str) -> None:
    workspace = using()
    workspace.write({ENVIRONMENT: environment()}, provider={"sluice": {"lenses": {"url": url}}})
    assert error(workspace) == Said(
        f"`url` of `lenses` {wrong}",
        "Set `url` of `lenses` in the provider block, or SLUICE_LENSES_URL.",
        'provider["sluice.internal/sluice/sluice"]',
    )


@pytest.mark.parametrize("suffix", ["", "/", "/api", "/api/"])
def test_a_url_may_be_pasted_with_the_endings_that_people_paste(using: Using, sandbox: Sandbox, suffix: str) -> None:
    workspace = using(SLUICE_LENSES_URL=sandbox.environment()["SLUICE_LENSES_URL"] + suffix)
    workspace.write({ENVIRONMENT: environment()})
    workspace.apply()
    assert workspace.plan().changes == {}


def test_a_server_that_does_not_listen_is_named_with_the_setting_to_check(using: Using) -> None:
    port = unused_port()
    workspace = using(SLUICE_LENSES_URL=f"http://127.0.0.1:{port}")
    workspace.write({ENVIRONMENT: environment()})
    assert error(workspace, "apply") == Said(
        f"Lenses HQ cannot be reached to read lenses environment test: nothing listens at 127.0.0.1:{port}",
        f"{CHECK_URL}.\nhttp://HOST was tried.",
        ENVIRONMENT,
    )


def test_a_host_that_does_not_exist_is_named(using: Using) -> None:
    workspace = using(SLUICE_LENSES_URL="https://hq.invalid")
    workspace.write({ENVIRONMENT: environment()})
    assert error(workspace, "apply") == Said(
        "Lenses HQ cannot be reached to read lenses environment test: the name hq.invalid does not resolve",
        f"{CHECK_URL}.\nhttps://hq.invalid was tried.",
        ENVIRONMENT,
    )


@pytest.mark.parametrize(
    ("status", "surprise"), [(200, "a web page instead of JSON"), (404, "a web page that says 404")]
)
def test_a_url_that_leads_to_a_user_interface_is_recognised(
    using: Using, sandbox: Sandbox, status: int, surprise: str
) -> None:
    workspace = using()
    sandbox.admin.fault("html", status=status, count=None)
    workspace.write({ENVIRONMENT: environment()})
    assert error(workspace, "apply") == Said(
        f"Lenses HQ was asked to read lenses environment test and answered with {surprise}",
        "The url probably leads to a user interface or a proxy instead of the API.\n"
        f"{CHECK_URL}; it is now http://HOST/lenses.\n"
        f"GET /api/v1/environments/test was answered with {status}.",
        ENVIRONMENT,
    )


def test_a_url_with_a_wrong_path_is_no_reason_to_think_that_anything_is_gone(using: Using, sandbox: Sandbox) -> None:
    workspace = using(SLUICE_LENSES_URL=sandbox.environment()["SLUICE_LENSES_URL"] + "/ui")
    workspace.write({ENVIRONMENT: environment()})
    assert error(workspace, "apply") == Said(
        "Lenses HQ was asked to read lenses environment test and answered with 404 in words that are not the API's own",
        "The url probably leads to a user interface or a proxy instead of the API.\n"
        f"{CHECK_URL}; it is now http://HOST/lenses/ui.\n"
        "GET /api/v1/environments/test was answered with 404, request id ID.",
        ENVIRONMENT,
    )


@pytest.mark.parametrize(
    ("token", "said"),
    [("sa_key_of_nobody", "Authentication is required"), ("sa_key_of_old", "The token has expired")],
)
def test_a_token_that_is_not_accepted_is_named_with_the_way_to_a_new_one(using: Using, token: str, said: str) -> None:
    workspace = using(SLUICE_LENSES_TOKEN=token)
    workspace.write({ENVIRONMENT: environment()})
    assert error(workspace, "apply") == Said(
        f"Lenses HQ refused to read lenses environment test: {said} (401)",
        f"{NEW_TOKEN}\nGET /api/v1/environments/test was answered with 401, request id ID.",
        ENVIRONMENT,
    )


def test_a_token_without_the_right_to_write_is_told_from_a_wrong_one(using: Using) -> None:
    workspace = using(SLUICE_LENSES_TOKEN="sa_key_viewer")
    workspace.write({ENVIRONMENT: environment()})
    assert error(workspace, "apply") == Said(
        "Lenses HQ refused to create lenses environment test: The principal is not allowed to do this (403)",
        "The service account may not do this. Add the permission to one of its groups' roles in Lenses HQ.\n"
        f"{CREATE} 403, request id ID.",
        ENVIRONMENT,
    )


def test_a_licence_that_does_not_cover_connectors_is_told_at_the_connector(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(lenses={"licensed": False})
    workspace.write(with_connector())
    assert error(workspace, "apply") == Said(
        "the Lenses agent refused to read lenses connector test/connect/lines: "
        "The licence does not include Kafka Connect (402)",
        f"{NO_LICENCE}\nGET /api/v1/environments/test/proxy/api/kafka-connect/clusters/connect/connectors/lines "
        "was answered with 402, request id ID.",
        CONNECTOR,
    )
    assert workspace.state().keys() == {ENVIRONMENT}


@pytest.mark.parametrize("status", [404, 502, 503, 504])
def test_an_agent_that_is_away_is_named_when_a_connector_is_made(using: Using, sandbox: Sandbox, status: int) -> None:
    workspace = using()
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None, "agent_away_status": status})
    workspace.write(with_connector(wait_for_agent=None))
    assert error(workspace, "apply").summary == "environment test is not ready"
    said = error(workspace, "apply")
    assert said.detail.startswith(
        "The agent of environment test is not connected to Lenses HQ, so nothing behind it can be reached. Start the "
        "agent with the environment's agent key, or look at its log; `wait_for_agent` waits for it.\n\n"
        "The server's own words: Lenses HQ could not read lenses connector test/connect/lines: "
        f"The agent of environment 'test' is not connected ({status})"
    )
    assert workspace.state().keys() == {ENVIRONMENT}


def test_an_agent_that_does_not_come_in_time_is_named_and_the_connector_is_not_made(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    workspace.write(with_connector(wait_for_agent="300ms"))
    assert error(workspace, "apply") == Said(
        "environment test was not ready in time",
        "The agent of environment test is not connected to Lenses HQ, so nothing behind it can be reached. Start the "
        "agent with the environment's agent key, or look at its log; `wait_for_agent` waits for it.\n\n"
        "The last look saw: status.agent_connected is false",
        CONNECTOR,
    )
    assert workspace.state().keys() == {ENVIRONMENT}


def test_settings_that_are_unknown_at_plan_cause_neither_an_error_nor_a_call(using: Using, sandbox: Sandbox) -> None:
    workspace = using(SLUICE_LENSES_URL="", SLUICE_LENSES_TOKEN="")
    found = sandbox.environment()
    workspace.write(
        {
            "terraform_data.hq": {"input": {"url": found["SLUICE_LENSES_URL"], "token": found["SLUICE_LENSES_TOKEN"]}},
            ENVIRONMENT: environment(),
            CONNECTOR: connector(),
        },
        provider={
            "sluice": {
                "lenses": {"url": "${terraform_data.hq.output.url}", "token": "${terraform_data.hq.output.token}"}
            }
        },
    )
    assert workspace.plan().changes == {
        "terraform_data.hq": ["create"],
        ENVIRONMENT: ["create"],
        CONNECTOR: ["create"],
    }
    assert sandbox.admin.requests() == []
    workspace.apply()
    assert workspace.plan().changes == {}


def test_every_value_that_breaks_a_rule_is_named_before_anything_is_asked(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write(
        {
            ENVIRONMENT: environment(
                name="Not_A_Name", tier="prod", display_name="", wait_for_agent="soon", metadata={"k" * 41: "v"}
            )
        }
    )
    assert sorted(item.summary for item in errors(workspace)) == [
        "display_name must be 1 to 150 characters long, this one has 0",
        f"metadata.{'k' * 41} the key is longer than 40 bytes",
        "name 'Not_A_Name' must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen at either end",
        "tier 'prod' must be one of development, staging, production",
        "wait_for_agent 'soon' must be a duration such as 90s, 5m or 1h30m",
    ]
    assert sandbox.admin.requests() == []


def test_a_connector_whose_agent_is_away_is_planned_with_a_warning_that_it_was_not_checked(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(lenses={"agent_connects_after_ms": None})
    workspace.write({ENVIRONMENT: environment()})
    workspace.apply()
    workspace.write(with_connector(wait_for_agent=None))
    [said] = warnings(workspace)
    assert (said.summary, said.address) == ("the configuration was not checked with the server", CONNECTOR)
    assert said.detail.startswith("environment test is not ready\nThe agent of environment test is not connected")
    assert said.detail.endswith("The plan goes on; a mistake in `config` will only show at apply.")
