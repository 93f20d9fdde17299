"""Connectors for the tests of rules, and what a rule finds in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_lib.errors import written
from provider_lib.policy import App, Rule, Subject
from provider_lib.systems.kafka_connect import Connector as PlainConnector

SINK = "io.confluent.connect.jdbc.JdbcSinkConnector"
SOURCE = "io.confluent.connect.jdbc.JdbcSourceConnector"


def connector(
    config: Any, *, name: str = "orders", cluster: str = "default", server: str = "", **values: Any
) -> Subject:
    """A connector of Kafka Connect; further values are arguments of it."""
    place = {"server": server, "cluster": cluster}
    return Subject(PlainConnector, "dev", f"dev/{name}", {"name": name, "config": config, **values}, place)


def sink(config: Mapping[str, Any] | None = None, **values: Any) -> Subject:
    """A sink with these entries more."""
    return connector({"connector.class": SINK, "topics": "orders", **(config or {})}, **values)


def source(config: Mapping[str, Any] | None = None, **values: Any) -> Subject:
    """A source with these entries more."""
    return connector({"connector.class": SOURCE, **(config or {})}, **values)


def found(rule: Rule, *subjects: Subject) -> list[str]:
    """What a rule finds in an app with these resources, in sentences."""
    app = App(subjects)
    return [f"{subject.path}: {written(it.at)} {it.what}" for subject in subjects for it in rule.look(subject, app)]
