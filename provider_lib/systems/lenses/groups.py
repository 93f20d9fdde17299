"""Groups: users and service accounts that have the same roles."""

from __future__ import annotations

from typing import Annotated

from provider_lib.spec import (
    Api,
    Consequence,
    DataSource,
    Length,
    Listing,
    Nested,
    OnExists,
    Resource,
    Template,
    assigned,
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

GROUPS = "/api/v1/groups"
GROUP = GROUPS + "/{name}"


class Group(HqFields, Resource, system=LENSES, name="group"):
    """A group of Lenses HQ: its members may do what its roles allow.

    Whether a service account is in a group is best said in one place: in `service_accounts` here, or in `groups` of
    the account.
    """

    name: HqName = key("Name of the group; it is part of every path, so a change replaces it.", example="orders-team")
    roles: set[HqName] | None = optional(
        "Roles it has.",
        sent_as="roles",
        read_as="roles[*].name",
        removed_as=[],
        refers_to="sluice_lenses_role.name",
        example=...,
    )
    users: set[str] | None = assigned(
        "Users in it, by name. Where HQ takes memberships from single sign-on, leave them to that.",
        add="add_members",
        remove="remove_members",
        read_as="users[*].name",
    )
    service_accounts: set[HqName] | None = assigned(
        "Service accounts in it; an import leaves them to `groups` of the accounts.",
        add="add_members",
        remove="remove_members",
        read_as="service_accounts[*].name",
        refers_to="sluice_lenses_service_account.name",
        mirrors="sluice_lenses_service_account.groups",
    )
    description: Annotated[str, Length(max=250)] | None = optional(
        "What it is for.", removed_as="", example="Runs the orders service."
    )
    sso_name: Annotated[str, Length(1, 150)] = optional(
        "Name by which single sign-on knows it; the name when left out.", default=Template("{name}")
    )
    deletion_protection: bool = protection("Refuse to delete the group, also when it was taken out of the code.")
    on_exists: OnExists = on_exists()

    api = Api(
        create=post(GROUPS),
        read=get(GROUP),
        listed=Listing(call=get(GROUPS), items="items", match={"name": "name"}),
        update=patch(GROUP, merge=True),
        delete=delete(GROUP),
        echoes=True,
        calls={
            "add_members": patch(GROUP, body={"add_members": "{items}"}),
            "remove_members": patch(GROUP, body={"remove_members": "{items}"}),
        },
    )
    consequences = (
        Consequence("safe", "is made", on=("create",)),
        Consequence(
            "lockout",
            "loses the roles {items}: its members may no longer do what those allow",
            of="roles",
            items="removed",
        ),
        Consequence("safe", "gets the roles {items}: its members may do more", of="roles", items="added"),
        Consequence("lockout", "loses {items}, who may no longer do what its roles allow", of="users", items="removed"),
        Consequence("safe", "gets {items}, who may do what its roles allow", of="users", items="added"),
        Consequence(
            "lockout",
            "loses {items}, who may no longer do what its roles allow",
            of="service_accounts",
            items="removed",
        ),
        Consequence("safe", "gets {items}, who may do what its roles allow", of="service_accounts", items="added"),
        Consequence(
            "lockout",
            "is known to single sign-on as {sso_name}: who comes by the former name is not in it",
            of="sso_name",
        ),
        Consequence("safe", "can be deleted from now on", of="deletion_protection", becomes="false"),
        Consequence("lockout", "is deleted and made again: its members have no roles meanwhile", on=("replace",)),
        Consequence("lockout", "is deleted: its members lose what its roles allow", on=("delete",)),
        Consequence("safe", "is as before for its members: only what is said of it changes"),
    )


class GroupData(HqAttributes, DataSource, system=LENSES, name="group"):
    """A group that is managed elsewhere."""

    name: HqName = required("Name of the group.", example="orders-team")
    description: str = computed("What it is for.")
    sso_name: str = computed("Name by which single sign-on knows it.")
    roles: list[str] = computed("Roles it has.", wire="roles[*].name")
    users: list[str] = computed("Users in it.", wire="users[*].name")
    service_accounts: list[str] = computed("Service accounts in it.", wire="service_accounts[*].name")

    read = get(GROUP)


class ListedGroup(HqAttributes, Nested):
    """A group in a list; who is in it is not part of it."""

    name: str = computed("Name.")
    description: str = computed("What it is for.")
    sso_name: str = computed("Name by which single sign-on knows it.")
    user_count: int = computed("How many users are in it.")
    service_account_count: int = computed("How many service accounts are in it.", wire="sa_count")
    role_count: int = computed("How many roles it has.")


class Groups(DataSource, system=LENSES, name="groups"):
    """Every group of the HQ."""

    groups: list[ListedGroup] = computed("The groups.")

    listing = Listing(call=get(GROUPS), items="items")
    into = "groups"
