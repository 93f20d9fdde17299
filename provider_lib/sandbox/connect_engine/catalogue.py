"""The connector plugins that the sandbox's workers have installed, with the keys that matter most."""

from __future__ import annotations

from provider_lib.sandbox.connect_engine.definitions import USUAL, Key, Kind, Plugin

_APACHE = "Apache Kafka"
_CONFLUENT = "Confluent, Inc."
_DEBEZIUM = "Debezium Community"
_LENSES = "Lenses.io"
_SNOWFLAKE = "Snowflake"

POSTGRES_SOURCE = Plugin(
    "io.debezium.connector.postgresql.PostgresConnector",
    "source",
    "3.0.7.Final",
    _DEBEZIUM,
    "Debezium PostgreSQL source",
    (
        Key("topic.prefix", required=True, importance="HIGH", group="Common", doc="Prefix of every topic's name."),
        Key("database.hostname", required=True, importance="HIGH", doc="Host of the database server."),
        Key("database.port", Kind.INT, default="5432", importance="HIGH", doc="Port of the database server."),
        Key("database.user", required=True, importance="HIGH", doc="User to connect as."),
        Key("database.password", Kind.PASSWORD, importance="HIGH", doc="Password of the user."),
        Key("database.dbname", required=True, importance="HIGH", doc="Database to read."),
        Key("plugin.name", default="decoderbufs", choices=("decoderbufs", "pgoutput"), doc="Logical decoding plug-in."),
        Key("slot.name", default="debezium", doc="Replication slot."),
        Key("publication.name", default="dbz_publication", doc="Publication."),
        Key(
            "snapshot.mode",
            default="initial",
            choices=("always", "initial", "initial_only", "no_data", "when_needed", "configuration_based", "custom"),
            doc="When to take a snapshot.",
        ),
        Key("table.include.list", Kind.LIST, doc="Tables to read."),
        Key("heartbeat.interval.ms", Kind.INT, default="0", at_least=0, doc="Time between heartbeats."),
    ),
)

MYSQL_SOURCE = Plugin(
    "io.debezium.connector.mysql.MySqlConnector",
    "source",
    "3.0.7.Final",
    _DEBEZIUM,
    "Debezium MySQL source",
    (
        Key("topic.prefix", required=True, importance="HIGH", group="Common", doc="Prefix of every topic's name."),
        Key("database.hostname", required=True, importance="HIGH", doc="Host of the database server."),
        Key("database.port", Kind.INT, default="3306", importance="HIGH", doc="Port of the database server."),
        Key("database.user", required=True, importance="HIGH", doc="User to connect as."),
        Key("database.password", Kind.PASSWORD, importance="HIGH", doc="Password of the user."),
        Key("database.server.id", Kind.LONG, required=True, importance="HIGH", doc="Id within the MySQL cluster."),
        Key("database.include.list", Kind.LIST, doc="Databases to read."),
        Key("schema.history.internal.kafka.bootstrap.servers", doc="Brokers of the schema history."),
        Key("schema.history.internal.kafka.topic", doc="Topic of the schema history."),
    ),
)

S3_SINK = Plugin(
    "io.lenses.streamreactor.connect.aws.s3.sink.S3SinkConnector",
    "sink",
    "8.1.25",
    _LENSES,
    "Amazon S3 sink",
    (
        Key("connect.s3.kcql", required=True, importance="HIGH", doc="What to write where, as KCQL."),
        Key("connect.s3.aws.region", importance="HIGH", doc="AWS region."),
        Key("connect.s3.aws.auth.mode", default="Default", choices=("Default", "Credentials"), doc="Source of keys."),
        Key("connect.s3.aws.access.key", Kind.PASSWORD, importance="HIGH", doc="AWS access key."),
        Key("connect.s3.aws.secret.key", Kind.PASSWORD, importance="HIGH", doc="AWS secret key."),
        Key("connect.s3.vhost.bucket", Kind.BOOLEAN, default="false", importance="LOW", doc="Virtual-host addressing."),
        Key("connect.s3.error.policy", default="THROW", choices=("NOOP", "THROW", "RETRY"), doc="What errors do."),
        Key("connect.s3.max.retries", Kind.INT, default="20", at_least=1, doc="Most retries."),
    ),
)

S3_SOURCE = Plugin(
    "io.lenses.streamreactor.connect.aws.s3.source.S3SourceConnector",
    "source",
    "8.1.25",
    _LENSES,
    "Amazon S3 source",
    (
        Key("connect.s3.kcql", required=True, importance="HIGH", doc="What to read from where, as KCQL."),
        Key("connect.s3.aws.region", importance="HIGH", doc="AWS region."),
        Key("connect.s3.aws.auth.mode", default="Default", choices=("Default", "Credentials"), doc="Source of keys."),
        Key("connect.s3.aws.access.key", Kind.PASSWORD, importance="HIGH", doc="AWS access key."),
        Key("connect.s3.aws.secret.key", Kind.PASSWORD, importance="HIGH", doc="AWS secret key."),
    ),
)

