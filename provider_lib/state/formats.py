"""Agent keys in the forms in which a Lenses agent takes them.

Sources: Lenses agent, Docker start (PROVISION_AGENT_KEY), and provisioning.yaml with its one ``lenses-hq`` connection.
Scalars are written as JSON, which YAML reads alike; so no key can break out of its place.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable

from provider_lib.errors import StateError
from provider_lib.spec.secret import Secret
from provider_lib.state.view import AgentKey

Show = Callable[[Secret], str]
"""How a key is written: ``str`` masks it, ``Secret.reveal`` does not."""

AGENT_PORT = 10000
VARIABLE = "PROVISION_AGENT_KEY"


def as_environment(keys: Iterable[AgentKey], show: Show = str) -> str:
    """The variable that the agent's Docker image reads.

    Raises:
        StateError: there is not exactly one key.
    """
    return f"{VARIABLE}={show(_only(keys).key)}\n"


def as_kubernetes_secrets(keys: Iterable[AgentKey], show: Show = str) -> str:
    """A Kubernetes Secret for each key, as one YAML stream.

    Raises:
        StateError: two environments would get one name.
    """
    manifests: dict[str, str] = {}
    for key in keys:
        name = f"lenses-agent-{re.sub(r'[^a-z0-9]+', '-', key.environment.lower()).strip('-')}"
        if name in manifests:
            raise StateError(f"Two environments give the Secret name {name}", "Choose one with --environment.")
        data = base64.b64encode(show(key.key).encode()).decode()
        manifests[name] = (
            f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: {json.dumps(name)}\n"
            f"  annotations:\n    sluice/environment: {json.dumps(key.environment)}\n"
            f"type: Opaque\ndata:\n  {VARIABLE}: {json.dumps(data)}\n"
        )
    return "---\n".join(manifests.values())


def as_provisioning(keys: Iterable[AgentKey], server: str, show: Show = str, *, port: int = AGENT_PORT) -> str:
    """The part of the agent's provisioning.yaml that connects it to HQ.

    Args:
        server: host name of HQ.
        port: on which HQ listens for agents.

    Raises:
        StateError: there is not exactly one key.
    """
    return (
        "lensesHq:\n  - name: lenses-hq\n    version: 1\n    tags: []\n    configuration:\n"
        f"      server:\n        value: {json.dumps(server)}\n      port:\n        value: {port}\n"
        f"      agentKey:\n        value: {json.dumps(show(_only(keys).key))}\n"
    )


def _only(keys: Iterable[AgentKey]) -> AgentKey:
    found = list(keys)
    if len(found) != 1:
        names = ", ".join(sorted(key.environment for key in found)) or "none"
        raise StateError(
            f"This format takes one agent key, and there are {len(found)}",
            f"Choose one with --environment; there are: {names}.",
        )
    return found[0]
