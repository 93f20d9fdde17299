"""What Streamkap makes of a configuration: what it refuses, fills in, derives, and shows."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from provider_lib.sandbox.streamkap.catalogue import MONGODB_SOURCE, S3, WEBHOOK_SOURCE
from provider_lib.sandbox.streamkap.definitions import Definition, Entry
from provider_lib.sandbox.streamkap.refusals import Detail, Unprocessable, finding, missing

Config = Mapping[str, Any]

_EXTENSIONS = {"JSON Lines": ".jsonl", "JSON Array": ".json", "Parquet": ".parquet"}


def accepted(definition: Definition, given: Config, stored: Config | None = None) -> dict[str, Any]:
    """The configuration that is stored when a caller sends ``given``: every value of the type in which it was sent.

    Args:
        stored: what was stored so far; None for a create.

    Raises:
        Unprocessable: some values cannot be used.
        Detail: a value that can be set only once would change.
    """
    config = _filled(definition, given)
    findings = list(_findings(definition, given, config))
    if findings:
        raise Unprocessable(findings)
    for entry in definition.entries:
        if entry.set_once and stored and text(stored[entry.name]) != text(config[entry.name]):
            raise Detail(422, f"{entry.name} can be set only once")
    return config | _derived(definition, config, stored or {})


def shown(config: Config, *, stringified: bool) -> dict[str, Any]:
    """The configuration as an answer carries it; ``stringified`` says whether numbers and booleans are text."""
    return {key: text(value) if stringified else value for key, value in config.items()}


def without_secrets(definition: Definition, config: Config, mask: str | None) -> dict[str, Any]:
    """``config`` with ``mask`` in the place of every secret that it holds."""
    hidden = {entry.name for entry in definition.entries if entry.is_secret}
    return {key: mask if key in hidden and value is not None else value for key, value in config.items()}


def topics(definition: Definition, config: Config) -> list[str]:
    """The names of the topics that a source writes."""
    listed = config.get(definition.tables) if definition.tables else None
    tables = listed if isinstance(listed, list) else (listed or "").split(",")
    return [table.strip() for table in tables if table.strip()]


def text(value: Any) -> Any:
    """A number or a boolean as text; anything else as it is."""
    return json.dumps(value) if isinstance(value, bool | int | float) else value


def _filled(definition: Definition, given: Config) -> dict[str, Any]:
    """``given``, empty text as nothing, with defaults for keys that it does not name and that count; those are text."""
    filled: dict[str, Any] = {**{entry.name: entry.default for entry in definition.entries}, **given}
    counting = {entry.name for entry in definition.entries if entry.counts(filled)}
    return {key: None if value == "" or key not in counting | given.keys() else value for key, value in filled.items()}


def _derived(definition: Definition, config: Config, stored: Config) -> dict[str, Any]:
    """What the server makes of it by itself."""
    derived: dict[str, Any] = {}
    if definition is MONGODB_SOURCE:
        url = urlsplit(config["mongodb.connection.string.user.defined"])
        derived["mongodb.connection.hostname"] = url.hostname
    if definition is WEBHOOK_SOURCE:
        derived["webhook.url"] = stored.get("webhook.url") or f"https://hooks.example.com/{secrets.token_hex(8)}"
        derived["api.key"] = stored.get("api.key") or secrets.token_urlsafe(24)
    if definition is S3:
        extension = _EXTENSIONS[config["format.user.defined"]]
        derived["file.name.template"] = config["file.name.template"].removesuffix(extension) + extension
    if text(config.get("ssh.enabled")) == "true":
        derived["ssh.public.key.user.displayed"] = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIsandbox streamkap"
    return derived


def _findings(definition: Definition, given: Config, config: Config) -> Iterator[dict[str, Any]]:
    for entry in definition.entries:
        value = config[entry.name]
        if value is None:
            if entry.required and entry.counts(config):
                yield missing(dict(given), "config", entry.name)
        else:
            yield from _wrong(entry, value)


def _wrong(entry: Entry, value: Any) -> Iterator[dict[str, Any]]:
    where = ("config", entry.name)
    if entry.choices and any(item not in entry.choices for item in (value if isinstance(value, list) else [value])):
        expected = " or ".join(f"'{choice}'" for choice in entry.choices)
        yield finding("enum", f"Input should be {expected}", value, *where)
    if entry.control in ("boolean", "toggle") and text(value) not in ("true", "false"):
        yield finding("bool_parsing", "Input should be a valid boolean", value, *where)
    if entry.control == "number":
        if not str(value).lstrip("-").isdecimal():
            yield finding("int_parsing", "Input should be a valid integer", value, *where)
        elif entry.least is not None and int(str(value)) < entry.least:
            message = f"Input should be greater than or equal to {entry.least}"
            yield finding("greater_than_equal", message, value, *where)
        elif entry.most is not None and int(str(value)) > entry.most:
            yield finding("less_than_equal", f"Input should be less than or equal to {entry.most}", value, *where)
