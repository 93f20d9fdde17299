"""Which resources of other providers a resource takes over by their state, without touching the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from provider_lib.dataclass import dataclass
from provider_lib.spec.names import FieldName, IsRegex, Place
from provider_lib.spec.upgrades import Step
from provider_lib.spec.word import word


@word
@dataclass(frozen=True, slots=True)
class Predecessor:
    """A resource of another provider whose state says which object it is; the server says all the rest.

    Args:
        provider: namespace and name of its provider, in small letters; the registry may be any.
        type: its type, as a regular expression.
        versions: those of its schema that can be read.
        takes: field -> where its state, after the steps, says the value that a read needs.
        secrets: where its state has the map whose keys are those of secrets; the values are not looked at.
        steps: what makes its state say that, where it does not do so plainly.
    """

    provider: str
    type: Annotated[str, IsRegex()]
    versions: tuple[int, ...]
    takes: Mapping[FieldName, Place]
    secrets: Place | None = None
    steps: tuple[Step, ...] = ()
