"""Settings of each system, as ``SluiceProvider`` takes them; made by ``make generate``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from provider_lib.constructs.base.secret import Secret

__all__ = [
    "ConfluentSettings",
    "KafkaConnectSettings",
    "LensesSettings",
    "RedpandaSettings",
    "RestSettings",
    "StreamkapSettings",
    "Systems",
]


def __dir__() -> list[str]:
    return __all__


class ConfluentSettings(TypedDict, total=False):
    """How to reach Confluent Cloud for Flink."""

    url: str
    """Regional Flink address, e.g. `https://flink.us-east-1.aws.confluent.cloud`."""
    organization_id: str
    """Organization."""
    environment_id: str
    """Environment, `env-...`."""
    api_key: str
    """Flink API key of the region."""
    api_secret: str | Secret
    """Secret of the key."""
    ca_file: str
    """PEM file with certificate authorities to trust beside the public ones and the machine's own."""
    client_cert_file: str
    """PEM file with the client certificate for mutual TLS."""
    client_key_file: str
    """PEM file with the unencrypted key of `client_cert_file`; may be left out when that file holds both."""
    insecure: bool
    """Do not check the server's certificate. For trials only: anybody can listen in."""
    timeout: str
    """How long a request may take in all, from the connection to the end of the answer, such as `45s` or `2m`; `30s`
    when left out. A refresh and a data source take 10 minutes in all, at the most.
    """
    max_in_flight: int
    """How many requests may run at once; 16 when left out."""
    max_retries: int
    """How often a request that failed in passing is sent again; 4 when left out, 0 turns it off."""
    headers: Mapping[str, str | Secret]
    """Headers to send with every request. In a variable: a JSON object."""


class KafkaConnectSettings(TypedDict, total=False):
    """How to reach Kafka Connect."""

    url: str
    """Address of a worker, e.g. `http://connect:8083`."""
    username: str
    """User, where the workers ask for one."""
    password: str | Secret
    """Password of the user."""
    ca_file: str
    """PEM file with certificate authorities to trust beside the public ones and the machine's own."""
    client_cert_file: str
    """PEM file with the client certificate for mutual TLS."""
    client_key_file: str
    """PEM file with the unencrypted key of `client_cert_file`; may be left out when that file holds both."""
    insecure: bool
    """Do not check the server's certificate. For trials only: anybody can listen in."""
    timeout: str
    """How long a request may take in all, from the connection to the end of the answer, such as `45s` or `2m`; `30s`
    when left out. A refresh and a data source take 10 minutes in all, at the most.
    """
    max_in_flight: int
    """How many requests may run at once; 16 when left out."""
    max_retries: int
    """How often a request that failed in passing is sent again; 4 when left out, 0 turns it off."""
    headers: Mapping[str, str | Secret]
    """Headers to send with every request. In a variable: a JSON object."""


class LensesSettings(TypedDict, total=False):
    """How to reach Lenses HQ."""

    url: str
    """Address of Lenses HQ, e.g. `https://hq.example.com`."""
    token: str | Secret
    """Token of a service account."""
    ca_file: str
    """PEM file with certificate authorities to trust beside the public ones and the machine's own."""
    client_cert_file: str
    """PEM file with the client certificate for mutual TLS."""
    client_key_file: str
    """PEM file with the unencrypted key of `client_cert_file`; may be left out when that file holds both."""
    insecure: bool
    """Do not check the server's certificate. For trials only: anybody can listen in."""
    timeout: str
    """How long a request may take in all, from the connection to the end of the answer, such as `45s` or `2m`; `30s`
    when left out. A refresh and a data source take 10 minutes in all, at the most.
    """
    max_in_flight: int
    """How many requests may run at once; 16 when left out."""
    max_retries: int
    """How often a request that failed in passing is sent again; 4 when left out, 0 turns it off."""
    headers: Mapping[str, str | Secret]
    """Headers to send with every request. In a variable: a JSON object."""


