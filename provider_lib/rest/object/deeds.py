"""What the journal says of one object: what is begun, what was begun before, and what only an answer told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from provider_lib.dataclass import replace
from provider_lib.rest.json.exact_json import as_text, encode, in_order
from provider_lib.rest.mapping.digest import digest, fingerprint
from provider_lib.rest.mapping.request import body_of, look_up, path_of, query_of
from provider_lib.rest.object.journal import CREATE, Deed, Entry
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Call, Parts, roles


def begin_create(remote: Remote, *, whatever_happens: bool) -> Deed:
    """Note that an object is about to be made.

    Args:
        whatever_happens: it is made on a full disk, too.

    Raises:
        ConfigError: the disk is full.
    """
    entry = _entry(remote, CREATE, _content(remote))
    journal = remote.target.journal
    note = journal.keep if whatever_happens else journal.begin
    note(entry)
    return Deed(journal, entry)


def begin_renewal(remote: Remote, call: str, values: Mapping[str, Any]) -> Deed:
    """Note that secrets are about to be renewed.

    Args:
        call: its name.
        values: what is known so far, the secrets that are replaced among it.
    """
    entry = _entry(remote, call, _asked_by(remote, call), _secrets_of(remote, values))
    journal = remote.target.journal
    journal.begin(entry)
    return Deed(journal, entry)


def _entry(remote: Remote, doing: str, sent: str, former: str | None = None) -> Entry:
    entry = replace(unwritten(remote), doing=doing)
    hashed = digest if former is not None or remote.secrets.known else fingerprint
    return replace(entry, sent=hashed(sent, entry.id), former="" if former is None else digest(former, entry.id))


def unwritten(remote: Remote) -> Entry:
    """An entry about an object, of which nothing is noted."""
    return Entry(
        type_name=remote.resource.type_name,
        server=remote.target.client.settings.url.root,
        name=remote.name,
        key=key_of(_as_named_here(remote)),
    )


def told(remote: Remote, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is noted of an object once an answer told which one it is, and what only that answer has."""
    fields = remote.resource.fields_with
    known = [field.name for kind in (roles.ServerId, roles.Computed) for field, _ in fields(kind)]
    return {
        "import_id": remote.import_id,
        "told": {name: values[name] for name in known if isinstance(values[name], str)},
        "secrets": secrets_in(remote, values),
        "recipients": _recipients_in(remote, values),
    }


def secrets_in(remote: Remote, values: Mapping[str, Any]) -> dict[str, str]:
    """What only some answers have, as far as values hold it."""
    names = [field.name for field, _ in remote.resource.fields_with(roles.Once)]
    return {name: values[name] for name in names if isinstance(values[name], str)}


def secrets_left(remote: Remote, entry: Entry) -> dict[str, str]:
    """What an entry has of secrets, as the recipients of now can read it; nothing of what cannot be made so."""
    resource, seals = remote.resource, remote.target.seals
    held = dict.fromkeys(resource.fields()) | dict(entry.secrets) | dict(entry.recipients)
    others = seals.readdressed(resource, held, remote.values)
    sealed = {
        field.name: seals.sealed(clear, remote.values[once.sealed_to])
        for field, once in resource.fields_with(roles.Once)
        if once.sealed_to is not None and (clear := others.get(field.name)) is not None
    }
    return {name: text for name, text in entry.secrets.items() if name not in others} | sealed


def left_of(remote: Remote, *import_ids: str) -> list[Entry]:
    """The entries about an object, what an answer told of first; of one without a name those of its collection.

    Args:
        import_ids: by which it is known as well, once it is in a state.
    """
    journal, where = remote.target.journal, (remote.resource.type_name, remote.target.client.settings.url.root)
    if not journal.has_left(*where):
        return []
    keys, own_id = keys_of(remote), remote.resource.value_of(roles.ServerId, remote.values)
    names = [*keys, *import_ids, own_id] if isinstance(own_id, str) else [*keys, *import_ids]
    found = [
        entry
        for entry in journal.left(*where, *names)
        if entry.key in keys or entry.import_id in import_ids or is_about(remote, entry)
    ]
    return sorted(found, key=lambda entry: entry.told is None)


