from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from provider_lib.sandbox import ManualClock, Sandbox
from provider_lib.sandbox.confluent.access import API_KEY, API_SECRET, ENVIRONMENT, POWERLESS_API_KEY

from .confluent import BASE, Confluent, errors


@contextmanager
def client(sandbox: Sandbox, key: str, secret: str) -> Iterator[Confluent]:
    with Confluent(sandbox.environment()["SLUICE_CONFLUENT_URL"], key, secret) as confluent:
        yield confluent


@pytest.mark.parametrize(("key", "secret"), [("nobody", API_SECRET), (API_KEY, "wrong")])
def test_a_wrong_key_is_challenged(sandbox: Sandbox, key: str, secret: str) -> None:
    with client(sandbox, key, secret) as confluent:
        answer = confluent.get(f"{BASE}/agents")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == (
        'Basic error="invalid_key", error_description="The API Key is invalid"'
    )
    assert answer.json() == {
        "errors": [
            {
                "id": f"{answer.headers['X-Request-Id']}-0",
                "status": "401",
                "code": "user_unauthenticated",
                "title": "Authentication Required",
                "detail": "Valid authentication credentials must be provided",
            }
        ]
    }


@pytest.mark.parametrize("authorization", ["", "Bearer x", "Basic !!!", "Basic eA=="])
def test_credentials_that_are_none_are_challenged(confluent: Confluent, authorization: str) -> None:
    request = confluent.build_request("GET", f"{BASE}/agents", headers={"Authorization": authorization})

    assert confluent.send(request, auth=None).status_code == 401


def test_a_key_without_rights_is_forbidden(sandbox: Sandbox) -> None:
    with client(sandbox, POWERLESS_API_KEY, API_SECRET) as confluent:
        answer = confluent.get(f"{BASE}/agents")

    assert answer.status_code == 403
    assert errors(answer) == [("The API key 'SANDBOXPOWERLESS' is not allowed to access agents", {})]


@pytest.mark.parametrize("status", [403, 404])
def test_an_unknown_environment_is_not_accessible(sandbox: Sandbox, confluent: Confluent, status: int) -> None:
    sandbox.admin.switch(confluent={"unknown_environment": status})

    answer = confluent.get(f"{BASE.replace(ENVIRONMENT, 'env-none')}/agents")

    assert answer.status_code == status
    assert errors(answer) == [("Environment 'env-none' is not accessible", {})]


def test_too_many_requests_are_refused_without_a_body(
    sandbox: Sandbox, confluent: Confluent, clock: ManualClock
) -> None:
    sandbox.admin.switch(confluent={"requests_per_minute": 2})

    def get() -> int:
        return confluent.get(f"{BASE}/agents").status_code

    assert get() == 200
    clock.advance(20)
    assert get() == 200
    refused = confluent.get(f"{BASE}/agents")
    headers = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After")
    assert (refused.status_code, refused.content) == (429, b"")
    assert [refused.headers[name] for name in headers] == ["2", "0", "40", "40"]
    clock.advance(40)
    assert [get(), get()] == [200, 429]
