"""``sluice doctor`` asks every API that the environment configures, and says what to fix."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provider_lib.sandbox import Sandbox
from provider_lib.sandbox.confluent.access import ENVIRONMENT, ORGANIZATION
from tests.e2e.apps import Folder, make_app

WRONG = "not-the-right-secret"
REDPANDA_ID = "`client_id` of `redpanda` in the provider block, or SLUICE_REDPANDA_CLIENT_ID or REDPANDA_CLIENT_ID"
REDPANDA_SECRET = (
    "`client_secret` of `redpanda` in the provider block, or SLUICE_REDPANDA_CLIENT_SECRET or REDPANDA_CLIENT_SECRET"
)
STREAMKAP_SECRET = (
    "`client_secret` of `streamkap` in the provider block, or SLUICE_STREAMKAP_CLIENT_SECRET or STREAMKAP_SECRET or "
    "STREAMKAP_CLIENT_SECRET"
)


@pytest.fixture
def app(tmp_path: Path) -> Folder:
    return make_app(tmp_path, "")


def apis(app: Folder, code: int, **variables: str) -> list[str]:
    """What the doctor says of APIs; an address of the sandbox reads ``HOST``."""
    done = Folder(app.path, {**app.environ, **variables}).sluice("doctor")
    assert (done.code, done.err) == (code, "")
    assert WRONG not in done.out
    lines = re.sub(r"127\.0\.0\.1:\d+", "HOST", done.out).splitlines()
    return lines[next(number for number, line in enumerate(lines) if "provider: " in line) + 1 :]


def test_every_api_that_is_configured_is_asked(app: Folder) -> None:
    with Sandbox() as sandbox:
        sandbox.admin.switch(kafka_connect={"version": "3.9.0"})
        audit = {"SLUICE_KAFKA_CONNECT_AUDIT_URL": f"{sandbox.url}/kafka_connect/audit"}
        said = apis(app, 0, **sandbox.environment(), **audit)
        asked = [(call["method"], call["path"]) for call in sandbox.admin.requests()]
    assert said == [
        "ok     Lenses HQ: http://HOST/lenses answers and takes the credentials",
        "ok     Kafka Connect audit: http://HOST/kafka_connect/audit answers, version 3.9.0",
        "ok     Kafka Connect: http://HOST/kafka_connect/default answers, version 3.9.0",
        "ok     Redpanda: http://HOST/redpanda answers and takes the credentials",
        "ok     Streamkap: http://HOST/streamkap answers and takes the credentials",
        "ok     Confluent Cloud for Flink: http://HOST/confluent answers and takes the credentials",
        "ok     REST API: http://HOST/rest answers (whether it takes the credentials will show at the first object)",
    ]
    assert asked == [
        ("GET", "/lenses/api/v1/environments"),
        ("GET", "/kafka_connect/audit/"),
        ("GET", "/kafka_connect/default/"),
        ("POST", "/redpanda/oauth/token"),
        ("GET", "/redpanda/v1/kafka-connect/clusters"),
        ("POST", "/streamkap/auth/access-token"),
        ("GET", "/streamkap/tags"),
        ("GET", f"/confluent/sql/v1/organizations/{ORGANIZATION}/environments/{ENVIRONMENT}/agents"),
        ("GET", "/rest"),
    ]


def test_a_wrong_secret_is_told_with_what_to_fix(app: Folder) -> None:
    wrong = {
        "SLUICE_LENSES_TOKEN": WRONG,
        "SLUICE_KAFKA_CONNECT_USERNAME": "sandbox",
        "SLUICE_KAFKA_CONNECT_PASSWORD": WRONG,
        "SLUICE_REDPANDA_CLIENT_SECRET": WRONG,
        "SLUICE_STREAMKAP_CLIENT_SECRET": WRONG,
        "SLUICE_CONFLUENT_API_SECRET": WRONG,
    }
    with Sandbox() as sandbox:
        sandbox.admin.switch(kafka_connect={"authenticated": True})
        said = apis(app, 1, **sandbox.environment() | wrong)
    assert [line for line in said if not re.match(r" +(GET|POST) ", line)] == [
        "FAILED Lenses HQ: Lenses HQ refused to check the connection: Authentication is required (401)",
        "       The token is wrong, has expired or was renewed. Make a new one for the service account in Lenses HQ "
        "and set `token` of `lenses` in the provider block, or SLUICE_LENSES_TOKEN.",
        "FAILED Kafka Connect: Kafka Connect refused to check the connection: User cannot access the resource. (401)",
        "       Set `username` and `password` of this worker in the provider block, or their variables.",
        "FAILED Redpanda: Redpanda refused to issue a token: Unauthorized (401)",
        "       Check `token_url` of `redpanda` in the provider block, or SLUICE_REDPANDA_TOKEN_URL.",
        f"       Check {REDPANDA_ID}.",
        f"       Check {REDPANDA_SECRET}.",
        "       Check `audience` of `redpanda` in the provider block, or SLUICE_REDPANDA_AUDIENCE.",
        "       Check `client_id` and `client_secret` (or `token`) of `redpanda` in the provider block; a token "
        "belongs to one organization.",
        "FAILED Streamkap: Streamkap refused to issue a token: Invalid client credentials (401)",
        "       Check `client_id` of `streamkap` in the provider block, or SLUICE_STREAMKAP_CLIENT_ID or "
        "STREAMKAP_CLIENT_ID.",
        f"       Check {STREAMKAP_SECRET}.",
        "       Check `client_id` and `client_secret` of `streamkap` in the provider block; a client belongs to one "
        "service of one tenant.",
        "FAILED Confluent Cloud for Flink: Confluent Cloud refused to check the connection: Valid authentication "
        "credentials must be provided (401)",
        "       It must be a Flink API key of this region, not a Cloud API key: `api_key` and `api_secret` of "
        "`confluent` in the provider block.",
        "ok     REST API: http://HOST/rest answers (whether it takes the credentials will show at the first object)",
    ]


def test_what_is_half_configured_or_does_not_answer_is_told_apart(app: Folder) -> None:
    said = apis(
        app,
        1,
        SLUICE_LENSES_URL="http://127.0.0.1:9",
        SLUICE_LENSES_TOKEN=WRONG,
        SLUICE_REDPANDA_URL="http://127.0.0.1:9",
        STREAMKAP_CLIENT_ID="me",
        SLUICE_KAFKA_CONNECT_MAIN_URL="connect:8083",
    )
    assert said == [
        "FAILED Lenses HQ: Lenses HQ cannot be reached to check the connection: nothing listens at HOST",
        "       Check `url` of `lenses` in the provider block, or SLUICE_LENSES_URL.",
        "       http://HOST was tried.",
        "FAILED Kafka Connect main: SLUICE_KAFKA_CONNECT_MAIN_URL must begin with https:// or http://",
        "       Set `url` of `kafka_connect.main` in the provider block, or SLUICE_KAFKA_CONNECT_MAIN_URL.",
        "FAILED Redpanda: Redpanda is not configured: `token`, or `client_id` and `client_secret` missing",
        "       Set `token` of `redpanda` in the provider block, or SLUICE_REDPANDA_TOKEN or REDPANDA_ACCESS_TOKEN.",
        f"       Set {REDPANDA_ID}.",
        f"       Set {REDPANDA_SECRET}.",
        "FAILED Streamkap: Streamkap is not configured: `client_secret` is missing",
        f"       Set {STREAMKAP_SECRET}.",
        "-      Confluent Cloud for Flink: not set in the environment: SLUICE_CONFLUENT_URL, "
        "SLUICE_CONFLUENT_ORGANIZATION_ID, SLUICE_CONFLUENT_ENVIRONMENT_ID, SLUICE_CONFLUENT_API_KEY, "
        "SLUICE_CONFLUENT_API_SECRET",
        "-      REST API: not set in the environment: SLUICE_REST_URL",
    ]


def test_an_api_of_which_nothing_is_known_is_asked_for_its_url(app: Folder) -> None:
    with Sandbox() as sandbox:
        own = sandbox.environment()
        said = apis(
            app,
            1,
            SLUICE_REST_URL=sandbox.url,
            SLUICE_REST_LENSES_URL=f"{own['SLUICE_LENSES_URL']}/api/v1/environments",
            SLUICE_REST_LENSES_TOKEN=WRONG,
            SLUICE_REST_AWAY_URL="http://127.0.0.1:9",
        )
    assert [line for line in said if "REST API" in line] == [
        "FAILED REST API away: REST API away cannot be reached to check the connection: nothing listens at HOST",
        "ok     REST API: http://HOST answers (whether it takes the credentials will show at the first object)",
        "FAILED REST API lenses: REST API lenses refused to check the connection: Authentication is required (401)",
    ]
