"""What is changed after a construct was made: by aspects, assignments, overrides, and in stacks of the CDK itself."""

from __future__ import annotations

from inspect import cleandoc

from tests.synth.conftest import Synthesized


def test_what_is_assigned_or_changed_in_place_is_synthesized(synthesized: Synthesized) -> None:
    stack = synthesized.stack("assigned", "dev")
    made = {kind: next(iter(named.values())) for kind, named in {**stack["resource"], **stack["data"]}.items()}
    assert made["sluice_lenses_connector"] | {"environment": ""} == {
        "environment": "",
        "cluster": "c",
        "name": "n",
        "config": {"connector.class": "org.example.Sink", "batch.size": "5"},
        "secret_env": {"a": "SECRET", "b": "B"},
    }
    assert made["sluice_rest_object"] == {
        "path": "/a",
        "body": {"a": [1, "$${x}"]},
        "secret_body": {"pin": "1"},
    }
    assert stack["resource"]["sluice_lenses_environment"]["orders"]["metadata"] == {
        "team": "payments",
        "cost-centre": "$${4711}",
        "sluice.stack": "dev",
        "sluice.version": "1.0.0",
    }
    assert stack["data"]["sluice_lenses_environment"]["found"] == {"name": "other"}


def test_an_assignment_is_checked_as_the_constructor_does(synthesized: Synthesized) -> None:
    tier, kept, name, secrets = synthesized.notes["assigned"]
    assert tier.startswith("dev/orders: tier 'stagin' must be one of development, staging, production\n")
    assert [kept, name, secrets] == ["staging", "dev/sink: name is required\nName of the connector.", ["a", "b"]]


def test_what_an_aspect_does_wrongly_is_told_without_the_stack_of_javascript(synthesized: Synthesized) -> None:
    assert synthesized.notes["refused_aspects"] == (
        "dev/orders: name 'Orders_EU' must be 1 to 63 lower-case letters, digits and hyphens, without a hyphen at "
        "either end\nName of the environment; it is part of every path, so a change replaces it."
    )


def test_parts_of_an_argument_are_overridden(synthesized: Synthesized) -> None:
    assert synthesized.stack("overrides", "dev")["resource"]["sluice_lenses_connector"]["source"] == {
        "environment": "e",
        "cluster": "c",
        "name": "source",
        "config": {"connector.class": "org.example.Sink", "batch.size": "${var.size}"},
        "timeouts": {"create": "5m"},
        "desired_state": "paused",
        "lifecycle": {"prevent_destroy": True},
    }
    hcl, refused = synthesized.notes["overrides"]
    block = hcl[hcl.index("config = {") : hcl.index("environment = ")]
    assert block.strip() == cleandoc("""
        config = {
        "connector.class" = "org.example.Sink"
        "batch.size" = "${var.size}"
        }
    """)
    assert refused == (
        "The override config.batch.size goes into an entry of config, but entries of config are text\n"
        "For the key 'batch.size' write add_override(\"config.batch\\\\.size\", ...)."
    )


def test_a_stack_of_the_cdk_itself_gets_a_provider_where_it_has_none(synthesized: Synthesized) -> None:
    names = ("none", "after", "before", "taken", "data")
    own = [{"lenses": {"url": "https://hq.example.com"}}]
    assert [synthesized.stack("plain_stacks", name)["provider"]["sluice"] for name in names] == [
        [{}],
        own,
        own,
        [{}],
        [{}],
    ]
