"""The picture of a plan: what changes is joined to what it reads, writes and runs on, as its values say."""

from __future__ import annotations

import re
from typing import Any

import pytest

from provider_lib.review import Graph, Report, markdown, review
from provider_lib.review.graph import MOST
from provider_lib.review.mermaid import mermaid
from provider_lib.review.report import Edge, Node
from provider_lib.systems import CATALOGUE
from tests.review import stored
from tests.review.plans import changed, connector, plan, reviewed
from tests.review.test_page import EVIL

CONNECTOR = "sluice_kafka_connect_connector"


def joined(graph: Graph) -> set[str]:
    """The edges, as a person would say them."""
    arrows = {True: "->", False: "--"}
    return {
        f"{graph.nodes[edge.start].name} {arrows[edge.is_flow]} {graph.nodes[edge.end].name}"
        + ("" if edge.fate == "stays" else f", {edge.fate}")
        for edge in graph.edges
    }


def joints_of(config: dict[str, str]) -> set[str]:
    """What a connector with a configuration is joined to, beside its cluster."""
    values = {"connect": "main", "name": "it", "desired_state": "running", "config": config}
    graph = reviewed(changed(CONNECTOR, ["create"], None, values)).graph
    return {words.removesuffix(", comes").replace("main/it", "it") for words in joined(graph)} - {"main -- it"}


def numbered(number: int, config: dict[str, str], actions: str = "update") -> dict[str, Any]:
    before = connector({"topics": f"topic-{number}"}, name=f"c{number:04}")
    after = before if actions == "no-op" else before | {"config": before["config"] | config}
    return changed(CONNECTOR, [actions], before, after) | {"address": f"{CONNECTOR}.c{number:04}"}


def test_a_changed_topic_list_parts_and_joins() -> None:
    assert joined(stored.load("topic-added").report.graph) == {
        "orders-prod-eu -- prod/eu/orders-search",
        "shop.public.orders -> prod/eu/orders-search",
        "catalogue.catalogue.products -> prod/eu/orders-search",
        "shop.public.payments -> prod/eu/orders-search, comes",
        "prod/eu/orders-search -> orders-search.dead-letters",
        "prod/eu/orders-search -> search.eu.shop.example",
    }
    assert "catalogue.catalogue.products -> prod/eu/orders-search, goes" in joined(
        stored.load("topic-removed").report.graph
    )


def test_what_is_made_is_joined_by_what_the_code_refers_to() -> None:
    graph = stored.load("first-deploy").report.graph
    assert "staging/orders/environment -- staging/orders/orders-search, comes" in joined(graph)
    assert {node.deed for node in graph.nodes if node.kind == "connector"} == {"create"}


def test_a_pipeline_goes_from_its_source_to_its_destination() -> None:
    assert joined(stored.load("streamkap-topics").report.graph) == {
        "orders -> orders-to-lake",
        "orders-to-lake -> lake",
        "public.orders -> orders-to-lake, goes",
        "public.payments -> orders-to-lake, comes",
    }


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (
            {
                "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
                "topic.prefix": "shop",
                "table.include.list": "public.a, public.b",
                "database.hostname": "db",
            },
            {"db -> it", "it -> shop.public.a", "it -> shop.public.b"},
        ),
        (
            {
                "connector.class": "io.confluent.connect.jdbc.JdbcSourceConnector",
                "topic.prefix": "w-",
                "table.whitelist": "stock",
                "connection.url": "jdbc:oracle:thin:@db.example:1521/X",
            },
            {"db.example -> it", "it -> w-stock"},
        ),
        (
            {
                "connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector",
                "topics.regex": "a.*",
                "connection.url": "jdbc:postgresql://me:pw@db.example:1/x",
            },
            {"a.* -> it", "it -> db.example"},
        ),
        (
            {
                "connector.class": "x.S3Source",
                "connect.s3.kcql": "INSERT INTO a.b SELECT * FROM lake:x STOREAS `JSON`",
            },
            {"lake -> it", "it -> a.b"},
        ),
        (
            {"connector.class": "x.S3Sink", "topics": "a", "connect.s3.kcql": "insert into lake:x select * from a"},
            {"a -> it", "it -> lake"},
        ),
        (
            {
                "connector.class": "org.apache.kafka.connect.mirror.MirrorSourceConnector",
                "topics": "a",
                "source.cluster.alias": "us",
                "source.cluster.bootstrap.servers": "k1:9092,k2:9092",
            },
            {"k1 -> it", "it -> us.a"},
        ),
    ],
)
def test_a_configuration_says_what_a_connector_reads_and_writes(config: dict[str, str], expected: set[str]) -> None:
    assert joints_of(config) == expected


