"""Service accounts and their tokens, which are shown once.

Source: the service-accounts page of the HQ API reference. It does not show how a token is renewed: path and verb are
those by which an environment's key is.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from provider_lib.sandbox.clock import timestamp
from provider_lib.sandbox.collection import Stored
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.lenses.groups import ACCOUNT, Groups
from provider_lib.sandbox.lenses.objects import Body, Objects, edited, require_known
from provider_lib.sandbox.part import World


def _in_utc(text: str) -> str:
    return timestamp(datetime.fromisoformat(text).timestamp())


class AccountBody(Body):
    """What a create says of a service account."""

    description: Annotated[str, Field(max_length=250)] = ""
    token_expires_at: Annotated[str, AfterValidator(_in_utc)] | None = None


class ServiceAccounts(Objects):
    """The operations on service accounts."""

    lrn, prefix, title, body = ACCOUNT, "sa", "Service account", AccountBody
    fixed = frozenset({"name", "token_expires_at"})

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._groups = Groups(world)

    def delete(self, call: Call) -> Answer:
        answer = super().delete(call)
        self.forget(Groups.lrn, "members", call.params["name"])
        return answer

    def created(self, one: Stored) -> Answer:
        return self._with_new_token(one, 201)

    def renew_token(self, call: Call) -> Answer:
        one, given = self.require(call), call.json_object() if call.body else {}
        expires = {"token_expires_at": given.get("token_expires_at")}
        return self._with_new_token(self.changed(one, expires), self.switches.renew_token_status)

    def put_groups(self, call: Call) -> Answer:
        one, groups = self.require(call), self._groups.kept
        known = {group.name: group for group in groups.all()}
        now = [name for name, group in known.items() if one.name in group.fields["members"]]
        wanted = edited(now, call.json_object(), "add_to_groups", "remove_from_groups", "set_groups")
        require_known("groups", wanted, known)
        for name, group in known.items():
            members = [member for member in group.fields["members"] if member != one.name]
            groups.change(group, {**group.fields, "members": members + [one.name] * (name in wanted)})
        return Answer(self.shown(one))

    def has_expired(self, one: Stored) -> bool:
        """Whether its token is no longer accepted."""
        expires = one.fields["token_expires_at"]
        return expires is not None and expires <= timestamp(self.world.clock.now())

    def details(self, one: Stored) -> dict[str, Any]:
        expires = one.fields["token_expires_at"]
        groups = [group for group in self._groups.kept.all() if one.name in group.fields["members"]]
        return {
            "description": one.fields["description"],
            "groups": [self._groups.listed(group) for group in groups],
            **({"token_expires_at": expires} if expires else {}),
            "token_expired": self.has_expired(one),
            "is_admin": False,
        }

    def _with_new_token(self, one: Stored, status: int) -> Answer:
        token = f"sa_key_{secrets.token_urlsafe(24)}"
        return Answer({**self.shown(self.kept.change(one, token=token)), "token": token}, status)
