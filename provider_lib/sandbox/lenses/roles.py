"""Roles.

Source: the roles page of the HQ API reference.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from provider_lib.sandbox.collection import Stored
from provider_lib.sandbox.exchange import Answer, Call
from provider_lib.sandbox.lenses.objects import Body, Fields, Objects, compact

OneOrMore = Annotated[
    list[str], BeforeValidator(lambda value: [value] if isinstance(value, str) else value), Field(min_length=1)
]
"""A text or a list of them."""


class Statement(Fields):
    """A statement of a policy."""

    effect: Literal["allow", "deny"]
    action: OneOrMore
    resource: OneOrMore


class RoleBody(Body):
    """What a create says of a role."""

    description: Annotated[str, Field(max_length=280)] = ""
    policy: Annotated[list[Statement], Field(min_length=1)]


class Roles(Objects):
    """The operations on roles."""

    lrn, prefix, title, body = "iam:role", "role", "Role", RoleBody

    def delete(self, call: Call) -> Answer:
        self.forget("iam:group", "roles", call.params["name"])
        return super().delete(call)

    def listed(self, one: Stored) -> dict[str, Any]:
        return compact(self.lrn, one, description=one.fields["description"], policy_length=len(one.fields["policy"]))

    def details(self, one: Stored) -> dict[str, Any]:
        policy = [{key: self._spelled(value) for key, value in statement.items()} for statement in one.fields["policy"]]
        return {"description": one.fields["description"], "policy": policy}

    def _spelled(self, value: Any) -> Any:
        lone = self.switches.lone_policy_value == "text" and isinstance(value, list) and len(value) == 1
        return value[0] if lone else value
