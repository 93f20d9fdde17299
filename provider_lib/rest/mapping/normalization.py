"""Noticing, right after a write, what a server made of what it was given.

A value that it shows otherwise is its own form of ours, unless it only goes on showing what it had before: then it did
not take ours at all, and the next plan has to show that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from provider_lib.dataclass import dataclass, field, replace
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.likeness import alike, is_nothing, is_rounded, may_stand_for, plain
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.json.semantic_equality import equal
from provider_lib.rest.mapping.digest import digest, new_salt
from provider_lib.rest.mapping.forms import NO_FORMS, NOT_SHOWN, Forms, value_at
from provider_lib.rest.mapping.state import Projection
from provider_lib.spec import Field, roles
from provider_lib.spec.paths import Steps, spell_path, steps_of
from provider_lib.spec.types import UNKNOWN, DynamicValue


@dataclass(frozen=True, slots=True)
class Difference:
    """What a server shows otherwise than it was sent.

    Args:
        place: where, from the attribute on.
        ours: what was sent.
        theirs: what it shows, MISSING when nothing.
    """

    place: Steps
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a look at an object told after a write.

    Args:
        forms: those that stand for ours from now on.
        new: those of them that were not known before.
        kept: what the server shows as before, although another value was sent.
    """

    forms: Forms
    new: list[Difference] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Write:
    """A write, and how the object is seen after it.

    Args:
        projection: how the view is read.
        view: the object after the write.
        values: what it should be.
        known: the forms from before the write.
        prior: what it was before; None when it was not there.
        sent: the fields that were written; None for all.
        is_taken_over: what it was before was never written from here.
    """

    projection: Projection
    view: Any
    values: Mapping[str, Any]
    known: Forms = NO_FORMS
    prior: Mapping[str, Any] | None = None
    sent: frozenset[str] | None = None
    is_taken_over: bool = False

    def notice(self) -> Noticed:
        """Compare what is shown with what was sent."""
        names = self._names()
        salt = self.known.salt or new_salt()
        forms: dict[str, str] = {}
        noticed = Noticed(Forms(salt, forms, names), list(self._new_names(names)))
        for difference in self._differences(replace(self.projection, forms=Forms(names=names))):
            place, there = spell_path(difference.place), difference.theirs
            if not self._is_sent(str(difference.place[0])):
                forms |= self._as_known(difference)
            elif there is MISSING and len(difference.place) > 1 and self._is(difference, roles.ConfigMap):
                forms[place] = NOT_SHOWN
            elif there in (MISSING, None) and is_nothing(difference.ours):
                forms[place] = NOT_SHOWN
                if self.known.values.get(place) != NOT_SHOWN:
                    noticed.new.append(difference)
            elif there is MISSING or there is None:
                forms |= self._as_known(difference)
            elif self._is_own(difference):
                forms[place] = digest(as_text(there), salt)
                if not self.known.is_form(difference.place, there):
                    noticed.new.append(difference)
            elif self._is_as_before(difference):
                noticed.kept.append(difference)
        return noticed

    def _differences(self, bare: Projection) -> Iterator[Difference]:
        for name, item in bare.resource.fields().items():
            ours = self.values[name]
            if not _is_compared(item) or ours is None or ours is UNKNOWN:
                continue
            found = bare.found(item, self.view)
            is_shown = isinstance(found, Mapping) if isinstance(ours, Mapping) else found is not None
            is_shown = is_shown and found is not MISSING
            yield from _between((name,), ours, bare.shown(item, self.view, self.values) if is_shown else MISSING)

    def _as_known(self, difference: Difference) -> dict[str, str]:
        """What stands for ours at a place about which this look says nothing."""
        places = {text: steps_of(text) for text in self.known.values}
        inside = [text for text, place in places.items() if place[: len(difference.place)] == difference.place]
        return {text: self.known.values[text] for text in inside}

    def _is_sent(self, name: str) -> bool:
        return self.sent is None or name in self.sent

    def _is_own(self, difference: Difference) -> bool:
        """Whether what is shown is made of what was sent."""
        ours, theirs = difference.ours, difference.theirs
        choices = self._field(difference).choices
        if not may_stand_for(ours, theirs) or (isinstance(theirs, str) and theirs in choices):
            return False
        if not self._is_as_before(difference):
            return True
        was_rounded = self.is_taken_over or spell_path(difference.place) in self.known.values
        return alike(ours, theirs) or (was_rounded and is_rounded(ours, theirs))

    def _is_as_before(self, difference: Difference) -> bool:
        """Whether the server shows what it showed before another value was sent."""
        before = value_at(self.prior, difference.place)
        if before is MISSING or equal(before, difference.ours):
            return False
        return equal(before, difference.theirs) or self.known.is_form(difference.place, difference.theirs)

    def _field(self, difference: Difference) -> Field:
        return self.projection.resource.fields()[str(difference.place[0])]

    def _is(self, difference: Difference, role: type[roles.Role]) -> bool:
        return isinstance(self._field(difference).role, role)

    def _names(self) -> dict[str, str]:
        """How the server spells what has a name, as far as it is still ours."""
        learnt = {**self.known.names, **self.projection.forms.names}
        ours = {text: name for text, name in learnt.items() if self._is_named(steps_of(text))}
        names = ours | spelled_keys(self.projection, self.view, self.values)
        for name, item in self.projection.resource.fields().items():
            has_names = isinstance(item.role, roles.OwnedMap | roles.ConfigMap | roles.Document | roles.Assigned)
            if has_names and self._is_sent(name):
                names |= _spelled((name,), self.values[name], self.projection.found(item, self.view))
        return names

    def _is_named(self, place: Steps) -> bool:
        above = value_at(self.values, place[:-1])
        return isinstance(above, Mapping | list) and place[-1] in above

    def _new_names(self, names: Mapping[str, str]) -> Iterator[Difference]:
        for text, name in names.items():
            if self.known.names.get(text) != name:
                place = steps_of(text)
                yield Difference(place, self.values[text] if len(place) == 1 else place[-1], name)


