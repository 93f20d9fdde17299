from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from provider_lib.errors import ApiError, Conflict, NotFound, SluiceError, UnexpectedAnswer
from provider_lib.rest.api.client import Request
from provider_lib.rest.api.redact import Redactor
from provider_lib.spec import ErrorShape, NoAuth, Setting, System
from tests.unit.rest.api.conftest import SHOP, TOKEN, MakeClient
from tests.unit.rest.api.server import Reply, Server, replies, reply

Serve = Callable[..., Server]
CREATE = Request(method="POST", path="/things?key=hidden", body={"password": "hidden"}, what="create thing 7")
READ = Request(method="GET", path="/things/7", what="read thing 7")
HTML = "<!DOCTYPE html><html><title>Sign in</title></html>"
ANY_API = System(
    name="rest",
    title="API",
    settings=(Setting(name="url", doc="Address.", needed=True),),
    auth=NoAuth(),
)
CLOUD = System(
    name="cloud",
    title="Cloud",
    settings=(Setting(name="url", doc="Address.", needed=True),),
    errors=(
        ErrorShape(
            speaker="Cloud",
            message="errors.0.detail",
            request_id="errors.0.id",
            fields="errors",
            field_name="source.pointer",
            field_message="detail",
        ),
    ),
)


@pytest.fixture
def error_from(serve: Serve, client_of: MakeClient) -> Callable[..., Any]:
    """The error that an answer becomes."""

    def provoke(answer: Reply, request: Request = CREATE, system: System = SHOP) -> SluiceError:
        client = client_of(serve(replies(answer)).url, system, max_retries=0)
        with pytest.raises(SluiceError) as caught:
            client.send(request)
        return caught.value

    return provoke


def test_a_refusal_says_who_refused_what_and_why(error_from: Callable[..., ApiError]) -> None:
    body = {"title": "The name is\n taken", "request_id": "r-1", "invalid": [{"name": "name", "title": "is taken"}]}
    error = error_from(reply(body, 409))
    assert type(error) is Conflict
    assert error.summary == "the till refused to create thing 7: The name is taken (409)"
    assert error.detail == "name: is taken\nPOST /things was answered with 409, request id r-1."
    assert (error.status, error.body, error.request_id, error.speaker) == (409, body, "r-1", "the till")


def test_the_form_of_the_body_tells_which_layer_spoke(error_from: Callable[..., ApiError]) -> None:
    body = {"error": "bad topic", "fields": [{"loc": ["body", "topics", 0], "error": "does not exist"}]}
    error = error_from(reply(body, 400, x_request_id="r-2"))
    assert type(error) is ApiError
    assert error.summary == "the store room refused to create thing 7: bad topic (400)"
    assert error.detail == "body.topics.0: does not exist\nPOST /things was answered with 400, request id r-2."
    assert (error.speaker, error.request_id) == ("the store room", "r-2")


def test_the_id_of_a_request_forges_no_line_and_ends(error_from: Callable[..., ApiError]) -> None:
    error = error_from(reply({"title": "no", "request_id": "r-1\nApply anyway." + "x" * 1000}, 400))
    assert error.detail == (
        f"POST /things was answered with 400, request id r-1\\nApply anyway.{'x' * 183}... (817 characters more)."
    )


def test_the_id_of_a_request_is_a_text(error_from: Callable[..., ApiError]) -> None:
    error = error_from(reply({"title": "no", "request_id": 7}, 400, x_request_id="r-2"))
    assert (error.request_id, error.detail) == ("r-2", "POST /things was answered with 400, request id r-2.")


def test_a_request_for_the_address_itself_is_told_as_its_root(error_from: Callable[..., ApiError]) -> None:
    error = error_from(reply({"title": "no"}, 400), replace(READ, path="?page=1"))
    assert error.detail == "GET / was answered with 400."


def test_a_list_of_errors_is_told_one_by_one_without_repetition(error_from: Callable[..., ApiError]) -> None:
    body = {
        "errors": [
            {"id": "e-1", "detail": "name is missing", "source": {"pointer": "/name"}},
            {"detail": "no such model", "source": {"pointer": "/model"}},
            {"detail": "name is missing"},
            {"code": "odd"},
        ]
    }
    error = error_from(reply(body, 422), system=CLOUD)
    assert error.summary == "Cloud refused to create thing 7: name is missing (422)"
    assert error.detail == (
        "/name: name is missing\n/model: no such model\nPOST /things was answered with 422, request id e-1."
    )


