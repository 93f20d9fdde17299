"""What a server holds of a document, seen through the shape that the user declared for it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from provider_lib.dataclass import dataclass, replace
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.meaning import is_flat, joined, listed, meaning, parsed
from provider_lib.rest.json.partners import by_member, by_value
from provider_lib.rest.json.paths import MISSING
from provider_lib.rest.json.shape import Shape
from provider_lib.spec.checks import moment
from provider_lib.spec.field import Same
from provider_lib.spec.paths import ANY, Pattern, Steps, matches, parse_path
from provider_lib.spec.secret_keys import is_ciphertext
from provider_lib.spec.system import USUAL_MASKS
from provider_lib.spec.types import DynamicValue

KEYED = "key:"

_USUAL_MASK: Final = re.compile("|".join(USUAL_MASKS))


@dataclass(frozen=True, slots=True)
class Rules:
    """When a difference between a declared document and the server's is none.

    Args:
        ignore: places at which the server may do as it likes.
        equivalent: place -> when two values there are the same: ``text`` (5 and "5"), ``json`` (texts that hold the
            same JSON), ``null`` (null and absent), ``set`` (lists in any order), ``key:NAME`` (lists whose items
            are told apart by a member).
        masks: regular expressions of values that stand for a hidden secret.
    """

    ignore: tuple[Pattern, ...] = ()
    equivalent: tuple[tuple[Pattern, str], ...] = ()
    masks: Sequence[str] = ()

    @classmethod
    def parse(
        cls, ignore: Sequence[str] | None, equivalent: Mapping[str, str] | None, masks: Sequence[str] = ()
    ) -> Rules:
        """The rules as users write them."""
        return cls(
            tuple(map(parse_path, ignore or ())),
            tuple((parse_path(path), kind) for path, kind in (equivalent or {}).items()),
            masks,
        )

    def knowing(self, kind: Any) -> Rules:
        """The same, and that sets in a Terraform type have no order."""
        return replace(self, equivalent=(*self.equivalent, *((pattern, "set") for pattern in _sets(kind))))

    def ignores(self, at: Steps) -> bool:
        """Whether the server may do there as it likes."""
        return any(matches(pattern, at) for pattern in self.ignore)

    def kinds(self, at: Steps) -> set[str]:
        """When two values there are the same."""
        return {kind for pattern, kind in self.equivalent if matches(pattern, at)}


def _sets(kind: Any, above: Pattern = ()) -> Iterator[Pattern]:
    """The places of sets in a type as Terraform writes it in JSON."""
    match kind:
        case ["set", of]:
            yield above
            yield from _sets(of, (*above, ANY))
        case ["list" | "map", of]:
            yield from _sets(of, (*above, ANY))
        case ["tuple", list(elements)]:
            for index, of in enumerate(elements):
                yield from _sets(of, (*above, index))
        case ["object", dict(members), *_]:
            for name, of in members.items():
                yield from _sets(of, (*above, name))


def seen_through(ours: DynamicValue, theirs: Any, rules: Rules) -> DynamicValue:
    """The server's document as far as ours declares it; ours itself when both mean the same."""
    found = project(ours.value, theirs, rules.knowing(ours.type))
    return ours if equal(found, ours.value) else DynamicValue.of(found)


def project(ours: Any, theirs: Any, rules: Rules, at: Steps = ()) -> Any:
    """A value as far as ours declares it, in our spelling where both mean the same; MISSING when it is not there.

    Members that only the server has are left out; the items of a list are all declared.
    """
    if rules.ignores(at) or is_covered(ours, theirs, rules.masks):
        return ours
    kinds = rules.kinds(at)
    if theirs is None or theirs is MISSING:
        return ours if ours is None and (theirs is None or "null" in kinds) else theirs
    if isinstance(ours, Mapping) and isinstance(theirs, dict):
        members = {name: project(item, theirs.get(name, MISSING), rules, (*at, name)) for name, item in ours.items()}
        return {name: item for name, item in members.items() if item is not MISSING}
    if isinstance(ours, list) and isinstance(theirs, list):
        return _items(ours, theirs, rules, at, kinds)
    alike = equal(ours, theirs) or any(are_same("json" if kind == "json" else "text", ours, theirs) for kind in kinds)
    return ours if alike else theirs


def _items(ours: list[Any], theirs: list[Any], rules: Rules, at: Steps, kinds: set[str]) -> list[Any]:
    partners, left = _paired(ours, theirs, rules, at, kinds)
    found = [
        project(item, partner, rules, (*at, index))
        for index, (item, partner) in enumerate(zip(ours, partners, strict=True))
        if partner is not MISSING
    ]
    shape = Shape.of(ours)
    return found + [shape.restrict(other) for other in left]