def test_topics_of_two_clusters_are_two() -> None:
    one, other = (
        changed(CONNECTOR, ["create"], None, connector(connect=name)) | {"address": f"{CONNECTOR}.{name}"}
        for name in ("a", "b")
    )
    topics = [node for node in reviewed(one, other).graph.nodes if node.kind == "topic"]
    assert topics == [Node("topic", "orders", "a"), Node("topic", "orders", "b")]


def test_a_small_plan_is_drawn_whole_and_a_large_one_around_what_changes() -> None:
    small = reviewed(numbered(1, {"tasks.max": "2"}), *[numbered(number, {}, "no-op") for number in range(2, 6)])
    assert len([node for node in small.graph.nodes if node.kind == "connector"]) == 5
    others = [numbered(number, {}, "no-op") for number in range(2, 3_000)]
    large = reviewed(numbered(1, {"tasks.max": "2"}), *others)
    assert {"main/c0001", "topic-1", "main"} <= {node.name for node in large.graph.nodes}
    assert len(large.graph.nodes) <= MOST


def test_who_reads_what_a_changed_one_writes_is_near_it() -> None:
    writes = {"connector.class": "x.Source", "topic": "topic-7"}
    source = connector(name="writer") | {"config": writes}
    change = changed(CONNECTOR, ["update"], source, source | {"config": writes | {"tasks.max": "2"}})
    others = [numbered(number, {}, "no-op") for number in range(100)]
    names = {node.name for node in reviewed(change, *others).graph.nodes}
    assert {"main/writer", "topic-7", "main/c0007"} <= names


def test_what_changes_and_has_no_room_is_counted() -> None:
    graph = reviewed(*[numbered(number, {"tasks.max": "2"}) for number in range(500)]).graph
    drawn = len([node for node in graph.nodes if node.deed])
    assert (drawn + graph.left_out, 10 < drawn < MOST) == (500, True)


def test_nothing_is_drawn_where_nothing_changes_or_nothing_is_joined() -> None:
    still = changed(CONNECTOR, ["no-op"], connector(), connector())
    alone = changed("sluice_streamkap_tag", ["delete"], {"id": "1", "name": "a", "type": ["sources"]}, None)
    assert [reviewed(still).graph, reviewed(alone).graph] == [Graph(), Graph()]


def test_a_credential_is_no_name() -> None:
    config = {"connector.class": "x.Sink", "topics": "a", "connection.url": "https://me:planted@db.example/x"}
    marked = {"after_sensitive": {"config": {"topics": True}}}
    values = {"connect": "main", "name": "it", "config": config}
    written = str(reviewed(changed(CONNECTOR, ["create"], None, values, **marked)).graph)
    assert "db.example" in written
    assert "planted" not in written
    assert "name='a'" not in written


LINE = re.compile(
    r"flowchart LR"
    r"|  n\d+(\[|\(\[|\[\(|\[\[)\"[\w ./#;-]+<br>[\w ./#;-]+\"(\]|\]\)|\)\]|\]\])(:::(comes|changes|goes))?"
    r"|  n\d+ (-->|---|==>|===|-\.->|-\.-) n\d+"
    r"|  classDef (comes|changes|goes) stroke:#[0-9a-f]{6},stroke-width:3px"
)
FORGED = (
    *EVIL,
    '"]',
    "-->",
    'click n0 "https://x"',
    '%%{init: {"theme":"dark"}}%%',
    "`**b**`",
    "```",
    "#quot;",
    "end",
    "",
)


@pytest.mark.parametrize("text", FORGED)
def test_no_name_is_more_than_a_name_in_mermaid(text: str) -> None:
    graph = Graph((Node("topic", text, text), Node(text, text, "", text, "update")), (Edge(0, 1, True),))
    written = mermaid(graph)
    assert [line for line in written.splitlines() if LINE.fullmatch(line) is None] == []
    assert len(written.splitlines()) == 7
    assert written.isascii() or text.isalnum()


@pytest.mark.parametrize("text", FORGED)
def test_no_name_ends_the_block_that_a_picture_stands_in(text: str) -> None:
    report = Report("dev", graph=Graph((Node("topic", text), Node("topic", text)), (Edge(0, 1, True),)))
    lines = markdown([report]).splitlines()
    fences = [number for number, line in enumerate(lines) if line.startswith("```")]
    assert [lines[number] for number in fences] == ["```mermaid", "```"]
    assert [line for line in lines[slice(*fences)][1:] if LINE.fullmatch(line) is None] == []


def test_a_plan_without_declarations_has_no_picture() -> None:
    other = changed("aws_s3_bucket", ["update"], {"acl": "a"}, {"acl": "b"})
    assert review(plan(other), CATALOGUE).graph == Graph()
