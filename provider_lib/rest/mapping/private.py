"""What the provider remembers about an object beside its state; Terraform stores it unseen.

It outlives the version of the provider that wrote it. The first form had no format number and counts as format 0. A key
may come without a new format when nothing is lost by an older version that leaves it out of what it writes; whatever
changes the meaning of what is stored raises the format, with an upgrade in ``UPGRADES`` that reads the one before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Literal

from provider_lib import __version__
from provider_lib.dataclass import dataclass, field, fields_of, replace
from provider_lib.errors import StateError
from provider_lib.rest.mapping.digest import digest, new_salt
from provider_lib.rest.mapping.forms import NOT_SHOWN, Forms
from provider_lib.spec.paths import spell_path
from provider_lib.spec.upgrades import Move, Upgrade, upgraded

FORMAT: Final = 2
"""The form that is written; every one before it can be read."""


def _as_forms(known: dict[str, Any]) -> dict[str, Any]:
    """What was made of entries of a configuration, which every resource calls ``config``, as digests by place."""
    made = dict(known.pop("normalized", {}))
    salt = known.get("salt") or new_salt()
    forms = {
        spell_path(("config", key)): NOT_SHOWN if text is None else digest(text, salt) for key, text in made.items()
    }
    return known | ({"salt": salt, "forms": forms} if forms else {})


UPGRADES: Final = (Upgrade(0, (Move("rewritten", "normalized"),)), Upgrade(1, (_as_forms,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """Private state of one object.

    Args:
        origin: ``importing`` until the first read after an import, and ``moving`` after a move from another provider;
            then ``imported`` until the first write.
        salt: hexadecimal; mixed into every digest.
        digests: configuration key -> salted digest of its secret value, "" when it is not known, "?" when nobody can
            tell whether it or another one is in force.
        forms: place -> salted digest of what the server shows there in place of ours, "" when it shows nothing.
        names: place of what has a name -> that name as the server spells it.
        changed_outside: secret keys whose value on the server is no longer ours.
        shown: secret key -> salted digest of what the server showed of it after the last write, "" for a mask.
        hidden: keys, or places in a document, on the server that are not ours and whose values it does not show.
        unsettled: whether the last write was waited for in vain, and nobody saw since that it did what it should.
        in_items: places in a document of what the server has in items of lists that are declared without it.
        made: place in a document -> salted digest of what the server made there by itself at our last write.
        tells_id: whether answers about the object have shown the id that the server gave it.
        written_by: version of the provider that wrote this last, for people: nothing is decided by it.
    """

    origin: Literal["created", "importing", "moving", "imported"] = "created"
    salt: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    changed_outside: tuple[str, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    unsettled: bool = False
    in_items: tuple[str, ...] = ()
    made: Mapping[str, str] = field(default_factory=dict)
    tells_id: bool = False
    written_by: str = ""

    @property
    def is_unread(self) -> bool:
        """Whether nothing is known of the object yet but which one it is."""
        return self.origin in ("importing", "moving")

    @property
    def written(self) -> set[str]:
        """The secret keys that are ours: an import only found some."""
        return set(self.digests) if self.origin == "created" else set()

    @property
    def seen(self) -> Forms:
        """The server's own forms, as they were seen after the last write."""
        return Forms(self.salt, self.forms, self.names)

    def having_seen(self, forms: Forms) -> Private:
        """The same with these forms."""
        salt = forms.salt or self.salt if forms.values or self.digests or self.made else ""
        return replace(self, salt=salt, forms=forms.values, names=forms.names)

    @classmethod
    def load(cls, stored: bytes) -> Private:
        """What was stored, by this version of the provider or an older one; the empty one when nothing was.

        Raises:
            StateError: a newer version of the provider wrote it, or it is broken.
        """
        if not stored:
            return cls()
        try:
            return cls._of(json.loads(stored))
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise _broken() from error

    @classmethod
    def readable(cls, stored: bytes) -> Private:
        """What was stored as far as it can be read: a delete goes on without it."""
        try:
            return cls.load(stored)
        except StateError:
            return cls()

    @classmethod
    def _of(cls, known: dict[str, Any]) -> Private:
        written = known.get("format", 0)
        if written > FORMAT:
            raise _newer(written)
        known = upgraded(known, UPGRADES, written)
        return cls(
            origin=known.get("origin", "created"),
            salt=known.get("salt", ""),
            digests=dict(known.get("digests", {})),
            forms=dict(known.get("forms", {})),
            names=dict(known.get("names", {})),
            changed_outside=tuple(known.get("changed_outside", ())),
            shown=dict(known.get("shown", {})),
            hidden=tuple(known.get("hidden", ())),
            unsettled=bool(known.get("unsettled")),
            in_items=tuple(known.get("in_items", ())),
            made=dict(known.get("made", {})),
            tells_id=bool(known.get("tells_id")),
            written_by=str(known.get("written_by", "")),
        )

    def dump(self) -> bytes:
        """The form in which it is stored: what is not empty; nothing when all of it is as of a new object."""
        if self == Private():
            return b""
        told = {name: value for name in fields_of(self) if (value := getattr(self, name))}
        return json.dumps({"format": FORMAT, **told}, sort_keys=True).encode()


def signed(stored: bytes) -> bytes:
    """What is about to be stored after a write, with the version of this provider.

    A read leaves the version that is there: else a newer provider would make another state of every object.
    """
    return replace(Private.load(stored), written_by=__version__).dump()


def written_by(stored: bytes) -> str:
    """The version of the provider that wrote this; empty when it is of a time when none was noted, or not ours.

    Any version can tell, of newer formats too.
    """
    try:
        known = json.loads(stored)
    except (ValueError, RecursionError):
        return ""
    return str(known.get("written_by", "")) if isinstance(known, dict) else ""


def _newer(written: int) -> StateError:
    return StateError(
        "a newer version of the provider wrote what is stored of this object",
        f"What the provider remembers beside the state is in format {written}, and this version of it reads formats up "
        f"to {FORMAT}. Install the newer provider. Nothing was changed, here or on the server.",
    )


def _broken() -> StateError:
    return StateError(
        "what the provider remembers of this object cannot be read",
        "The private part of its state is broken. Nothing was changed, here or on the server. Restore the state from a "
        "backup; without one, remove the object from the state and import it again.",
    )
