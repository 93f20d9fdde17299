"""Opening ephemeral resources: what is sealed in a state, in clear for one run."""

from __future__ import annotations

from typing import Any

from provider_lib.contract import Values
from provider_lib.errors import ConfigError
from provider_lib.rest.mapping.seals import Seals
from provider_lib.sealing import IDENTITY_VARIABLE
from provider_lib.spec import Ephemeral, roles


def opened(ephemeral: type[Ephemeral], config: Values, seals: Seals) -> Values:
    """What is configured, with what is opened of it.

    Raises:
        ConfigError: nothing here opens it.
    """
    return config | {
        field.name: _opened(config[role.of], role.of, seals) for field, role in ephemeral.fields_with(roles.Opened)
    }


def _opened(held: Any, name: str, seals: Seals) -> Any:
    if not isinstance(held, str):  # what is not known yet cannot be told either
        return held
    clear = seals.opened(held)
    if clear is None:
        given = "holds no identity of one of them" if seals.identities else "is not set"
        raise ConfigError(
            f"nothing here opens `{name}`",
            f"It is sealed to recipients, and {IDENTITY_VARIABLE} {given}, in the environment in which Terraform runs. "
            "Give it an identity, or the name of a file with one, for a plan too.",
            (name,),
        )
    return clear
