"""What a server found nothing wrong with: the core plans again when it applies, and nobody need ask twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from provider_lib.contract import Diagnostic
from provider_lib.rest.json.exact_json import encode
from provider_lib.rest.mapping.request import body_of, path_of
from provider_lib.rest.object.remote import Remote
from provider_lib.spec import Validation
from provider_lib.spec.types import is_known


class Memory(Protocol):
    """What outlives this process for a while; whatever fails is an OSError."""

    def note(self, mark: str, /) -> None:
        """Keep a mark."""
        ...

    def has(self, mark: str, /) -> bool:
        """Whether a mark was kept a while ago at most."""
        ...


class Validated:
    """The configurations that were validated. Safe to use from several threads.

    Terraform's core hands the second plan, that of the apply, nothing which the first one gave, and it tells nobody
    which of the two it makes; but only an apply applies. A plan always asks.

    Args:
        memory: None where nothing is kept.
        follows_plan: whether each walk applies a plan that was made before.

    Attributes:
        is_applying: whether what is planned in this walk was planned before: something was applied in it, or it
            follows a plan.
    """

    def __init__(self, memory: Memory | None, *, follows_plan: bool = False) -> None:
        self._memory = memory
        self._follows_plan = follows_plan
        self.begin()

    def begin(self) -> None:
        """Begin a walk."""
        self.is_applying = self._follows_plan

    def unless_known(self, planned: Remote, ask: Callable[[], list[Diagnostic] | None]) -> Sequence[Diagnostic]:
        """What a server says of a configuration; nothing where it said nothing of the same one before this apply.

        Args:
            ask: asks it; None where it could not be asked yet, which says nothing of the configuration.
        """
        memory = self._memory
        if memory is None or (mark := _mark(planned)) is None:
            return ask() or ()
        if self.is_applying and _tried(memory.has, mark):
            return ()
        said = ask()
        if said == [] and not self.is_applying:
            _tried(memory.note, mark)
        return said or ()


def _tried(do: Callable[[str], bool | None], mark: str) -> bool:
    """What a memory says; nothing where it fails, which costs a request."""
    try:
        return do(mark) is True
    except OSError:
        return False


def _mark(planned: Remote) -> str | None:
    """What tells a configuration from others, without its secrets; None where not all of it is known."""
    validation = planned.resource.validation
    if not isinstance(validation, Validation) or not planned.secrets.are_known:
        return None
    if not is_known(planned.values[validation.into]):
        return None
    bare = Remote(planned.target, planned.resource, planned.values)
    try:
        wire: dict[str, Any] = bare.wire
        asked = [path_of(validation.call, wire), body_of(validation.call, planned.resource.fields(), wire)]
    except KeyError:
        return None
    whole = [planned.target.client.settings.url.root, *asked, sorted(planned.secrets.values)]
    return hashlib.sha256(encode(whole).encode()).hexdigest()
