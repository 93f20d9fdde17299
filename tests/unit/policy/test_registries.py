"""Converters that ask a registry say where it is."""

from __future__ import annotations

from provider_lib.policy.pack.registries import RegistryUrl
from provider_lib.spec.types import UNKNOWN
from tests.unit.policy.connectors import found, sink

AVRO = "io.confluent.connect.avro.AvroConverter"
APICURIO = "io.apicurio.registry.utils.converter.AvroConverter"


def test_a_converter_without_its_registry_is_found() -> None:
    config = {"key.converter": AVRO, "value.converter": APICURIO, "key.converter.apicurio.registry.url": "http://a"}
    assert found(RegistryUrl(), sink(config)) == [
        'dev/orders: config["key.converter"] asks a registry, and key.converter.schema.registry.url is not set',
        'dev/orders: config["value.converter"] asks a registry, and value.converter.apicurio.registry.url is not set',
    ]


def test_one_with_it_or_of_another_class_is_not() -> None:
    url = "value.converter.schema.registry.url"
    assert found(RegistryUrl(), sink({"value.converter": AVRO, url: "http://a"})) == []
    assert found(RegistryUrl(), sink({"value.converter": AVRO}, secret_env={url: "REGISTRY"})) == []
    assert found(RegistryUrl(), sink({"value.converter": UNKNOWN, "key.converter": "org.example.Plain"})) == []
