from __future__ import annotations

import httpx
import pytest

from provider_lib.sandbox import ManualClock, Sandbox
from provider_lib.sandbox.clock import timestamp

from .streamkap import Streamkap


def test_client_credentials_are_exchanged_for_tokens(streamkap: Streamkap, clock: ManualClock) -> None:
    answer = streamkap.exchange()
    tokens = answer.json()

    assert answer.status_code == 200
    assert tokens == {
        "accessToken": tokens["accessToken"],
        "refreshToken": tokens["refreshToken"],
        "expires": timestamp(clock.now() + 3600),
        "expiresIn": 3600,
    }


@pytest.mark.parametrize(("client", "secret"), [("sandbox-client", "wrong"), ("nobody", "4f1c-9b27-e08d")])
def test_wrong_credentials_get_no_token(streamkap: Streamkap, client: str, secret: str) -> None:
    answer = streamkap.exchange(client, secret)

    assert (answer.status_code, answer.json()) == (401, {"detail": "Invalid client credentials"})


def test_a_refresh_token_gives_new_tokens(streamkap: Streamkap) -> None:
    refresh = streamkap.exchange().json()["refreshToken"]

    renewed = streamkap.post("/auth/access-token/refresh", json={"refresh_token": refresh})
    refused = streamkap.post("/auth/access-token/refresh", json={"refresh_token": "none"})

    headers = {"Authorization": f"Bearer {renewed.json()['accessToken']}"}
    assert streamkap.get("/tags", headers=headers).status_code == 200
    assert (refused.status_code, refused.json()) == (401, {"detail": "Invalid refresh token"})


def test_a_token_expires(sandbox: Sandbox, streamkap: Streamkap, clock: ManualClock) -> None:
    sandbox.admin.switch(streamkap={"token_lifetime_s": 60})
    streamkap.log_in()

    clock.advance(59)
    assert streamkap.get("/tags").status_code == 200
    clock.advance(2)
    expired = streamkap.get("/tags")
    assert (expired.status_code, expired.json()) == (401, {"detail": "Token has expired"})


def test_every_token_can_be_revoked_in_the_middle_of_a_run(sandbox: Sandbox, streamkap: Streamkap) -> None:
    assert streamkap.get("/tags").status_code == 200
    httpx.delete(f"{sandbox.url}/_sandbox/streamkap/tokens")

    revoked = streamkap.get("/tags")
    assert (revoked.status_code, revoked.json()) == (401, {"detail": "Not authenticated"})
    streamkap.log_in()
    assert streamkap.get("/tags").status_code == 200


def test_a_client_without_rights_is_forbidden(streamkap: Streamkap) -> None:
    streamkap.log_in("sandbox-powerless")

    forbidden = streamkap.get("/sources")

    assert (forbidden.status_code, forbidden.json()) == (403, {"detail": "Permission denied"})
