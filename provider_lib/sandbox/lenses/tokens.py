"""Who may call Lenses HQ: service-account tokens, fixed so that tests and examples can name them."""

from __future__ import annotations

from collections.abc import Container
from functools import wraps
from typing import Literal

from provider_lib.sandbox.collection import Stored
from provider_lib.sandbox.exchange import Answer, Call, Handler
from provider_lib.sandbox.lenses.groups import Groups
from provider_lib.sandbox.lenses.refusals import Problem
from provider_lib.sandbox.lenses.roles import Roles
from provider_lib.sandbox.lenses.service_accounts import ServiceAccounts
from provider_lib.sandbox.part import World

TOKEN = "sa_key_4f1c9b27"
"""May do everything."""
VIEWER_TOKEN = "sa_key_viewer"
"""May read, except the configuration of connectors."""
POWERLESS_TOKEN = "sa_key_powerless"
"""Is known, but may do nothing."""
EXPIRED_TOKEN = "sa_key_of_old"
"""Is no longer accepted."""

Right = Literal["read", "write"]

_RIGHTS: dict[str, frozenset[Right]] = {
    TOKEN: frozenset({"read", "write"}),
    VIEWER_TOKEN: frozenset({"read"}),
    POWERLESS_TOKEN: frozenset(),
}


def token_of(call: Call) -> str:
    """The bearer token of ``call``; empty when it has none."""
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


class Access:
    """Who may do what. Policies are not weighed: an account may do everything if a role of its groups allows `*`."""

    def __init__(self, world: World) -> None:
        self._accounts = ServiceAccounts(world)
        self._groups = Groups(world).kept
        self._roles = Roles(world).kept

    def needs(self, right: Right, handler: Handler) -> Handler:
        """Let a handler be called only with a token that has ``right``."""

        @wraps(handler)
        def guarded(call: Call) -> Answer:
            if right not in self._rights(token_of(call)):
                raise Problem(403, "The principal is not allowed to do this")
            return handler(call)

        return guarded

    def _rights(self, token: str) -> Container[Right]:
        """What a token allows.

        Raises:
            Problem: 401, it is not known or has expired.
        """
        if token in _RIGHTS:
            return _RIGHTS[token]
        account = next((one for one in self._accounts.kept.all() if one.hidden["token"] == token), None)
        if token == EXPIRED_TOKEN or (account and self._accounts.has_expired(account)):
            raise Problem(401, "The token has expired", kind="unauthorised")
        if account is None:
            raise Problem(401, "Authentication is required", kind="unauthorised")
        return _RIGHTS[TOKEN if self._may_do_everything(account) else POWERLESS_TOKEN]

    def _may_do_everything(self, account: Stored) -> bool:
        groups = [group.fields for group in self._groups.all() if account.name in group.fields["members"]]
        roles = [self._roles.find(role) for group in groups for role in group["roles"]]
        statements = [statement for role in roles if role is not None for statement in role.fields["policy"]]
        return any(statement["effect"] == "allow" and "*" in statement["action"] for statement in statements)