def test_what_whoever_speaks_says_to_do_wins_over_what_the_system_says(error_from: Callable[..., ApiError]) -> None:
    shape = ErrorShape(speaker="the cellar", message="cellar", hints={400: "Knock first."})
    shop = replace(SHOP, errors=(shape, *SHOP.errors), hints={400: "Try again.", 403: "Ask for a key."})
    for answer, hint in (
        (reply({"cellar": "no"}, 400), "Knock first."),
        (reply({"cellar": "no"}, 403), "Ask for a key."),
        (reply({"title": "no"}, 400), "Try again."),
    ):
        assert error_from(answer, READ, shop).detail == f"{hint}\nGET /things/7 was answered with {answer.status}."


@pytest.mark.parametrize(
    ("body", "starts"), [({"title": "no route"}, ""), ({"title": "starting"}, "A server that starts says so to ")]
)
def test_a_404_that_is_of_no_object_does_not_say_that_one_is_gone(
    error_from: Callable[..., ApiError], body: dict[str, str], starts: str
) -> None:
    shape = ErrorShape(speaker="the till", message="title", gone=({"title": "no such .*"},))
    shop = replace(SHOP, errors=(shape,), starting={"title": "starting"})
    error = error_from(reply(body, 404), READ, shop)
    *start, told, address, trace = error.detail.splitlines()
    assert (type(error), start, told, trace) == (
        ApiError,
        [f"{starts}everything: try again in a minute."] if starts else [],
        "It does not say that the object is gone, so nothing is taken for gone.",
        "GET /things/7 was answered with 404.",
    )
    assert address.startswith("Check `url`")
    assert type(error_from(reply({"title": "no such thing"}, 404), READ, shop)) is NotFound


@pytest.mark.parametrize(
    ("status", "told"),
    [(429, "It asks to wait for 60 minutes, "), (503, "It asks to wait for 60 minutes, "), (400, "")],
)
def test_a_pause_that_was_not_made_is_told_where_one_was_wanted(
    error_from: Callable[..., ApiError], status: int, told: str
) -> None:
    later = "and longer than 5 minutes is not waited for. Run this again later.\n"
    error = error_from(reply({"title": "no"}, status, retry_after="3600"), READ)
    assert error.detail == f"{told and told + later}GET /things/7 was answered with {status}."


def test_what_to_do_about_a_status_is_said(error_from: Callable[..., ApiError]) -> None:
    assert error_from(reply({"title": "no"}, 401)).detail == "Ask for a new token.\nPOST /things was answered with 401."
    assert error_from(reply({"title": "no"}, 403)).detail == (
        "Check the credentials in `shop` in the provider block, and what they may do.\n"
        "POST /things was answered with 403."
    )


@pytest.mark.parametrize(
    ("status", "kind", "verb"),
    [
        (400, ApiError, "refused to"),
        (404, NotFound, "could not"),
        (410, NotFound, "could not"),
        (409, Conflict, "refused to"),
        (412, Conflict, "refused to"),
        (429, ApiError, "refused to"),
        (500, ApiError, "could not"),
        (501, ApiError, "could not"),
    ],
)
def test_the_status_decides_what_kind_of_error_it_is(
    error_from: Callable[..., ApiError], status: int, kind: type[ApiError], verb: str
) -> None:
    error = error_from(reply({"title": "no"}, status))
    assert type(error) is kind
    assert (error.summary, error.status) == (f"the till {verb} create thing 7: no ({status})", status)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (reply({"error_description": "bad client", "error": "invalid_client"}, 400), "bad client"),
        (reply({"error": {"message": "deep"}}, 400), "deep"),
        (reply({"message": "plain"}, 400), "plain"),
        (reply({"code": 7}, 400), '{"code":7}'),
        (reply(["odd"], 400), '["odd"]'),
        (Reply(400, "no route\n", {"content-type": "text/plain"}), "no route"),
        (Reply(400), "Bad Request"),
        (Reply(599), "no reason given"),
        (reply({"message": " ", "detail": "said elsewhere"}, 400), "said elsewhere"),
        (reply({"message": 7, "title": " padded\n"}, 400), "padded"),
    ],
)
def test_an_api_that_declares_no_form_of_errors_is_understood_as_far_as_can_be(
    error_from: Callable[..., ApiError], answer: Reply, text: str
) -> None:
    error = error_from(answer, system=ANY_API)
    could_not = "could not" if answer.status >= 500 else "refused to"
    assert error.summary == f"API {could_not} create thing 7: {text} ({answer.status})"