def spelled_keys(projection: Projection, view: Any, values: Mapping[str, Any]) -> dict[str, str]:
    """The natural keys of an object that the server spells otherwise than they were given."""
    listing = projection.resource.api.read_many or projection.resource.api.find
    names: dict[str, str] = {}
    for name, item in projection.resource.fields().items():
        if isinstance(item.role, roles.Key) and item.answer_path is not None and isinstance(values[name], str):
            found = dig(view, item.answer_path)
            if found is MISSING and listing is not None and name in listing.match:
                found = dig(view, listing.match[name])
            if isinstance(found, str) and found != values[name] and alike(found, values[name]):
                names[name] = found
    return names


def is_perhaps_a_form(shown: Any, ours: Any) -> bool:
    """Whether what a server showed differs from ours, and only as a form of it does."""
    different = [*_between((), ours, shown)]
    return bool(different) and all(
        alike(item.ours, item.theirs) or is_rounded(item.ours, item.theirs) for item in different
    )


def _is_compared(item: Field) -> bool:
    """Whether a refresh compares what the user gave for a field with what the server shows."""
    return item.is_input and item.role.traits.read in ("compared", "specially") and item.role != roles.DesiredState()


def _between(place: Steps, ours: Any, theirs: Any) -> Iterator[Difference]:
    """Where two values differ: an object by its members, a list as a whole."""
    ours, theirs = (item.value if isinstance(item, DynamicValue) else item for item in (ours, theirs))
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for name, item in ours.items():
            yield from _between((*place, name), item, theirs.get(name, MISSING))
    elif not equal(ours, theirs):
        yield Difference(place, ours, theirs)


def _spelled(place: Steps, ours: Any, theirs: Any) -> dict[str, str]:
    """The names in ours that are not in theirs, where one of theirs is alike and not ours."""
    ours = ours.value if isinstance(ours, DynamicValue) else ours
    if not isinstance(ours, Mapping | list) or not isinstance(theirs, Mapping | list):
        return {}
    if isinstance(ours, Mapping) != isinstance(theirs, Mapping):
        return {}
    names: dict[str, str] = {}
    if isinstance(ours, list) and isinstance(theirs, list):
        for index, (item, there) in enumerate(zip(ours, theirs, strict=False)):
            names |= _spelled((*place, index), item, there)
    known = set(_texts(theirs))
    strangers = _by_plain_name(known - set(_texts(ours)))
    for name in _texts(ours):
        found = [name] if name in known else strangers.get(plain(name), [])
        if len(found) != 1:
            continue
        there = found[0]
        if there != name:
            names[spell_path((*place, name))] = there
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            names |= _spelled((*place, name), ours[name], theirs[there])
    return names


def _texts(items: Mapping[Any, Any] | list[Any]) -> list[str]:
    return [item for item in items if isinstance(item, str)]


def _by_plain_name(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(plain(name), []).append(name)
    return found
