"""A configuration is checked while planning, against the keys that Streamkap publishes for the kind of connector."""

from __future__ import annotations

from typing import Any

import pytest

from provider_lib.sandbox.server import Sandbox
from tests.conformance.conftest import Using
from tests.conformance.streamkap import DESTINATION, PASSWORD, SOURCE, destination, found, source
from tests.conformance.test_bad_input import unused_port
from tests.core import Workspace
from tests.diagnostics import Said, error, errors, warnings

UNCHECKED = "the configuration was not checked with the server"
GOES_ON = "The plan goes on; a mistake in `config` will only show at apply."


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (
            {"database.hostnam.user.defined": "db.example.com"},
            Said(
                "database.hostnam.user.defined is not a key of a source of kind postgresql",
                "Did you mean database.hostname.user.defined?",
                SOURCE,
            ),
        ),
        (
            {"ssh.public.key.user.displayed": "ssh-ed25519"},
            Said(
                "ssh.public.key.user.displayed of a source of kind postgresql cannot be set",
                "The server sets it by itself: leave it out.",
                SOURCE,
            ),
        ),
        (
            {"database.dbname": None},
            Said("database.dbname is missing", "A source of kind postgresql needs it.", SOURCE),
        ),
        (
            {"database.sslmode": "required"},
            Said(
                "database.sslmode has a value that is not allowed",
                "Did you mean require? It must be one of require, disable.",
                SOURCE,
            ),
        ),
        (
            {"snapshot.read.only.user.defined": "No"},
            Said(
                "signal.data.collection.schema.or.database is missing", "A source of kind postgresql needs it.", SOURCE
            ),
        ),
    ],
)
def test_a_mistake_is_told_while_planning(workspace: Workspace, entries: dict[str, str | None], said: Said) -> None:
    workspace.write({SOURCE: source(entries)})
    assert error(workspace) == said


def test_every_mistake_is_told_at_once(workspace: Workspace) -> None:
    workspace.write({SOURCE: source({"database.dbname": None, "database.sslmode": "off", "slot": "x"})})
    assert sorted(said.summary for said in errors(workspace)) == [
        "database.dbname is missing",
        "database.sslmode has a value that is not allowed",
        "slot is not a key of a source of kind postgresql",
    ]


def test_a_mistake_is_shown_on_the_key_itself(workspace: Workspace) -> None:
    workspace.write({SOURCE: source({"database.sslmode": "required"})})
    assert '"database.sslmode": "required"' in workspace.refuse("plan")


def test_a_secret_in_the_open_is_refused_and_not_repeated(workspace: Workspace) -> None:
    workspace.write({SOURCE: source({"database.password": "hunter22"}, secret_config=None)})
    assert error(workspace) == Said(
        "database.password is a secret",
        "Give it in `secret_config` or `secret_env`: here it would lie in the state for everybody to read, and the "
        "server hides it, so that it would look changed for ever.",
        SOURCE,
    )


def test_a_secret_that_is_missing_is_told(workspace: Workspace) -> None:
    workspace.write({SOURCE: source(secret_config=None)})
    advice = "A source of kind postgresql needs it. Give it in `secret_config` or `secret_env` (`secrets=` in Python)."
    assert error(workspace) == Said("database.password is missing", advice, SOURCE)


def test_a_condition_that_holds_lets_a_key_be_left_out(workspace: Workspace) -> None:
    entries = {"snapshot.read.only.user.defined": "No", "signal.data.collection.schema.or.database": "public.signal"}
    workspace.write({SOURCE: source(entries)})
    workspace.apply()
    assert workspace.plan().changes == {}


def test_values_that_are_not_known_yet_are_taken_for_right(workspace: Workspace) -> None:
    unknown = {"terraform_data.mode": {"input": "require"}}
    workspace.write({**unknown, SOURCE: source({"database.sslmode": "${terraform_data.mode.output}"})})
    assert workspace.plan().changes == {"terraform_data.mode": ["create"], SOURCE: ["create"]}
    workspace.apply()
    assert workspace.state()[SOURCE]["config"]["database.sslmode"] == "require"


