"""The object as it was before a change or a replacement, so that it can be put back.

When that is done is decided in operations/progress.py and operations/replace.py.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.dataclass import replace
from provider_lib.rest.json.paths import dig
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secret_digests import unchanged
from provider_lib.rest.mapping.secrets import Secrets, is_hidden
from provider_lib.rest.object.remote import NO_SECRETS, Remote
from provider_lib.rest.object.unmanaged import settable
from provider_lib.spec import Field, roles

TIME_TO_PUT_BACK = 60.0
"""Seconds for putting an object back, whatever is left of the time for the change that failed."""


def as_before(remote: Remote, prior: Values, private: Private, before: Any) -> Remote | None:
    """The object as the server had it, as far as it can be given back; None when that would not be faithful.

    Args:
        remote: the object, with the secrets that are known now.
        prior: its state.
        private: says which of the secrets are still those that were written.
        before: the server's view of it.
    """
    known = unchanged(private, remote.secrets)
    values, secrets = dict(prior), NO_SECRETS
    for field, config in remote.resource.fields_with(roles.ConfigMap):
        restored = _configuration(remote, field, config, prior, private, before, known)
        if restored is None:
            return None
        values[field.name] = restored
    if remote.resource.fields_with(roles.Document):
        if private.written - known.keys():
            return None
        secrets = Secrets(known, {})
    for field, _ in remote.resource.fields_with(roles.OwnedMap):
        theirs = dig(before, field.answer_path or field.name)
        values[field.name] = {**(theirs if isinstance(theirs, Mapping) else {}), **(prior[field.name] or {})} or None
    # Ctrl-C ends what failed, and not what makes good for it.
    target = replace(remote.target.within(TIME_TO_PUT_BACK), stop=threading.Event())
    return replace(remote, target=target, values=values, secrets=secrets)


def _configuration(
    remote: Remote,
    field: Field,
    config: roles.ConfigMap,
    prior: Values,
    private: Private,
    before: Any,
    known: Mapping[str, str],
) -> dict[str, Any] | None:
    """The whole configuration that the server had; None where it hides a secret that nobody knows."""
    shown = dig(before, field.answer_path or field.name)
    if config.null_removed:  # it holds keys that only the server may set
        shown = settable(remote, shown if isinstance(shown, Mapping) else {}) | (prior[field.name] or {})
    if not isinstance(shown, dict):
        return None
    masks = remote.masks
    ours = {**(prior[field.name] or {}), **known}
    hidden = {key for key, value in shown.items() if is_hidden(key, value, masks)}
    hidden |= {key for key in private.written if shown.get(key) in (None, "")}
    if hidden - ours.keys():
        return None
    return {**shown, **{key: ours[key] for key in hidden}}


def is_held(remote: Remote) -> bool:
    """Whether it should be in another state than the one it runs in by itself."""
    lifecycle = remote.resource.lifecycle
    return lifecycle is not None and remote.values[lifecycle.desired] != "running"
