"""Why connectors fail, by what their stack traces say: what passes by itself, and what lasts until somebody acts."""

from __future__ import annotations

from typing import Final

from provider_lib.spec import Cause

KAFKA = "Kafka's RetriableException and its subclasses, javadoc of org.apache.kafka.common.errors"
JAVA = "javadoc of the Java platform"
REGISTRY = "Schema Registry, API reference, error codes"
HTTP = "RFC 9110, status codes"


def _status(code: str) -> str:
    """The status of an answer, and not just any number."""
    return rf"\b(HTTP|status|code)\D{{0,12}}{code}\b"


CREDENTIALS = "Put the right credentials into the configuration and deploy."
RIGHTS = "Grant what the message names."
DATA = "Mend the record or the schema, or have errors.tolerance and a dead letter queue take such records."
MISSING = "Create what is missing, or name what is there."
POSITION = "What was not read yet is gone at the source: take a new snapshot."
CONFIG = "Mend the configuration and deploy."
PLUGIN = "Install the plugin with all its libraries on every worker."

CAUSES: Final = (
    Cause(
        "credentials",
        True,
        r"password authentication failed|no password was provided|Access denied for user|Login failed for user|"
        r"ORA-01017|ORA-28000|ORA-28001|SaslAuthenticationException|SslAuthenticationException|MongoSecurityException|"
        r"Failed to authenticate|authentication failed|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|"
        r"JWT token is invalid|Unauthorized|" + _status("401") + r"|error code: 401\d\d",
        "PostgreSQL 28P01, MySQL 1045, SQL Server 18456, ORA-01017, Kafka's AuthenticationException, RFC 9110 401",
        CREDENTIALS,
    ),
    Cause(
        "rights",
        True,
        r"permission denied|must be (superuser|replication role|owner)|AuthorizationException|insufficient privileges|"
        r"ORA-01031|command denied to user|AccessDenied|Access Denied|Not authorized|\bForbidden\b|" + _status("403"),
        "PostgreSQL 42501, MySQL 1142, ORA-01031, Kafka's AuthorizationException, RFC 9110 403",
        RIGHTS,
    ),
    Cause(
        "certificate",
        True,
        r"PKIX path|unable to find valid certification path|CertificateExpiredException|No subject alternative|"
        r"certificate_unknown|bad_certificate|unable to load (key|trust)store|Keystore was tampered with",
        JAVA,
        "Give the worker a certificate, or a trust store, that fits the server.",
    ),
    Cause(
        "position gone",
        True,
        r"can no longer get changes from replication slot|replication slot .* does not exist|wal_status.*lost|"
        r"requested WAL segment .* has already been removed|no longer available on the server|"
        r"Could not find first log file name|ORA-01291|ORA-01292|ChangeStreamHistoryLost|Resume of change stream|"
        r"resume point may no longer be in the oplog|OffsetOutOfRangeException",
        "PostgreSQL 55000, MySQL 1236, ORA-01291, MongoDB 286, Kafka's OffsetOutOfRangeException",
        POSITION,
    ),
    Cause(
        "missing",
        True,
        r"(relation|schema|database|publication|column|role) \"?.*\"? does not exist|Unknown (database|column)|"
        r"Table '?.*'? doesn't exist|Invalid object name|ORA-00942|ORA-00904|is missing and auto-creation is disabled|"
        r"NoSuchBucket|index_not_found_exception|Not found: (Table|Dataset|Project)|NamespaceNotFound|"
        r"NoSuchFileException|Subject .* not found|Schema .* not found|error code: 404\d\d|UnknownTopicIdException",
        "PostgreSQL 42P01 and 3D000, MySQL 1049 and 1146, ORA-00942, kafka-connect-jdbc issue 899, " + REGISTRY,
        MISSING,
    ),
    Cause(
        "data",
        True,
        r"DataException|SchemaException|SchemaParseException|AvroTypeException|JsonParseException|MismatchedInput|"
        r"incompatible with an earlier schema|error code: (409|42\d\d\d)|"
        r"SchemaProjectorException|SchemaBuilderException|"
        r"violates (not-null|unique|foreign key|check) constraint|value too long|Data too long|Duplicate entry|"
        r"out of range for|Incorrect .* value|ORA-12899|ORA-01400|ORA-00001|Cannot ALTER|mapper_parsing_exception|"
        r"RecordTooLargeException|InvalidRecordException|Unknown magic byte",
        "Connect's DataException, PostgreSQL class 22 and 23, MySQL 1062 and 1406, kafka-connect-jdbc issue 592, "
        + REGISTRY,
        DATA,
    ),
    Cause(
        "plugin",
        True,
        r"ClassNotFoundException|NoClassDefFoundError|NoSuchMethodError|NoSuchFieldError|UnsupportedClassVersionError|"
        r"AbstractMethodError|ServiceConfigurationError|Failed to find any class that implements Connector",
        JAVA,
        PLUGIN,
    ),
    Cause(
        "configuration",
        True,
        r"ConfigException(?!: No resolvable bootstrap)|InvalidTopicException|"
        r"Invalid value .* for configuration|wal_level|binlog_format|"
        r"MalformedURLException|No suitable driver",
        "Kafka's ConfigException, Debezium's checks of a database",
        CONFIG,
    ),
    Cause(
        "memory",
        True,
        r"OutOfMemoryError",
        JAVA,
        "Give the workers more memory, or the connector smaller batches.",
    ),
    Cause(
        "full disk",
        True,
        r"No space left on device|could not extend file|ORA-01653|disk full|quota exceeded",
        "PostgreSQL 53100, ORA-01653",
        "Make room.",
    ),
    Cause(
        "network",
        False,
        r"ConnectException: Connection refused|Connection (to \S+ )?refused|Connection reset|Connection timed out|"
        r"connection attempt failed|Broken pipe|Connection closed|connection has been closed|is closed|"
        r"UnknownHostException|No resolvable bootstrap urls|NoRouteToHostException|SocketException|EOFException|"
        r"SocketTimeoutException|"
        r"ClosedChannelException|Network is unreachable|Communications link failure|I/O error|"
        r"Remote host terminated the handshake|NoHttpResponseException|Read timed out|connect timed out",
        "javadoc of java.net; PostgreSQL class 08; kafka-connect-elasticsearch issue 108",
    ),
    Cause(
        "broker",
        False,
        r"org\.apache\.kafka\.\S*(TimeoutException|DisconnectException|NetworkException|RetriableException|"
        r"NotLeaderOrFollowerException|NotCoordinatorException|CoordinatorNotAvailableException|"
        r"CoordinatorLoadInProgressException|LeaderNotAvailableException|BrokerNotAvailableException|"
        r"UnknownTopicOrPartitionException|NotEnoughReplicas\w*|RebalanceInProgressException|CommitFailedException|"
        r"ProducerFencedException|InvalidProducerEpochException|UnknownMemberIdException|FencedInstanceIdException|"
        r"KafkaStorageException)|Failed to update metadata after|Timeout expired while fetching topic metadata",
        KAFKA + "; and those of a member that others have replaced",
    ),
    Cause(
        "database away",
        False,
        r"database system is (starting up|shutting down|in recovery mode|not yet accepting connections)|"
        r"terminating connection due to|remaining connection slots are reserved|too many (clients|connections)|"
        r"server closed the connection|replication slot .* is active for PID|Database connection failed|"
        r"Server shutdown in progress|ORA-12541|ORA-12514|ORA-12528|ORA-01033|ORA-01034|ORA-01089|ORA-03113|ORA-03135|"
        r"MongoTimeoutException|MongoSocket\w*Exception|NotPrimaryError|NotWritablePrimary|"
        r"PrimarySteppedDown|node is recovering",
        "PostgreSQL 57P01, 57P03, 53300 and 55006; MySQL 1040 and 1053; ORA-12541; MongoDB 10107 and 189",
    ),
    Cause(
        "contention",
        False,
        r"deadlock|Lock wait timeout|could not serialize access|ORA-00060|ORA-08177|SnapshotUnavailable|"
        r"SQLTransientException|SQLRecoverableException|lock request time out",
        "PostgreSQL 40001 and 40P01, MySQL 1205 and 1213, ORA-00060, javadoc of java.sql",
    ),
    Cause(
        "server busy",
        False,
        r"Too Many Requests|SlowDown|ThrottlingException|ProvisionedThroughputExceeded|RequestTimeout|"
        r"rejected_execution_exception|Service Unavailable|Bad Gateway|Gateway Time-?out|"
        r"Internal Server Error|error code: 50\d\d\d|backendError|" + _status("(429|50[0234])"),
        HTTP + "; " + REGISTRY,
    ),
    Cause("timeout", False, r"TimeoutException|timed out|statement timeout", JAVA + "; PostgreSQL 57014"),
    Cause("interrupted", False, r"InterruptedException|InterruptedIOException|CancellationException", JAVA),
    Cause("says to try again", False, r"RetriableException|TransientException", "Connect's RetriableException"),
)
"""In the order in which they are looked for: what lasts comes first."""