def test_a_schema_that_tells_no_conditions_leaves_the_last_word_to_the_server(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    sandbox.admin.switch(streamkap={"schema_details": False})
    workspace.write({SOURCE: source()})
    assert warnings(workspace) == [
        Said(
            "signal.data.collection.schema.or.database is missing",
            "A source of kind postgresql needs it. The server does not say whether that depends on other keys, so the "
            "plan goes on.",
            SOURCE,
        )
    ]
    workspace.apply()
    assert workspace.plan().changes == {}


@pytest.mark.parametrize(
    ("address", "values", "said"),
    [
        (
            SOURCE,
            source(connector="postgres"),
            Said(
                "there is no source of kind postgres",
                "Did you mean postgresql?\nThere are:\n  dynamodb\n  kafkadirect\n  mongodb\n  mysql\n  postgresql\n"
                "  webhook",
                SOURCE,
            ),
        ),
        (
            DESTINATION,
            destination(connector="elastic"),
            Said(
                "there is no destination of kind elastic",
                "There are:\n  bigquery\n  clickhouse\n  postgresql\n  s3\n  snowflake",
                DESTINATION,
            ),
        ),
    ],
)
def test_a_kind_that_does_not_exist_is_answered_with_those_that_do(
    workspace: Workspace, address: str, values: dict[str, Any], said: Said
) -> None:
    workspace.write({address: values})
    assert error(workspace) == said


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            {"status": 403, "body": {"detail": "Not for you"}},
            "Streamkap refused to read the keys of a source of kind postgresql: Not for you (403)\n"
            "The client may not do this. Give it a role that may.\nGET /sources/connectors was answered with 403.",
        ),
        (
            {"status": 200, "body": {}},
            "the answer holds no keys of a source of kind postgresql\nExpected a list of them at config.",
        ),
    ],
)
def test_keys_that_cannot_be_read_are_only_a_warning(
    workspace: Workspace, sandbox: Sandbox, fault: dict[str, Any], said: str
) -> None:
    sandbox.admin.fault("status", path="/sources/connectors$", count=None, **fault)
    workspace.write({SOURCE: source({"slot": "x"})})
    assert warnings(workspace) == [Said(UNCHECKED, f"{said}\n\n{GOES_ON}", SOURCE)]


def test_a_server_that_cannot_be_reached_is_only_a_warning_while_nothing_is_there(using: Using) -> None:
    workspace = using(SLUICE_STREAMKAP_URL=f"http://127.0.0.1:{unused_port()}", SLUICE_STREAMKAP_MAX_RETRIES="0")
    workspace.write({SOURCE: source()})
    [said] = warnings(workspace)
    assert (said.summary, said.address) == (UNCHECKED, SOURCE)


def test_what_only_the_server_checks_is_told_key_by_key_and_secrets_are_not_repeated(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    workspace.write({SOURCE: source({"database.port.user.defined": "70000", "streamkap.snapshot.parallelism": "11"})})
    assert error(workspace, "apply") == Said(
        "Streamkap refused to create streamkap source orders: Input should be less than or equal to 65535 (422)",
        "config.database.port.user.defined: Input should be less than or equal to 65535\n"
        "config.streamkap.snapshot.parallelism: Input should be less than or equal to 10\n"
        "POST /sources was answered with 422, request id ID.",
        SOURCE,
    )
    assert found(sandbox) == []


def test_an_answer_that_repeats_everything_it_was_given_leaks_nothing(workspace: Workspace, sandbox: Sandbox) -> None:
    finding = {"type": "missing", "loc": ["body", "config"], "msg": f"wrong: {PASSWORD}", "input": source()}
    sandbox.admin.fault("status", method="POST", path="/sources$", status=422, body={"detail": [finding]})
    workspace.write({SOURCE: source()})
    said = error(workspace, "apply")
    assert said.summary == "Streamkap refused to create streamkap source orders: wrong: *** (422)"
    assert PASSWORD not in said.detail
    assert "db.example.com" not in said.detail
