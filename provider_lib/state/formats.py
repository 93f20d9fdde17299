"""Agent keys and tokens in the forms in which the programs take them that use them.

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
from provider_lib.state.view import AgentKey, Credential

Show = Callable[[Secret], str]
"""How a key is written: ``str`` masks it, ``Secret.reveal`` does not."""

AGENT_PORT = 10000


def as_environment(found: Iterable[Credential], show: Show = str, *, kind: type[Credential] = AgentKey) -> str:
    """The variable that the program reads.

    Args:
        kind: what is looked for, in words, when there is none.

    Raises:
        StateError: there is not exactly one, or it would break out of its line.
    """
    only = _only(found, kind)
    value = show(only.secret)
    if not value.isprintable():
        raise StateError(
            f"The {kind.title} of {only.owner} holds a character that a line cannot hold",
            f"So no variable is made of it; --format kubernetes can hold it. Look at what made this {kind.title}.",
        )
    return f"{only.variable}={value}\n"


def as_kubernetes_secrets(found: Iterable[Credential], show: Show = str) -> str:
    """A Kubernetes Secret for each, as one YAML stream.

    Raises:
        StateError: two of them would get one name.
    """
    manifests: dict[str, str] = {}
    for one in found:
        name = f"{one.system}-{one.label}-{re.sub(r'[^a-z0-9]+', '-', one.owner.lower()).strip('-')}"
        if name in manifests:
            raise StateError(f"Two {one.option}s give the Secret name {name}", f"Choose one with --{one.option}.")
        data = base64.b64encode(show(one.secret).encode()).decode()
        manifests[name] = (
            f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: {json.dumps(name)}\n"
            f"  annotations:\n    sluice/{one.option}: {json.dumps(one.owner)}\n"
            f"type: Opaque\ndata:\n  {one.variable}: {json.dumps(data)}\n"
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
        f"      agentKey:\n        value: {json.dumps(show(_only(keys, AgentKey).secret))}\n"
    )


def _only(found: Iterable[Credential], kind: type[Credential]) -> Credential:
    every = list(found)
    if len(every) != 1:
        names = ", ".join(sorted(one.owner for one in every)) or "none"
        raise StateError(
            f"This format takes one {kind.title}, and there are {len(every)}",
            f"Choose one with --{kind.option}; there are: {names}.",
        )
    return every[0]
