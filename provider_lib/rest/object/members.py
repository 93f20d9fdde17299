"""Members of a document that nobody declares here: a write of the whole document must repeat them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from provider_lib.dataclass import dataclass, replace
from provider_lib.errors import ApiError, ConfigError, UnexpectedAnswer
from provider_lib.rest.api.messages import FORM
from provider_lib.rest.json.exact_json import as_text, encode
from provider_lib.rest.json.patches import members_of_items, members_of_others
from provider_lib.rest.json.paths import MISSING, above_items, dig, is_taken, planted, walk, with_value
from provider_lib.rest.mapping.digest import digest, new_salt
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import is_hidden, looks_secret
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Call, Field, roles
from provider_lib.spec.paths import Steps, spell_path, steps_of
from provider_lib.spec.types import DynamicValue

MOST_MADE: Final = 100
"""Members of its own making that are remembered of a server; of one that makes more, none is."""

MOST_NAMED: Final = 20
"""Members that an error names."""

REFUSED: Final = (400, 422)
"""Answers that may be about a member which only the server makes."""


@dataclass(frozen=True, slots=True)
class Members:
    """What a server has in the document of an object beside what is, or was, declared there.

    Args:
        remote: the object.
        field: its document.
        found: place -> value.
        in_items: places in items of lists, which are written as they are declared.
        private: says what the server made by itself.
    """

    remote: Remote
    field: Field
    found: Mapping[Steps, Any]
    in_items: Sequence[str]
    private: Private

    @classmethod
    def of(cls, remote: Remote, there: Any, prior: Mapping[str, Any], private: Private) -> Members | None:
        """Those of an object; None where it has no document.

        Args:
            remote: the object as it is declared.
            there: the server's view of it.
            prior: what was declared before: a member that was ours and is no longer declared goes.
            private: names the secrets among those.
        """
        field = remote.resource.only(roles.Document)
        if field is None:
            return None
        before = planted(value_of(prior[field.name]), dict.fromkeys([*private.written, *id_places(remote, field)]))
        theirs, ours = _document(remote, field, there), remote.wire[field.name]
        found = members_of_others(theirs, {} if ours is None else ours, before)
        in_items = [path for at, _ in members_of_items(theirs, ours) if not is_taken(before, path := spell_path(at))]
        return cls(remote, field, dict(found), [path for path in in_items if path not in private.made], private)

    @property
    def names(self) -> list[str]:
        """Their places, as users write them."""
        return sorted(map(spell_path, self.found))

    @property
    def hidden(self) -> list[str]:
        """Places of values that the server hides; nothing is, where it showed nothing after our last write either."""
        return sorted(
            spell_path(steps)
            for place, value in self.found.items()
            for steps, item in walk(value, place)
            if _is_hidden(steps, item, self.remote.masks) and not (item in (None, "") and self._is_own(place))
        )

    def have(self, path: str) -> bool:
        """Whether one of them, or something in one, lies at a place."""
        found: Any = None
        for place, value in self.found.items():
            found = with_value(found, place, value)
        return dig(found, path) is not MISSING

    @property
    def own(self) -> list[Steps]:
        """Places of what the server made by itself, and nobody changed since."""
        return [place for place in self.found if self._is_own(place)]

    def without(self, places: Iterable[Steps]) -> Members:
        """The others."""
        left_out = {*places}
        return replace(self, found={at: value for at, value in self.found.items() if at not in left_out})

    def _is_own(self, place: Steps) -> bool:
        made = self.private.made.get(spell_path(place))
        return made is not None and made == digest(as_text(self.found[place]), self.private.salt)

    def put_into_place(self) -> Remote:
        """The object with them in its document.

        Raises:
            ConfigError: the server hides one of them.
        """
        lost = [place for place in self.hidden if not is_taken(amendments(self.remote), place)]
        if lost:
            raise cannot_repeat(self.remote.name, self.field.name, lost)
        self.remote.target.client.hide(*self._secrets())
        document = value_of(self.remote.values[self.field.name])
        for place, value in self.found.items():
            document = with_value(document, place, value)
        return self.remote.but(**{self.field.name: DynamicValue.of(document)})

    def _secrets(self) -> Iterator[str]:
        """What sounds secret in them: an answer may quote what it was sent."""
        for place, value in self.found.items():
            for steps, item in walk(value, place):
                if isinstance(item, str) and looks_secret(_name(steps), item):
                    yield item

    def blamed(self, refusal: ApiError) -> ApiError:
        """An error of the refusal of a write, with what to do should it be about one of them."""
        left = [name for name in self.names if not is_taken(amendments(self.remote), name)]
        if not left:
            return refusal.but()
        blamed = ([name for name in left if _is_named(steps_of(name), refusal)] or left)[:MOST_NAMED]
        others = f" and {len(left) - len(blamed)} more" if len(left) > len(blamed) else ""
        hint = (
            f"The write repeats what the server has and `{self.field.name}` does not declare: {', '.join(blamed)}"
            f"{others}. If the API makes that by itself and does not take it, leave it out: {leaving_out(blamed)}."
        )
        return refusal.but(detail=f"{refusal.detail}\n{hint}".strip())


def written_along(members: Members, write: Callable[[Remote], Any]) -> Any:
    """The answer to a write of an object with what others have in its document.

    What the server made by itself, and nobody changed, it makes again: that is left out where the server refuses it.

    Raises:
        ConfigError: the server hides what would have to be written.
        ApiError: the server refuses the write.
    """
    while True:
        try:
            return write(members.put_into_place())
        except ApiError as refusal:
            if refusal.status not in REFUSED:
                raise
            own = members.own
            if not own:
                raise members.blamed(refusal) from refusal
            named = [place for place in own if _is_named(place, refusal)]
            members = members.without(named or own)


def takes_whole(call: Call) -> bool:
    """Whether what a write leaves out of a document is gone: neither a patch nor a form, which holds no document."""
    kinds = [str(text) for name, text in call.headers.items() if name.lower() == "content-type"]
    return not call.merge and not call.operations and not any(kind.lower().startswith(FORM) for kind in kinds)


def refuse_other_shape(remote: Remote, there: Any) -> None:
    """Refuse to write the whole of an object over an answer that is none: what others have in it cannot be told.

    Raises:
        UnexpectedAnswer: the server showed a list, a text or a number.
    """
    field = remote.resource.only(roles.Document)
    if field is None or there is None:
        return
    theirs = _document(remote, field, there)
    if isinstance(remote.wire[field.name], Mapping | None) and isinstance(theirs, list | str | int | Decimal):
        raise UnexpectedAnswer(
            f"{remote.target.declared.system.title} was asked to read {remote.name} and answered with no object",
            f"A change is written as a whole, and repeats what the server has and `{field.name}` does not declare. "
            "Nobody can tell from this answer what that is. Nothing was changed.",
        )


def note_made(private: Private, remote: Remote, sent: Any, view: Any, own: Iterable[Steps] = ()) -> Private:
    """Private state that knows which members of its document the server made by itself.

    Args:
        remote: the object.
        sent: the body of its last write.
        view: the object after that.
        own: places of what it had made by itself before.
    """
    field = remote.resource.only(roles.Document)
    if field is None or not isinstance(sent, Mapping):
        return private
    theirs = _document(remote, field, view)
    made = dict(members_of_others(theirs, sent, planted(None, dict.fromkeys(id_places(remote, field)))))
    made |= dict(members_of_items(theirs, sent))
    made |= {place: found for place in own if (found := dig(theirs, spell_path(place))) is not MISSING}
    return _having_made(private, made, {})


def note_made_in_items(private: Private, remote: Remote, patch: Any, view: Any) -> Private:
    """Private state that also knows what the server made by itself in the lists that a patch held."""
    field = remote.resource.only(roles.Document)
    if field is None or not isinstance(patch, Mapping):
        return private
    return _having_made(private, dict(members_of_items(_document(remote, field, view), patch)), private.made)


def _having_made(private: Private, made: Mapping[Steps, Any], before: Mapping[str, str]) -> Private:
    if not made and not before:
        return replace(private, made={})
    salt = private.salt or new_salt()
    known = {**before, **{spell_path(at): digest(as_text(item), salt) for at, item in made.items()}}
    return replace(private, salt=salt, made=known if len(known) <= MOST_MADE else {})


def amendments(remote: Remote) -> Mapping[str, Any]:
    """What a change puts into the document beside what is declared; null takes a member out."""
    update = remote.api.update
    says = update.amends if isinstance(update, Call) else None
    return says if isinstance(says, Mapping) else {}


def cannot_repeat(name: str, attribute: str, places: Iterable[str]) -> ConfigError:
    """That a change would lose members whose values nobody here knows."""
    listed = ", ".join(places)
    return ConfigError(
        f"a change of {name} would lose {listed}: the server hides what is there",
        f"The change is written as a whole, and a value that is hidden cannot be written back. Give {listed} in "
        f"`secret_{attribute}`, or let it go: {leaving_out(places)}. A change by `PATCH`, where the API knows that, "
        "sends nothing of it. Nothing was changed.",
        (attribute,),
    )


def leaving_out(places: Iterable[str]) -> str:
    """How a user takes members out of what a change writes."""
    document: Any = {}
    for place in places:
        document = with_value(document, above_items(steps_of(place)), None)
    return f"`update = {encode({'body': document})}`"


def _document(remote: Remote, field: Field, there: Any) -> Any:
    """The document as the server has it, what is ours in it by our names."""
    return remote.forms.in_our_spelling((field.name,), dig(there, field.answer_path or field.name))


def id_places(remote: Remote, field: Field) -> Iterator[str]:
    """Where the document has the object's id, which the path of a write says already."""
    server_id, root = remote.resource.only(roles.ServerId), steps_of(field.answer_path or field.name)
    for path in remote.projection.paths_of(server_id) if server_id is not None else ():
        steps = steps_of(path)
        if steps[: len(root)] == root and all(isinstance(step, str) for step in steps) and len(steps) > len(root):
            yield spell_path(steps[len(root) :])


def _is_hidden(steps: Steps, value: Any, masks: tuple[str, ...]) -> bool:
    return (value is None or isinstance(value, str)) and is_hidden(_name(steps), value, masks)


def _name(steps: Steps) -> str:
    """The name of the member at a place, or of the list that holds it."""
    return next((step for step in reversed(steps) if isinstance(step, str)), "")


def _is_named(place: Steps, refusal: ApiError) -> bool:
    """Whether a refusal speaks of a member."""
    return re.search(rf"(?<!\w){re.escape(_name(place))}(?!\w)", str(refusal)) is not None


def value_of(document: Any) -> Any:
    """A document as JSON."""
    return document.value if isinstance(document, DynamicValue) else document