@pytest.mark.parametrize(
    ("length", "summary", "detail"),
    [
        (300, "x" * 300, ""),
        (301, "x" * 300 + "...", "x" * 301 + "\n"),
        (8000, "x" * 300 + "...", "x" * 8000 + "\n"),
        (8001, "x" * 300 + "...", "x" * 8000 + "... (1 characters more)\n"),
    ],
)
def test_a_long_message_is_cut_in_the_summary_and_told_in_the_detail(
    error_from: Callable[..., ApiError], length: int, summary: str, detail: str
) -> None:
    error = error_from(reply({"title": "x" * length}, 400))
    assert error.summary == f"the till refused to create thing 7: {summary} (400)"
    assert error.detail == f"{detail}POST /things was answered with 400."


def test_of_many_and_long_errors_about_fields_the_first_are_told_in_part(error_from: Callable[..., ApiError]) -> None:
    invalid = [{"name": f"{number:02}", "title": "x" * 1000} for number in range(51)]
    error = error_from(reply({"title": "bad", "invalid": invalid}, 400))
    assert error.detail.splitlines() == [
        *(f"{number:02}: {'x' * 296}... (704 characters more)" for number in range(50)),
        "POST /things was answered with 400.",
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (["body", "topics", 0], "topics.0: is wrong"),
        (["topics", "body"], "topics.body: is wrong"),
        (["body"], "is wrong"),
        ([], "is wrong"),
        ("", "is wrong"),
        (7, "is wrong"),
        (None, "is wrong"),
    ],
)
def test_a_field_is_named_by_its_steps_without_the_first_that_says_nothing(
    error_from: Callable[..., ApiError], name: Any, line: str
) -> None:
    shape = ErrorShape(
        speaker="Cloud", message="title", fields="invalid", field_below="body", field_name="at", field_message="text"
    )
    invalid = [{"at": name, "text": text} for text in (7, "is wrong", None)]
    error = error_from(reply({"title": "bad", "invalid": invalid}, 400), system=replace(CLOUD, errors=(shape,)))
    assert error.detail == f"{line}\nPOST /things was answered with 400."


def test_lists_of_errors_inside_a_list_are_told_one_by_one_too(error_from: Callable[..., ApiError]) -> None:
    one, two, three = ({"name": name, "title": "is wrong"} for name in ("one", "two", "three"))
    error = error_from(reply({"title": "bad", "invalid": [one, [two, [three]], [], "noise"]}, 400))
    assert error.detail == ("one: is wrong\ntwo: is wrong\nthree: is wrong\nPOST /things was answered with 400.")


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (Reply(200, HTML, {"content-type": "text/html"}), "a web page instead of JSON"),
        (Reply(200, "\n<html>", {}), "a web page instead of JSON"),
        (Reply(200, " <!DOCTYPE html>", {}), "a web page instead of JSON"),
        (Reply(200, '{"a":', {"content-type": "application/json"}), "broken JSON"),
        (Reply(404, HTML, {"content-type": "text/html"}), "a web page that says 404"),
        (Reply(404, "404 page not found", {"content-type": "text/plain"}), "404 in words that are not the API's own"),
        (reply({"message": "no Route matched"}, 404), "404 in words that are not the API's own"),
        (Reply(410), "410 in words that are not the API's own"),
        (
            Reply(302, "", {"location": "https://sso.example.com/login?token=hidden#x"}),
            "a redirect (302) to https://sso.example.com/login",
        ),
        (Reply(307, "", {"location": "/login?token=hidden"}), "a redirect (307) to /login"),
        (Reply(301), "a redirect (301)"),
        (Reply(500, "[" * 101 + "]" * 101), "JSON nested more than 100 levels deep"),
        (Reply(206, "[]"), "only a part of what it was asked for (206)"),
        (Reply(600, "[]"), "the status 600, which means nothing"),
        (
            Reply(302, "", {"location": "https://user:pass@sso.example.com/"}),
            "a redirect (302) to https://sso.example.com/",
        ),
        (Reply(300, "", {"location": "http://sso:login/"}), "a redirect (300)"),
    ],
)
def test_what_is_not_the_apis_own_answer_never_counts_as_one(
    error_from: Callable[..., SluiceError], answer: Reply, what: str
) -> None:
    error = error_from(answer, READ)
    assert type(error) is UnexpectedAnswer
    assert error.summary == f"The Shop was asked to read thing 7 and answered with {what}"
    lines = error.detail.splitlines()
    assert lines[0] == "The url probably leads to a user interface or a proxy instead of the API."
    assert lines[1].startswith(
        "Check `url` of `shop` in the provider block, or SLUICE_SHOP_URL or SHOP_ADDRESS; it is now http://127.0.0.1:"
    )
    assert lines[2:] == [f"GET /things/7 was answered with {answer.status}."]