JDBC_SINK = Plugin(
    "io.confluent.connect.jdbc.JdbcSinkConnector",
    "sink",
    "10.8.0",
    _CONFLUENT,
    "JDBC sink",
    (
        Key("connection.url", required=True, importance="HIGH", group="Connection", doc="JDBC URL."),
        Key("connection.user", importance="HIGH", group="Connection", doc="User to connect as."),
        Key("connection.password", Kind.PASSWORD, importance="HIGH", group="Connection", doc="Password of the user."),
        Key("insert.mode", default="insert", choices=("insert", "upsert", "update"), group="Writes"),
        Key("batch.size", Kind.INT, default="3000", at_least=0, group="Writes", doc="Records in a batch."),
        Key("delete.enabled", Kind.BOOLEAN, default="false", group="Writes", doc="Whether null values delete."),
        Key("pk.mode", default="none", choices=("none", "kafka", "record_key", "record_value"), group="Data Mapping"),
        Key("auto.create", Kind.BOOLEAN, default="false", group="DDL Support", doc="Whether to create tables."),
        Key("table.name.format", default="${topic}", group="Data Mapping", doc="Pattern of table names."),
    ),
)

JDBC_SOURCE = Plugin(
    "io.confluent.connect.jdbc.JdbcSourceConnector",
    "source",
    "10.8.0",
    _CONFLUENT,
    "JDBC source",
    (
        Key("connection.url", required=True, importance="HIGH", group="Database", doc="JDBC URL."),
        Key("connection.user", importance="HIGH", group="Database", doc="User to connect as."),
        Key("connection.password", Kind.PASSWORD, importance="HIGH", group="Database", doc="Password of the user."),
        Key(
            "mode",
            required=True,
            choices=("bulk", "timestamp", "incrementing", "timestamp+incrementing"),
            importance="HIGH",
            group="Mode",
            doc="How new rows are found.",
        ),
        Key("topic.prefix", required=True, importance="HIGH", doc="Prefix of every topic's name."),
        Key("poll.interval.ms", Kind.INT, default="5000", at_least=0, doc="Time between polls."),
    ),
)

MONGO_SINK = Plugin(
    "com.mongodb.kafka.connect.MongoSinkConnector",
    "sink",
    "1.15.0",
    "MongoDB",
    "MongoDB sink",
    (
        Key("connection.uri", Kind.PASSWORD, importance="HIGH", group="Connection", doc="MongoDB connection string."),
        Key("database", required=True, importance="HIGH", group="Namespace", doc="Database to write to."),
        Key("collection", default="", importance="HIGH", group="Namespace", doc="Collection to write to."),
        Key("max.batch.size", Kind.INT, default="0", at_least=0, group="Writes", doc="Records in a batch."),
    ),
)

ELASTICSEARCH_SINK = Plugin(
    "io.confluent.connect.elasticsearch.ElasticsearchSinkConnector",
    "sink",
    "14.1.2",
    _CONFLUENT,
    "Elasticsearch sink",
    (
        Key("connection.url", Kind.LIST, required=True, importance="HIGH", group="Connector", doc="URLs of the nodes."),
        Key("connection.username", doc="User to connect as."),
        Key("connection.password", Kind.PASSWORD, doc="Password of the user."),
        Key("batch.size", Kind.INT, default="2000", at_least=1, doc="Documents in a request."),
        Key("max.retries", Kind.INT, default="5", at_least=0, importance="LOW", doc="Most retries."),
        Key("key.ignore", Kind.BOOLEAN, default="false", group="Data Conversion", doc="Whether keys are no ids."),
        Key("schema.ignore", Kind.BOOLEAN, default="false", importance="LOW", group="Data Conversion"),
        Key("write.method", default="INSERT", choices=("INSERT", "UPSERT"), importance="LOW", group="Data Conversion"),
        Key("behavior.on.null.values", default="FAIL", choices=("IGNORE", "DELETE", "FAIL"), group="Data Conversion"),
    ),
)

SNOWFLAKE_SINK = Plugin(
    "com.snowflake.kafka.connector.SnowflakeSinkConnector",
    "sink",
    "2.5.0",
    _SNOWFLAKE,
    "Snowflake sink",
    (
        Key("snowflake.url.name", required=True, importance="HIGH", group="Snowflake Login Info", doc="Account URL."),
        Key("snowflake.user.name", required=True, importance="HIGH", group="Snowflake Login Info", doc="User."),
        Key("snowflake.private.key", Kind.PASSWORD, importance="HIGH", group="Snowflake Login Info", doc="Key."),
        Key("snowflake.role.name", importance="LOW", group="Snowflake Login Info", doc="Role to load as."),
        Key("snowflake.database.name", required=True, importance="HIGH", group="Snowflake Login Info", doc="Database."),
        Key("snowflake.schema.name", required=True, importance="HIGH", group="Snowflake Login Info", doc="Schema."),
        Key(
            "snowflake.ingestion.method",
            default="SNOWPIPE",
            choices=("SNOWPIPE", "SNOWPIPE_STREAMING"),
            importance="LOW",
            doc="How records are loaded.",
        ),
        Key("snowflake.topic2table.map", default="", importance="LOW", doc="Tables of topics."),
        Key("buffer.flush.time", Kind.LONG, default="120", at_least=1, importance="LOW", doc="Seconds to buffer."),
    ),
)

