"""Which agent keys, tokens and connectors do we own, and where: a typed view of the Terraform state of every stack.

state = read(stacks, engine, tracks)
for connector in state.connectors():
    print(connector.stack, connector.environment, connector.name, connector.id)
"""

from __future__ import annotations

from provider_lib.state.formats import as_environment, as_kubernetes_secrets, as_provisioning
from provider_lib.state.reading import StackSource, StateReader, read
from provider_lib.state.view import AgentKey, Connector, Resource, State, Token

__all__ = [
    "AgentKey",
    "Connector",
    "Resource",
    "StackSource",
    "State",
    "StateReader",
    "Token",
    "as_environment",
    "as_kubernetes_secrets",
    "as_provisioning",
    "read",
]
