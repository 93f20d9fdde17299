"""Which agent keys, tokens and connectors do we own, and where: a typed view of the Terraform state of every stack.

state = read(stacks, engine, tracks)
for connector in state.connectors():
    print(connector.stack, connector.environment, connector.name, connector.id)

Names are loaded when they are first used: the provider's process takes only the journal.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provider_lib.state.formats import as_environment, as_kubernetes_secrets, as_provisioning
    from provider_lib.state.reading import StackSource, StateReader, read
    from provider_lib.state.stored import StoredObject, stored_objects
    from provider_lib.state.view import AgentKey, Connector, Resource, State, Token

_HOMES = {
    "as_environment": "formats",
    "as_kubernetes_secrets": "formats",
    "as_provisioning": "formats",
    "StackSource": "reading",
    "StateReader": "reading",
    "read": "reading",
    "StoredObject": "stored",
    "stored_objects": "stored",
    "AgentKey": "view",
    "Connector": "view",
    "Resource": "view",
    "State": "view",
    "Token": "view",
}

__all__ = [
    "AgentKey",
    "Connector",
    "Resource",
    "StackSource",
    "State",
    "StateReader",
    "StoredObject",
    "Token",
    "as_environment",
    "as_kubernetes_secrets",
    "as_provisioning",
    "read",
    "stored_objects",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
