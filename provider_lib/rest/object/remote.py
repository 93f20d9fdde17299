"""One object of a resource on its server: reading it, finding it, steering it, waiting for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from provider_lib.dataclass import dataclass, field, replace
from provider_lib.errors import ApiError, UnexpectedAnswer
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING
from provider_lib.rest.mapping.forms import NO_FORMS, Forms
from provider_lib.rest.mapping.normalization import spelled_keys
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.request import to_wire
from provider_lib.rest.mapping.secrets import Secrets
from provider_lib.rest.mapping.state import Projection
from provider_lib.rest.mapping.typed_values import Types
from provider_lib.rest.object.lookup import find_namesakes, find_one, id_in, is_usable
from provider_lib.rest.object.parent import wait_until_ready
from provider_lib.rest.object.polling import patiently, poll
from provider_lib.rest.object.recognition import refuse_stranger, refuse_unfiltered
from provider_lib.rest.object.target import Target, document_of, may_have_happened, title_of
from provider_lib.spec import Api, Call, Listing, Parts, Recreate, Redefine, Resource, roles
from provider_lib.spec.checks import seconds
from provider_lib.spec.types import UNKNOWN

SETTLES_WITHIN = 30.0
"""Seconds after which what was written must show, whatever is left of the time for the write itself."""

NO_SECRETS = Secrets({}, {})


@dataclass(frozen=True, slots=True)
class Remote:
    """One object and what is known of it.

    Args:
        target: where it lives, and how long all this may take.
        resource: its declaration.
        values: what it is, or should become.
        secrets: secret entries of its configuration.
        forms: the server's own forms of what it was given.
        types: of the values of its configuration, as far as the server told.
        parts: of its view, those that were told already and need not be asked for.
        tells_id: whether its answers have shown its id, so that one without it is about something else.
    """

    target: Target
    resource: type[Resource]
    values: Mapping[str, Any]
    secrets: Secrets = NO_SECRETS
    forms: Forms = NO_FORMS
    types: Types = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)
    tells_id: bool = False
    _calls: list[tuple[Mapping[str, Any], Api]] = field(default_factory=list, repr=False, compare=False)

    @property
    def name(self) -> str:
        """What it is called in messages."""
        known_as = [field for field in self.resource.known_as if self.values.get(field) is not None]
        return title_of(self.resource, self.values, known_as or self.resource.identity_fields())

    @property
    def import_id(self) -> str:
        """The id by which it can be imported."""
        return self.resource.import_id(as_text(self._spelled[field]) for field in self.resource.identity_fields())

    @property
    def _spelled(self) -> dict[str, Any]:
        """Its values, with its keys as the server spells them."""
        return {**self.values, **{name: text for name, text in self.forms.names.items() if name in self.values}}

    @property
    def wire(self) -> dict[str, Any]:
        """Its values as they go over the wire, secrets included; its keys as the server spells them."""
        return to_wire(self.resource.fields(), self._spelled, self.secrets.known, self.types)

    @property
    def masks(self) -> tuple[str, ...]:
        """How its server hides values."""
        return self.target.declared.system.masks

    @property
    def projection(self) -> Projection:
        """How answers about it are read."""
        return Projection(self.resource, self.masks, forms=self.forms, paths=self.api.paths, seals=self.target.seals)

    def but(self, **values: Any) -> Remote:
        """The same object with other values."""
        return replace(self, values={**self.values, **values})

    def knowing(self, private: Private) -> Remote:
        """The same with what is remembered of how its server shows it."""
        return replace(self, forms=private.seen, tells_id=private.tells_id)

    def within(self, seconds: float) -> Remote:
        """The same with a new limit of time, from now on."""
        return replace(self, target=self.target.within(seconds))

    def for_watching(self) -> Remote:
        """The same with a little more time, for the looks of a wait."""
        return replace(self, target=self.target.for_watching())

    def send(
        self,
        call: Call,
        doing: str,
        only: list[str] | None = None,
        extra: Mapping[str, Any] | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> Any:
        """Make a call about it, again while the server is only busy; the answer's body.

        Args:
            given: place-holders beside the fields.
        """
        return self.patiently(
            lambda: self.send_once(call, doing, only, extra, given),
            doing,
            lambda error: call.may_repeat or not may_have_happened(error),
        )

    def send_once(
        self,
        call: Call,
        doing: str,
        only: list[str] | None = None,
        extra: Mapping[str, Any] | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> Any:
        """Make a call about it; the answer's body."""
        wire = {**self.wire, **(given or {})}
        return document_of(call, self.target.send(call, wire, f"{doing} {self.name}", only, extra))

    def patiently(
        self, attempt: Callable[[], Any], doing: str, is_safe: Callable[[ApiError], bool] = lambda _: True
    ) -> Any:
        """The result of an attempt, made again while the server is only busy, where that is safe after its error."""
        return patiently(
            attempt,
            lambda error: self.target.is_busy(error) and is_safe(error),
            deadline=self.target.deadline,
            stop=self.target.stop,
            what=f"{doing} {self.name}",
        )

    @property
    def api(self) -> Api:
        """The calls for it, put together once for the same values."""
        for values, api in self._calls:
            if values is self.values:
                return api
        api = self.resource.api_for(self.values)
        self._calls.append((self.values, api))
        return api

    def update_call(self) -> Call | Redefine | Recreate | None:
        """How a change of it is written: the call that sends only what is ours, where the server surely knows it."""
        amend = self.api.amend
        return amend if amend is not None and self.target.version().is_surely(amend.since) else self.api.update

    def read(self) -> Any:
        """The server's view of it, None when it is definitely gone.

        Raises:
            UnexpectedAnswer: an answer has nothing of it, as that of a gateway that says 200 to everything, or is about
                another object.
        """
        view = self._read()
        if view is not None:
            refuse_stranger(self, view)
        return view

    def _read(self) -> Any:
        match self.api.read:
            case Call() as call:
                found = self.target.fetch(call, self.wire, f"read {self.name}")
                refuse_unfiltered(self, call, found)
                return found
            case Parts(calls=calls):
                return self._read_parts(calls)
            case None:
                return self.find()

    def read_written(self) -> Any:
        """What writes change of it, as the server has it now; None when it is definitely gone."""
        read = self.api.read
        if not isinstance(read, Parts) or read.written is None:
            return self.read()
        found = self.target.fetch(read.calls[read.written], self.wire, f"read {self.name}")
        return None if found is None else {read.written: found}

    def having_written(self, answer: Any) -> Remote:
        """The same object with the part of its view that a write was answered with, where that tells all of it."""
        read = self.api.read
        if not isinstance(read, Parts) or read.written is None or not isinstance(answer, Mapping):
            return self
        told = replace(self, parts={read.written: answer})
        return told if told._tells_all(read.written) else self

    def _tells_all(self, part: str) -> bool:
        """Whether a part has everything that is looked for in it, and exactly what was written."""
        wire = self.wire
        for name, item in self.resource.fields().items():
            if item.answer_path is None or not item.answer_path.startswith(f"{part}."):
                continue
            found, sent = self.projection.found(item, self.parts), wire.get(name)
            if found in (MISSING, None):
                return False
            if isinstance(sent, Mapping) and not (isinstance(found, Mapping) and sent.keys() <= found.keys()):
                return False
            shown = self.projection.shown(item, self.parts, self.values)
            if item.role.traits.change == "body" and shown != self.values[name]:
                return False
        return True

    def _read_parts(self, calls: Mapping[str, Call]) -> Any:
        """The server's view of it, put together from the answers of several calls."""
        wire, view = self.wire, dict(self.parts)
        for number, (part, call) in enumerate(calls.items()):
            if part in self.parts:
                continue
            found = self.target.fetch(call, wire, f"read {self.name}")
            if found is None and self.parts:  # nobody has said since then that it is there
                return replace(self, parts={}).read()
            if found is None and number == 0:
                return None
            view[part] = found
        return view

    def find(self) -> Any:
        """The server's view of it, looked up by its natural key in a list.

        Raises:
            UnexpectedAnswer: several objects have that key.
        """
        listing = self.api.find or self.api.read_many
        if listing is None:
            return None
        field = self.resource.only(roles.ServerId)
        if field is None:
            return find_one(self.target, listing, self.wire, self.name)
        known = self.values.get(field.name)
        known_id = "" if known in (None, UNKNOWN) else known
        id_paths = self.projection.paths_of(field)
        return find_one(self.target, listing, self.wire, self.name, id_paths, known_id, tells_id=self.tells_id)

    def find_namesakes(self) -> dict[str, Any]:
        """The server's views of objects whose names are written almost like its own, by these names."""
        listing = self.api.find or self.api.read_many
        return {} if listing is None else find_namesakes(self.target, listing, self.wire, self.name)

    @property
    def is_readable_before_id(self) -> bool:
        """Whether it can be asked for before the server has given it an id."""
        return self.api.readable_before_id or self.resource.only(roles.ServerId) is None

    @property
    def search(self) -> Listing | None:
        """The list in which it is found by what names it; one that tells objects apart by their ids is none."""
        listing, field = self.api.find or self.api.read_many, self.resource.only(roles.ServerId)
        return None if listing is None or (field is not None and field.name in listing.match) else listing

    @property
    def can_be_looked_up(self) -> bool:
        """Whether there is a way to find it before its id is known."""
        return self.is_readable_before_id or self.search is not None

    def look_up(self) -> Any:
        """The server's view of it before its id is known: by key where that is possible, else by search."""
        return self.read() if self.is_readable_before_id else self.find()

    def learn_id(self, answer: Any) -> Remote:
        """The same object with the id that the server gave it.

        Raises:
            UnexpectedAnswer: neither the answer nor a search tells it.
        """
        field = self.resource.only(roles.ServerId)
        if field is None:
            return self
        paths = self.projection.paths_of(field)
        found = id_in(answer, paths) or self.api.id or id_in(self.find(), paths)
        if not is_usable(found):
            raise UnexpectedAnswer(
                f"{self.name} is there, but nothing tells its {field.name}",
                f"It was expected at {' or '.join(f'`{path}`' for path in paths)} of the answer. Correct where its "
                f"{field.name} is looked for, if it lies elsewhere.",
            )
        return self.but(**{field.name: found})

    def learn_names(self, answer: Any) -> Remote:
        """The same object by the names that the server gave it, where it spells them otherwise than we do."""
        names = spelled_keys(self.projection, answer, self.values)
        return replace(self, forms=replace(self.forms, names={**self.forms.names, **names})) if names else self

    def wait_for_parent(self) -> Remote:
        """Wait until what it lives behind is ready, as long as the configuration says.

        That wait has a limit of its own, so the object gets back the time that it took.

        Raises:
            WaitTimedOut: it did not get ready in time.
        """
        limit = self.resource.value_of(roles.WaitParent, self.values)
        parent = self.target.parent
        if limit is None or parent is None:
            return self
        started = time.monotonic()
        wait_until_ready(self.target, self.wire, seconds(limit) or 0)
        deadline = self.target.deadline
        waited = time.monotonic() - started
        return replace(self, target=replace(self.target, deadline=None if deadline is None else deadline + waited))

    def steer(self) -> None:
        """Bring it into the desired state by the call for it, where there is one."""
        lifecycle = self.resource.lifecycle
        if lifecycle is None:
            return
        call = lifecycle.calls.get(self.values[lifecycle.desired])
        if call is not None:
            self.send(self.api.calls[call], f"set to {self.values[lifecycle.desired]}:")

    def restart(self) -> None:
        """Restart what has failed of it."""
        lifecycle = self.resource.lifecycle
        if lifecycle is not None and lifecycle.restart is not None:
            self.send(self.api.calls[lifecycle.restart], "restart")

    def settle(self) -> Any:
        """Read it after a write, allowing for a server that shows it a little late.

        Raises:
            WaitTimedOut: it never showed.
        """
        return poll(
            self.within(SETTLES_WITHIN).for_watching().read,
            deadline=time.monotonic() + SETTLES_WITHIN,
            stop=self.target.stop,
            what=f"{self.name}, which was written,",
            wanted="shown",
            advice="The server took the write but does not show the object there. Apply again in a while; if it has "
            "another id than the server said, look for it in the API, and import or delete it.",
            seen=lambda: "it is not there",
        )


def is_conflict_or_refusal(error: ApiError) -> bool:
    """Whether an error of a create may mean that the object exists already."""
    return error.status in (400, 409, 422)
