"""What a change of an object does to the data and to the people, as data beside the resource: for reviews."""

from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from provider_lib.dataclass import dataclass
from provider_lib.spec.names import FieldName, HasPlaceholders, Regex
from provider_lib.spec.word import word

Tier = Literal["safe", "restarts", "gap", "duplicates", "loss", "lockout"]
"""How bad something is.

safe: nothing happens to the data.
restarts: what runs is started anew, and goes on where it was.
gap: data comes late, or not where it is looked for, but can be had again.
duplicates: data that was delivered comes once more.
loss: data, or where to go on, is gone.
lockout: somebody, or something that runs, is refused from now on.
"""

TIERS: Final[tuple[Tier, ...]] = get_args(Tier)
"""From the least to the worst."""

Act = Literal["create", "update", "replace", "delete", "invoke"]
"""What is done: the last is of an action."""

Clause = Annotated[str, HasPlaceholders(also=("items", "becomes"))]


@word
@dataclass(frozen=True, slots=True)
class Has:
    """A condition: a value of the object is such, as it is after the change, or else before.

    Args:
        field: its name.
        matches: regular expression of the whole value as text; one that is missing is the empty text.
        key: of the entry that is meant, in a map.
    """

    field: FieldName
    matches: Regex
    key: str = ""


@word
@dataclass(frozen=True, slots=True)
class Consequence:
    """What a change does.

    All consequences of changed fields count. Where there is none, the act itself has one: the first that fits of those
    that name no field.

    Args:
        tier: how bad it is.
        says: what happens, as the end of a sentence that begins with the object. ``{field}`` stands for a value after
            the change, or else before; a list of objects is counted. ``{items}`` stands for what changed: the keys of
            a map, or the items of a list; ``{becomes}`` for the value of that after the change.
        on: the acts that have it.
        of: the field by whose change it comes; None when it is the act's own.
        keys: regular expression of the entries that are meant, in a map.
        items: only what was added to a list, or removed from it; a text may be a list with commas.
        becomes: regular expression of the value, or entry, after; one that is missing is the empty text.
        where: all of these hold as well.
    """

    tier: Tier
    says: Clause
    on: tuple[Act, ...] = ("update",)
    of: FieldName | None = None
    keys: Regex | None = None
    items: Literal["added", "removed"] | None = None
    becomes: Regex | None = None
    where: tuple[Has, ...] = ()
