"""Estates of any size, as states and servers would tell of them: two vendors of connectors, a third with pipelines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provider_lib.fleet import Owned, Status, Task
from provider_lib.fleet.map import Estate, estate_of
from provider_lib.fleet.status import Verdict
from provider_lib.state import StoredObject
from provider_lib.systems import CATALOGUE

WHEN = "2026-11-28 03:00 UTC"
TRACE = "org.postgresql.util.PSQLException: Connection to db-7.shop.internal:5432 refused"
OTHER_TRACE = "org.apache.kafka.connect.errors.ConnectException: Table orders is missing"


def owned(kind: str, name: str, stack: str = "shop", sensitive: Any = None, **attributes: Any) -> Owned:
    """Something that a stack owns."""
    stored = StoredObject(
        stack=stack,
        address=f"sluice_{kind}.{name}",
        type=f"sluice_{kind}",
        construct_path=f"{stack}/{name}",
        attributes={"name": name, **attributes},
        sensitive=sensitive or {},
    )
    return Owned(CATALOGUE.resources[stored.type], stored)


def status(item: Owned, verdict: Verdict = "well", **known: Any) -> Status:
    """How something is."""
    return Status(
        stack=item.stored.stack,
        address=item.stored.address,
        system=item.resource.system.name,
        kind=item.resource.thing(),
        place=item.place,
        name=item.name,
        desired=item.desired,
        verdict=verdict,
        **known,
    )


def joined(items: list[Owned], statuses: list[Status] | None = None, **more: Any) -> Estate:
    """What there is, joined; well unless something else is said."""
    known = [status(item) for item in items if item.is_watched] if statuses is None else statuses
    stacks = dict.fromkeys(item.stored.stack for item in items)
    return estate_of(items, known, CATALOGUE, stacks=stacks, when=WHEN, **more)


def estate(connectors: int, **more: Any) -> Estate:
    """An estate of so many connectors, most of which are well."""
    items = [*_environments(connectors), *_connectors(connectors), *_others()]
    return joined(items, [_of(number, item) for number, item in enumerate(items) if item.is_watched], **more)


def _size(connectors: int) -> int:
    return max(2, min(connectors // 100, 12))


def _environments(connectors: int) -> Iterator[Owned]:
    for number in range(_size(connectors)):
        name = f"env-{number}"
        yield owned("lenses_environment", name, f"platform-{number % 3}", tier="production", agent_key="planted-key")
        yield owned("lenses_kafka_connection", f"{name}-kafka", f"platform-{number % 3}", environment=name)


def _connectors(connectors: int) -> Iterator[Owned]:
    """Half of them sources of a topic each, half sinks; a third on a plain cluster."""
    for number in range(connectors):
        at, stack = number // 2 % _size(connectors), f"team-{number % 5}"
        reads = number % 2
        config = {
            "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector" if reads else "io.debezium.Postgres",
            "connection.url" if reads else "database.hostname": f"jdbc:postgresql://db-{number % 17}.shop.internal/x"
            if reads
            else f"db-{number % 17}.shop.internal",
            **({"topics": f"orders.{number - 1}"} if reads else {"topic": f"orders.{number}"}),
        }
        name = f"orders-{'sink' if reads else 'source'}-{number:04}"
        if number // 2 % 3 == 0:
            yield owned("kafka_connect_connector", name, stack, connect="main", config=config)
        else:
            yield owned(
                "lenses_connector",
                name,
                stack,
                environment=f"env-{at}",
                cluster=f"connect-{number // 2 % 2}",
                config=config,
            )


def _others() -> Iterator[Owned]:
    source = {"id": "s1", "name": "shop-db", "connector": "postgresql"}
    target = {"id": "d1", "name": "warehouse", "connector": "snowflake"}
    hosts = {"database.hostname.user.defined": "db-1.shop.internal"}
    yield owned("streamkap_source", "shop-db", "cdc", id="s1", topics=["public.orders"], config=hosts)
    yield owned("streamkap_destination", "warehouse", "cdc", id="d1", config={"snowflake.url.name": "acme.example"})
    topics = {**source, "topics": ["public.orders"]}
    yield owned("streamkap_pipeline", "orders-to-warehouse", "cdc", id="p1", source=topics, destination=target)
    yield owned("confluent_flink_agent", "order-triage", "agents", kafka_cluster_id="lkc-abc123")
    yield owned("lenses_role", "reader", "access")
    yield owned("lenses_group", "analysts", "access", roles=["reader"])


def _of(number: int, item: Owned) -> Status:
    """How something is, by its number."""
    if item.resource.lifecycle is None:
        return status(item, "down" if item.name == "env-1" else "well", agent_connected=item.name != "env-1")
    tasks = (Task(id="0", state="RUNNING"), Task(id="1", state="RUNNING"))
    match number % 50:
        case 7:
            failed = Task(id="1", state="FAILED", failed=True, trace=f"{TRACE}\n\tat x")
            return status(item, "failed", state="RUNNING", tasks=(tasks[0], failed), gist=TRACE)
        case 23:
            return status(item, "failed", state="FAILED", trace=f"{OTHER_TRACE}\n\tat x", gist=OTHER_TRACE)
        case 31:
            return status(item, "down", state="PAUSED", drift=("desired_state",))
        case 44:
            return status(item, "gone", drift=None)
        case 47:
            return status(item, "unread", why="HTTP 403 from Lenses HQ")
    return status(item, state="RUNNING", tasks=tasks)