MIRROR_SOURCE = Plugin(
    "org.apache.kafka.connect.mirror.MirrorSourceConnector",
    "source",
    USUAL.text,
    _APACHE,
    "MirrorMaker 2 source",
    (
        Key("source.cluster.alias", required=True, importance="HIGH", doc="Alias of the cluster read from."),
        Key("target.cluster.alias", default="target", importance="HIGH", doc="Alias of the cluster written to."),
        Key("source.cluster.bootstrap.servers", Kind.LIST, required=True, importance="HIGH", doc="Brokers read from."),
        Key("source.cluster.sasl.jaas.config", Kind.PASSWORD, doc="Login of the cluster read from."),
        Key("topics", Kind.LIST, default=".*", importance="HIGH", doc="Topics to replicate."),
        Key("replication.factor", Kind.INT, default="2", importance="LOW", doc="Replicas of a created topic."),
        Key("sync.topic.acls.enabled", Kind.BOOLEAN, default="true", importance="LOW", doc="Whether ACLs follow."),
    ),
)

MIRROR_CHECKPOINT = Plugin(
    "org.apache.kafka.connect.mirror.MirrorCheckpointConnector",
    "source",
    USUAL.text,
    _APACHE,
    "MirrorMaker 2 checkpoints",
    (
        Key("source.cluster.alias", required=True, importance="HIGH", doc="Alias of the cluster read from."),
        Key("target.cluster.alias", default="target", importance="HIGH", doc="Alias of the cluster written to."),
        Key("groups", Kind.LIST, default=".*", importance="HIGH", doc="Consumer groups to follow."),
        Key(
            "sync.group.offsets.enabled", Kind.BOOLEAN, default="false", importance="LOW", doc="Whether offsets follow."
        ),
        Key("emit.checkpoints.interval.seconds", Kind.LONG, default="60", importance="LOW", doc="Time between them."),
    ),
)

MIRROR_HEARTBEAT = Plugin(
    "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector",
    "source",
    USUAL.text,
    _APACHE,
    "MirrorMaker 2 heartbeats",
    (
        Key("source.cluster.alias", required=True, importance="HIGH", doc="Alias of the cluster read from."),
        Key("target.cluster.alias", default="target", importance="HIGH", doc="Alias of the cluster written to."),
        Key("emit.heartbeats.interval.seconds", Kind.LONG, default="1", importance="LOW", doc="Time between them."),
    ),
)

FILE_SOURCE = Plugin(
    "org.apache.kafka.connect.file.FileStreamSourceConnector",
    "source",
    USUAL.text,
    _APACHE,
    "File stream source",
    (
        Key("file", importance="HIGH", doc="File to read; standard input when absent."),
        Key("topic", required=True, non_empty=True, importance="HIGH", doc="Topic to write to."),
        Key("batch.size", Kind.INT, default="2000", importance="LOW", doc="Records in a batch."),
    ),
)

FILE_SINK = Plugin(
    "org.apache.kafka.connect.file.FileStreamSinkConnector",
    "sink",
    USUAL.text,
    _APACHE,
    "File stream sink",
    (Key("file", importance="HIGH", doc="File to write; standard output when absent."),),
)

PLUGINS = {
    plugin.class_name: plugin
    for plugin in (
        POSTGRES_SOURCE,
        MYSQL_SOURCE,
        S3_SINK,
        S3_SOURCE,
        JDBC_SINK,
        JDBC_SOURCE,
        MONGO_SINK,
        ELASTICSEARCH_SINK,
        SNOWFLAKE_SINK,
        MIRROR_SOURCE,
        MIRROR_CHECKPOINT,
        MIRROR_HEARTBEAT,
        FILE_SOURCE,
        FILE_SINK,
    )
}
"""Every installed plugin, by its class name."""


_BY_ALIAS = {
    alias: plugin
    for plugin in PLUGINS.values()
    for simple in [plugin.class_name.rpartition(".")[2]]
    for alias in (plugin.class_name, simple, simple.removesuffix("Connector"))
}


def plugin_named(name: str) -> Plugin | None:
    """The plugin of a class, which may be called by its simple name, and without ``Connector`` at its end."""
    return _BY_ALIAS.get(name)
