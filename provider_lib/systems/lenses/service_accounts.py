"""Service accounts: programs that call HQ, each with a token."""

from __future__ import annotations

from typing import Annotated

from provider_lib.spec import (
    Api,
    Consequence,
    DataSource,
    Ephemeral,
    Length,
    Listing,
    Nested,
    OnExists,
    OnLostKey,
    Resource,
    Time,
    Tracked,
    assigned,
    computed,
    delete,
    get,
    key,
    on_exists,
    on_lost_key,
    once,
    opened,
    optional,
    patch,
    post,
    protection,
    put,
    recipients,
    required,
    trigger,
    volatile,
)
from provider_lib.systems.lenses.hq import LENSES, HqAttributes, HqFields, HqName

ACCOUNTS = "/api/v1/service-accounts"
ACCOUNT = ACCOUNTS + "/{name}"


TOKEN_GOES = "gets a new token: programs that have the old one are refused at once, until they have the new one"


class ServiceAccount(HqFields, Resource, system=LENSES, name="service_account"):
    """A service account of Lenses HQ, with the token by which a program calls it.

    The token is captured when the account is made, and only then (or when it is renewed) does Lenses show it. An
    imported account therefore has no `token`: set `token_rotation` to make a new one.
    """

    name: HqName = key("Name of the account; it is part of every path, so a change replaces it.", example="orders-ci")
    groups: set[HqName] | None = assigned(
        "Groups it is in.",
        whole="set_groups",
        read_as="groups[*].name",
        refers_to="sluice_lenses_group.name",
        example=...,
    )
    description: Annotated[str, Length(max=250)] | None = optional(
        "What it is for.", removed_as="", example="Deploys the orders service."
    )
    token_expires_at: Time | None = trigger(
        "When the token expires; never when left out. A change, or taking it out, makes a new token, in place and "
        "exactly once; the old one stops working at once.",
        "renew_token",
        renews=("token",),
        removed="renew_token",
        wire="token_expires_at",
        same="time",
    )
    token_rotation: str | None = trigger(
        "Any change makes a new token, in place and exactly once; the old one stops working at once. A date or a "
        "counter serves well.",
        "renew_token",
        renews=("token",),
    )
    deletion_protection: bool = protection("Refuse to delete the account, also when it was taken out of the code.")
    on_exists: OnExists = on_exists()
    on_lost_key: OnLostKey | None = on_lost_key("token")
    token_recipients: set[str] | None = recipients("token")
    token: str = once(
        "The token with which a program calls Lenses HQ.", recover="renew_token", sealed_to="token_recipients"
    )
    token_expired: bool = volatile("Whether the token has expired.")
    is_admin: bool = volatile("Whether HQ's own configuration names it as an administrator.")

    api = Api(
        create=post(ACCOUNTS),
        read=get(ACCOUNT),
        read_many=Listing(call=get(ACCOUNTS), items="items", match={"name": "name"}),
        update=patch(ACCOUNT, merge=True),
        delete=delete(ACCOUNT),
        echoes=True,
        calls={
            "set_groups": put(ACCOUNT + "/groups", body={"set_groups": "{items}"}),
            "renew_token": post(ACCOUNT + "/renew-token", body={"token_expires_at": "{token_expires_at}"}),
        },
    )
    tracked = Tracked(
        kind="token",
        system="lenses",
        labels={
            "account": "name",
            "expires_at": "token_expires_at",
            "expired": "token_expired",
            "recipients": "token_recipients",
        },
        secret="token",
    )
    consequences = (
        Consequence("safe", "is made; nobody has its token yet", on=("create",)),
        Consequence("lockout", TOKEN_GOES, of="token_rotation", becomes=".+"),
        Consequence("lockout", TOKEN_GOES, of="token_expires_at"),
        Consequence(
            "lockout", "leaves {items}: its programs may no longer do what those allow", of="groups", items="removed"
        ),
        Consequence("safe", "joins {items}: its programs may do more", of="groups", items="added"),
        Consequence("safe", "can be deleted from now on", of="deletion_protection", becomes="false"),
        Consequence(
            "lockout", "is deleted and made again: programs are refused until they have the new token", on=("replace",)
        ),
        Consequence("lockout", "is deleted: its programs are refused from then on", on=("delete",)),
        Consequence("safe", "is as before for its programs: only what is said of it changes"),
    )


class ServiceAccountToken(Ephemeral, system=LENSES, name="service_account_token"):
    """The token of a service account, in clear for one run and stored nowhere.

    It opens what is encrypted to `token_recipients`, with the identity in `SLUICE_AGE_IDENTITY`, for an argument of
    another provider that is not stored either. A token that lies in the state in clear is given as it is.
    """

    sealed: str = required(
        "The `token` of the account.", sensitive=True, refers_to="sluice_lenses_service_account.token"
    )
    token: str = opened("The token with which a program calls Lenses HQ.", of="sealed")


class ServiceAccountAttributes(HqAttributes):
    """What can be read of a service account."""

    description: str = computed("What it is for.")
    groups: list[str] = computed("Groups it is in.", wire="groups[*].name")
    token_expires_at: str = computed("When its token expires; null for never.")
    token_expired: bool = computed("Whether its token has expired.")
    last_seen_at: str = computed("When it last called.")
    is_admin: bool = computed("Whether HQ's own configuration names it as an administrator.")


class ServiceAccountData(ServiceAccountAttributes, DataSource, system=LENSES, name="service_account"):
    """A service account that is managed elsewhere; its token cannot be read."""

    name: HqName = required("Name of the account.", example="orders-ci")

    read = get(ACCOUNT)


class ListedServiceAccount(ServiceAccountAttributes, Nested):
    """A service account in a list."""

    name: str = computed("Name.")


class ServiceAccounts(DataSource, system=LENSES, name="service_accounts"):
    """Every service account of the HQ."""

    service_accounts: list[ListedServiceAccount] = computed("The accounts.")

    listing = Listing(call=get(ACCOUNTS), items="items")
    into = "service_accounts"
