"""Changing an object in place, by its definition, or by delete and create where its API knows no change."""

from __future__ import annotations

from provider_lib.contract import Applied, Diagnostic, Values
from provider_lib.rest.api.unforeseen import as_error
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.diagnostics import storable
from provider_lib.rest.object.remote import Remote
from provider_lib.rest.operations.progress import Progress


def update(remote: Remote, prior: Values, private: Private, diagnostics: tuple[Diagnostic, ...] = ()) -> Applied:
    """Bring an object from its prior state into the one that ``remote`` describes.

    Returns what was reached: with an error diagnostic, the state that the server really holds.
    """
    progress = Progress(remote, prior, private)
    try:
        progress.run()
    except Exception as cause:
        failure = as_error(cause, f"update {remote.name}")
        told = (*diagnostics, *progress.told, Diagnostic.of(failure))
        return Applied(progress.truth(), progress.private.dump(), told)
    return Applied(storable(progress.reached), progress.private.dump(), (*diagnostics, *progress.told))
