from __future__ import annotations

import json
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from provider_lib.errors import ApiError, ConfigError, NotFound, UnexpectedAnswer, Unreachable
from provider_lib.rest.api.auth import chosen_way, renewal
from provider_lib.rest.api.client import Request
from provider_lib.rest.api.redact import Redactor
from provider_lib.spec import Auth, Basic, Bearer, FirstOf, HeaderKey, NoAuth, Setting, System, TokenExchange
from tests.unit.rest.api.authority import Authority
from tests.unit.rest.api.conftest import MakeClient, settings_of
from tests.unit.rest.api.server import DROP, Reply, Seen, Server, replies, reply
from tests.until import until

Serve = Callable[..., Server]
GET = Request(method="GET", path="/things", repeatable=True, what="list things")
CREATE = Request(method="POST", path="/things", body={}, what="create thing 7")
EXCHANGE = TokenExchange(
    url="/auth/token", send={"client_id": "{client_id}", "secret": "{client_secret}"}, token="data.token"
)
OAUTH = TokenExchange(
    url="{token_url}",
    form=True,
    send={"grant_type": "client_credentials", "client_id": "{client_id}", "client_secret": "{client_secret}"},
)
GIVEN = {"client_id": "me", "client_secret": "s3cr3t"}


def system(auth: Auth) -> System:
    return System(
        name="bank",
        title="Bank",
        settings=(
            Setting(name="url", doc="Address.", needed=True),
            Setting(name="token", doc="Token.", secret=True),
            Setting(name="username", doc="User."),
            Setting(name="password", doc="Password.", secret=True),
            Setting(name="client_id", doc="Id.", variables=("BANK_ID",)),
            Setting(name="client_secret", doc="Secret.", secret=True),
            Setting(name="token_url", doc="Where tokens come from.", default="https://tokens.example.com/token"),
        ),
        auth=auth,
    )


class Bank:
    """Issues tokens and takes them: ``token`` answers a request for one, everything else needs the last issued."""

    def __init__(self, token: Callable[[Seen], Reply] | None = None, lifetime: Any = 3600) -> None:
        self._token = token or self._issue
        self._lifetime = lifetime
        self._lock = threading.Lock()
        self.issued = 0
        self.valid = ""

    def __call__(self, seen: Seen) -> Reply:
        if seen.target.endswith("/token"):
            return self._token(seen)
        if seen.headers.get("authorization") == f"Bearer {self.valid}":
            return reply({"ok": True})
        return reply({"message": "token refused"}, 401)

    def _issue(self, _: Seen) -> Reply:
        with self._lock:
            self.issued += 1
            self.valid = f"token-{self.issued}"
            return reply({"data": {"token": self.valid}, "access_token": self.valid, "expires_in": self._lifetime})


@pytest.mark.parametrize(
    ("auth", "given", "header"),
    [
        (NoAuth(), {}, None),
        (Bearer(), {"token": "t-1"}, "Bearer t-1"),
        (Bearer(), {"token": "tökn"}, "Bearer tökn"),
        (Basic(), {"username": "jo", "password": "pä:ss"}, f"Basic {b64encode('jo:pä:ss'.encode()).decode()}"),
        (FirstOf((Bearer(), Basic(), NoAuth())), {}, None),
        (FirstOf((Bearer(), Basic(), NoAuth())), {"token": "t-1", "username": "jo", "password": "p"}, "Bearer t-1"),
        (FirstOf((Bearer(), Basic(), NoAuth())), {"username": "jo", "password": "p"}, "Basic am86cA=="),
    ],
)
def test_the_first_way_whose_settings_are_given_is_used(
    serve: Serve, client_of: MakeClient, auth: Auth, given: dict[str, str], header: str | None
) -> None:
    server = serve(replies(reply({})))
    client_of(server.url, system(auth), **given).send(GET)
    sent = server.seen[0].headers.get("authorization")
    assert (sent and sent.encode("latin-1").decode()) == header


