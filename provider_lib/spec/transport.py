"""The provider settings of a system: its own, and those about transport that every system has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from provider_lib.spec.schema import Attribute, Schema
from provider_lib.spec.system import Setting, System
from provider_lib.spec.types import Bool, Map, Number, Object, String

DEFAULT_TIMEOUT: Final = "30s"
DEFAULT_MAX_IN_FLIGHT: Final = 16
DEFAULT_MAX_RETRIES: Final = 4

TRANSPORT: Final[Mapping[str, Attribute]] = MappingProxyType(
    {
        "ca_file": Attribute(
            String(),
            "PEM file with certificate authorities to trust beside the public ones and the machine's own.",
            optional=True,
        ),
        "client_cert_file": Attribute(String(), "PEM file with the client certificate for mutual TLS.", optional=True),
        "client_key_file": Attribute(
            String(),
            "PEM file with the unencrypted key of `client_cert_file`; may be left out when that file holds both.",
            optional=True,
        ),
        "insecure": Attribute(
            Bool(), "Do not check the server's certificate. For trials only: anybody can listen in.", optional=True
        ),
        "timeout": Attribute(
            String(),
            f"How long a request may take in all, from the connection to the end of the answer, such as `45s` or `2m`; "
            f"`{DEFAULT_TIMEOUT}` when left out. A refresh and a data source take 10 minutes in all, at the most.",
            optional=True,
        ),
        "max_in_flight": Attribute(
            Number(), f"How many requests may run at once; {DEFAULT_MAX_IN_FLIGHT} when left out.", optional=True
        ),
        "max_retries": Attribute(
            Number(),
            f"How often a request that failed in passing is sent again; {DEFAULT_MAX_RETRIES} when left out, "
            "0 turns it off.",
            optional=True,
        ),
        "headers": Attribute(
            Map(String()),
            "Headers to send with every request. In a variable: a JSON object.",
            optional=True,
            sensitive=True,
        ),
    }
)
"""How to reach a server: the settings that every system has."""


def settings_attributes(system: System) -> dict[str, Attribute]:
    """What Terraform is told about the settings of a system: its own first, then those about transport."""
    return {item.name: _attribute(item) for item in system.settings} | dict(TRANSPORT)


def provider_schema(systems: Iterable[System]) -> Schema:
    """The provider block: an optional attribute for each system, a map by name where several are configured."""
    return Schema(
        {system.name: _system_attribute(system) for system in systems},
        "Every setting may be left out: it then comes from its environment variable, "
        "`SLUICE_<SYSTEM>_<SETTING>`, and a system that no resource uses needs none.",
    )


def _system_attribute(system: System) -> Attribute:
    one = Object(settings_attributes(system))
    if system.multiple:
        return Attribute(
            Map(one), f"How to reach each {system.title}, by a name that resources refer to.", optional=True
        )
    return Attribute(one, f"How to reach {system.title}.", optional=True)


def _attribute(item: Setting) -> Attribute:
    return Attribute(String(), item.doc, optional=True, sensitive=item.secret)
