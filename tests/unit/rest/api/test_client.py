from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

import provider_lib
from provider_lib.errors import ConfigError, UnexpectedAnswer
from provider_lib.rest.api.client import Request
from tests.unit.rest.api.conftest import TOKEN, MakeClient
from tests.unit.rest.api.server import Reply, Seen, Server, replies, reply

Serve = Callable[..., Server]
OK = replies(reply({}))


def test_a_request_reaches_the_server_as_it_was_asked(serve: Serve, client_of: MakeClient) -> None:
    server = serve(OK)
    client = client_of(f"{server.url}/base/", headers={"X-Team": "streams", "x-kind": "setting"})
    body = {"id": 9007199254740993, "price": Decimal("0.10"), "name": "Äpfel", "none": None}
    client.send(
        Request(
            method="PUT",
            path="/things/a%2Fb%20%3F%C3%A9",
            query=[("mode", "a b"), ("mode", "c&d")],
            headers={"X-Kind": "request"},
            body=body,
        )
    )
    assert server.seen == [
        Seen(
            "PUT",
            "/base/things/a%2Fb%20%3F%C3%A9?mode=a%20b&mode=c%26d",
            {
                "host": server.url.removeprefix("http://"),
                "accept": "application/json",
                "accept-encoding": "gzip, deflate",
                "user-agent": f"sluice/{provider_lib.__version__}",
                "x-team": "streams",
                "x-kind": "request",
                "authorization": f"Bearer {TOKEN}",
                "content-type": "application/json",
                "content-length": str(len(server.seen[0].body)),
            },
            '{"id":9007199254740993,"price":0.10,"name":"\\u00c4pfel","none":null}',
        )
    ]


@pytest.mark.parametrize(
    ("content_type", "body", "sent"),
    [
        ("application/merge-patch+json", {"a": None}, '{"a":null}'),
        ("application/json", [], "[]"),
        ("application/x-www-form-urlencoded", {"a": "x y", "b": "ä&="}, "a=x+y&b=%C3%A4%26%3D"),
        ("Application/X-WWW-Form-URLEncoded", {"a": "b"}, "a=b"),
        ("application/yaml", "a: ä\n", "a: ä\n"),
        ("Application/YAML; charset=utf-8", "a: b\n", "a: b\n"),
        ("application/yaml", {"a": 1}, '{"a":1}'),
        ("application/json", "a: b\n", '"a: b\\n"'),
    ],
)
def test_the_content_type_of_a_request_says_how_its_body_is_written(
    serve: Serve, client_of: MakeClient, content_type: str, body: Any, sent: str
) -> None:
    server = serve(OK)
    request = Request(method="PATCH", path="/things/1", headers={"content-TYPE": content_type}, body=body)
    client_of(server.url).send(request)
    assert (server.seen[0].headers["content-type"], server.seen[0].body) == (content_type, sent)


def test_no_body_means_no_content_type(serve: Serve, client_of: MakeClient) -> None:
    server = serve(OK)
    client_of(server.url).send(Request(method="POST", path="/things/1/restart"))
    assert "content-type" not in server.seen[0].headers
    assert server.seen[0].body == ""


def test_base_query_path_query_and_parameters_make_one_query(serve: Serve, client_of: MakeClient) -> None:
    server = serve(OK)
    client_of(f"{server.url}/base?tenant=1").send(Request(method="GET", path="/things?all=true", query=[("page", "2")]))
    assert server.lines == ["GET /base/things?tenant=1&all=true&page=2"]


def test_the_link_to_a_next_page_is_followed_on_the_same_server_only(serve: Serve, client_of: MakeClient) -> None:
    server, other = serve(OK), serve(OK)
    client = client_of(f"{server.url}/base")
    client.send(Request(method="GET", path=f"{server.url}/base/things?page=2"))
    with pytest.raises(UnexpectedAnswer) as caught:
        client.send(Request(method="GET", path=f"{other.url}/base/things?page=2", what="list things"))
    assert (caught.value.summary, caught.value.detail) == (
        "The Shop refers to another server to list things",
        f"Only the server of {server.url}/base gets requests: they carry credentials.",
    )
    assert (server.lines, other.lines) == (["GET /base/things?page=2"], [])


