"""The connectors that the sandbox's Streamkap knows, with the keys that matter most.

Source: the wire keys of the vendor's own Terraform provider, and its list of conditional fields.
"""

from __future__ import annotations

from provider_lib.sandbox.streamkap.definitions import Condition, Definition, Entry

_SSH = Condition("ssh.enabled", (True,))
_UPSERT = Condition("ingestion.mode", ("upsert",))
_APPEND = Condition("ingestion.mode", ("append",))
_WRITABLE = Condition("snapshot.read.only.user.defined", ("No",))

_SSH_KEYS = (
    Entry("ssh.enabled", "toggle", default="false"),
    Entry("ssh.host", when=(_SSH,)),
    Entry("ssh.port", "number", default="22", least=1, most=65535, when=(_SSH,)),
    Entry("ssh.user", default="streamkap", when=(_SSH,)),
    Entry("ssh.public.key.user.displayed", default="<SSH.PUBLIC.KEY>", when=(_SSH,), made_by_server=True),
)

_HEARTBEAT_KEYS = (
    Entry("heartbeat.enabled", "toggle", default="false"),
    Entry("heartbeat.use.logical.message", "toggle", default="false", when=(Condition("heartbeat.enabled", (True,)),)),
)

_BINARY = Entry(
    "binary.handling.mode", "one-select", default="bytes", choices=("bytes", "base64", "base64-url-safe", "hex")
)

_SOURCE_KEYS = (
    Entry("transforms.ValueToKey.fields.include.list"),
    Entry("preserve.null.values", "boolean", default="false"),
    Entry(
        "transforms.OversizedRecords.max.field.size.bytes",
        "number",
        default="1048576",
        least=1048576,
        most=104857600,
    ),
    Entry("InsertTopicName.enabled", "boolean", default="false"),
)

_DESTINATION_KEYS = (
    Entry("consumer.override.max.poll.records", "number", default="10000", least=1, most=100000),
    Entry("quote.identifiers", "boolean", default="true"),
    Entry("transforms.DropFields.fields.include.list"),
)

POSTGRESQL_SOURCE = Definition(
    "sources",
    "postgresql",
    "PostgreSQL",
    (
        Entry("database.hostname.user.defined", required=True),
        Entry("database.port.user.defined", "number", default="5432", least=1, most=65535),
        Entry("database.user", required=True),
        Entry("database.password", "password", required=True, encrypt=True),
        Entry("database.dbname", required=True),
        Entry("snapshot.read.only.user.defined", "one-select", default="Yes", choices=("Yes", "No")),
        Entry("signal.data.collection.schema.or.database", required=True, when=(_WRITABLE,)),
        Entry("schema.include.list", required=True),
        Entry("table.include.list.user.defined", required=True),
        Entry("column.include.list.toggled", "toggle", default="true"),
        Entry(
            "column.include.list.user.defined", "textarea", when=(Condition("column.include.list.toggled", (True,)),)
        ),
        Entry(
            "column.exclude.list.user.defined", "textarea", when=(Condition("column.include.list.toggled", (False,)),)
        ),
        *_HEARTBEAT_KEYS,
        Entry("slot.name", default="streamkap_pgoutput_slot"),
        Entry("publication.name", default="streamkap_pub"),
        Entry("database.sslmode", "one-select", default="require", choices=("require", "disable")),
        _BINARY,
        Entry("streamkap.snapshot.parallelism", "number", default="1", least=1, most=10),
        *_SSH_KEYS,
        *_SOURCE_KEYS,
    ),
    tables="table.include.list.user.defined",
)

MYSQL_SOURCE = Definition(
    "sources",
    "mysql",
    "MySQL",
    (
        Entry("database.hostname.user.defined", required=True),
        Entry("database.port.user.defined", "number", default="3306", least=1, most=65535),
        Entry("database.user", required=True),
        Entry("database.password", "password", required=True, encrypt=True),
        Entry("database.include.list.user.defined", required=True),
        Entry("table.include.list.user.defined", required=True),
        Entry("snapshot.gtid", "one-select", default="Yes", choices=("Yes", "No")),
        Entry("signal.data.collection.schema.or.database", when=(Condition("snapshot.gtid", ("No",)),)),
        Entry("database.connectionTimeZone", "one-select", default="SERVER", choices=("SERVER", "UTC", "Asia/Tokyo")),
        *_HEARTBEAT_KEYS,
        _BINARY,
        *_SSH_KEYS,
        *_SOURCE_KEYS,
    ),
    tables="table.include.list.user.defined",
)

