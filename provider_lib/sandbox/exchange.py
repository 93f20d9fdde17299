"""One HTTP exchange, as the code of a vendor's API sees it: a ``Call`` comes in, an ``Answer`` goes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final

from starlette.datastructures import Headers, QueryParams

NAMED: Final = 10
"""How many of what there is a refusal names."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request.

    Args:
        url: without the query.
        params: the variable segments of the path, decoded one by one, so that a name may hold a slash.
        root: the URL under which the vendor's API is reached, without a slash at its end.
        request_id: what the answer carries as ``X-Request-Id``.
    """

    method: str
    url: str
    params: Mapping[str, str]
    query: QueryParams
    headers: Headers
    body: bytes
    root: str
    request_id: str

    def json(self) -> Any:
        """The body's JSON value.

        Raises:
            Malformed: the body is not JSON.
        """
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Malformed(f"The request body is not JSON: {error}") from error

    def json_object(self) -> dict[str, Any]:
        """The body's JSON object.

        Raises:
            Malformed: the body is not a JSON object.
        """
        value = self.json()
        if not isinstance(value, dict):
            raise Malformed("The request body is not a JSON object")
        return value


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; ``body`` is sent as JSON unless it is bytes, and not at all when it is None."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    def content(self) -> bytes:
        """The bytes to send."""
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()


class Refusal(Exception):
    """A vendor's way to say no; a subclass knows the vendor's shape of an error body.

    Args:
        status: HTTP status code.
        text: what is wrong, for people.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text

    def answer(self, call: Call) -> Answer:
        """The response that carries the refusal."""
        raise NotImplementedError


class PlainRefusal(Refusal):
    """The sandbox's own no, which is no vendor's: ``{"error": "..."}``."""

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        return Answer({"error": self.text}, self.status)


def there_are(names: Sequence[str]) -> str:
    """What the sandbox has instead of what was named, for a refusal."""
    if not names:
        return "there is none"
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"there are: {', '.join(names[:NAMED])}{more}"


class NoOperation(Refusal):
    """The no of a web server that finds nothing to answer a request: the status in words."""

    def __init__(self, status: int) -> None:
        super().__init__(status, HTTPStatus(status).phrase)

    def answer(self, call: Call) -> Answer:  # noqa: ARG002
        return Answer(self.text.encode(), self.status, media_type="text/plain; charset=utf-8")


class Malformed(Exception):
    """The request's body cannot be read; each vendor says so in its own words."""


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of an API: ``handler`` answers ``method`` on ``path``, as in ``/clusters/{name}``."""

    method: str
    path: str
    handler: Handler

    def behind(self, guard: Callable[[Handler], Handler]) -> Route:
        """The same operation, whose handler is reached only through a guard."""
        return replace(self, handler=guard(self.handler))