def is_about(remote: Remote, entry: Entry) -> bool:
    """Whether an entry tells of the object with this very id."""
    # An entry without an answer is about nobody's id, also not about one that is still to come.
    told = remote.resource.value_of(roles.ServerId, entry.told or {})
    return told is not None and told == remote.resource.value_of(roles.ServerId, remote.values)


def is_same(remote: Remote, entry: Entry, view: Any) -> bool:
    """Whether a view is of the object that an answer told of, and not of one that has its name now."""
    found = remote.projection.applied(view, dict.fromkeys(remote.resource.fields()))
    return all(found[name] in (None, value) for name, value in (entry.told or {}).items() if name in found)


def was_sent_so(remote: Remote, entry: Entry) -> bool:
    """Whether a create that was begun sent what one would send now."""
    content = _content(remote)
    is_same = not remote.secrets.known and entry.sent == fingerprint(content, entry.id)
    return is_same or entry.sent == digest(content, entry.id)  # an older version made every entry so


def was_asked_so(remote: Remote, entry: Entry) -> bool:
    """Whether a renewal that was begun was asked for by the triggers as they are now."""
    return entry.sent == digest(_asked_by(remote, entry.doing), entry.id)


def replaces(remote: Remote, entry: Entry, values: Mapping[str, Any]) -> bool:
    """Whether a renewal replaced the secrets that these values hold."""
    return entry.former == digest(_secrets_of(remote, values), entry.id)


def keys_of(remote: Remote) -> tuple[str, ...]:
    """What it may be known as: by the names that the user gave it, and by those that the server gave it.

    Entries of older versions have the latter, once it was known; states of older versions do not know it.
    """
    ours = key_of(_as_named_here(remote))
    return (ours, key_of(remote)) if remote.forms.names else (ours,)


def key_of(remote: Remote) -> str:
    """Which object it is: how it is asked for before anybody knows its id; else where it is made."""
    call, listing, wire = _asked(remote), remote.search, _wire(remote)
    if call is not None:
        parts: list[Any] = [path_of(call, wire), query_of(call, wire)]
    elif listing is not None:
        names = {path: as_text(look_up(wire, field)) for field, path in listing.match.items()}
        parts = [path_of(listing.call, wire), query_of(listing.call, wire), names]
    else:
        create = remote.api.create
        parts = [path_of(create, wire), query_of(create, wire)]
    whole = [remote.resource.type_name, remote.target.client.settings.url.root, *parts]
    return hashlib.sha256(encode(whole).encode()).hexdigest()[:32]


def _asked(remote: Remote) -> Call | None:
    """The call that reads it by its name."""
    if not remote.is_readable_before_id:
        return None
    match remote.api.read:
        case Parts(calls=calls):
            return next(iter(calls.values()))
        case call:
            return call


def _content(remote: Remote) -> str:
    """Exactly what its create sends."""
    create, wire = remote.api.create, _wire(_as_named_here(remote))
    body = body_of(create, remote.resource.fields(), wire)
    return encode([path_of(create, wire), query_of(create, wire), in_order(body)])


def _as_named_here(remote: Remote) -> Remote:
    """The object by the names that the user gave it: those of the server are not known before its create."""
    return replace(remote, forms=replace(remote.forms, names={}))


def _wire(remote: Remote) -> dict[str, Any]:
    return {**remote.target.settings, **remote.wire}


def _recipients_in(remote: Remote, values: Mapping[str, Any]) -> dict[str, Any]:
    """The recipients of secrets, where there are any."""
    names = [field.name for field, _ in remote.resource.fields_with(roles.Recipients)]
    return {name: sorted(values[name]) for name in names if values[name]}


def _asked_by(remote: Remote, call: str) -> str:
    """The triggers of a call, as they are, and the recipients of what it renews."""
    named = [field.name for field, role in remote.resource.fields_with(roles.Trigger) if call in _calls(role)]
    return encode({name: remote.values[name] for name in named} | _recipients_in(remote, remote.values))


def _calls(trigger: roles.Trigger) -> tuple[str | None, str | None]:
    return trigger.call, trigger.removed


def _secrets_of(remote: Remote, values: Mapping[str, Any]) -> str:
    return encode(secrets_in(remote, values))
