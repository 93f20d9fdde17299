"""Roles: what is allowed to those whose groups have them."""

from __future__ import annotations

from typing import Annotated, Literal

from provider_lib.spec import (
    Api,
    Consequence,
    DataSource,
    Length,
    Listing,
    Nested,
    NotEmpty,
    OnExists,
    Resource,
    computed,
    delete,
    get,
    key,
    on_exists,
    optional,
    patch,
    post,
    protection,
    required,
)
from provider_lib.systems.lenses.hq import LENSES, HqAttributes, HqFields, HqName

ROLES = "/api/v1/roles"
ROLE = ROLES + "/{name}"


class Statement(Nested):
    """A statement of a policy."""

    effect: Literal["allow", "deny"] = required("What it does; a denial wins over whatever allows the same.")
    action: Annotated[list[str], NotEmpty()] = required(
        "Actions, each as `service:Action`, or `*` for all.", example=["kafka:ListTopics", "kafka:GetTopicDetails"]
    )
    resource: Annotated[list[str], NotEmpty()] = required(
        "Lenses resource names, each as `service:resource-type:id`, or `*` for all.",
        example=["kafka:topic:orders/*"],
    )


class Role(HqFields, Resource, system=LENSES, name="role"):
    """A role of Lenses HQ: a policy that groups are given."""

    name: HqName = key("Name of the role; it is part of every path, so a change replaces it.", example="orders-reader")
    policy: Annotated[list[Statement], NotEmpty()] = required("What it allows and denies.")
    description: Annotated[str, Length(max=280)] | None = optional(
        "What it is for.", removed_as="", example="Reads the topics of the orders team."
    )
    deletion_protection: bool = protection("Refuse to delete the role, also when it was taken out of the code.")
    on_exists: OnExists = on_exists()

    api = Api(
        create=post(ROLES),
        read=get(ROLE),
        listed=Listing(call=get(ROLES), items="items", match={"name": "name"}),
        update=patch(ROLE, merge=True),
        delete=delete(ROLE),
        echoes=True,
    )
    consequences = (
        Consequence("safe", "is made; nobody has it yet", on=("create",)),
        Consequence(
            "lockout", "no longer says all that it said: whoever has it may lose access", of="policy", items="removed"
        ),
        Consequence(
            "safe", "says more than it said: whoever has it may do more, unless it denies", of="policy", items="added"
        ),
        Consequence(
            "lockout",
            "is deleted, and made again as {name}: whoever had it loses what it allowed, unless given the new one",
            on=("replace",),
            of="name",
        ),
        Consequence("lockout", "is deleted and made again: nobody has it meanwhile", on=("replace",)),
        Consequence("lockout", "is deleted: whoever had it loses what it allowed", on=("delete",)),
        Consequence("safe", "allows what it allowed"),
    )


class GrantedStatement(Nested):
    """A statement of a policy."""

    effect: str = computed("What it does: `allow` or `deny`.")
    action: list[str] = computed("Actions.")
    resource: list[str] = computed("Lenses resource names.")


class RoleData(HqAttributes, DataSource, system=LENSES, name="role"):
    """A role that is managed elsewhere."""

    name: HqName = required("Name of the role.", example="orders-reader")
    description: str = computed("What it is for.")
    policy: list[GrantedStatement] = computed("What it allows and denies.")

    read = get(ROLE)


class ListedRole(HqAttributes, Nested):
    """A role in a list; its policy is not part of it."""

    name: str = computed("Name.")
    description: str = computed("What it is for.")
    policy_length: int = computed("How many statements its policy has.")


class Roles(DataSource, system=LENSES, name="roles"):
    """Every role of the HQ."""

    roles: list[ListedRole] = computed("The roles.")

    listing = Listing(call=get(ROLES), items="items")
    into = "roles"
