"""Stack traces of real failures, shortened to their exceptions: (what it is called, where it was reported, trace)."""

from __future__ import annotations

CONNECT = "org.apache.kafka.connect.errors.ConnectException"
TOLERANCE = (
    f"{CONNECT}: Tolerance exceeded in error handler\n"
    "\tat org.apache.kafka.connect.runtime.errors.RetryWithToleranceOperator"
    ".execAndHandleError(RetryWithToleranceOperator.java:401)\n"
)
GITHUB = "https://github.com/"
PRODUCER = (
    f"{CONNECT}: An exception occurred in the change event producer. This connector will be stopped.\n"
    "\tat io.debezium.pipeline.ErrorHandler.setProducerThrowable(ErrorHandler.java:67)\n"
)
DEBEZIUM = "Debezium 3.2.3 with PostgreSQL 18 on Kafka Connect 4.1.1: tests/real/test_healer.py"

LASTING = [
    (
        "missing",
        GITHUB + "confluentinc/kafka-connect-jdbc/issues/899",
        f"{CONNECT}: Table full.test.ccc-smt is missing and auto-creation is disabled\n"
        "\tat io.confluent.connect.jdbc.sink.DbStructure.create(DbStructure.java:87)\n",
    ),
    (
        "data",
        GITHUB + "confluentinc/kafka-connect-jdbc/issues/592",
        'Cannot ALTER TABLE "sink_connector_example"."test" to add missing field SinkRecordField{name=\'source\', '
        "isPrimaryKey=false}, as the field is not optional and does not have a default value",
    ),
    (
        "missing",
        GITHUB + "vdesabou/kafka-docker-playground/issues/7789",
        "org.apache.kafka.connect.errors.ConnectException: Failed to transition connector mysql-mtls-source to state "
        "STARTED\n\t... 9 more\n"
        f"Caused by: {CONNECT}: java.sql.SQLSyntaxErrorException: Unknown database 'db'\n"
        "\tat io.confluent.connect.jdbc.util.CachedConnectionProvider.getConnection(CachedConnectionProvider.java:62)",
    ),
    (
        "credentials",
        GITHUB + "osheroff/mysql-binlog-connector-java/issues/162",
        "io.debezium.DebeziumException: Failed to authenticate to the MySQL database at db:3306 with user 'something'\n"
        "\tat io.debezium.connector.mysql.MySqlStreamingChangeEventSource.execute(MySqlStreamingChangeEventSource"
        ".java:1034)",
    ),
    (
        "credentials",
        GITHUB + "airbytehq/airbyte/issues/18362",
        "io.debezium.DebeziumException: Unexpected error while connecting to MySQL and looking at "
        "BINLOG_FORMAT mode: \n"
        "\tat io.debezium.connector.mysql.MySqlConnection.isBinlogFormatRow(MySqlConnection.java:385)\n"
        "Caused by: java.sql.SQLException: Access denied for user 'airbyte'@'airbyte-server-ip.com' "
        "(using password: YES)",
    ),
    (
        "missing",
        GITHUB + "confluentinc/schema-registry/issues/1340",
        TOLERANCE
        + "Caused by: org.apache.kafka.common.errors.SerializationException: Error retrieving Avro schema for "
        "id 1\nCaused by: io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException: Subject not "
        "found.; error code: 40401",
    ),
    (
        "missing",
        GITHUB + "confluentinc/kafka-connect-elasticsearch/issues/59",
        "org.apache.kafka.connect.errors.DataException: Failed to deserialize data to Avro:\n"
        "Caused by: io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException: Schema not found; "
        "error code: 40403",
    ),
    (
        "credentials",
        GITHUB + "confluentinc/kafka-connect-elasticsearch/issues/343",
        f"{CONNECT}: Tolerance exceeded in error handler\n"
        "             org.apache.kafka.connect.runtime.WorkerSinkTask.poll(WorkerSinkTask.java:503)\n"
        "Caused by: io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException: Unauthorized; error "
        "code: 401",
    ),
    (
        "position gone",
        GITHUB + "risingwavelabs/risingwave/issues/12313",
        "io.debezium.DebeziumException: The connector is trying to read binlog starting at SourceInfo "
        "[currentBinlogFilename=mysql-bin.000054], but this is no longer available on the server. Reconfigure the "
        "connector to use a snapshot when needed.",
    ),
    (
        "credentials",
        DEBEZIUM,
        "io.debezium.DebeziumException: Couldn't obtain encoding for database state_0\n"
        "\tat io.debezium.connector.postgresql.connection.PostgresConnection.getDatabaseCharset(PostgresConnection"
        ".java:599)\n"
        'Caused by: org.postgresql.util.PSQLException: FATAL: password authentication failed for user "cdc"\n'
        "\t... 13 more\n",
    ),
    (
        "missing",
        "Kafka Connect 4.1.1: tests/real/test_failures.py",
        f"{CONNECT}: Couldn't find or create file '/missing/out.txt' for FileStreamSinkTask\n"
        "\tat org.apache.kafka.connect.file.FileStreamSinkTask.start(FileStreamSinkTask.java:77)\n"
        "Caused by: java.nio.file.NoSuchFileException: /missing/out.txt\n",
    ),
]

