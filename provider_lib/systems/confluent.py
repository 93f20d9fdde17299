"""Confluent Cloud: agents of Flink SQL (sql/v1, a preview API)."""

from __future__ import annotations

from typing import Annotated

from provider_lib.spec import (
    Api,
    Basic,
    Consequence,
    DataSource,
    ErrorShape,
    Flow,
    Length,
    Listing,
    Live,
    Nested,
    NextLink,
    OnExists,
    Parent,
    Pattern,
    Resource,
    Setting,
    System,
    computed,
    delete,
    derived,
    get,
    key,
    on_exists,
    optional,
    owned_map,
    post,
    put,
    required,
    revision,
    volatile,
)

CONFLUENT = System(
    name="confluent",
    title="Confluent Cloud for Flink",
    settings=(
        Setting(
            name="url",
            doc="Regional Flink address, e.g. `https://flink.us-east-1.aws.confluent.cloud`.",
            needed=True,
            variables=("FLINK_REST_ENDPOINT",),
        ),
        Setting(name="organization_id", doc="Organization.", needed=True, variables=("CONFLUENT_ORGANIZATION_ID",)),
        Setting(
            name="environment_id", doc="Environment, `env-...`.", needed=True, variables=("CONFLUENT_ENVIRONMENT_ID",)
        ),
        Setting(name="api_key", doc="Flink API key of the region.", needed=True, variables=("FLINK_API_KEY",)),
        Setting(name="api_secret", doc="Secret of the key.", secret=True, needed=True, variables=("FLINK_API_SECRET",)),
    ),
    auth=Basic("api_key", "api_secret"),
    errors=(
        ErrorShape(
            speaker="Confluent Cloud",
            message="errors.0.detail",
            fields="errors",
            field_name="source.pointer",
            field_message="detail",
            gone=({"errors.0.status": "404|410"},),
        ),
    ),
    hints={
        401: "It must be a Flink API key of this region, not a Cloud API key: `api_key` and `api_secret` of "
        "`confluent` in the provider block.",
        403: "The key may not do this, or the object is in another environment. Confluent answers so for what is "
        "hidden, too; nothing was taken for deleted.",
    },
    probe=get("/sql/v1/organizations/{organization_id}/environments/{environment_id}/agents", query={"page_size": "1"}),
)

ENVIRONMENT = "/sql/v1/organizations/{organization_id}/environments/{environment_id}"
AGENTS = ENVIRONMENT + "/databases/{kafka_cluster_id}/agents"
PAGES = NextLink(next="metadata.next", size="page_size")
AgentName = Annotated[
    str,
    Length(1, 100),
    Pattern(
        r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
        "lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of each part",
    ),
]


# An unknown environment is answered like an unknown agent: that of a wrong setting must not seem gone.
KNOWN_ENVIRONMENT = Parent(
    call=get(ENVIRONMENT + "/agents", query={"page_size": "1"}), title="the environment", missing="error"
)


