"""Kafka connections of an environment, which K2K replicators use."""

from __future__ import annotations

from typing import Annotated

from provider_lib.spec import (
    Api,
    Consequence,
    DataSource,
    IsJson,
    Json,
    Listing,
    Nested,
    OnExists,
    Parent,
    Resource,
    computed,
    delete,
    derived,
    get,
    key,
    on_exists,
    optional,
    put,
    required,
)
from provider_lib.systems.lenses.environments import ENVIRONMENT
from provider_lib.systems.lenses.hq import LENSES, HqName

KafkaAuth = Annotated[str, IsJson(or_one_of=("plaintext",))]


class KafkaConnection(Resource, system=LENSES, name="kafka_connection"):
    """A Kafka connection of an environment: a reference that K2K replicators use. It holds no secret."""

    environment: HqName = key("Environment it belongs to.", refers_to="sluice_lenses_environment.name")
    name: HqName = key("Name of the connection.", example="orders-kafka")
    override_broker_addresses: list[str] | None = optional(
        "Broker addresses to use instead of the agent's own.", example=["kafka-1:9092", "kafka-2:9092"]
    )
    auth: KafkaAuth = optional(
        "Authentication: `plaintext`, or the JSON object that Lenses expects for any other kind.",
        default="plaintext",
        send={"plaintext": "{}"},
        same="json",
    )
    on_exists: OnExists = on_exists()
    id: str = derived("Environment and name.", "{environment}/{name}")

    api = Api(
        create=put(ENVIRONMENT + "/kafka-connections/{name}"),
        read=get(ENVIRONMENT + "/kafka-connections/{name}"),
        read_many=Listing(call=get(ENVIRONMENT + "/kafka-connections"), items="items", match={"name": "name"}),
        update=put(ENVIRONMENT + "/kafka-connections/{name}"),
        delete=delete(ENVIRONMENT + "/kafka-connections/{name}"),
        echoes=True,
    )
    parent = Parent(call=get(ENVIRONMENT), title="environment {environment}")
    consequences = (
        Consequence("safe", "is made; nothing uses it yet", on=("create",)),
        Consequence(
            "restarts", "leads elsewhere: replicators that use it connect anew", of="override_broker_addresses"
        ),
        Consequence("restarts", "connects with other credentials: replicators that use it connect anew", of="auth"),
        Consequence(
            "gap",
            "is deleted, and made again as {name}: replicators that name the former stop",
            on=("replace",),
            of="name",
        ),
        Consequence("gap", "is deleted and made again: replicators that use it stop meanwhile", on=("replace",)),
        Consequence("gap", "is deleted: replicators that use it stop", on=("delete",)),
        Consequence("safe", "is as before: only how Sluice handles it changes"),
    )


class ListedKafkaConnection(Nested):
    """A Kafka connection in a list."""

    name: str = computed("Name.")
    override_broker_addresses: list[str] = computed("Broker addresses used instead of the agent's own.")
    auth: Json = computed("Authentication, as JSON.")


class KafkaConnections(DataSource, system=LENSES, name="kafka_connections"):
    """Every Kafka connection of an environment."""

    environment: HqName = required("Name of the environment.", refers_to="sluice_lenses_environment.name")
    kafka_connections: list[ListedKafkaConnection] = computed("The connections.")

    listing = Listing(call=get(ENVIRONMENT + "/kafka-connections"), items="items")
    into = "kafka_connections"
