"""The address under which configurations ask for the provider: ``HOST/NAMESPACE/sluice``.

By default nobody but Sluice itself has it. Who offers the provider in a registry of their own names that place instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from provider_lib import ADDRESS
from provider_lib.errors import ConfigError

VARIABLE = "SLUICE_PROVIDER_SOURCE"
"""Names the address in the environment."""

CONTEXT_KEY = "sluiceProviderSource"
"""Under which ``cdktf.json`` has the address in its ``context``."""

IN_CONTEXT = f'"{CONTEXT_KEY}" in the context of cdktf.json'
"""How an error names that place."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"{_LABEL}(?:\.{_LABEL})*(?::[0-9]{{1,5}})?/[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?/sluice")
_QUOTED = re.compile(r'"([a-z0-9.:-]+/[a-z0-9_-]+/sluice)"')


def provider_source(text: object, place: str) -> str:
    """The address that somebody wrote, as Terraform spells it.

    Args:
        text: what they wrote.
        place: where it stands, as a user would say it.

    Raises:
        ConfigError: it is none.
    """
    address = text.strip().lower() if isinstance(text, str) else ""
    if not is_ours(address):
        raise ConfigError(
            f"{place} is no address of the provider: {text!r}",
            f"Write HOST/NAMESPACE/sluice, such as registry.example.com/acme/sluice; without it, it is {ADDRESS}.",
        )
    return address


def chosen_source(environ: Mapping[str, str], in_context: object = None) -> str:
    """What the environment says, else the context of ``cdktf.json``, else the default.

    Args:
        environ: the environment; an empty variable counts as none.
        in_context: what the context has under its key.

    Raises:
        ConfigError: that is no address.
    """
    if named := environ.get(VARIABLE):
        return provider_source(named, VARIABLE)
    return ADDRESS if in_context is None else provider_source(in_context, IN_CONTEXT)


def sources_named_in(text: str) -> list[str]:
    """The addresses of ours that a configuration or a lock file names, in order.

    A module may have a source that looks the same; to know of an address that nobody asks for does no harm.
    """
    return list(dict.fromkeys(filter(is_ours, _QUOTED.findall(text))))


def is_ours(address: str) -> bool:
    """Whether a provider's address, as Terraform spells it, is one of this provider."""
    return _ADDRESS.fullmatch(address) is not None