class RedpandaSettings(TypedDict, total=False):
    """How to reach Redpanda."""

    url: str
    """Address of the cluster's data plane: `dataplane_api.url` of the cluster."""
    token: str | Secret
    """A ready access token."""
    client_id: str
    """Client id of a service account."""
    client_secret: str | Secret
    """Client secret."""
    token_url: str
    """Where client id and secret are exchanged for a token."""
    audience: str
    """Audience of the token."""
    ca_file: str
    """PEM file with certificate authorities to trust beside the public ones and the machine's own."""
    client_cert_file: str
    """PEM file with the client certificate for mutual TLS."""
    client_key_file: str
    """PEM file with the unencrypted key of `client_cert_file`; may be left out when that file holds both."""
    insecure: bool
    """Do not check the server's certificate. For trials only: anybody can listen in."""
    timeout: str
    """How long a request may take in all, from the connection to the end of the answer, such as `45s` or `2m`; `30s`
    when left out. A refresh and a data source take 10 minutes in all, at the most.
    """
    max_in_flight: int
    """How many requests may run at once; 16 when left out."""
    max_retries: int
    """How often a request that failed in passing is sent again; 4 when left out, 0 turns it off."""
    headers: Mapping[str, str | Secret]
    """Headers to send with every request. In a variable: a JSON object."""


class RestSettings(TypedDict, total=False):
    """How to reach REST API."""

    url: str
    """Address of the API, e.g. `https://api.example.com/v1`."""
    token: str | Secret
    """Token, sent as `Authorization: Bearer`."""
    username: str
    """User, for HTTP Basic."""
    password: str | Secret
    """Password of the user."""
    token_url: str
    """Where client credentials are exchanged for a token (OAuth2)."""
    client_id: str
    """Id of the OAuth2 client."""
    client_secret: str | Secret
    """Secret of the OAuth2 client."""
    scope: str
    """What the token should be good for, where the OAuth2 server asks for it."""
    audience: str
    """Whom the token is for, where the OAuth2 server asks for it."""
    api_key: str | Secret
    """Key, sent in the header `api_key_header`."""
    api_key_header: str
    """Header of the key."""
    ca_file: str
    """PEM file with certificate authorities to trust beside the public ones and the machine's own."""
    client_cert_file: str
    """PEM file with the client certificate for mutual TLS."""
    client_key_file: str
    """PEM file with the unencrypted key of `client_cert_file`; may be left out when that file holds both."""
    insecure: bool
    """Do not check the server's certificate. For trials only: anybody can listen in."""
    timeout: str
    """How long a request may take in all, from the connection to the end of the answer, such as `45s` or `2m`; `30s`
    when left out. A refresh and a data source take 10 minutes in all, at the most.
    """
    max_in_flight: int
    """How many requests may run at once; 16 when left out."""
    max_retries: int
    """How often a request that failed in passing is sent again; 4 when left out, 0 turns it off."""
    headers: Mapping[str, str | Secret]
    """Headers to send with every request. In a variable: a JSON object."""


class StreamkapSettings(TypedDict, total=False):
    """How to reach Streamkap."""

    url: str
    """Address of the API."""
    client_id: str
    """Client id."""
    client_secret: str | Secret
    """Secret of the client."""
    ca_file: str
    """PEM file with certificate authorities to trust beside the public ones and the machine's own."""
    client_cert_file: str
    """PEM file with the client certificate for mutual TLS."""
    client_key_file: str
    """PEM file with the unencrypted key of `client_cert_file`; may be left out when that file holds both."""
    insecure: bool
    """Do not check the server's certificate. For trials only: anybody can listen in."""
    timeout: str
    """How long a request may take in all, from the connection to the end of the answer, such as `45s` or `2m`; `30s`
    when left out. A refresh and a data source take 10 minutes in all, at the most.
    """
    max_in_flight: int
    """How many requests may run at once; 16 when left out."""
    max_retries: int
    """How often a request that failed in passing is sent again; 4 when left out, 0 turns it off."""
    headers: Mapping[str, str | Secret]
    """Headers to send with every request. In a variable: a JSON object."""


class Systems(TypedDict, total=False):
    """The systems that a provider can reach."""

    confluent: ConfluentSettings | None
    """Confluent Cloud for Flink."""
    kafka_connect: Mapping[str, KafkaConnectSettings] | None
    """Kafka Connect, by the name that resources use."""
    lenses: LensesSettings | None
    """Lenses HQ."""
    redpanda: RedpandaSettings | None
    """Redpanda."""
    rest: Mapping[str, RestSettings] | None
    """REST API, by the name that resources use."""
    streamkap: StreamkapSettings | None
    """Streamkap."""
