"""A request to an API and its answer, free of any HTTP library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

from provider_lib.dataclass import dataclass, field

FORM: Final = "application/x-www-form-urlencoded"
"""Content type with which a body is sent as a form."""

YAML: Final = "application/yaml"
"""Content type with which a body that is a text is sent as it is."""

MAY_BE_DONE: Final = frozenset({408, 499, *range(500, 600)})
"""Statuses that leave open whether a request was carried out; 408 and 499 are those of proxies that gave up."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a body cannot be decoded.

    Args:
        kind: what came instead of JSON; ``limit`` is what no API sends: too much of something, or no text.
        words: the same for messages: "a web page instead of JSON".
    """

    kind: Literal["web page", "broken JSON", "text", "limit"]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server said.

    Args:
        status: HTTP status code.
        body: decoded JSON with exact numbers (int, Decimal); None when there is none.
        headers: looked up in any case.
        links: of its Link headers (RFC 8288), by relation: where they lead.
        request_id: the vendor's id of the request, for its support.
        text: the body as it came.
        flaw: why there is no decoded body although something came.
        in_doubt: an earlier attempt at the request may have been carried out, too.
    """

    status: int
    body: Any
    headers: Mapping[str, str]
    links: Mapping[str, str] = field(default_factory=dict)
    request_id: str | None = None
    text: str = ""
    flaw: Flaw | None = None
    in_doubt: bool = False

    @property
    def flaw_kind(self) -> str | None:
        """What came instead of JSON, None when nothing did."""
        return None if self.flaw is None else self.flaw.kind

    @property
    def is_success(self) -> bool:
        """Whether the request was carried out."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a server.

    Args:
        method: HTTP verb.
        path: percent-encoded, below the API's url; or a whole URL on the same server, e.g. of a next page.
        query: parameters, not encoded yet; a name may come several times.
        headers: beside those that every request has; they win.
        body: a JSON value (int and Decimal are exact); a mapping of texts is sent as a form when the
            Content-Type header says so, and a text as it is when that says YAML; None for no body.
        repeatable: whether it may be sent again when its outcome is unclear.
        deadline: monotonic seconds at which no attempt and no pause may last any longer.
        what: in messages, after "to": "create environment prod".
        retry_on: answers beside the usual ones after which it may and should be sent again.
        is_hopeless: of the usual ones, those after which another attempt would fail, too.
        address: the setting that says where the server is, for messages.
        is_discreet: whether the server's own words stay unseen, because they may quote a secret that nobody here
            knows, and so nobody could mask.
    """

    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    repeatable: bool = False
    deadline: float | None = None
    what: str = "answer"
    retry_on: Callable[[Answer], bool] | None = None
    is_hopeless: Callable[[Answer], bool] | None = None
    address: str = "url"
    is_discreet: bool = False
