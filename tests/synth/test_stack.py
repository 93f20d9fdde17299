"""Stacks as Terraform gets them, from both flavours of the CDK."""

from __future__ import annotations

import json
from inspect import cleandoc

from tests.synth.conftest import Synthesized

ORDERS = "${sluice_lenses_environment.orders.name}"


def test_a_stack_is_written_as_terraform_json(synthesized: Synthesized) -> None:
    assert synthesized.stack("whole_stack", "dev") == {
        "provider": {"sluice": [{}]},
        "resource": {
            "sluice_lenses_environment": {
                "orders": {
                    "name": "orders",
                    "tier": "staging",
                    "metadata": {"team": "payments", "sluice.stack": "dev", "sluice.version": "1.4.0"},
                }
            },
            "sluice_lenses_kafka_connection": {
                "kafka": {
                    "environment": ORDERS,
                    "name": "orders-kafka",
                    "override_broker_addresses": ["a:9092", "b:9092"],
                }
            },
            "sluice_lenses_connector": {
                "sink": {
                    "environment": ORDERS,
                    "cluster": "connect",
                    "name": "orders-sink",
                    "config": {
                        "connector.class": "org.example.Sink",
                        "password": "$${file:/run/db:password}",
                        "topics": "${sluice_lenses_environment.orders.lrn}-orders",
                    },
                    "secret_config": {"b": "${var.b_password}", "c": "in the clear"},
                    "secret_env": {"a": "A_PASSWORD"},
                    "timeouts": {"create": "5m"},
                    "depends_on": ["sluice_lenses_kafka_connection.kafka"],
                    "lifecycle": {"prevent_destroy": True, "ignore_changes": ["config"]},
                }
            },
        },
        "data": {
            "sluice_lenses_connectors": {"listed": {"environment": ORDERS, "clusters": ["connect"]}},
            "sluice_lenses_environments": {"all": {}},
        },
        "variable": {"b_password": {"type": "string", "sensitive": True, "ephemeral": True}},
        "output": {
            "stack_version": {"value": "1.4.0", "description": "Version of the code of this stack."},
            "agent_key": {"value": "${sluice_lenses_environment.orders.agent_key}", "sensitive": True},
            "tasks": {"value": "${sluice_lenses_connector.sink.tasks}"},
            "task_state": {"value": "${sluice_lenses_connector.sink.tasks[0].state}"},
            "listed_task_state": {"value": "${data.sluice_lenses_connectors.listed.connectors[1].tasks[0].state}"},
            "team": {"value": '${data.sluice_lenses_environments.all.environments[0].metadata["team"]}'},
        },
    }


def test_a_stack_is_written_as_hcl(synthesized: Synthesized) -> None:
    blocks = synthesized.notes["whole_stack"].replace("\n\n", "\n").split("\nresource ")
    assert "resource " + blocks[-1].partition("\ndata ")[0] == cleandoc("""
        resource "sluice_lenses_connector" "sink" {
        config = {
        "connector.class" = "org.example.Sink"
        password = "$${file:/run/db:password}"
        topics = "${sluice_lenses_environment.orders.lrn}-orders"
        }
        secret_config = {
        b = "${var.b_password}"
        c = "in the clear"
        }
        secret_env = {
        a = "A_PASSWORD"
        }
        timeouts = {
        create = "5m"
        }
        environment = "${sluice_lenses_environment.orders.name}"
        cluster = "connect"
        name = "orders-sink"
        depends_on = [
        "sluice_lenses_kafka_connection.kafka",
        ]
        lifecycle {
          ignore_changes = [
        "config",
        ]
          prevent_destroy = true
        }
        }
    """)


def test_settings_of_the_provider_keep_the_spelling_of_headers(synthesized: Synthesized) -> None:
    assert synthesized.stack("settings", "prod") == {
        "provider": {
            "sluice": [
                {
                    "lenses": {
                        "url": "https://hq.example.com",
                        "token": "${var.lenses_token}",
                        "insecure": True,
                        "max_in_flight": 4,
                        "headers": {"X-Api-Key": "key"},
                    }
                },
                {"alias": "other", "lenses": {"url": "https://other.example.com"}},
            ]
        },
        "resource": {"sluice_lenses_environment": {"a": {"name": "a", "tier": "staging", "provider": "sluice.other"}}},
        "variable": {"lenses_token": {"type": "string", "sensitive": True}},
    }


