"""What a change would take away from the server: said in the plan, or refused where it must not be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from provider_lib.contract import Diagnostic, Values
from provider_lib.errors import SluiceError
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.mapping.secrets import WHOLE
from provider_lib.rest.object.definition import definition_of
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.object.unmanaged import cannot_write_back
from provider_lib.spec import Call, Field, Redefine, roles

NO_CALL: Final = "Its API has no call that changes it."


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
    yield from _made_anew(remote, config, prior)


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
    return update is not None and not (isinstance(update, Call) and update.merge)


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


def _made_anew(remote: Remote, config: Field, prior: Values) -> Iterator[Diagnostic]:
    """That the object goes and comes again to be changed, or that nobody can tell."""
    update, way = remote.api.update, remote.api.recreate
    if way is None:
        return
    try:
        obstacle = definition_of(remote, update, prior).obstacle if isinstance(update, Redefine) else NO_CALL
    except SluiceError as error:
        summary = f"{remote.name} may be deleted and made again to be changed"
        yield Diagnostic(
            "warning", summary, f"Whether it can be changed in place could not be told: {error}", (config.name,)
        )
        return
    if obstacle:
        summary = f"{remote.name} will be deleted and made again to be changed"
        keeps = f"; {way.keeps}" if way.keeps else ""
        yield Diagnostic("warning", summary, f"{obstacle}\nIt is away until it runs again{keeps}.", (config.name,))
