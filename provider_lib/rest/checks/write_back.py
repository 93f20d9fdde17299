"""What a change would take away from the server: said in the plan, or refused where it must not be."""

from __future__ import annotations

from collections.abc import Iterator

from provider_lib.contract import Diagnostic, Values
from provider_lib.errors import SluiceError
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import WHOLE
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.unmanaged import cannot_write_back
from provider_lib.spec import Call, Field, Recreate, roles


def losses(remote: Remote, prior: Values | None, private: Private, changes: set[str]) -> Iterator[Diagnostic]:
    """What a planned change takes away beside what the plan of its attributes shows.

    Args:
        remote: the object as planned.
        prior: its state; None when it is new.
        private: what is remembered of it.
        changes: the fields that change.
    """
    config = remote.resource.only(roles.ConfigMap)
    fields = remote.resource.fields()
    if prior is None or config is None or not any(fields[name].role.traits.change == "body" for name in changes):
        return
    yield from _hidden(remote, config, private)
    yield from _given_up(remote, config, private)


def _hidden(remote: Remote, config: Field, private: Private) -> Iterator[Diagnostic]:
    """Entries that the server hides and nobody here knows, where a change is written as a whole."""
    given = {*(remote.values[config.name] or {}), *remote.secrets.values}
    lost = [key for key in private.hidden if key not in given]
    if lost and _is_written_whole(remote):
        yield Diagnostic.of(cannot_write_back(remote.name, config.name, lost))


def _is_written_whole(remote: Remote) -> bool:
    """Whether a change sends the whole configuration, so that what it leaves out is gone."""
    if any(role.null_removed for _, role in remote.resource.fields_with(roles.ConfigMap)):
        return False
    try:
        update = remote.update_call()
    except SluiceError:
        return False  # nobody can tell now; the write itself looks again
    return isinstance(update, Recreate) or (isinstance(update, Call) and not update.merge)


def _given_up(remote: Remote, config: Field, private: Private) -> Iterator[Diagnostic]:
    """Secrets that were ours and are no longer declared: their removal shows nowhere else."""
    if WHOLE in remote.secrets.values:
        return
    gone = sorted(private.written - remote.secrets.values.keys() - (remote.values[config.name] or {}).keys())
    if gone:
        yield Diagnostic(
            "warning",
            f"{', '.join(gone)} will be removed from {remote.name}",
            f"It was set as a secret of `{config.name}` and is not declared any more.",
            (config.name,),
        )
