"""From the server's answer to Terraform state: only what is managed, in the user's own spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, assert_never

from provider_lib.contract import Values
from provider_lib.dataclass import dataclass
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.likeness import composed
from provider_lib.rest.json.paths import MISSING, dig, dig_first
from provider_lib.rest.json.semantic_equality import (
    Rules,
    are_same,
    is_covered,
    is_kept,
    is_masked,
    seen_through,
)
from provider_lib.rest.json.shape import restrict
from provider_lib.rest.mapping.defaults import default_of
from provider_lib.rest.mapping.forms import NO_FORMS, Forms
from provider_lib.rest.mapping.request import fill
from provider_lib.rest.mapping.seals import NO_SEALS, Seals
from provider_lib.sealing import is_sealed
from provider_lib.spec import Field, Resource, roles
from provider_lib.spec.numbers import as_whole, read_number
from provider_lib.spec.paths import steps_of
from provider_lib.spec.types import UNKNOWN, Bool, Dynamic, DynamicValue, List, Map, Number, Object, Set, String, Type


@dataclass(frozen=True, slots=True)
class Projection:
    """How to read one answer of a resource.

    Args:
        resource: its declaration.
        masks: regular expressions of values that stand for a hidden secret.
        importing: nothing is known yet, so everything managed is taken from the server.
        is_secret: whether a configuration key is kept out of an imported configuration.
        forms: the server's own forms of what it was given.
        paths: where fields lie in the answers of this one object, instead of where they are declared.
        seals: what seals secrets to their recipients.
    """

    resource: type[Resource]
    masks: Sequence[str] = ()
    importing: bool = False
    is_secret: Callable[[str, Any], bool] = lambda _key, _value: False
    forms: Forms = NO_FORMS
    paths: Mapping[str, Sequence[str]] | None = None
    seals: Seals = NO_SEALS

    def paths_of(self, field: Field) -> Sequence[str]:
        """Where a field lies in answers; what the server makes of a document lies where the document does."""
        if isinstance(field.role, roles.Echo):
            field = self.resource.fields()[field.role.of]
        return (self.paths or {}).get(field.name) or ((field.answer_path,) if field.answer_path is not None else ())

    def state(self, answer: Any, prior: Mapping[str, Any]) -> Values:
        """The refreshed state: what changed on the server shows, what it added does not."""
        withheld = self._withheld(answer)
        state = {
            name: prior[name]
            if name in withheld
            else self.forms.in_our_words((name,), prior[name], self.shown(field, answer, prior))
            for name, field in self.resource.fields().items()
        }
        self._desired(state)
        return self._finish(state)

    def shown(self, field: Field, answer: Any, prior: Mapping[str, Any]) -> Any:
        """What an answer shows of a field, in the spelling of what is known where both mean the same."""
        return self._field(field, answer, prior[field.name], prior)

    def found(self, field: Field, answer: Any) -> Any:
        """What an answer has where a field lies in it, MISSING when nothing lies there."""
        return composed(dig_first(answer, self.paths_of(field)))

    def applied(self, answer: Any, planned: Mapping[str, Any]) -> Values:
        """The state after a write: inputs as planned, the rest as answered."""
        fields = self.resource.fields()
        return self._finish({name: self._reached(field, answer, planned) for name, field in fields.items()})

    def _reached(self, field: Field, answer: Any, planned: Mapping[str, Any]) -> Any:
        wanted = planned[field.name]
        if _is_promised(field, wanted):
            return wanted
        reached = self._field(field, answer, _known(wanted), planned)
        # What the server fills in stays open until an answer has it.
        return UNKNOWN if wanted is UNKNOWN and reached is None and field.is_input else reached

    def volatile(self, answer: Any) -> Values:
        """Only the telemetry of an answer."""
        fields = self.resource.fields_with(roles.Volatile)
        return {field.name: self._field(field, answer, None, {}) for field, _ in fields}

    def _finish(self, state: Values) -> Values:
        """The fields that are made from others, and the defaults of what an import cannot know."""
        for field, derived in self.resource.fields_with(roles.Derived):
            state[field.name] = fill(derived.template, state)
        if self.importing:
            for name, field in self.resource.fields().items():
                if state[name] is None and field.default is not None:
                    state[name] = default_of(field, state)
        return state

    def _withheld(self, answer: Any) -> set[str]:
        """The fields that the server kept back from this caller: unknown, not empty."""
        if self.resource.api.withheld is None:
            return set()
        entries, name = self.resource.api.withheld
        listed = dig(answer, entries)
        kept_back = [dig(entry, name) for entry in listed] if isinstance(listed, list) else []
        return {
            field.name
            for field in self.resource.fields().values()
            if field.answer_path is not None
            and steps_of(field.answer_path)[0] in kept_back
            and dig(answer, field.answer_path) is MISSING
        }

    def _field(self, field: Field, answer: Any, prior: Any, known: Mapping[str, Any]) -> Any:
        """What the state has of a field, by how its role is read."""
        read, paths = field.role.traits.read, self.paths_of(field)
        if read == "never" or not paths:
            return prior
        place = field.role.of if isinstance(field.role, roles.Echo) else field.name
        found = self.forms.in_our_spelling((place,), self.found(field, answer))
        match read:
            case "compared":
                return self._compared(field, found, prior)
            case "first" if prior is not None:
                return prior
            case "first" | "last":
                return self._kept(field, convert(field, found), prior, known) if self._tells(field, found) else prior
            case "shown":
                return None if found is MISSING else convert(field, found)
            case "specially":
                return self._specially(field, found, prior, known)
            case _:
                assert_never(read)

    def _tells(self, field: Field, found: Any) -> bool:
        """Whether an answer tells a value: of a key that only some answers hold, nothing else stands for it."""
        if isinstance(field.role, roles.Once):
            return isinstance(found, str) and bool(found.strip()) and not is_masked(found, self.masks)
        return found is not MISSING and found is not None

    def _kept(self, field: Field, told: Any, prior: Any, known: Mapping[str, Any]) -> Any:
        """What is kept of a value that an answer tells: of a secret with recipients, what only they can read."""
        if not isinstance(field.role, roles.Once) or field.role.sealed_to is None:
            return told
        if isinstance(prior, str) and is_sealed(prior):
            return prior  # sealed once more, it would be another text
        return self.seals.sealed(told, known[field.role.sealed_to])

    def _specially(self, field: Field, found: Any, prior: Any, known: Mapping[str, Any]) -> Any:
        match field.role:
            case roles.ConfigMap() | roles.OwnedMap():
                return self._owned(field, found, prior)
            case roles.Assigned() if self.importing and field.mirrors is not None:
                return None  # another resource says it
            case roles.Assigned() as role:
                return self._assigned(role, [] if found is MISSING else convert(field, found) or [], prior)
            case roles.Document() as role:
                return self._document(role, found, prior, known)
            case roles.Echo() as role:
                return self._echo(found, known[role.of])
            case roles.DesiredState():
                return prior  # ``_desired`` sees it in what the object is doing
            case role:
                raise TypeError(f"{type(role).__name__} is read specially, but nothing says how")

    def _compared(self, field: Field, found: Any, prior: Any) -> Any:
        if prior is None and not self.importing and not field.server_default:
            return None
        theirs = None if found is MISSING else convert(field, found)
        if prior is None and (theirs == field.removed_as or self._says_nothing(field, theirs)):
            return None
        ours = field.send.get(prior, prior) if isinstance(prior, str) else prior
        if is_kept(field.same, ours, theirs) or is_covered(ours, found, self.masks):
            return prior
        spellings = {sent: here for here, sent in field.send.items()}
        return spellings.get(theirs, theirs) if isinstance(theirs, str) else theirs

    def _says_nothing(self, field: Field, theirs: Any) -> bool:
        """Whether an import takes a value for none: an empty text that nobody has to write."""
        return self.importing and theirs == "" and not field.is_required

    def _document(self, role: roles.Document, found: Any, prior: Any, known: Mapping[str, Any]) -> Any:
        """A document in the shape that is declared; an import takes all but secrets and masks."""
        if self.importing and prior is None:
            return None if found is MISSING or found is None else DynamicValue.of(self._without_secrets(found))
        if prior is None:
            return None
        rules = Rules.parse(known[role.ignore], known[role.equivalent], self.masks)
        return seen_through(prior, None if found is MISSING else found, rules)

    def _without_secrets(self, found: Any) -> Any:
        if isinstance(found, list):
            return [self._without_secrets(item) for item in found]
        if not isinstance(found, dict):
            return found
        return {key: self._without_secrets(item) for key, item in found.items() if not self._hides(key, item)}

    def _hides(self, key: str, value: Any) -> bool:
        """Whether a member of a document is a secret, or stands for one."""
        if isinstance(value, dict | list):
            return isinstance(value, list) and any(is_masked(item, self.masks) for item in value)
        return value is not None and (is_masked(value, self.masks) or self.is_secret(key, value))

    def _echo(self, found: Any, declared: Any) -> Any:
        if found is MISSING or found is None:
            return None
        models = [] if declared is None or declared is UNKNOWN else [declared.value]
        return DynamicValue.of(restrict(self._without_secrets(found) if not models else found, models))

    def _owned(self, field: Field, found: Any, prior: Mapping[str, Any] | None) -> Any:
        if not (found and isinstance(found, dict)) and isinstance(field.role, roles.ConfigMap) and not self.importing:
            return prior  # what a server does not show cannot differ
        theirs = found if isinstance(found, dict) else {}
        if self.importing:
            return self._taken(field.role, theirs) or None
        if prior is None:
            return None
        return {
            key: value
            if theirs.get(key) is None
            or are_same(field.same, value, theirs[key])
            or is_covered(value, theirs[key], self.masks)
            else as_text(theirs[key])
            for key, value in prior.items()
            if theirs.get(key) is not None or value == ""
        }

    def _taken(self, role: roles.Role, theirs: Mapping[str, Any]) -> dict[str, str]:
        """The entries that an import makes ours: all but secrets, masks, and what the server keeps for itself."""
        config = role if isinstance(role, roles.ConfigMap) else roles.ConfigMap()
        return {
            key: as_text(value)
            for key, value in theirs.items()
            if value is not None
            and key not in config.injects
            and not (config.not_ours and re.fullmatch(config.not_ours, key))
            and not is_masked(value, self.masks)
            and not self.is_secret(key, value)
        }

    def _assigned(self, role: roles.Assigned, theirs: list[Any], prior: list[Any] | None) -> list[Any] | None:
        """The set as a whole, or of what was set here that which is still there."""
        if self.importing:
            return theirs or None
        if prior is None:
            return None
        found = theirs if role.whole else [item for item in prior if item in theirs]
        return prior if are_same("set", prior, found) else found

    def _desired(self, state: Values) -> None:
        """A settled state that is not the desired one shows as drift; a failure or a transition does not."""
        lifecycle = self.resource.lifecycle
        if lifecycle is None:
            return
        words = {word: desired for desired, word in lifecycle.states.items()}
        settled = words.get(state[lifecycle.observed])
        if settled is not None:
            state[lifecycle.desired] = settled


def _is_promised(field: Field, planned: Any) -> bool:
    """Whether Terraform holds us to the planned value, whatever the server makes of it; the next read tells."""
    if field.is_input:
        return planned is not UNKNOWN
    return field.role.traits.planned == "kept" and _known(planned) is not None


def _known(planned: Any) -> Any:
    return None if planned is UNKNOWN else planned


def convert(field: Field, raw: Any) -> Any:
    """A JSON value in the Python form of the field's type."""
    return _convert(field.type, raw)


