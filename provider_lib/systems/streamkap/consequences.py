"""What changes of Streamkap's sources and destinations do to their data."""

from __future__ import annotations

from provider_lib.spec import Consequence, Has

RUNS = Has("desired_state", "running")
TABLES = r"(table|collection|schema|database)\.include\.list(\.user\.defined)?"
PLACES = r"database\.(hostname|port|dbname|database|names)(\.user\.defined)?|.*\.url\.name|connection\.url"
TARGETS = rf"{PLACES}|hostname|port|database|schema"

BOTH = (
    Consequence("safe", "is made", on=("create",)),
    Consequence("restarts", "restarts {tasks}", of="config", where=(RUNS,)),
    Consequence("safe", "gets the new configuration, which counts when it runs again", of="config",
                where=(Has("desired_state", "paused|stopped"),)),
    Consequence("restarts", "restarts {tasks} with other secrets", of="secret_revision", where=(RUNS,)),
    Consequence("restarts", "takes {items} from another variable", of="secret_env"),
    Consequence("restarts", "moves to another Connect cluster", of="kc_cluster_id"),
    Consequence("gap", "is paused: what it would read waits, for as long as it is kept there, and the lag grows",
                of="desired_state", becomes="paused"),
    Consequence("gap", "is stopped: what it would read waits, for as long as it is kept there, and the lag grows",
                of="desired_state", becomes="stopped"),
    Consequence("restarts", "runs again, and catches up", of="desired_state", becomes="running"),
    Consequence("safe", "is as before: only its labels change, or how Sluice handles it"),
)  # fmt: skip
"""What changes of sources and destinations do alike."""

OF_SOURCES = (
    Consequence("duplicates", "reads its tables whole again, or not, by another {items}", of="config",
                keys=r"snapshot\.mode.*"),
    Consequence("loss", "reads from another replication slot ({items}): changes since the former's position are lost",
                of="config", keys=r"slot\.name"),
    Consequence("gap", "captures what another publication holds, and nothing else", of="config",
                keys=r"publication\.name"),
    Consequence("gap", "captures {items} too, from now on: what is in there already only with a new snapshot",
                of="config", keys=TABLES, items="added"),
    Consequence("gap", "no longer captures {items}", of="config", keys=TABLES, items="removed"),
    Consequence("loss", "reads from another place ({items}), in which its position means something else", of="config",
                keys=PLACES),
    Consequence("duplicates", "is deleted and made again under another id, which has no position: it begins anew",
                on=("replace",)),
    Consequence("loss", "is deleted: what changes at its source from now on is not captured", on=("delete",)),
)  # fmt: skip

OF_DESTINATIONS = (
    Consequence("gap", "writes to another place ({items}), where what was written so far is not", of="config",
                keys=TARGETS),
    Consequence("duplicates", "is deleted and made again under another id, which has no position: it writes all again",
                on=("replace",)),
    Consequence("loss", "is deleted: what it has not written yet is written nowhere", on=("delete",)),
)  # fmt: skip

OF_PIPELINES = (
    Consequence("safe", "is made, and data flows", on=("create",)),
    Consequence("gap", "takes other topics, or takes them from another source", of="source"),
    Consequence("gap", "writes to another destination, where what was written so far is not", of="destination"),
    Consequence("restarts", "treats tables that come later otherwise", of="snapshot_new_tables"),
    Consequence("duplicates", "is deleted and made again: nothing flows meanwhile", on=("replace",)),
    Consequence("gap", "is deleted: nothing flows from its source to its destination any more", on=("delete",)),
    Consequence("safe", "flows as before: only its labels change"),
)