def test_numbers_in_an_answer_keep_every_digit(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(Reply(200, '{"id": 9007199254740993, "price": 0.10}')))
    answer = client_of(server.url).send(Request(method="GET", path="/things/1"))
    assert answer.body == {"id": 9007199254740993, "price": Decimal("0.10")}
    assert str(answer.body["price"]) == "0.10"


@pytest.mark.parametrize(
    ("sent", "body"),
    [
        (Reply(200, ""), None),
        (Reply(204), None),
        (Reply(201, " \n"), None),
        (Reply(200, '"7"', {"content-type": "application/json"}), "7"),
        (Reply(200, '{"a":1}', {"content-type": "text/plain"}), {"a": 1}),
        (Reply(200, "restarted", {"content-type": "text/plain"}), None),
        (Reply(200, '{"name":"Äpfel"}', {}), {"name": "Äpfel"}),
    ],
)
def test_an_answer_is_json_or_nothing(serve: Serve, client_of: MakeClient, sent: Reply, body: Any) -> None:
    answer = client_of(serve(replies(sent)).url).send(Request(method="GET", path="/"))
    assert (answer.status, answer.body, answer.text) == (sent.status, body, sent.body)


def test_headers_of_an_answer_are_found_in_any_case(serve: Serve, client_of: MakeClient) -> None:
    server = serve(replies(reply({}, location="/things/7", X_Request_Id="r-1")))
    answer = client_of(server.url).send(Request(method="POST", path="/things"))
    assert (answer.headers.get("Location"), answer.headers.get("location")) == ("/things/7", "/things/7")
    assert answer.request_id == "r-1"


@pytest.mark.parametrize(
    ("header", "links"),
    [
        (None, {}),
        ("", {}),
        ("</things?page=2>; rel=next", {"next": "/things?page=2"}),
        (
            '</things?q=a,b>; title="More"; rel="next", </>; rel="up start"',
            {"next": "/things?q=a,b", "up": "/", "start": "/"},
        ),
        ("</things?page=2>", {}),
        ("next", {}),
    ],
)
def test_the_links_of_an_answer_are_found_by_their_relation(
    serve: Serve, client_of: MakeClient, header: str | None, links: dict[str, str]
) -> None:
    server = serve(replies(reply([], **({} if header is None else {"link": header}))))
    assert client_of(server.url).send(Request(method="GET", path="/things")).links == links


@pytest.mark.parametrize("header", [{"X-Key": "a\nb"}, {"X Key": "a"}, {"X-Key\r\n": "a"}])
def test_a_header_that_could_smuggle_another_is_not_sent(
    serve: Serve, client_of: MakeClient, header: dict[str, str]
) -> None:
    server = serve(OK)
    with pytest.raises(ConfigError) as caught:
        client_of(server.url).send(Request(method="GET", path="/", headers=header, what="read thing 1"))
    (name,) = header
    assert caught.value.summary == f"the request to read thing 1 has a header that cannot be sent: {name!r}"
    assert server.lines == []


def test_a_path_that_cannot_be_sent_is_an_error_not_a_crash(serve: Serve, client_of: MakeClient) -> None:
    server = serve(OK)
    with pytest.raises(ConfigError, match=r"^the request to read thing 1 has a path that cannot be sent: \S"):
        client_of(server.url).send(Request(method="GET", path="/a\nb", what="read thing 1"))
    assert server.lines == []


def test_connections_are_kept_and_shared_by_threads(serve: Serve, client_of: MakeClient) -> None:
    server = serve(OK)
    client = client_of(server.url, max_in_flight=4)
    for _ in range(20):
        client.send(Request(method="GET", path="/"))
    assert server.connections == 1
    with ThreadPoolExecutor(10) as threads:
        list(threads.map(lambda _: client.send(Request(method="GET", path="/")), range(100)))
    assert len(server.lines) == 120
    assert server.connections <= 4


def test_a_client_is_named_after_its_place_in_the_provider_block(serve: Serve, client_of: MakeClient) -> None:
    assert client_of(serve(OK).url).name == "shop"
