"""Groups, and who is in them: a membership is kept with the group, and written from here or from a service account.

Source: the groups page of the HQ API reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from provider_lib.sandbox.collection import Stored
from provider_lib.sandbox.lenses.objects import Body, Objects, compact, edited, kept, require_known
from provider_lib.sandbox.lenses.roles import Roles
from provider_lib.sandbox.part import World

ACCOUNT = "iam:service-account"


class GroupBody(Body):
    """What a create says of a group."""

    sso_name: Annotated[str, Field(min_length=1, max_length=150)] = ""
    description: Annotated[str, Field(max_length=250)] = ""
    members: Annotated[list[str], Field(default_factory=list)]
    roles: Annotated[list[str], Field(default_factory=list)]


class Groups(Objects):
    """The operations on groups."""

    lrn, prefix, title, body = "iam:group", "group", "Group", GroupBody
    fixed = frozenset({"name", "members"})

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._roles = Roles(world)
        self._accounts = kept(world, ACCOUNT)

    def checked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        fields = super().checked(given)
        require_known("members", fields["members"], {*self.switches.users, *(one.name for one in self._accounts.all())})
        require_known("roles", fields["roles"], [one.name for one in self._roles.kept.all()])
        return fields | {"sso_name": fields["sso_name"] or fields["name"]}

    def changed(self, one: Stored, given: Mapping[str, Any]) -> Stored:
        rest = {field: value for field, value in given.items() if not field.endswith("_members")}
        members = edited(one.fields["members"], given, "add_members", "remove_members", "set_members")
        return super().changed(one, {**rest, "members": members})

    def listed(self, one: Stored) -> dict[str, Any]:
        accounts, users = self._members(one)
        counts = {"user_count": len(users), "sa_count": len(accounts), "role_count": len(one.fields["roles"])}
        return compact(self.lrn, one, **_words(one), **counts)

    def details(self, one: Stored) -> dict[str, Any]:
        accounts, users = self._members(one)
        return {
            **_words(one),
            "roles": [self._roles.listed(self._roles.named(name)) for name in one.fields["roles"]],
            "users": [{"name": name, "display_name": name, "lrn": f"iam:user:{name}"} for name in users],
            "service_accounts": [compact(ACCOUNT, account, is_admin=False) for account in accounts],
        }

    def _members(self, one: Stored) -> tuple[list[Stored], list[str]]:
        """Its service accounts and its users."""
        found = {name: self._accounts.find(name) for name in one.fields["members"]}
        return [account for account in found.values() if account], [name for name in found if not found[name]]


def _words(one: Stored) -> dict[str, Any]:
    return {key: one.fields[key] for key in ("sso_name", "description")}
