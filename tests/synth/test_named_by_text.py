"""A text that names what another construct makes becomes a reference to it, or is remarked."""

from __future__ import annotations

import json

from tests.synth.conftest import Synthesized

ORDERS = "${sluice_lenses_environment.estate_orders_38D184B0.name}"


def remarks(synthesized: Synthesized, case: str) -> dict[str, str]:
    manifest = json.loads((synthesized.folder / case / "manifest.json").read_text())
    notes = [note for stack in manifest["stacks"].values() for note in stack["annotations"]]
    assert {note["level"] for note in notes} <= {"@cdktf/warn"}
    return {note["constructPath"]: note["message"] for note in notes}


def test_a_text_that_names_a_construct_of_the_stack_becomes_a_reference(synthesized: Synthesized) -> None:
    stack = synthesized.stack("named_by_text", "dev")
    made = stack["resource"]
    assert made["sluice_lenses_kafka_connection"]["kafka"]["environment"] == ORDERS
    assert made["sluice_lenses_connector"]["sink"]["environment"] == ORDERS
    assert stack["data"]["sluice_lenses_connectors"]["listed"]["environment"] == ORDERS
    assert made["sluice_lenses_group"]["team"] == {
        "name": "team",
        "roles": ["${sluice_lenses_role.reader.name}", "${sluice_lenses_role.writer.name}", "elsewhere"],
        "service_accounts": ["${sluice_lenses_service_account.robot.name}"],
    }
    assert made["sluice_streamkap_pipeline"]["flow"] == {
        "name": "flow",
        "source": {
            "id": "${sluice_streamkap_source.source.id}",
            "name": "${sluice_streamkap_source.source.name}",
            "connector": "${sluice_streamkap_source.source.connector}",
            "topics": ["orders"],
        },
        "destination": {
            "id": "${sluice_streamkap_destination.target.id}",
            "name": "${sluice_streamkap_destination.target.name}",
            "connector": "${sluice_streamkap_destination.target.connector}",
        },
    }
    assert remarks(synthesized, "named_by_text") == {}


def test_it_becomes_one_in_hcl_too(synthesized: Synthesized) -> None:
    assert synthesized.notes["named_by_text"].count(f'environment = "{ORDERS}"') == 3


def test_a_text_that_names_nothing_of_the_stack_is_kept(synthesized: Synthesized) -> None:
    connector = synthesized.stack("named_by_text", "dev")["resource"]["sluice_lenses_connector"]["other"]
    assert connector["environment"] == "payments"


def test_the_names_that_aspects_give_count_in_stacks_of_the_cdk_itself_too(synthesized: Synthesized) -> None:
    resources = synthesized.stack("named_in_plain_stacks", "dev")["resource"]
    assert resources["sluice_lenses_kafka_connection"]["kafka"]["environment"] == (
        "${sluice_lenses_environment.orders.name}"
    )
    assert resources["sluice_lenses_group"]["team"]["roles"] == ["${sluice_lenses_role.reader.name}"]


def test_what_cannot_become_a_reference_is_kept(synthesized: Synthesized) -> None:
    kept = {
        name: {id_: item["environment"] for id_, item in made.get("sluice_lenses_kafka_connection", {}).items()}
        for name in ("after", "ordered", "foreign", "one")
        if (made := synthesized.stack("named_elsewhere", name)["resource"])
    }
    assert kept == {
        "after": {"kafka": "orders"},
        "ordered": {"kafka": "orders"},
        "foreign": {"kafka": "orders"},
        "one": {"forgotten": "maybe", "kept": "perhaps", "read": "found"},
    }
    one = synthesized.stack("named_elsewhere", "one")["resource"]
    accounts = one["sluice_lenses_service_account"]
    assert one["sluice_lenses_group"]["team"]["service_accounts"] == ["robot"]
    assert accounts["robot"]["groups"] == ["team"]
    assert accounts["helper"]["groups"] == ["${sluice_lenses_group.team.name}"]
    overridden = synthesized.stack("named_elsewhere", "platform")["resource"]["sluice_lenses_connector"]
    assert overridden["overridden"]["environment"] == "orders"


def test_a_name_whose_order_nothing_keeps_is_remarked(synthesized: Synthesized) -> None:
    elsewhere = (
        "environment 'orders' is what {} makes in another stack, and nothing keeps their order. "
        "Give that construct, or let one stack depend on the other: stack.add_dependency(...)."
    )
    assert remarks(synthesized, "named_elsewhere") == {
        "after/kafka": elsewhere.format("platform/orders"),
        "foreign/kafka": elsewhere.format("one/there-orders"),
        "one/forgotten": "environment 'maybe' is what one/maybe makes, and nothing keeps their order. "
        "Give depends_on=[...] with that construct.",
        "one/team": "service_accounts[0] 'robot' is what one/robot makes, and each of them names the other. "
        "Take one name out.",
        "one/robot": "groups[0] 'team' is what one/team makes, and each of them names the other. Take one name out.",
    }
