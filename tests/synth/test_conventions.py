"""What users of the CDK do with constructs arrives, or is refused with what was probably meant."""

from __future__ import annotations

from inspect import cleandoc

from tests.synth.conftest import Synthesized

LOST = (
    "What Python changes in a list or map that only Terraform knows is lost\n"
    "Change `<argument>_input`, which is what was given, or assign the argument anew."
)


def test_an_argument_that_there_is_not_is_told_with_the_one_that_was_meant(synthesized: Synthesized) -> None:
    name = "Name of the environment; it is part of every path, so a change replaces it."
    assert synthesized.notes["arguments_that_are_none"] == {
        "a required one": "dev/new: 2 arguments cannot be used\n- nam is not an argument. Did you mean 'name'?\n"
        f"- name is required. {name}",
        "none given": f"dev/new: 2 arguments cannot be used\n- name is required. {name}\n"
        "- tier is required. What the environment is for.",
        "a data source": "dev/new: 2 arguments cannot be used\n- nme is not an argument. Did you mean 'name'?\n"
        "- name is required. Name of the environment.",
        "assigned": "dev/orders: metdata is not an argument\nDid you mean 'metadata'?",
        "a setting": "dev/sluice: lense is not an argument\nDid you mean 'lenses'?",
        "of Terraform's own": "dev/new: lifecycle[\"prevent\"] is not an argument\nDid you mean 'prevent_destroy'?",
        "of another type": "dev/new: provider is text, not a provider\nGive a SluiceProvider of the stack.",
        "secrets by another name": "dev/sink: secret_config is not an argument\nDid you mean 'secrets'?",
        "outside a stack": "The app is in no stack\nMake the construct in a Stack.",
        "of a class of one's own": ["own"],
    }


def test_a_change_in_what_only_stands_for_a_value_is_refused(synthesized: Synthesized) -> None:
    assert synthesized.notes["lost_changes"] == {
        "of itself": "dev/orders: name would refer to the construct itself\n"
        "Read `name_input`, which is what was given.",
        "item": LOST,
        "merged": LOST,
        "appended": LOST,
        "copied": "dev/orders: metadata holds a map that only Terraform knows beside keys of its own\n"
        "Use Fn.merge([...]), or read `<argument>_input`, which is what was given.",
    }
    resources = synthesized.stack("lost_changes", "dev")["resource"]
    assert resources["sluice_lenses_environment"]["copy"]["metadata"] == "${sluice_lenses_environment.orders.metadata}"
    assert resources["sluice_lenses_kafka_connection"]["other"]["override_broker_addresses"] == (
        "${sluice_lenses_kafka_connection.kafka.override_broker_addresses}"
    )


def test_aspects_change_every_kind_of_argument_in_place(synthesized: Synthesized) -> None:
    stack = synthesized.stack("changes_in_place", "dev")
    assert stack["resource"]["sluice_streamkap_source"]["source"]["tags"] == ["x", "y"]
    assert stack["resource"]["sluice_lenses_role"]["role"]["policy"] == [
        {"action": ["iam:*", "x:*"], "resource": ["*"], "effect": "allow"}
    ]
    assert stack["resource"]["sluice_lenses_connector"]["sink"]["timeouts"] == {"create": "5m", "delete": "6m"}
    assert stack["provider"]["sluice"] == [
        {
            "lenses": {"url": "https://hq.example.com", "token": "${var.token}", "timeout": "5s"},
            "redpanda": {"url": "https://rp.example.com"},
        }
    ]
    assert synthesized.notes["changes_in_place"] == "dev/hq: lenses[\"ulr\"] is not an argument\nDid you mean 'url'?"


def test_overrides_reach_into_lists_and_nested_arguments(synthesized: Synthesized) -> None:
    resources = synthesized.stack("overrides_in_depth", "dev")["resource"]
    assert resources["sluice_lenses_role"]["role"]["policy"] == [
        {"action": ["iam:*", "${var.more}"], "resource": ["*"], "effect": "deny"}
    ]
    assert resources["sluice_rest_object"]["thing"]["body"] == {"a": {"b": [{"c": 1}, {"d": 3}]}}
    assert resources["sluice_rest_object"]["thing"]["search"] == {"paging": {"kind": "page"}}
    sink = resources["sluice_kafka_connect_connector"]["sink"]
    assert [sink["auto_restart"], sink["lifecycle"]] == [{"attempts": 5}, {"ignore_changes": ["config"]}]
    hcl, _ = synthesized.notes["overrides_in_depth"]
    block = hcl[hcl.index("policy = [") : hcl.index('resource "sluice_rest_object"')]
    assert block.replace("\n\n", "\n").strip().removesuffix("}").strip() == cleandoc("""
        policy = [
        {
        effect = "deny"
        action = [
        "iam:*",
        "${var.more}",
        ]
        resource = [
        "*",
        ]
        },
        ]
    """)


def test_an_override_that_leads_nowhere_is_refused(synthesized: Synthesized) -> None:
    _, refused = synthesized.notes["overrides_in_depth"]
    everything = refused.pop("computed")
    assert refused == {
        "argument": "The override confg.x is of no argument\nDid you mean 'config'?",
        "nested": "The override search.paging.knd is of no argument\nDid you mean 'kind'?",
        "in a list": "The override policy.0.efect is of no argument\nDid you mean 'effect'?",
        "in text": "The override name.x goes into name, which is text\nOverride name itself.",
        "of terraform": "The override depend_on is of no argument\nDid you mean 'depends_on'?",
    }
    assert everything.startswith("The override trace is of no argument\nThere are: ")
    assert synthesized.notes["overrides_of_no_item"] == (
        "The override is of item 2 of a list that has 1 items, counted from 0\nName one of them, or the whole list."
    )
