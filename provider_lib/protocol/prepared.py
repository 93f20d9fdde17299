"""Answers that are the same in every run: made once, so that a start that only asks for them loads no declaration.

The first of the three starts of a plan asks for the schemas and for nothing else. A file that is damaged, after a disk
was full or a machine fell, counts as none: Terraform would refuse the provider and not say why.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provider_lib.contract import Provider

METHODS = ("GetProviderSchema", "GetResourceIdentitySchemas")

SUM = 4
"""Bytes behind an answer, which tell that it is whole."""


def prepare(factory: Callable[[], Provider], folder: Path) -> None:
    """Write what a provider answers, a file for each method.

    Args:
        factory: makes the provider; what it raises is raised here.
        folder: for the files.
    """
    from provider_lib.protocol.dispatch import CALLS
    from provider_lib.protocol.resource_types import compile_types

    types = compile_types(factory())
    folder.mkdir(exist_ok=True)
    for name in METHODS:
        call = CALLS[name]
        response = call.message.Response()
        call.handle(types, types.settings, call.message.Request(), response)
        answer = response.SerializeToString(deterministic=True)
        (folder / name).write_bytes(answer + _sum(answer))


def prepared(folder: Path) -> Mapping[str, bytes]:
    """What was written there, by method; nothing where nothing was, or not all of it can be read as it was."""
    with suppress(OSError):
        files = {name: (folder / name).read_bytes() for name in METHODS}
        if all(_sum(data[:-SUM]) == data[-SUM:] for data in files.values()):
            return {name: data[:-SUM] for name, data in files.items()}
    return {}


def _sum(answer: bytes) -> bytes:
    return crc32(answer).to_bytes(SUM, "big")
