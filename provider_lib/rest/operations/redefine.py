"""Changing an object by its own definition: ours is put into it, it is written back, and the object looked at again."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from provider_lib.dataclass import dataclass
from provider_lib.errors import UnexpectedAnswer
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.likeness import may_stand_for
from provider_lib.rest.json.paths import dig
from provider_lib.rest.json.semantic_equality import are_same
from provider_lib.rest.mapping.definition import redefined
from provider_lib.rest.object.definition import Definition, definition_of, written
from provider_lib.rest.object.polling import NOT_THERE, poll
from provider_lib.rest.object.remote import SETTLES_WITHIN, Remote
from provider_lib.spec import Field, Redefine, roles


@dataclass(frozen=True, slots=True)
class Redefinition:
    """A change of an object by its definition.

    Args:
        whole: the object as it should become, with the entries of others in its configuration.
        redefine: how its definition is written.
        definition: what it is now.
        former: what it was so far, as far as it is ours.
        secret: the keys of the secrets that were ours.
        before: the server's view of the object so far; None where the change is not looked for.
    """

    whole: Remote
    redefine: Redefine
    definition: Definition
    former: Mapping[str, Any]
    secret: Collection[str]
    before: Any

    @property
    def _field(self) -> Field:
        [(field, _)] = self.whole.resource.fields_with(roles.ConfigMap)
        return field

    @property
    def _ours_so_far(self) -> Mapping[str, str]:
        return self.former[self._field.name] or {}

    @property
    def _entries(self) -> dict[str, str]:
        """All that the configuration is to hold, as text, but what the definition surely has already.

        That is what is always sent with it, and what others put there that is no scalar.
        """
        [(field, role)] = self.whole.resource.fields_with(roles.ConfigMap)
        return {
            key: as_text(value)
            for key, value in self.whole.wire[field.name].items()
            if key not in role.injects and isinstance(value, str | int | Decimal)
        }

    @property
    def _gone(self) -> list[str]:
        return sorted({*self._ours_so_far, *self.secret} - self._entries.keys())

    def write(self, doing: str) -> None:
        """Write the definition with the change in it.

        Raises:
            SluiceError: it was refused, or there is none.
        """
        text = redefined(self.definition.text, self.definition.keys, self._entries, self._gone)
        if text is None:
            raise UnexpectedAnswer(f"{self.whole.name} has no definition that can be changed")
        self.whole.send(written(self.redefine, text), doing)

    def confirm(self) -> Any:
        """The server's view of the object, once it shows the change.

        Raises:
            WaitTimedOut: it does not.
        """
        watching = self.whole.within(SETTLES_WITHIN).for_watching()
        sight: str | None = None

        def look() -> Any:
            nonlocal sight
            view = watching.read()
            unlike = ", ".join(self._unlike(view))
            sight = NOT_THERE if view is None else f"not as sent: {unlike}"
            return None if unlike else view

        limit = time.monotonic() + SETTLES_WITHIN
        return poll(
            look,
            deadline=min(limit, self.whole.target.deadline or limit),
            stop=self.whole.target.stop,
            what=f"the changed configuration of {self.whole.name}",
            wanted="shown",
            advice=f"{self.whole.target.declared.system.title} took its definition with the change, and the "
            "configuration is not what was sent. Nothing was deleted. Apply again; if that ends so, too, replace it "
            "(`-replace` with its address): it is deleted then, and made again as it is declared.",
            seen=lambda: sight,
        )

    def _unlike(self, view: Any) -> Iterator[str]:
        """The keys of the configuration that a view shows otherwise than they were sent."""
        shown = self._shown(view)
        if shown is None:
            return
        before = self._shown(self.before) or {}
        for key, ours in self._entries.items():
            if not self._stands_for(key, ours, shown.get(key), before.get(key)):
                yield key
        yield from (key for key in self._gone if shown.get(key) is not None)

    def _stands_for(self, key: str, ours: str, theirs: Any, before: Any) -> bool:
        """Whether what is shown is ours, or a form of it: what was shown before is none of another value."""
        if key in self.whole.secrets.known:
            return theirs is not None or before is None  # it may be hidden, in whatever way
        if theirs is None:
            return ours == ""
        if are_same(self._field.same, ours, theirs):
            return True
        return self._ours_so_far.get(key) == ours if theirs == before else may_stand_for(ours, theirs)

    def _shown(self, view: Any) -> Mapping[str, Any] | None:
        """The configuration in a view, by our names; None when it is withheld."""
        found = dig(view, self._field.answer_path or self._field.name)
        shown = self.whole.forms.in_our_spelling((self._field.name,), found)
        return shown if isinstance(shown, Mapping) else None


def redefine_back(old: Remote, redefine: Redefine, now: Remote) -> None:
    """Put a former configuration back.

    Args:
        old: the object as it was.
        redefine: how its definition is written.
        now: the object as it is.

    Raises:
        SluiceError: it was refused, or there is no definition any more.
    """
    definition = definition_of(old, redefine, now.values)
    Redefinition(old, redefine, definition, now.values, now.secrets.values.keys(), None).write("put back")