def _convert(kind: Type, raw: Any) -> Any:
    if raw is None:
        return None
    match kind:
        case String():
            return as_text(raw)
        case Number():
            return _number(raw)
        case Bool():
            return as_text(raw) == "true"
        case List(of=Object()) | Set(of=Object()) if not isinstance(raw, list | dict):
            return None
        case List(of=Object() as item) | Set(of=Object() as item):
            return [_convert(item, part) for part in _items(raw) if part is not None]
        case List(of=item) | Set(of=item):
            return [_convert(item, part) for part in _items(raw)]
        case Map(of=item):
            return {key: _convert(item, part) for key, part in raw.items()} if isinstance(raw, dict) else None
        case Dynamic():
            return DynamicValue.of(raw)
        case Object(fields=fields):
            return {name: _part(field, raw) for name, field in fields.items()}
        case _:
            return raw


def _items(raw: Any) -> list[Any]:
    """The items of a list; of an object, its values, each with its name at ``$key``; a lone value is a list of one."""
    if not isinstance(raw, dict):
        return raw if isinstance(raw, list) else [raw]
    return [{"$key": name, **item} if isinstance(item, dict) else item for name, item in raw.items()]


def _part(field: Field, raw: Any) -> Any:
    found = dig(raw, field.answer_path or field.name)
    return None if found is MISSING else convert(field, found)


def _number(raw: Any) -> int | Decimal | None:
    try:
        return as_whole(read_number(as_text(raw)))
    except ValueError:
        return None
