"""Secrets that only their recipients can read: sealed when they arrive, and sealed anew when those become others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from provider_lib.sealing import IDENTITY_VARIABLE, Identities, is_sealed, seal
from provider_lib.spec import Resource, roles
from provider_lib.spec.types import UNKNOWN


class Seals:
    """Seals secrets, and opens them with the identity of this run, where it has one.

    Args:
        environment: may hold the identity.
        mask: is told everything secret that was in clear for a moment.
    """

    def __init__(self, environment: Mapping[str, str], mask: Callable[..., None]) -> None:
        self._given = environment.get(IDENTITY_VARIABLE, "")
        self._mask = mask

    @cached_property
    def identities(self) -> Identities | None:
        """What opens seals here; None without any.

        Raises:
            ConfigError: what the environment holds is no identity.
        """
        if not self._given:
            return None
        found = Identities(self._given)
        self._mask(*found.texts)
        return found

    def sealed(self, secret: str, recipients: Sequence[str] | None) -> str:
        """A secret as these recipients have it; in clear when there are none."""
        self._mask(secret)
        return seal(secret, recipients) if recipients else secret

    def opened(self, secret: str) -> str | None:
        """A secret in clear; None when it is sealed and nothing here opens it."""
        if not is_sealed(secret):
            return secret
        clear = None if self.identities is None else self.identities.open(secret)
        if clear is not None:
            self._mask(clear)
        return clear

    def readdressed(
        self, resource: type[Resource], held: Mapping[str, Any] | None, wanted: Mapping[str, Any]
    ) -> dict[str, str | None]:
        """The secrets whose recipients become others, in clear; None for one that nothing here opens.

        Args:
            held: the secrets, and their recipients so far.
            wanted: the recipients from now on.
        """
        return {
            field.name: self.opened(held[field.name])
            for field, once in resource.fields_with(roles.Once)
            if held is not None
            and once.sealed_to is not None
            and isinstance(held[field.name], str)
            and not _are_the_same(held[once.sealed_to], wanted[once.sealed_to])
        }

    def kept(self, resource: type[Resource], held: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> set[str]:
        """The fields of recipients whose secrets need not be renewed for a change of them."""
        lost = {name for name, clear in self.readdressed(resource, held, wanted).items() if clear is None}
        renewed = {once.sealed_to for field, once in resource.fields_with(roles.Once) if field.name in lost}
        return {field.name for field, _ in resource.fields_with(roles.Recipients)} - renewed


NO_SEALS: Final = Seals({}, lambda *_: None)


def _are_the_same(before: Sequence[str] | None, now: Any) -> bool:
    return now is not UNKNOWN and set(before or ()) == set(now or ())
