"""What Redpanda makes of a configuration before its worker sees it, and of the worker's before a caller does.

Source: the connector guides of Redpanda Console, and what a running Console made of configurations.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from provider_lib.sandbox.connect_engine.catalogue import MIRROR_CHECKPOINT, MIRROR_SOURCE, MONGO_SINK, POSTGRES_SOURCE
from provider_lib.sandbox.connect_engine.checked import Config

Texts = Mapping[str, str]

PLACEHOLDER = "__TOPICS_REGEX_PLACEHOLDER"
"""Pattern that a sink without topics is given."""

_SOURCE_WORDS = ("Source", "debezium", "mirror")
_MIRRORS = (MIRROR_SOURCE.class_name, MIRROR_CHECKPOINT.class_name)


def on_write(config: Texts) -> dict[str, str]:
    """The configuration that is stored."""
    written = dict(config)
    class_name = config.get("connector.class", "")
    if class_name == MIRROR_SOURCE.class_name:
        written = _mirror(config) | written
    if class_name == MONGO_SINK.class_name:
        written |= _mongo(config)
    if class_name == POSTGRES_SOURCE.class_name:
        written["tasks.max"] = "1"
    is_sink = not any(word in class_name for word in _SOURCE_WORDS)
    if is_sink and not config.get("topics") and not config.get("topics.regex"):
        written["topics.regex"] = PLACEHOLDER
    return written


def on_read(config: Config) -> dict[str, str | None]:
    """The configuration that is shown."""
    hidden = {"security.protocol"} if config.get("connector.class") in _MIRRORS else set[str]()
    return {key: value for key, value in config.items() if key not in hidden}


def _mirror(config: Texts) -> dict[str, str]:
    """What a mirror has unless something else is given."""
    added = {
        "source.cluster.ssl.truststore.type": "PEM",
        "source.cluster.ssl.keystore.type": "PEM",
        "header.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
    }
    if "source.cluster.security.protocol" in config:
        added["security.protocol"] = config["source.cluster.security.protocol"]
    user, password = (config.get(f"source.cluster.sasl.{key}") for key in ("username", "password"))
    if user is not None and password is not None:
        is_scram = config.get("source.cluster.sasl.mechanism", "").startswith("SCRAM")
        module = "scram.ScramLoginModule" if is_scram else "plain.PlainLoginModule"
        login = f"username='{user}' password='{password}'"
        added["source.cluster.sasl.jaas.config"] = f"org.apache.kafka.common.security.{module} required {login};"
    return added


def _mongo(config: Texts) -> dict[str, str]:
    """The connection string is put together from its parts, and so carries the password in clear."""
    if "connection.url" not in config:
        return {}
    url = urlsplit(config["connection.url"])
    host = url.netloc.rpartition("@")[2]
    user, password = (quote(config.get(f"connection.{key}", ""), safe="") for key in ("username", "password"))
    return {
        "connection.url": url._replace(netloc=host).geturl(),
        "connection.uri": url._replace(netloc=f"{user}:{password}@{host}" if user else host).geturl(),
    }
