"""Answers that are no success, as errors that say what happened, what to do and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import httpx

from provider_lib.dataclass import dataclass
from provider_lib.errors import ApiError, Conflict, NotFound, UnexpectedAnswer
from provider_lib.legible import legible
from provider_lib.rest.api.asked_pauses import unheeded
from provider_lib.rest.api.messages import MAY_BE_DONE, Answer, Request
from provider_lib.rest.api.settings import Settings
from provider_lib.rest.api.starting import is_starting
from provider_lib.rest.json import exact_json
from provider_lib.rest.json.paths import dig, says
from provider_lib.spec import ErrorShape

GONE = frozenset({404, 410})
CONFLICTS = frozenset({409, 412})
ABOUT_CREDENTIALS = frozenset({401, 403})
WANT_A_PAUSE = frozenset({429, 503})
A_PART = 206
LONGEST_SUMMARY = 300
LONGEST_QUOTED = 8000
LONGEST_ID = 200
"""Characters of a server's own words: what comes after them says what to do, and must be seen."""
MOST_FIELDS = 50

NOT_THE_API = frozenset({"web page", "broken JSON", "limit"})
"""Flaws of a body that make its answer none of the API's."""

USUAL_SHAPES = tuple(
    ErrorShape(speaker="", message=path)
    for path in ("error_description", "message", "detail", "title", "error.message", "error", "errors.0.detail")
)
"""Where most APIs, and every OAuth2 token endpoint (RFC 6749 5.2), put the text of an error."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What an error body says."""

    speaker: str
    text: str
    shape: ErrorShape | None
    fields: tuple[str, ...] = ()
    request_id: str | None = None


def raise_for_error(request: Request, answer: Answer, settings: Settings, masked: Callable[[str], str]) -> None:
    """Raise the error that an answer stands for, if it is no success.

    A 404 counts as NotFound only when the API itself speaks, and of an object: where a system declares its forms of
    errors and the answer has none of them, or not what that form says of a missing object, a proxy, another server
    or one that starts has answered, and nothing is known to be gone.

    Args:
        request: what was asked.
        answer: what came.
        settings: name the API, and what can be done about the error.
        masked: a text without its secrets, which come before it is folded and cut.

    Raises:
        ApiError: the server refused, or failed; NotFound and Conflict among them.
        UnexpectedAnswer: what came is not the API's.
    """
    if answer.is_success and answer.status != A_PART and answer.flaw_kind not in NOT_THE_API:
        return
    said = _said(answer, settings, masked)
    if surprise := _surprise(answer, said, settings):
        raise _unexpected(request, answer, surprise, settings)
    raise _kind(answer, said)(
        _summary(request, answer, said),
        "\n".join(_detail(request, answer, said, settings)),
        status=answer.status,
        body=answer.text if answer.body is None else answer.body,
        request_id=said.request_id or answer.request_id,
        speaker=said.speaker,
        in_doubt=answer.in_doubt,
    )


def withheld(_: str) -> str:
    """What is told of words that may quote a secret which is not known here."""
    return "its words are withheld, for they may quote a secret that is not known here"


def _kind(answer: Answer, said: _Said) -> type[ApiError]:
    if answer.status in GONE:
        return NotFound if _tells_of_an_object(answer, said) else ApiError
    return Conflict if answer.status in CONFLICTS else ApiError


def _tells_of_an_object(answer: Answer, said: _Said) -> bool:
    ways = said.shape.gone if said.shape is not None else ()
    return not ways or any(says(answer.body, words) for words in ways)


def _said(answer: Answer, settings: Settings, masked: Callable[[str], str]) -> _Said:
    title = settings.title
    for shape in (*settings.system.errors, *USUAL_SHAPES):
        text = dig(answer.body, shape.message)
        if isinstance(text, str) and text.strip():
            declared = shape if shape.speaker else None
            request_id = dig(answer.body, shape.request_id) if shape.request_id else None
            return _Said(
                shape.speaker or title,
                masked(text).strip(),
                declared,
                tuple(map(masked, _field_errors(answer.body, shape))),
                request_id if isinstance(request_id, str) else None,
            )
    return _Said(title, masked(_plain_text(answer, settings)), None)


def _own_page(answer: Answer, settings: Settings) -> tuple[str, str] | None:
    """What a web page of the API's own server says, and what that means; None for any other answer."""
    for pattern, meaning in settings.system.pages.items() if answer.flaw_kind == "web page" else ():
        if found := re.search(pattern, answer.text):
            return found[0], meaning
    return None


def _plain_text(answer: Answer, settings: Settings) -> str:
    """The text of an error that has none of the usual forms."""
    if answer.body is not None:
        return exact_json.encode(answer.body)
    if answer.flaw_kind == "text":
        return answer.text.strip()
    if page := _own_page(answer, settings):
        return page[0]
    try:
        return HTTPStatus(answer.status).phrase
    except ValueError:
        return "no reason given"


