"""Telling that a secret changed, here or on the server, without storing it: a salted digest of each is remembered."""

from __future__ import annotations

import hashlib
import secrets as tokens
from dataclasses import replace
from typing import Any

from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.json.semantic_equality import is_masked
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import WHOLE, Secrets, looks_secret
from provider_lib.spec import Resource, roles

NOBODY_KNOWS = "?"
"""In the place of a digest: the old value may be in force, or the new one. It is the digest of no value."""


def digest(value: str, salt: str) -> str:
    """A salted digest, made slow on purpose so that a weak secret is not simply guessed from a state file."""
    return hashlib.scrypt(value.encode(), salt=bytes.fromhex(salt), n=2**10, r=8, p=1, dklen=16).hex()


def remember(private: Private, secrets: Secrets) -> Private:
    """Private state after these values were written."""
    salt = private.salt or tokens.token_hex(16)
    digests = {key: digest(as_text(value), salt) for key, value in secrets.known.items()}
    return Private(salt=salt if digests else "", digests=digests)


def doubt(private: Private, secrets: Secrets) -> Private:
    """Private state after these values may have been written, or not: then neither they nor the old ones count."""
    certain = unchanged(private, secrets).keys()
    keys = private.digests.keys() | secrets.known.keys()
    digests = {key: private.digests[key] if key in certain else NOBODY_KNOWS for key in sorted(keys)}
    return replace(private, salt=private.salt or tokens.token_hex(16), digests=digests) if digests else private


def have_changed(private: Private, secrets: Secrets, *, hidden: bool = False) -> bool:
    """Whether these values, as far as they are known, are others than those that were written.

    Args:
        hidden: the server never shows them, so that those of an import are taken for the ones given.
    """
    if private.changed_outside:
        return True
    if hidden and private.origin == "imported":
        return False
    if private.origin != "imported" and WHOLE not in secrets.values and private.digests.keys() - secrets.values.keys():
        return True
    return any(not _is_written(private, key, value) for key, value in secrets.known.items())


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
    private: Private, resource: type[Resource], answer: Any, masks: tuple[str, ...], *, importing: bool
) -> Private:
    """Private state after a read: which secrets are no longer ours, or what an import found."""
    field = resource.only(roles.ConfigMap)
    if field is None or resource.only(roles.SecretMap) is None:
        return private
    found = dig(answer, field.answer_path or field.name)
    theirs = found if isinstance(found, dict) else None
    if theirs is None or found is MISSING:
        return private
    if importing:
        salt = tokens.token_hex(16)
        taken = {key: value for key, value in theirs.items() if value is not None and looks_secret(key, value)}
        digests = {key: "" if is_masked(value, masks) else digest(as_text(value), salt) for key, value in taken.items()}
        return replace(private, salt=salt if digests else "", digests=digests)
    changed = tuple(
        key
        for key, written in private.digests.items()
        if not is_masked(theirs.get(key), masks)
        and not (theirs.get(key) is None and are_hidden(resource))
        and (theirs.get(key) is None or written not in ("", digest(as_text(theirs[key]), private.salt)))
    )
    return replace(private, changed_outside=changed)
