"""What changes of a connector do to its data, wherever Kafka Connect runs.

Sources: Kafka Connect's documentation of the keys of connectors; Debezium's of `snapshot.mode`, `slot.name`,
`publication.name`, `topic.prefix` and the schema history; KAFKA-9228 for converters and clients.
"""

from __future__ import annotations

from provider_lib.spec import Consequence, Has

RUNS = Has("desired_state", "running")
SINK = Has("type", "(?i:sink)")
SOURCE = Has("type", "(?i:source)")

GROUP = r"consumer\.override\.group\.id"
FROM_THE_END = Has("config", "latest", key="consumer.override.auto.offset.reset")
FROM_THE_START = Has("config", "(?!latest).*", key="consumer.override.auto.offset.reset")
OWN_GROUP = Has("config", "", key="consumer.override.group.id")

PLACES = r"connection\.ur[il]|database\.(hostname|port|dbname|names|server\.name)|.*\.url\.name|bootstrap\.servers"
TABLES = r"(table|collection|schema|database)\.include\.list(\.user\.defined)?|table\.whitelist"
SHAPE = r"(transforms|predicates)(\..+)?"
FORMAT = r"(key|value|header)\.converter(\..+)?"
CLIENT = r"(consumer|producer|admin)\.override\..+"
HISTORY = r"(schema\.history\.internal|database\.history)\.kafka\.topic"

CREATED = (
    Consequence(
        "gap",
        "reads {items} only from the moment when it starts: what is in there already it never reads",
        on=("create",),
        of="config",
        keys="topics",
        items="added",
        where=(FROM_THE_END, OWN_GROUP),
    ),
    Consequence(
        "safe",
        "is made, and reads {items} from the beginning, or where a connector of this name left off",
        on=("create",),
        of="config",
        keys="topics",
        items="added",
        where=(FROM_THE_START, OWN_GROUP),
    ),
    Consequence("safe", "is made, and begins anew, or where a connector of this name left off", on=("create",)),
)

READING = (
    Consequence("restarts", "reads {items} too, from the beginning", of="config", keys="topics", items="added",
                where=(FROM_THE_START,)),
    Consequence("gap", "reads {items} too, but only what comes from now on", of="config", keys="topics", items="added",
                where=(FROM_THE_END,)),
    Consequence("gap", "stops reading {items}: what is unread there stays unread", of="config", keys="topics",
                items="removed"),
    Consequence("gap", "reads the topics that match another pattern: others than before", of="config",
                keys=r"topics\.regex"),
    Consequence("duplicates", "reads as another consumer group: everything again, from the beginning", of="config",
                keys=GROUP, where=(FROM_THE_START,)),
    Consequence("loss", "reads as another consumer group, from now on: what the former had not read stays unread",
                of="config", keys=GROUP, where=(FROM_THE_END,)),
)  # fmt: skip

CAPTURE = (
    Consequence("duplicates", "reads all its tables whole at each start, as {items} says", of="config",
                keys=r"snapshot\.mode", becomes="always"),
    Consequence("loss", "takes no snapshot of data any more ({items}): what it did not see happen it never delivers",
                of="config", keys=r"snapshot\.mode", becomes="never|no_data|schema_only|schema_only_recovery"),
    Consequence("duplicates", "decides by another {items} whether to read its tables whole again", of="config",
                keys=r"snapshot\.mode", becomes="(?!(always|never|no_data|schema_only|schema_only_recovery)$).*"),
    Consequence("loss", "reads from another replication slot ({items}), which begins now: changes since the former's "
                "position are lost, and the former keeps the database's log until it is dropped", of="config",
                keys=r"slot\.name"),
    Consequence("gap", "captures what another publication holds, and nothing else ({items})", of="config",
                keys=r"publication\.(name|autocreate\.mode)"),
    Consequence("duplicates", "writes to topics with another prefix, and begins anew there: who reads the former "
                "topics gets nothing more", of="config", keys=r"topic\.prefix|database\.server\.name"),
    Consequence("gap", "looks for its schema history in another topic, and cannot start before that is recovered",
                of="config", keys=HISTORY),
    Consequence("gap", "captures {items} too, from now on: what is in there already only with a new snapshot",
                of="config", keys=TABLES, items="added"),
    Consequence("gap", "no longer captures {items}", of="config", keys=TABLES, items="removed"),
    Consequence("gap", "captures other data, by its {items}", of="config", keys=r".*\.(exclude\.list|blacklist)"),
)  # fmt: skip

