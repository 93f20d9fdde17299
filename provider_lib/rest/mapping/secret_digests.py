"""Telling that a secret changed, here or on the server, without storing it: a salted digest of each is remembered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from provider_lib.dataclass import replace
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import dig
from provider_lib.rest.json.semantic_equality import is_covered, is_masked
from provider_lib.rest.mapping.digest import digest, new_salt
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import WHOLE, Secrets, is_hidden, looks_secret, secret_names
from provider_lib.spec import Resource, roles
from provider_lib.spec.secret_keys import is_ciphertext

NOBODY_KNOWS = "?"
"""In the place of a digest: the old value may be in force, or the new one. It is the digest of no value."""


def remember(private: Private, secrets: Secrets) -> Private:
    """Private state after these values were written."""
    salt = private.salt or new_salt()
    digests = {key: digest(as_text(value), salt) for key, value in secrets.known.items()}
    shown = {key: private.shown[key] for key in unchanged(private, secrets) if key in private.shown}
    remembered = Private(digests=digests, shown=shown, made=private.made, tells_id=private.tells_id)
    return remembered.having_seen(replace(private.seen, salt=salt))


def doubt(private: Private, secrets: Secrets) -> Private:
    """Private state after these values may have been written, or not: then neither they nor the old ones count."""
    certain = unchanged(private, secrets).keys()
    keys = private.digests.keys() | secrets.known.keys()
    digests = {key: private.digests[key] if key in certain else NOBODY_KNOWS for key in sorted(keys)}
    return replace(private, salt=private.salt or new_salt(), digests=digests) if digests else private


def have_changed(private: Private, secrets: Secrets, *, hidden: bool = False) -> bool:
    """Whether these values, as far as they are known, are others than those that were written.

    Args:
        hidden: the server never shows them, so that those of an import are taken for the ones given.
    """
    if private.changed_outside:
        return True
    if hidden and private.origin == "imported":
        return False
    if WHOLE not in secrets.values and private.written - secrets.values.keys():
        return True
    return any(not _is_written(private, key, value) for key, value in secrets.known.items())


def are_all_known(private: Private, secrets: Secrets) -> bool:
    """Whether the value of every secret that was written is known in this run: a refresh is given no configuration."""
    return private.digests.keys() <= secrets.known.keys()


def unchanged(private: Private, secrets: Secrets) -> dict[str, str]:
    """Those of these values that are certainly the ones that were written."""
    return {
        key: value
        for key, value in secrets.known.items()
        if private.digests.get(key) and _is_written(private, key, value)
    }


def _is_written(private: Private, key: str, value: Any) -> bool:
    written = private.digests.get(key)
    return written == "" or (written is not None and written == digest(as_text(value), private.salt))


def are_hidden(resource: type[Resource]) -> bool:
    """Whether the server never shows the secret entries of this resource."""
    if resource.fields_with(roles.SecretDocument):
        return True
    return any(role.hides_secrets for _, role in resource.fields_with(roles.ConfigMap))


def compare_with_server(
    private: Private, resource: type[Resource], answer: Any, prior: Mapping[str, Any], masks: Sequence[str]
) -> Private:
    """Private state after a read: which secrets are no longer ours, what an import found, and what nobody can see.

    What a server does not show cannot differ: an entry that is masked says nothing, nor does one that is empty or left
    out, unless the server showed it after the last write.
    """
    field = resource.only(roles.ConfigMap)
    if field is None or resource.only(roles.SecretMap) is None:
        return private
    theirs = dig(answer, field.answer_path or field.name)
    if not isinstance(theirs, dict) or not theirs:
        return private
    if private.is_unread:
        private = _imported(private, theirs, masks, secret_names(resource, prior) | private.digests.keys())
    ours = (prior[field.name] or {}).keys() | private.written
    hidden = tuple(sorted(key for key, value in theirs.items() if key not in ours and is_hidden(key, value, masks)))
    if private.is_unread:
        return replace(private, hidden=hidden)
    changed = tuple(key for key in private.digests if _is_another(private, key, theirs.get(key), masks))
    return replace(private, changed_outside=changed, hidden=hidden)


def _imported(private: Private, theirs: Mapping[str, Any], masks: Sequence[str], told: Collection[str]) -> Private:
    """The secrets that an import found; those that are masked count as the ones that will be given.

    Args:
        told: the keys that the import id, or the state of another provider, says are secret.
    """
    salt = new_salt()
    digests = {
        key: "" if is_hidden(key, value, masks) else digest(as_text(value), salt)
        for key, value in theirs.items()
        if key in told or is_hidden(key, value, masks) or looks_secret(key, value)
    }
    return replace(private, salt=salt if digests else "", digests=digests)


def _is_another(private: Private, key: str, theirs: Any, masks: Sequence[str]) -> bool:
    """Whether the server shows another value than after the last write, or shows none although it did then."""
    written, shown = private.digests[key], private.shown.get(key)
    if theirs is None or theirs == "":
        return shown is not None
    if is_masked(theirs, masks) or written == "" or (is_ciphertext(theirs) and shown != written):
        return False
    return digest(as_text(theirs), private.salt) not in (written, shown)


def as_shown(
    private: Private, secrets: Secrets, resource: type[Resource], answer: Any, masks: Sequence[str]
) -> Private:
    """Private state that also knows what the server shows in place of the secrets that were just written."""
    field = resource.only(roles.ConfigMap)
    theirs = dig(answer, field.answer_path or field.name) if field is not None else None
    if not isinstance(theirs, dict):
        return private
    shown = {}
    for key, value in secrets.known.items():
        there = theirs.get(key)
        if is_covered(value, there, masks):
            shown[key] = ""
        elif there not in (None, ""):
            shown[key] = digest(as_text(there), private.salt)
    return replace(private, shown=shown)
