"""Answers that are the same in every run: made once, so that a start that only asks for them loads no declaration.

The first of the three starts of a plan asks for the schemas and for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provider_lib.contract import Provider

METHODS = ("GetProviderSchema", "GetResourceIdentitySchemas")


def prepare(factory: Callable[[], Provider], folder: Path) -> None:
    """Write what a provider answers, a file for each method.

    Args:
        factory: makes the provider.
        folder: for the files.
    """
    from provider_lib.protocol.dispatch import CALLS, SERVICE, Service

    handlers = Service(factory).handlers()
    folder.mkdir(exist_ok=True)
    for name in METHODS:
        answer = CALLS[name].message.Response.FromString(handlers[f"/{SERVICE}/{name}"](b""))
        (folder / name).write_bytes(answer.SerializeToString(deterministic=True))


def prepared(folder: Path) -> Mapping[str, bytes]:
    """What was written there, by method; nothing where nothing was, or not all of it can be read."""
    with suppress(OSError):
        return {name: (folder / name).read_bytes() for name in METHODS}
    return {}