def test_settings_of_the_provider_are_written_as_hcl(synthesized: Synthesized) -> None:
    text = synthesized.notes["settings"]
    assert text[text.index('provider "sluice"') : text.index("variable")].strip() == cleandoc("""
        provider "sluice" {
        lenses = {
        url = "https://hq.example.com"
        token = "${var.lenses_token}"
        insecure = true
        max_in_flight = 4
        headers = {
        X-Api-Key = "key"
        }
        }
        }
    """)


def test_a_stack_refers_to_another_one(synthesized: Synthesized) -> None:
    output = "cross-stack-output-sluice_lenses_environmentordersname"
    platform = synthesized.stack("two_stacks", "platform")
    connectors = synthesized.stack("two_stacks", "connectors")
    assert platform["output"] == {output: {"value": ORDERS, "sensitive": True}}
    assert connectors["resource"]["sluice_lenses_kafka_connection"]["kafka"] == {
        "environment": f"${{data.terraform_remote_state.cross-stack-reference-input-platform.outputs.{output}}}",
        "name": "kafka",
    }


def test_existing_objects_are_imported(synthesized: Synthesized) -> None:
    assert synthesized.stack("imports", "dev") == {
        "provider": {"sluice": [{}]},
        "resource": {"sluice_lenses_environment": {"orders": {"name": "orders", "tier": "staging"}}},
        "import": [
            {"id": "orders", "to": "sluice_lenses_environment.orders"},
            {"id": "payments", "to": "sluice_lenses_environment.payments"},
        ],
    }


def test_loops_are_left_to_terraform(synthesized: Synthesized) -> None:
    assert synthesized.stack("loops", "dev")["resource"]["sluice_lenses_environment"] == {
        "each": {"name": "${each.value}", "tier": "staging", "for_each": '${toset(["a", "b"])}'},
        "counted": {"name": "n-${count.index}", "tier": "staging", "count": 2},
    }


def test_values_that_only_terraform_knows_are_taken_everywhere(synthesized: Synthesized) -> None:
    stack = synthesized.stack("tokens", "dev")
    found, source = "${data.sluice_lenses_environment.found.name}", "sluice_lenses_connector.source"
    assert stack["resource"]["sluice_lenses_connector"]["copy"] == {
        "environment": found,
        "cluster": f"${{{source}.cluster}}",
        "name": f"copy-of-${{{source}.name}}",
        "config": f"${{{source}.config}}",
        "secret_config": f"${{{source}.secret_env}}",
        "desired_state": f"${{{source}.desired_state}}",
        "wait_for_running": "${data.sluice_lenses_environment.found.agent_connected}",
    }
    assert stack["resource"]["sluice_lenses_kafka_connection"]["kafka"] == {
        "environment": found,
        "name": "k",
        "override_broker_addresses": '${split(",", data.sluice_lenses_environment.found.lrn)}',
    }


def test_a_system_that_is_declared_later_needs_no_more_than_its_declaration(synthesized: Synthesized) -> None:
    upper = "${sluice_tiny_shelf.shelf.name}"
    assert synthesized.stack("every_kind", "dev") == {
        "provider": {"sluice": [{}]},
        "resource": {
            "sluice_tiny_shelf": {"shelf": {"name": "upper"}},
            "sluice_tiny_box": {
                "box": {
                    "shelf": upper,
                    "config": {"a": "b"},
                    "colour": "green",
                    "amount": "1152921504606846976",
                    "place": "here",
                    "size": "small",
                    "heavy": False,
                    "tags": ["a", "b"],
                    "neighbours": [upper, "lower"],
                    "limits": {"rate": 5, "burst": 1.5},
                    "body": {"deep": [1, {"x": upper}]},
                    "pin": "${var.pin}",
                    "count": 1,
                }
            },
        },
        "data": {"sluice_tiny_shelf": {"data": {"name": upper}}},
        "variable": {"pin": {"type": "string", "sensitive": True}},
        "output": {
            "amount": {"value": "${sluice_tiny_box.box.amount}"},
            "heavy": {"value": "${sluice_tiny_box.box.heavy}"},
            "tags": {"value": "${sluice_tiny_box.box.tags}"},
            "limits": {"value": "${sluice_tiny_box.box.limits}"},
            "body": {"value": "${sluice_tiny_box.box.body}"},
            "part": {"value": "${sluice_tiny_box.box.parts[0].id}"},
            "width": {"value": "${data.sluice_tiny_shelf.data.width}"},
        },
    }


