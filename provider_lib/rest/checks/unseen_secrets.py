"""Secrets that an import cannot see: a server may leave them out of its answers, and a whole write would lose them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from provider_lib.contract import Diagnostic
from provider_lib.errors import SluiceError
from provider_lib.rest.checks.server_validation import known_wire
from provider_lib.rest.checks.write_back import is_written_whole
from provider_lib.rest.json.paths import MISSING, dig
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Validation, roles
from provider_lib.spec.secret_keys import SECRET_WORD, sounds

MOST_KEYS: Final = 8
"""Keys that a warning names."""


def unseen_secrets(remote: Remote, view: Any) -> tuple[Diagnostic, ...]:
    """A warning that names the keys which may be set although the server shows none of them, or no configuration.

    A server that shows one secret, be it as a mask, shows them all.

    Args:
        remote: the object as it was imported.
        view: the server's view of it.
    """
    config, validation = remote.resource.only(roles.ConfigMap), remote.resource.validation
    if config is None or not is_written_whole(remote):
        return ()
    shown = dig(view, config.answer_path or config.name)
    if shown is MISSING or not shown:
        return (_nothing_shown(remote.name, config.name),)
    if not isinstance(validation, Validation):
        return ()
    keys = sorted(secret_keys(remote, validation))
    if not keys or not isinstance(shown, Mapping) or not shown.keys().isdisjoint(keys):
        return ()
    listed = ", ".join(keys[:MOST_KEYS]) + (", ..." if len(keys) > MOST_KEYS else "")
    return (
        Diagnostic(
            "warning",
            f"{remote.name} may have secrets that are not shown: {listed}",
            "Its class takes them, and a server, or a proxy before it, may leave them out of its answers: nobody can "
            "see whether they are set. A change is written as a whole, and takes away what it does not say. Give those "
            "that are set in `secret_config` or `secret_env` (`secrets=` in Python) before you change anything.",
            (config.name,),
        ),
    )


def _nothing_shown(name: str, field: str) -> Diagnostic:
    return Diagnostic(
        "warning",
        f"{name} is imported without its configuration: the server shows none of it",
        "A change is written as a whole, and takes away what it does not say. Give all that is set, and its secrets in "
        "`secret_config` or `secret_env` (`secrets=` in Python), before you change anything.",
        (field,),
    )


def secret_keys(remote: Remote, validation: Validation) -> Iterator[str]:
    """The keys of an object's class whose values are secrets; none where the server does not tell."""
    try:
        wire = known_wire(remote.resource, remote.values, remote.secrets, validation)
        answer = None if wire is None else remote.target.send(validation.call, wire, f"read the keys of {remote.name}")
    except SluiceError:
        return
    entries = None if answer is None else dig(answer.body, validation.entries)
    for entry in entries if isinstance(entries, list) else ():
        key = dig(entry, validation.key)
        if not isinstance(key, str):
            continue
        if dig(entry, validation.type) == validation.secret if validation.secret else sounds(SECRET_WORD, key):
            yield key
