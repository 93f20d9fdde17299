"""A redirect is an error: no request, and no credential, goes where the answer of a server leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from provider_lib.errors import SluiceError
from provider_lib.rest.api.messages import Request
from provider_lib.spec import Setting, System, TokenExchange
from tests.unit.rest.api.conftest import MakeClient
from tests.unit.rest.api.server import Reply, Seen, Server, reply

Serve = Callable[..., Server]

BANK = System(
    name="bank",
    title="Bank",
    settings=(
        Setting(name="url", doc="Address.", needed=True),
        Setting(name="client_secret", doc="Secret.", secret=True),
    ),
    auth=TokenExchange(url="/auth/token", send={"secret": "{client_secret}"}, token="token"),
)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_sent_where_a_redirect_leads(serve: Serve, client_of: MakeClient, status: int, method: str) -> None:
    elsewhere = serve(lambda _: reply({}))
    server = serve(lambda _: Reply(status, "", {"location": f"{elsewhere.url}/things"}))
    body = {"password": "hunter2"} if method in ("POST", "PUT", "PATCH") else None
    with pytest.raises(SluiceError, match=rf"a redirect \({status}\)"):
        client_of(server.url).send(Request(method=method, path="/things", body=body, what="touch things"))
    assert (len(server.seen), elsewhere.seen) == (1, [])


@pytest.mark.parametrize("status", [302, 307])
def test_no_credentials_are_sent_where_the_issuer_of_tokens_redirects_to(
    serve: Serve, client_of: MakeClient, status: int
) -> None:
    elsewhere = serve(lambda _: reply({"token": "stolen"}))
    server = serve(lambda _: Reply(status, "", {"location": f"{elsewhere.url}/auth/token"}))
    client = client_of(server.url, BANK, client_secret="s3cr3t")
    with pytest.raises(SluiceError):
        client.send(Request(method="GET", path="/things", what="list things"))
    assert ([seen.line for seen in server.seen], elsewhere.seen) == (["POST /auth/token"], [])


def test_no_credentials_are_sent_where_a_token_is_redirected_with_the_request(
    serve: Serve, client_of: MakeClient
) -> None:
    elsewhere = serve(lambda _: reply({}))

    def handle(seen: Seen) -> Reply:
        if seen.target == "/auth/token":
            return reply({"token": "t0ken"})
        return Reply(307, "", {"location": f"{elsewhere.url}/things"})

    client = client_of(serve(handle).url, BANK, client_secret="s3cr3t")
    with pytest.raises(SluiceError, match=r"a redirect \(307\)"):
        client.send(Request(method="GET", path="/things", what="list things"))
    assert elsewhere.seen == []
