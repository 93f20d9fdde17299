"""What was begun and may not be in Terraform's state: an entry before a request that makes an object or renews a key,
and what its answer told behind it. docs/design/crash-journal.md says why.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, Self, TypeVar

from provider_lib.contract import Diagnostic
from provider_lib.dataclass import dataclass, field, fields_of, replace
from provider_lib.errors import ConfigError

FORMAT: Final = 1
"""The form of an entry; what is written in another is left alone."""

CREATE: Final = "create"

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})

Result = TypeVar("Result")


class Storage(Protocol):
    """Where entries outlive this process, as JSON objects with an ``id``; whatever fails is an OSError."""

    def keep(self, entry: Mapping[str, Any], /) -> None:
        """Have an entry on the disk before this returns, in place of an earlier one with its id."""
        ...

    def left(self) -> Sequence[Mapping[str, Any]]:
        """The entries of this run and of those that ended."""
        ...

    def forget(self, ids: Iterable[str], /) -> None:
        """End entries."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that was begun, and what came of it as far as that is known.

    Args:
        id: hexadecimal, and the salt of its digests.
        doing: ``create``, or the name of the call that renews.
        type_name: Terraform type.
        server: root of the API.
        name: the object, in words.
        key: which object it is; what is made without a name has that of its collection.
        sent: digest of what was sent.
        began: seconds since 1970.
        import_id: of the object, once it is known.
        told: what only the server knew, by field; None while no answer came.
        secrets: what only that answer held, by field; sealed where there are recipients.
        recipients: to whom it is sealed, by field.
        former: digest of the secrets that a renewal replaces.
        is_complete: whether what belongs to the create was done as well.
    """

    id: str = field(default_factory=lambda: os.urandom(8).hex())
    doing: str = CREATE
    type_name: str
    server: str
    name: str
    key: str
    sent: str = ""
    began: float = field(default_factory=time.time)
    import_id: str = ""
    told: Mapping[str, Any] | None = None
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    recipients: Mapping[str, Sequence[str]] = field(default_factory=dict)
    former: str = ""
    is_complete: bool = False

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> Self | None:
        """What was stored; None when it is in another form."""
        known = fields_of(cls).keys()
        try:
            return cls(**{k: v for k, v in stored.items() if k in known}) if stored.get("format") == FORMAT else None
        except TypeError:
            return None

    def dump(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return {"format": FORMAT, **{name: getattr(self, name) for name in fields_of(self)}}


class Journal:
    """The journal as one walk of Terraform over its resources sees it. Safe to use from several threads.

    Args:
        storage: None without a journal.
        mask: is told every secret in what former walks left.
    """

    def __init__(self, storage: Storage | None, mask: Callable[..., None]) -> None:
        self._storage = storage
        self._mask = mask
        self._loading, self._lock = threading.Lock(), threading.Lock()
        self._left: dict[str, Entry] | None = None
        self._named: dict[tuple[str, str], dict[str, list[Entry]]] = {}
        self._ours: set[str] = set()
        self._claims: dict[str, str] = {}
        self._told: list[Diagnostic] = []
        self._warnings: list[Diagnostic] = []

    def keep(self, entry: Entry, or_fail: frozenset[int] = frozenset()) -> None:
        """Have an entry on the disk. A disk that refuses is no reason to refuse the work, but is told, once.

        Args:
            or_fail: numbers of the errors that are raised instead.
        """
        self._ours.add(entry.id)
        self._try(lambda storage: storage.keep(entry.dump()), or_fail)

    def begin(self, entry: Entry) -> None:
        """Have an entry on the disk before what it tells of is begun.

        Raises:
            ConfigError: the disk is full: what is begun now may be in no state either.
        """
        try:
            self.keep(entry, or_fail=_FULL)
        except OSError as failure:
            raise _no_room(entry, failure) from failure

    def forget(self, *entries: Entry) -> None:
        """End entries."""
        if entries:
            for entry in entries:
                self._drop(entry)
            self._try(lambda storage: storage.forget([entry.id for entry in entries]))

    def has_left(self, type_name: str, server: str) -> bool:
        """Whether former walks left anything of a type at a server."""
        with self._loading:
            if self._left is None:
                self._left = self._load()
                self._named = _by_name(self._left.values())
        return (type_name, server) in self._named

    def left(self, type_name: str, server: str, *names: str) -> list[Entry]:
        """What former walks left of a type at a server, the newest first.

        Args:
            names: those of which an entry has one, as its key, as its import id or in what it was told.
        """
        if not self.has_left(type_name, server):
            return []
        named = self._named[type_name, server]
        with self._lock:
            here = self._left or {}
            found = {one.id: one for name in names for one in named.get(name, ()) if one.id in here}
        return sorted(found.values(), key=lambda one: one.began, reverse=True)

    def take(self, entry: Entry) -> bool:
        """Have an entry for oneself, in this walk; False when somebody else has it."""
        return self._drop(entry)

    def claim(self, keys: Collection[str], purpose: str) -> bool:
        """Have an object, whichever key it goes by, for one purpose in this walk; False when it is for another."""
        with self._lock:
            if any(self._claims.get(key, purpose) != purpose for key in keys):
                return False
            self._claims.update(dict.fromkeys(keys, purpose))
            return True

    def tell(self, warning: Diagnostic) -> None:
        """Have something told, unless it was."""
        with self._lock:
            if warning not in self._told:
                self._told.append(warning)
                self._warnings.append(warning)

    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was not passed on yet of what is to be told."""
        with self._lock:
            told, self._warnings = tuple(self._warnings), []
        return told

    def _drop(self, entry: Entry) -> bool:
        with self._lock:
            return (self._left or {}).pop(entry.id, None) is not None

    def _load(self) -> dict[str, Entry]:
        stored = [one for one in self._try(lambda storage: storage.left()) or () if one["id"] not in self._ours]
        read = {one["id"]: Entry.load(one) for one in stored}
        if strange := sorted(name for name, entry in read.items() if entry is None):
            self.tell(_unreadable(strange))
        found = {name: entry for name, entry in read.items() if entry is not None}
        for entry in found.values():
            self._mask(*entry.secrets.values())
        return found

    def _try(self, do: Callable[[Storage], Result], or_fail: frozenset[int] = frozenset()) -> Result | None:
        if self._storage is None:
            return None
        try:
            return do(self._storage)
        except OSError as failure:
            if failure.errno in or_fail:
                raise
            self.tell(_without_net(failure))
            return None