def _paired(
    ours: list[Any], theirs: list[Any], rules: Rules, at: Steps, kinds: set[str]
) -> tuple[list[Any], Iterable[Any]]:
    """The server's item for each of ours, MISSING where there is none, and its others."""
    key = next((kind.removeprefix(KEYED) for kind in kinds if kind.startswith(KEYED)), None)
    if key is not None:
        left = by_member(theirs, key)
        return [left.like(item) for item in ours], left
    if "set" in kinds:
        return _paired_in_set(ours, theirs, rules, at)
    return [*theirs[: len(ours)], *[MISSING] * (len(ours) - len(theirs))], theirs[len(ours) :]


def _paired_in_set(ours: list[Any], theirs: list[Any], rules: Rules, at: Steps) -> tuple[list[Any], Iterable[Any]]:
    """As ``_paired``, by what items are: first those that are equal, then those that mean the same."""
    left = by_value(theirs)
    partners = [left.like(item) for item in ours]
    is_hidden = any(is_covered(None, other, rules.masks) for other in left)
    for index, item in enumerate(ours):
        here = (*at, index)
        may_differ = is_hidden or isinstance(item, Mapping | list) or rules.ignores(here) or rules.kinds(here)
        if partners[index] is MISSING and may_differ:
            partners[index] = left.first(partial(_mean_the_same, item, rules=rules, at=here))
    return partners, left


def _mean_the_same(ours: Any, theirs: Any, rules: Rules, at: Steps) -> bool:
    return equal(project(ours, theirs, rules, at), ours)


def equal(ours: Any, theirs: Any) -> bool:
    """Whether two JSON values are equal: 1 and 1.0 are, 1 and true are not."""
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return ours.keys() == theirs.keys() and all(equal(item, theirs[name]) for name, item in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(equal, ours, theirs))
    return bool(ours == theirs)


def are_same(kind: Same, ours: Any, theirs: Any) -> bool:
    """Whether two values are the same in the declared sense."""
    if ours is None or theirs is None:
        return ours is theirs
    if kind == "text":
        return as_text(ours) == as_text(theirs) or _are_one_number(ours, theirs)
    if kind == "typed":
        return stands_for(ours, theirs)
    if kind == "json":
        return bool(_parsed(ours) == _parsed(theirs))
    if kind == "set":
        return sorted(map(as_text, ours)) == sorted(map(as_text, theirs))
    if kind == "time":
        return (moment(ours) or ours) == (moment(theirs) or theirs)
    return bool(ours == theirs)


def _are_one_number(ours: Any, theirs: Any) -> bool:
    """Whether one is a number, and the other is too or a text that spells the same: "1.50" and 1.5, not "007" and 7."""
    return not (isinstance(ours, str) and isinstance(theirs, str)) and equal(_parsed(ours), _parsed(theirs))


def is_kept(kind: Same, ours: Any, theirs: Any) -> bool:
    """Whether the server holds what we gave it, whatever keys it added to a JSON document."""
    return are_same(kind, ours, theirs) or (kind == "json" and _only_adds(_parsed(theirs), _parsed(ours)))


def _only_adds(theirs: Any, ours: Any) -> bool:
    """Whether a document has all of ours; an empty object of ours means that there is nothing."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours:
        return all(key in theirs and _only_adds(theirs[key], value) for key, value in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(_only_adds, theirs, ours))
    return bool(ours == theirs)


def stands_for(ours: str, theirs: Any) -> bool:
    """Whether a text is one that a server's value was, or may have been, made of.

    Nobody knows here whether the order of a list matters; a server that has one of its own does not change ours.
    """
    if isinstance(theirs, str):
        return ours == theirs or parsed(ours) == theirs or is_respelled(ours, theirs)
    if isinstance(theirs, list):
        return are_same("set", listed(ours), theirs) if is_flat(theirs) else equal(meaning(ours), theirs)
    return equal(_parsed(_parsed(ours)), theirs)


def is_respelled(before: str, now: str) -> bool:
    """Whether two texts are the same list, be it as JSON or with commas, or the same object."""
    if before == now:
        return True
    one, other = meaning(before), meaning(now)
    if isinstance(one, dict | list) and isinstance(other, dict | list):
        return equal(one, other)
    if is_flat(one) or is_flat(other):
        return joined(listed(before)) == joined(listed(now))
    return False


def _parsed(value: Any) -> Any:
    return parsed(value) if isinstance(value, str) else value


def is_masked(value: Any, masks: Sequence[str]) -> bool:
    """Whether a value only stands for a secret that the server hides."""
    if not isinstance(value, str):
        return False
    return _USUAL_MASK.fullmatch(value) is not None or any(re.fullmatch(mask, value) for mask in masks)


def is_covered(ours: Any, theirs: Any, masks: Sequence[str]) -> bool:
    """Whether a server shows in place of ours what only stands for a hidden value, and so says nothing."""
    return is_masked(theirs, masks) or (is_ciphertext(theirs) and not is_ciphertext(ours))