MONGODB_SOURCE = Definition(
    "sources",
    "mongodb",
    "MongoDB",
    (
        Entry("mongodb.connection.string.user.defined", "password", required=True, encrypt=True),
        Entry("mongodb.connection.hostname", made_by_server=True),
        Entry("database.include.list", required=True),
        Entry("collection.include.list.user.defined", required=True),
        Entry("signal.data.collection.schema.or.database", required=True),
        Entry(
            "transforms.unwrap.array.encoding",
            "one-select",
            default="array",
            choices=("array", "array_string", "string"),
        ),
        *_SSH_KEYS,
        *_SOURCE_KEYS,
    ),
    tables="collection.include.list.user.defined",
)

DYNAMODB_SOURCE = Definition(
    "sources",
    "dynamodb",
    "DynamoDB",
    (
        Entry("aws.region", required=True),
        Entry("aws.access.key.id", "password", required=True, encrypt=True),
        Entry("aws.secret.key", "password", required=True, encrypt=True),
        Entry("s3.export.bucket.name", required=True),
        Entry("table.include.list.user.defined", required=True),
        Entry("tasks.max", "number", default="10", least=1, most=40),
        Entry("array.encoding.json", "boolean", default="true"),
        *_SOURCE_KEYS,
    ),
    tables="table.include.list.user.defined",
)

KAFKADIRECT_SOURCE = Definition(
    "sources",
    "kafkadirect",
    "Kafka Direct",
    (
        Entry("topic.prefix", required=True),
        Entry("topic.include.list.user.defined", required=True),
        Entry("format", "one-select", default="json", choices=("json", "string", "avro")),
        Entry("schemas.enable", "boolean", required=True, when=(Condition("format", ("json",)),)),
    ),
    tables="topic.include.list.user.defined",
)

WEBHOOK_SOURCE = Definition(
    "sources",
    "webhook",
    "Webhook",
    (
        Entry("webhook.url", made_by_server=True),
        # Upstream does not mark this credential as one.
        Entry("api.key", default="<API_KEY>", made_by_server=True),
        Entry("camel.source.camelMessageHeaderKey", default="key"),
        Entry("topic.include.list.user.defined", default="default_topic"),
        Entry("format", default="json"),
        *_SOURCE_KEYS,
    ),
    tables="topic.include.list.user.defined",
)

SNOWFLAKE = Definition(
    "destinations",
    "snowflake",
    "Snowflake",
    (
        Entry("snowflake.url.name", required=True),
        Entry("snowflake.user.name", required=True),
        Entry("snowflake.private.key", "textarea", required=True, encrypt=True),
        Entry("snowflake.private.key.passphrase.secured", "toggle", default="true"),
        Entry(
            "snowflake.private.key.passphrase",
            "password",
            encrypt=True,
            when=(Condition("snowflake.private.key.passphrase.secured", (True,)),),
        ),
        Entry("sfwarehouse", default="STREAMKAP_WH"),
        Entry("snowflake.database.name", required=True),
        Entry("snowflake.schema.name", required=True),
        Entry("snowflake.role.name", default="STREAMKAP_ROLE"),
        Entry("ingestion.mode", "one-select", default="upsert", choices=("upsert", "append"), set_once=True),
        Entry("hard.delete", "boolean", default="true", when=(_UPSERT,)),
        Entry("schema.evolution", "one-select", default="basic", choices=("basic", "none"), when=(_UPSERT,)),
        Entry("use.hybrid.tables", "boolean", default="false", when=(_UPSERT,)),
        Entry("apply.dynamic.table.script", "boolean", default="false", when=(_APPEND,)),
        Entry(
            "sql.table.name",
            default="{{table}}_DT",
            when=(_APPEND, Condition("apply.dynamic.table.script", (True,))),
        ),
        Entry("auto.qa.dedupe.table.mapping", "json"),
        *_DESTINATION_KEYS,
    ),
)

