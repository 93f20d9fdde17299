"""Secrets in clear: constructs refuse them, but what is put over an argument, or called plain, they let pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provider_lib.policy.rules import ConnectorRule, Found
from provider_lib.policy.subjects import Connector
from provider_lib.spec.clear_secrets import clear_secret


@dataclass(frozen=True)
class ClearSecret(ConnectorRule):
    """No entry of a configuration has a password in it, in the user part of an address either."""

    id: str = "clear-secret"
    reason: str = "It lies in cdktf.out, in plans and in the state, where everybody reads it."
    way_out: str = 'Give it as secrets={"<key>": Secret.env("<variable>")}, and make it a new one.'
    source: str = "docs/guides/secrets.md"

    def look_at(self, connector: Connector) -> Iterator[Found]:
        """Entries that are secrets by their name or form; none is repeated."""
        for key, value in connector.config.entries.items():
            what = clear_secret(key, value) if isinstance(value, str) else None
            if what:
                yield Found(f"is {what}", connector.config.at(key))
