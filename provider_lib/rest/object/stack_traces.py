"""Stack traces in state: a trace may quote the configuration, so it is stored only without its secrets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from provider_lib.contract import Values
from provider_lib.legible import legible
from provider_lib.rest.api.redact import Redactor
from provider_lib.rest.json.exact_json import as_text
from provider_lib.rest.json.paths import dig
from provider_lib.rest.json.semantic_equality import is_masked
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import looks_secret
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Lifecycle, Resource, roles

LONGEST = 20_000
"""Characters of a trace that are kept."""

WITHHELD = "withheld, because it may quote a secret that is not known here; the server itself shows it"


def with_traces(resource: type[Resource], state: Values, tell: Callable[[str], str]) -> Values:
    """A state in which every trace reads as ``tell`` words it."""
    if resource.lifecycle is None:
        return state
    own, told = resource.lifecycle.trace, dict(state)
    if own is not None and isinstance(state[own], str):
        told[own] = legible(tell(state[own]), LONGEST)
    for field, quoting in _quoting(resource.lifecycle):
        if isinstance(state[field], list):
            told[field] = [_retold(item, quoting, tell) for item in state[field]]
    return told


def _quoting(lifecycle: Lifecycle) -> list[tuple[str, str]]:
    """The fields whose items quote something, and where in an item."""
    parts = ((lifecycle.tasks, "trace"), (lifecycle.findings, "content"))
    return [(field, quoting) for field, quoting in parts if field is not None]


def traces_in(resource: type[Resource], told: Values) -> tuple[str, ...]:
    """The traces in telemetry: that of the whole first, then those of its tasks."""
    lifecycle = resource.lifecycle
    if lifecycle is None:
        return ()
    own = told.get(lifecycle.trace) if lifecycle.trace else None
    tasks = (told.get(lifecycle.tasks) if lifecycle.tasks else None) or ()
    return tuple(trace for trace in (own, *(task.get("trace") for task in tasks)) if trace)


def _retold(item: Any, quoting: str, tell: Callable[[str], str]) -> Any:
    if not (isinstance(item, dict) and isinstance(item.get(quoting), str)):
        return item
    return {**item, quoting: legible(tell(item[quoting]), LONGEST)}


def _quotes_anything(resource: type[Resource], state: Values) -> bool:
    """Whether there is a trace in a state, or a finding: most objects run, and have neither."""
    lifecycle = resource.lifecycle
    if lifecycle is None:
        return False
    if lifecycle.trace is not None and state[lifecycle.trace] is not None:
        return True
    parts = ((item, quoting) for field, quoting in _quoting(lifecycle) for item in state[field] or ())
    return any(isinstance(item, dict) and item.get(quoting) is not None for item, quoting in parts)


def discreet(remote: Remote, state: Values, view: Any, private: Private) -> Values:
    """A refreshed state whose traces quote no secret of the configuration.

    A refresh is given no configuration. The secrets are those that the answer holds in clear and those behind
    secret_env, beside what this run knows of others; where the server masks one, nobody can tell whether a trace
    quotes it.
    """
    if not _quotes_anything(remote.resource, state):
        return state
    masks = remote.masks
    field = remote.resource.only(roles.ConfigMap)
    found = dig(view, field.answer_path or field.name) if field is not None else None
    theirs: Mapping[str, Any] = found if isinstance(found, dict) else {}
    shown = {key: as_text(value) for key, value in theirs.items() if value is not None and not is_masked(value, masks)}
    known = remote.secrets.known | {
        key: value for key, value in shown.items() if key in private.digests or looks_secret(key, value)
    }
    if private.digests.keys() - known.keys():
        return with_traces(remote.resource, state, lambda _: WITHHELD)
    of_its_own, of_others = Redactor(*known.values()).quoted, remote.target.client.masked
    return with_traces(remote.resource, state, lambda trace: of_others(of_its_own(trace)))