def _field_errors(body: Any, shape: ErrorShape) -> Iterator[str]:
    """``field: what is wrong with it``, one for each."""
    for entry in _flat(dig(body, shape.fields)) if shape.fields else ():
        name, text = dig(entry, shape.field_name), dig(entry, shape.field_message)
        if not isinstance(text, str):
            continue
        if isinstance(name, list):
            name = ".".join(map(str, name[1:] if name[:1] == [shape.field_below] else name))
        yield f"{name}: {text}" if isinstance(name, str) and name else text


def _flat(entries: Any) -> Iterator[Any]:
    """The entries of a list, or of several."""
    for entry in entries if isinstance(entries, list) else ():
        yield from _flat(entry) if isinstance(entry, list) else (entry,)


def _summary(request: Request, answer: Answer, said: _Said) -> str:
    could_not = answer.status in GONE | MAY_BE_DONE
    text = " ".join(said.text.split())
    if len(text) > LONGEST_SUMMARY:
        text = text[:LONGEST_SUMMARY] + "..."
    return f"{said.speaker} {'could not' if could_not else 'refused to'} {request.what}: {text} ({answer.status})"


def _detail(request: Request, answer: Answer, said: _Said, settings: Settings) -> Iterator[str]:
    if len(said.text) > LONGEST_SUMMARY:
        yield legible(said.text, LONGEST_QUOTED)
    yield from (legible(line, LONGEST_SUMMARY) for line in said.fields[:MOST_FIELDS] if line != said.text)
    if answer.status in WANT_A_PAUSE and (reason := unheeded(answer)):
        yield reason
    if hint := _hint(answer, said, settings):
        yield hint
    elif answer.status in ABOUT_CREDENTIALS:
        yield f"Check the credentials in `{settings.entry}` in the provider block, and what they may do."
    if answer.status in GONE and not _tells_of_an_object(answer, said):
        yield from _no_object(request, answer, settings)
    if page := _own_page(answer, settings):
        yield page[1]
    elif answer.flaw_kind == "web page":
        yield "A web page answered, so a proxy or a login page may stand before the API."
        yield _check_address(request, settings)
    yield _trace(request, answer, said)


def _no_object(request: Request, answer: Answer, settings: Settings) -> Iterator[str]:
    """What a "not found" means that is not about an object."""
    if is_starting(answer, settings.system):
        yield "A server that starts says so to everything: try again in a minute."
    yield "It does not say that the object is gone, so nothing is taken for gone."
    yield _check_address(request, settings)


def _hint(answer: Answer, said: _Said, settings: Settings) -> str | None:
    """What to do: as whoever speaks declares it, else as the system does."""
    by_speaker = said.shape.hints if said.shape is not None else {}
    return by_speaker.get(answer.status) or settings.system.hints.get(answer.status)


def _trace(request: Request, answer: Answer, said: _Said | None = None) -> str:
    """What the vendor's support will ask for."""
    request_id = (said.request_id if said else None) or answer.request_id
    suffix = f", request id {legible(request_id, LONGEST_ID, kept='')}" if request_id else ""
    path = request.path.partition("?")[0] or "/"
    return f"{request.method} {path} was answered with {answer.status}{suffix}."


def _surprise(answer: Answer, said: _Said, settings: Settings) -> str | None:
    """Why an answer cannot be the API's, None when it can."""
    if 300 <= answer.status < 400:
        return f"a redirect ({answer.status}){_redirect_target(answer)}"
    if not 200 <= answer.status < 600:
        return f"the status {answer.status}, which means nothing"
    if answer.status == A_PART:
        return f"only a part of what it was asked for ({A_PART})"
    if answer.flaw is not None and (answer.flaw_kind == "limit" or answer.is_success):
        return answer.flaw.words
    if answer.status in GONE and answer.flaw_kind == "web page":
        return f"a web page that says {answer.status}"
    if answer.status in GONE and settings.system.errors and said.shape is None:
        return f"{answer.status} in words that are not the API's own"
    return None


def _redirect_target(answer: Answer) -> str:
    """Scheme, host and path of a redirect: its query may hold a token."""
    location = re.split("[?#]", answer.headers.get("location", ""))[0]
    try:
        url = httpx.URL(location)
    except (httpx.InvalidURL, ValueError):
        return ""
    return f" to {url.copy_with(userinfo=b'')}" if location else ""


def _unexpected(request: Request, answer: Answer, surprise: str, settings: Settings) -> UnexpectedAnswer:
    detail = [
        "The url probably leads to a user interface or a proxy instead of the API.",
        _check_address(request, settings),
        _trace(request, answer),
    ]
    return UnexpectedAnswer(
        f"{settings.title} was asked to {request.what} and answered with {surprise}",
        "\n".join(detail),
    )


def _check_address(request: Request, settings: Settings) -> str:
    now = f"; it is now {settings.url}" if request.address == "url" else ""
    return f"Check {settings.how_to_set(request.address)}{now}."