def test_a_value_of_every_kind_is_written_as_hcl(synthesized: Synthesized) -> None:
    text = synthesized.notes["every_kind"]
    assert text[text.index("colour") : text.index("pin = ")].strip() == cleandoc("""
        colour = "green"
        amount = 1152921504606846976
        place = "here"
        size = "small"
        heavy = false
        tags = [
        "a",
        "b"
        ]
        neighbours = [
        "${sluice_tiny_shelf.shelf.name}",
        "lower"
        ]
        limits = {
        rate = 5
        burst = 1.5
        }
        body = {
        deep = [
        1,
        {
        x = "${sluice_tiny_shelf.shelf.name}"
        },
        ]
        }
    """)


def test_environments_carry_the_version_of_their_stack(synthesized: Synthesized) -> None:
    stamp = {"sluice.stack": "dev", "sluice.version": "2.0.0"}
    environments = synthesized.stack("labels", "dev")["resource"]["sluice_lenses_environment"]
    assert {item["name"]: item["metadata"] for item in environments.values()} == {
        "none": stamp,
        "own": stamp | {"sluice.version": "mine"},
        "full": {f"key{index}": "x" for index in range(49)},
        "token": '${merge({"sluice.stack" = "dev", "sluice.version" = "2.0.0"}, '
        "data.sluice_lenses_environment.source.metadata)}",
    }


def test_a_stack_without_version_leaves_labels_alone(synthesized: Synthesized) -> None:
    assert synthesized.stack("labels", "unversioned") == {
        "provider": {"sluice": [{}]},
        "resource": {"sluice_lenses_environment": {"none": {"name": "unlabelled", "tier": "staging"}}},
    }


def test_arguments_can_be_read_back_and_reset(synthesized: Synthesized) -> None:
    assert synthesized.notes["read_back"] == ["staging", {"team": "payments"}, None, True, True, None, None]
    assert synthesized.stack("read_back", "dev")["resource"] == {
        "sluice_lenses_environment": {
            "orders": {
                "name": "orders",
                "tier": "staging",
                "metadata": {"sluice.stack": "dev", "sluice.version": "1.0.0"},
            }
        },
        "sluice_lenses_connector": {
            "sink": {
                "environment": ORDERS,
                "cluster": "c",
                "name": "n",
                "config": {"connector.class": "org.example.Sink"},
            },
        },
    }


def test_every_example_of_the_reference_can_be_synthesized(synthesized: Synthesized) -> None:
    assert synthesized.notes["documented"] == []
    made = [path.name for path in (synthesized.folder / "documented" / "stacks").iterdir()]
    assert {"lenses-environment", "redpanda-connector", "streamkap-pipeline"} <= set(made)


def test_no_property_hides_a_member_of_the_cdk(synthesized: Synthesized) -> None:
    assert synthesized.notes["members"] == []
    assert synthesized.notes["untold_members"] == []


def test_the_lines_that_made_the_constructs_are_noted_beside_the_stack(synthesized: Synthesized) -> None:
    folder = synthesized.path("two_stacks", "connectors").parent
    noted = json.loads((folder / "source_lines.json").read_text())
    assert list(noted) == ["connectors/kafka"]
    file, _, number = noted["connectors/kafka"].rpartition(", line ")
    code = (folder / file).resolve()
    assert code.name == "cases.py"
    assert code.read_text().splitlines()[int(number) - 1].strip().startswith("KafkaConnection(connectors,")
