"""What somebody made by hand at Redpanda, Streamkap and Confluent, with configurations that nobody expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from tests.unit.adopt.estate import COMMON, ODD

TAGS = {"orders": "Everything about orders", "größe": 'say "x"\nand ${y}', "plain": ""}
POSTGRESQL = {
    "database.hostname.user.defined": "db.example.com",
    "database.user": "cdc",
    "database.password": "correct-horse",
    "database.dbname": "shop",
    "schema.include.list": "public",
    "table.include.list.user.defined": "public.orders, public.items",
}
SOURCES: Mapping[str, Mapping[str, Any]] = {
    "placeholders": {"slot.name": "${slot}", "publication.name": "100%{x} $${a}"},
    "texts": {
        "transforms.ValueToKey.fields.include.list": r"^(a|b)\.\d+$" + "\n\ttab",
        "column.include.list.user.defined": "größe 漢字 ☃, 'quoted' \"double\"",
        "database.dbname": '{"a": ["b", 1], "c": "$${d}"}',
    },
    "typed": {
        "database.port.user.defined": 5433,
        "preserve.null.values": True,
        "heartbeat.enabled": "true",
        "streamkap.snapshot.parallelism": "3",
    },
    "tunnel": {"ssh.enabled": True, "ssh.host": "jump", "ssh.port": 2222},
    "writable": {
        "snapshot.read.only.user.defined": "No",
        "signal.data.collection.schema.or.database": "public",
        "column.include.list.toggled": False,
    },
    "empty": {"transforms.ValueToKey.fields.include.list": ""},
    "same-name": {},
}
CLICKHOUSE = {
    "hostname": "ch.example.com",
    "connection.username": "sink",
    "connection.password": "correct-horse",
    "database": "shop",
}
DESTINATIONS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "documents": ("clickhouse", {**CLICKHOUSE, "topics.config.map": '{"orders": {"deleteSQLExecute": "${x}"}}'}),
    "same-name": ("clickhouse", {**CLICKHOUSE, "ingestion.mode": "append", "port": 9440}),
    "third": ("clickhouse", {**CLICKHOUSE, "port": 9441}),
    "lists": (
        "s3",
        {
            "aws.access.key.id": "AKIAEXAMPLE",
            "aws.secret.access.key": "correct-horse",
            "aws.s3.region": "eu-west-1",
            "aws.s3.bucket.name": "lake",
            "file.name.template": "{{topic}}-${date}",
            "format.output.fields.user.defined": ["key", "value"],
        },
    ),
    "key": (
        "snowflake",
        {
            "snowflake.url.name": "acme.snowflakecomputing.com",
            "snowflake.user.name": "loader",
            "snowflake.private.key": "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
            "snowflake.private.key.passphrase.secured": False,
            "snowflake.database.name": "SHOP",
            "snowflake.schema.name": "ORDERS",
            "auto.qa.dedupe.table.mapping": '{"a": "b"}',
        },
    ),
}
PROMPT = 'Sort the order into one of three queues.\n\nSay ${queue}, "never" 100%{sure}; größe 漢字.\n'


def redpanda_names() -> dict[str, Mapping[str, str]]:
    """The odd configurations under names that Redpanda takes."""
    return {
        name.replace(" ", "-").replace("/", "-").replace("ö", "oe").replace("ß", "ss"): each
        for name, each in ODD.items()
    }


def make_redpanda(environ: Mapping[str, str]) -> None:
    """Make the odd connectors, one of them paused."""
    form = {
        "grant_type": "client_credentials",
        "client_id": environ["SLUICE_REDPANDA_CLIENT_ID"],
        "client_secret": environ["SLUICE_REDPANDA_CLIENT_SECRET"],
        "audience": "cloudv2-production.redpanda.cloud",
    }
    with _asking(environ["SLUICE_REDPANDA_URL"]) as http:
        answer = http.post("/oauth/token", data=form).raise_for_status()
        http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        connectors = "/v1/kafka-connect/clusters/redpanda/connectors"
        for name, config in redpanda_names().items():
            http.post(connectors, json={"name": name, "config": {**COMMON, **config}}).raise_for_status()
        http.put(f"{connectors}/class/pause").raise_for_status()


def make_streamkap(environ: Mapping[str, str]) -> None:
    """Make tags, sources, destinations and a pipeline from each source."""
    credentials = {
        "client_id": environ["SLUICE_STREAMKAP_CLIENT_ID"],
        "secret": environ["SLUICE_STREAMKAP_CLIENT_SECRET"],
    }
    with _asking(environ["SLUICE_STREAMKAP_URL"]) as http:
        answer = http.post("/auth/access-token", json=credentials).raise_for_status()
        http.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"

        def make(path: str, **body: Any) -> dict[str, Any]:
            made: dict[str, Any] = http.post(path, json=body).raise_for_status().json()
            return made

        kinds = ["sources", "pipelines"]
        tags = [make("/tags", name=name, type=kinds, description=text)["id"] for name, text in TAGS.items()]
        sources = [
            make(
                "/sources?wait=true", name=name, connector="postgresql", config={**POSTGRESQL, **config}, tags=tags[:1]
            )
            for name, config in SOURCES.items()
        ]
        destinations = [
            make("/destinations?wait=true", name=name, connector=connector, config=config)
            for name, (connector, config) in DESTINATIONS.items()
        ]
        for number, source in enumerate(sources):
            make(
                "/pipelines?wait=true",
                name=f"{source['name']} → lake",
                source={**_named(source), "topics": ["public.orders"]},
                destination=_named(destinations[number % len(destinations)]),
                tags=tags[:number],
                snapshot_new_tables=number == 1,
            )


def make_agents(environ: Mapping[str, str]) -> None:
    """Make agents of two Kafka clusters."""
    place = f"organizations/{environ['SLUICE_CONFLUENT_ORGANIZATION_ID']}"
    place += f"/environments/{environ['SLUICE_CONFLUENT_ENVIRONMENT_ID']}"
    key = (environ["SLUICE_CONFLUENT_API_KEY"], environ["SLUICE_CONFLUENT_API_SECRET"])
    with _asking(environ["SLUICE_CONFLUENT_URL"]) as http:
        for cluster, name, more in (
            ("lkc-1", "triage", {"tools": ["lookup"], "properties": {"max_iterations": "5", "a.$b": "${c}"}}),
            ("lkc-1", "plain.one", {}),
            ("lkc-2", "other", {"description": 'größe\n"quoted"'}),
        ):
            body = {"name": name, "spec": {"model": "chat", "prompt": PROMPT, **more}}
            http.post(f"/sql/v1/{place}/databases/{cluster}/agents", json=body, auth=key).raise_for_status()


@contextmanager
def _asking(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, trust_env=False) as http:
        yield http


def _named(made: Mapping[str, Any]) -> dict[str, Any]:
    return {name: made[name] for name in ("id", "name", "connector")}
