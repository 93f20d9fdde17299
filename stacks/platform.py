"""What the stages have in common: an estate of Kafka, and the flows of data in and out of it.

A stage chooses its flows and says where they lead; how a flow is done stands here, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provider_lib.constructs import Construct, Secret
from provider_lib.constructs.lenses import Connector, Environment, KafkaConnection, Tier

CONNECT_CLUSTER = "connect"
AGENT_PATIENCE = "5m"

ORDERS = "shop.public.orders"
ORDER_LINES = "shop.public.order_lines"
PAYMENTS = "shop.public.payments"
SALES = (ORDERS, ORDER_LINES, PAYMENTS)
PRODUCTS = "catalogue.catalogue.products"

UNWRAP = {
    "transforms": "unwrap",
    "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
    "transforms.unwrap.delete.tombstone.handling.mode": "rewrite",
}
"""Turns Debezium's change events into rows, for sinks that want rows."""


class Estate(Construct):
    """One Kafka estate: its environment in Lenses, and the connectors that its agent reaches.

    Args:
        scope: the stack.
        id_: name of the estate within the stack.
        name: of the environment in Lenses HQ.
        tier: what the estate is for.
        brokers: addresses at which replicators of other estates reach it.
        registry: URL of its schema registry.
        key_rotation: month of the agent's key; a new one makes a new key.
        tasks: tasks of a connector whose work can be shared.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        tier: Tier,
        brokers: Sequence[str],
        registry: str,
        key_rotation: str,
        tasks: int = 1,
    ) -> None:
        super().__init__(scope, id_)
        self.brokers = brokers
        self._tasks = str(tasks)
        self._avro = {
            "key.converter": "io.confluent.connect.avro.AvroConverter",
            "key.converter.schema.registry.url": registry,
            "value.converter": "io.confluent.connect.avro.AvroConverter",
            "value.converter.schema.registry.url": registry,
        }
        self.environment = Environment(
            self,
            "environment",
            name=name,
            tier=tier,
            display_name=f"Orders ({name})",
            metadata={"team": "order-platform", "cost-centre": "4711"},
            agent_key_rotation=key_rotation,
        )
        KafkaConnection(
            self, "kafka", environment=self.environment, name=f"{name}-kafka", override_broker_addresses=brokers
        )

    def capture_orders(self, host: str) -> None:
        """Stream every change of the shop's PostgreSQL database."""
        self.connect(
            "orders-changes",
            {
                "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
                "topic.prefix": "shop",
                "database.hostname": host,
                "database.user": "debezium",
                "database.dbname": "shop",
                "plugin.name": "pgoutput",
                "slot.name": "orders_changes",
                "publication.name": "orders_changes",
                "table.include.list": "public.orders,public.order_lines,public.payments",
                "column.exclude.list": "public.payments.card_token",
                "snapshot.mode": "when_needed",
                "heartbeat.interval.ms": "10000",
            },
            {"database.password": Secret.env("SHOP_DB_PASSWORD")},
        )

    def capture_catalogue(self, host: str, *, server_id: int) -> None:
        """Stream every change of the product catalogue's MySQL database, as its replica ``server_id``."""
        self.connect(
            "catalogue-changes",
            {
                "connector.class": "io.debezium.connector.mysql.MySqlConnector",
                "topic.prefix": "catalogue",
                "database.hostname": host,
                "database.user": "debezium",
                "database.server.id": str(server_id),
                "database.include.list": "catalogue",
                "table.include.list": "catalogue.products,catalogue.prices",
                "schema.history.internal.kafka.bootstrap.servers": ",".join(self.brokers),
                "schema.history.internal.kafka.topic": "catalogue.schema-history",
            },
            {"database.password": Secret.env("CATALOGUE_DB_PASSWORD")},
        )

    def poll_stock(self, jdbc_url: str) -> None:
        """Poll the warehouse's database for stock levels; it is too old to stream its changes."""
        self.connect(
            "stock-levels",
            {
                "connector.class": "io.confluent.connect.jdbc.JdbcSourceConnector",
                "connection.url": jdbc_url,
                "connection.user": "kafka_reader",
                "mode": "timestamp+incrementing",
                "timestamp.column.name": "changed_at",
                "incrementing.column.name": "id",
                "table.whitelist": "stock_levels",
                "topic.prefix": "warehouse.",
                "poll.interval.ms": "15000",
            },
            {"connection.password": Secret.env("WAREHOUSE_DB_PASSWORD")},
        )

    def collect_tracking(self, bucket: str) -> None:
        """Read the files in which carriers report where parcels are."""
        self.connect(
            "carrier-tracking",
            {
                "connector.class": "io.lenses.streamreactor.connect.aws.s3.source.S3SourceConnector",
                "tasks.max": self._tasks,
                "connect.s3.kcql": f"INSERT INTO carrier.tracking SELECT * FROM {bucket}:tracking STOREAS `JSON`",
                "connect.s3.aws.region": "eu-central-1",
                "connect.s3.aws.auth.mode": "Default",
            },
        )

    def archive(self, bucket: str) -> None:
        """Keep what was ordered and paid in the data lake, as Parquet by day."""
        write = f"INSERT INTO {bucket}:{{0}} SELECT * FROM `{{0}}` PARTITIONBY _date STOREAS `PARQUET`".format
        self.connect(
            "orders-archive",
            {
                "connector.class": "io.lenses.streamreactor.connect.aws.s3.sink.S3SinkConnector",
                "tasks.max": self._tasks,
                "topics": ",".join(SALES),
                "connect.s3.kcql": "; ".join(map(write, SALES)),
                "connect.s3.aws.region": "eu-central-1",
                "connect.s3.aws.auth.mode": "Credentials",
                "connect.s3.error.policy": "RETRY",
            },
            {
                "connect.s3.aws.access.key": Secret.env("LAKE_ACCESS_KEY"),
                "connect.s3.aws.secret.key": Secret.env("LAKE_SECRET_KEY"),
            },
        )

    def report(self, jdbc_url: str) -> None:
        """Keep the tables of the reporting database as the shop's are."""
        self.connect(
            "orders-reporting",
            {
                "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
                "tasks.max": self._tasks,
                "topics": f"{ORDERS},{ORDER_LINES}",
                "connection.url": jdbc_url,
                "connection.user": "kafka_writer",
                "insert.mode": "upsert",
                "pk.mode": "record_key",
                "delete.enabled": "true",
                "table.name.format": "shop_${topic}",
                **UNWRAP,
            },
            {"connection.password": Secret.env("REPORTING_DB_PASSWORD")},
        )

    def index(self, url: str) -> None:
        """Let customer service search orders and products."""
        self.connect(
            "orders-search",
            {
                "connector.class": "io.confluent.connect.elasticsearch.ElasticsearchSinkConnector",
                "tasks.max": self._tasks,
                "topics": f"{ORDERS},{PRODUCTS}",
                "connection.url": url,
                "connection.username": "kafka-connect",
                "write.method": "UPSERT",
                "behavior.on.null.values": "DELETE",
                "errors.tolerance": "all",
                "errors.deadletterqueue.topic.name": "orders-search.dead-letters",
                "errors.deadletterqueue.context.headers.enable": "true",
                **UNWRAP,
            },
            {"connection.password": Secret.env("SEARCH_PASSWORD")},
        )

    def show_orders(self, database: str) -> None:
        """Keep the documents that the shop shows customers who ask for their orders."""
        self.connect(
            "order-views",
            {
                "connector.class": "com.mongodb.kafka.connect.MongoSinkConnector",
                "tasks.max": self._tasks,
                "topics": ORDERS,
                "database": database,
                "collection": "orders",
                "document.id.strategy": "com.mongodb.kafka.connect.sink.processor.id.strategy.ProvidedInKeyStrategy",
                **UNWRAP,
            },
            {"connection.uri": Secret.env("VIEWS_MONGODB_URI")},
        )

    def analyse(self, account: str) -> None:
        """Load orders and payments into Snowflake."""
        self.connect(
            "orders-analytics",
            {
                "connector.class": "com.snowflake.kafka.connector.SnowflakeSinkConnector",
                "tasks.max": self._tasks,
                "topics": f"{ORDERS},{PAYMENTS}",
                "snowflake.url.name": f"{account}.snowflakecomputing.com:443",
                "snowflake.user.name": "KAFKA_CONNECT",
                "snowflake.role.name": "KAFKA_LOADER",
                "snowflake.database.name": "SHOP",
                "snowflake.schema.name": "RAW",
                "snowflake.ingestion.method": "SNOWPIPE_STREAMING",
                "snowflake.topic2table.map": f"{ORDERS}:ORDERS,{PAYMENTS}:PAYMENTS",
                "buffer.flush.time": "60",
            },
            # A multi-line key does not fit an environment variable well everywhere: it comes as a Terraform variable.
            {"snowflake.private.key": Secret.variable("snowflake_private_key")},
        )

    def connect(
        self,
        name: str,
        config: Mapping[str, str],
        secrets: Mapping[str, Secret] | None = None,
        *,
        converters: Mapping[str, str] | None = None,
    ) -> None:
        """Run a connector on the estate's Connect cluster, once the agent is there.

        Args:
            name: of the connector, and of its construct.
            config: without converters.
            secrets: entries of the configuration, and where their values come from.
            converters: Avro with the estate's registry when left out.
        """
        Connector(
            self,
            name,
            environment=self.environment,
            cluster=CONNECT_CLUSTER,
            name=name,
            config={**(converters or self._avro), **config},
            secrets=secrets,
            wait_for_agent=AGENT_PATIENCE,
        )
