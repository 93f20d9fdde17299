"""A declared resource, data source or action bound to the API it lives in: the one place that makes its calls."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from provider_lib.dataclass import dataclass, field, replace
from provider_lib.errors import (
    ApiError,
    ConfigError,
    NotFound,
    OutcomeUnknown,
    SluiceError,
    UnexpectedAnswer,
    Unreachable,
)
from provider_lib.rest.api.messages import MAY_BE_DONE, Answer, Request
from provider_lib.rest.api.starting import is_starting
from provider_lib.rest.json.exact_json import as_text, encode
from provider_lib.rest.json.paths import MISSING, dig, dig_first, has_null_item, with_value
from provider_lib.rest.mapping.request import Wire, body_of, headers_of, path_of, query_of
from provider_lib.rest.mapping.seals import NO_SEALS, Seals
from provider_lib.rest.object.gone import is_gone
from provider_lib.rest.object.journal import NO_JOURNAL, Journal
from provider_lib.rest.object.listing import SharedLists
from provider_lib.rest.object.parent import blame_parent, hopeless
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.object.versions import Version, Versions
from provider_lib.spec import Call, Declared, Parent
from provider_lib.spec.types import UNKNOWN

if TYPE_CHECKING:
    from provider_lib.rest.api.client import Client

LAST_LOOK = 5.0
"""Seconds that the last look of a wait gets beyond its end."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is called, and how long that may take.

    Args:
        declared: the declaration; its fields say what goes into a body.
        client: the API.
        stop: set when the user wants everything to end soon.
        versions: of the servers, as far as they were asked.
        answers: that serve every object.
        journal: of what was begun.
        seals: what seals secrets to their recipients.
        lists: that serve every object.
        deadline: monotonic seconds; None for no limit but that of each request.
        is_discreet: whether errors leave out the server's own words: see ``Request``.
    """

    declared: type[Declared]
    client: Client
    stop: threading.Event
    versions: Versions
    answers: SharedAnswers
    journal: Journal = NO_JOURNAL
    seals: Seals = NO_SEALS
    lists: SharedLists = field(default_factory=SharedLists)
    deadline: float | None = None
    is_discreet: bool = False

    def within(self, seconds: float) -> Target:
        """The same with a limit from now on."""
        return replace(self, deadline=time.monotonic() + seconds)

    def for_watching(self) -> Target:
        """The same with a little more time, so that the last look of a wait that ends at the deadline is not cut."""
        return self if self.deadline is None else replace(self, deadline=self.deadline + LAST_LOOK)

    @property
    def parent(self) -> Parent | None:
        """The object that must be there first."""
        parent: Parent | None = getattr(self.declared, "parent", None)
        return parent

    def version(self) -> Version:
        """The version of the server, asked once for everybody."""
        return self.versions.of(self.client, self.declared.system, self.deadline)

    def knows(self, since: str | None) -> bool:
        """Whether the server is at least of this version; it is asked only where that matters."""
        return since is None or self.version().is_at_least(since)

    def require(self, call: Call, what: str) -> None:
        """Refuse a call that the server does not have yet.

        Raises:
            ConfigError: it is too old.
        """
        if not self.knows(call.since):
            raise ConfigError(
                f"{self.declared.system.title} cannot {what}: it is {self.version()}",
                f"That needs version {call.since} or newer.",
            )

    def in_words(self, told: Any) -> str:
        """A value that the server told, as text without secrets."""
        return "not told" if told in (MISSING, None) else self.client.masked(as_text(told))

    def request(self, call: Call, wire: Wire, what: str, **options: Any) -> Request:
        """A call as a request, with the system's settings beside the fields."""
        wire = {**self.settings, **wire}
        return Request(
            method=call.method,
            path=path_of(call, wire),
            query=query_of(call, wire),
            headers=headers_of(call, wire),
            repeatable=call.may_repeat,
            deadline=self.deadline,
            what=what,
            is_discreet=self.is_discreet,
            retry_on=self._tells_that_it_is_busy if call.method == "GET" else self._is_starting,
            **options,
        )

    @property
    def settings(self) -> dict[str, str]:
        """The settings that are no secret, by name."""
        given = self.client.settings.values
        return {name: value for name, value in given.items() if isinstance(value, str)}

    def send(
        self,
        call: Call,
        wire: Wire,
        what: str,
        only: Sequence[str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Make a call.

        Args:
            only: the fields that go into its body; all when left out.
            extra: dotted path -> value, placed into its body.

        Raises:
            SluiceError: whatever the client raises; with a word about the parent when that is the cause.
        """
        try:
            return self._send(call, wire, what, only, extra)
        except ApiError as error:
            blame_parent(self, error, wire)
            raise

    def _send(
        self,
        call: Call,
        wire: Wire,
        what: str,
        only: Sequence[str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Answer:
        self.require(call, what)
        body = body_of(call, self.declared.fields(), wire, only)
        for path, value in (extra or {}).items():
            body = with_value(body, path, value)
        return self.client.send(self.request(call, wire, what, body=body, is_hopeless=hopeless(self, wire)))

    def fetch_item(self, call: Call, wire: Wire, what: str) -> Any:
        """Where the call says that an object lies in the answer, None when nothing lies there."""
        found = dig_first(document_of(call, self.client.send(self.request(call, wire, what))), call.item)
        return None if found is MISSING else found

    def is_busy(self, error: ApiError) -> bool:
        """Whether a server that failed would not fail a little later, by its own words."""
        return self.has_done_nothing(error) or _says(self.declared.system.lost, _words(error))

    def has_done_nothing(self, error: ApiError) -> bool:
        """Whether a server says that it is busy with something else."""
        return _says(self.declared.system.busy, _words(error))

    def _tells_that_it_is_busy(self, answer: Answer) -> bool:
        system = self.declared.system
        is_busy = _says(system.busy, answer.text) or _says(system.lost, answer.text)
        return not answer.is_success and (self._is_starting(answer) or is_busy)

    def _is_starting(self, answer: Answer) -> bool:
        return is_starting(answer, self.declared.system)

    def fetch(self, call: Call, wire: Wire, what: str) -> Any:
        """The object that a call answers with, None when it is definitely gone.

        Raises:
            SluiceError: anything that leaves open whether it is there.
        """
        answer = self.ask(call, wire, what)
        return None if answer is None else self._object_in(answer, call, wire, what)

    def ask(self, call: Call, wire: Wire, what: str) -> Answer | None:
        """The answer to a call about an object, None when it is definitely gone.

        Raises:
            SluiceError: anything that leaves open whether it is there.
        """
        try:
            return self._send(call, wire, what)
        except NotFound as error:
            if is_gone(self, error, call, wire):
                return None
            raise
        except ApiError as error:
            blame_parent(self, error, wire)
            raise

    def _object_in(self, answer: Answer, call: Call, wire: Wire, what: str) -> Any:
        """The object that a call answers with, None where an empty list or a null says that there is none.

        A read that answers without one, or with a list of nothing (a null in it), does not say so.
        """
        document = document_of(call, answer)
        found = dig_first(document, call.item)
        is_nothing = answer.body is None or has_null_item(document, call.item) or _lacks_what_is_wrapped(call, document)
        if is_nothing or not (found is None or isinstance(found, Mapping)):
            at = call.unwraps or " or ".join(path or "the top" for path in call.item)
            raise UnexpectedAnswer(
                f"{self.declared.system.title} was asked to {what} and answered without it",
                f"Expected an object at {at} of the answer to {call.method} {self.request(call, wire, what).path}.",
            )
        return found


def _words(error: ApiError) -> str:
    """What a server said, also where nobody may see it; the error itself names the object, which may be called so."""
    return encode(error.body)


def _says(pattern: str, text: str) -> bool:
    return bool(pattern) and re.search(pattern, text, re.IGNORECASE) is not None


def document_of(call: Call, answer: Answer) -> Any:
    """What an answer says, with its headers where the call wants them."""
    if not call.with_headers:
        return answer.body
    headers = {name.lower(): value for name, value in answer.headers.items()}
    body = answer.text.strip() if answer.flaw_kind == "text" else answer.body
    return {"status": answer.status, "header": headers, "body": _unwrapped(call, body)}


def _unwrapped(call: Call, body: Any) -> Any:
    """The object in the body of an answer; a write may answer with less than the object, and without a wrapping."""
    found = dig(body, call.unwraps)
    if found is MISSING:
        return None if call.method == "GET" else body
    return found


def _lacks_what_is_wrapped(call: Call, document: Any) -> bool:
    return bool(call.unwraps) and document["body"] is None


def may_have_happened(error: SluiceError) -> bool:
    """Whether a request that failed so may have been carried out all the same."""
    if isinstance(error, Unreachable):
        return error.sent
    return isinstance(error, UnexpectedAnswer | OutcomeUnknown) or (
        isinstance(error, ApiError) and (error.in_doubt or error.status in MAY_BE_DONE)
    )


def title_of(declared: type[Declared], values: Mapping[str, Any], fields: Sequence[str]) -> str:
    """An object in words: ``shop order main/4711``."""
    thing = declared.type_name.removeprefix("sluice_").replace("_", " ")
    parts = [str(values[field]) for field in fields if values.get(field) not in (None, UNKNOWN)]
    name = "/".join([*parts[:1], *(part.lstrip("/") for part in parts[1:])])  # a path begins with one of its own
    return f"{thing} {name}" if name else thing
