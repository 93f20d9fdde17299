from __future__ import annotations

import pytest

from provider_lib.sandbox import ManualClock, Sandbox

from .redpanda import CONNECTORS, Redpanda, refusal


def test_client_credentials_are_exchanged_for_a_bearer_token(redpanda: Redpanda) -> None:
    answer = redpanda.exchange()
    token = answer.json()["access_token"]

    assert (answer.status_code, answer.json()) == (
        200,
        {"access_token": token, "token_type": "Bearer", "expires_in": 3600},
    )


@pytest.mark.parametrize(
    ("form", "status", "body"),
    [
        ({"client_secret": "x"}, 401, {"error": "access_denied", "error_description": "Unauthorized"}),
        ({"client_id": "x"}, 401, {"error": "access_denied", "error_description": "Unauthorized"}),
        ({"audience": "x"}, 403, {"error": "access_denied", "error_description": "Service not found: x"}),
        (
            {"grant_type": "password"},
            403,
            {"error": "unsupported_grant_type", "error_description": "Unsupported grant type"},
        ),
    ],
)
def test_a_form_that_is_wrong_gets_no_token(
    redpanda: Redpanda, form: dict[str, str], status: int, body: dict[str, str]
) -> None:
    answer = redpanda.exchange(**form)

    assert (answer.status_code, answer.json()) == (status, body)


def test_the_number_of_tokens_can_be_limited(sandbox: Sandbox, redpanda: Redpanda) -> None:
    sandbox.admin.switch(redpanda={"token_quota": 2})

    assert [redpanda.exchange().status_code for _ in range(2)] == [200, 429]


def test_a_token_expires(sandbox: Sandbox, redpanda: Redpanda, clock: ManualClock) -> None:
    sandbox.admin.switch(redpanda={"token_lifetime_s": 60})
    redpanda.log_in()

    clock.advance(59)
    assert redpanda.get(CONNECTORS).status_code == 200
    clock.advance(2)
    assert refusal(redpanda.get(CONNECTORS), "REASON_INVALID_TOKEN") == (
        401,
        "UNAUTHENTICATED",
        "The token is invalid or has expired",
    )


def test_a_call_without_a_token_is_unauthenticated(redpanda: Redpanda) -> None:
    answer = redpanda.get(CONNECTORS, headers={"Authorization": ""})

    assert refusal(answer, "REASON_NO_TOKEN") == (401, "UNAUTHENTICATED", "No token was given")


def test_a_client_without_rights_is_denied(redpanda: Redpanda) -> None:
    redpanda.log_in(client_id="sandbox-powerless")

    assert refusal(redpanda.get(CONNECTORS), "REASON_PERMISSION_DENIED") == (
        403,
        "PERMISSION_DENIED",
        "The principal may not do this",
    )