@pytest.mark.parametrize(
    ("auth", "given", "summary", "named"),
    [
        (Bearer(), {}, "`token` missing", ["token"]),
        (Basic(), {"username": "jo"}, "`password` missing", ["password"]),
        (HeaderKey("token", "username"), {"username": "X-Key"}, "`token` missing", ["token"]),
        (FirstOf((Basic(), NoAuth())), {"username": "jo"}, "`password` missing", ["password"]),
        (
            FirstOf((Bearer(), OAUTH)),
            {},
            "`token`, or `client_id` and `client_secret` missing",
            ["token", "client_id", "client_secret"],
        ),
        (FirstOf((Bearer(), OAUTH)), {"client_id": "me"}, "`client_secret` missing", ["client_secret"]),
    ],
)
def test_missing_credentials_are_named_and_those_begun_are_not_passed_over(
    auth: Auth, given: dict[str, str], summary: str, named: list[str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        chosen_way(settings_of("http://bank", system(auth), **given))
    assert caught.value.summary == f"Bank is not configured: {summary}"
    also = {"client_id": " or BANK_ID"}
    assert caught.value.detail.splitlines() == [
        f"Set `{name}` of `bank` in the provider block, or SLUICE_BANK_{name.upper()}{also.get(name, '')}."
        for name in named
    ]


KEY = HeaderKey("token", "username")


def test_a_key_is_sent_in_a_header_of_its_own(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(reply({})))
    client_of(server.url, system(KEY), token="k-1", username="X-Key").send(GET)
    assert (server.seen[0].headers["x-key"], "authorization" in server.seen[0].headers) == ("k-1", False)


@pytest.mark.parametrize("given", [{"token": "a\nb", "username": "X-Key"}, {"token": "a", "username": "X Key"}])
def test_a_key_that_cannot_be_sent_is_refused(client_of: MakeClient, given: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as caught:
        client_of("http://bank", system(KEY), **given)
    assert caught.value.summary == f"`token` of `bank` cannot be sent in the header {given['username']!r}"
    assert [line.split("`")[1] for line in caught.value.detail.splitlines()] == ["token", "username"]


def test_two_ways_are_a_mistake_where_none_of_them_wins() -> None:
    auth = FirstOf((Bearer(), OAUTH, NoAuth()), exclusive=True)
    given = {"token": "t-1", "client_id": "me", "client_secret": "s"}
    with pytest.raises(ConfigError) as caught:
        chosen_way(settings_of("http://bank", system(auth), **given))
    assert (caught.value.summary, caught.value.detail) == (
        "Bank has two ways to authenticate: `token` and `client_id` with `client_secret`",
        "Keep one of them in `bank` in the provider block, and look at its environment variables.",
    )
    del given["token"]
    assert chosen_way(settings_of("http://bank", system(auth), **given)) is OAUTH


@pytest.mark.parametrize(
    ("given", "sent"),
    [({}, {}), ({"username": "read"}, {"scope": "read"}), ({"password": "x"}, {})],
)
def test_what_else_a_token_is_asked_for_is_left_out_when_it_is_not_given(
    serve: Serve, client_of: MakeClient, given: dict[str, str], sent: dict[str, str]
) -> None:
    bank = Bank()
    server = serve(bank)
    also = replace(EXCHANGE, also={"scope": "{username}", "both": "{username}-{password}"})
    client_of(server.url, system(also), **GIVEN, **given).send(GET)
    assert json.loads(server.seen[0].body) == {"client_id": "me", "secret": "s3cr3t"} | sent


def test_a_token_with_a_line_break_inside_is_refused(client_of: MakeClient) -> None:
    with pytest.raises(ConfigError) as caught:
        client_of("http://bank", system(Bearer()), token="a\nHost: b")
    assert (caught.value.summary, caught.value.detail) == (
        "`token` of `bank` holds a line break",
        "Set `token` of `bank` in the provider block, or SLUICE_BANK_TOKEN.",
    )


def test_one_token_serves_all_threads(serve: Serve, client_of: MakeClient) -> None:
    bank = Bank()
    server = serve(bank)
    client = client_of(f"{server.url}/base", system(EXCHANGE), max_in_flight=1, **GIVEN)
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: client.send(GET).body, range(50)))
    assert answers == [{"ok": True}] * 50
    assert bank.issued == 1
    assert len(server.lines) == 51
    request = server.seen[0]
    assert (request.line, json.loads(request.body)) == (
        "POST /base/auth/token",
        {"client_id": "me", "secret": "s3cr3t"},
    )
    assert "authorization" not in request.headers


def test_an_oauth2_form_goes_to_the_url_that_is_set_without_the_apis_own_headers(
    serve: Serve, client_of: MakeClient
) -> None:
    bank = Bank()
    tokens, server = serve(bank), serve(bank)
    given = {**GIVEN, "client_secret": "s&cr=t ä", "token_url": f"{tokens.url}/oauth/token"}
    client = client_of(server.url, system(FirstOf((Bearer(), OAUTH))), headers={"X-Api-Key": "key-1"}, **given)
    client.send(GET)
    request = tokens.seen[0]
    assert request.line == "POST /oauth/token"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.body == "grant_type=client_credentials&client_id=me&client_secret=s%26cr%3Dt+%C3%A4"
    assert "x-api-key" not in request.headers
    assert server.seen[0].headers["x-api-key"] == "key-1"


@pytest.mark.parametrize("request_", [GET, CREATE])
def test_a_token_that_is_refused_is_renewed_once_and_the_request_sent_again(
    serve: Serve, client_of: MakeClient, request_: Request
) -> None:
    bank = Bank()
    client = client_of(serve(bank).url, system(EXCHANGE), **GIVEN)
    client.send(GET)
    bank.valid = "revoked"
    assert client.send(request_).body == {"ok": True}
    assert bank.issued == 2


def test_ten_threads_with_a_refused_token_renew_it_once(serve: Serve, client_of: MakeClient) -> None:
    bank = Bank()
    client = client_of(serve(bank).url, system(EXCHANGE), **GIVEN)
    client.send(GET)
    bank.valid = "revoked"
    with ThreadPoolExecutor(10) as threads:
        assert [answer.status for answer in threads.map(lambda _: client.send(GET), range(10))] == [200] * 10
    assert bank.issued == 2


def test_a_new_token_that_is_refused_as_well_is_an_error(serve: Serve, client_of: MakeClient) -> None:
    bank = Bank(token=replies(reply({"data": {"token": "never good"}})))
    server = serve(bank)
    with pytest.raises(ApiError) as caught:
        client_of(server.url, system(EXCHANGE), **GIVEN).send(GET)
    assert (caught.value.summary, caught.value.detail, caught.value.status) == (
        "Bank refused to list things: token refused (401)",
        "Check the credentials in `bank` in the provider block, and what they may do.\n"
        "GET /things was answered with 401.",
        401,
    )
    assert server.lines == ["POST /auth/token", "GET /things"] * 2


def test_a_token_of_another_kind_is_not_asked_for_again(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(reply({"message": "no"}, 401)))
    with pytest.raises(ApiError):
        client_of(server.url, system(Bearer()), token="t").send(GET)
    assert server.lines == ["GET /things"]


@pytest.mark.parametrize("lifetime", [1, "1", 1.0])
def test_a_token_is_renewed_before_its_end(serve: Serve, client_of: MakeClient, lifetime: Any) -> None:
    bank = Bank(lifetime=lifetime)
    server = serve(bank)
    client = client_of(server.url, system(EXCHANGE), **GIVEN)
    started = time.monotonic()
    while bank.issued == 1 or not server.lines:
        client.send(GET)
        assert time.monotonic() < started + 5
    assert 0.9 <= time.monotonic() - started < 2
    assert bank.issued == 2


@pytest.mark.parametrize(
    ("lifetime", "seconds"),
    [
        (3600, 3540.0),
        (600, 540.0),
        (300, 270.0),
        ("1", 0.9),
        (Decimal("0.5"), 0.45),
        (0, 0.0),
        (None, None),
        (True, None),
        ("soon", None),
        ([], None),
        (10**400, None),
    ],
)
def test_a_token_is_renewed_a_minute_ahead_or_a_tenth_of_a_short_lifetime(lifetime: Any, seconds: float | None) -> None:
    assert renewal(lifetime) == seconds


@pytest.mark.parametrize("lifetime", [None, True, "soon", [], 3600, 10**400])
def test_a_token_without_a_usable_lifetime_is_kept_until_it_is_refused(
    serve: Serve, client_of: MakeClient, lifetime: Any
) -> None:
    bank = Bank(lifetime=lifetime)
    client = client_of(serve(bank).url, system(EXCHANGE), **GIVEN)
    for _ in range(3):
        client.send(GET)
    assert bank.issued == 1


def test_refused_credentials_are_named_and_not_tried_again(serve: Serve, client_of: MakeClient) -> None:
    server = serve(Bank(token=replies(reply({"error": "invalid_client", "error_description": "unknown client"}, 401))))
    client = client_of(server.url, system(EXCHANGE), **GIVEN)
    for _ in range(3):
        with pytest.raises(ConfigError) as caught:
            client.send(CREATE)
        assert (caught.value.summary, caught.value.detail) == (
            "Bank refused to issue a token: unknown client (401)",
            "Check `client_id` of `bank` in the provider block, or SLUICE_BANK_CLIENT_ID or BANK_ID.\n"
            "Check `client_secret` of `bank` in the provider block, or SLUICE_BANK_CLIENT_SECRET.\n"
            "Check the credentials in `bank` in the provider block, and what they may do.\n"
            "POST /auth/token was answered with 401.",
        )
    assert server.lines == ["POST /auth/token"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_token_url_that_leads_nowhere_does_not_say_that_an_object_is_gone(
    serve: Serve, client_of: MakeClient, status: int
) -> None:
    client = client_of(serve(Bank(token=replies(reply({"message": "no"}, status)))).url, system(EXCHANGE), **GIVEN)
    with pytest.raises(ConfigError) as caught:
        client.send(GET)
    assert (caught.value.summary, caught.value.detail) == (
        f"Bank could not issue a token: no ({status})",
        "Check `client_id` of `bank` in the provider block, or SLUICE_BANK_CLIENT_ID or BANK_ID.\n"
        "Check `client_secret` of `bank` in the provider block, or SLUICE_BANK_CLIENT_SECRET.\n"
        f"POST /auth/token was answered with {status}.",
    )


@pytest.mark.parametrize("failure", [reply({"message": "later"}, 503), reply({"message": "later"}, 429), DROP])
def test_a_token_endpoint_that_fails_in_passing_is_asked_again(
    serve: Serve, client_of: MakeClient, failure: Reply
) -> None:
    script = replies(failure, reply({"data": {"token": "good"}}))
    bank = Bank(token=script)
    bank.valid = "good"
    assert client_of(serve(bank).url, system(EXCHANGE), **GIVEN).send(CREATE).body == {"ok": True}


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_token_endpoint_that_stays_down_is_told_as_it_says(serve: Serve, client_of: MakeClient, status: int) -> None:
    down = serve(Bank(token=replies(reply({"message": "later"}, status, x_request_id="r-1"))))
    with pytest.raises(ApiError) as caught:
        client_of(down.url, system(EXCHANGE), max_retries=1, **GIVEN).send(CREATE)
    error = caught.value
    verb = "refused to" if status == 429 else "could not"
    assert (type(error), error.summary, error.detail, error.status, error.body, error.request_id) == (
        ApiError,
        f"Bank {verb} issue a token: later ({status})",
        f"POST /auth/token was answered with {status}, request id r-1.",
        status,
        {"message": "later"},
        "r-1",
    )
    assert "POST /things" not in down.lines


def test_a_token_endpoint_that_is_not_there_means_that_nothing_was_sent(serve: Serve, client_of: MakeClient) -> None:
    lost = serve(Bank(token=replies(DROP)))
    with pytest.raises(Unreachable) as caught:
        client_of(lost.url, system(EXCHANGE), **GIVEN).send(CREATE)
    assert (caught.value.summary, caught.value.sent) == (
        "Bank cannot be reached to issue a token: the connection ended before the answer came",
        False,
    )
    assert "POST /things" not in lost.lines


@pytest.mark.parametrize("issued", [0, 1])
def test_a_token_is_waited_for_no_longer_than_there_is_time(
    serve: Serve, client_of: MakeClient, silent: Callable[[Seen], Reply], issued: int
) -> None:
    def token(seen: Seen) -> Reply:
        asked = server.lines.count("POST /auth/token")
        return silent(seen) if asked > issued else reply({"data": {"token": "refused"}})

    server = serve(Bank(token=token))
    client = client_of(server.url, system(EXCHANGE), timeout="3s", max_retries=0, **GIVEN)
    with pytest.raises(Unreachable) as caught:
        client.send(replace(GET, deadline=time.monotonic() + 0.2))
    assert (caught.value.summary, caught.value.detail, caught.value.sent) == (
        "Bank cannot be reached to issue a token: no answer in time",
        "The time for the whole operation was over. A slow server needs more: raise the resource's time-out.\n"
        "The request may have been carried out all the same.\n"
        f"{server.url} was tried.",
        False,
    )


def test_the_token_that_another_request_asks_for_is_waited_for_no_longer_either(
    serve: Serve, client_of: MakeClient, silent: Callable[[Seen], Reply]
) -> None:
    server = serve(silent)
    client = client_of(server.url, system(EXCHANGE), timeout="3s", max_retries=0, **GIVEN)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(client.send, GET)
        until(lambda: server.lines)
        with pytest.raises(Unreachable) as caught:
            client.send(replace(GET, deadline=time.monotonic() + 0.2))
        client.give_up()
    assert (caught.value.summary, caught.value.detail, caught.value.sent) == (
        "Bank cannot be reached to issue a token: its turn did not come in time",
        "Another request has been waiting for it.",
        False,
    )


@pytest.mark.parametrize(
    ("auth", "url", "setting"),
    [(OAUTH, "http://bank.invalid", "token_url"), (EXCHANGE, "http://tokens.invalid", "url")],
)
def test_an_unreachable_token_url_is_named_by_its_own_setting(
    client_of: MakeClient, auth: Auth, url: str, setting: str
) -> None:
    given = {**GIVEN, "token_url": "http://tokens.invalid/token"}
    with pytest.raises(Unreachable) as caught:
        client_of(url, system(auth), max_retries=0, **given).send(GET)
    assert caught.value.detail == (
        f"Check `{setting}` of `bank` in the provider block, or SLUICE_BANK_{setting.upper()}.\n"
        "http://tokens.invalid was tried."
    )


def test_a_token_url_that_leads_to_a_web_page_is_named_by_its_own_setting(serve: Serve, client_of: MakeClient) -> None:
    page = serve(replies(Reply(200, "<html>Sign in</html>", {"content-type": "text/html"})))
    with pytest.raises(UnexpectedAnswer) as caught:
        client_of("http://bank.invalid", system(OAUTH), token_url=f"{page.url}/token", **GIVEN).send(GET)
    assert (caught.value.summary, caught.value.detail) == (
        "Bank was asked to issue a token and answered with a web page instead of JSON",
        "The url probably leads to a user interface or a proxy instead of the API.\n"
        "Check `token_url` of `bank` in the provider block, or SLUICE_BANK_TOKEN_URL.\n"
        f"POST {page.url}/token was answered with 200.",
    )


@pytest.mark.parametrize(
    "body", [{}, *({"data": {"token": token}} for token in ("", "  ", None, 7, True, ["t"], {"a": "t"}, "a\nb"))]
)
def test_an_answer_without_a_token_is_not_taken_for_one(
    serve: Serve, client_of: MakeClient, body: dict[str, Any]
) -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        client_of(serve(Bank(token=replies(reply(body)))).url, system(EXCHANGE), **GIVEN).send(GET)
    assert caught.value.summary == "Bank was asked to issue a token and answered without one"
    assert caught.value.detail == "Expected it at `data.token` of the answer from /auth/token."


def test_a_token_is_got_over_the_same_tls_as_everything_else(
    serve: Serve, client_of: MakeClient, tmp_path: Any
) -> None:
    authority = Authority(tmp_path)
    cert_file, key_file = map(str, authority.issue("client"))
    bank = Bank()
    tls = authority.server_context(wants_clients_of=authority)
    tokens, server = serve(bank, tls), serve(bank, tls)
    client = client_of(
        server.url,
        system(OAUTH),
        token_url=f"{tokens.url}/token",
        ca_file=str(authority.file),
        client_cert_file=cert_file,
        client_key_file=key_file,
        **GIVEN,
    )
    assert client.send(GET).body == {"ok": True}


def test_every_credential_is_masked_from_then_on(serve: Serve, client_of: MakeClient, redactor: Redactor) -> None:
    client_of(serve(Bank()).url, system(EXCHANGE), headers={"X-Key": "header-key"}, **GIVEN).send(GET)
    client_of("http://bank", system(Basic()), username="jo", password="pass-word")
    shown = f"s3cr3t header-key token-1 pass-word {b64encode(b'jo:pass-word').decode()} me jo"
    assert redactor.text(shown) == "*** *** *** *** *** me jo"


def test_a_missing_object_is_still_missing_with_an_exchanged_token(serve: Serve, client_of: MakeClient) -> None:
    def handle(seen: Seen) -> Reply:
        return reply({"data": {"token": "t"}}) if seen.target == "/auth/token" else reply({"message": "no"}, 404)

    with pytest.raises(NotFound):
        client_of(serve(handle).url, system(EXCHANGE), **GIVEN).send(replace(GET, path="/things/7"))