PASSING_ON = (
    Consequence("gap", "writes to another place ({items}), where what was written so far is not", of="config",
                keys=PLACES, where=(SINK,)),
    Consequence("loss", "reads from another place ({items}), in which its position means something else", of="config",
                keys=PLACES, where=(SOURCE,)),
    Consequence("restarts", "gives records another shape from now on ({items}); those written so far keep theirs",
                of="config", keys=SHAPE),
    Consequence("gap", "writes records in another format ({items}), which whoever reads its topics must understand",
                of="config", keys=FORMAT, where=(SOURCE,)),
    Consequence("gap", "expects records in another format ({items}), also of those that are in its topics already",
                of="config", keys=FORMAT, where=(SINK,)),
    Consequence("restarts", "may go on with its former {items} until somebody restarts it by hand, on workers before "
                "the fix of KAFKA-9228", of="config", keys=f"{FORMAT}|{CLIENT}"),
    Consequence("loss", "skips records that it cannot handle, and keeps them nowhere", of="config",
                keys=r"errors\.tolerance", becomes="all",
                where=(Has("config", "", key="errors.deadletterqueue.topic.name"),)),
    Consequence("duplicates", "is another class of connector, to which its position so far may mean nothing",
                of="config", keys=r"connector\.class"),
)  # fmt: skip

RUNNING = (
    Consequence("restarts", "shares its work among at most {becomes} tasks from now on", of="config",
                keys=r"tasks\.max", becomes=".+"),
    Consequence("restarts", "restarts {tasks}", of="config", where=(RUNS,)),
    Consequence("safe", "gets the new configuration, which counts when it runs again", of="config",
                where=(Has("desired_state", "paused|stopped"),)),
    Consequence("restarts", "restarts {tasks} with other secrets", of="secret_revision", where=(RUNS,)),
    Consequence("restarts", "takes {items} from another variable", of="secret_env"),
    Consequence("gap", "is paused: what it would read waits, for as long as it is kept there, and the lag grows",
                of="desired_state", becomes="paused"),
    Consequence("gap", "is stopped, and has no tasks any more: what it would read waits, for as long as it is kept "
                "there, and the lag grows", of="desired_state", becomes="stopped"),
    Consequence("restarts", "runs again, and catches up", of="desired_state", becomes="running"),
)  # fmt: skip


GONE = (
    Consequence("safe", "is as before: only how Sluice handles it changes"),
    Consequence("gap", "is deleted and made again: away for seconds, its offsets are kept under its name",
                on=("replace",)),
    Consequence("loss", "is deleted: what it has not read yet stays unread", on=("delete",), where=(SINK,)),
    Consequence("loss", "is deleted: what changes at its source from now on is not captured", on=("delete",)),
)  # fmt: skip

RENAMED = (
    Consequence("duplicates", "is made again under another name: a new consumer group, connect-{name}, reads all "
                "from the beginning", on=("replace",), of="name", where=(SINK, OWN_GROUP, FROM_THE_START)),
    Consequence("loss", "is made again under another name: a new consumer group, connect-{name}, reads from now on, "
                "and what the former had not read stays unread", on=("replace",), of="name",
                where=(SINK, OWN_GROUP, FROM_THE_END)),
    Consequence("gap", "is made again under another name, and goes on as the consumer group that its configuration "
                "names", on=("replace",), of="name",
                where=(SINK, Has("config", ".+", key="consumer.override.group.id"))),
    Consequence("duplicates", "is made again under another name, which has no position: it begins anew at its source",
                on=("replace",), of="name", where=(SOURCE,)),
)  # fmt: skip

OFFSETS = (
    Consequence("loss", "is stopped, and goes on at the offsets given: what lies between comes again, or never",
                on=("update", "create"), of="offsets", becomes="(?s).+"),
    Consequence("duplicates", "is stopped, forgets its offsets, and begins anew", of="offsets_reset", becomes=".+"),
)  # fmt: skip
"""Of connectors whose offsets can be declared."""

RESTART = (Consequence("restarts", "restarts connector {name} and its tasks", on=("invoke",)),)
"""Of the action."""


def connector_consequences(*places: str) -> tuple[Consequence, ...]:
    """What changes of a connector do.

    Args:
        places: the fields that say where it runs.
    """
    moved = tuple(
        Consequence("duplicates", "is deleted, and made again elsewhere, where nobody knows its offsets",
                    on=("replace",), of=place) for place in places
    )  # fmt: skip
    return (*CREATED, *READING, *CAPTURE, *PASSING_ON, *RUNNING, *RENAMED, *moved, *GONE)
