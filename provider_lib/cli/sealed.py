"""Agent keys and tokens that are sealed: opened where an identity does that, else told to whom they are sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, TypeVar

import typer

from provider_lib.errors import StateError
from provider_lib.sealing import IDENTITY_VARIABLE, Identities, is_sealed
from provider_lib.spec.secret import Secret
from provider_lib.state.view import Credential

AnyCredential = TypeVar("AnyCredential", bound=Credential)

Identity = Annotated[
    str | None,
    typer.Option(
        "--identity",
        metavar="FILE",
        help=f"With --reveal, open what is sealed with the age identity in this file (by default {IDENTITY_VARIABLE}).",
    ),
]


def opened(found: Iterable[AnyCredential], identity: str | None, environ: Mapping[str, str]) -> list[AnyCredential]:
    """Those that an identity opens in clear, the others as they are.

    Args:
        identity: the file of one; by default the environment says.

    Raises:
        ConfigError: there is no identity in it.
    """
    every = list(found)
    given = identity or environ.get(IDENTITY_VARIABLE)
    if not given or not any(_is_sealed(one) for one in every):
        return every
    identities = Identities(given, "--identity" if identity else IDENTITY_VARIABLE)
    return [_opened(one, identities) for one in every]


def _opened(one: AnyCredential, identities: Identities) -> AnyCredential:
    clear = identities.open(one.secret.reveal()) if _is_sealed(one) else None
    return one if clear is None else one.with_secret(Secret(clear))


def shown(one: Credential, show: Callable[[Secret], str]) -> str:
    """A secret as it is shown in a list: of a sealed one, who can read it."""
    if not _is_sealed(one):
        return show(one.secret)
    return f"sealed to {', '.join(one.recipients) or 'somebody'}"


def refuse_sealed(found: Sequence[Credential]) -> None:
    """Refuse to write out what nobody could use.

    Raises:
        StateError: one is still sealed.
    """
    for one in found:
        if _is_sealed(one):
            raise StateError(
                f"The {one.title} of {one.owner} is {shown(one, str)}, and nothing here opens it",
                f"Give --identity FILE, or set {IDENTITY_VARIABLE}, with an age identity of one of them.",
            )


def _is_sealed(one: Credential) -> bool:
    return is_sealed(one.secret.reveal())