CLICKHOUSE = Definition(
    "destinations",
    "clickhouse",
    "ClickHouse",
    (
        Entry("hostname", required=True),
        Entry("connection.username", required=True),
        Entry("connection.password", "password", required=True, encrypt=True),
        Entry("port", "number", default="8443", least=1, most=65535),
        Entry("database", required=True),
        Entry("ssl", "boolean", default="true"),
        Entry("ingestion.mode", "one-select", default="upsert", choices=("upsert", "append")),
        Entry("hard.delete", "boolean", default="true", when=(_UPSERT,)),
        Entry("tasks.max", "number", default="5", least=1, most=10),
        Entry("topics.config.map", "json"),
        *_DESTINATION_KEYS,
    ),
)

POSTGRESQL_DESTINATION = Definition(
    "destinations",
    "postgresql",
    "PostgreSQL",
    (
        Entry("database.hostname.user.defined", required=True),
        Entry("database.port.user.defined", "number", default="5432", least=1, most=65535),
        Entry("database.database.user.defined", required=True),
        Entry("connection.username", required=True),
        Entry("connection.password", "password", required=True, encrypt=True),
        Entry("table.name.prefix", required=True),
        Entry("insert.mode", "one-select", default="insert", choices=("insert", "upsert")),
        Entry("delete.enabled", "boolean", default="false"),
        Entry(
            "primary.key.mode.user.defined",
            "one-select",
            default="record_key",
            choices=("none", "record_key", "record_value"),
        ),
        Entry(
            "primary.key.fields",
            when=(Condition("primary.key.mode.user.defined", ("record_key", "record_value")),),
        ),
        Entry("transforms.MarkColumnsAsOptional.fields.include.list"),
        *_SSH_KEYS,
        *_DESTINATION_KEYS,
    ),
)

S3 = Definition(
    "destinations",
    "s3",
    "Amazon S3",
    (
        # Upstream does not mark this credential as one.
        Entry("aws.access.key.id", required=True),
        Entry("aws.secret.access.key", "password", required=True, encrypt=True),
        Entry("aws.s3.region", required=True),
        Entry("aws.s3.bucket.name", required=True),
        Entry(
            "format.user.defined", "one-select", default="JSON Lines", choices=("JSON Lines", "JSON Array", "Parquet")
        ),
        Entry("file.name.template", default="{{topic}}-{{partition}}-{{start_offset}}"),
        Entry(
            "format.output.fields.user.defined",
            "multi-select",
            choices=("key", "value", "offset", "timestamp", "headers"),
        ),
        Entry("file.compression.type", "one-select", default="gzip", choices=("none", "gzip", "snappy", "zstd")),
        *_DESTINATION_KEYS,
    ),
)

BIGQUERY = Definition(
    "destinations",
    "bigquery",
    "BigQuery",
    (
        Entry("keyfile", "textarea", required=True, encrypt=True),
        Entry("defaultDataset", required=True),
        Entry("timePartitioningType", "one-select", default="DAY", choices=("DAY", "HOUR", "MONTH", "YEAR", "NONE")),
        Entry("autoCreateTables", "boolean", default="true"),
        Entry("tasks.max", "number", default="5", least=1, most=10),
        *_DESTINATION_KEYS,
    ),
)

DEFINITIONS = {
    (definition.side, definition.code): definition
    for definition in (
        POSTGRESQL_SOURCE,
        MYSQL_SOURCE,
        MONGODB_SOURCE,
        DYNAMODB_SOURCE,
        KAFKADIRECT_SOURCE,
        WEBHOOK_SOURCE,
        SNOWFLAKE,
        CLICKHOUSE,
        POSTGRESQL_DESTINATION,
        S3,
        BIGQUERY,
    )
}
"""Every kind of connector, by side and code."""