def _by_name(entries: Iterable[Entry]) -> dict[tuple[str, str], dict[str, list[Entry]]]:
    """By type and server, then by all that an entry may be found by: each of many objects looks for its own."""
    found: dict[tuple[str, str], dict[str, list[Entry]]] = {}
    for entry in entries:
        named = found.setdefault((entry.type_name, entry.server), {})
        told = (text for text in (entry.told or {}).values() if isinstance(text, str))
        for name in dict.fromkeys((entry.key, entry.import_id, *told)):
            named.setdefault(name, []).append(entry)
    return found


NO_JOURNAL: Final = Journal(None, lambda *_: None)


class Deed:
    """An entry under way, as it grows.

    Args:
        journal: where it is kept.
        entry: as it is now.
    """

    def __init__(self, journal: Journal, entry: Entry) -> None:
        self.journal, self.entry = journal, entry

    def note(self, **known: Any) -> None:
        """Keep what has become known of it."""
        self.entry = replace(self.entry, **known)
        self.journal.keep(self.entry)

    def end(self) -> None:
        """Forget it: nothing came of it."""
        self.journal.forget(self.entry)


def _no_room(entry: Entry, failure: OSError) -> ConfigError:
    return ConfigError(
        f"the disk has no room for what is noted before {entry.name} is changed: {failure.strerror or failure}",
        "Nothing was sent. What is made on a disk that is full may be in no state afterwards, nor its key. Make room "
        "and apply again; or name a folder on another disk in SLUICE_JOURNAL, or switch the journal off with "
        "SLUICE_JOURNAL=off.",
    )


def _without_net(failure: OSError) -> Diagnostic:
    return Diagnostic(
        "warning",
        f"the journal of the provider cannot be written: {failure.strerror or failure}",
        "It is what remembers an object, and a key that is shown once, when this process or the machine ends before "
        "Terraform's state has them. Everything else works without it. Let "
        f"{failure.filename or 'its folder'} be written to, name another folder in SLUICE_JOURNAL, or switch the "
        "journal off with SLUICE_JOURNAL=off.",
    )


def _unreadable(ids: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "warning",
        f"what the journal has under {', '.join(ids)} cannot be read",
        "Another version of the provider wrote it, or it was damaged. It is left alone, and what it tells of may be on "
        "a server and in no state: `sluice state journal` shows what is known of it, and `sluice state journal "
        "--forget ID` ends it.",
    )
