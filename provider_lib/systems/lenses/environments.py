"""Environments: one Kafka estate each, and the key of the agent that serves it."""

from __future__ import annotations

from typing import Literal

from provider_lib.spec import (
    Api,
    Consequence,
    DataSource,
    Duration,
    Ephemeral,
    Listing,
    Live,
    Nested,
    OnExists,
    OnLostKey,
    Resource,
    Tracked,
    WhenEquals,
    computed,
    delete,
    get,
    key,
    on_exists,
    on_lost_key,
    once,
    opened,
    patch,
    post,
    protection,
    recipients,
    required,
    trigger,
    volatile,
    wait_field,
)
from provider_lib.systems.lenses.hq import LENSES, HqAttributes, HqFields, HqName

Tier = Literal["development", "staging", "production"]

ENVIRONMENTS = "/api/v1/environments"
ENVIRONMENT = ENVIRONMENTS + "/{environment}"


class Environment(HqFields, Resource, system=LENSES, name="environment"):
    """An environment of Lenses HQ: one Kafka estate and the key of the agent that serves it.

    The agent key is captured when the environment is made, and only then (or when it is rotated) does Lenses
    show it. An imported environment therefore has no `agent_key`: set `agent_key_rotation` to make a new one.
    """

    name: HqName = key("Name of the environment; it is part of every path, so a change replaces it.", example="orders")
    tier: Tier = required("What the environment is for.", example="staging")
    agent_key_rotation: str | None = trigger(
        "Any change makes a new agent key, in place and exactly once; the old key stops working at once. "
        "A date or a counter serves well.",
        "renew_key",
        renews=("agent_key",),
    )
    wait_for_agent: Duration | None = wait_field(
        "How long to wait for the agent to connect after the environment was made or its key rotated. An agent "
        "that is deployed by the same stack, from `agent_key`, can only connect afterwards: wait in the data "
        "source or in the connectors instead.",
        "agent_connected",
        True,
    )
    deletion_protection: bool = protection(
        "Refuse to delete the environment, also when it was taken out of the code. On by default for production.",
        default=WhenEquals("tier", "production"),
    )
    on_exists: OnExists = on_exists()
    on_lost_key: OnLostKey | None = on_lost_key("agent key", "while no agent is connected")
    agent_key_recipients: set[str] | None = recipients("agent key")
    agent_key: str = once(
        "The key with which the agent authenticates.",
        recover="renew_key",
        in_use="agent_connected",
        sealed_to="agent_key_recipients",
    )
    agent_connected: bool = volatile("Whether an agent is connected.", wire="status.agent_connected")
    agent_version: str = volatile("Version of the connected agent.", wire="status.agent.agent.version")

    api = Api(
        create=post(ENVIRONMENTS),
        read=get(ENVIRONMENTS + "/{name}"),
        read_many=Listing(call=get(ENVIRONMENTS), items="items", match={"name": "name"}),
        update=patch(ENVIRONMENTS + "/{name}", merge=True),
        delete=delete(ENVIRONMENTS + "/{name}"),
        echoes=True,
        calls={"renew_key": post(ENVIRONMENTS + "/{name}/renew-key", body=None)},
    )
    live = Live(connected="agent_connected")
    tracked = Tracked(
        kind="agent_key",
        system="lenses",
        labels={
            "environment": "name",
            "tier": "tier",
            "connected": "agent_connected",
            "recipients": "agent_key_recipients",
        },
        secret="agent_key",
    )
    consequences = (
        Consequence(
            "safe", "is made; nothing can be reached behind it until an agent runs with its key", on=("create",)
        ),
        Consequence(
            "lockout",
            "gets a new agent key: the running agent is refused at once, until it has the new one",
            of="agent_key_rotation",
            becomes=".+",
        ),
        Consequence("safe", "is {tier} from now on, with all that goes by the tier of an environment", of="tier"),
        Consequence("safe", "can be deleted from now on", of="deletion_protection", becomes="false"),
        Consequence(
            "lockout",
            "is destroyed and made again: its agent is locked out until it has the new key, and with it every "
            "connector behind it",
            on=("replace",),
        ),
        Consequence(
            "lockout",
            "is destroyed: its agent is locked out, with every connector behind it, and its key is gone",
            on=("delete",),
        ),
        Consequence("safe", "is as before for its agent: only what is said of it changes"),
    )


class AgentKey(Ephemeral, system=LENSES, name="agent_key"):
    """The agent key of an environment, in clear for one run and stored nowhere.

    It opens what is encrypted to `agent_key_recipients`, with the identity in `SLUICE_AGE_IDENTITY`, for an argument of
    another provider that is not stored either (`data_wo`, `secret_string_wo`). A key that lies in the state in clear
    is given as it is.
    """

    sealed: str = required(
        "The `agent_key` of the environment.", sensitive=True, refers_to="sluice_lenses_environment.agent_key"
    )
    key: str = opened("The key with which the agent authenticates.", of="sealed")


class EnvironmentData(HqAttributes, DataSource, system=LENSES, name="environment"):
    """An environment that is managed elsewhere, or the agent of one that is waited for."""

    name: HqName = required("Name of the environment.", example="orders")
    wait_for_agent: Duration | None = wait_field(
        "How long to wait until the environment's agent is connected.", "agent_connected", True
    )
    tier: str = computed("What the environment is for.")
    agent_connected: bool = computed("Whether an agent is connected.", wire="status.agent_connected")
    agent_version: str = computed("Version of the connected agent.", wire="status.agent.agent.version")

    read = get(ENVIRONMENTS + "/{name}")


class ListedEnvironment(HqAttributes, Nested):
    """An environment in a list."""

    name: str = computed("Name.")
    tier: str = computed("What it is for.")
    agent_connected: bool = computed("Whether an agent is connected.", wire="status.agent_connected")


class Environments(DataSource, system=LENSES, name="environments"):
    """Every environment of the HQ."""

    environments: list[ListedEnvironment] = computed("The environments.")

    listing = Listing(call=get(ENVIRONMENTS), items="items")
    into = "environments"
