"""What stacks own is joined by what each reads, writes and belongs to, and secrets are in none of it."""

from __future__ import annotations

from dataclasses import replace

from provider_lib.fleet import Owned
from provider_lib.fleet.map import Estate
from tests.unit.fleet.map.estates import joined, owned

SINK = {"connector.class": "x.JdbcSink", "topics": "orders", "connection.url": "jdbc:postgresql://db.shop.internal/x"}
SOURCE = {"connector.class": "io.debezium.X", "topic": "orders", "database.hostname": "crm.shop.internal"}


def lenses(name: str, config: dict[str, str], **more: object) -> Owned:
    return owned("lenses_connector", name, environment="eu", cluster="connect", config=config, **more)  # type: ignore[arg-type]


def links(estate: Estate) -> set[tuple[str, str, str]]:
    """From what to what, and whether data flow."""
    names = [f"{thing.kind} {thing.name}" for thing in estate.things]
    return {(names[link.start], "flows" if link.is_flow else "has", names[link.end]) for link in estate.links}


def test_connectors_of_several_stacks_meet_in_a_topic() -> None:
    found = joined(
        [owned("lenses_environment", "eu", "platform"), lenses("in", SOURCE, stack="a"), lenses("out", SINK, stack="b")]
    )
    assert links(found) == {
        ("environment eu", "has", "connector in"),
        ("environment eu", "has", "connector out"),
        ("system crm.shop.internal", "flows", "connector in"),
        ("connector in", "flows", "topic orders"),
        ("topic orders", "flows", "connector out"),
        ("connector out", "flows", "system db.shop.internal"),
    }
    assert found.stacks == ("platform", "a", "b")


def test_a_pipeline_flows_from_its_source_to_its_destination() -> None:
    source = {"id": "s1", "name": "shop", "connector": "postgresql", "topics": ["public.orders"]}
    target = {"id": "d1", "name": "lake", "connector": "s3"}
    found = joined(
        [
            owned("streamkap_pipeline", "p", id="p1", source=source, destination=target),
            owned("streamkap_source", "shop", id="s1", topics=["public.orders"], config={}),
            owned("streamkap_destination", "lake", id="d1", config={}),
        ]
    )
    assert links(found) == {
        ("source shop", "flows", "topic public.orders"),
        ("topic public.orders", "flows", "pipeline p"),
        ("source shop", "flows", "pipeline p"),
        ("pipeline p", "flows", "destination lake"),
    }


def test_what_another_team_has_is_shown_and_is_not_ours() -> None:
    found = joined([lenses("in", SOURCE)])
    assert [(thing.kind, thing.name) for thing in found.things if thing.health is None] == [
        ("environment", "eu"),
        ("topic", "orders"),
        ("system", "crm.shop.internal"),
    ]
    assert [thing.name for thing in found.owned] == ["in"]


def test_two_accounts_that_use_one_name_are_told_apart() -> None:
    first, second = lenses("in", SOURCE), lenses("out", SINK, stack="other")
    there = {"lenses": {"url": "https://other.example"}}
    found = joined([first, replace(second, block=there)])
    assert [(thing.name, thing.kind) for thing in found.things].count(("orders", "topic")) == 2
    alike = joined([replace(first, block=there), replace(second, block={**there, "rest": {}})])
    assert [(thing.name, thing.kind) for thing in alike.things].count(("orders", "topic")) == 1


def test_an_environment_is_shown_with_what_belongs_to_it_and_a_role_of_its_name_is_not() -> None:
    items = [
        owned("lenses_environment", "eu"),
        owned("lenses_kafka_connection", "kafka", environment="eu"),
        owned("lenses_role", "eu"),
        lenses("in", {}),
    ]
    found = joined(items)
    places = {spot.where: {found.things[number].kind for number in inside} for spot, inside in found.spots()}
    assert places == {"eu": {"kafka connection", "environment"}, "": {"role"}, "eu/connect": {"connector"}}


def test_what_terraform_was_told_to_hide_is_not_shown() -> None:
    hidden = {"config": {"connection.url": True, "topics": True}}
    found = joined([lenses("out", SINK, sensitive=hidden)])
    assert [thing.name for thing in found.things] == ["out", "eu"]


def test_credentials_in_a_url_are_not_shown() -> None:
    found = joined([lenses("out", {**SINK, "connection.url": "jdbc:postgresql://app:planted@db.shop.internal/x"})])
    assert "db.shop.internal" in [thing.name for thing in found.things]
    assert "planted" not in repr(found)


def test_things_in_trouble_come_first_and_others_as_people_count() -> None:
    items = [lenses(f"sink-{number}", {}) for number in (10, 9, 1)]
    found = joined(items)
    [inside] = [inside for spot, inside in found.spots() if spot.where == "eu/connect"]
    assert [found.things[number].name for number in inside] == ["sink-1", "sink-9", "sink-10"]
