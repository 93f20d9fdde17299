"""A server's own forms: how it shows a value that it was given, and how it spells a name that it was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from provider_lib.dataclass import dataclass, field, replace
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING
from provider_lib.rest.json.semantic_equality import equal
from provider_lib.rest.mapping.digest import digest
from provider_lib.spec.paths import Steps, spell_path, steps_of
from provider_lib.spec.types import DynamicValue

NOT_SHOWN = ""
"""In the place of a digest: the server shows nothing there."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms that were seen after a write, and that stand for ours from then on.

    Args:
        salt: hexadecimal; mixed into every digest.
        values: place -> salted digest of what the server shows there in place of ours.
        names: place of what has a name, be it the object, a key of a map or an item of a set -> that name as the
            server spells it.
    """

    salt: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def in_our_words(self, at: Steps, ours: Any, theirs: Any) -> Any:
        """What a server shows at a place, with ours wherever it shows the form that stands for that."""
        if not self.values:
            return theirs
        if isinstance(ours, DynamicValue) and isinstance(theirs, DynamicValue):
            seen = self.in_our_words(at, ours.value, theirs.value)
            return ours if equal(seen, ours.value) else DynamicValue.of(seen)
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            return {
                name: self.in_our_words((*at, name), item, theirs[name]) if name in theirs else item
                for name, item in ours.items()
                if name in theirs or self.values.get(spell_path((*at, name))) == NOT_SHOWN
            }
        is_ours = self.is_form(at, theirs) or (theirs is None and self.values.get(spell_path(at)) == NOT_SHOWN)
        return ours if is_ours and not equal(ours, theirs) else theirs

    def is_form(self, at: Steps, theirs: Any) -> bool:
        """Whether this is what the server showed at a place after the last write."""
        form = self.values.get(spell_path(at))
        return bool(form) and theirs is not None and form == digest(as_text(theirs), self.salt)

    def in_our_spelling(self, at: Steps, theirs: Any) -> Any:
        """What a server holds at a place, with our names for what has a name there."""
        spelled = _by_holder(self.names)
        return _respelled(at, theirs, spelled) if spelled else theirs

    def where_equal(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Forms:
        """Those for what is the same in two states: a form stands only for the value that it was seen of."""
        same = {
            text: form
            for text, form in self.values.items()
            if equal(value_at(before, steps_of(text)), value_at(after, steps_of(text)))
        }
        return self if len(same) == len(self.values) else replace(self, values=same)


NO_FORMS: Final = Forms()


def value_at(values: Any, steps: Steps) -> Any:
    """What a state has at a place, MISSING when it is not there."""
    for step in steps:
        values = values.value if isinstance(values, DynamicValue) else values
        is_there = step in values if isinstance(values, Mapping) else _is_index(step, values)
        if not is_there:
            return MISSING
        values = values[step]
    return values.value if isinstance(values, DynamicValue) else values


def _is_index(step: str | int, values: Any) -> bool:
    return isinstance(step, int) and isinstance(values, list) and step < len(values)


def _by_holder(names: Mapping[str, str]) -> dict[Steps, dict[str, str]]:
    """By the place of what holds them: names as a server spells them -> as they were given."""
    found: dict[Steps, dict[str, str]] = {}
    for text, name in names.items():
        place = steps_of(text)
        found.setdefault(place[:-1], {})[name] = str(place[-1])
    return found


def _respelled(at: Steps, theirs: Any, spelled: Mapping[Steps, Mapping[str, str]]) -> Any:
    names = spelled.get(at, {})
    if isinstance(theirs, list):
        return [
            names.get(item, item) if isinstance(item, str) else _respelled((*at, index), item, spelled)
            for index, item in enumerate(theirs)
        ]
    if not isinstance(theirs, Mapping):
        return theirs
    ours = {key: names[key] if names.get(key, key) not in theirs else key for key in theirs}
    return {ours[key]: _respelled((*at, ours[key]), item, spelled) for key, item in theirs.items()}