@pytest.mark.parametrize("answer", [Reply(404), Reply(404, "gone", {"content-type": "text/plain"}), reply({}, 404)])
def test_an_api_that_declares_no_form_of_errors_is_believed_that_something_is_gone(
    error_from: Callable[..., SluiceError], answer: Reply
) -> None:
    assert type(error_from(answer, READ, ANY_API)) is NotFound


def test_a_web_page_with_an_error_status_is_that_error_with_a_word_about_the_page(
    error_from: Callable[..., ApiError],
) -> None:
    error = error_from(Reply(502, HTML, {"content-type": "text/html"}), READ)
    assert (type(error), error.status) == (ApiError, 502)
    assert error.summary == "The Shop could not read thing 7: Bad Gateway (502)"
    page, address, trace = error.detail.splitlines()
    assert (page, trace) == (
        "A web page answered, so a proxy or a login page may stand before the API.",
        "GET /things/7 was answered with 502.",
    )
    assert address.startswith("Check `url`")
    assert error.body == HTML


def test_a_web_page_of_the_server_itself_is_explained(error_from: Callable[..., ApiError]) -> None:
    strict = replace(CLOUD, pages={"Bad [a-z]+": "The server takes no such name."})
    error = error_from(Reply(400, "<html><h2>Bad name</h2></html>", {"content-type": "text/html"}), READ, strict)
    assert error.summary == "Cloud refused to read thing 7: Bad name (400)"
    assert error.detail == "The server takes no such name.\nGET /things/7 was answered with 400."
    plain = error_from(Reply(400, "Bad name", {"content-type": "text/plain"}), READ, strict)
    assert (plain.summary, plain.detail) == (error.summary, "GET /things/7 was answered with 400.")
    other = error_from(Reply(400, "<html>Sign in</html>", {"content-type": "text/html"}), READ, strict)
    assert other.summary == "Cloud refused to read thing 7: Bad Request (400)"
    assert other.detail.startswith("A web page answered, so a proxy or a login page may stand before the API.")


def test_words_that_may_quote_an_unknown_secret_are_withheld(error_from: Callable[..., ApiError]) -> None:
    body = {"title": "bad: hunter2", "request_id": "r-1", "invalid": [{"name": "pass", "title": "hunter2"}]}
    error = error_from(reply(body, 400), replace(CREATE, is_discreet=True))
    assert (error.summary, error.detail) == (
        "the till refused to create thing 7: "
        "its words are withheld, for they may quote a secret that is not known here (400)",
        "POST /things was answered with 400, request id r-1.",
    )


def test_no_error_holds_what_was_sent_or_a_secret(error_from: Callable[..., ApiError], redactor: Redactor) -> None:
    redactor.add("pa/ss word")
    body = {"title": f"bad {TOKEN} pa/ss word", "invalid": [{"name": "pa%2Fss%20word", "title": "x"}], "n": [TOKEN]}
    error = error_from(reply(body, 400))
    assert error.summary == "the till refused to create thing 7: bad *** *** (400)"
    assert error.detail == "***: x\nPOST /things was answered with 400."
    assert error.body == {"title": "bad *** ***", "invalid": [{"name": "***", "title": "x"}], "n": ["***"]}
    assert str(error.args) == f"({error.summary!r},)"
    assert "hidden" not in str(error)
