"""What Streamkap's sandbox makes of a configuration by itself."""

from __future__ import annotations

from .streamkap import POSTGRESQL, Streamkap
from .test_streamkap_connectors import refusal


def test_empty_text_comes_back_as_null(streamkap: Streamkap) -> None:
    made = streamkap.make_source(config={**POSTGRESQL, "column.include.list.user.defined": ""})

    assert made["config"]["column.include.list.user.defined"] is None


def test_a_key_whose_condition_does_not_hold_comes_back_as_posted_and_else_as_null(streamkap: Streamkap) -> None:
    config = {**POSTGRESQL, "ssh.host": "bastion"}

    closed = streamkap.make_source("a", config=config)["config"]
    opened = streamkap.make_source("b", config={**config, "ssh.enabled": True})["config"]

    assert (closed["ssh.host"], closed["ssh.port"], closed["ssh.public.key.user.displayed"]) == ("bastion", None, None)
    assert (opened["ssh.host"], opened["ssh.port"]) == ("bastion", "22")
    assert opened["ssh.public.key.user.displayed"].startswith("ssh-ed25519 ")


def test_the_server_derives_the_host_of_a_connection_string(streamkap: Streamkap) -> None:
    config = {
        "mongodb.connection.string.user.defined": "mongodb+srv://user:pw@cluster.example.net/app",
        "database.include.list": "app",
        "collection.include.list.user.defined": "app.users",
        "signal.data.collection.schema.or.database": "app.signal",
    }

    made = streamkap.make_source(connector="mongodb", config=config)

    assert made["config"]["mongodb.connection.hostname"] == "cluster.example.net"


def test_the_server_makes_a_webhooks_address_and_key_once(streamkap: Streamkap) -> None:
    made = streamkap.make_source(connector="webhook", config={"format": "json"})
    body = {"name": "orders", "connector": "webhook", "config": {"format": "string"}}
    changed = streamkap.put(f"/sources/{made['id']}", json=body).json()

    keys = ("webhook.url", "api.key")
    assert [made["config"][key] for key in keys] == [changed["config"][key] for key in keys]
    assert made["config"]["webhook.url"].startswith("https://hooks.example.com/")
    assert made["config"]["api.key"] != "<API_KEY>"


def test_the_server_gives_a_file_name_its_extension(streamkap: Streamkap) -> None:
    config = {
        "aws.access.key.id": "AKIA",
        "aws.secret.access.key": "s3cret",
        "aws.s3.region": "eu-west-1",
        "aws.s3.bucket.name": "lake",
        "file.name.template": "{{topic}}",
    }

    made = streamkap.make_destination(connector="s3", config=config)

    assert made["config"]["file.name.template"] == "{{topic}}.jsonl"
    assert made["config"]["aws.access.key.id"] == "AKIA"


def test_a_value_that_can_be_set_only_once_cannot_be_changed(streamkap: Streamkap) -> None:
    config = {
        "snowflake.url.name": "org.snowflakecomputing.com",
        "snowflake.user.name": "u",
        "snowflake.private.key": "k",
        "snowflake.database.name": "d",
        "snowflake.schema.name": "s",
    }
    made = streamkap.make_destination(connector="snowflake", config=config)
    body = {"name": "lake", "connector": "snowflake", "config": {**config, "ingestion.mode": "append"}}

    assert refusal(streamkap.put(f"/destinations/{made['id']}", json=body)) == (
        422,
        "ingestion.mode can be set only once",
    )