PASSING = [
    (
        "network",
        GITHUB + "confluentinc/kafka-connect-elasticsearch/issues/108",
        f"{CONNECT}: java.net.SocketTimeoutException: Read timed out\n"
        "\tat io.confluent.connect.elasticsearch.bulk.BulkProcessor.toConnectException(BulkProcessor.java:390)",
    ),
    (
        "network",
        GITHUB + "vdesabou/kafka-docker-playground/issues/8001",
        f"{CONNECT}: org.postgresql.util.PSQLException: The connection attempt failed.\n"
        "\tat io.confluent.connect.jdbc.util.CachedConnectionProvider.getConnection(CachedConnectionProvider.java:62)",
    ),
    (
        "network",
        GITHUB + "confluentinc/schema-registry/issues/357",
        "org.apache.kafka.connect.errors.DataException: Failed to serialize Avro data: \n"
        "\tat io.confluent.connect.avro.AvroConverter.fromConnectData(AvroConverter.java:92)\n"
        "Caused by: org.apache.kafka.common.errors.SerializationException: Error serializing Avro message\n"
        "Caused by: java.net.ConnectException: Connection refused\n"
        "\tat java.net.PlainSocketImpl.socketConnect(Native Method)",
    ),
    (
        "database away",
        GITHUB + "aiven/devportal/pull/1425",
        'org.postgresql.util.PSQLException: ERROR: replication slot "SLOT_NAME" is active for PID 4711',
    ),
    (
        "broker",
        GITHUB + "FrankChen021/bithon/issues/920",
        f"{CONNECT}: Unrecoverable exception from producer send callback\n"
        "Caused by: org.apache.kafka.common.errors.NotLeaderOrFollowerException: For requests intended only for the "
        "leader, this error indicates that the broker is not the current leader.",
    ),
    (
        "broker",
        GITHUB + "FrankChen021/bithon/issues/920",
        f"{CONNECT}: Unrecoverable exception from producer send callback\n"
        "Caused by: org.apache.kafka.common.errors.TimeoutException: Expiring 11 record(s) for "
        "monitor_metrics-5:120000 ms has passed since batch creation",
    ),
    (
        "network",
        DEBEZIUM,
        f"{PRODUCER}Caused by: org.postgresql.util.PSQLException: Database connection failed when writing to copy\n"
        "\t... 9 more\nCaused by: java.net.SocketException: Broken pipe\n\t... 17 more\n",
    ),
    (
        "network",
        DEBEZIUM.replace("3.2.3", "3.0.8"),
        f"{PRODUCER}Caused by: org.postgresql.util.PSQLException: An I/O error occurred while sending to the backend.\n"
        "\t... 9 more\nCaused by: java.io.EOFException\n\t... 17 more\n",
    ),
    (
        "network",
        DEBEZIUM,
        "io.debezium.DebeziumException: Couldn't obtain encoding for database state_0\n"
        "Caused by: org.postgresql.util.PSQLException: Connection to 127.0.0.1:20393 refused. Check that the hostname "
        "and port are correct and that the postmaster is accepting TCP/IP connections.\n\t... 13 more\n"
        "Caused by: java.net.ConnectException: Connection refused\n\t... 23 more\n",
    ),
    (
        "network",
        "MirrorMaker of Kafka 4.1.1: tests/real/test_failures.py",
        "org.apache.kafka.common.KafkaException: Failed to create new KafkaAdminClient\n"
        "Caused by: org.apache.kafka.common.config.ConfigException: No resolvable bootstrap urls given in "
        "bootstrap.servers\n\t... 20 more\n",
    ),
]

UNTOLD = [
    (GITHUB + "thake/logminer-kafka-connect/issues/10", TOLERANCE),
    (
        GITHUB + "camunda-community-hub/kafka-connect-zeebe/issues/61",
        f"{CONNECT}: Unrecoverable exception from producer send callback\n"
        "\tat org.apache.kafka.connect.runtime.WorkerSourceTask.sendRecords(WorkerSourceTask.java:401)",
    ),
    (
        DEBEZIUM.replace("3.2.3", "3.3.1") + ", where a task cannot start, whatever the reason",
        "java.lang.NullPointerException\n"
        "\tat java.base/java.util.Objects.requireNonNull(Objects.java:209)\n"
        "\tat io.debezium.connector.postgresql.PostgresConnectorTask.getErrorHandler(PostgresConnectorTask.java:368)\n",
    ),
]