class FlinkAgent(Resource, system=CONFLUENT, name="flink_agent"):
    """An agent of Flink SQL: a model, a prompt and the tools that it may use."""

    kafka_cluster_id: str = key(
        "Kafka cluster (the database of Flink SQL), `lkc-...`.", sent_as=None, read_as=None, example="lkc-abc123"
    )
    name: AgentName = key("Name of the agent.", example="order-triage")
    model: Annotated[str, Length(1)] = required("Model it asks.", wire="spec.model", example="triage-model")
    prompt: Annotated[str, Length(1, 65536)] = required(
        "What it is told to do.", wire="spec.prompt", example="Sort the order into one of three queues."
    )
    description: str | None = optional("What it is for.", wire="spec.description", example="Sorts orders")
    tools: list[str] | None = optional(
        "Tools it may use. The API documents no way to change them.",
        wire="spec.tools",
        immutable=True,
        example=["lookup-customer"],
    )
    properties: dict[str, str] | None = owned_map(
        "Options. Only the keys set here are managed.", wire="spec.properties", example={"max_iterations": "5"}
    )
    on_exists: OnExists = on_exists()
    id: str = derived("Kafka cluster and name.", "{kafka_cluster_id}/{name}")
    uid: str = computed("Id that Confluent gave it.", wire="metadata.uid")
    created_at: str = computed("When it was made.", wire="metadata.created_at")
    phase: str = volatile("READY, or RUNNING while a query uses it.", wire="status.phase")
    updated_at: str = volatile("When it was last changed.", wire="metadata.updated_at")
    resource_version: str = revision("Version that a change must name.", wire="metadata.resource_version")
    changed_at = "updated_at"

    api = Api(
        create=post(AGENTS),
        read=get(AGENTS + "/{name}"),
        listed=Listing(
            call=get(ENVIRONMENT + "/agents"),
            items="data",
            match={"kafka_cluster_id": "metadata.self", "name": "name"},
            excerpts={"kafka_cluster_id": "/databases/([^/]+)/agents/"},
            paging=PAGES,
        ),
        taken=Listing(call=get(ENVIRONMENT + "/agents"), items="data", match={"name": "name"}, paging=PAGES),
        update=put(AGENTS + "/{name}", with_key=True),
        delete=delete(AGENTS + "/{name}"),
        echoes=True,
    )
    parent = KNOWN_ENVIRONMENT
    live = Live(observed="phase")
    consequences = (
        Consequence("safe", "is made; no statement uses it yet", on=("create",)),
        Consequence("restarts", "asks another model: {model}", of="model"),
        Consequence("restarts", "works by another prompt, and answers otherwise from its next call on", of="prompt"),
        Consequence("restarts", "works with other options: {items}", of="properties"),
        Consequence(
            "gap",
            "is deleted, and made again as {name}: statements that name the former fail from then on",
            on=("replace",),
            of="name",
        ),
        Consequence("gap", "is deleted and made again: statements that use it may fail meanwhile", on=("replace",)),
        Consequence("gap", "is deleted: statements that use it may fail from then on", on=("delete",)),
        Consequence("safe", "answers as before: only what is said of it changes"),
    )
    data_flows = (Flow(way="on", to="cluster", of="kafka_cluster_id"),)


class FlinkAgentData(DataSource, system=CONFLUENT, name="flink_agent"):
    """An agent that is managed elsewhere."""

    kafka_cluster_id: str = required("Kafka cluster, `lkc-...`.", example="lkc-abc123")
    name: str = required("Name of the agent.", example="order-triage")
    model: str = computed("Model it asks.", wire="spec.model")
    prompt: str = computed("What it is told to do.", wire="spec.prompt")
    description: str = computed("What it is for.", wire="spec.description")
    tools: list[str] = computed("Tools it may use.", wire="spec.tools")
    properties: dict[str, str] = computed("Options.", wire="spec.properties")
    uid: str = computed("Id that Confluent gave it.", wire="metadata.uid")
    phase: str = computed("READY, or RUNNING while a query uses it.", wire="status.phase")

    read = get(AGENTS + "/{name}")


class ListedAgent(Nested):
    """An agent in a list."""

    name: str = computed("Name.")
    model: str = computed("Model it asks.", wire="spec.model")
    description: str = computed("What it is for.", wire="spec.description")
    tools: list[str] = computed("Tools it may use.", wire="spec.tools")
    phase: str = computed("READY, or RUNNING while a query uses it.", wire="status.phase")
    self_link: str = computed("Its address, which names the Kafka cluster it belongs to.", wire="metadata.self")


class FlinkAgents(DataSource, system=CONFLUENT, name="flink_agents"):
    """Every agent of the environment, whatever Kafka cluster it belongs to."""

    agents: list[ListedAgent] = computed("The agents.")

    listing = Listing(call=get(ENVIRONMENT + "/agents"), items="data", paging=PAGES)
    into = "agents"
