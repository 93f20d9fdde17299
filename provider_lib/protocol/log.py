"""Log records as the JSON lines that Terraform reads from a plugin's standard error.

Source: hashicorp/go-plugin, client.go and log_entry.go. A line that its parser refuses is shown raw, and a
message that is no string ends Terraform itself: everything here becomes text.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

from provider_lib.legible import legible
from provider_lib.protocol.notices import open_notices

ROOT = "provider_lib"
"""The logger that everything in Sluice logs under; what libraries log may hold secrets and stays out."""

TRACE = 5
OFF = logging.CRITICAL + 1

LEVELS = {
    "TRACE": TRACE,
    "DEBUG": logging.DEBUG,
    "INFO": logging.INFO,
    "WARN": logging.WARNING,
    "ERROR": logging.ERROR,
    "OFF": OFF,
}

LONGEST_MESSAGE = 48_000
"""Characters; Terraform cuts lines of 64 KiB."""


class JsonLines(logging.Formatter):
    """One line of JSON for each record; ``extra={"fields": {...}}`` adds keys."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line without its line feed."""
        fields: Mapping[str, object] = getattr(record, "fields", {})
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "@level": _level_name(record.levelno),
            "@message": legible(record.getMessage(), LONGEST_MESSAGE),
            "@module": record.name,
            "@timestamp": moment.isoformat(timespec="microseconds"),
        }
        return json.dumps({key: str(value) for key, value in fields.items()} | line)


def log_to_terraform(environ: Mapping[str, str], stream: TextIO) -> None:
    """Log to ``stream`` at the level that TF_LOG_PROVIDER or TF_LOG asks for; not at all when neither is set.

    What is information goes also to whoever listens for notices.
    """
    wanted = environ.get("TF_LOG_PROVIDER") or environ.get("TF_LOG")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    # Terraform, too, takes a level it does not know (and the value JSON) for TRACE.
    handler.setLevel(LEVELS.get(wanted.upper(), TRACE) if wanted else OFF)
    logger = logging.getLogger(ROOT)
    logger.handlers = [handler, *filter(None, [open_notices(environ)])]
    logger.propagate = False
    logger.setLevel(min(found.level for found in logger.handlers))


def _level_name(number: int) -> str:
    for name in ("ERROR", "WARN", "INFO", "DEBUG"):
        if number >= LEVELS[name]:
            return name.lower()
    return "trace"
